"""HTTP/1.1 and HTTP/2 with curl, nghttp, h2load and wrk as they are, over TCP and over a Unix domain socket."""

from __future__ import annotations

import os
import re
import signal
import subprocess

import pytest

import tools
from interop_messages import message

MEBIBYTE = 1024 * 1024
HTTP1, HTTP2, UPGRADE = "--http1.1", "--http2-prior-knowledge", "--http2"
# What each option of curl ends up with: an upgrade of a plaintext connection is not offered.
VERSIONS = {HTTP1: "1.1", HTTP2: "2", UPGRADE: "1.1"}


@pytest.fixture(params=["tcp", "unix"])
def place(request, door) -> list[str]:
    """Where curl connects to."""
    return ["--unix-socket", door.socket_path] if request.param == "unix" else []


@pytest.fixture(params=VERSIONS)
def version(request) -> str:
    return request.param


@pytest.fixture
def curl(door, place, version):
    """Runs curl; answers with the body, and with the status and the version of HTTP after it."""

    def curl(target: str, *arguments, stdin: bytes = b"") -> tuple[bytes, str]:
        done = tools.run(
            "curl", "-sS", version, *place, "-o", "-", "-w", "%{stderr}%{http_version} %{response_code}",
            *arguments, door.url + target, stdin=stdin,
        )  # fmt: skip
        got, status = done.stderr.decode().split()
        assert got == VERSIONS[version]
        return done.stdout, status

    return curl


def test_curl_get(curl):
    assert curl("/hello") == (b"hello\n", "200")


def test_curl_head(curl):
    head, status = curl("/hello", "-I")
    assert status == "200"
    assert b"content-length: 6\r\n" in head
    assert b"hello" not in head


def test_curl_not_found(curl):
    assert curl("/nothing")[1] == "404"


@pytest.mark.parametrize("size", [0, 1, 70_000, 3 * MEBIBYTE])
def test_curl_post(curl, size):
    """The largest makes curl ask first (`Expect: 100-continue`)."""
    body = os.urandom(size)
    assert curl("/echo", "--data-binary", "@-", stdin=body) == (body, "200")


def test_curl_post_of_unknown_length(curl):
    """In chunks over HTTP/1.1."""
    body = os.urandom(MEBIBYTE)
    assert curl("/echo", "-X", "POST", "-T", "-", stdin=body) == (body, "200")


def test_curl_body_too_large(curl):
    assert curl("/echo", "--data-binary", "@-", stdin=bytes(5 * MEBIBYTE))[1] == "413"
    assert curl("/hello") == (b"hello\n", "200")


def test_curl_large_body(curl):
    body, status = curl(f"/bytes?size={30 * MEBIBYTE}")
    assert (len(body), status) == (30 * MEBIBYTE, "200")


def test_curl_streamed_body(curl):
    assert curl("/stream?count=1000&size=10000") == (b"x" * 10_000_000, "200")
    assert curl("/stream?count=0") == (b"", "200")


def test_curl_http10(door, place):
    """A streamed body ends with the connection."""
    done = tools.run("curl", "-sS", "--http1.0", *place, f"{door.url}/stream?count=10&size=1000")
    assert done.stdout == b"x" * 10_000
    assert tools.output("curl", "-sS", "--http1.0", *place, f"{door.url}/hello") == "hello\n"


def test_curl_keeps_its_connection(door, place):
    """Over HTTP/2 nghttp does this below: curl before 8.0 cannot (its issue 10634)."""
    urls = [f"{door.url}{target}" for target in ["/hello", "/nothing", "/stream?count=3", "/bytes?size=0", "/hello"]]
    done = tools.run("curl", "-sSv", HTTP1, *place, *[part for url in urls for part in (url, "-o", os.devnull)])
    assert done.stderr.count(b"* Connected to ") == 1
    assert len(re.findall(rb"^< HTTP/1.1 [0-9]+", done.stderr, re.M)) == len(urls)


@pytest.mark.parametrize("version", [HTTP1, HTTP2])
def test_curl_held_request(door, place, version):
    """It is answered when somebody says so, and forgotten when its caller leaves."""
    started = door.counts()["started"]
    command = [tools.find("curl"), "-sS", version, *place, f"{door.url}/slow"]
    patient = subprocess.Popen(command, stdout=subprocess.PIPE)
    door.counts(started=started + 1)
    assert door.http("POST", "/release").read() == b"1\n"
    assert patient.communicate(timeout=tools.LIMIT)[0] == b"released\n"

    cancelled = door.counts()["cancelled"]
    hasty = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    door.counts(started=started + 2)
    hasty.send_signal(signal.SIGKILL)
    hasty.wait()
    door.counts(cancelled=cancelled + 1)
    assert door.http("POST", "/release").read() == b"0\n"


@pytest.mark.parametrize("version", [HTTP1, HTTP2])
def test_curl_leaves_a_streamed_body(door, version):
    cancelled = door.counts()["cancelled"]
    curl = subprocess.Popen(
        [tools.find("curl"), "-sS", version, f"{door.url}/stream?count=1000000&size=10000"], stdout=subprocess.PIPE
    )
    assert curl.stdout.read(10) == b"x" * 10
    curl.kill()
    curl.communicate()
    door.counts(cancelled=cancelled + 1)


