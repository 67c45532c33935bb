"""Calls to whichever node chance picks, each noted in the history; repeated when their answer was lost."""

from __future__ import annotations

import asyncio
import random

import grpc
from google.rpc import error_details_pb2, status_pb2

from chaos.history import Call, History
from chaos.messages import METHODS
from servers import CHANNEL_OPTIONS

# How long clients wait for the answer to a call that should be quick, before they ask another node.
PATIENCE = (0.8, 3.0)
# How long most clients avoid a node that did not answer one of them.
DISTRUST = 2.0
LOCAL_POOL = ("grpc.use_local_subchannel_pool", 1)


class Endpoints:
    """One channel to each node, for all clients."""

    def __init__(self, history: History, addresses: dict[str, str]):
        self.history = history
        self.is_over = False
        self._distrusted: dict[str, float] = {}
        self._channels = {
            name: grpc.aio.insecure_channel(address, options=[*CHANNEL_OPTIONS, LOCAL_POOL])
            for name, address in addresses.items()
        }
        self._methods = {
            (node, name): channel.unary_unary(
                method.path, request_serializer=method.encode, response_deserializer=method.decode
            )
            for node, channel in self._channels.items()
            for name, method in METHODS.items()
        }

    @property
    def nodes(self) -> list[str]:
        return list(self._channels)

    def choose(self, chance: random.Random) -> str:
        """A node; mostly one that answers, as a load balancer would."""
        now = self.history.now
        trusted = [node for node in self.nodes if self._distrusted.get(node, 0) <= now]
        return chance.choice(trusted if trusted and chance.random() < 0.9 else self.nodes)

    async def call(self, client: str, node: str, method: str, request: dict, timeout: float) -> Call:
        """Calls once; the answer, good or bad, is in the call that is returned."""
        call = self.history.begin(client, method, request, node)
        try:
            call.answer = await self._methods[node, method](request, timeout=timeout)
            call.code = "OK"
        except grpc.aio.AioRpcError as error:
            call.code, call.message = error.code().name, error.details() or ""
            call.reason = _reason(error)
            if call.is_lost and not call.reason and timeout >= PATIENCE[0]:
                self._distrusted[node] = self.history.now + DISTRUST
        except asyncio.CancelledError:
            call.code = "ABANDONED"
            raise
        finally:
            call.end = self.history.now
        return call

    async def close(self) -> None:
        for channel in self._channels.values():
            await channel.close()


class Client:
    """One client, who trusts no node more than another."""

    def __init__(self, endpoints: Endpoints, name: str, chance: random.Random):
        self.endpoints = endpoints
        self.name = name
        self.chance = chance

    @property
    def is_over(self) -> bool:
        return self.endpoints.is_over

    def patience(self) -> float:
        return self.chance.uniform(*PATIENCE)

    async def once(self, method: str, request: dict, timeout: float | None = None) -> Call:
        node = self.endpoints.choose(self.chance)
        return await self.endpoints.call(self.name, node, method, request, timeout or self.patience())

    async def settle(self, method: str, request: dict, timeout: float | None = None) -> Call:
        """Repeats a call through any node until one says for certain what came of it, or everything is over."""
        pause = 0.02
        while True:
            call = await self.once(method, request, timeout)
            if not call.is_lost or self.is_over:
                return call
            await self.rest(pause)
            pause = min(2 * pause, 0.3)

    async def rest(self, most: float) -> None:
        await asyncio.sleep(self.chance.uniform(0, most))


def _reason(error: grpc.aio.AioRpcError) -> str:
    """The reason that a server of ours gave; empty when nobody but gRPC itself said something."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            info = error_details_pb2.ErrorInfo()
            for detail in status_pb2.Status.FromString(value).details:
                if detail.Unpack(info):
                    return info.reason
    return ""
