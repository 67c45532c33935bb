"""The checker finds each kind of fault: it is shown hand-made histories, a sound one and many with one fault."""

from __future__ import annotations

import pytest

from chaos import checker
from chaos.history import Call, Disaster, History, read
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
        assert checker.summary(stories, 10)
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


@pytest.fixture
def maker():
    return sound()


def test_a_sound_history_has_no_fault(maker):
    assert maker.end().faults() == []


def test_a_history_outlives_being_written(maker, tmp_path):
    maker.end().disaster("node0", 1, 2)
    maker.history.write(tmp_path / "history.jsonl")
    copy = read(tmp_path / "history.jsonl")
    assert (copy.calls, copy.disasters) == (maker.history.calls, maker.history.disasters)
    assert copy.time_of_day == maker.history.time_of_day


# Starts


def test_a_lost_start(maker):
    assert maker.end(records=[], steps=[]).faults() == ["lost_starts"]


def test_a_start_that_one_list_lacks(maker):
    maker.end()
    maker.call("list", {}, {"records": [], "next": ""}, client=WITNESS)
    assert maker.faults() == ["lost_starts"]


def test_a_deleted_operation_is_not_lost(maker):
    maker.call("delete")
    maker.call("get", code="NOT_FOUND", reason="OPERATION_DELETED")
    assert maker.end(records=[], steps=[]).faults() == []


def test_a_start_that_nobody_heard_of_may_be_there_or_not():
    for records in ([], [record(result="error 1: cancelled")]):
        maker = Maker()
        maker.call("start", ORDER, code="UNAVAILABLE", reason="STORE_OUTCOME_UNKNOWN")
        maker.call("cancel")
        assert maker.end(records=records, steps=[]).faults() == []


def test_a_start_that_made_two_operations(maker):
    maker.start("operations/two")
    records = [record(), record("operations/two", request_id="r2")]
    assert maker.end(records=records).faults() == ["doubled_starts", "strangers", "invented_results"]


def test_a_doubled_start_that_only_the_end_shows(maker):
    maker.call("cancel", {"name": "operations/two"})
    records = [record(), record("operations/two", result="error 1: cancelled")]
    assert maker.end(records=records).faults() == ["doubled_starts"]


def test_two_starts_that_share_an_operation(maker):
    maker.start(order={"request_id": "r2", "request": "do r1"}, answer=seen(done=True, result=RESPONSE))
    assert maker.end().faults() == ["doubled_starts"]


def test_an_operation_that_nobody_started(maker):
    maker.call("cancel", {"name": "operations/two"})
    records = [record(), record("operations/two", "error 1: cancelled", request_id="r2")]
    assert maker.end(records=records).faults() == ["strangers"]


def test_work_that_was_changed():
    assert sound().end(records=[record(request="do r2")]).faults() == ["strangers"]
    maker = Maker()
    maker.start()
    maker.lease(request="do r2")
    maker.act("complete")
    assert maker.end().faults() == ["changed_work"]


def test_a_deleted_operation_in_a_list(maker):
    maker.call("delete")
    assert maker.end().faults() == ["undead", "backward_reads"]


# Leases


def test_an_attempt_that_was_leased_twice(maker):
    maker.lease(token="another", at=1.05)
    assert "repeated_attempts" in maker.end().faults()


def test_two_leases_with_the_same_token():
    maker = Maker()
    maker.start()
    maker.lease(1, token="same", expire=1_000.0)
    maker.lease(2, token="same")
    maker.act("complete", 2)
    assert "repeated_attempts" in maker.end(steps=[]).faults()


def test_two_valid_leases_at_once():
    maker = Maker()
    maker.start()
    maker.lease(1, expire=1_000.0)
    maker.lease(2)
    maker.act("heartbeat", 1, {"expire": 1_001.0, "cancel_requested": False})
    maker.act("complete", 2)
    assert maker.end(steps=[]).faults() == ["overlapping_leases", "backward_reads"]


def test_an_act_that_was_under_way_while_the_next_lease_was_taken_is_no_fault():
    maker = Maker()
    maker.start()
    maker.lease(1, expire=1_000.0)
    maker.lease(2, at=2, took=1.0)
    maker.act("heartbeat", 1, {"expire": 1_000.0, "cancel_requested": False}, at=1.9, took=1.0)
    maker.act("complete", 2, at=3.5)
    assert maker.end(steps=[], records=[record(attempt=2)]).faults() == []


def test_attempts_in_the_wrong_order():
    maker = Maker()
    maker.start()
    maker.lease(2)
    maker.lease(1, expire=1_000.0)
    maker.act("complete", 2)
    assert "overlapping_leases" in maker.end(steps=[]).faults()


