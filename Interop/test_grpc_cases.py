"""gRPC's published interoperability cases, with grpcio as it is, against the test service."""

from __future__ import annotations

import queue

import grpc
import pytest

from interop_messages import (
    LARGE_RESPONSE, input_request, message, method, output_request, simple_request,
)  # fmt: skip
from wiretap import Wiretap

LIMIT = 30.0
REQUEST_SIZES = [27_182, 8, 1_828, 45_904]
RESPONSE_SIZES = [31_415, 9, 2_653, 58_979]
ECHO_INITIAL = ("x-grpc-test-echo-initial", "test_initial_metadata_value")
ECHO_TRAILING = ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab")


@pytest.fixture(scope="module")
def channel(door):
    with door.channel() as channel:
        yield channel


class Sent:
    """Requests of a stream, sent when the test says so."""

    def __init__(self):
        self.requests: queue.Queue = queue.Queue()

    def send(self, request) -> None:
        self.requests.put(request)

    def close(self) -> None:
        self.requests.put(None)

    def __iter__(self):
        return iter(self.requests.get, None)


def failure(call) -> grpc.RpcError:
    """How a call that must fail has failed."""
    with pytest.raises(grpc.RpcError) as caught:
        call()
    return caught.value


def sizes(responses: list) -> list[int]:
    for each in responses:
        assert each.payload.body == bytes(len(each.payload.body))
    return [len(each.payload.body) for each in responses]


def test_empty_unary(channel):
    assert method(channel, "EmptyCall")(message("Empty"), timeout=LIMIT) == message("Empty")


def test_large_unary(channel):
    response = method(channel, "UnaryCall")(simple_request(), timeout=LIMIT)
    assert response.payload.body == bytes(LARGE_RESPONSE)


def test_client_compressed_unary(door):
    """What grpcio says it compresses is compressed on the wire, and the other way round."""
    expected = message("BoolValue", value=True)
    with Wiretap(door.port) as tap, grpc.insecure_channel(tap.address) as channel:
        unary = method(channel, "UnaryCall")

        error = failure(lambda: unary(simple_request(expect_compressed=expected), timeout=LIMIT))
        assert error.code() == grpc.StatusCode.INVALID_ARGUMENT

        response = unary(
            simple_request(expect_compressed=expected), compression=grpc.Compression.Gzip, timeout=LIMIT
        )
        assert response.payload.body == bytes(LARGE_RESPONSE)

        response = unary(simple_request(expect_compressed=message("BoolValue", value=False)), timeout=LIMIT)
        assert response.payload.body == bytes(LARGE_RESPONSE)
        assert [tap.from_client.messages(stream).flags for stream in (1, 3, 5)] == [[0], [1], [0]]


def test_server_compressed_unary(door):
    with Wiretap(door.port) as tap, grpc.insecure_channel(tap.address) as channel:
        unary = method(channel, "UnaryCall")
        for wanted in (True, False):
            request = simple_request(response_compressed=message("BoolValue", value=wanted))
            assert unary(request, timeout=LIMIT).payload.body == bytes(LARGE_RESPONSE)
        assert [tap.from_server.messages(stream).flags for stream in (1, 3)] == [[1], [0]]


def test_client_streaming(channel):
    requests = [input_request(size) for size in REQUEST_SIZES]
    response = method(channel, "StreamingInputCall")(iter(requests), timeout=LIMIT)
    assert response.aggregated_payload_size == 74_922


def test_server_streaming(channel):
    responses = list(method(channel, "StreamingOutputCall")(output_request(*RESPONSE_SIZES), timeout=LIMIT))
    assert sizes(responses) == RESPONSE_SIZES


def test_server_compressed_streaming(door):
    """Each message is compressed or not, as it was asked for."""
    request = output_request(31_415, 92_653)
    for parameters, wanted in zip(request.response_parameters, (True, False), strict=True):
        parameters.compressed.value = wanted
    with Wiretap(door.port) as tap, grpc.insecure_channel(tap.address) as channel:
        responses = list(method(channel, "StreamingOutputCall")(request, timeout=LIMIT))
        assert sizes(responses) == [31_415, 92_653]
        assert tap.from_server.messages(1).flags == [1, 0]


