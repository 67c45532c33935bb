"""Filters and orders (AIP-160, AIP-132), through Google's own clients, curl's path and the command line."""

from __future__ import annotations

import grpc
import pytest
from google.api_core import operations_v1
from google.longrunning import operations_pb2

import google_clients
import rpc
from commands import CommandLine
from rest import refused, struct

PARENT = "projects/filters/locations/l"


@pytest.fixture(scope="module")
def some(api):
    """Five operations in all states but CANCELLED: id → name."""
    ids = {
        "failed": {"labels": {"env": "prod"}},
        "pending": {"queue": "nobody", "labels": {"env": "dev", "key with space": "v"}},
        "running": {"metadata": struct(clusterName="c1", status={"state": "RUNNING"}, items=["a", "b"])},
        "succeeded": {"labels": {"env": "prod"}, "metadata": struct(clusterName="c2", status={"state": "DONE"})},
        "waiting": {"queue": "nobody", "metadata": struct(name="projects/p/howl", at="2018-03-28T14:49:59Z")},
    }
    names = {id: api.start(PARENT, operationId=id, **fields)["name"] for id, fields in ids.items()}
    api.report("fail", api.lease_one(names["failed"]), error={"code": 5, "message": "No such bucket."})
    api.lease_one(names["running"], leaseDuration="3600s", workerId="w-7")
    api.finish(names["succeeded"], struct(rows=3))
    return names


CASES = [
    ("", ["failed", "pending", "running", "succeeded", "waiting"]),
    ("done:true", ["failed", "succeeded"]),
    ('done="false"', ["pending", "running", "waiting"]),
    ("state = (RUNNING OR FAILED)", ["failed", "running"]),
    ("labels.env = prod AND NOT error:*", ["succeeded"]),
    ('labels."key with space" = v', ["pending"]),
    ("labels.env:*", ["failed", "pending", "succeeded"]),
    ("error.code = NOT_FOUND", ["failed"]),
    ("response.rows >= 3", ["succeeded"]),
    ("metadata.cluster_name:c", ["running", "succeeded"]),
    ("clusterName = c1 AND status.state = ACTIVE", ["running"]),
    ('{"cluster_name": "c1", "operation_state_matcher": "ACTIVE"}', ["running"]),
    ("{}", ["failed", "pending", "running", "succeeded", "waiting"]),
    ('(metadata.name:howl) AND (metadata.at < "2018-03-28T14:50:00Z")', ["waiting"]),
    ("metadata.items:b", ["running"]),
    ("queue = nobody OR worker_id = w-7", ["pending", "running", "waiting"]),
    ("queue = nobody done = false -labels.env = dev", ["waiting"]),
    ("create_time > ago(1h) AND update_time <= ago(0s) AND name:/filters/", ["failed", "pending", "running", "succeeded", "waiting"]),
    ("bucket", ["failed"]),
    ("metadata.absent = x", []),
]  # fmt: skip


@pytest.mark.parametrize("filter, ids", CASES)
def test_rest(api, some, filter, ids):
    assert [each["name"] for each in api.list_all(PARENT, filter=filter)] == [some[id] for id in ids]
    assert [each["name"] for each in api.all_records(PARENT, filter=filter)] == [some[id] for id in ids]


@pytest.mark.parametrize("filter, ids", CASES)
def test_google_clients(server, channel, some, filter, ids):
    names = [some[id] for id in ids]
    client = operations_v1.OperationsClient(channel)
    assert [each.name for each in client.list_operations(PARENT, filter)] == names
    rest_client = google_clients.rest_client(server)
    assert [each.name for each in rest_client.list_operations(PARENT, filter, page_size=2)] == names


@pytest.mark.parametrize("parent, ids", [
    ("projects/filters/locations/-", ["failed", "succeeded"]), ("projects/-/locations/l", ["failed", "succeeded"]),
    ("projects/-/locations/other", []),
])  # fmt: skip
def test_wildcards_and_filters(api, some, parent, ids):
    found = api.list_all(parent, filter="done = true AND name:/filters/", returnPartialSuccess="true")
    assert [each["name"] for each in found] == [some[id] for id in ids]


def test_partial_success_over_grpc(channel, some):
    request = operations_pb2.ListOperationsRequest(name="projects/filters/locations/-", filter="done:true")
    if "return_partial_success" in request.DESCRIPTOR.fields_by_name:
        request.return_partial_success = True
    answer = rpc.operations(channel).ListOperations(request, timeout=rpc.LIMIT)
    assert [each.name for each in answer.operations] == [some["failed"], some["succeeded"]]
    assert not getattr(answer, "unreachable", [])


