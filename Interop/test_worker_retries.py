"""What becomes of an attempt that did not succeed: retries, lost leases, releases, repeated reports."""

from __future__ import annotations

import time

import pytest

import rest
from rest import refused

NO_PAUSE = {"initialBackoff": "0s", "maxBackoff": "0s"}


def assert_lost(api, lease, verbs=("heartbeat", "complete", "fail", "release")):
    for verb in verbs:
        fields = {"error": {"code": 9}} if verb == "fail" else {}
        error = refused(api.report, verb, lease, **fields)
        assert (error.http_status, error.code, error.reason) == (400, "FAILED_PRECONDITION", "LEASE_LOST"), verb


@pytest.mark.parametrize("fields", [{"code": 14}, {"code": 9, "retryable": True}], ids=["by its code", "by flag"])
def test_a_retryable_failure_is_tried_again(api, parent, fields):
    name = api.start(parent, retryPolicy=NO_PAUSE)["name"]
    retryable = {"retryable": fields["retryable"]} if "retryable" in fields else {}
    answer = api.report("fail", api.lease_one(name), error={"code": fields["code"], "message": "no"}, **retryable)
    assert "done" not in answer
    record = api.record(name)
    assert record["state"] == "PENDING"
    assert record["lastError"]["code"] == fields["code"]
    lease = api.lease_one(name)
    assert lease["attempt"] == 2
    assert api.report("complete", lease)["done"]


@pytest.mark.parametrize("fields", [{"code": 9}, {"code": 14, "retryable": False}], ids=["by its code", "by flag"])
def test_other_failures_are_final(api, parent, fields):
    name = api.start(parent)["name"]
    error = {"code": fields.pop("code"), "message": "no"}
    answer = api.report("fail", api.lease_one(name), error=error, **fields)
    assert answer["done"] and answer["error"] == error


def test_attempts_run_out(api, parent):
    name = api.start(parent, retryPolicy={**NO_PAUSE, "maxAttempts": 3})["name"]
    for attempt in (1, 2, 3):
        lease = api.lease_one(name)
        assert lease["attempt"] == attempt
        answer = api.report("fail", lease, error={"code": 14, "message": f"try {attempt}"})
    assert answer["done"] and answer["error"]["message"] == "try 3"


def test_a_pause_lies_between_attempts(api, parent):
    policy = {"initialBackoff": "30s", "maxBackoff": "30s"}
    name = api.start(parent, retryPolicy=policy)["name"]
    api.report("fail", api.lease_one(name), error={"code": 14})
    record = api.record(name)
    assert record["updateTime"] <= record["readyTime"], "the pause is a random time up to 30 s"


def test_an_expired_lease_is_another_attempt(api, parent):
    name = api.start(parent, retryPolicy=NO_PAUSE)["name"]
    lost = api.lease_one(name, leaseDuration="1s")
    lease = api.lease_one(name)
    assert lease["attempt"] == 2
    assert lease["leaseToken"] != lost["leaseToken"]
    assert_lost(api, lost)
    assert api.report("complete", lease)["done"]
    assert_lost(api, lost)


def test_an_expired_last_lease_is_a_failure(api, parent):
    name = api.start(parent, retryPolicy={"maxAttempts": 1})["name"]
    api.lease_one(name, leaseDuration="1s")
    operation = api.wait(name)
    assert operation["error"]["code"] == 10
    assert operation["error"]["details"][0]["reason"] == "LEASE_EXPIRED"


def test_heartbeats_keep_a_lease(api, parent):
    name = api.start(parent, retryPolicy=NO_PAUSE)["name"]
    lease = api.lease_one(name, leaseDuration="1s")
    for _ in range(4):
        assert "done" not in api.wait(name, "0.500s")
        api.report("heartbeat", lease)
    assert api.report("complete", lease)["done"]
    assert api.record(name)["attempt"] == 1


def test_an_attempt_times_out_however_well_it_is_kept(api, parent):
    name = api.start(parent, attemptTimeout="1s", retryPolicy={"maxAttempts": 1})["name"]
    lease = api.lease_one(name, leaseDuration="30s")
    operation = api.wait(name)
    assert operation["error"]["details"][0]["reason"] == "ATTEMPT_TIMEOUT"
    assert_lost(api, lease)


def test_released_work_is_not_counted(api, parent):
    name = api.start(parent, retryPolicy={"maxAttempts": 1})["name"]
    for attempt in (1, 2, 3):
        lease = api.lease_one(name)
        assert lease["attempt"] == attempt
        assert api.report("release", lease) == {}
        assert api.report("release", lease) == {}, "a release may be repeated"
    assert api.record(name)["state"] == "PENDING"


def test_released_with_a_delay(api, parent):
    name = api.start(parent)["name"]
    api.report("release", api.lease_one(name), delay="1s")
    begun = time.monotonic()
    assert api.lease(names=[name]) == []
    api.lease_one(name)
    assert 0.7 <= time.monotonic() - begun < 5


def test_completions_and_failures_may_be_repeated(api, parent):
    lease = api.lease_one(api.start(parent)["name"])
    first = api.report("complete", lease, response=rest.text("x"))
    assert api.report("complete", lease, response=rest.text("x")) == first
    assert refused(api.report, "complete", lease, response=rest.text("y")).reason == "LEASE_LOST"
    assert api.get(lease["name"]) == first

    lease = api.lease_one(api.start(parent, retryPolicy=NO_PAUSE)["name"])
    for _ in range(2):
        assert "done" not in api.report("fail", lease, error={"code": 14, "message": "again"})
    assert api.lease_one(lease["name"])["attempt"] == 2