def test_ping_pong(channel):
    sent = Sent()
    call = method(channel, "FullDuplexCall")(iter(sent), timeout=LIMIT)
    responses = []
    for request, response in zip(REQUEST_SIZES, RESPONSE_SIZES, strict=True):
        sent.send(output_request(response, upload=request))
        responses.append(next(call))
    sent.close()
    assert not list(call)
    assert sizes(responses) == RESPONSE_SIZES
    assert call.code() == grpc.StatusCode.OK


def test_empty_stream(channel):
    call = method(channel, "FullDuplexCall")(iter([]), timeout=LIMIT)
    assert not list(call)
    assert call.code() == grpc.StatusCode.OK


def test_cancel_after_begin(channel, door):
    before = door.counts()
    sent = Sent()
    call = method(channel, "StreamingInputCall").future(iter(sent), timeout=LIMIT)
    call.cancel()
    assert call.cancelled()
    assert call.code() == grpc.StatusCode.CANCELLED
    sent.close()

    # Where the call had reached the server, its handler learns of it too.
    call = method(channel, "StreamingInputCall").future(iter(Sent()), timeout=LIMIT)
    door.counts(started=before["started"] + 1)
    call.cancel()
    assert call.code() == grpc.StatusCode.CANCELLED
    door.counts(cancelled=before["cancelled"] + 1)


def test_cancel_after_first_response(channel, door):
    before = door.counts()["cancelled"]
    sent = Sent()
    call = method(channel, "FullDuplexCall")(iter(sent), timeout=LIMIT)
    sent.send(output_request(RESPONSE_SIZES[0], upload=REQUEST_SIZES[0]))
    assert sizes([next(call)]) == RESPONSE_SIZES[:1]
    call.cancel()
    assert failure(lambda: next(call)).code() == grpc.StatusCode.CANCELLED
    assert call.code() == grpc.StatusCode.CANCELLED
    door.counts(cancelled=before + 1)
    sent.close()


def test_timeout_on_sleeping_server(channel):
    sent = Sent()
    call = method(channel, "FullDuplexCall")(iter(sent), timeout=0.001)
    sent.send(output_request(upload=REQUEST_SIZES[0]))
    assert failure(lambda: next(call)).code() == grpc.StatusCode.DEADLINE_EXCEEDED
    sent.close()


def test_custom_metadata(channel):
    metadata = (ECHO_INITIAL, ECHO_TRAILING)
    response, call = method(channel, "UnaryCall").with_call(simple_request(), metadata=metadata, timeout=LIMIT)
    assert response.payload.body == bytes(LARGE_RESPONSE)
    assert ECHO_INITIAL in call.initial_metadata()
    assert ECHO_TRAILING in call.trailing_metadata()

    request = output_request(LARGE_RESPONSE, upload=REQUEST_SIZES[0])
    stream = method(channel, "FullDuplexCall")(iter([request]), metadata=metadata, timeout=LIMIT)
    assert ECHO_INITIAL in stream.initial_metadata()
    assert sizes(list(stream)) == [LARGE_RESPONSE]
    assert ECHO_TRAILING in stream.trailing_metadata()


def test_status_code_and_message(channel):
    status = message("EchoStatus", code=2, message="test status message")
    request = message("SimpleRequest", response_status=status)
    error = failure(lambda: method(channel, "UnaryCall")(request, timeout=LIMIT))
    assert (error.code(), error.details()) == (grpc.StatusCode.UNKNOWN, "test status message")

    call = method(channel, "FullDuplexCall")(iter([output_request(response_status=status)]), timeout=LIMIT)
    error = failure(lambda: next(call))
    assert (error.code(), error.details()) == (grpc.StatusCode.UNKNOWN, "test status message")


def test_special_status_message(channel):
    text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
    request = message("SimpleRequest", response_status=message("EchoStatus", code=2, message=text))
    error = failure(lambda: method(channel, "UnaryCall")(request, timeout=LIMIT))
    assert (error.code(), error.details()) == (grpc.StatusCode.UNKNOWN, text)


def test_unimplemented_method(channel):
    error = failure(lambda: method(channel, "UnimplementedCall")(message("Empty"), timeout=LIMIT))
    assert error.code() == grpc.StatusCode.UNIMPLEMENTED


def test_unimplemented_service(channel):
    call = method(channel, "UnimplementedCall", service="grpc.testing.UnimplementedService")
    assert failure(lambda: call(message("Empty"), timeout=LIMIT)).code() == grpc.StatusCode.UNIMPLEMENTED
