"""Reads everything when all is over, so that the checker knows how it ended."""

from __future__ import annotations

import asyncio
import random

from chaos.calls import Client, Endpoints
from chaos.clients import PARENT
from chaos.stories import WITNESS

# So long a page of 1,000 records may take a debug build on a busy machine.
PATIENCE = 30.0
AT_ONCE = 32


class Witness(Client):
    """One who asks every node."""

    def __init__(self, endpoints: Endpoints):
        super().__init__(endpoints, WITNESS, random.Random(endpoints.history.seed))

    async def await_ends(self, limit: float) -> bool:
        """Waits until no operation is left to do; false if some are after so many seconds."""
        deadline = self.endpoints.history.now + limit
        while self.endpoints.history.now < deadline:
            request = {"parent": PARENT, "filter": "done = false", "page_size": 1}
            call = await self.settle("list", request, PATIENCE)
            if call.ok and not call.answer["records"] and not call.answer["next"]:
                return True
            await asyncio.sleep(0.2)
        return False

    async def read_all(self) -> None:
        """Every record in a list from each node, then each operation alone and its steps, from whichever node."""
        for node in self.endpoints.nodes:
            await self._list(node)
        names = {call.answer["name"] for call in self.endpoints.history.of("start") if call.ok}
        found = {each["name"] for call in self._lists() for each in call.answer["records"]}
        turns = asyncio.Semaphore(AT_ONCE)

        async def read(name: str) -> None:
            async with turns:
                await self.settle(self.chance.choice(["get", "record"]), {"name": name}, PATIENCE)
                if name in found:
                    await self.settle("history", {"name": name, "page_size": 1_000}, PATIENCE)

        async with asyncio.TaskGroup() as group:
            for name in sorted(names | found):
                group.create_task(read(name))

    def _lists(self):
        return [call for call in self.endpoints.history.of("list") if call.ok and call.client == WITNESS]

    async def _list(self, node: str) -> None:
        token = ""
        while True:
            request = {"parent": PARENT, "page_size": 500, "page_token": token}
            call = await self.endpoints.call(WITNESS, node, "list", request, PATIENCE)
            assert call.ok, f"everything is healed, and yet: {call}"
            token = call.answer["next"]
            if not token:
                return
