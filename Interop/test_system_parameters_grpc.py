"""System parameters that gRPC callers send as metadata."""

from __future__ import annotations

import pytest
from google.longrunning import operations_pb2
from google.protobuf import duration_pb2, struct_pb2

import rpc

MASK = "x-goog-fieldmask"


@pytest.fixture
def name(api, parent) -> str:
    return api.start(parent)["name"]


def state_alone(operation: operations_pb2.Operation) -> dict:
    content = struct_pb2.Struct()
    assert operation.metadata.Unpack(content)
    return dict(content)


def test_get(channel, name):
    request = operations_pb2.GetOperationRequest(name=name)
    answer = rpc.operations(channel).GetOperation(request, metadata=[(MASK, "metadata(state)")])
    assert answer.name == "" and state_alone(answer) == {"state": "PENDING"}


def test_wait(channel, name):
    request = operations_pb2.WaitOperationRequest(name=name, timeout=duration_pb2.Duration())
    answer = rpc.operations(channel).WaitOperation(request, metadata=[(MASK, "name,metadata/state")])
    assert answer.name == name and state_alone(answer) == {"state": "PENDING"}


def test_list(channel, name, parent):
    request = operations_pb2.ListOperationsRequest(name=parent)
    answer = rpc.operations(channel).ListOperations(request, metadata=[(MASK, "operations.name")])
    assert name in [each.name for each in answer.operations]
    assert not any(each.HasField("metadata") for each in answer.operations)


@pytest.mark.parametrize("method", ["GetOperation", "WaitOperation", "ListOperations"])
def test_a_mask_that_is_wrong(channel, name, method):
    kind = getattr(operations_pb2, f"{method}Request")
    with rpc.failing() as caught:
        getattr(rpc.operations(channel), method)(kind(name=name), metadata=[(MASK, "nam")])
    assert caught[0].code == "INVALID_ARGUMENT"
    assert caught[0].fields == [MASK]
