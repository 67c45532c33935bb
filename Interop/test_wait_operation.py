"""WaitOperation: every rule of the contract, over gRPC. See test_wait_rest.py for the other door."""

from __future__ import annotations

import concurrent.futures
import time

import grpc
import pytest
from google.longrunning import operations_pb2
from google.protobuf import duration_pb2

import rest
import rpc
from rest import ARRIVAL, Clock


class Waiting:
    """Calls WaitOperation over gRPC."""

    def __init__(self, channel: grpc.Channel):
        self.method = rpc.operations(channel).WaitOperation

    def __call__(self, name, timeout: float | None = None, deadline: float | None = rpc.LIMIT):
        return self.method(self._request(name, timeout), timeout=deadline)

    def later(self, name, timeout: float | None = None, deadline: float | None = rpc.LIMIT):
        return self.method.future(self._request(name, timeout), timeout=deadline)

    @staticmethod
    def _request(name, timeout):
        request = operations_pb2.WaitOperationRequest(name=name)
        if timeout is not None:
            whole = int(timeout)
            request.timeout.CopyFrom(duration_pb2.Duration(seconds=whole, nanos=round((timeout - whole) * 1e9)))
        return request


@pytest.fixture(scope="module")
def wait(channel):
    return Waiting(channel)


@pytest.fixture
def name(api, parent):
    return api.start(parent)["name"]


def test_done_already_answers_at_once(api, wait, name):
    api.finish(name, rest.text("x"))
    with Clock() as clock:
        operation = wait(name, timeout=10)
    assert operation.done
    assert operation.WhichOneof("result") == "response"
    assert clock.elapsed < 2


def test_the_end_wakes_the_waiter(api, wait, name):
    waiting = wait.later(name, timeout=15)
    lease = api.lease_one(name)
    time.sleep(ARRIVAL)
    assert not waiting.done()
    with Clock() as clock:
        api.report("complete", lease, response=rest.text("x"))
        operation = waiting.result(10)
    assert operation.done
    assert clock.elapsed < 2


def test_the_answer_to_a_waiter_is_the_final_state(api, wait, name):
    waiting = wait.later(name)
    lease = api.lease_one(name)
    time.sleep(ARRIVAL)
    api.report("heartbeat", lease, progressPercent=50)
    api.report("fail", lease, error={"code": 9, "message": "no"}, retryable=False)
    answered = waiting.result(10)
    assert answered.done and answered.error.code == 9
    assert answered == wait(name)


def test_progress_does_not_wake_a_waiter(api, wait, name):
    lease = api.lease_one(name)
    waiting = wait.later(name)
    time.sleep(ARRIVAL)
    api.report("heartbeat", lease, progressPercent=50)
    time.sleep(ARRIVAL)
    assert not waiting.done()
    api.report("complete", lease)
    assert waiting.result(10).done


def test_a_timeout_is_no_error(wait, name):
    with Clock() as clock:
        operation = wait(name, timeout=0.5)
    assert not operation.done
    assert operation.WhichOneof("result") is None
    assert 0.45 <= clock.elapsed < 3


def test_zero_is_a_snapshot(wait, name):
    with Clock() as clock:
        operation = wait(name, timeout=0)
    assert not operation.done
    assert clock.elapsed < 2


@pytest.mark.parametrize("seconds, nanos", [(-1, 0), (0, -1), (315_576_000_001, 0), (1, -1), (0, 1_000_000_000)])
def test_a_wrong_timeout_is_refused(channel, name, seconds, nanos):
    timeout = duration_pb2.Duration(seconds=seconds, nanos=nanos)
    request = operations_pb2.WaitOperationRequest(name=name, timeout=timeout)
    with rpc.failing() as caught:
        rpc.operations(channel).WaitOperation(request, timeout=rpc.LIMIT)
    assert (caught[0].code, caught[0].reason) == ("INVALID_ARGUMENT", "INVALID_FIELD")
    assert caught[0].fields == ["timeout"]


