"""A service of one's own: its messages described while the server runs, its queries done by a worker."""

from __future__ import annotations

import base64

import pytest
from google.longrunning import operations_pb2
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

import profiles
import rest
import rpc
from profiles import OverREST, refusal
from servers import serving

TYPE = "type.googleapis.com/query.v1."


def query_messages() -> descriptor_pb2.FileDescriptorSet:
    """`query.v1.QueryRequest {string text = 1}`, `QueryResponse {repeated Row rows = 1; int64 total_rows = 2}` and
    `Row {repeated string cells = 1}`."""
    file = descriptor_pb2.FileDescriptorProto(name="query.proto", package="query.v1", syntax="proto3")
    file.message_type.add(name="QueryRequest").field.add(name="text", number=1, type=9, label=1, json_name="text")
    response = file.message_type.add(name="QueryResponse")
    response.field.add(name="rows", number=1, type=11, label=3, type_name=".query.v1.Row", json_name="rows")
    response.field.add(name="total_rows", number=2, type=3, label=1, json_name="totalRows")
    file.message_type.add(name="Row").field.add(name="cells", number=1, type=9, label=3, json_name="cells")
    return descriptor_pb2.FileDescriptorSet(file=[file])


def response_class():
    pool = descriptor_pool.DescriptorPool()
    pool.Add(query_messages().file[0])
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("query.v1.QueryResponse"))


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    with serving(binary, tmp_path_factory.mktemp("queries"), *profiles.arguments("query-service")) as shared:
        content = base64.b64encode(query_messages().SerializeToString()).decode()
        shared.rest.call("POST", "/longrun/v1/descriptorSets", {"descriptorSetId": "query", "content": content})
        yield shared


@pytest.fixture
def query(api) -> str:
    request = {"@type": TYPE + "QueryRequest", "text": "SELECT name FROM ships"}
    return api.start(operationId=profiles.fresh_id(), request=request)["name"]


ANSWER = {"@type": TYPE + "QueryResponse", "rows": [{"cells": ["Fram"]}, {"cells": ["Endurance"]}], "totalRows": "2"}


def work(api, query: str) -> None:
    lease = api.lease_one(query)
    assert lease["request"]["text"] == "SELECT name FROM ships"
    api.report("complete", lease, response=ANSWER | {"totalRows": 2})


def test_the_response_over_rest(api, query):
    work(api, query)
    for operation in (api.get(query), api.call("POST", f"/v1/{query}:wait")):
        assert operation["response"] == ANSWER


def test_the_response_over_grpc(api, channel, query):
    work(api, query)
    stub = rpc.operations(channel)
    for operation in (
        stub.GetOperation(operations_pb2.GetOperationRequest(name=query)),
        stub.WaitOperation(operations_pb2.WaitOperationRequest(name=query)),
    ):
        assert operation.response.type_url == ANSWER["@type"]
        response = response_class().FromString(operation.response.value)
        assert [row.cells[0] for row in response.rows] == ["Fram", "Endurance"] and response.total_rows == 2


def test_the_list_at_the_root(api, query):
    """`name` is a query parameter there; empty or `operations`, it is the root."""
    work(api, query)
    for name in (None, "", "operations"):
        query_parameters = {} if name is None else {"name": name}
        page = api.call("GET", "/v1/operations", filter=f'name = "{query}"', **query_parameters)
        assert [each["response"] for each in page["operations"]] == [ANSWER], name
    assert api.list(filter="response.total_rows > 2 AND response.rows.cells:Fram") == {}


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_wait_takes_its_time_from_the_query(api, query, verb):
    with rest.Clock() as clock:
        assert "done" not in api.call(verb, f"/v1/{query}:wait?timeout=0.3s")
    assert 0.25 < clock.elapsed < 5
    work(api, query)
    assert api.call(verb, f"/v1/{query}:wait?timeout=30s")["response"] == ANSWER
    for wrong in ("timeout=soon", "timeout=-1s", "patience=1s"):
        assert api.raw(verb, f"/v1/{query}:wait?{wrong}").status == 400


def test_cancel_has_no_query_parameters_but_those_of_the_system(api, query):
    assert api.raw("POST", f"/v1/{query}:cancel?force=true").error.fields == ["force"]
    assert api.call("POST", f"/v1/{query}:cancel?alt=json&prettyPrint=false") == {}


def test_its_time_to_live(api, query):
    """The profile says how long its operations are kept, unless their start does."""
    assert api.record(query)["ttl"] == "604800s"
    named = api.start(operationId=profiles.fresh_id(), ttl="60s")["name"]
    assert api.record(named)["ttl"] == "60s"


def test_policies_are_not_offered(server, query):
    assert refusal(OverREST(server).call, "getIamPolicy", query).reason == "METHOD_NOT_OFFERED"
