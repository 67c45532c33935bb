"""What a configuration file changes: times that by default are too long to wait for."""

from __future__ import annotations

import time

import pytest

import rest
from rest import RestError, eventually

CONFIG = """
log:
  level: debug
operations:
  cancelGracePeriod: 1s
  longestWait: 1s
  pageTokenLife: 1s
  ttl: 1s
  tombstone: 1s
  pageSize: 2
  maxPageSize: 3
  retry:
    maxAttempts: 2
    initialBackoff: 0s
    maxBackoff: 0s
limits:
  maxRequestBytes: 10000
"""


@pytest.fixture(scope="module")
def api(binary, tmp_path_factory):
    from servers import Server

    server = Server(binary, tmp_path_factory.mktemp("configured"), config=CONFIG).start()
    yield server.rest
    server.stop()


def test_work_that_ignores_a_cancellation_is_cancelled_after_the_grace_period(api, parent):
    name = api.start(parent, ttl="60s")["name"]
    lease = api.lease_one(name, leaseDuration="60s")
    begun = time.monotonic()
    api.cancel(name)
    api.report("heartbeat", lease)
    operation = eventually(lambda: (found := api.wait(name)).get("done") and found)
    assert operation["error"]["code"] == 1
    assert operation["error"]["details"][0]["reason"] == "OPERATION_CANCELLED"
    assert 0.8 <= time.monotonic() - begun < 6
    with pytest.raises(RestError) as caught:
        api.report("complete", lease)
    assert caught.value.reason == "LEASE_LOST"


def test_the_longest_wait(api, parent, queue):
    name = api.start(parent, queue=queue)["name"]
    begun = time.monotonic()
    assert "done" not in api.wait(name, "600s")
    assert api.lease(queues=[queue + "x"], waitTimeout="600s") == []
    assert 1.8 <= time.monotonic() - begun < 10


def test_page_sizes_and_the_life_of_a_token(api, parent):
    api.batch_start([{"ttl": "60s"}] * 5, parent)
    assert len(api.list(parent, pageSize=100)["operations"]) == 3
    first = api.list(parent)
    assert len(first["operations"]) == 2
    token = first["nextPageToken"]
    assert len(api.list(parent, pageToken=token)["operations"]) == 2

    def expired():
        try:
            api.list(parent, pageToken=token)
        except RestError as error:
            return error

    error = eventually(expired)
    assert (error.http_status, error.reason, error.fields) == (400, "INVALID_PAGE_TOKEN", ["pageToken"])


def test_a_name_is_free_again_when_its_tombstone_is_gone(api, parent):
    name = api.start(parent, operationId="again")["name"]
    api.delete(name)

    def free():
        try:
            return api.start(parent, operationId="again")["name"] == name
        except RestError as error:
            assert error.reason == "OPERATION_ALREADY_EXISTS"

    eventually(free)


def test_the_default_time_to_live(api, parent):
    name = api.start(parent)["name"]
    api.finish(name)

    def gone():
        try:
            api.get(name)
        except RestError as error:
            return error.http_status == 404

    eventually(gone)


def test_the_default_retry_policy(api, parent):
    name = api.start(parent, ttl="60s")["name"]
    for _ in range(2):
        answer = api.report("fail", api.lease_one(name, wait="1s"), error={"code": 14})
    assert answer["done"]


def test_the_largest_request(api, parent):
    assert api.start(parent, request=rest.text("x" * 9_000))["name"]
    with pytest.raises((RestError, OSError)) as caught:
        api.start(parent, request=rest.text("x" * 11_000))
    if isinstance(caught.value, RestError):
        assert caught.value.http_status == 413


@pytest.mark.parametrize("config, words", [
    ("nonsense: 1\n", ["nonsense"]),
    ("operations:\n  cancelGracePeriod: soon\n", ["operations.cancelGracePeriod"]),
    ("operations:\n  lease: 0s\n", ["operations.lease"]),
    ("listen: [1, 2]\n", ["listen"]),
    ("a: b: c: d\n", ["YAML"]),
    ("log:\n  level: loud\n", ["log.level", "info"]),
], ids=["unknown", "no span", "range", "no text", "no yaml", "no choice"])  # fmt: skip
def test_a_wrong_file_is_refused(new_server, config, words):
    server = new_server(config=config).launch()
    assert server.wait() != 0
    for word in words:
        assert word in server.log()
    assert "longrun.yaml" in server.log()


def test_options_win_over_the_file(new_server):
    server = new_server(config="listen: 127.0.0.1:1\nstore: sqlite:/nowhere/longrun.db\n").start()
    assert server.rest.start()["name"]