def test_a_lease_that_ended_too_early():
    maker = Maker()
    maker.start()
    maker.lease(1, expire=1_003.0)
    maker.lease(2)
    maker.act("complete", 2)
    assert maker.end(steps=[], records=[record(attempt=2)]).faults() == ["early_ends"]


@pytest.mark.parametrize("method", ["fail", "release"])
def test_a_lease_that_was_given_up_may_end_early(method):
    maker = Maker()
    maker.start()
    maker.lease(1, expire=1_003.0)
    maker.act(method, 1, code="UNAVAILABLE", reason="STORE_UNAVAILABLE")
    maker.lease(2)
    maker.act("complete", 2)
    assert maker.end(steps=[], records=[record(attempt=2)]).faults() == []


def test_a_lease_before_the_scheduled_time():
    maker = Maker()
    maker.start(order={**ORDER, "schedule_time": 1_002.0})
    maker.lease(at=1)
    maker.act("complete")
    assert maker.end().faults() == ["early_leases"]


# Results


def test_a_finished_operation_that_changed(maker):
    maker.call("cancel")
    assert maker.end("error 1: cancelled").faults() == ["changed_results"]


def test_a_result_that_nobody_reported():
    maker = Maker()
    maker.start()
    assert maker.end(steps=[]).faults() == ["invented_results"]


@pytest.mark.parametrize("result", ["error 1: cancelled", "error 4: too late", "error 9: did not work"])
def test_an_error_that_nobody_asked_for(result):
    maker = Maker()
    maker.start()
    assert maker.end(result, steps=[]).faults() == ["invented_results"]


def test_a_deadline_that_came_early():
    for deadline, faults in ((1_000.5, []), (1_090.0, ["invented_results"])):
        maker = Maker()
        maker.start(order={**ORDER, "deadline": deadline})
        assert maker.end("error 4: too late", steps=[]).faults() == faults


def test_an_accepted_completion_that_is_not_the_result():
    maker = Maker()
    maker.start()
    maker.lease()
    maker.act("complete", answer=seen())
    maker.call("cancel")
    assert maker.end("error 1: cancelled", steps=[]).faults() == ["broken_promises"]


def test_a_refused_completion_that_is_the_result(maker):
    maker.act("complete", code="FAILED_PRECONDITION", reason="LEASE_LOST")
    assert maker.end().faults() == ["broken_promises"]


# Reads


def test_a_read_that_is_not_done_any_more(maker):
    maker.call("get", answer=seen())
    assert maker.end().faults() == ["backward_reads"]


def test_reads_at_the_same_time_may_differ(maker):
    maker.call("get", answer=seen(), at=2.05, took=1)
    assert maker.end().faults() == []


def test_a_completion_that_a_later_read_does_not_see():
    maker = Maker()
    maker.start()
    maker.lease()
    maker.act("complete")
    maker.call("get", answer=seen())
    assert maker.end().faults() == ["backward_reads"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"revision": 5}, {"revision": 4}),
        ({"attempt": 1}, {"attempt": 0}),
        ({"cancel_requested": True}, {"cancel_requested": False}),
    ],
)
def test_records_that_go_back(first, second):
    maker = Maker()
    maker.start()
    for fields in (first, second):
        maker.call("record", answer=record(result=None, **{"revision": 2, **fields}))
    maker.call("cancel", code="UNAVAILABLE", reason="STORE_UNAVAILABLE")
    assert maker.end("error 1: cancelled", steps=[]).faults() == ["backward_reads"]


def test_an_operation_that_comes_back():
    maker = sound()
    maker.call("delete")
    maker.call("get", answer=seen(done=True, result=RESPONSE))
    assert maker.end(records=[], steps=[]).faults() == ["backward_reads"]


def test_a_finished_operation_that_is_leased(maker):
    maker.lease(2)
    assert maker.end(steps=[], records=[record(attempt=2)]).faults() == ["backward_reads"]


def test_an_operation_that_is_not_found(maker):
    maker.call("get", code="NOT_FOUND", reason="OPERATION_DELETED")
    assert "vanished" in maker.end().faults()


# Answers


@pytest.mark.parametrize(
    ("method", "code", "reason"),
    [
        ("get", "INTERNAL", "INTERNAL_FAULT"), ("get", "UNKNOWN", ""), ("get", "DATA_LOSS", ""),
        ("get", "UNAVAILABLE", "STORE_BROKEN"), ("get", "FAILED_PRECONDITION", "LEASE_LOST"),
        ("cancel", "RESOURCE_EXHAUSTED", ""), ("cancel", "ALREADY_EXISTS", "OPERATION_ALREADY_EXISTS"),
    ],
)  # fmt: skip
def test_an_answer_that_disasters_do_not_excuse(maker, method, code, reason):
    maker.disaster("node0", 0, 100)
    maker.call(method, code=code, reason=reason)
    assert maker.end().faults() == ["unexpected_errors"]


