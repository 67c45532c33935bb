"""Stands between a node and PostgreSQL, and cuts connections in the middle of a commit when told so."""

from __future__ import annotations

import asyncio
import contextlib
import enum

from chaos.wire import Frontend, Mark


class Cut(enum.Enum):
    # The server never sees the commit.
    BEFORE = "before the commit"
    # The server waits for it, with all locks held, as it would for a client whose machine has vanished.
    STALLED = "with the commit held back"
    # The server sees it, and nobody is there to hear the answer.
    AFTER = "after the commit"
    # The same, but the client learns only a while later that there will be no answer.
    HELD = "with the answer held back"

    @property
    def kind(self) -> str:
        return f"cut {self.value}"


# For how long an answer is held back.
HOLD = 1.5
# For how long a commit is held back, unless the server ends the connection before. A server on which everybody waited
# for a client that has vanished would be noticed by its silence.
STALL = 15.0


class Order:
    """A cut that the next connection that commits has to make."""

    def __init__(self, how: Cut):
        self.how = how
        self.taken = asyncio.Event()
        self.done = asyncio.Event()


# How often a server that is down is looked for.
PROBE = 0.05


class Proxy:
    """Forwards connections to one port, as they are, until a cut is ordered.

    While nobody listens there, nobody listens here either: a client can tell, and turns to another host at once.
    """

    def __init__(self, target_port: int):
        self.target_port = target_port
        self.port = 0
        self.commits = 0
        self._order: Order | None = None
        self._server: asyncio.Server | None = None
        self._links: set[_Link] = set()
        self._probing: asyncio.Task | None = None

    async def start(self) -> Proxy:
        await self._listen()
        return self

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def order(self, how: Cut | None) -> Order | None:
        """Orders a cut in place of the one that was ordered before, if nobody has taken it; None: no cut."""
        self._order = Order(how) if how else None
        return self._order

    def take_order(self) -> Order | None:
        """The cut that the connection that asks now has to make."""
        self.commits += 1
        order, self._order = self._order, None
        if order:
            order.taken.set()
        return order

    async def close(self) -> None:
        if self._probing:
            self._probing.cancel()
        self._server.close()
        for link in list(self._links):
            link.abort()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            self._hide()
            return
        link = _Link(self, (reader, writer), upstream)
        self._links.add(link)
        try:
            await link.run()
        finally:
            link.abort()
            self._links.discard(link)

    def _hide(self) -> None:
        """Refuses connections until the server is there again."""
        self._server.close()
        if not self._probing or self._probing.done():
            self._probing = asyncio.create_task(self._probe())

    async def _probe(self) -> None:
        while True:
            await asyncio.sleep(PROBE)
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", self.target_port)
                writer.close()
                break
        await self._listen()


class _Link:
    """One connection: a client here, the server there."""

    def __init__(self, proxy: Proxy, client: tuple, server: tuple):
        self.proxy = proxy
        self.from_client, self.to_client = client
        self.from_server, self.to_server = server
        self._cut_as: Cut | None = None

    async def run(self) -> None:
        """Ends when either side does."""
        ways = [asyncio.create_task(self._forward()), asyncio.create_task(self._answer())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    def abort(self) -> None:
        self.to_client.transport.abort()
        self.to_server.transport.abort()

    async def _forward(self) -> None:
        frontend = Frontend()
        with contextlib.suppress(OSError):
            while data := await self.from_client.read(65_536):
                messages = frontend.feed(data)
                for place, message in enumerate(messages):
                    if message.mark in (Mark.COMMIT, Mark.COMMIT_AND_ANSWER) and (order := self.proxy.take_order()):
                        await self._cut(order, frontend, messages[place:])
                        return
                    self.to_server.write(message.data)
                    if self.to_server.transport.is_closing():
                        return
                await self.to_server.drain()
            self.to_server.write_eof()

    async def _answer(self) -> None:
        with contextlib.suppress(OSError):
            while data := await self.from_server.read(65_536):
                if self._cut_as is None:
                    self.to_client.write(data)
                    await self.to_client.drain()
            if self._cut_as in (Cut.AFTER, Cut.HELD):
                await asyncio.Event().wait()  # The one who cuts also ends this.

    async def _cut(self, order: Order, frontend: Frontend, messages: list) -> None:
        try:
            self._cut_as = order.how
            if order.how in (Cut.BEFORE, Cut.STALLED):
                await self.to_server.drain()
                await asyncio.sleep(STALL if order.how is Cut.STALLED else 0)
                return
            await self._deliver(frontend, messages)
            if order.how is Cut.HELD:
                await asyncio.sleep(HOLD)
            self.to_client.transport.abort()
            # What was written is delivered before the end of the connection.
            self.to_server.close()
            await self.to_server.wait_closed()
        finally:
            order.done.set()

    async def _deliver(self, frontend: Frontend, messages: list) -> None:
        """Forwards the commit up to where the server begins with it."""
        while True:
            for message in messages:
                self.to_server.write(message.data)
            if any(each.mark in (Mark.ANSWER, Mark.COMMIT_AND_ANSWER) for each in messages):
                break
            data = await self.from_client.read(65_536)
            if not data:
                break
            messages = frontend.feed(data)
        await self.to_server.drain()
