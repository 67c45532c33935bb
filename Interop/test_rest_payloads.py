"""Payloads of every type, as ProtoJSON spells them."""

from __future__ import annotations

import base64

import pytest
from google.longrunning import operations_pb2

import rest
import rpc


@pytest.mark.parametrize("payload", [
    {"@type": rest.TYPES + "Duration", "value": "1.500s"},
    {"@type": rest.TYPES + "Timestamp", "value": "2024-02-29T12:00:00.000001Z"},
    {"@type": rest.TYPES + "Int64Value", "value": "9007199254740993"},
    {"@type": rest.TYPES + "BytesValue", "value": "AP8="},
    {"@type": rest.TYPES + "ListValue", "value": [1, "two", None, {"three": 3}]},
    {"@type": rest.TYPES + "Value", "value": "text"},
    {"@type": rest.TYPES + "Empty"},
    {"@type": rest.TYPES + "Any", "value": {"@type": rest.TYPES + "StringValue", "value": "nested"}},
    {"@type": "type.googleapis.com/google.rpc.Status", "code": 3, "message": "m"},
    {"@type": "type.googleapis.com/google.longrunning.Operation", "name": "operations/x", "done": True},
    {"@type": rest.TYPES + "StringValue", "value": "<>&\"'\\ \u2028 \U0001f30d \x7f"},
], ids=lambda payload: payload["@type"].split(".")[-1])  # fmt: skip
def test_payloads_come_back_as_they_went_in(api, parent, payload):
    name = api.start(parent, request=payload, metadata=payload)["name"]
    lease = api.lease_one(name)
    assert lease["request"] == payload
    api.report("complete", lease, response=payload)
    operation = api.get(name)
    assert operation["metadata"] == payload
    assert operation["response"] == payload


def test_empty_with_a_value_is_the_same(api, parent):
    name = api.start(parent)["name"]
    api.finish(name, {"@type": rest.TYPES + "Empty", "value": {}})
    assert api.get(name)["response"] == rest.empty()


def test_payloads_of_unknown_types_never_spoil_an_answer(api, channel, parent):
    """Only gRPC can bring them: their JSON is unknown here, so they are shown as base64."""
    data = b"\x0a\x03abc"
    message = rpc.message("longrun.v1.StartOperationRequest")(parent=parent)
    for field in (message.request, message.metadata):
        field.type_url = "type.googleapis.com/example.v1.Unheard"
        field.value = data
    rpc.call_bytes(channel, "longrun.v1.Producer/StartOperation", message.SerializeToString())
    known = api.start(parent)["name"]
    shown = {"@type": "type.googleapis.com/example.v1.Unheard", "value": base64.b64encode(data).decode()}

    listed = api.list_all(parent)
    assert known in [each["name"] for each in listed]
    [unknown] = [each for each in listed if each["name"] != known]
    assert unknown["metadata"] == shown
    record = api.record(unknown["name"])
    assert record["request"] == shown
    lease = api.lease_one(unknown["name"])
    assert lease["request"] == shown
    operation = rpc.operations(channel).GetOperation(operations_pb2.GetOperationRequest(name=unknown["name"]))
    assert operation.metadata.value == data, "gRPC gives the bytes as they came"
