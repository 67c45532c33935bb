"""How `longrun serve` begins and ends: clear refusals, a clean shutdown, and logs that machines can read."""

from __future__ import annotations

import concurrent.futures
import json
import signal
import socket
import sqlite3
import subprocess
import time

import grpc
import pytest
from google.longrunning import operations_pb2

import rest
import rpc
from servers import free_ports


def refusal(binary, directory, *arguments) -> str:
    """Runs `serve`, which must refuse; the one sentence that it says."""
    http, rpc_port = free_ports(2)
    command = [str(binary), "serve"]
    for option, value in [
        ("--listen", f"127.0.0.1:{http}"), ("--grpc-listen", f"127.0.0.1:{rpc_port}"),
        ("--store", f"sqlite:{directory}/longrun.db"),
    ]:  # fmt: skip
        if option not in arguments:
            command += [option, value]
    result = subprocess.run(
        command + list(arguments), cwd=directory, capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL
    )
    assert result.returncode > 0, f"ended with {result.returncode}: {result.stdout}{result.stderr}"
    said = [line for line in result.stderr.splitlines() if line.strip() and not line.startswith("{")]
    assert len(said) == 1, f"one sentence is expected, not: {result.stdout}{result.stderr}"
    assert len(said[0]) < 300
    assert "Fatal error" not in said[0] and "Error Domain" not in said[0] and "SQLITE_" not in said[0]
    return said[0]


@pytest.mark.parametrize("option", ["--listen", "--grpc-listen"])
def test_a_taken_port(binary, tmp_path, option):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in refusal(binary, tmp_path, option, f"127.0.0.1:{port}")


@pytest.mark.parametrize("value", ["nonsense", "127.0.0.1", "127.0.0.1:99999"])
def test_no_address(binary, tmp_path, value):
    assert value in refusal(binary, tmp_path, "--listen", value)


def test_a_store_in_a_missing_directory(binary, tmp_path):
    assert "missing" in refusal(binary, tmp_path, "--store", f"sqlite:{tmp_path}/missing/longrun.db")


def test_a_store_that_is_a_directory(binary, tmp_path):
    (tmp_path / "folder").mkdir()
    assert "folder" in refusal(binary, tmp_path, "--store", f"sqlite:{tmp_path}/folder")