@pytest.mark.parametrize("order, ids", [
    ("create_time", ["failed", "pending", "running", "succeeded", "waiting"]),
    ("createTime desc", ["waiting", "succeeded", "running", "pending", "failed"]),
    ("end_time desc", ["waiting", "running", "pending", "succeeded", "failed"]),
    ("name desc", ["waiting", "succeeded", "running", "pending", "failed"]),
])  # fmt: skip
def test_orders(api, some, order, ids):
    names = [some[id] for id in ids]
    assert [each["name"] for each in api.all_records(PARENT, orderBy=order, pageSize=2)] == names


@pytest.mark.parametrize("query, field, text", [
    ({"filter": "done = maybe"}, "filter", "column 8: 'done' is either true or false, not 'maybe'."),
    ({"filter": "colour = red"}, "filter", "column 1: There is no field 'colour' here"),
    ({"filter": "(state = RUNNING"}, "filter", "column 1: The parenthesis"),
    ({"filter": "(" * 500}, "filter", "column 101: Parentheses"),
    ({"orderBy": "priority"}, "orderBy", "create_time"),
])  # fmt: skip
def test_refusals(api, query, field, text):
    error = refused(api.records, **query)
    assert error.http_status == 400 and error.code == "INVALID_ARGUMENT"
    assert error.reason in ("INVALID_FILTER", "INVALID_ORDER_BY")
    violation = error.detail("BadRequest")["fieldViolations"][0]
    assert violation["field"] == field and text in violation["description"]


@pytest.mark.parametrize("filter, text", [
    ("done =", "column 7"),
    ("x" * 17_000, "at most 16384 bytes; this one has 17000"),
    # What is repeated of a filter has to fit into the headers of an answer.
    ("done=" + "a" * 8_000, "aaaa…'"),
    ("x" * 16_000 + "=1", "There is no field 'xxxx"),
    ("é" * 500 + "=1", "There is no field 'éé"),
])  # fmt: skip
def test_refusal_over_grpc(channel, filter, text):
    with pytest.raises(grpc.RpcError) as caught:
        request = operations_pb2.ListOperationsRequest(name=PARENT, filter=filter)
        rpc.operations(channel).ListOperations(request, timeout=rpc.LIMIT)
    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert text in caught.value.details()


@pytest.mark.parametrize("length", [300, 1_000_000])
def test_a_long_order_over_grpc(channel, length):
    with pytest.raises(grpc.RpcError) as caught:
        rpc.call(channel, "longrun.v1.Observer/ListRecords", {"orderBy": "x" * length})
    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert "at most 256 bytes" in caught.value.details()


def test_a_token_keeps_its_question(api, some):
    page = api.records(PARENT, filter="labels.env:*", orderBy="name desc", pageSize=1)
    token = page["nextPageToken"]
    for query in ({"filter": "labels.env:*"}, {"orderBy": "name desc"}, {"filter": "labels.env = *", "orderBy": "name desc"}):
        assert refused(api.records, PARENT, pageToken=token, **query).reason == "INVALID_PAGE_TOKEN"
    rest = api.records(PARENT, filter="labels.env:*", orderBy="name desc", pageSize=9, pageToken=token)
    assert [each["name"] for each in page["records"] + rest["records"]] == [some["succeeded"], some["pending"], some["failed"]]


def test_tokens_survive_a_restart(new_server):
    server = new_server().start()
    api = server.rest
    names = [api.start("projects/p", operationId=f"op-{n}")["name"] for n in range(5)]
    page = api.records("projects/p", filter="done = false", orderBy="create_time", pageSize=2)
    server.restart()
    rest = api.records(
        "projects/p", filter="done = false", orderBy="create_time", pageSize=5, pageToken=page["nextPageToken"])
    assert [each["name"] for each in page["records"] + rest["records"]] == names


def test_command_line(server, some):
    command = CommandLine(server)
    found = command.json("list", PARENT, "--filter", "labels.env = prod", "--order-by", "create_time desc")
    assert [each["name"] for each in found] == [some["succeeded"], some["failed"]]
    assert len(command.json("list", PARENT, "--filter", "-labels.env = prod")) == 3
    result = command.run("list", PARENT, "--filter", "state = RUNING")
    assert result.status == 5
    assert "column 9" in result.err and "RUNNING" in result.err
