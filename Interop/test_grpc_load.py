"""gRPC calls that are many, large, long or cut off, with grpcio as it is."""

from __future__ import annotations

import concurrent.futures
import os
import queue
import threading

import grpc
import pytest

from interop_messages import input_request, message, method, output_request, payload, simple_request
from wiretap import PING, SETTINGS, Wiretap

LIMIT = 60.0
MEBIBYTE = 1024 * 1024
ACK = 0x1


@pytest.fixture
def channel(door):
    with door.channel(("grpc.max_receive_message_length", -1)) as channel:
        # Connected before the test begins.
        method(channel, "EmptyCall")(message("Empty"), timeout=LIMIT)
        yield channel


def echo_works(channel) -> None:
    assert method(channel, "EmptyCall")(message("Empty"), timeout=LIMIT) == message("Empty")


# Many calls


def test_a_thousand_calls_at_once(channel):
    """All are open at the same time: none ends before all have begun."""
    call = method(channel, "FullDuplexCall")
    sent: list[queue.Queue] = [queue.Queue() for _ in range(1_000)]
    streams = [call(iter(each.get, None), timeout=LIMIT) for each in sent]
    for number, each in enumerate(sent):
        each.put(output_request(number))
    for number, stream in enumerate(streams):
        assert len(next(stream).payload.body) == number
    for each in sent:
        each.put(None)
    for stream in streams:
        assert not list(stream)
        assert stream.code() == grpc.StatusCode.OK


def test_more_calls_than_a_connection_takes(channel):
    """The client keeps to the number of streams it was told, and the rest waits for its turn."""
    unary = method(channel, "UnaryCall")
    calls = [unary.future(message("SimpleRequest", response_size=size), timeout=LIMIT) for size in range(3_000)]
    assert [len(call.result().payload.body) for call in calls] == list(range(3_000))


def test_large_calls_at_once(channel):
    unary = method(channel, "UnaryCall")
    calls = [unary.future(simple_request(), timeout=LIMIT) for _ in range(40)]
    assert {len(call.result().payload.body) for call in calls} == {314_159}


def test_more_large_calls_than_a_connection_holds(channel):
    """What goes beyond the memory of a connection is refused; the rest is answered, and the connection goes on."""
    unary = method(channel, "UnaryCall")
    calls = [unary.future(simple_request(), timeout=LIMIT) for _ in range(400)]
    outcomes = {call.code() for call in calls}
    assert grpc.StatusCode.OK in outcomes
    assert outcomes <= {grpc.StatusCode.OK, grpc.StatusCode.RESOURCE_EXHAUSTED}
    assert len(unary(simple_request(), timeout=LIMIT).payload.body) == 314_159


def test_many_threads(door):
    """Connections of their own, one for each thread."""

    def work(number: int) -> int:
        with door.channel(("grpc.use_local_subchannel_pool", 1)) as channel:
            unary = method(channel, "UnaryCall")
            return sum(
                len(unary(message("SimpleRequest", response_size=number), timeout=LIMIT).payload.body)
                for _ in range(20)
            )

    with concurrent.futures.ThreadPoolExecutor(50) as threads:
        assert list(threads.map(work, range(50))) == [20 * number for number in range(50)]


# Large streams


def test_a_slow_reader_keeps_memory_flat(new_door):
    """The server makes 1 GiB as fast as it can; what its reader does not take is not made."""
    with new_door.channel() as channel:
        echo_works(channel)
        before = new_door.memory()
        stream = method(channel, "StreamingOutputCall")(output_request(*[MEBIBYTE] * 1_024), timeout=LIMIT)
        for _ in range(3):
            next(stream)
        # The reader stops; other calls on the same connection go on.
        for _ in range(200):
            echo_works(channel)
        assert new_door.memory() < before + 64 * MEBIBYTE
        assert sum(len(next(stream).payload.body) for _ in range(50)) == 50 * MEBIBYTE
        assert new_door.memory() < before + 64 * MEBIBYTE
        stream.cancel()
        new_door.counts(cancelled=1)
        echo_works(channel)


