"""Wrong input of every kind over gRPC: a clear refusal with code, reason and field, and a server that goes on."""

from __future__ import annotations

import pytest

import rest
import rpc
from test_bad_input import HUGE, LONG_NAME, TOKEN

OPERATIONS, PRODUCER, WORKER = "google.longrunning.Operations/", "longrun.v1.Producer/", "longrun.v1.Worker/"


@pytest.fixture(scope="module")
def lease(api):
    """A live lease, which no test may end."""
    return api.lease_one(api.start("projects/bad/locations/input")["name"], leaseDuration="600s")


def lease_key(lease) -> dict:
    return {"name": lease["name"], "leaseToken": lease["leaseToken"]}


@pytest.mark.parametrize("method, request_, code, reason, field", [
    (OPERATIONS + "GetOperation", {}, "INVALID_ARGUMENT", "INVALID_FIELD", "name"),
    (OPERATIONS + "GetOperation", {"name": "x"}, "INVALID_ARGUMENT", "INVALID_FIELD", "name"),
    (OPERATIONS + "GetOperation", {"name": "a/../operations/x"}, "INVALID_ARGUMENT", "INVALID_FIELD", "name"),
    (OPERATIONS + "GetOperation", {"name": LONG_NAME}, "INVALID_ARGUMENT", "INVALID_FIELD", "name"),
    (OPERATIONS + "GetOperation", {"name": "operations/unknown"}, "NOT_FOUND", "OPERATION_NOT_FOUND", None),
    (OPERATIONS + "DeleteOperation", {"name": "operations/unknown"}, "NOT_FOUND", "OPERATION_NOT_FOUND", None),
    (OPERATIONS + "CancelOperation", {"name": "operations/unknown"}, "NOT_FOUND", "OPERATION_NOT_FOUND", None),
    (OPERATIONS + "CancelOperation", {"name": "operations"}, "INVALID_ARGUMENT", "INVALID_FIELD", "name"),
    (OPERATIONS + "ListOperations", {"name": "projects"}, "INVALID_ARGUMENT", "INVALID_FIELD", "name"),
    (OPERATIONS + "ListOperations", {"pageSize": -1}, "INVALID_ARGUMENT", "INVALID_FIELD", "page_size"),
    (OPERATIONS + "ListOperations", {"pageToken": TOKEN}, "INVALID_ARGUMENT", "INVALID_PAGE_TOKEN", "page_token"),
    (PRODUCER + "StartOperation", {"parent": "projects"}, "INVALID_ARGUMENT", "INVALID_FIELD", "parent"),
    (PRODUCER + "StartOperation", {"operationId": "A"}, "INVALID_ARGUMENT", "INVALID_FIELD", "operation_id"),
    (PRODUCER + "BatchStartOperations", {"requests": [{}, {"queue": "a b"}]}, "INVALID_ARGUMENT", "INVALID_FIELD",
     "requests[1].queue"),
    (WORKER + "CompleteOperation", {"name": "operations/x"}, "INVALID_ARGUMENT", "INVALID_FIELD", "lease_token"),
    (WORKER + "CompleteOperation", {"name": "operations/x", "leaseToken": "t"}, "NOT_FOUND", "OPERATION_NOT_FOUND",
     None),
    (WORKER + "FailOperation", {"name": "operations/x", "leaseToken": "t", "error": {"code": 0}}, "INVALID_ARGUMENT",
     "INVALID_FIELD", "error.code"),
])  # fmt: skip
def test_bad_requests(channel, method, request_, code, reason, field):
    with rpc.failing() as caught:
        rpc.call(channel, method, request_)
    assert (caught[0].code, caught[0].reason, caught[0].domain) == (code, reason, "longrun.dev"), caught[0].message
    if field:
        assert caught[0].fields == [field]


def test_a_stale_token(channel, lease):
    with rpc.failing() as caught:
        rpc.call(channel, WORKER + "CompleteOperation", {**lease_key(lease), "leaseToken": "stale"})
    assert (caught[0].code, caught[0].reason) == ("FAILED_PRECONDITION", "LEASE_LOST")


@pytest.mark.parametrize("seconds, nanos", [(400_000_000_000, 0), (-1, 0), (1, -5), (2**62, 0)])
def test_bad_durations(channel, seconds, nanos):
    request = rpc.message("longrun.v1.StartOperationRequest")()
    request.ttl.seconds, request.ttl.nanos = seconds, nanos
    with rpc.failing() as caught:
        rpc.call_bytes(channel, PRODUCER + "StartOperation", request.SerializeToString())
    assert (caught[0].code, caught[0].fields) == ("INVALID_ARGUMENT", ["ttl"])


def test_an_any_without_a_type(channel):
    request = rpc.message("longrun.v1.StartOperationRequest")()
    request.request.value = b"abc"
    with rpc.failing() as caught:
        rpc.call_bytes(channel, PRODUCER + "StartOperation", request.SerializeToString())
    assert (caught[0].code, caught[0].fields) == ("INVALID_ARGUMENT", ["request"])


@pytest.mark.parametrize("data", [b"\xff" * 20, b"\x0a\x05ab", b"\x0a\x02\xff\xfe", b"\x0b" * 200], ids=range(4))
def test_bytes_that_are_no_message(channel, data):
    with rpc.failing() as caught:
        rpc.call_bytes(channel, OPERATIONS + "GetOperation", data)
    assert caught[0].code == "INVALID_ARGUMENT", caught[0].message


def test_a_response_that_no_client_could_receive(channel, api, lease):
    request = {**lease_key(lease), "response": rest.text("x" * (4 * 1024 * 1024 - 60 * 1024))}
    with rpc.failing() as caught:
        rpc.call(channel, WORKER + "CompleteOperation", request)
    assert (caught[0].code, caught[0].reason) == ("INVALID_ARGUMENT", "PAYLOAD_TOO_LARGE")
    assert caught[0].fields == ["response"]
    assert api.record(lease["name"])["state"] == "RUNNING"


def test_too_large(channel):
    with rpc.failing() as caught:
        rpc.call_bytes(channel, OPERATIONS + "GetOperation", b"\x0a\xff\xff\xff\x7f" + b"x" * HUGE)
    assert caught[0].code == "RESOURCE_EXHAUSTED", caught[0].message
