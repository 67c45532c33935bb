"""Payloads of types that the server learns at run time, from files and while it runs, and of types nobody described."""

from __future__ import annotations

import base64
import json

import grpc
import pytest
from google.longrunning import operations_pb2
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory, struct_pb2

import rpc
import tools
from commands import CommandLine
from rest import refused

ORDER = "type.googleapis.com/shop.v1.Order"
PARENT = "projects/shop"


def shop(extra: str = "") -> descriptor_pb2.FileDescriptorSet:
    """`shop.v1.Order {string id = 1; repeated Item items = 2; google.protobuf.Any note = 3}`, `Item {string sku = 1;
    int64 count = 2}`, with what it imports."""
    file = descriptor_pb2.FileDescriptorProto(
        name="shop.proto", package="shop.v1", syntax="proto3", dependency=["google/protobuf/any.proto"])
    item = file.message_type.add(name="Item")
    item.field.add(name="sku", number=1, type=9, label=1, json_name="sku")
    item.field.add(name="item_count", number=2, type=3, label=1, json_name="itemCount")
    order = file.message_type.add(name="Order")
    order.field.add(name="id", number=1, type=9, label=1, json_name="id")
    order.field.add(name="items", number=2, type=11, label=3, type_name=".shop.v1.Item", json_name="items")
    order.field.add(name="note", number=3, type=11, label=1, type_name=".google.protobuf.Any", json_name="note")
    if extra:
        order.field.add(name=extra, number=9, type=9, label=1, json_name=extra)
    any_file = descriptor_pb2.FileDescriptorProto.FromString(any_pb2.DESCRIPTOR.serialized_pb)
    return descriptor_pb2.FileDescriptorSet(file=[any_file, file])


def order_class():
    pool = descriptor_pool.DescriptorPool()
    for file in shop().file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("shop.v1.Order"))


def add(api, id: str, content: bytes) -> dict:
    body = {"descriptorSetId": id, "content": base64.b64encode(content).decode()}
    return api.call("POST", "/longrun/v1/descriptorSets", body)


@pytest.fixture
def described(new_server, tmp_path):
    """A server that was started with the shop's types."""
    (tmp_path / "shop.binpb").write_bytes(shop().SerializeToString())
    return new_server("--descriptors", str(tmp_path / "shop.binpb")).start()


def test_a_described_type(described):
    api = described.rest
    sent = {"@type": ORDER, "id": "o1", "items": [{"sku": "a", "item_count": 3}, {"sku": "b", "itemCount": "4"}]}
    shown = sent | {"items": [{"sku": "a", "itemCount": "3"}, {"sku": "b", "itemCount": "4"}]}
    name = api.start(PARENT, request=sent, metadata=sent)["name"]
    assert api.get(name)["metadata"] == shown
    with grpc.insecure_channel(described.grpc_address) as channel:
        operation = rpc.operations(channel).GetOperation(operations_pb2.GetOperationRequest(name=name))
        order = order_class().FromString(operation.metadata.value)
        assert operation.metadata.type_url == ORDER and [each.item_count for each in order.items] == [3, 4]
        order.id = "o2"
        request = rpc.message("longrun.v1.StartOperationRequest")(parent=PARENT)
        request.metadata.type_url, request.metadata.value = ORDER, order.SerializeToString()
        rpc.call_bytes(channel, "longrun.v1.Producer/StartOperation", request.SerializeToString())
    assert [each["metadata"]["id"] for each in api.list_all(PARENT)] == ["o1", "o2"]
    for filter, ids in [
        ("metadata.id = o2", ["o2"]), ("metadata.items.item_count = 4", []), ("metadata.items.item_count:4", ["o1", "o2"]),
        ("metadata.items:*", ["o1", "o2"]), (f"metadata.@type = {ORDER} AND metadata.id != o2", ["o1"]),
        ("request.items.sku:b", ["o1"]),
    ]:  # fmt: skip
        assert [each["metadata"]["id"] for each in api.list_all(PARENT, filter=filter)] == ids, filter


@pytest.mark.parametrize("value, field", [
    ({"items": [{}, {"count": 1}]}, "request.items[1].count"), ({"ident": 1}, "request.ident"),
    ({"items": [{"itemCount": 1.5}]}, "request.items[0].itemCount"), ({"id": 7}, "request.id"), ({"items": {}}, "request.items"),
    ({"items": [{"sku": "a", "itemCount": 1, "item_count": 1}]}, "request.items[0].itemCount"),
])  # fmt: skip
def test_what_does_not_fit_is_named(described, value, field):
    error = refused(described.rest.start, PARENT, request={"@type": ORDER} | value)
    assert error.http_status == 400
    assert error.detail("BadRequest")["fieldViolations"][0]["field"] == field


