"""google-cloud-dataproc, unmodified: the operations of its client, over gRPC and REST, with metadata of its own type."""

from __future__ import annotations

import pytest
from google.api_core import exceptions
from google.api_core.operations_v1 import OperationsClient
from google.auth.credentials import AnonymousCredentials
from google.cloud.dataproc_v1 import ClusterControllerClient, ClusterOperationMetadata
from google.cloud.dataproc_v1.services.cluster_controller import transports
from google.iam.v1 import iam_policy_pb2, policy_pb2
from google.longrunning import operations_pb2
from google.protobuf import descriptor_pb2, struct_pb2

import profiles
from servers import serving

PARENT = "projects/p/regions/r"
METADATA = "type.googleapis.com/google.cloud.dataproc.v1.ClusterOperationMetadata"


def described() -> bytes:
    """The message types of Dataproc's operations and all that they import, as the client has them."""
    files = descriptor_pb2.FileDescriptorSet()

    def add(file) -> None:
        if file.name not in [each.name for each in files.file]:
            for each in file.dependencies:
                add(each)
            file.CopyToProto(files.file.add())

    add(ClusterOperationMetadata.pb().DESCRIPTOR.file)
    return files.SerializeToString()


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    directory = tmp_path_factory.mktemp("dataproc")
    (directory / "dataproc.binpb").write_bytes(described())
    arguments = [*profiles.arguments("dataproc"), "--descriptors", str(directory / "dataproc.binpb")]
    with serving(binary, directory, *arguments) as shared:
        yield shared


@pytest.fixture(scope="module", params=["gRPC", "REST"])
def client(request, server):
    if request.param == "gRPC":
        channel = server.channel()
        transport = transports.ClusterControllerGrpcTransport(channel=channel)
    else:
        transport = transports.ClusterControllerRestTransport(
            host=server.http_address, url_scheme="http", credentials=AnonymousCredentials())
    with ClusterControllerClient(transport=transport) as made:
        yield made


@pytest.fixture
def name(api) -> str:
    return api.start(PARENT, operationId=profiles.fresh_id(), labels={"env": "staging"})["name"]


def metadata_of(operation: operations_pb2.Operation) -> ClusterOperationMetadata:
    assert operation.metadata.type_url == METADATA
    return ClusterOperationMetadata.deserialize(operation.metadata.value)


def test_get(client, api, name):
    operation = client.get_operation({"name": name})
    assert operation.name == name and not operation.done
    api.finish(name, {"@type": METADATA, "clusterName": "blue"})
    operation = client.get_operation({"name": name})
    assert operation.done
    assert ClusterOperationMetadata.deserialize(operation.response.value).cluster_name == "blue"


def test_metadata_that_nobody_gave(client, name):
    """The profile names its type, so that the client can decode it as what it expects."""
    metadata_of(client.get_operation({"name": name}))


def test_metadata_of_its_type(client, api):
    """Given by who starts the operation, replaced by the worker, and read by the client."""
    metadata = {"@type": METADATA, "clusterName": "blue", "status": {"state": "PENDING"}}
    name = api.start(PARENT, operationId=profiles.fresh_id(), metadata=metadata)["name"]
    assert metadata_of(client.get_operation({"name": name})).cluster_name == "blue"
    running = metadata | {"status": {"state": "RUNNING", "stateStartTime": "2026-03-28T14:50:00Z"}}
    api.report("heartbeat", api.lease_one(name), metadata=running)
    read = metadata_of(client.get_operation({"name": name}))
    assert read.status.state.name == "RUNNING" and read.status.state_start_time.year == 2026
    listed = client.list_operations({"name": f"{PARENT}/operations", "filter": "clusterName = blue AND status.state = RUNNING"})
    assert name in [each.name for each in listed.operations]


def test_list(client, api):
    parent = f"projects/p/locations/l{profiles.fresh_id()}"
    started = [api.start(parent, operationId=f"o{number}")["name"] for number in range(5)]
    request = {"name": f"{parent}/operations", "page_size": 3}
    first = client.list_operations(request)
    second = client.list_operations(request | {"page_token": first.next_page_token})
    assert [each.name for each in [*first.operations, *second.operations]] == started
    assert not second.next_page_token


def test_cancel(client, name):
    client.cancel_operation({"name": name})
    assert client.get_operation({"name": name}).error.code == 1


def test_delete(client, name):
    client.delete_operation({"name": name})
    with pytest.raises(exceptions.NotFound) as caught:
        client.get_operation({"name": name})
    assert caught.value.reason == "OPERATION_DELETED"


def test_policies(client, name):
    policy = policy_pb2.Policy(bindings=[policy_pb2.Binding(role="roles/viewer", members=["allUsers"])])
    stored = client.set_iam_policy(iam_policy_pb2.SetIamPolicyRequest(resource=name, policy=policy))
    assert client.get_iam_policy(iam_policy_pb2.GetIamPolicyRequest(resource=name)) == stored
    stale = policy_pb2.Policy(etag=b"stale")
    with pytest.raises(exceptions.Conflict):
        client.set_iam_policy(iam_policy_pb2.SetIamPolicyRequest(resource=name, policy=stale))
    asked = ["dataproc.operations.get", "other.things.get"]
    answer = client.test_iam_permissions(iam_policy_pb2.TestIamPermissionsRequest(resource=name, permissions=asked))
    assert list(answer.permissions) == asked[:1]


def test_its_operations_client(client, api, name):
    """The one with which the client follows the operations that its own methods start."""
    operations = client.transport.operations_client
    assert operations.get_operation(name).name == name
    spelling = f"{PARENT}/operations"
    assert name in [each.name for each in operations.list_operations(spelling, "done = false")]
    # Over REST it cannot send a cancellation that has no body, as Dataproc's has none (KeyError in api-core 2.44).
    if isinstance(operations, OperationsClient):
        operations.cancel_operation(name)
    else:
        client.cancel_operation({"name": name})
    assert operations.get_operation(name).error.code == 1
    operations.delete_operation(name)
    with pytest.raises(exceptions.NotFound):
        operations.get_operation(name)


def test_errors(client):
    with pytest.raises(exceptions.NotFound) as caught:
        client.get_operation({"name": f"{PARENT}/operations/unknown"})
    assert (caught.value.reason, caught.value.domain) == ("OPERATION_NOT_FOUND", "longrun.dev")
    with pytest.raises(exceptions.BadRequest) as caught:
        client.list_operations({"name": f"{PARENT}/operations", "filter": "unheard = of"})
    assert caught.value.reason == "INVALID_FILTER"


def test_a_type_that_was_not_described(new_server):
    """Then metadata that nobody gave is a Struct, which every client has."""
    server = new_server(*profiles.arguments("dataproc")).start()
    name = server.rest.start(PARENT)["name"]
    with server.channel() as channel:
        client = ClusterControllerClient(transport=transports.ClusterControllerGrpcTransport(channel=channel))
        metadata = struct_pb2.Struct()
        assert client.get_operation({"name": name}).metadata.Unpack(metadata)
        assert metadata["createTime"]
