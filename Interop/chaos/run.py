"""One run: clients and disasters for a while, then peace, then a look at everything."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal

from chaos.calls import Endpoints
from chaos.clients import Producer, Worker
from chaos.nemesis import Nemesis
from chaos.scene import Scene
from chaos.schedule import Repertoire
from chaos.witness import Witness

CALM = 1.0  # Before the first disaster.
# After everything is healed.
LAST_ORDERS = 40.0
LAST_WORK = 60.0


async def run(scene: Scene, seconds: float, repertoire: Repertoire, clients: int) -> None:
    """Fills the history of a scene, with so many producers and as many workers."""
    history = scene.history
    _end_with_terminate()
    async with scene:
        endpoints = Endpoints(history, {node.name: node.grpc_address for node in scene.nodes})
        try:
            async with asyncio.TaskGroup() as group:
                guards = [group.create_task(node.supervise()) for node in scene.nodes]
                await _live(scene, endpoints, Nemesis(scene, repertoire), seconds, clients)
                for guard in guards:
                    guard.cancel()
        finally:
            await endpoints.close()


async def _live(scene: Scene, endpoints: Endpoints, nemesis: Nemesis, seconds: float, clients: int) -> None:
    history, witness = scene.history, Witness(endpoints)
    makers = _clients(Producer, endpoints, clients)
    doers = _clients(Worker, endpoints, clients)
    async with asyncio.TaskGroup() as group:
        making = [group.create_task(each.run()) for each in makers]
        doing = [group.create_task(each.run()) for each in doers]
        await asyncio.sleep(CALM)
        begin = history.now
        await nemesis.rage(seconds)
        history.rage = (begin, history.now)
        await nemesis.heal()
        for each in makers:
            each.is_stopping = True
        await asyncio.wait(making, timeout=LAST_ORDERS)
        await witness.await_ends(LAST_WORK)
        for each in doers:
            each.is_stopping = True
        endpoints.is_over = True
        await asyncio.wait([*making, *doing], timeout=LAST_ORDERS)
        for task in [*making, *doing]:
            task.cancel()
    await witness.read_all()


def _clients(kind, endpoints: Endpoints, count: int) -> list:
    seed = endpoints.history.seed
    name = kind.__name__.lower()
    return [kind(endpoints, f"{name}{number}", random.Random(f"{seed} {name} {number}")) for number in range(count)]


def _end_with_terminate() -> None:
    """Who ends this process with TERM, as CI does when time is up, also ends what it has started."""
    task = asyncio.current_task()
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
