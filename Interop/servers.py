"""Starts, stops, kills and restarts `longrun serve`, each server on ports and a file of its own."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import time
import uuid

import grpc
import pytest

from rest import Rest

START_LIMIT = 30.0
STOP_LIMIT = 10.0

CHANNEL_OPTIONS = [
    ("grpc.enable_http_proxy", 0),
    ("grpc.initial_reconnect_backoff_ms", 50),
    ("grpc.max_reconnect_backoff_ms", 200),
]


def find_binary() -> pathlib.Path | None:
    """The binary to test: LONGRUN_BINARY, else the newest that `swift build` has made."""
    if named := os.environ.get("LONGRUN_BINARY"):
        return pathlib.Path(named).resolve()
    build = pathlib.Path(__file__).resolve().parent.parent / ".build"
    built = [path for kind in ("release", "debug") if (path := build / kind / "longrun").is_file()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on; all are held at once, so no two are the same."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Server:
    """One `longrun serve` on a database in `directory`, or on a schema of its own where tests run on PostgreSQL.

    With `store` and `schema` it is a node beside others.
    """

    postgres: str | None = None
    """The URI of the PostgreSQL that all servers use, if any."""

    def __init__(
        self, binary, directory, *arguments: str, environment=None, config: str = "", store: str = "", schema: str = ""
    ):
        self.binary = str(binary)
        self.directory = pathlib.Path(directory)
        self.arguments = list(arguments)
        self.database = self.directory / "longrun.db"
        self.store = store or self.postgres or f"sqlite:{self.database}"
        if self.store.startswith("postgres"):
            if "--config" in self.arguments:
                pytest.skip("it has a configuration file of its own, without a schema of its own")
            config += f"\npostgres: {{schema: {schema or f't_{uuid.uuid4().hex}'}, connections: 4}}\n"
        if config:
            path = self.directory / "longrun.yaml"
            path.write_text(config)
            self.arguments += ["--config", str(path)]
        self.environment = {**os.environ, **(environment or {})}
        self.http_port, self.grpc_port = free_ports(2)
        self.log_path = self.directory / "server.log"
        self.process: subprocess.Popen | None = None
        self.rest = Rest(f"http://127.0.0.1:{self.http_port}")

    @property
    def http_address(self) -> str:
        return f"127.0.0.1:{self.http_port}"

    @property
    def grpc_address(self) -> str:
        return f"127.0.0.1:{self.grpc_port}"

    @property
    def command(self) -> list[str]:
        return [
            self.binary, "serve", "--listen", self.http_address, "--grpc-listen", self.grpc_address,
            "--store", self.store, *self.arguments,
        ]  # fmt: skip

    def channel(self, *options) -> grpc.Channel:
        return grpc.insecure_channel(self.grpc_address, options=[*CHANNEL_OPTIONS, *options])

    def launch(self) -> Server:
        """Starts the process without waiting for it."""
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                cwd=self.directory, env=self.environment,
            )  # fmt: skip
        return self

    def start(self) -> Server:
        """Starts the process and waits until it says that it is ready."""
        self.launch()
        deadline = time.monotonic() + START_LIMIT
        while not self.is_ready():
            if self.process.poll() is not None:
                raise AssertionError(f"longrun ended with {self.process.returncode} at its start:\n{self.log()}")
            if time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"longrun was not ready after {START_LIMIT:.0f} s:\n{self.log()}")
            time.sleep(0.02)
        return self

    def is_ready(self) -> bool:
        try:
            return self.rest.raw("GET", "/readyz", timeout=2).status == 200
        except OSError:
            return False

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait(self, limit: float = STOP_LIMIT) -> int:
        """Waits for the process to end; its exit status."""
        try:
            status = self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"longrun did not end within {limit:.0f} s:\n{self.log()}") from None
        self.process = None
        return status

    def stop(self) -> None:
        """Asks the server to end, as an init system does, and insists that it does so well."""
        if self.process is None:
            return
        # The server gives clients time to close what they keep open; what is ours need not be waited for.
        self.rest.close()
        self.terminate()
        status = self.wait()
        assert status == 0, f"longrun ended with {status}, not 0:\n{self.log()}"

    def kill(self) -> None:
        """Ends the process as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def restart(self) -> Server:
        self.stop()
        return self.start()

    def assert_alive(self) -> None:
        assert self.process.poll() is None, f"longrun ended by itself:\n{self.log()}"
        assert self.is_ready(), f"longrun lives but is not ready:\n{self.log()}"

    def assert_no_errors_logged(self) -> None:
        """Nothing that callers do, right or wrong, is an error of the server."""
        lines = self.log(100_000_000).splitlines()
        errors = [line for line in lines if json.loads(line)["level"] in ("error", "critical")]
        assert not errors, "\n".join(errors)

    def log(self, limit: int = 8_000) -> str:
        """The end of what the server has logged."""
        if not self.log_path.exists():
            return ""
        return self.log_path.read_bytes()[-limit:].decode(errors="replace")


@contextlib.contextmanager
def serving(binary, directory, *arguments, **options):
    """A server for a block, which must survive it and find no fault with itself."""
    server = Server(binary, directory, *arguments, **options).start()
    try:
        yield server
        server.assert_alive()
        server.stop()
        server.assert_no_errors_logged()
    finally:
        server.kill()