def test_a_store_that_is_no_database(binary, tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader, " * 1_000)
    assert "letter.txt" in refusal(binary, tmp_path, "--store", f"sqlite:{path}")
    assert path.read_text() == "Dear reader, " * 1_000


def test_an_unknown_kind_of_store(binary, tmp_path):
    assert "oracle:" in refusal(binary, tmp_path, "--store", "oracle:db")


@pytest.mark.sqlite
def test_a_second_server_on_the_same_store(binary, new_server):
    server = new_server().start()
    name = server.rest.start()["name"]
    sentence = refusal(binary, server.directory)
    assert "longrun.db" in sentence and "in use" in sentence
    assert server.rest.get(name)["name"] == name


@pytest.mark.sqlite
def test_a_store_written_by_a_newer_version(binary, new_server):
    server = new_server().start()
    server.rest.start()
    server.stop()
    with sqlite3.connect(server.database) as database:
        database.execute("INSERT INTO grdb_migrations (identifier) VALUES ('999-from-the-future')")
    database.close()
    sentence = refusal(binary, server.directory)
    assert "newer" in sentence and "longrun.db" in sentence


def test_a_missing_configuration_file(binary, tmp_path):
    assert "absent.yaml" in refusal(binary, tmp_path, "--config", "absent.yaml")


def test_an_unknown_option_is_a_usage_error(binary, tmp_path):
    result = subprocess.run([str(binary), "serve", "--unheard-of"], capture_output=True, text=True, timeout=20)
    assert result.returncode == 2
    assert "--unheard-of" in result.stderr


# Shutdown


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_server_ends_at_once(new_server, number):
    server = new_server().start()
    begun = time.monotonic()
    server.process.send_signal(number)
    assert server.wait() == 0
    assert time.monotonic() - begun < 5


def test_term_answers_everyone_who_waits(new_server):
    server = new_server().start()
    api = server.rest
    name = api.start()["name"]
    with server.channel() as channel, concurrent.futures.ThreadPoolExecutor(20) as threads:
        waiting = [threads.submit(api.wait, name, "60s") for _ in range(5)]
        leasing = [threads.submit(api.lease, queues=["none"], waitTimeout="60s") for _ in range(5)]
        method = rpc.operations(channel).WaitOperation
        remote = [method.future(operations_pb2.WaitOperationRequest(name=name), timeout=60) for _ in range(5)]
        time.sleep(0.5)
        begun = time.monotonic()
        server.terminate()
        for each in waiting:
            try:
                assert each.result(10) == {"name": name, "metadata": each.result()["metadata"]}
            except rest.RestError as error:
                assert error.http_status == 503
        for each in leasing:
            try:
                assert each.result(10) == []
            except rest.RestError as error:
                assert error.http_status == 503
        for each in remote:
            try:
                assert not each.result(10).done
            except grpc.RpcError as error:
                assert error.code() == grpc.StatusCode.UNAVAILABLE
        assert server.wait() == 0
        assert time.monotonic() - begun < 10


def test_term_with_idle_connections(new_server):
    """Clients that keep connections open do not hold up the end."""
    server = new_server().start()
    with server.channel() as channel:
        rpc.operations(channel).ListOperations(operations_pb2.ListOperationsRequest(), timeout=rpc.LIMIT)
        server.rest.list()
        with socket.create_connection(("127.0.0.1", server.http_port)):
            begun = time.monotonic()
            server.stop()
            assert time.monotonic() - begun < 5


def test_term_with_clients_that_say_nothing_more(new_server):
    """A caller who never finishes its request delays the end, but not beyond the time for that."""
    server = new_server(config="shutdownTimeout: 1s\n").start()
    begun = time.monotonic()
    with (
        socket.create_connection(("127.0.0.1", server.grpc_port)),
        socket.create_connection(("127.0.0.1", server.http_port)) as half,
    ):
        half.sendall(b"POST /longrun/v1/operations HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
        time.sleep(0.2)
        server.stop()
    assert time.monotonic() - begun < 6


def test_a_restart_keeps_everything(new_server):
    server = new_server().start()
    api = server.rest
    done, running, pending, gone = (each["name"] for each in api.batch_start([{}] * 4, "projects/p"))
    api.finish(done, rest.struct(answer=42))
    lease = api.lease_one(running, leaseDuration="300s")
    api.report("heartbeat", lease, progressPercent=33)
    api.delete(gone)
    before = api.list_all("projects/p"), api.all_records(), api.history(done)

    server.restart()

    assert (api.list_all("projects/p"), api.all_records(), api.history(done)) == before
    api.report("heartbeat", lease, progressPercent=66)
    assert api.report("complete", lease)["done"]
    assert api.lease_one(pending, wait="0s")["attempt"] == 1
    with pytest.raises(rest.RestError) as caught:
        api.get(gone)
    assert caught.value.reason == "OPERATION_DELETED"


@pytest.mark.sqlite
def test_a_memory_store_is_for_trials(binary, tmp_path, new_server):
    server = new_server()
    server.database = None
    command = server.command
    command[command.index("--store") + 1] = "memory:"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        rest.eventually(server.is_ready, within=30)
        name = server.rest.start()["name"]
        assert server.rest.finish(name)["done"]
        process.terminate()
        assert process.wait(10) == 0
    assert not list(server.directory.iterdir())


# Logs


def test_logs_are_json_when_nobody_looks(new_server):
    server = new_server().start()
    server.rest.finish(server.rest.start()["name"])
    server.stop()
    lines = [json.loads(line) for line in server.log(1_000_000).splitlines()]
    assert lines, "a start and an end are worth a line each"
    for line in lines:
        assert line["level"] and line["message"]
    assert server.http_address in str(lines) and server.grpc_address in str(lines)


def test_an_ordinary_day_logs_no_errors(new_server):
    server = new_server().start()
    api = server.rest
    for _ in range(5):
        api.finish(api.start()["name"])
    with pytest.raises(rest.RestError):
        api.get("operations/unknown")
    server.stop()
    levels = {json.loads(line)["level"] for line in server.log(1_000_000).splitlines()}
    assert levels <= {"trace", "debug", "info", "notice"}, server.log()
