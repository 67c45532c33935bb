"""Doing the work over pure HTTP: leases, heartbeats, completions and cancellation."""

from __future__ import annotations

import concurrent.futures
import time

import pytest

import rest
from rest import eventually, refused
from worker import Failed, Worker

NO_PAUSE = {"initialBackoff": "0s", "maxBackoff": "0s"}


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
        eventually(lambda: all(each.get("done") for each in api.list_all(parent, pageSize=1_000)), within=40)
    assert sorted(done) == sorted(each["name"] for each in started)
    for number, operation in enumerate(api.get(each["name"]) for each in started):
        assert operation["response"] == rest.text(str(number) * 2)
