"""What the chaos test is made of does what it says: the proxy cuts where it should, the standby takes over."""

from __future__ import annotations

import asyncio
import itertools
import pathlib
import random
import shutil
import struct
import tempfile

import pytest

from chaos import proxy, schedule
from chaos.postgres import find_programs
from chaos.proxy import Cut, Proxy
from chaos.replication import DATABASE, Pair
from chaos.wire import Frontend, Mark

# The protocol


def startup(code: int = 196608, body: bytes = b"user\0longrun\0\0") -> bytes:
    return struct.pack("!II", 8 + len(body), code) + body


def typed(kind: bytes, body: bytes = b"") -> bytes:
    return kind + struct.pack("!I", 4 + len(body)) + body


def parse(name: bytes, sql: bytes) -> bytes:
    return typed(b"P", name + b"\0" + sql + b"\0\0\0")


def bind(name: bytes) -> bytes:
    return typed(b"B", b"\0" + name + b"\0\0\0\0\0\0\0")


SYNC = typed(b"S")
EXECUTE = typed(b"E", b"\0\0\0\0\0")
WRITE = [parse(b"w", b"INSERT INTO t VALUES (1)"), bind(b"w"), EXECUTE]
PIPELINE = [*WRITE, parse(b"c", b"COMMIT"), bind(b"c"), EXECUTE, SYNC]


def marks(frontend: Frontend, data: bytes) -> list[Mark]:
    return [message.mark for message in frontend.feed(data)]


@pytest.mark.parametrize("size", [1, 3, 1_000])
def test_commits_are_found_however_the_bytes_arrive(size):
    frontend = Frontend()
    data = startup(80877103, b"") + startup() + typed(b"p", b"secret\0") + b"".join(PIPELINE) + bind(b"w")
    found = [mark for start in range(0, len(data), size) for mark in marks(frontend, data[start : start + size])]
    expected = [Mark.NONE] * 10
    expected[7:] = [Mark.COMMIT, Mark.NONE, Mark.ANSWER, Mark.NONE]
    assert found == expected


@pytest.mark.parametrize(
    ("sql", "commits"),
    [
        (b"COMMIT", True), (b"commit;", True), (b"END", True), (b"INSERT INTO t VALUES (1); COMMIT", True),
        (b"SELECT * FROM commits", False), (b"BEGIN", False), (b"INSERT INTO commits VALUES (1)", False),
    ],
)  # fmt: skip
def test_which_queries_commit(sql, commits):
    frontend = Frontend()
    frontend.feed(startup())
    assert marks(frontend, typed(b"Q", sql + b"\0")) == [Mark.COMMIT_AND_ANSWER if commits else Mark.ANSWER]


def test_a_name_can_get_another_statement():
    frontend = Frontend()
    frontend.feed(startup() + parse(b"", b"COMMIT") + parse(b"", b"SELECT 1"))
    assert marks(frontend, bind(b"")) == [Mark.NONE]


# The proxy


async def through_proxy(how: Cut | None) -> tuple[bytes, bytes, float]:
    """Sends a commit through a proxy to a server that answers each sync; what the server and the client received."""
    received = bytearray()

    async def serve(reader, writer):
        while data := await reader.read(65_536):
            received.extend(data)
            if data.endswith(SYNC):
                writer.write(b"committed")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    way = await Proxy(server.sockets[0].getsockname()[1]).start()
    order = way.order(how)
    reader, writer = await asyncio.open_connection("127.0.0.1", way.port)
    writer.write(startup() + b"".join(PIPELINE))
    begun = asyncio.get_running_loop().time()
    try:
        answer = await reader.read(100)
    except ConnectionError:
        answer = b""
    took = asyncio.get_running_loop().time() - begun
    if order:
        await order.done.wait()
    await asyncio.sleep(0.05)
    writer.close()
    await way.close()
    server.close()
    return bytes(received), answer, took


def test_nothing_is_cut_without_an_order():
    received, answer, _ = asyncio.run(through_proxy(None))
    assert received == startup() + b"".join(PIPELINE)
    assert answer == b"committed"


@pytest.mark.parametrize("how", [Cut.BEFORE, Cut.STALLED])
def test_a_cut_before_the_commit(how, monkeypatch):
    monkeypatch.setattr(proxy, "STALL", 0.5)
    received, answer, took = asyncio.run(through_proxy(how))
    assert b"COMMIT" not in received.replace(PIPELINE[3], b"")
    assert not received.endswith(SYNC)
    assert answer == b""
    assert (took >= proxy.STALL) == (how is Cut.STALLED)


@pytest.mark.parametrize("how", [Cut.AFTER, Cut.HELD])
def test_a_cut_after_the_commit(how):
    received, answer, took = asyncio.run(through_proxy(how))
    assert received == startup() + b"".join(PIPELINE)
    assert answer == b""
    assert (took >= proxy.HOLD) == (how is Cut.HELD)


async def reached(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.close()
    return True


def test_a_proxy_is_gone_as_long_as_its_server():
    async def run() -> None:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        way = await Proxy(port).start()
        assert await reached(way.port)
        server.close()
        async with asyncio.timeout(5):
            while await reached(way.port):
                await asyncio.sleep(0.01)
            server = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
            while not await reached(way.port):
                await asyncio.sleep(0.01)
        await way.close()
        server.close()

    asyncio.run(run())


# The schedule


def test_the_schedule_is_in_the_seed():
    kinds = schedule.NODE_DISASTERS + schedule.STORE_DISASTERS

    def drawn(seed: int) -> list:
        return list(itertools.islice(schedule.rounds(random.Random(seed), kinds, 3), 20))

    assert drawn(1) == drawn(1) != drawn(2)
    for steps in drawn(1):
        assert sorted(strike.kind for step in steps for strike in step) == sorted(kinds)
        for step in steps:
            struck = [strike.node for strike in step]
            assert len(set(struck)) == len(struck), "each node, and the store, suffers one thing at a time"
    assert any(len(step) > 2 for steps in drawn(1) for step in steps)


# PostgreSQL


@pytest.fixture
def pair():
    if find_programs() is None:
        pytest.skip("PostgreSQL's server programs are not installed (initdb, from Debian's postgresql-15)")
    directory = pathlib.Path(tempfile.mkdtemp(prefix="longrun-pair-"))
    directory.chmod(0o755)
    pair = Pair(directory)
    try:
        yield pair
    finally:
        pair.kill()
        shutil.rmtree(directory, ignore_errors=True)


def test_what_was_committed_outlives_the_primary(pair):
    written = []

    def write() -> None:
        written.append(len(written))
        pair.primary.sql(f"INSERT INTO t VALUES ({written[-1]})", DATABASE)

    def assert_kept() -> None:
        assert [int(each) for each in pair.primary.sql("TABLE t ORDER BY n", DATABASE).split()] == written

    pair.start()
    pair.primary.sql("CREATE TABLE t (n int)", DATABASE)
    for disaster in (pair.restart, pair.kill_and_recover, pair.crash_and_recover, pair.promote, pair.add_standby):
        write()
        disaster()
        assert_kept()
    write()
    pair.promote()
    assert_kept()
    assert pair.primary.name == "north", "it has taken over twice"
