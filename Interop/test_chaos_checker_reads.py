"""The checker finds what is wrong with results, reads, answers and steps, in hand-made histories."""

from __future__ import annotations

import pytest

from chaos.making import NAME, ORDER, RESPONSE, Maker, record, seen, sound, step


@pytest.fixture
def maker():
    return sound()


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


def test_a_deadline_of_a_start_that_nobody_heard_of():
    maker = Maker()
    maker.call("start", {**ORDER, "deadline": 1_000.5}, code="UNAVAILABLE", reason="STORE_OUTCOME_UNKNOWN")
    assert maker.end("error 4: too late", steps=[]).faults() == []


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


def test_a_time_in_which_nobody_changes_anything(maker):
    maker.end().history.rage = (0, 10)
    assert maker.faults() == []
    maker.history.rage = (0, 15)
    assert maker.faults() == ["standstill"]


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
    maker.history.rage = (0, 8)
    assert maker.history.longest_silence() == 4
    maker.history.rage = (0, 20)
    assert maker.history.longest_silence() == 13
