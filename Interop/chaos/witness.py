"""Reads everything when all is over, so that the checker knows how it ended."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

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

    async def await_ends(self, limit: float) -> None:
        """Waits until no operation is left to do, at most so many seconds."""
        deadline = self.endpoints.history.now + limit
        while self.endpoints.history.now < deadline and await self._is_work_left():
            await asyncio.sleep(0.2)

    async def _is_work_left(self) -> bool:
        async for records in self._pages(self.chance.choice(self.endpoints.nodes), {"filter": "done = false"}):
            if records:
                return True
        return False

    async def read_all(self) -> None:
        """Every record in a list from each node, then each operation alone and its steps, from whichever node."""
        names = {call.answer["name"] for call in self.endpoints.history.of("start") if call.ok}
        found = set()
        for node in self.endpoints.nodes:
            async for records in self._pages(node, {}):
                found.update(record["name"] for record in records)
        turns = asyncio.Semaphore(AT_ONCE)

        async def read(name: str) -> None:
            async with turns:
                await self.settle(self.chance.choice(["get", "record"]), {"name": name}, PATIENCE)
                if name in found:
                    await self.settle("history", {"name": name, "page_size": 1_000}, PATIENCE)

        async with asyncio.TaskGroup() as group:
            for name in sorted(names | found):
                group.create_task(read(name))

    async def _pages(self, node: str, request: dict) -> AsyncIterator[list[dict]]:
        """The pages of a list; some may be empty, because looking has cost enough."""
        token = ""
        while True:
            request = {"parent": PARENT, "page_size": 500, **request, "page_token": token}
            call = await self.endpoints.call(WITNESS, node, "list", request, PATIENCE)
            assert call.ok, f"everything is healed, and yet: {call}"
            yield call.answer["records"]
            token = call.answer["next"]
            if not token:
                return
