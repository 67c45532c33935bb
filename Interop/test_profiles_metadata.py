"""The metadata that the server itself gives to operations to which nobody gave any: in the type that a profile names."""

from __future__ import annotations

import pytest
from google.longrunning import operations_pb2
from google.protobuf import descriptor_pb2, timestamp_pb2

import profiles
import rpc
from servers import serving

TYPE = "google.cloud.networkconnectivity.v1.OperationMetadata"
PARENT = "projects/p/locations/l"


def conventional() -> bytes:
    """The seven fields that most of Google's services have, with their usual numbers."""
    file = descriptor_pb2.FileDescriptorProto(
        name="metadata.proto", package=TYPE.rpartition(".")[0], syntax="proto3",
        dependency=["google/protobuf/timestamp.proto"])
    message = file.message_type.add(name="OperationMetadata")
    names = ("create_time", "end_time", "target", "verb", "status_message", "requested_cancellation", "api_version")
    for number, name in enumerate(names, 1):
        type = 11 if name.endswith("time") else 8 if name == "requested_cancellation" else 9
        field = message.field.add(name=name, number=number, type=type, label=1)
        if type == 11:
            field.type_name = ".google.protobuf.Timestamp"
    times = descriptor_pb2.FileDescriptorProto.FromString(timestamp_pb2.DESCRIPTOR.serialized_pb)
    return descriptor_pb2.FileDescriptorSet(file=[times, file]).SerializeToString()


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    directory = tmp_path_factory.mktemp("metadata")
    (directory / "metadata.binpb").write_bytes(conventional())
    options = [*profiles.arguments("network-connectivity"), "--descriptors", str(directory / "metadata.binpb")]
    with serving(binary, directory, *options) as shared:
        yield shared


@pytest.fixture
def name(api) -> str:
    return api.start(PARENT, operationId=profiles.fresh_id())["name"]


def metadata(api, name: str) -> dict:
    shown = api.get(name)["metadata"]
    assert shown.pop("@type") == f"type.googleapis.com/{TYPE}"
    # Nothing but the fields of the type may stand there.
    assert set(shown) <= {
        "createTime", "endTime", "target", "verb", "statusMessage", "requestedCancellation", "apiVersion"}
    return shown


def test_from_the_start_to_the_end(api, name):
    assert metadata(api, name)["createTime"] == api.record(name)["createTime"]
    assert "endTime" not in metadata(api, name)
    lease = api.lease_one(name)
    api.report("heartbeat", lease, statusMessage="copying")
    assert metadata(api, name)["statusMessage"] == "copying"
    api.report("complete", lease)
    assert metadata(api, name)["endTime"] == api.record(name)["endTime"]


def test_a_cancellation_shows_at_once(api, name):
    lease = api.lease_one(name)
    assert not metadata(api, name).get("requestedCancellation", False)
    api.cancel(name)
    assert metadata(api, name)["requestedCancellation"] is True
    assert "done" not in api.get(name)
    api.report("fail", lease, error={"code": 1, "message": "stopped"})
    assert metadata(api, name)["requestedCancellation"] is True


def test_it_is_the_same_in_lists_and_over_grpc(api, channel, name):
    shown = api.get(name)["metadata"]
    assert [each["metadata"] for each in api.list_all(PARENT, filter=f'name = "{name}"')] == [shown]
    operation = rpc.operations(channel).GetOperation(operations_pb2.GetOperationRequest(name=name))
    assert operation.metadata.type_url == shown["@type"]
    created = timestamp_pb2.Timestamp()
    created.FromJsonString(shown["createTime"])
    # Field 1, of wire type 2.
    assert operation.metadata.value.startswith(bytes([0x0A, created.ByteSize()]) + created.SerializeToString())


def test_what_was_given_stays(api):
    given = {"@type": f"type.googleapis.com/{TYPE}", "verb": "create", "target": "projects/p/locations/l/hubs/h"}
    name = api.start(PARENT, operationId=profiles.fresh_id(), metadata=given)["name"]
    api.cancel(name)
    assert api.get(name)["metadata"] == given


def test_names_of_the_type_in_filters(api, name):
    """As the clients of these services write them."""
    for filter in ("metadata.create_time > 2020-01-01", "create_time > 2020-01-01"):
        assert name in [each["name"] for each in api.list_all(PARENT, filter=f'{filter} AND name = "{name}"')], filter