def test_many_slow_readers(new_door):
    with new_door.channel() as channel:
        echo_works(channel)
        before = new_door.memory()
        call = method(channel, "StreamingOutputCall")
        streams = [call(output_request(*[100_000] * 10_000), timeout=LIMIT) for _ in range(100)]
        for stream in streams:
            next(stream)
        for _ in range(50):
            echo_works(channel)
        assert new_door.memory() < before + 160 * MEBIBYTE
        for stream in streams:
            stream.cancel()
        new_door.counts(cancelled=100)


def test_a_slow_server_holds_its_sender_back(new_door):
    """A handler that does not read stops the client, after the windows of HTTP/2 and no more."""
    stopped = threading.Event()
    taken = 0

    def requests():
        nonlocal taken
        yield output_request(1, interval_us=2_000_000_000)
        while not stopped.is_set():
            taken += 1
            yield output_request(upload=100_000)

    with new_door.channel() as channel:
        before = new_door.memory()
        stream = method(channel, "FullDuplexCall")(requests(), timeout=LIMIT)
        new_door.counts(started=1)
        for _ in range(200):
            echo_works(channel)
        assert taken < 200, "20 MB were taken of the client"
        assert new_door.memory() < before + 64 * MEBIBYTE
        stopped.set()
        stream.cancel()
        new_door.counts(cancelled=1)


def test_a_large_upload(channel):
    requests = (input_request(MEBIBYTE) for _ in range(200))
    answer = method(channel, "StreamingInputCall")(requests, timeout=LIMIT)
    assert answer.aggregated_payload_size == 200 * MEBIBYTE


def test_a_large_download(channel):
    stream = method(channel, "StreamingOutputCall")(output_request(*[MEBIBYTE] * 200), timeout=LIMIT)
    assert sum(len(each.payload.body) for each in stream) == 200 * MEBIBYTE


def test_messages_larger_than_the_window(channel):
    """Each is 4 MB less its framing, the largest that is taken; the window of a stream is 256 KiB."""
    size = 4 * MEBIBYTE - 64
    call = method(channel, "FullDuplexCall")
    stream = call(iter([output_request(size, upload=size) for _ in range(5)]), timeout=LIMIT)
    assert [len(each.payload.body) for each in stream] == [size] * 5
    answer = method(channel, "UnaryCall")(message("SimpleRequest", payload=payload(size)), timeout=LIMIT)
    assert not answer.payload.body


# Limits


def test_a_request_of_20_mib_is_refused(channel):
    """And the same connection goes on, however often that happens."""
    unary = method(channel, "UnaryCall")
    for _ in range(30):
        with pytest.raises(grpc.RpcError) as caught:
            unary(message("SimpleRequest", payload=payload(20 * MEBIBYTE)), timeout=LIMIT)
        assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
        assert "4194304 bytes" in caught.value.details()
        echo_works(channel)


def test_a_message_of_20_mib_on_a_stream_is_refused(channel):
    for _ in range(10):
        stream = method(channel, "FullDuplexCall")(iter([output_request(upload=20 * MEBIBYTE)]), timeout=LIMIT)
        with pytest.raises(grpc.RpcError) as caught:
            next(stream)
        assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
        echo_works(channel)


def test_refusals_stay_on_their_connection(door):
    """One connection for all: a refused request does not make the client connect again."""
    with Wiretap(door.port) as tap, grpc.insecure_channel(tap.address) as channel:
        for _ in range(5):
            with pytest.raises(grpc.RpcError):
                method(channel, "UnaryCall")(message("SimpleRequest", payload=payload(20 * MEBIBYTE)), timeout=LIMIT)
            echo_works(channel)


