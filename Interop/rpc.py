"""gRPC without generated longrun.v1 code: its messages come from the descriptor set that the server embeds."""

from __future__ import annotations

import contextlib
import functools
import pathlib

import grpc
from google.longrunning import operations_pb2_grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, struct_pb2, wrappers_pb2
from google.rpc import error_details_pb2
from grpc_status import rpc_status

LIMIT = 20.0


@functools.cache
def pool() -> descriptor_pool.DescriptorPool:
    root = pathlib.Path(__file__).resolve().parent.parent
    data = (root / "Sources/OperationsAPI/Generated/descriptors.binpb").read_bytes()
    files = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(data).file:
        files.Add(file)
    for module in (struct_pb2, wrappers_pb2):
        # What tests put into an Any, though no file of ours imports it.
        files.AddSerializedFile(module.DESCRIPTOR.serialized_pb)
    return files


@functools.cache
def message(name: str):
    """The class of a message, by its full name."""
    return message_factory.GetMessageClass(pool().FindMessageTypeByName(name))


def operations(channel: grpc.Channel) -> operations_pb2_grpc.OperationsStub:
    return operations_pb2_grpc.OperationsStub(channel)


def call(channel: grpc.Channel, method: str, request: dict | bytes = b"", timeout: float = LIMIT) -> dict:
    """Calls `package.Service/Method` with a request in ProtoJSON, or with raw bytes; answers in ProtoJSON."""
    service, name = method.split("/")
    descriptor = pool().FindServiceByName(service).FindMethodByName(name)
    if isinstance(request, dict):
        request = json_format.ParseDict(
            request, message(descriptor.input_type.full_name)(), descriptor_pool=pool()
        ).SerializeToString()
    answer = call_bytes(channel, method, request, timeout)
    output = message(descriptor.output_type.full_name).FromString(answer)
    return json_format.MessageToDict(output, descriptor_pool=pool())


def call_bytes(channel: grpc.Channel, method: str, request: bytes, timeout: float = LIMIT) -> bytes:
    """Calls a method with bytes as they are, right or wrong."""
    return channel.unary_unary(f"/{method}")(request, timeout=timeout)


class Caught:
    """A failed call, taken apart."""

    def __init__(self, error: grpc.RpcError):
        self.code = error.code().name
        self.message = error.details()
        # Raises when the status in the trailer says something else than the trailer itself.
        self.status = rpc_status.from_call(error)
        self.details = list(self.status.details) if self.status else []

    def detail(self, kind):
        for each in self.details:
            found = kind()
            if each.Unpack(found):
                return found
        return kind()

    @property
    def reason(self) -> str:
        return self.detail(error_details_pb2.ErrorInfo).reason

    @property
    def domain(self) -> str:
        return self.detail(error_details_pb2.ErrorInfo).domain

    @property
    def fields(self) -> list[str]:
        return [each.field for each in self.detail(error_details_pb2.BadRequest).field_violations]


@contextlib.contextmanager
def failing():
    """The block must fail with an RPC error: `with failing() as caught: …`, then `caught[0].reason`."""
    caught: list[Caught] = []
    try:
        yield caught
    except grpc.RpcError as error:
        caught.append(Caught(error))
    else:
        raise AssertionError("the call should have failed")
