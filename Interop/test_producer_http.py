"""Starting operations over pure HTTP: names, request ids, batches, times, deadlines and expiry."""

from __future__ import annotations

import concurrent.futures
import datetime
import itertools
import time
import uuid

import pytest

import rest
from rest import RestError, eventually


def later(seconds: float) -> str:
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@pytest.fixture
def request_id() -> str:
    return str(uuid.uuid4())


def test_start_answers_with_the_running_operation(api, parent):
    started = api.start(parent, operationId="a.b_c-1", queue="q1", request=rest.struct(x=1), labels={"k": "v"})
    assert started["name"] == f"{parent}/operations/a.b_c-1"
    assert "done" not in started and "response" not in started and "error" not in started
    assert started == api.get(started["name"])

    record = api.record(started["name"])
    assert record["state"] == "PENDING"
    assert record["queue"] == "q1"
    assert record["request"] == rest.struct(x=1)
    assert record["labels"] == {"k": "v"}
    assert record["retryPolicy"]["maxAttempts"] == 5
    assert "metadata" not in record, "nobody ever set any"


def test_names_made_by_the_server_are_ordered_by_time(api, parent):
    names = [api.start(parent)["name"] for _ in range(20)]
    assert len(set(names)) == 20
    assert names == sorted(names)


def test_a_name_is_not_given_twice(api, parent):
    api.start(parent, operationId="once")
    for repeat in range(2):
        with pytest.raises(RestError) as caught:
            api.start(parent, operationId="once")
        assert (caught.value.http_status, caught.value.code) == (409, "ALREADY_EXISTS")
        assert caught.value.reason == "OPERATION_ALREADY_EXISTS"
        if repeat == 0:
            api.delete(f"{parent}/operations/once")


def test_request_id_makes_a_start_safe_to_repeat(api, parent, request_id):
    fields = {"requestId": request_id, "request": rest.struct(b=2, a=1), "labels": {"x": "1", "y": "2"}}
    first = api.start(parent, **fields)
    again = api.start(parent, **{**fields, "requestId": request_id.upper(), "request": rest.struct(a=1, b=2)})
    assert again["name"] == first["name"]
    assert len(api.list_all(parent)) == 1

    api.finish(first["name"], rest.text("x"))
    assert api.start(parent, **fields)["response"] == rest.text("x"), "a repeat shows the latest state"


def test_request_ids_of_two_parents_are_apart(api, parent, request_id):
    first = api.start(parent + "/things/1", requestId=request_id)
    second = api.start(parent + "/things/2", requestId=request_id)
    assert first["name"] != second["name"]


def test_request_id_with_other_content_is_refused(api, parent, request_id):
    api.start(parent, requestId=request_id, queue="a")
    with pytest.raises(RestError) as caught:
        api.start(parent, requestId=request_id, queue="b")
    assert (caught.value.http_status, caught.value.reason) == (400, "REQUEST_ID_CONFLICT")
    assert caught.value.fields == ["requestId"]


def test_request_id_after_the_delete_never_starts_again(api, parent, request_id):
    name = api.start(parent, requestId=request_id)["name"]
    api.delete(name)
    with pytest.raises(RestError) as caught:
        api.start(parent, requestId=request_id)
    assert (caught.value.http_status, caught.value.reason) == (404, "OPERATION_DELETED")
    assert api.list_all(parent) == []


def test_the_same_start_from_many_at_once(api, parent, request_id):
    with concurrent.futures.ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda _: api.start(parent, requestId=request_id), range(48)))
    assert len({each["name"] for each in answers}) == 1
    assert len(api.list_all(parent)) == 1


def test_request_id_outlives_its_schedule_and_deadline(api, parent, request_id):
    fields = {"requestId": request_id, "deadline": later(0.6)}
    name = api.start(parent, **fields)["name"]
    assert api.wait(name)["error"]["code"] == 4
    assert api.start(parent, **fields)["name"] == name


def test_batch_start(api, parent):
    operations = api.batch_start([{"operationId": f"n{i}", "queue": "batch"} for i in range(500)], parent)
    assert [each["name"] for each in operations] == [f"{parent}/operations/n{i}" for i in range(500)]
    assert len(api.list_all(parent)) == 500


def test_batch_start_is_all_or_nothing(api, parent):
    api.start(parent, operationId="taken")
    for bad, field in [({"operationId": "taken"}, None), ({"queue": "a b"}, "requests[2].queue")]:
        with pytest.raises(RestError) as caught:
            api.batch_start([{"operationId": "x1"}, {"operationId": "x2"}, bad], parent)
        if field:
            assert caught.value.fields == [field]
        else:
            assert caught.value.reason == "OPERATION_ALREADY_EXISTS"
        assert len(api.list_all(parent)) == 1


def test_two_of_a_batch_with_one_request_id_are_one(api, parent, request_id):
    operations = api.batch_start([{"requestId": request_id}, {"requestId": request_id}, {}], parent)
    assert operations[0]["name"] == operations[1]["name"] != operations[2]["name"]
    assert len(api.list_all(parent)) == 2