def test_a_compression_bomb_is_refused(channel):
    """A megabyte of zeros is a kilobyte; 20 MiB of them are not unpacked."""
    bomb = message("SimpleRequest", payload=payload(20 * MEBIBYTE))
    with pytest.raises(grpc.RpcError) as caught:
        method(channel, "UnaryCall")(bomb, compression=grpc.Compression.Gzip, timeout=LIMIT)
    assert caught.value.code() == grpc.StatusCode.RESOURCE_EXHAUSTED
    echo_works(channel)


def test_an_encoding_nobody_knows_is_refused(channel):
    with pytest.raises(grpc.RpcError) as caught:
        method(channel, "UnaryCall")(
            simple_request(), compression=grpc.Compression.Deflate, timeout=LIMIT
        )
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED
    echo_works(channel)


# Metadata


def test_binary_metadata(channel):
    values = [b"", b"\0", bytes(range(256)), b"a", b"ab", b"abc", os.urandom(3_000)]
    for value in values:
        sent = (("x-grpc-test-echo-trailing-bin", value),)
        _, call = method(channel, "UnaryCall").with_call(message("SimpleRequest"), metadata=sent, timeout=LIMIT)
        assert sent[0] in call.trailing_metadata()


def test_many_values_of_one_name(channel):
    sent = tuple(("x-grpc-test-echo-initial", f"value {number}") for number in range(20))
    sent += tuple(("x-grpc-test-echo-trailing-bin", bytes([number])) for number in range(20))
    _, call = method(channel, "UnaryCall").with_call(message("SimpleRequest"), metadata=sent, timeout=LIMIT)
    assert [each for each in call.initial_metadata() if each[0] == sent[0][0]] == list(sent[:20])
    assert [each for each in call.trailing_metadata() if each[0] == sent[-1][0]] == list(sent[20:])


# Calls that end early


def test_deadlines(channel, door):
    """The server gives up when the caller does."""
    before = door.counts()["cancelled"]
    call = method(channel, "FullDuplexCall")
    request = output_request(1, interval_us=2_000_000_000)
    streams = [call(iter([request]), timeout=1) for _ in range(100)]
    for stream in streams:
        with pytest.raises(grpc.RpcError) as caught:
            next(stream)
        assert caught.value.code() == grpc.StatusCode.DEADLINE_EXCEEDED
    door.counts(cancelled=before + 100)
    echo_works(channel)


def test_cancel_500_calls_at_once(door):
    """The connection outlives them."""
    before = door.counts()
    with Wiretap(door.port) as tap, grpc.insecure_channel(tap.address) as channel:
        call = method(channel, "FullDuplexCall")
        streams = [call(iter(queue.Queue().get, None), timeout=LIMIT) for _ in range(500)]
        door.counts(started=before["started"] + 500)
        for stream in streams:
            stream.cancel()
        door.counts(cancelled=before["cancelled"] + 500)
        # The tap forwards one connection only: a second one would not be answered.
        echo_works(channel)


# Keepalive


@pytest.mark.parametrize("interval", [0.2, 10])
def test_keepalive_pings(door, interval):
    """A silent call is kept alive by the pings of its client, and so is a connection without calls."""
    options = [
        ("grpc.keepalive_time_ms", int(interval * 1000)), ("grpc.keepalive_timeout_ms", 5_000),
        ("grpc.keepalive_permit_without_calls", 1), ("grpc.http2.max_pings_without_data", 0),
    ]  # fmt: skip
    with Wiretap(door.port) as tap, grpc.insecure_channel(tap.address, options=options) as channel:
        stream = method(channel, "FullDuplexCall")(iter(queue.Queue().get, None), timeout=LIMIT)
        tap.from_server.wait_for(1, SETTINGS, ACK)
        tap.from_server.wait_for(3 if interval < 1 else 1, PING, ACK, limit=2 * interval + 20)
        assert stream.is_active()
        stream.cancel()
        if interval < 1:
            seen = len(tap.from_server.of_kind(PING))
            tap.from_server.wait_for(seen + 3, PING, ACK)
        echo_works(channel)
