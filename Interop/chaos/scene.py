"""What the disasters befall: nodes, the proxies before them, and the store behind; all of it gone afterwards."""

from __future__ import annotations

import asyncio
import os
import pathlib

from chaos.history import History
from chaos.nodes import Node
from chaos.proxy import Proxy
from chaos.replication import DATABASE, USER, Pair

NODES = 3


class Scene:
    """Three nodes on PostgreSQL with a synchronous standby, each behind proxies of its own; or one on a file."""

    def __init__(self, binary, directory: pathlib.Path, history: History, *, with_postgres: bool):
        self.binary = binary
        self.directory = directory
        self.history = history
        self.pair = Pair(directory) if with_postgres else None
        self.proxies: list[list[Proxy]] = []
        self.nodes: list[Node] = []
        # Accounts other than ours have folders in it.
        os.chmod(directory, 0o755)

    async def __aenter__(self) -> Scene:
        try:
            await self._start()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(self, *_) -> None:
        await self._stop()

    async def _start(self) -> None:
        if self.pair:
            await asyncio.to_thread(self.pair.start)
        for number in range(NODES if self.pair else 1):
            store = await self._store() if self.pair else None
            self.nodes.append(Node(self.binary, self.directory, f"node{number}", store, self.history))
        # One after the other would do; all at once also tries that they prepare the store together.
        await asyncio.gather(*[node.come_up() for node in self.nodes])

    async def _store(self) -> str:
        """A store behind proxies that only one node uses: it looks for the primary among both clusters."""
        ways = [await Proxy(cluster.port).start() for cluster in self.pair.clusters]
        self.proxies.append(ways)
        hosts = ",".join(f"127.0.0.1:{way.port}" for way in ways)
        # The proxies read along.
        options = "target_session_attrs=read-write&sslmode=disable&gssencmode=disable"
        return f"postgres://{USER}@{hosts}/{DATABASE}?{options}"

    async def _stop(self) -> None:
        for node in self.nodes:
            node.rest.close()
        for way in [way for ways in self.proxies for way in ways]:
            await way.close()
        await asyncio.to_thread(self.kill)

    def kill(self) -> None:
        """Ends every process."""
        for node in self.nodes:
            node.kill()
        if self.pair:
            self.pair.kill()

    def logs(self) -> str:
        """The end of what each process has logged."""
        clusters = self.pair.clusters if self.pair else []
        return "\n".join(f"--- {each.name}\n{each.log()}" for each in [*self.nodes, *clusters])
