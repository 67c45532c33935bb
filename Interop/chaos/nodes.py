"""Nodes that are killed, stopped and started again, and that nobody but this test may end."""

from __future__ import annotations

import asyncio
import pathlib
import signal
import time

from chaos.history import History
from servers import Server

START_LIMIT = 60.0


class Node(Server):
    """One `longrun serve` of several on one store."""

    postgres = None
    """Of all servers' own schemas on a PostgreSQL that is shared: a scene brings its own."""

    def __init__(self, binary, directory: pathlib.Path, name: str, store: str | None, history: History):
        own = directory / name
        own.mkdir()
        super().__init__(binary, own)
        self.name = name
        self.store = store or self.store
        self.history = history
        self.starts = 0
        self._is_wanted = False
        self._was_ready = False

    def launch(self) -> Node:
        self.starts += 1
        self._is_wanted, self._was_ready = True, False
        return super().launch()

    async def come_up(self) -> None:
        """Starts the process and waits until it is ready."""
        self.launch()
        await self.become_ready()

    async def become_ready(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while not await asyncio.to_thread(self.is_ready):
            # The first time nothing is wrong yet that could excuse it.
            assert self.starts > 1 or self.process.poll() is None, f"{self.name} did not start:\n{self.log()}"
            assert time.monotonic() < deadline, f"{self.name} was not ready in {START_LIMIT:.0f} s:\n{self.log()}"
            await asyncio.sleep(0.05)
        self._was_ready = True

    def kill(self) -> None:
        self._is_wanted = False
        super().kill()

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    async def supervise(self) -> None:
        """Starts the process again when it ends by itself, which it may do only while it has never been ready."""
        while True:
            await asyncio.sleep(0.1)
            if not self._is_wanted or self.process.poll() is None:
                continue
            if self._was_ready:
                status = self.process.returncode
                self.history.falls.append(f"{self.name} ended by itself with {status}:\n{self.log()}")
            await asyncio.sleep(0.3)
            self.launch()
