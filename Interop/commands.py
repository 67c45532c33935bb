"""Runs the `longrun` command as a person or a script does."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from typing import Any, NamedTuple

from servers import Server

LIMIT = 30


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class CommandLine:
    """The binary, with `LONGRUN_ENDPOINT` set to one server."""

    def __init__(self, server: Server):
        self.binary = server.binary
        self.environment = {**os.environ, "LONGRUN_ENDPOINT": server.grpc_address}
        self.directory = server.directory

    def run(self, *arguments: str, stdin: str | None = None, limit: float = LIMIT, **environment: str) -> Result:
        """Runs one command to its end."""
        done = subprocess.run(
            [self.binary, *arguments], capture_output=True, text=True, timeout=limit, cwd=self.directory,
            env={**self.environment, **environment}, **({"input": stdin} if stdin else {"stdin": subprocess.DEVNULL}),
        )  # fmt: skip
        return Result(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str) -> Any:
        """What a command that must succeed says with `--output json`."""
        result = self.run(*arguments, "--output", "json")
        assert result.status == 0, result
        return result.json

    def begin(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [self.binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, cwd=self.directory, env=self.environment,
        )  # fmt: skip

    @contextlib.contextmanager
    def worker(self, *arguments: str):
        """`longrun work …` until the block ends; it must then end well."""
        process = self.begin("work", *arguments)
        try:
            yield process
            assert process.poll() is None, f"the worker ended by itself: {process.communicate()}"
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=LIMIT)
            assert process.returncode == 0, f"the worker ended with {process.returncode}: {out}{err}"
        finally:
            process.kill()
            process.communicate()
