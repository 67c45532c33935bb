"""Doing the work over pure HTTP: leases, heartbeats, completions, failures, retries and cancellation."""

from __future__ import annotations

import concurrent.futures
import time

import pytest

import rest
from rest import RestError, eventually
from worker import Failed, Worker

NO_PAUSE = {"initialBackoff": "0s", "maxBackoff": "0s"}


def refused(call, *arguments, **fields) -> RestError:
    with pytest.raises(RestError) as caught:
        call(*arguments, **fields)
    return caught.value


def assert_lost(api, lease, verbs=("heartbeat", "complete", "fail", "release")):
    for verb in verbs:
        fields = {"error": {"code": 9}} if verb == "fail" else {}
        error = refused(api.report, verb, lease, **fields)
        assert (error.http_status, error.code, error.reason) == (400, "FAILED_PRECONDITION", "LEASE_LOST"), verb


def test_a_life_from_start_to_end(api, parent, queue):
    name = api.start(parent, queue=queue, request=rest.struct(file="a.txt"), labels={"k": "v"})["name"]

    [lease] = api.lease(queues=[queue], workerId="worker-1", leaseDuration="20s")
    assert lease["name"] == name
    assert lease["request"] == rest.struct(file="a.txt")
    assert lease["queue"] == queue
    assert lease["labels"] == {"k": "v"}
    assert lease["attempt"] == 1
    assert lease["leaseToken"]
    record = api.record(name)
    assert (record["state"], record["workerId"]) == ("RUNNING", "worker-1")
    assert record["leaseExpireTime"] == lease["leaseExpireTime"]

    beat = api.report("heartbeat", lease, progressPercent=40, statusMessage="hashing", leaseDuration="60s")
    assert beat["leaseExpireTime"] > lease["leaseExpireTime"]
    assert not beat.get("cancelRequested")
    metadata = api.get(name)["metadata"]["value"]
    assert (metadata["state"], metadata["progressPercent"], metadata["statusMessage"]) == ("RUNNING", 40, "hashing")

    done = api.report("complete", lease, response=rest.text("sha"))
    assert done["done"] is True and done["response"] == rest.text("sha")
    assert api.get(name) == done
    record = api.record(name)
    assert record["state"] == "SUCCEEDED"
    assert record["endTime"] and record["expireTime"]
    assert "workerId" not in record and "leaseExpireTime" not in record


def test_no_answer_ever_shows_a_lease_token(api, parent):
    name = api.start(parent)["name"]
    token = api.lease_one(name)["leaseToken"]
    seen = [api.get(name), api.record(name), api.records(parent), api.history(name), api.list_all(parent)]
    assert token not in str(seen)


def test_no_work_no_lease(api, queue):
    begun = time.monotonic()
    assert api.lease(queues=[queue]) == []
    assert api.lease(queues=[queue], waitTimeout="0.300s") == []
    assert 0.25 <= time.monotonic() - begun < 5


def test_a_waiting_lease_is_answered_the_moment_work_is_started(api, parent, queue):
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(api.lease, queues=[queue], waitTimeout="15s")
        time.sleep(0.3)
        begun = time.monotonic()
        name = api.start(parent, queue=queue)["name"]
        [lease] = waiting.result(10)
    assert lease["name"] == name
    assert time.monotonic() - begun < 2


def test_waiting_leases_share_the_work(api, parent, queue):
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(api.lease, queues=[queue], waitTimeout="10s") for _ in range(8)]
        started = {each["name"] for each in api.batch_start([{"queue": queue}] * 8, parent)}
        leased = [lease["name"] for each in waiting for lease in each.result(12)]
    assert sorted(leased) == sorted(started)


def test_higher_priority_first_then_the_older(api, parent, queue):
    for name, priority in [("low", -5), ("first", 0), ("second", 0), ("high", 7)]:
        api.start(parent, queue=queue, operationId=name, priority=priority)
    leases = [each for _ in range(4) for each in api.lease(queues=[queue])]
    assert [each["name"].split("/")[-1] for each in leases] == ["high", "first", "second", "low"]


def test_a_lease_of_many(api, parent, queue):
    api.batch_start([{"queue": queue}] * 25, parent)
    assert len(api.lease(queues=[queue], maxOperations=10)) == 10
    leases = api.lease(queues=[queue], maxOperations=1000)
    assert len(leases) == 15
    assert len({each["leaseToken"] for each in leases}) == 15


