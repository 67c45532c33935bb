"""The fixtures that all files share: the binary, servers, and clients of them."""

from __future__ import annotations

import os
import random
import zlib

# Before grpc is imported: no proxies on the way to our own ports, and no fork handlers around Popen.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")

import pytest

import gcloud as gcloud_program
import profiles
from commands import CommandLine
from conformance import Conformance, find_conformance
from door import Door, find_door
from life import Life
from servers import Server, find_binary

_running: list[Server] = []


def pytest_addoption(parser):
    parser.addoption(
        "--store", choices=["sqlite", "postgres"], default="sqlite",
        help="what the servers keep operations in; postgres is the one at LONGRUN_TEST_POSTGRES",
    )  # fmt: skip
    group = parser.getgroup("chaos", "the test that lets everything fail at random")
    seconds = float(os.environ.get("LONGRUN_CHAOS_SECONDS", 30))
    group.addoption("--chaos-seconds", type=float, default=seconds, help="default: LONGRUN_CHAOS_SECONDS, else 30")
    group.addoption("--chaos-keep", action="store_true", help="keep history and logs also when all is well")
    group.addoption("--chaos-seed", type=int, help="what is drawn at random; default: each time another")


@pytest.fixture
def chaos_seconds(request) -> float:
    return request.config.getoption("--chaos-seconds")


@pytest.fixture
def chaos_seed(request) -> int:
    seed = request.config.getoption("--chaos-seed")
    return random.SystemRandom().randrange(1_000_000) if seed is None else seed


NO_GCLOUD = "gcloud is not installed"


def pytest_collection_modifyitems(config, items):
    if config.getoption("--store") == "postgres":
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(pytest.mark.skip(reason="about the file of SQLite"))


def pytest_configure(config):
    config.addinivalue_line("markers", "sqlite: about servers that keep operations in a file")
    if config.getoption("--store") == "postgres":
        Server.postgres = os.environ.get("LONGRUN_TEST_POSTGRES")
        if not Server.postgres:
            pytest.exit("run this under: scripts/postgres-up --run", returncode=2)


@pytest.fixture(scope="session")
def binary():
    path = find_binary()
    if path is None or not path.is_file():
        pytest.exit("no longrun binary: run 'swift build --product longrun', or set LONGRUN_BINARY", returncode=2)
    return path


@pytest.fixture
def new_server(binary, tmp_path):
    """Makes servers for one test, not started yet; `new_server(*arguments)`. They are stopped after it."""
    made: list[Server] = []

    def make(*arguments, **options) -> Server:
        directory = tmp_path / f"server-{len(made)}"
        directory.mkdir()
        made.append(Server(binary, directory, *arguments, **options))
        _running.append(made[-1])
        return made[-1]

    yield make
    _finish(made)


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    """One server for all tests of a file."""
    shared = Server(binary, tmp_path_factory.mktemp("server"))
    _running.append(shared)
    shared.start()
    yield shared
    shared.assert_alive()
    _finish([shared])
    shared.assert_no_errors_logged()


@pytest.fixture(scope="module")
def life(binary, tmp_path_factory):
    """A server that has stopped, with operations at every point of their lives."""
    server = Server(binary, tmp_path_factory.mktemp("life")).start()
    try:
        yield Life(server)
    finally:
        server.kill()


@pytest.fixture
def line(life):
    """The command line beside it."""
    return CommandLine(life.server)


@pytest.fixture(scope="module")
def api(server):
    return server.rest


@pytest.fixture(scope="module")
def channel(server):
    with server.channel() as channel:
        yield channel


@pytest.fixture(scope="session")
def door_binary():
    path = find_door()
    if path is None or not path.is_file():
        pytest.exit("no door-test-service: run 'swift build', or set DOOR_TEST_SERVICE", returncode=2)
    return path


@pytest.fixture
def new_door(door_binary, tmp_path):
    """A test service for one test, started."""
    door = Door(door_binary, tmp_path).start()
    yield door
    _finish_door(door)


@pytest.fixture(scope="module")
def door(door_binary, tmp_path_factory):
    """One test service for all tests of a file."""
    shared = Door(door_binary, tmp_path_factory.mktemp("door")).start()
    yield shared
    shared.assert_alive()
    _finish_door(shared)
    assert not shared.log(), shared.log()


def _finish_door(door: Door) -> None:
    try:
        door.stop()
    finally:
        door.kill()


@pytest.fixture(scope="module")
def transcoder(tmp_path_factory):
    """One `proto-json-conformance` for all tests of a file."""
    path = find_conformance()
    if path is None or not path.is_file():
        pytest.exit("no proto-json-conformance: run 'swift build', or set PROTO_JSON_CONFORMANCE", returncode=2)
    shared = Conformance(path, tmp_path_factory.mktemp("shapes"))
    yield shared
    shared.stop()


@pytest.fixture(scope="session")
def gcloud(binary, tmp_path_factory):
    """gcloud before one server with the profiles of all services whose commands are run."""
    if not gcloud_program.is_installed():
        pytest.skip(NO_GCLOUD)
    directory = tmp_path_factory.mktemp("gcloud")
    # So long that an operation whose cancellation was requested stays so until the end.
    config = "operations: {cancelGracePeriod: 1h}"
    server = Server(binary, directory, *profiles.arguments(*gcloud_program.PROFILES), config=config)
    _running.append(server)
    yield gcloud_program.Gcloud(server.start(), directory)
    server.assert_alive()
    _finish([server])
    server.assert_no_errors_logged()


@pytest.fixture
def parent(request) -> str:
    """A parent that no other test uses."""
    return f"projects/p{zlib.crc32(request.node.nodeid.encode())}/locations/here"


@pytest.fixture
def queue(parent) -> str:
    """A queue that no other test uses."""
    return parent.split("/")[1]


def _finish(servers: list[Server]) -> None:
    """Stops all, also when one of them does not end as it should."""
    problems = []
    for server in servers:
        try:
            server.stop()
        except AssertionError as error:
            problems.append(str(error))
        finally:
            server.kill()
            _running.remove(server)
    assert not problems, "\n".join(problems)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Adds the servers' logs to the report of a test that failed."""
    outcome = yield
    report = outcome.get_result()
    if report.failed:
        for server in _running:
            report.sections.append((f"log of the server on {server.http_address}", server.log()))


def pytest_terminal_summary(terminalreporter):
    """Says in a line of its own that gcloud was not tried."""
    skipped = [each for each in terminalreporter.stats.get("skipped", []) if NO_GCLOUD in str(each.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"NOTICE: {NO_GCLOUD}, so {len(skipped)} tests with it were skipped; "
            "https://cloud.google.com/sdk/docs/install says how to install it.", yellow=True)  # fmt: skip