def test_the_parents_of_a_batch_are_one(api, parent):
    api.batch_start([{"parent": parent}, {}], parent)
    with pytest.raises(RestError) as caught:
        api.batch_start([{}, {"parent": parent + "/things/1"}], parent)
    assert caught.value.fields == ["requests[1].parent"]


@pytest.mark.parametrize("count", [0, 1_001])
def test_a_batch_has_1_to_1000_requests(api, parent, count):
    with pytest.raises(RestError) as caught:
        api.batch_start([{}] * count, parent)
    assert (caught.value.http_status, caught.value.fields) == (400, ["requests"])


def test_validate_only_checks_and_stores_nothing(api, parent):
    answer = api.start(parent, operationId="maybe", validateOnly=True)
    assert answer == {"done": True, "response": rest.empty()}
    assert api.list_all(parent) == []
    with pytest.raises(RestError):
        api.start(parent, operationId="NOT VALID", validateOnly=True)
    api.start(parent, operationId="maybe")
    with pytest.raises(RestError) as caught:
        api.start(parent, operationId="maybe", validateOnly=True)
    assert caught.value.http_status == 409


def test_a_scheduled_start_is_leased_when_its_time_comes(api, parent):
    name = api.start(parent, scheduleTime=later(1.2))["name"]
    begun = time.monotonic()
    assert api.lease(names=[name]) == []
    lease = api.lease_one(name)
    assert 0.8 <= time.monotonic() - begun < 5
    api.report("complete", lease)


def test_a_schedule_in_the_past_is_now(api, parent):
    name = api.start(parent, scheduleTime="2001-01-01T00:00:00Z")["name"]
    api.lease_one(name, wait="0s")


def test_the_deadline_ends_a_pending_operation(api, parent):
    name = api.start(parent, deadline=later(0.6))["name"]
    operation = api.wait(name)
    assert operation["error"]["code"] == 4
    assert operation["error"]["details"][0]["reason"] == "OPERATION_DEADLINE_EXCEEDED"
    assert api.record(name)["state"] == "FAILED"


def test_the_deadline_ends_a_running_operation(api, parent):
    name = api.start(parent, deadline=later(1))["name"]
    lease = api.lease_one(name)
    assert "deadline" in lease
    assert api.wait(name)["error"]["code"] == 4
    with pytest.raises(RestError) as caught:
        api.report("complete", lease)
    assert caught.value.reason == "LEASE_LOST"


@pytest.mark.parametrize(
    "fields",
    [{"deadline": "2001-01-01T00:00:00Z"}, {"deadline": later(60), "scheduleTime": later(120)}],
    ids=["in the past", "before the schedule"],
)
def test_an_impossible_deadline_is_refused(api, parent, fields):
    with pytest.raises(RestError) as caught:
        api.start(parent, **fields)
    assert (caught.value.http_status, caught.value.fields) == (400, ["deadline"])


def test_a_finished_operation_expires(api, parent):
    name = api.start(parent, ttl="0.500s")["name"]
    api.finish(name)
    assert api.record(name)["expireTime"] > api.record(name)["endTime"]

    def expired():
        try:
            api.get(name)
        except RestError as error:
            return error

    error = eventually(expired)
    assert (error.http_status, error.reason) == (404, "OPERATION_EXPIRED")
    assert api.list_all(parent) == []
    with pytest.raises(RestError) as caught:
        api.start(parent, operationId=name.split("/")[-1])
    assert caught.value.http_status in (400, 409), "the name is not given again while its tombstone stands"


def test_an_unfinished_operation_does_not_expire(api, parent):
    name = api.start(parent, ttl="0s")["name"]
    lease = api.lease_one(name)
    assert api.wait(name, "0.700s")["name"] == name
    assert "done" not in api.get(name)
    assert api.report("complete", lease)["done"] is True


def test_history_tells_what_happened(api, parent):
    name = api.start(parent)["name"]
    lease = api.lease_one(name, workerId="w7")
    api.report("release", lease)
    lease = api.lease_one(name, workerId="w8")
    api.cancel(name)
    api.report("fail", lease, error={"code": 1, "message": "stopped"})

    steps = api.history(name)

    assert [each["kind"] for each in steps] == [
        "STARTED", "LEASED", "RELEASED", "LEASED", "CANCEL_REQUESTED", "CANCELLED"
    ]  # fmt: skip
    assert [each["actor"] for each in steps] == [
        "client", "worker/w7", "worker/w7", "worker/w8", "client", "worker/w8"
    ]  # fmt: skip
    assert [each.get("attempt", 0) for each in steps] == [0, 1, 1, 2, 2, 2]
    revisions = [int(each["revision"]) for each in steps]
    assert revisions == sorted(set(revisions))
    assert steps[-1]["error"]["code"] == 1
    for first, second in itertools.pairwise(steps):
        assert first["to"] == second["from"]
