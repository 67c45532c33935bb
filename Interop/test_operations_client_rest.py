"""google-api-core's AbstractOperationsClient, unmodified, over REST."""

from __future__ import annotations

import pytest
from google.api_core import exceptions
from google.protobuf import struct_pb2, wrappers_pb2

import rest
from google_clients import rest_client


@pytest.fixture(scope="module")
def client(server):
    return rest_client(server)


def test_get_a_running_operation(api, client, parent):
    name = api.start(parent)["name"]
    api.report("heartbeat", api.lease_one(name), progressPercent=30, statusMessage="copying")

    operation = client.get_operation(name)

    assert operation.name == name
    assert not operation.done
    metadata = struct_pb2.Struct()
    assert operation.metadata.Unpack(metadata)
    assert metadata["state"] == "RUNNING"
    assert metadata["progressPercent"] == 30
    assert metadata["statusMessage"] == "copying"
    assert metadata["attempt"] == 1


def test_get_a_finished_operation(api, client, parent):
    name = api.start(parent)["name"]
    api.finish(name, rest.text("grüße 🌍"))
    operation = client.get_operation(name)
    value = wrappers_pb2.StringValue()
    assert operation.done and operation.response.Unpack(value)
    assert value.value == "grüße 🌍"


def test_list_goes_through_all_pages(api, client, parent):
    started = {each["name"] for each in api.batch_start([{}] * 130, parent)}
    names = [each.name for each in client.list_operations(parent)]
    assert set(names) == started
    assert names == sorted(names)


def test_list_with_a_page_size(api, client, parent):
    api.batch_start([{}] * 7, parent)
    pages = [len(page.operations) for page in client.list_operations(parent, page_size=3).pages]
    assert pages == [3, 3, 1]


def test_list_of_an_unknown_parent_is_empty(client):
    assert list(client.list_operations("projects/nobody/locations/nowhere")) == []


def test_cancel_and_delete(api, client, parent):
    name = api.start(parent)["name"]

    client.cancel_operation(name)
    operation = client.get_operation(name)
    assert operation.done and operation.error.code == 1

    client.delete_operation(name)
    with pytest.raises(exceptions.NotFound) as caught:
        client.get_operation(name)
    assert caught.value.reason == "OPERATION_DELETED"


def test_errors_are_google_exceptions(client):
    name = "projects/p/locations/l/operations/nothing"
    with pytest.raises(exceptions.NotFound) as caught:
        client.get_operation(name)
    assert caught.value.code == 404
    assert caught.value.reason == "OPERATION_NOT_FOUND"
    assert caught.value.domain == "longrun.dev"
    assert caught.value.metadata == {"name": name}

    with pytest.raises(exceptions.BadRequest) as caught:
        client.list_operations("projects/p", page_size=-1)
    assert caught.value.reason == "INVALID_FIELD"


def test_list_of_the_root_asks_for_operations_operations(api, client, parent):
    """The client's default template puts `/operations` behind whatever it is given."""
    name = api.start(operationId=f"root-{parent.split('/')[1]}")["name"]
    assert name.startswith("operations/")
    assert name in [each.name for each in client.list_operations("operations")]


def test_get_of_a_root_operation_needs_another_template(api, server, client, parent):
    """The default template refuses such a name before anything is sent; services with such names set their own."""
    name = api.start()["name"]
    with pytest.raises(ValueError):
        client.get_operation(name)

    service = "google.longrunning.Operations."
    own = rest_client(
        server,
        http_options={
            service + "GetOperation": [{"method": "get", "uri": "/v1/{name=operations/**}"}],
            service + "CancelOperation": [{"method": "post", "uri": "/v1/{name=operations/**}:cancel", "body": "*"}],
            service + "DeleteOperation": [{"method": "delete", "uri": "/v1/{name=operations/**}"}],
        },
    )
    own.cancel_operation(name)
    assert own.get_operation(name).error.code == 1
    own.delete_operation(name)


@pytest.mark.parametrize("prefix", ["v1", "v2", "v1beta1", "v2alpha1"])
def test_other_version_prefixes(api, server, parent, prefix):
    name = api.start(parent)["name"]
    client = rest_client(server, path_prefix=prefix)
    assert client.get_operation(name).name == name
    assert [each.name for each in client.list_operations(parent)] == [name]
