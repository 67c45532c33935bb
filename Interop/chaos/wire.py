"""Just enough of PostgreSQL's protocol to know, of what a client sends, where it commits."""

from __future__ import annotations

import enum
import re
import struct
from typing import NamedTuple

_CONTINUES_STARTUP = {80877103, 80877104}  # SSLRequest, GSSENCRequest
_COMMIT = re.compile(r"(?:^|;)\s*(?:commit|end)\b", re.IGNORECASE)


class Mark(enum.Enum):
    NONE = enum.auto()
    # With this message the server is asked to commit.
    COMMIT = enum.auto()
    # After this message the server answers all that came before.
    ANSWER = enum.auto()
    # Both: a simple query.
    COMMIT_AND_ANSWER = enum.auto()


class Message(NamedTuple):
    data: bytes
    mark: Mark


class Frontend:
    """Takes the bytes of one client apart into messages."""

    def __init__(self):
        self._buffer = bytearray()
        self._is_started = False
        self._commits: set[bytes] = set()

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are complete now; the rest waits for more bytes."""
        self._buffer += data
        found = []
        while message := self._next():
            found.append(message)
        return found

    def _next(self) -> Message | None:
        head = 1 if self._is_started else 0
        if len(self._buffer) < head + 4:
            return None
        (length,) = struct.unpack_from("!I", self._buffer, head)
        if len(self._buffer) < head + length:
            return None
        data = bytes(self._buffer[: head + length])
        del self._buffer[: head + length]
        if not self._is_started:
            (code,) = struct.unpack_from("!I", data, 4)
            self._is_started = code not in _CONTINUES_STARTUP
            return Message(data, Mark.NONE)
        return Message(data, self._mark(data[:1], data[5:]))

    def _mark(self, kind: bytes, body: bytes) -> Mark:
        match kind:
            case b"Q":
                return Mark.COMMIT_AND_ANSWER if _commits(body.rstrip(b"\0")) else Mark.ANSWER
            case b"P":
                name, sql, _ = body.split(b"\0", 2)
                (self._commits.add if _commits(sql) else self._commits.discard)(name)
            case b"B":
                return Mark.COMMIT if body.split(b"\0", 2)[1] in self._commits else Mark.NONE
            case b"S":
                return Mark.ANSWER
        return Mark.NONE


def _commits(sql: bytes) -> bool:
    return _COMMIT.search(sql.decode(errors="replace")) is not None
