"""gRPC-Web in all its dresses, spoken by hand: HTTP/1.1 and HTTP/2, binary and text."""

from __future__ import annotations

import base64
import http.client
import re
import subprocess
import urllib.parse
from typing import NamedTuple

import pytest

import tools
from interop_messages import SERVICE, message, output_request

BINARY, TEXT = "application/grpc-web+proto", "application/grpc-web-text+proto"
LIMIT = 30


class Answer(NamedTuple):
    status: int
    fields: dict[str, str]
    messages: list[bytes]
    trailers: dict[str, str] | None


def frame(data: bytes, flag: int = 0) -> bytes:
    return bytes([flag]) + len(data).to_bytes(4, "big") + data


def frames(body: bytes) -> list[tuple[int, bytes]]:
    found = []
    while body:
        size = int.from_bytes(body[1:5], "big")
        assert len(body) >= 5 + size, "the body ends within a frame"
        found.append((body[0], body[5 : 5 + size]))
        body = body[5 + size :]
    return found


def from_text(body: bytes) -> bytes:
    """Base64 in pieces, each padded for itself."""
    assert len(body) % 4 == 0
    return b"".join(base64.b64decode(body[at : at + 4], validate=True) for at in range(0, len(body), 4))


def fields_of(block: bytes) -> dict[str, str]:
    assert block.endswith(b"\r\n")
    return dict(line.split(": ", 1) for line in block.decode().removesuffix("\r\n").split("\r\n"))


def answer(status: int, fields: dict[str, str], body: bytes) -> Answer:
    if fields.get("content-type", "").startswith("application/grpc-web-text"):
        body = from_text(body)
    found = frames(body)
    trailers = None
    if found and found[-1][0] == 0x80:
        trailers = fields_of(found.pop()[1])
    assert all(flag == 0 for flag, _ in found)
    return Answer(status, fields, [data for _, data in found], trailers)


def over_http1(door, path: str, body: bytes, fields: dict[str, str]) -> Answer:
    response = door.http("POST", path, body, fields)
    head = {name.lower(): value for name, value in response.getheaders()}
    return answer(response.status, head, response.read())


def over_http2(door, path: str, body: bytes, fields: dict[str, str]) -> Answer:
    headers = [part for name, value in fields.items() for part in ("-H", f"{name}: {value}")]
    command = ["curl", "-sS", "--http2-prior-knowledge", "-i", "--data-binary", "@-", *headers, door.url + path]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=LIMIT / 2)
    except subprocess.TimeoutExpired:
        # curl before 8.1 may hang when an answer overtakes its upload (its issues 10433 and 11157); not twice in a row.
        done = subprocess.run(command, input=body, capture_output=True, timeout=LIMIT / 2)
    assert done.returncode == 0, done.stderr
    head, _, rest = done.stdout.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert first.startswith("HTTP/2 ")
    return answer(int(first.split()[1]), dict(line.split(": ", 1) for line in lines), rest)


@pytest.fixture(params=[over_http1, over_http2], ids=["http1", "http2"])
def transport(request):
    return request.param


@pytest.fixture(params=[BINARY, TEXT], ids=["binary", "text"])
def call(request, door, transport):
    """Calls a method of the test service."""

    def call(method: str, *requests, **fields: str) -> Answer:
        body = b"".join(frame(each.SerializeToString()) for each in requests)
        if request.param == TEXT:
            body = base64.b64encode(body)
        head = {"content-type": request.param, "accept": request.param, "x-grpc-web": "1"}
        head |= {name.replace("_", "-"): value for name, value in fields.items()}
        got = transport(door, f"/{SERVICE}/{method}", body, head)
        assert got.status == 200
        assert got.fields["content-type"] == request.param
        return got

    return call


def status_of(got: Answer) -> tuple[str, str]:
    """Code and message; they stand in the head when there is nothing else."""
    assert (got.trailers is None) == ("grpc-status" in got.fields)
    fields = got.fields if got.trailers is None else got.trailers
    return fields["grpc-status"], urllib.parse.unquote(fields.get("grpc-message", ""))


def sizes(got: Answer) -> list[int]:
    kind = type(message("StreamingOutputCallResponse"))
    return [len(kind.FromString(each).payload.body) for each in got.messages]


def test_empty_unary(call):
    got = call("EmptyCall", message("Empty"))
    assert got.messages == [b""]
    assert got.trailers == {"grpc-status": "0"}


@pytest.mark.parametrize("size", [0, 1, 2, 3, 1_000, 314_159])
def test_unary(call, size):
    got = call("UnaryCall", message("SimpleRequest", response_size=size))
    response = message("SimpleResponse").FromString(got.messages[0])
    assert response.payload.body == bytes(size)
    assert got.trailers == {"grpc-status": "0"}


def test_server_streaming(call):
    got = call("StreamingOutputCall", output_request(31_415, 9, 2_653, 58_979))
    assert sizes(got) == [31_415, 9, 2_653, 58_979]
    assert got.trailers == {"grpc-status": "0"}


