"""What is peculiar to Dataproc: filters that are JSON objects, lists by collection, cancellations without a body."""

from __future__ import annotations

import json

import pytest

import profiles
from profiles import OverGRPC, OverREST
from servers import serving

PARENT = "projects/p/regions/r"
METADATA = "type.googleapis.com/google.protobuf.Struct"


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    with serving(binary, tmp_path_factory.mktemp("dataproc"), *profiles.arguments("dataproc")) as shared:
        yield shared


@pytest.fixture(params=["gRPC", "REST"])
def caller(request, server):
    made = OverGRPC(server) if request.param == "gRPC" else OverREST(server)
    yield made
    made.close()


@pytest.fixture(scope="module")
def clusters(api) -> dict[str, str]:
    """One operation a state, on two clusters; their names by their ids."""
    def start(id, cluster):
        metadata = {"@type": METADATA, "value": {"clusterName": cluster, "operationType": "CREATE"}}
        return api.start(PARENT, operationId=id, metadata=metadata)["name"]

    names = {id: start(id, cluster) for id, cluster in [("waits", "a"), ("runs", "b"), ("done", "a"), ("failed", "b")]}
    api.lease_one(names["runs"])
    api.finish(names["done"])
    api.report("fail", api.lease_one(names["failed"]), error={"code": 9, "message": "no quota"})
    return names


@pytest.mark.parametrize("filter, ids", [
    ({}, ["done", "failed", "runs", "waits"]),
    ({"cluster_name": "a"}, ["done", "waits"]),
    ({"operation_state_matcher": "ACTIVE"}, ["runs", "waits"]),
    ({"operation_state_matcher": "NON_ACTIVE"}, ["done", "failed"]),
    ({"operation_state_matcher": "ALL", "cluster_name": "b"}, ["failed", "runs"]),
    ({"operation_state_matcher": "ACTIVE", "cluster_name": "a"}, ["waits"]),
])  # fmt: skip
def test_a_filter_that_is_a_json_object(caller, clusters, filter, ids):
    page = caller.call("list", PARENT, filter=json.dumps(filter))
    assert [each["name"] for each in page["operations"]] == [clusters[id] for id in ids]


def test_a_filter_of_the_documentation(caller, clusters):
    page = caller.call("list", PARENT, filter="clusterName = a AND operationType = CREATE AND NOT done = true")
    assert [each["name"] for each in page["operations"]] == [clusters["waits"]]


def test_pages_by_the_collection(caller, clusters):
    """A token is good for both spellings of the parent over gRPC, since both mean the same list."""
    first = caller.call("list", PARENT, pageSize=3)
    assert len(first["operations"]) == 3
    spelling = f"{PARENT}/operations" if isinstance(caller, OverGRPC) else PARENT
    rest_of_it = caller.call("list", spelling, pageSize=3, pageToken=first["nextPageToken"])
    assert [each["name"] for each in first["operations"] + rest_of_it["operations"]] == sorted(clusters.values())


def test_any_region(caller, clusters):
    page = caller.call("list", "projects/p/regions/-")
    assert set(clusters.values()) <= {each["name"] for each in page["operations"]}


@pytest.mark.parametrize("body, headers", [
    (None, {"Content-Length": "0"}), (b"", {"Content-Type": "application/json"}), (b"{}", {"Content-Type": "application/json"}),
    (b"{}", {}),
])  # fmt: skip
def test_cancellations_as_clients_send_them(api, body, headers):
    name = api.start("projects/p/locations/l", operationId=profiles.fresh_id())["name"]
    answer = api.raw("POST", f"/v1/{name}:cancel?alt=json", body, headers)
    assert (answer.status, answer.json()) == (200, {})
    assert api.get(name)["error"]["code"] == 1


def test_metadata_of_those_who_gave_none(caller, api):
    """Its type is not described here, so that it is a Struct; the names are those that Google's services use."""
    name = api.start(PARENT, operationId=profiles.fresh_id())["name"]
    metadata = caller.call("get", name)["metadata"]
    assert metadata["@type"] == METADATA
    assert "createTime" in metadata["value"]


def test_metadata_that_was_given_stays(caller, clusters):
    assert caller.call("get", clusters["waits"])["metadata"]["value"]["clusterName"] == "a"
