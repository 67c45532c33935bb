"""Every call and its answer, with the times between which it happened: what the checker reads afterwards."""

from __future__ import annotations

import collections
import dataclasses
import json
import math
import pathlib
import time

# After these nobody knows whether the call took effect.
LOST_ANSWERS = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "ABANDONED"}


@dataclasses.dataclass(slots=True)
class Call:
    """One call of one client to one node; times are seconds since the history began."""

    client: str
    method: str
    request: dict
    begin: float
    end: float = math.inf
    code: str = ""
    reason: str = ""
    message: str = ""
    answer: dict = dataclasses.field(default_factory=dict)
    node: str = ""

    @property
    def ok(self) -> bool:
        return self.code == "OK"

    @property
    def is_lost(self) -> bool:
        """Whether it is unknown what came of it."""
        return not self.code or self.code in LOST_ANSWERS

    @property
    def may_have_happened(self) -> bool:
        return self.ok or self.is_lost

    def __str__(self) -> str:
        what = self.answer if self.ok else f"{self.reason} {self.message}".strip()
        who = f"[{self.begin:9.4f} – {self.end:9.4f}] {self.client} → {self.node}"
        return f"{who} {self.method} {self.request}: {self.code} {what}"


@dataclasses.dataclass(slots=True)
class Disaster:
    """What was done to a node or to the store, until it was whole again."""

    kind: str
    target: str
    begin: float
    end: float = math.inf

    def __str__(self) -> str:
        return f"[{self.begin:9.4f} – {self.end:9.4f}] {self.kind}: {self.target}"


# What the first line of a written history says.
_HEAD = ("seed", "time_of_day", "falls", "rage")


class History:
    """All calls, in the order they began, and all disasters."""

    def __init__(self, seed: int = 0):
        self.seed = seed
        self.calls: list[Call] = []
        self.disasters: list[Disaster] = []
        # Nodes that ended though nobody had killed them.
        self.falls: list[str] = []
        # When disasters began and ended.
        self.rage = (0.0, math.inf)
        self._origin = time.monotonic()
        # The time of day at which the history began, so that times that servers name can be compared with ours.
        self.time_of_day = time.time()

    @property
    def now(self) -> float:
        return time.monotonic() - self._origin

    def begin(self, client: str, method: str, request: dict, node: str = "") -> Call:
        call = Call(client, method, request, self.now, node=node)
        self.calls.append(call)
        return call

    def strike(self, kind: str, target: str) -> Disaster:
        disaster = Disaster(kind, target, self.now)
        self.disasters.append(disaster)
        return disaster

    def of(self, *methods: str) -> list[Call]:
        return [call for call in self.calls if call.method in methods]

    def longest_silence(self) -> float:
        """The longest time in which no change was acknowledged, of the time with disasters."""
        begin, end = self.rage
        if end == math.inf:
            return 0
        changes = ("start", "complete", "fail", "release", "cancel", "delete")
        ends = sorted(call.end for call in self.of(*changes) if call.ok and begin < call.end < end)
        moments = [begin, *ends, end]
        return max(after - before for before, after in zip(moments, moments[1:], strict=False))

    def counts(self) -> collections.Counter:
        """How many calls of each method ended with which code."""
        return collections.Counter((call.method, call.code, call.reason) for call in self.calls)

    def write(self, path: pathlib.Path) -> None:
        """Writes everything as lines of JSON, disasters among the calls."""
        entries = sorted([*self.calls, *self.disasters], key=lambda each: each.begin)
        with path.open("w") as file:
            print(json.dumps({name: getattr(self, name) for name in _HEAD}), file=file)
            for entry in entries:
                print(json.dumps(dataclasses.asdict(entry), default=str), file=file)


def read(path: pathlib.Path) -> History:
    """The history that `write` has written, to check it again."""
    with path.open() as file:
        history = History()
        for name, value in json.loads(next(file)).items():
            setattr(history, name, value)
        for line in file:
            fields = json.loads(line)
            if "kind" in fields:
                history.disasters.append(Disaster(**fields))
            else:
                history.calls.append(Call(**fields))
    return history