def test_a_stream_without_messages(call):
    got = call("StreamingOutputCall", output_request())
    assert got.messages == []
    assert status_of(got) == ("0", "")


def test_metadata(call):
    got = call(
        "UnaryCall", message("SimpleRequest"), x_grpc_test_echo_initial="first",
        x_grpc_test_echo_trailing_bin=base64.b64encode(b"\xab\xab\xab").decode(),
    )  # fmt: skip
    assert got.fields["x-grpc-test-echo-initial"] == "first"
    assert base64.b64decode(got.trailers["x-grpc-test-echo-trailing-bin"]) == b"\xab\xab\xab"


def test_an_error_before_the_answer(call):
    status = message("EchoStatus", code=2, message="\t\nwith whitespace\r\nand ☺ and 😈\t\n")
    got = call("UnaryCall", message("SimpleRequest", response_status=status))
    assert got.messages == []
    assert status_of(got) == ("2", status.message)


def test_an_error_after_messages(call):
    """A deadline passes in the middle of a stream: the trailers tell it, in their frame."""
    request = output_request(10)
    request.response_parameters.add(size=10, interval_us=2_000_000_000)
    got = call("StreamingOutputCall", request, grpc_timeout="300m")
    assert sizes(got) == [10]
    assert got.trailers["grpc-status"] == "4"


def test_a_deadline_before_the_answer(call):
    got = call("StreamingOutputCall", output_request(10, interval_us=2_000_000_000), grpc_timeout="100m")
    assert sizes(got) == []
    assert status_of(got)[0] == "4"


def test_unknown_method(call):
    assert status_of(call("Nothing", message("Empty")))[0] == "12"


def test_a_request_cut_off(door, transport):
    got = transport(door, f"/{SERVICE}/UnaryCall", frame(b"12345")[:-2], {"content-type": BINARY})
    assert status_of(got)[0] == "3"


def test_text_that_is_not_base64(door, transport):
    got = transport(door, f"/{SERVICE}/UnaryCall", b"****", {"content-type": TEXT})
    assert status_of(got)[0] == "3"


def test_text_padded_in_pieces(door, transport):
    """A client may encode each piece by itself."""
    request = frame(message("SimpleRequest", response_size=5).SerializeToString())
    body = b"".join(base64.b64encode(request[at : at + 4]) for at in range(0, len(request), 4))
    got = transport(door, f"/{SERVICE}/UnaryCall", body, {"content-type": TEXT})
    assert len(message("SimpleResponse").FromString(got.messages[0]).payload.body) == 5


def test_too_large_a_request(door):
    got = over_http1(door, f"/{SERVICE}/UnaryCall", frame(bytes(5_000_000)), {"content-type": BINARY})
    assert status_of(got)[0] == "8"


def test_too_large_a_request_over_http2(door, tmp_path):
    """curl before 8.1 may hang when an answer overtakes its upload (its issues 10433 and 11157); nghttp does not."""
    (tmp_path / "body").write_bytes(frame(bytes(5_000_000)))
    fields = ["-H", f"content-type: {BINARY}"]
    log = tools.output("nghttp", "-nv", "-d", tmp_path / "body", *fields, f"{door.url}/{SERVICE}/UnaryCall")
    assert re.findall(r"recv \(stream_id=\d+\) :status: (\d+)", log) == ["200"]
    assert re.findall(r"recv \(stream_id=\d+\) grpc-status: (\d+)", log) == ["8"]


def test_without_the_message_format(door, transport):
    """`application/grpc-web` means protobuf."""
    got = transport(door, f"/{SERVICE}/EmptyCall", frame(b""), {"content-type": "application/grpc-web"})
    assert got.trailers == {"grpc-status": "0"}


def test_one_connection_for_many_calls(door):
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=LIMIT)
    connection.connect()
    socket = connection.sock
    for number in range(20):
        kind, encode = (BINARY, bytes) if number % 2 else (TEXT, base64.b64encode)
        method = "EmptyCall" if number % 3 else "StreamingOutputCall"
        connection.request("POST", f"/{SERVICE}/{method}", encode(frame(b"")), {"content-type": kind})
        response = connection.getresponse()
        got = answer(response.status, {"content-type": kind}, response.read())
        assert connection.sock is socket, "the connection was closed"
        assert got.trailers == {"grpc-status": "0"}


def test_messages_come_as_they_are_sent(door):
    """The first message does not wait for the second."""
    request = output_request(5)
    request.response_parameters.add(size=5, interval_us=2_000_000_000)
    response = door.http(
        "POST", f"/{SERVICE}/StreamingOutputCall", frame(request.SerializeToString()), {"content-type": BINARY}
    )
    before = door.counts()["cancelled"]
    head = response.read(5)
    assert len(response.read(int.from_bytes(head[1:], "big"))) > 5
    response.close()
    door.counts(cancelled=before + 1)