def test_queues_are_apart(api, parent, queue):
    api.start(parent, operationId="a", queue=queue + "a")
    api.start(parent, operationId="b", queue=queue + "b")
    assert api.lease(queues=[queue + "c"]) == []
    [lease] = api.lease(queues=[queue + "b", queue + "c"])
    assert lease["name"].endswith("/b")


def test_names_alone_lease_from_any_queue(api, parent, queue):
    one, two = (api.start(parent, queue=queue + str(i))["name"] for i in range(2))
    [lease] = api.lease(names=[two])
    assert lease["name"] == two
    assert api.lease(names=[two]) == [], "it is leased already"
    assert api.lease(names=["operations/unknown"]) == []
    api.lease_one(one)


def test_a_parent_is_a_scope(api, parent, queue):
    inner = api.start(parent + "/things/1", queue=queue)["name"]
    api.start(parent + "x", queue=queue)
    leases = api.lease(parent, queues=[queue], maxOperations=10)
    assert [each["name"] for each in leases] == [inner]


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


def test_batch_complete_answers_each(api, parent):
    leases = [api.lease_one(each["name"]) for each in api.batch_start([{}] * 4, parent)]
    leases[1]["leaseToken"] = "stale"
    requests = [
        {"name": each["name"], "leaseToken": each["leaseToken"], "response": rest.text(each["name"])} for each in leases
    ]
    requests.append({"name": f"{parent}/operations/unknown", "leaseToken": "x"})

    results = api.batch_complete(requests, parent)

    assert [next(iter(each)) for each in results] == ["operation", "error", "operation", "operation", "error"]
    assert results[0]["operation"]["response"] == rest.text(leases[0]["name"])
    assert results[1]["error"]["code"] == 9
    assert results[4]["error"]["code"] == 5
    assert "done" not in api.get(leases[1]["name"])


def test_the_holder_hears_of_a_cancellation(api, parent):
    name = api.start(parent)["name"]
    lease = api.lease_one(name)
    assert not api.report("heartbeat", lease).get("cancelRequested")
    api.cancel(name)
    assert api.report("heartbeat", lease)["cancelRequested"] is True
    assert api.get(name)["metadata"]["value"]["requestedCancellation"] is True
    answer = api.report("fail", lease, error={"code": 1, "message": "stopped"})
    assert answer["error"] == {"code": 1, "message": "stopped"}
    assert api.record(name)["state"] == "CANCELLED"


@pytest.mark.parametrize("end", ["release", "fail", "lost"])
def test_no_new_attempt_after_a_cancellation(api, parent, end):
    name = api.start(parent, retryPolicy=NO_PAUSE)["name"]
    lease = api.lease_one(name, leaseDuration="1s")
    api.cancel(name)
    if end == "release":
        api.report("release", lease)
    elif end == "fail":
        api.report("fail", lease, error={"code": 14})
    assert api.wait(name)["error"]["code"] == 1


def test_a_failure_that_is_final_beats_a_cancellation(api, parent):
    name = api.start(parent)["name"]
    lease = api.lease_one(name)
    api.cancel(name)
    assert api.report("fail", lease, error={"code": 15, "message": "lost"})["error"]["code"] == 15


def test_the_holder_of_a_deleted_operation_is_told(api, parent):
    lease = api.lease_one(api.start(parent)["name"])
    api.delete(lease["name"])
    for verb in ("heartbeat", "complete"):
        error = refused(api.report, verb, lease)
        assert (error.http_status, error.reason) == (404, "OPERATION_DELETED")


def test_workers_do_everything_once(api, parent, queue):
    started = api.batch_start([{"queue": queue, "request": rest.text(str(i))} for i in range(200)], parent)
    done = []

    def work(job):
        if job.attempt == 1 and int(job.request) % 10 == 0:
            raise Failed(14, "try again")
        done.append(job.name)
        return rest.text(job.request * 2)

    with Worker(api, work, concurrency=6, queues=[queue], maxOperations=5):
        for each in started:
            eventually(lambda: api.wait(each["name"]).get("done"), within=40)
    assert sorted(done) == sorted(each["name"] for each in started)
    for number, operation in enumerate(api.get(each["name"]) for each in started):
        assert operation["response"] == rest.text(str(number) * 2)
