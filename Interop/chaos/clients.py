"""Who starts operations, follows them to their end and sometimes cancels or deletes them."""

from __future__ import annotations

import asyncio
import uuid

from chaos.calls import Client
from chaos.history import Call

PARENT = "scenes/chaos"
QUEUE = "chaos"
# From here no worker takes anything.
DEAD_END = "dead-end"
# What a waiting call may take beyond its own timeout, also while nodes and the store fall over.
WAIT_MARGIN = 12.0


class Producer(Client):
    """Starts one operation after the other; every answer it gets is noted for the checker."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.is_stopping = False

    async def run(self) -> None:
        while not self.is_stopping:
            await self.live()
            await self.rest(0.05)

    async def live(self) -> None:
        """Sees one operation through."""
        order = self.order()
        started = await self.start(order)
        if not started.ok:
            return
        name = started.answer["name"]
        fate = self.chance.random()
        if fate < 0.08:
            return  # Nobody asks for it any more; it has to end all the same.
        if fate < 0.20:
            await self.rest(0.2)
            await self.settle("cancel", {"name": name})
        elif fate < 0.22:
            await self.delete(name, order)
            return
        is_done = await self.follow(name)
        if is_done and self.chance.random() < 0.15:
            await self.delete(name, order)

    def order(self) -> dict:
        """What is to be started; the same each time it is repeated."""
        request_id = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        order = {"parent": PARENT, "queue": QUEUE, "request_id": request_id, "request": f"do {request_id}"}
        now = self.endpoints.history.time_of_day + self.endpoints.history.now
        fate = self.chance.random()
        if fate < 0.03:
            order.update(queue=DEAD_END, deadline=now + self.chance.uniform(3, 6))
        elif fate < 0.06:
            order["deadline"] = now + self.chance.uniform(6, 12)
        elif fate < 0.13:
            order["schedule_time"] = now + self.chance.uniform(0.1, 1.5)
        return order

    async def start(self, order: dict) -> Call:
        fate = self.chance.random()
        if fate < 0.04:
            return await self.once("start", order, timeout=0.05)  # Lost, and not asked for again.
        if fate < 0.14:
            twins = await asyncio.gather(self.settle("start", order), self.settle("start", order))
            return next((each for each in twins if each.ok), twins[0])
        started = await self.settle("start", order)
        if fate < 0.20:
            return await self.settle("start", order)
        return started

    async def delete(self, name: str, order: dict) -> None:
        await self.settle("delete", {"name": name})
        if self.chance.random() < 0.5:
            await self.once(self.chance.choice(["get", "record", "wait"]), {"name": name})
        else:
            await self.once("start", order)

    async def follow(self, name: str) -> bool:
        """Looks at it through all nodes until it is done or gone; whether it is done."""
        style = self.chance.choice(["wait", "wait", "get", "record", "mixed"])
        while not self.is_over:
            method = self.chance.choice(["wait", "get", "record"]) if style == "mixed" else style
            call = await self.look(method, name)
            if call.ok and call.answer["done"]:
                return True
            if not call.ok and not call.is_lost:
                return False
            await self.rest(0.02 if call.ok and method == "wait" else 0.3)
        return False

    async def look(self, method: str, name: str) -> Call:
        if method != "wait":
            return await self.once(method, {"name": name})
        timeout = round(self.chance.uniform(0.2, 6), 3)
        return await self.once("wait", {"name": name, "timeout": timeout}, timeout=timeout + WAIT_MARGIN)


class Worker(Client):
    """Leases operations and ends most of them well; what it reports it repeats until it knows what came of it."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.is_stopping = False
        self._leases = 0

    async def run(self) -> None:
        while not self.is_stopping:
            self._leases += 1
            seconds = self.chance.choice([2, 3])
            call = await self.once(
                "lease", {
                    "parent": PARENT, "queues": [QUEUE], "worker_id": f"{self.name}-{self._leases}",
                    "max_operations": self.chance.choice([1, 1, 1, 2, 4]), "lease_duration": seconds,
                    "wait_timeout": 1,
                }, timeout=1 + self.patience(),
            )  # fmt: skip
            if call.ok:
                await asyncio.gather(*[self.work(lease, seconds) for lease in call.answer["leases"]])
            else:
                await self.rest(0.1)

    async def work(self, lease: dict, seconds: float) -> None:
        right = {"name": lease["name"], "token": lease["token"], "attempt": lease["attempt"]}
        outcome = f"{lease['request']} in attempt {lease['attempt']} by {self.name} {self.chance.random()}"
        await self.rest(0.25)
        fate = self.chance.random()
        if fate < 0.03:
            return  # This worker dies: the lease runs out.
        if fate < 0.06:
            await asyncio.sleep(seconds + 1)  # This one oversleeps, and reports all the same.
        elif fate < 0.16:
            for _ in range(self.chance.randint(1, 4)):
                await asyncio.sleep(seconds / 3)
                if not await self.beat(right):
                    return
        elif fate < 0.36 and not await self.beat(right, progress_percent=self.chance.randint(0, 100)):
            return
        await self.report(right, outcome)

    async def beat(self, right: dict, **fields) -> bool:
        """Keeps the lease; false when it is lost, or the work no longer wanted."""
        beat = await self.once("heartbeat", {**right, **fields})
        if beat.ok and beat.answer["cancel_requested"]:
            await self.settle("fail", {**right, "error": (1, "cancelled by its worker")})
            return False
        return beat.ok or beat.is_lost

    async def report(self, right: dict, outcome: str) -> None:
        fate = self.chance.random()
        if fate < 0.06:
            await self.settle("fail", {**right, "error": (14, f"once more {outcome}")})
        elif fate < 0.12:
            await self.settle("fail", {**right, "error": (9, outcome)})
        elif fate < 0.18:
            await self.settle("release", {**right, "delay": self.chance.choice([0, 0, 0.3])})
        else:
            await self.settle("complete", {**right, "response": outcome})
