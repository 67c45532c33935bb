"""Several nodes on one PostgreSQL: what one acknowledges holds on all, and they come back by themselves."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import pathlib
import shutil
import tempfile
import time
import uuid

import pytest

from chaos.postgres import Cluster, find_programs
from rest import RestError, eventually
from servers import Server

VALUE = "type.googleapis.com/google.protobuf.StringValue"

pytestmark = pytest.mark.skipif(
    find_programs() is None and not os.environ.get("CI"), reason="there is no initdb: install postgresql"
)


@contextlib.contextmanager
def running_cluster():
    # Another account must be able to enter it.
    directory = pathlib.Path(tempfile.mkdtemp(prefix="longrun-nodes-"))
    directory.chmod(0o755)
    cluster = Cluster(directory, "only")
    cluster.create()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.kill()
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="module")
def cluster():
    with running_cluster() as cluster:
        yield cluster


def start_nodes(binary, tmp_path_factory, *clusters: Cluster, count: int, config: str = "") -> list[Server]:
    schema = f"nodes_{uuid.uuid4().hex}"
    hosts = ",".join(f"127.0.0.1:{cluster.port}" for cluster in clusters)
    store = f"postgres://postgres@{hosts}/postgres"
    nodes = [
        Server(binary, tmp_path_factory.mktemp("node"), store=store, schema=schema, config=config)
        for _ in range(count)
    ]
    # All at once: they agree on who makes the tables.
    for node in nodes:
        node.launch()
    for node in nodes:
        eventually(node.is_ready)
    return nodes


@pytest.fixture(scope="module")
def nodes(binary, tmp_path_factory, cluster):
    nodes = start_nodes(binary, tmp_path_factory, cluster, count=3)
    yield nodes
    for node in nodes:
        node.assert_alive()
        node.stop()
        node.assert_no_errors_logged()


@pytest.fixture
def here(nodes):
    return nodes[0].rest


@pytest.fixture
def there(nodes):
    return nodes[1].rest


def test_what_one_acknowledges_all_show_at_once(nodes, parent, queue):
    for step in range(20):
        writer, reader = nodes[step % 3].rest, nodes[(step + 1) % 3].rest
        name = writer.start(parent, queue=queue)["name"]
        assert reader.get(name)["name"] == name
        lease = reader.lease(parent, queues=[queue])[0]
        writer.report("complete", lease)
        assert all(node.rest.get(name)["done"] for node in nodes)
        reader.delete(name)
        for node in nodes:
            with pytest.raises(RestError) as error:
                node.rest.get(name)
            assert error.value.reason == "OPERATION_DELETED"


def test_a_wait_ends_by_a_completion_elsewhere(here, there, parent, queue):
    name = here.start(parent, queue=queue)["name"]
    lease = here.lease_one(name)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(there.wait, name, "30s")
        time.sleep(0.3)
        assert not waiting.done()
        begun = time.monotonic()
        here.report("complete", lease)
        assert waiting.result(10)["done"]
    assert time.monotonic() - begun < 2


def test_a_worker_gets_what_is_started_elsewhere(here, there, parent, queue):
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        leasing = pool.submit(there.lease, parent, queues=[queue], waitTimeout="30s")
        time.sleep(0.3)
        begun = time.monotonic()
        name = here.start(parent, queue=queue)["name"]
        assert [lease["name"] for lease in leasing.result(10)] == [name]
    assert time.monotonic() - begun < 2


def test_a_lease_runs_out_once_whoever_notices(nodes, here, there, parent, queue):
    name = here.start(parent, queue=queue, retryPolicy={"initialBackoff": "0s", "maxBackoff": "0s"})["name"]
    there.lease_one(name, leaseDuration="1s")
    second = eventually(lambda: nodes[2].rest.lease(parent, queues=[queue], waitTimeout="10s"))
    assert second[0]["attempt"] == 2
    retries = [each for each in here.call("GET", f"/longrun/v1/{name}:history")["transitions"]]
    assert len([each for each in retries if each.get("to") == "PENDING" or each.get("toState") == "PENDING"]) == 2


def test_tokens_and_request_ids_hold_on_all(here, there, parent):
    names = sorted(here.start(parent)["name"] for _ in range(5))
    page = here.list(parent, pageSize=2)
    rest = there.list(parent, pageSize=10, pageToken=page["nextPageToken"])
    assert [each["name"] for each in page["operations"] + rest["operations"]] == names
    request = {"requestId": str(uuid.uuid4()), "labels": {"a": "b"}}
    assert here.start(parent, **request)["name"] == there.start(parent, **request)["name"]


def test_policies_hold_on_all(here, there, parent):
    name = here.start(parent)["name"]
    binding = {"role": "roles/viewer", "members": ["allUsers"]}
    policy = here.call("POST", f"/v1/{name}:setIamPolicy", {"policy": {"bindings": [binding]}})
    assert there.call("POST", f"/v1/{name}:getIamPolicy", {}) == policy


def test_nodes_that_ask_instead_of_being_told(binary, tmp_path_factory, cluster, parent, queue):
    first, second = poll = start_nodes(binary, tmp_path_factory, cluster, count=2)
    for node in poll:
        node.stop()
        path = node.directory / "longrun.yaml"
        path.write_text(path.read_text().replace("connections: 4", "connections: 4, changes: poll"))
        node.start()
    name = first.rest.start(parent, queue=queue)["name"]
    lease = first.rest.lease_one(name)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(second.rest.wait, name, "30s")
        time.sleep(0.3)
        first.rest.report("complete", lease)
        assert waiting.result(5)["done"]
    for node in poll:
        node.stop()


def test_readiness_follows_the_database_and_comes_back(binary, tmp_path_factory, parent):
    with running_cluster() as cluster:
        first, second = start_nodes(binary, tmp_path_factory, cluster, count=2)
        name = first.rest.start(parent)["name"]
        cluster.stop()
        eventually(lambda: not first.is_ready() and not second.is_ready())
        assert first.rest.raw("GET", "/healthz").status == 200
        with pytest.raises(RestError) as error:
            first.rest.start(parent)
        assert (error.value.http_status, error.value.code) == (503, "UNAVAILABLE")
        assert error.value.reason == "STORE_UNAVAILABLE"
        assert error.value.detail("RetryInfo")
        cluster.start()
        eventually(lambda: first.is_ready() and second.is_ready())
        assert second.rest.get(name)["name"] == name
        first.rest.start(parent)
        for node in (first, second):
            node.stop()


def test_a_schema_that_is_gone_is_said_to_the_operator_and_to_callers(binary, tmp_path_factory, cluster, parent):
    schema = f"gone_{uuid.uuid4().hex}"
    store = f"postgres://postgres@127.0.0.1:{cluster.port}/postgres"
    node = Server(binary, tmp_path_factory.mktemp("node"), store=store, schema=schema).start()
    cluster.sql(f"DROP SCHEMA {schema} CASCADE")
    eventually(lambda: not node.is_ready())
    assert b"longrun store migrate" in node.rest.raw("GET", "/readyz").body
    with pytest.raises(RestError) as error:
        node.rest.start(parent)
    assert error.value.reason == "STORE_UNAVAILABLE"
    assert "longrun store migrate" in error.value.message
    node.stop()


def test_a_failover_that_loses_commits_leaves_no_memory_of_them(binary, tmp_path_factory, parent, queue):
    with running_cluster() as cluster:
        standby = Cluster(cluster.directory.parent, "standby")
        cluster.sql("SELECT pg_create_physical_replication_slot('standby')")
        standby.copy(cluster, "standby")
        first, second = start_nodes(binary, tmp_path_factory, cluster, standby, count=2)
        name = first.rest.start(parent, queue=queue)["name"]
        lease = first.rest.lease_one(name, leaseDuration="600s")
        standby.start()
        eventually(lambda: cluster.sql("SELECT count(*) FROM pg_stat_replication WHERE replay_lsn = sent_lsn") == "1")
        standby.stop()
        # What the standby will never hear of; numbers are given to commits in steps of 32 that a crash leaves out.
        lost = [first.rest.start(parent, labels={"of": "old"})["name"] for _ in range(50)]
        first.rest.report("complete", lease, response={"@type": VALUE, "value": "old"})
        assert all(node.rest.get(each)["name"] == each for node in (first, second) for each in lost)
        assert second.rest.get(name)["response"]["value"] == "old"
        cluster.kill()
        standby.start()
        standby.promote()
        eventually(lambda: first.is_ready() and second.is_ready())
        try:
            assert not first.rest.get(name).get("done") and not second.rest.get(name).get("done")
            for each in lost:
                with pytest.raises(RestError) as error:
                    second.rest.get(each)
                assert error.value.code == "NOT_FOUND"
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                waiting = pool.submit(wait_until_done, second.rest, name)
                for _ in range(50):
                    new = first.rest.start(parent, labels={"of": "new"})["name"]
                    assert second.rest.record(new)["labels"] == {"of": "new"}
                begun = time.monotonic()
                first.rest.report("complete", lease, response={"@type": VALUE, "value": "new"})
                assert waiting.result(10)["response"]["value"] == "new"
            assert time.monotonic() - begun < 2
            for node in (first, second):
                node.stop()
        finally:
            standby.kill()


def wait_until_done(rest, name: str) -> dict:
    while not (operation := rest.wait(name, "30s")).get("done"):
        pass
    return operation


def test_a_node_that_cannot_reach_the_database_says_so_without_the_password(binary, tmp_path):
    server = Server(binary, tmp_path, store="postgres://someone:verysecret@127.0.0.1:1/none").launch()
    assert server.wait() == 1
    assert "verysecret" not in server.log()
    assert "PostgreSQL" in server.log()