def test_a_timeout_beyond_the_server_s_is_clamped(api, wait, name):
    waiting = wait.later(name, timeout=300_000_000)
    time.sleep(ARRIVAL)
    api.cancel(name)
    assert waiting.result(10).error.code == 1


def test_an_unknown_name_is_not_found_at_once(wait):
    with Clock() as clock, rpc.failing() as caught:
        wait("operations/nothing", timeout=10)
    assert (caught[0].code, caught[0].reason) == ("NOT_FOUND", "OPERATION_NOT_FOUND")
    assert clock.elapsed < 2


def test_deleted_while_waiting(api, wait, name):
    waiting = wait.later(name, timeout=15)
    time.sleep(ARRIVAL)
    with Clock() as clock, rpc.failing() as caught:
        api.delete(name)
        waiting.result(10)
    assert (caught[0].code, caught[0].reason) == ("NOT_FOUND", "OPERATION_DELETED")
    assert clock.elapsed < 2


def test_the_caller_s_deadline_gives_a_state_not_an_error(wait, name):
    with Clock() as clock:
        operation = wait(name, deadline=2)
    assert not operation.done
    assert 1.0 <= clock.elapsed <= 1.95, "answered at least 100 ms before the caller's deadline, less the way back"


def test_the_shorter_of_timeout_and_deadline_wins(wait, name):
    with Clock() as clock:
        assert not wait(name, timeout=0.3, deadline=10).done
    assert clock.elapsed < 3
    with Clock() as clock:
        assert not wait(name, timeout=10, deadline=1.5).done
    assert clock.elapsed < 1.5


def test_a_short_deadline_gives_a_state_too(wait, name):
    assert not wait(name, deadline=0.35).done


def test_one_caller_leaves_the_others_stay(api, wait, name):
    waiting = [wait.later(name, timeout=15) for _ in range(6)]
    time.sleep(ARRIVAL)
    for each in waiting[::2]:
        assert each.cancel()
    api.cancel(name)
    assert [each.result(10).error.code for each in waiting[1::2]] == [1, 1, 1]
    assert all(each.cancelled() for each in waiting[::2])


def test_many_waiters_of_one_operation(api, wait, name):
    waiting = [wait.later(name, timeout=15) for _ in range(200)]
    time.sleep(ARRIVAL)
    api.cancel(name)
    assert [each.result(10).error.code for each in waiting] == [1] * 200


def test_waiters_of_many_operations(api, wait, parent):
    names = [each["name"] for each in api.batch_start([{}] * 50, parent)]
    waiting = {each: wait.later(each, timeout=15) for each in names}
    time.sleep(ARRIVAL)
    for each in names[:25]:
        api.cancel(each)
    assert all(waiting[each].result(10).error.code == 1 for each in names[:25])
    assert not any(waiting[each].done() for each in names[25:])
    for each in names[25:]:
        waiting[each].cancel()


def test_waiting_changes_nothing(api, wait, name):
    before = api.record(name)
    wait(name, timeout=0.2)
    assert api.record(name) == before


# Shutdown


def test_shutdown_answers_waiters(new_server):
    server = new_server().start()
    name = server.rest.start()["name"]
    with server.channel() as channel, concurrent.futures.ThreadPoolExecutor(1) as threads:
        by_grpc = Waiting(channel).later(name, timeout=60, deadline=60)
        by_rest = threads.submit(server.rest.wait, name, "30s")
        time.sleep(ARRIVAL)
        with Clock() as clock:
            server.stop()
            try:
                assert not by_grpc.result(5).done
            except grpc.RpcError as error:
                assert error.code() == grpc.StatusCode.UNAVAILABLE
            try:
                assert "done" not in by_rest.result(5)
            except rest.RestError as error:
                assert error.http_status == 503
        assert clock.elapsed < 10
