"""google.api_core.operation.Operation, the future that generated clients hand to their users."""

from __future__ import annotations

import threading

import pytest
from google.api_core import exceptions, operation, operations_v1, retry
from google.api_core.future import polling
from google.longrunning import operations_pb2
from google.protobuf import duration_pb2, empty_pb2, struct_pb2, wrappers_pb2

import rest
from google_clients import rest_client
from worker import Failed, Worker

POLLING = retry.Retry(predicate=polling.POLLING_PREDICATE, initial=0.02, maximum=0.1, timeout=20)


@pytest.fixture(scope="module", params=["grpc", "rest"])
def client(request, server):
    if request.param == "grpc":
        with server.channel() as channel:
            yield operations_v1.OperationsClient(channel)
    else:
        yield rest_client(server)


def future(client, started: dict, result_type, metadata_type=struct_pb2.Struct) -> operation.Operation:
    """What a generated client would have returned for a call that answered with `started`."""
    begun = operations_pb2.Operation(name=started["name"])
    return operation.from_gapic(begun, client, result_type, metadata_type=metadata_type, polling=POLLING)


def test_result_of_a_string(api, client, parent, queue):
    started = api.start(parent, queue=queue, request=rest.text("hello"))
    with Worker(api, lambda job: rest.text(job.request.upper()), queues=[queue]):
        assert future(client, started, wrappers_pb2.StringValue).result().value == "HELLO"


def test_result_of_a_struct(api, client, parent, queue):
    started = api.start(parent, queue=queue)
    answer = {"rows": 3, "names": ["a", "b"], "nothing": None, "deep": {"is": True}}
    with Worker(api, lambda job: rest.struct(**answer), queues=[queue]):
        result = future(client, started, struct_pb2.Struct).result()
    assert result["rows"] == 3
    assert list(result["names"]) == ["a", "b"]
    assert result["nothing"] is None
    assert result["deep"]["is"] is True


def test_result_of_a_duration(api, client, parent, queue):
    started = api.start(parent, queue=queue)
    span = {"@type": rest.TYPES + "Duration", "value": "1.500s"}
    with Worker(api, lambda job: span, queues=[queue]):
        result = future(client, started, duration_pb2.Duration).result()
    assert (result.seconds, result.nanos) == (1, 500_000_000)


def test_result_of_nothing_is_empty(api, client, parent, queue):
    started = api.start(parent, queue=queue)
    with Worker(api, lambda job: None, queues=[queue]):
        assert future(client, started, empty_pb2.Empty).result() == empty_pb2.Empty()


def test_a_result_of_another_type_is_refused_by_the_client(api, client, parent):
    started = api.start(parent)
    api.finish(started["name"], rest.text("a string"))
    with pytest.raises(TypeError):
        future(client, started, struct_pb2.Struct).result()


def test_metadata_while_running_and_after(api, client, parent):
    started = api.start(parent)
    waiting = future(client, started, wrappers_pb2.StringValue)
    assert not waiting.done()
    assert waiting.metadata["state"] == "PENDING"

    lease = api.lease_one(started["name"])
    api.report("heartbeat", lease, progressPercent=70)
    assert not waiting.done()
    assert waiting.metadata["state"] == "RUNNING"
    assert waiting.metadata["progressPercent"] == 70

    api.report("complete", lease, response=rest.text("x"))
    assert waiting.done()
    assert waiting.metadata["state"] == "SUCCEEDED"
    assert waiting.metadata["endTime"]


def test_metadata_of_the_service_s_own_type(api, client, parent):
    started = api.start(parent, metadata=rest.text("queued"))
    waiting = future(client, started, empty_pb2.Empty, wrappers_pb2.StringValue)
    assert not waiting.done()
    assert waiting.metadata.value == "queued"
    lease = api.lease_one(started["name"])
    api.report("complete", lease, metadata=rest.text("finished"))
    waiting.result()
    assert waiting.metadata.value == "finished"


def test_done_callbacks(api, client, parent, queue):
    waiting = future(client, api.start(parent, queue=queue), wrappers_pb2.StringValue)
    called, seen = threading.Event(), []

    def callback(done):
        seen.append(done.result().value)
        called.set()

    waiting.add_done_callback(callback)
    with Worker(api, lambda job: rest.text("called back"), queues=[queue]):
        assert called.wait(20)
    assert seen == ["called back"]


def test_exception_of_a_failed_operation(api, client, parent, queue):
    started = api.start(parent, queue=queue)

    def fail(job):
        raise Failed(9, "the bucket is locked")

    waiting = future(client, started, empty_pb2.Empty)
    with Worker(api, fail, queues=[queue]):
        error = waiting.exception()
    assert isinstance(error, exceptions.FailedPrecondition)
    assert error.message == "the bucket is locked"
    assert not waiting.cancelled()
    with pytest.raises(exceptions.FailedPrecondition):
        waiting.result()


def test_details_of_a_failure_reach_the_client(api, client, parent):
    started = api.start(parent)
    info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "BUCKET_LOCKED", "domain": "example.com"}
    lease = api.lease_one(started["name"])
    api.report("fail", lease, error={"code": 9, "message": "locked", "details": [info]})
    error = future(client, started, empty_pb2.Empty).exception()
    status = error.errors[0]
    assert [each.type_url for each in status.details] == ["type.googleapis.com/google.rpc.ErrorInfo"]
    assert b"BUCKET_LOCKED" in status.details[0].value


def test_cancel_while_running(api, client, parent, queue):
    started = api.start(parent, queue=queue)
    running = threading.Event()

    def work(job):
        running.set()
        while not job.should_stop.wait(0.05):
            job.heartbeat()
        raise Failed(1, "stopped as asked")

    waiting = future(client, started, empty_pb2.Empty)
    with Worker(api, work, queues=[queue]):
        assert running.wait(10)
        assert waiting.cancel() is True
        assert isinstance(waiting.exception(), exceptions.Cancelled)
    assert waiting.cancelled()
    assert waiting.cancel() is False


def test_cancel_before_anyone_began(api, client, parent):
    waiting = future(client, api.start(parent), empty_pb2.Empty)
    assert waiting.cancel() is True
    assert waiting.cancelled()
    assert waiting.done()


def test_cancel_after_the_end_is_not_sent(api, client, parent):
    started = api.start(parent)
    api.finish(started["name"])
    waiting = future(client, started, empty_pb2.Empty)
    assert waiting.cancel() is False
    assert not waiting.cancelled()


def test_result_runs_out_of_patience(api, client, parent):
    waiting = future(client, api.start(parent), empty_pb2.Empty)
    with pytest.raises(Exception) as caught:
        waiting.result(timeout=0.3)
    assert "did not complete" in str(caught.value)
    assert not waiting.done()
