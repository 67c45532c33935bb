"""The checker finds what is wrong with starts and leases: it is shown hand-made histories with one fault each."""

from __future__ import annotations

import pytest

from chaos.history import read
from chaos.making import ORDER, RESPONSE, WITNESS, Maker, record, seen, sound


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