def test_a_start_may_come_after_its_deadline():
    late = {**ORDER, "deadline": 1_001.0}
    maker = Maker()
    maker.call("start", late, at=2, code="INVALID_ARGUMENT", reason="INVALID_FIELD")
    assert maker.end(records=[], steps=[]).faults() == []
    maker = Maker()
    maker.start(order=late, at=0)
    maker.call("start", late, at=2, code="INVALID_ARGUMENT", reason="INVALID_FIELD")
    assert maker.end("error 4: too late", steps=[]).faults() == ["unexpected_errors"]


def test_a_connection_that_breaks_by_itself(maker):
    maker.call("get", code="UNAVAILABLE", at=50)
    maker.disaster("postgres", 49, 51)
    assert maker.end().faults() == ["unexplained_breaks"]
    maker.disaster("node0", 49, 51)
    assert maker.faults() == []


def test_a_wait_that_was_not_answered(maker):
    maker.call("wait", {"name": NAME, "timeout": 2}, code="DEADLINE_EXCEEDED", at=10, took=14)
    maker.disaster("postgres", 10, 12)
    assert maker.end().faults() == ["unanswered_waits"]
    maker.disaster("node0", 10, 12)
    assert maker.faults() == []


@pytest.mark.parametrize("took", [1.0, 6.0])
def test_a_wait_that_gave_up_at_the_wrong_time(took):
    maker = Maker()
    maker.start()
    maker.call("wait", {"name": NAME, "timeout": 2}, seen(), at=10, took=took)
    maker.lease(at=20)
    maker.act("complete")
    assert maker.end().faults() == ["unanswered_waits"]


def test_a_waiter_that_was_woken_late(maker):
    maker.call("wait", {"name": NAME, "timeout": 20}, seen(done=True, result=RESPONSE), at=0.6, took=6)
    assert maker.end().faults() == ["late_wakes"]
    maker.disaster("postgres", 3, 4)
    assert maker.faults() == []


def test_an_operation_that_never_ends():
    maker = Maker()
    maker.start()
    assert maker.end(None, steps=[]).faults() == ["unfinished"]


def test_a_node_that_ended_by_itself(maker):
    maker.end().history.falls.append("node0 ended by itself")
    assert maker.faults() == ["fallen_nodes"]


# Steps


@pytest.mark.parametrize(
    "steps",
    [
        [step("LEASED"), step("SUCCEEDED")],
        [step("STARTED"), step("LEASED"), step("SUCCEEDED"), step("SUCCEEDED", revision=9)],
        [step("STARTED"), step("LEASED"), step("SUCCEEDED", **{"from": 1})],
        [step("STARTED"), step("LEASED", revision=1), step("SUCCEEDED")],
        [step("STARTED"), step("LEASED", time=-1.0), step("SUCCEEDED")],
    ],
)
def test_steps_that_are_no_chain(maker, steps):
    assert maker.end(steps=steps).faults() == ["broken_chains"]


def test_steps_without_an_end():
    maker = Maker()
    maker.start()
    maker.lease()
    maker.act("complete", code="UNAVAILABLE", reason="STORE_UNAVAILABLE")
    assert maker.end(steps=[step("STARTED"), step("LEASED")]).faults() == ["broken_chains"]


def test_attempts_that_are_not_counted_one_by_one():
    maker = Maker()
    maker.start()
    maker.lease(2)
    maker.act("complete", 2)
    steps = [step("STARTED"), step("LEASED", 2), step("SUCCEEDED", 2)]
    assert maker.end(steps=steps, records=[record(attempt=2)]).faults() == ["broken_chains"]


def test_a_lease_that_the_history_does_not_know(maker):
    steps = [step("STARTED"), step("LEASED", actor="worker/x"), step("SUCCEEDED")]
    assert maker.end(steps=steps).faults() == ["forgotten_leases"]


def test_an_end_by_another_attempt(maker):
    steps = [step("STARTED"), step("LEASED"), step("SUCCEEDED", 3)]
    assert maker.end(steps=steps).faults() == ["forgotten_leases"]


# What is told of a run


def test_the_longest_silence():
    maker = Maker()
    for time in (1, 2, 6, 7):
        maker.start(at=time, took=0)
    maker.call("get", at=4, answer=seen())
    assert maker.history.longest_silence(0, 8) == 4
    assert maker.history.longest_silence(0, 20) == 13
