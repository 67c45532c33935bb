"""Stands between a client and a server and reads along what HTTP/2 frames they send."""

from __future__ import annotations

import socket
import threading
from typing import NamedTuple

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY = 0x0, 0x1, 0x3, 0x4, 0x6, 0x7
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


class Frame(NamedTuple):
    kind: int
    flags: int
    stream: int
    payload: bytes


class Messages:
    """The gRPC messages on one stream in one direction, from the payloads of its DATA frames."""

    def __init__(self, data: bytes):
        self.all: list[tuple[int, bytes]] = []
        while data:
            size = int.from_bytes(data[1:5], "big")
            self.all.append((data[0], data[5 : 5 + size]))
            data = data[5 + size :]

    @property
    def flags(self) -> list[int]:
        return [flag for flag, _ in self.all]


class Direction:
    """The bytes one peer sends."""

    def __init__(self, preface: bytes):
        self.preface = preface
        self.bytes = bytearray()
        self.changed = threading.Condition()

    def add(self, data: bytes) -> None:
        with self.changed:
            self.bytes += data
            self.changed.notify_all()

    def frames(self) -> list[Frame]:
        with self.changed:
            data = bytes(self.bytes)
        at, found = len(self.preface), []
        while at + 9 <= len(data):
            size = int.from_bytes(data[at : at + 3], "big")
            if at + 9 + size > len(data):
                break
            stream = int.from_bytes(data[at + 5 : at + 9], "big") & 0x7FFF_FFFF
            found.append(Frame(data[at + 3], data[at + 4], stream, data[at + 9 : at + 9 + size]))
            at += 9 + size
        return found

    def of_kind(self, kind: int) -> list[Frame]:
        return [frame for frame in self.frames() if frame.kind == kind]

    def messages(self, stream: int) -> Messages:
        return Messages(b"".join(frame.payload for frame in self.of_kind(DATA) if frame.stream == stream))

    def wait_for(self, number: int, kind: int, flags: int = 0, limit: float = 30) -> None:
        """Returns once so many frames of a kind, with these flags set, have passed."""

        def have() -> bool:
            return sum(frame.flags & flags == flags for frame in self.of_kind(kind)) >= number

        with self.changed:
            assert self.changed.wait_for(have, limit), f"fewer than {number} frames of kind {kind} in {limit} s"


class Wiretap:
    """Listens on a port of its own and forwards the one connection that comes."""

    def __init__(self, port: int):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.from_client = Direction(PREFACE)
        self.from_server = Direction(b"")
        self.sockets: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.listener.getsockname()[1]}"

    def _accept(self) -> None:
        try:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.target))
        except OSError:
            return
        self.sockets += [client, server]
        threading.Thread(target=self._copy, args=(client, server, self.from_client), daemon=True).start()
        self._copy(server, client, self.from_server)

    def _copy(self, source: socket.socket, sink: socket.socket, direction: Direction) -> None:
        try:
            while data := source.recv(65_536):
                direction.add(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def __enter__(self) -> Wiretap:
        return self

    def __exit__(self, *_) -> None:
        for each in [self.listener, *self.sockets]:
            each.close()