@pytest.mark.parametrize("version", [HTTP1, HTTP2])
def test_a_slow_reader_keeps_memory_flat(new_door, version):
    """Ten gigabytes are asked for; what curl cannot write is not made."""
    tools.run("curl", "-sS", version, f"{new_door.url}/hello")
    before = new_door.memory()
    curls = [
        subprocess.Popen(
            [tools.find("curl"), "-sS", version, f"{new_door.url}/stream?count=100000&size=100000"],
            stdout=subprocess.PIPE,
        )
        for _ in range(10)
    ]  # fmt: skip
    for curl in curls:
        assert len(curl.stdout.read(MEBIBYTE)) == MEBIBYTE
    for _ in range(200):
        assert new_door.get("/hello") == b"hello\n"
    assert new_door.memory() < before + 48 * MEBIBYTE
    for curl in curls:
        curl.kill()
        curl.communicate()
    new_door.counts(cancelled=10)


# nghttp


def test_nghttp(door):
    targets = ["/hello", "/nothing", "/stream?count=3", "/bytes?size=0", "/bytes?size=100000"]
    log = tools.output("nghttp", "-nv", *[door.url + target for target in targets])
    assert sorted(re.findall(r"recv \(stream_id=\d+\) :status: (\d+)", log)) == ["200", "200", "200", "200", "404"]
    assert "content-length: 100000" in log
    assert log.count("recv SETTINGS") == 2, "settings and an acknowledgement: one connection"
    assert "recv GOAWAY" not in log
    assert "RST_STREAM" not in log


def test_nghttp_posts(door, tmp_path):
    body = os.urandom(MEBIBYTE)
    (tmp_path / "body").write_bytes(body)
    assert tools.run("nghttp", "-d", tmp_path / "body", f"{door.url}/echo").stdout == body


def test_nghttp_many_streams(door):
    log = tools.output("nghttp", "-n", "-s", "-m", 200, f"{door.url}/bytes?size=1000")
    assert len(re.findall(r" 200 +\S+ /bytes", log)) == 200


def test_nghttp_window_of_its_own(door):
    """A window of 2^10 bytes a stream, so that an answer takes many updates of it."""
    body = tools.run("nghttp", "-w", 10, "-W", 10, f"{door.url}/stream?count=100&size=1000").stdout
    assert body == b"x" * 100_000


# h2load


def h2load(door, *arguments) -> dict[str, int]:
    """The numbers of its report."""
    log = tools.output("h2load", *arguments)
    numbers = {name: int(number) for number, name in re.findall(r"(\d+) (succeeded|failed|errored|timeout|2xx)", log)}
    numbers["data"] = int(re.search(r"\((\d+)\) data", log)[1])
    assert (numbers["failed"], numbers["errored"], numbers["timeout"]) == (0, 0, 0), log
    return numbers


def test_h2load_get(door):
    numbers = h2load(door, "-n", 2_000, "-c", 10, "-m", 50, f"{door.url}/hello")
    assert (numbers["succeeded"], numbers["2xx"], numbers["data"]) == (2_000, 2_000, 12_000)


def test_h2load_http1(door):
    numbers = h2load(door, "--h1", "-n", 2_000, "-c", 10, "-m", 4, f"{door.url}/hello")
    assert (numbers["succeeded"], numbers["2xx"], numbers["data"]) == (2_000, 2_000, 12_000)


@pytest.mark.parametrize("method", ["EmptyCall", "UnaryCall", "StreamingOutputCall", "FullDuplexCall"])
def test_h2load_grpc(door, tmp_path, method):
    """gRPC is POST with a body, and trailers that h2load does not read."""
    request, answer = b"", b""
    if method == "UnaryCall":
        request = message("SimpleRequest", response_size=100).SerializeToString()
        answer = bytes(104)
    elif method != "EmptyCall":
        request = message("StreamingOutputCallRequest")
        request.response_parameters.add(size=100)
        request = request.SerializeToString()
        answer = bytes(104)
    (tmp_path / "body").write_bytes(b"\0" + len(request).to_bytes(4, "big") + request)
    numbers = h2load(
        door, "-n", 2_000, "-c", 5, "-m", 100, "-d", tmp_path / "body", "-H", "content-type: application/grpc",
        "-H", "te: trailers", f"{door.url}/grpc.testing.TestService/{method}",
    )  # fmt: skip
    assert (numbers["succeeded"], numbers["2xx"]) == (2_000, 2_000)
    assert numbers["data"] == 2_000 * (5 + len(answer))


# wrk


@pytest.mark.parametrize("target", ["/hello", "/bytes?size=100000", "/stream?count=20"])
def test_wrk(door, target):
    log = tools.output("wrk", "-t", 2, "-c", 50, "-d", "1s", door.url + target)
    assert "Socket errors" not in log
    assert "Non-2xx" not in log
    assert int(re.search(r"(\d+) requests in", log)[1]) > 100


def test_wrk_pipelines(door, tmp_path):
    """Many requests in one packet, as wrk sends them with a script of its own."""
    (tmp_path / "pipeline.lua").write_text(
        "init = function(args)\n"
        "  local all = {}\n"
        "  for i = 1, 16 do all[i] = wrk.format('GET', '/hello') end\n"
        "  requests = table.concat(all)\n"
        "end\n"
        "request = function() return requests end\n"
    )
    log = tools.output("wrk", "-t", 1, "-c", 10, "-d", "1s", "-s", tmp_path / "pipeline.lua", f"{door.url}/hello")
    assert "Socket errors" not in log
    assert "Non-2xx" not in log
