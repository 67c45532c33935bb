"""`:wait`, WaitOperation over REST."""

from __future__ import annotations

import concurrent.futures
import json
import time

import pytest

import rest
from rest import ARRIVAL, Clock


@pytest.fixture
def name(api, parent):
    return api.start(parent)["name"]


@pytest.fixture(scope="module")
def threads():
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        yield pool


def test_with_the_timeout_in_the_body(api, name):
    with Clock() as clock:
        assert "done" not in api.call("POST", f"/v1/{name}:wait", {"timeout": "0.400s"})
    assert 0.35 <= clock.elapsed < 3


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_with_the_timeout_in_the_query(api, name, method):
    with Clock() as clock:
        response = api.raw(method, f"/v1/{name}:wait?timeout=0.4s")
    assert response.status == 200
    assert "done" not in response.json()
    assert 0.35 <= clock.elapsed < 3


def test_zero_is_a_snapshot(api, name):
    with Clock() as clock:
        assert "done" not in api.wait(name, "0s")
    assert clock.elapsed < 2


def test_is_woken_by_the_end(api, name, threads):
    waiting = threads.submit(api.wait, name, "15s")
    time.sleep(ARRIVAL)
    with Clock() as clock:
        api.cancel(name)
        assert waiting.result(10)["error"]["code"] == 1
    assert clock.elapsed < 2


def test_deleted_while_waiting(api, name, threads):
    waiting = threads.submit(api.wait, name, "15s")
    time.sleep(ARRIVAL)
    api.delete(name)
    with pytest.raises(rest.RestError) as caught:
        waiting.result(10)
    assert (caught.value.http_status, caught.value.reason) == (404, "OPERATION_DELETED")


@pytest.mark.parametrize("timeout", ["-1s", "315576000001s", "5", "soon"])
def test_wrong_timeouts(api, name, timeout):
    for send in (
        lambda: api.raw("POST", f"/v1/{name}:wait", json.dumps({"timeout": timeout}).encode()),
        lambda: api.raw("POST", f"/v1/{name}:wait?timeout={timeout}"),
    ):
        response = send()
        assert response.status == 400, response
        assert response.error.code == "INVALID_ARGUMENT"
        assert response.error.fields == ["timeout"]


def test_server_timeout_header_is_the_caller_s_deadline(api, name):
    with Clock() as clock:
        response = api.raw("POST", f"/v1/{name}:wait", b"{}", {"X-Server-Timeout": "1.5"})
    assert response.status == 200
    assert "done" not in response.json()
    assert clock.elapsed < 1.5


def test_callers_that_hang_up_hurt_nobody(api, name, threads):
    waiting = threads.submit(api.wait, name, "15s")
    for _ in range(20):
        with pytest.raises(OSError):
            api.raw("POST", f"/v1/{name}:wait", b"{}", timeout=0.02)
    api.cancel(name)
    assert waiting.result(10)["error"]["code"] == 1
