"""Starts and stops `door-test-service`: our own HTTP and gRPC server with gRPC's interoperability test service."""

from __future__ import annotations

import http.client
import json
import os
import pathlib
import select
import signal
import socket
import subprocess
import time

import grpc

START_LIMIT = 30.0
STOP_LIMIT = 15.0


def find_door() -> pathlib.Path | None:
    """The binary to test: DOOR_TEST_SERVICE, else the newest that `swift build` has made."""
    if named := os.environ.get("DOOR_TEST_SERVICE"):
        return pathlib.Path(named).resolve()
    build = pathlib.Path(__file__).resolve().parent.parent / ".build"
    built = [path for kind in ("release", "debug") if (path := build / kind / "door-test-service").is_file()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


class Door:
    """One `door-test-service` on a free port and on a Unix domain socket in `directory`."""

    def __init__(self, binary, directory):
        self.binary = str(binary)
        self.directory = pathlib.Path(directory)
        self.socket_path = str(self.directory / "s")
        self.log_path = self.directory / "door.log"
        self.process: subprocess.Popen | None = None
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def start(self) -> Door:
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [self.binary, "--listen", "127.0.0.1:0", "--listen", f"unix:{self.socket_path}"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, cwd=self.directory,
            )  # fmt: skip
        lines = [self._line(), self._line()]
        assert lines[1] == f"listening unix:{self.socket_path}", lines
        self.port = int(lines[0].rsplit(":", 1)[1])
        return self

    def _line(self) -> str:
        line = b""
        deadline = time.monotonic() + START_LIMIT
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            byte = os.read(self.process.stdout.fileno(), 1) if ready else b""
            assert byte, f"door-test-service did not say where it listens:\n{self.log()}"
            line += byte
        return line.decode().strip()

    def channel(self, *options, **arguments) -> grpc.Channel:
        return grpc.insecure_channel(self.address, options=[("grpc.enable_http_proxy", 0), *options], **arguments)

    def connect(self, path: str | None = None) -> socket.socket:
        """A connection with nothing sent on it yet."""
        if path:
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(path)
            return connection
        return socket.create_connection(("127.0.0.1", self.port), timeout=START_LIMIT)

    def get(self, target: str):
        return self.http("GET", target).read()

    def http(self, method: str, target: str, body=None, headers=None, timeout: float = 30) -> http.client.HTTPResponse:
        """The answer over HTTP/1.1, its head read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        connection.request(method, target, body, headers or {})
        return connection.getresponse()

    def counts(self, **at_least: int) -> dict:
        """What became of streams so far, as soon as the counts are as large as asked for."""
        query = "&".join(f"{name}={number}" for name, number in at_least.items())
        return json.loads(self.get(f"/counts?{query}"))

    def memory(self) -> int:
        """Bytes of memory the process has in use."""
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no VmRSS")

    def assert_alive(self) -> None:
        assert self.process.poll() is None, f"door-test-service ended by itself:\n{self.log()}"

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"door-test-service did not end within {STOP_LIMIT:.0f} s:\n{self.log()}") from None
        self.process.stdout.close()
        self.process = None
        assert status == 0, f"door-test-service ended with {status}, not 0:\n{self.log()}"

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def log(self, limit: int = 8_000) -> str:
        return self.log_path.read_bytes()[-limit:].decode(errors="replace") if self.log_path.exists() else ""