UNDESCRIBED = {"id": 1234, "@type": "types.example.com/standard/id", "note": [None, {"a_b": 0.5}]}


def test_json_nobody_described(described):
    """Exactly as it came on REST; a Struct of all its members on gRPC; and filters see through it."""
    api = described.rest
    name = api.start(PARENT, request=UNDESCRIBED, metadata=UNDESCRIBED)["name"]
    lease = api.lease_one(name)
    assert lease["request"] == UNDESCRIBED
    api.report("complete", lease, response=UNDESCRIBED)
    for shown in (api.get(name), api.record(name), api.list_all(PARENT)[0]):
        assert shown["metadata"] == UNDESCRIBED and shown["response"] == UNDESCRIBED
    with grpc.insecure_channel(described.grpc_address) as channel:
        operation = rpc.operations(channel).GetOperation(operations_pb2.GetOperationRequest(name=name))
    for any in (operation.metadata, operation.response):
        value = struct_pb2.Struct()
        assert any.Unpack(value)
        assert dict(value)["@type"] == UNDESCRIBED["@type"] and value["id"] == 1234 and len(value.fields) == 3
    for filter in ("metadata.id = 1234", "response.note:*", "metadata.@type = types.example.com/standard/id"):
        assert len(api.list_all(PARENT, filter=filter)) == 1, filter


def test_json_nobody_described_within_a_described_type(described):
    api = described.rest
    payload = {"@type": ORDER, "id": "o1", "note": UNDESCRIBED}
    name = api.start(PARENT, metadata=payload)["name"]
    assert api.get(name)["metadata"] == payload
    with grpc.insecure_channel(described.grpc_address) as channel:
        operation = rpc.operations(channel).GetOperation(operations_pb2.GetOperationRequest(name=name))
    order = order_class().FromString(operation.metadata.value)
    note = struct_pb2.Struct()
    assert order.note.Unpack(note) and note["id"] == 1234


def test_json_that_was_described_otherwise_later(new_server):
    """It is still a Struct on gRPC, and on REST what it was."""
    server = new_server().start()
    payload = {"@type": ORDER, "bogus": {"a": [1]}}
    name = server.rest.start(PARENT, metadata=payload)["name"]
    add(server.rest, "shop", shop().SerializeToString())
    assert server.rest.get(name)["metadata"] == payload
    with grpc.insecure_channel(server.grpc_address) as channel:
        operation = rpc.operations(channel).GetOperation(operations_pb2.GetOperationRequest(name=name))
    value = struct_pb2.Struct()
    assert operation.metadata.Unpack(value) and set(value.fields) == {"@type", "bogus"}


def test_a_repeated_start_may_spell_its_json_otherwise(described):
    api, id = described.rest, "7c0e1a52-4b1d-4f0e-9d43-0a8c3f5d2b61"
    start = lambda payload: api.start(PARENT, requestId=id, request=payload)["name"]  # noqa: E731
    name = start(UNDESCRIBED | {"n": 1.5})
    assert start({"n": 1.50, **dict(reversed(UNDESCRIBED.items()))}) == name
    assert refused(start, UNDESCRIBED | {"n": 2}).reason == "REQUEST_ID_CONFLICT"


def test_bytes_nobody_described_are_taken_back(described):
    shown = {"@type": "types.example.com/x.Y", "value": "AQL/"}
    name = described.rest.start(PARENT, metadata=shown)["name"]
    assert described.rest.get(name)["metadata"] == shown
    with grpc.insecure_channel(described.grpc_address) as channel:
        operation = rpc.operations(channel).GetOperation(operations_pb2.GetOperationRequest(name=name))
    assert (operation.metadata.type_url, operation.metadata.value) == (shown["@type"], b"\x01\x02\xff")


def test_refused_at_the_door(new_server, tmp_path):
    (tmp_path / "longrun.yaml").write_text("payloads:\n  unknown: reject\n")
    server = new_server("--config", str(tmp_path / "longrun.yaml")).start()
    for payload in (UNDESCRIBED, {"@type": "types.example.com/x.Y", "value": "AQL/"}):
        error = refused(server.rest.start, PARENT, metadata=payload)
        assert error.reason == "PAYLOAD_TYPE_UNKNOWN" and error.http_status == 400
    nested = {"@type": "type.googleapis.com/google.rpc.Status", "details": [{"@type": "x/y", "value": "AAAA"}]}
    assert refused(server.rest.start, PARENT, metadata=nested).reason == "PAYLOAD_TYPE_UNKNOWN"
    server.rest.start(PARENT, metadata={"@type": "type.googleapis.com/google.protobuf.Struct", "value": {}})


