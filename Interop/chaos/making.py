"""Histories made by hand, call by call, for the tests of the checker."""

from __future__ import annotations

from chaos import checker
from chaos.history import Call, Disaster, History
from chaos.stories import WITNESS, Stories

NAME = "operations/one"
ORDER = {"request_id": "r1", "request": "do r1"}
RESPONSE = "response: well done"


class Maker:
    """Makes a history call by call; each begins half a second after the last one, unless told otherwise."""

    def __init__(self):
        self.history = History()
        self.history.time_of_day = 1_000.0
        self.time = 0.0

    def call(self, method, request=None, answer=None, *, at=None, took=0.1, code="OK", reason="", **fields) -> Call:
        at = self.time + 0.5 if at is None else at
        self.time = max(self.time, at)
        request = {"name": NAME} if request is None else request
        call = Call(
            "client", method, request, at, at + took, code, reason, "", answer or {}, "node0",
        )  # fmt: skip
        for name, value in fields.items():
            setattr(call, name, value)
        self.history.calls.append(call)
        return call

    def disaster(self, target: str, begin: float, end: float) -> None:
        self.history.disasters.append(Disaster("a disaster", target, begin, end))

    def start(self, name=NAME, order=None, **fields) -> Call:
        return self.call("start", order or ORDER, fields.pop("answer", seen(name)), **fields)

    def lease(self, attempt=1, *, expire=1_100.0, request="do r1", token="", worker="w", **fields) -> Call:
        lease = {
            "name": NAME, "attempt": attempt, "token": token or f"t{attempt}", "expire": expire, "request": request,
        }  # fmt: skip
        return self.call("lease", {"worker_id": worker}, {"leases": [lease]}, **fields)

    def act(self, method, attempt=1, answer=None, **fields) -> Call:
        extra = {"response": "well done"} if method == "complete" else {}
        if method == "fail":
            extra["error"] = (9, "did not work")
        request = {"name": NAME, "attempt": attempt, "token": f"t{attempt}", **extra}
        if answer is None:
            answer = seen(done=True, result=RESPONSE) if method == "complete" else seen()
        return self.call(method, request, answer, **fields)

    def end(self, result=RESPONSE, records=None, steps=None, lists=1) -> Maker:
        """What the witness finds."""
        records = [record(result=result)] if records is None else records
        for _ in range(lists):
            self.call("list", {}, {"records": records, "next": ""}, client=WITNESS)
        steps = [step("STARTED"), step("LEASED"), step("SUCCEEDED")] if steps is None else steps
        if steps:
            self.call("history", None, {"steps": steps}, client=WITNESS)
        return self

    def faults(self) -> list[str]:
        stories = Stories(self.history)
        found = checker.check(stories)
        # Whatever was found can be told.
        assert bool(checker.describe(stories, found)) == bool(found)
        assert checker.summary(stories)
        return list(found)


def seen(name=NAME, done=False, result=None) -> dict:
    return {"name": name, "done": done, "result": result}


def record(name=NAME, result: str | None = RESPONSE, **fields) -> dict:
    return {
        **seen(name, result is not None, result), "state": "SUCCEEDED", "revision": 9, "attempt": 1,
        "cancel_requested": False, "request_id": "r1", "request": "do r1", **fields,
    }  # fmt: skip


def step(kind, attempt=1, actor="worker/w", **fields) -> dict:
    place = ["STARTED", "LEASED", "RETRY_SCHEDULED", "SUCCEEDED"].index(kind)
    states = [(0, 1), (1, 2), (2, 1), (2, 3)][place]
    return {
        "kind": kind, "revision": place + 1, "attempt": attempt, "actor": actor, "time": float(place),
        "from": states[0], "to": states[1], **fields,
    }  # fmt: skip


def sound() -> Maker:
    """A life without a fault, up to its end."""
    maker = Maker()
    maker.start()
    maker.lease()
    maker.act("heartbeat", answer={"expire": 1_100.0, "cancel_requested": False})
    maker.act("complete")
    maker.call("get", answer=seen(done=True, result=RESPONSE))
    return maker
