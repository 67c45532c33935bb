"""google-api-core's OperationsClient, unmodified, over gRPC."""

from __future__ import annotations

import asyncio

import grpc
import pytest
from google.api_core import exceptions, operations_v1
from google.longrunning import operations_pb2
from google.protobuf import empty_pb2, struct_pb2, wrappers_pb2
from google.rpc import error_details_pb2
from grpc_status import rpc_status

import rest
import rpc


@pytest.fixture(scope="module")
def client(channel):
    return operations_v1.OperationsClient(channel)


def detail(error: exceptions.GoogleAPICallError, kind):
    return next(each for each in error.details if isinstance(each, kind))


def test_get_a_pending_operation(api, client, parent):
    name = api.start(parent, operationId="one", labels={"team": "blue"})["name"]

    operation = client.get_operation(name)

    assert operation.name == name == f"{parent}/operations/one"
    assert not operation.done
    assert operation.WhichOneof("result") is None
    metadata = struct_pb2.Struct()
    assert operation.metadata.Unpack(metadata), "the conventional metadata is a Struct, which every client knows"
    assert metadata["state"] == "PENDING"
    assert metadata["queue"] == "default"
    assert metadata["labels"]["team"] == "blue"
    assert metadata["createTime"] == metadata["updateTime"]


def test_get_a_finished_operation(api, client, parent):
    name = api.start(parent)["name"]
    api.finish(name, rest.text("42"))

    operation = client.get_operation(name)

    assert operation.done
    value = wrappers_pb2.StringValue()
    assert operation.response.Unpack(value)
    assert value.value == "42"


def test_a_completion_without_a_response_is_empty(api, client, parent):
    name = api.start(parent)["name"]
    api.finish(name)
    operation = client.get_operation(name)
    assert operation.done
    assert operation.response.Is(empty_pb2.Empty.DESCRIPTOR)


def test_metadata_comes_back_as_it_was_set(api, client, parent):
    name = api.start(parent, metadata=rest.text("first"))["name"]
    assert client.get_operation(name).metadata.value == wrappers_pb2.StringValue(value="first").SerializeToString()
    lease = api.lease_one(name)
    api.report("heartbeat", lease, metadata=rest.text("second"))
    assert client.get_operation(name).metadata.value == wrappers_pb2.StringValue(value="second").SerializeToString()


def test_list_goes_through_all_pages(api, client, parent):
    started = {each["name"] for each in api.batch_start([{}] * 230, parent)}

    names = [each.name for each in client.list_operations(parent, "")]

    assert len(names) == 230
    assert set(names) == started
    assert names == sorted(names)


@pytest.mark.parametrize("suffix", ["", "/operations"])
def test_list_takes_both_spellings_of_a_parent(api, client, parent, suffix):
    name = api.start(parent)["name"]
    assert [each.name for each in client.list_operations(parent + suffix, "")] == [name]


def test_list_of_an_unknown_parent_is_empty(client):
    assert list(client.list_operations("projects/nobody/locations/nowhere", "")) == []


def test_pages_of_the_iterator(api, client, parent):
    api.batch_start([{}] * 101, parent)
    pages = [len(list(page)) for page in client.list_operations(parent, "").pages]
    assert pages == [50, 50, 1]


def test_cancel_before_the_work_began(api, client, parent):
    name = api.start(parent)["name"]

    client.cancel_operation(name)

    operation = client.get_operation(name)
    assert operation.done
    assert operation.error.code == grpc.StatusCode.CANCELLED.value[0]


def test_cancel_of_running_work_is_a_request(api, client, parent):
    name = api.start(parent)["name"]
    lease = api.lease_one(name)

    client.cancel_operation(name)
    client.cancel_operation(name)

    operation = client.get_operation(name)
    assert not operation.done
    metadata = struct_pb2.Struct()
    operation.metadata.Unpack(metadata)
    assert metadata["requestedCancellation"] is True
    api.report("complete", lease, response=rest.text("done all the same"))
    assert client.get_operation(name).WhichOneof("result") == "response"


def test_cancel_of_a_finished_operation_changes_nothing(api, client, parent):
    name = api.start(parent)["name"]
    api.finish(name, rest.text("kept"))
    before = client.get_operation(name)
    client.cancel_operation(name)
    assert client.get_operation(name) == before


def test_delete_and_delete_again(api, client, parent):
    name = api.start(parent)["name"]

    client.delete_operation(name)

    for call in (client.get_operation, client.delete_operation, client.cancel_operation):
        with pytest.raises(exceptions.NotFound) as caught:
            call(name)
        assert caught.value.reason == "OPERATION_DELETED"
    assert list(client.list_operations(parent, "")) == []


def test_not_found_as_a_google_exception(client):
    name = "projects/p/locations/l/operations/nothing"
    with pytest.raises(exceptions.NotFound) as caught:
        client.get_operation(name)
    error = caught.value
    assert error.grpc_status_code == grpc.StatusCode.NOT_FOUND
    assert error.reason == "OPERATION_NOT_FOUND"
    assert error.domain == "longrun.dev"
    assert error.metadata == {"name": name}
    assert isinstance(detail(error, error_details_pb2.ErrorInfo), error_details_pb2.ErrorInfo)


def test_invalid_argument_names_the_field(client):
    with pytest.raises(exceptions.InvalidArgument) as caught:
        client.get_operation("not-a-name")
    assert caught.value.reason == "INVALID_FIELD"
    violations = detail(caught.value, error_details_pb2.BadRequest).field_violations
    assert [each.field for each in violations] == ["name"]
    assert violations[0].description


def test_the_status_in_the_trailer_agrees_with_the_call(channel):
    stub = rpc.operations(channel)
    with pytest.raises(grpc.RpcError) as caught:
        stub.GetOperation(operations_pb2.GetOperationRequest(name="operations/nothing"), timeout=rpc.LIMIT)
    status = rpc_status.from_call(caught.value)
    assert status.code == grpc.StatusCode.NOT_FOUND.value[0]
    assert status.message == caught.value.details()
    assert len({each.type_url for each in status.details}) == len(status.details)


def test_an_error_text_may_hold_any_character(channel):
    with rpc.failing() as caught:
        label = {"labels": {"größe": "x" * 300}}
        rpc.call(channel, "longrun.v1.Producer/StartOperation", label)
    assert caught[0].code == "INVALID_ARGUMENT"
    assert "größe" in caught[0].message


def test_unknown_methods_are_unimplemented(channel):
    with rpc.failing() as caught:
        rpc.call_bytes(channel, "google.longrunning.Operations/CreateOperation", b"")
    assert caught[0].code == "UNIMPLEMENTED"


def test_the_asyncio_client(api, server, parent):
    name = api.start(parent)["name"]

    async def run():
        async with grpc.aio.insecure_channel(server.grpc_address) as channel:
            client = operations_v1.OperationsAsyncClient(channel)
            listed = [each.name async for each in await client.list_operations(parent, "")]
            await client.cancel_operation(name)
            return listed, await client.get_operation(name)

    listed, operation = asyncio.run(run())
    assert listed == [name]
    assert operation.done and operation.error.code == 1