def test_types_are_added_while_it_runs(new_server):
    server = new_server().start()
    api = server.rest
    data = order_class()(id="o1").SerializeToString()
    before = {"@type": ORDER, "value": base64.b64encode(data).decode()}
    after = {"@type": ORDER, "id": "o1"}
    name = api.start(PARENT, metadata=before)["name"]
    assert api.get(name)["metadata"] == before
    added = add(api, "shop", shop().SerializeToString())
    assert added["name"] == "descriptorSets/shop"
    assert {"shop.v1.Item", "shop.v1.Order"} <= set(added["messageTypes"])
    assert api.get(name)["metadata"] == after
    server.restart()
    assert api.get(name)["metadata"] == after
    assert [each["name"] for each in api.call("GET", "/longrun/v1/descriptorSets")["descriptorSets"]] == [added["name"]]
    add(api, "shop", shop(extra="colour").SerializeToString())
    newer = {"@type": ORDER, "id": "o2", "colour": "red"}
    assert api.get(api.start(PARENT, metadata=newer)["name"])["metadata"] == newer
    assert api.call("DELETE", "/longrun/v1/descriptorSets/shop") == {}
    assert api.get(name)["metadata"] == before
    assert refused(api.call, "DELETE", "/longrun/v1/descriptorSets/shop").reason == "DESCRIPTOR_SET_NOT_FOUND"


def test_reflection_knows_added_types(new_server):
    """grpcurl, which knows only what reflection tells it, shows the payload as JSON."""
    server = new_server().start()
    add(server.rest, "shop", shop().SerializeToString())
    name = server.rest.start(PARENT, metadata={"@type": ORDER, "items": [{"itemCount": 3}]})["name"]
    shown = json.loads(
        tools.output(
            "grpcurl", "-plaintext", "-d", json.dumps({"name": name}), server.grpc_address,
            "google.longrunning.Operations/GetOperation"))  # fmt: skip
    assert shown["metadata"] == {"@type": ORDER, "items": [{"itemCount": "3"}]}


def test_bad_sets_are_refused(described, new_server, tmp_path):
    api = described.rest
    lonely = descriptor_pb2.FileDescriptorSet(file=shop().file)
    lonely.file[1].package = "shop.v2"
    lonely.file[1].message_type[1].field[1].type_name = ".shop.v3.Item"
    for content, text in [
        (b"nonsense", "no FileDescriptorSet"),
        (shop(extra="colour").SerializeToString(), "shop.proto: shop.v1.Order: It is declared differently"),
        (lonely.SerializeToString(), "shop.v2.Order.items: It refers to shop.v3.Item"),
    ]:  # fmt: skip
        error = refused(add, api, "other", content)
        assert (error.http_status, error.reason) == (400, "INVALID_DESCRIPTORS")
        assert text in error.message
    assert refused(add, api, "other", b"").reason == "INVALID_FIELD"
    assert "descriptorSets" not in api.call("GET", "/longrun/v1/descriptorSets")
    (tmp_path / "bad.binpb").write_bytes(b"nonsense")
    for file, text in [("bad.binpb", "no FileDescriptorSet"), ("missing.binpb", "cannot be read")]:
        result = CommandLine(described).run("serve", "--store", "memory:", "--descriptors", str(tmp_path / file))
        assert result.status == 1 and file in result.err and text in result.err


def test_command_line(described, tmp_path):
    """It learns the types from an option or from the environment."""
    command, file = CommandLine(described), str(tmp_path / "shop.binpb")
    request = f'{{"@type": "{ORDER}", "items": [{{"sku": "a", "itemCount": 3}}]}}'
    unknown = command.run("start", PARENT, "--request", request)
    assert unknown.status == 2 and "shop.v1.Order" in unknown.err and "not described" in unknown.err
    name = command.run("start", PARENT, "--request", request, LONGRUN_DESCRIPTORS=file).out.strip()
    shown = {"@type": ORDER, "items": [{"sku": "a", "itemCount": "3"}]}
    assert described.rest.record(name)["request"] == shown
    assert command.json("get", name, "--descriptors", file)["request"] == shown
    assert "value" in command.json("get", name)["request"]
    bad = command.run("get", name, "--descriptors", "/no/such/file")
    assert bad.status == 2 and "/no/such/file" in bad.err
