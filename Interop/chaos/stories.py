"""The history sorted by operations: what each was asked to do, who held it, what was seen of it."""

from __future__ import annotations

import dataclasses
import functools

from chaos.history import Call, History

ACTS = ("heartbeat", "complete", "fail", "release")
READS = ("get", "wait", "record")
# Who reads everything once all is over.
WITNESS = "witness"


@dataclasses.dataclass(slots=True)
class Sight:
    """What one answer said about one operation; None: nothing."""

    call: Call
    exists: bool = True
    done: bool | None = None
    result: str | None = None
    revision: int | None = None
    attempt: int | None = None
    cancelled: bool | None = None


@dataclasses.dataclass(slots=True)
class Lease:
    """One right to one attempt, as it reached a worker."""

    call: Call
    attempt: int
    token: str
    expire: float
    request: str
    worker: str


@dataclasses.dataclass
class Story:
    """All that concerns one operation."""

    name: str
    calls: list[Call] = dataclasses.field(default_factory=list)
    sights: list[Sight] = dataclasses.field(default_factory=list)
    leases: list[Lease] = dataclasses.field(default_factory=list)
    # What the witness found at the end: its records, one for each complete list, and its steps.
    records: list[dict] = dataclasses.field(default_factory=list)
    steps: list[dict] | None = None

    def of(self, *methods: str) -> list[Call]:
        return [call for call in self.calls if call.method in methods]

    def acts(self, attempt: int) -> list[Call]:
        return [call for call in self.of(*ACTS) if call.request["attempt"] == attempt]

    @functools.cached_property
    def deletes(self) -> list[Call]:
        return [call for call in self.of("delete") if call.may_have_happened or call.reason == "OPERATION_DELETED"]

    @property
    def was_deleted(self) -> bool:
        """Whether somebody knows that it is gone, and had asked for that."""
        return any(not call.is_lost for call in self.deletes)

    def may_be_gone(self, time: float) -> bool:
        return any(call.begin < time for call in self.deletes)


class Stories:
    """All operations of a history."""

    def __init__(self, history: History):
        self.history = history
        self.by_name: dict[str, Story] = {}
        self.starts: dict[str, list[Call]] = {}
        # How many complete lists the witness has read.
        self.lists = 0
        for call in history.calls:
            self._add(call)

    def __iter__(self):
        return iter(self.by_name.values())

    def __getitem__(self, name: str) -> Story:
        return self.by_name.setdefault(name, Story(name))

    def _add(self, call: Call) -> None:
        if call.method == "start":
            self.starts.setdefault(call.request["request_id"], []).append(call)
            if call.ok:
                self._see(call, call.answer)
        elif call.method == "lease":
            for lease in call.answer.get("leases", []):
                self._lease(call, lease)
        elif call.method == "list":
            self._list(call)
        elif call.method == "history":
            if call.ok:
                self[call.request["name"]].steps = call.answer["steps"]
        else:
            self._name(call)

    def _see(self, call: Call, seen: dict) -> None:
        story = self[seen["name"]]
        if not story.calls or story.calls[-1] is not call:
            story.calls.append(call)
        story.sights.append(
            Sight(
                call, done=seen["done"], result=seen["result"], revision=seen.get("revision"),
                attempt=seen.get("attempt"), cancelled=seen.get("cancel_requested"),
            )
        )  # fmt: skip

    def _lease(self, call: Call, lease: dict) -> None:
        story = self[lease["name"]]
        story.calls.append(call)
        story.leases.append(
            Lease(call, lease["attempt"], lease["token"], lease["expire"], lease["request"], call.request["worker_id"])
        )
        story.sights.append(Sight(call, done=False, attempt=lease["attempt"]))

    def _list(self, call: Call) -> None:
        is_whole = call.client == WITNESS and "filter" not in call.request
        for record in call.answer.get("records", []):
            self._see(call, record)
            if is_whole:
                self[record["name"]].records.append(record)
        if is_whole and call.ok and not call.answer["next"]:
            self.lists += 1

    def _name(self, call: Call) -> None:
        name = call.request["name"]
        story = self[name]
        story.calls.append(call)
        if call.code == "NOT_FOUND":
            story.sights.append(Sight(call, exists=False))
        elif not call.ok:
            return
        elif call.method in (*READS, "complete", "fail"):
            self._see(call, call.answer)
        elif call.method == "heartbeat":
            story.sights.append(Sight(call, done=False, attempt=call.request["attempt"]))
        elif call.method == "delete":
            story.sights.append(Sight(call, exists=False))
        elif call.method == "cancel":
            story.sights.append(Sight(call, cancelled=True))
