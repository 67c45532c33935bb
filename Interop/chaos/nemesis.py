"""Lets everything go wrong that the schedule says, and heals it at the end."""

from __future__ import annotations

import asyncio
import random

from chaos.nodes import Node
from chaos.proxy import Cut
from chaos.scene import Scene
from chaos.schedule import (
    CRASHED, KILLED, NODE_DISASTERS, NODE_KILLED, PROMOTED, RESTARTED, STOP, Repertoire, Strike, rounds,
)  # fmt: skip

# How long a cut waits for somebody to commit.
CUT_LIMIT = 2.0


class Nemesis:
    """Does to nodes, connections and the store what the seed says, and heals all at the end."""

    def __init__(self, scene: Scene, repertoire: Repertoire):
        self.history = scene.history
        self.nodes = scene.nodes
        self.proxies = scene.proxies
        self.pair = scene.pair
        self.repertoire = repertoire
        self._chance = random.Random(scene.history.seed)
        self._cuts = random.Random(scene.history.seed + 1)
        self._standby: asyncio.Task | None = None
        self._store = asyncio.Lock()

    async def rage(self, seconds: float) -> None:
        """One round in any case, and more as long as there is time."""
        begin = self.history.now
        async with asyncio.TaskGroup() as group:
            cutting = group.create_task(self._cut()) if self.repertoire.cuts else None
            for number, steps in enumerate(rounds(self._chance, self.repertoire.disasters, len(self.nodes))):
                for step in steps:
                    if number > 0 and self.history.now - begin > seconds - STOP:
                        break
                    await asyncio.gather(*[self._strike(each) for each in step])
                if self.history.now - begin > seconds - STOP:
                    break
            await asyncio.sleep(max(0, begin + seconds - self.history.now))
            if cutting:
                cutting.cancel()

    async def heal(self) -> None:
        """Waits until every node is ready and the store is whole."""
        if self._standby:
            await self._standby
        for node in self.nodes:
            await node.become_ready()

    async def _strike(self, strike: Strike) -> None:
        await asyncio.sleep(strike.pause)
        if strike.kind in NODE_DISASTERS:
            node = self.nodes[strike.node]
            disaster = self.history.strike(strike.kind, node.name)
            await (self._kill if strike.kind == NODE_KILLED else self._stop)(node, strike.length)
            disaster.end = self.history.now
        else:
            await self._strike_store(strike.kind, strike.length)

    async def _kill(self, node: Node, length: float) -> None:
        node.kill()
        await asyncio.sleep(length)
        node.launch()
        # A store that is down at the same time keeps it from being ready; that may last.
        await node.become_ready()

    async def _stop(self, node: Node, length: float) -> None:
        node.pause()
        try:
            await asyncio.sleep(length)
        finally:
            node.resume()

    async def _strike_store(self, kind: str, length: float) -> None:
        if kind == PROMOTED and self._standby:
            await self._standby
        async with self._store:
            disaster = self.history.strike(kind, "postgres")
            blows = {
                RESTARTED: self.pair.restart, KILLED: self.pair.kill_and_recover,
                CRASHED: self.pair.crash_and_recover, PROMOTED: self.pair.promote,
            }  # fmt: skip
            await asyncio.to_thread(blows[kind], length)
            disaster.end = self.history.now
        if kind == PROMOTED:
            self._standby = asyncio.create_task(self._add_standby())

    async def _add_standby(self) -> None:
        """The cluster that was killed is made anew, as the standby of the one that took its place."""
        async with self._store:
            await asyncio.to_thread(self.pair.add_standby)

    async def _cut(self) -> None:
        """Cuts connections in the middle of a commit, one after the other."""
        left: list[Cut] = []
        while True:
            await asyncio.sleep(self._cuts.uniform(0.2, 1.2))
            left = left or self._cuts.sample(self.repertoire.cuts, len(self.repertoire.cuts))
            how, number = left[-1], self._cuts.randrange(len(self.nodes))
            ways = self.proxies[number]
            primary = self.pair.primary.port
            proxy = next(each for each in ways if each.target_port == primary)
            order = proxy.order(how)
            try:
                async with asyncio.timeout(CUT_LIMIT):
                    await order.taken.wait()
            except TimeoutError:
                proxy.order(None)  # Nobody commits at the moment.
                continue
            left.pop()
            disaster = self.history.strike(how.kind, f"a connection of {self.nodes[number].name}")
            try:
                await order.done.wait()
            finally:
                disaster.end = self.history.now
