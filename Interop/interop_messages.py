"""The messages and methods of grpc.testing, made of the descriptors that the protos give."""

from __future__ import annotations

import functools
import pathlib

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

SERVICE = "grpc.testing.TestService"
LARGE_REQUEST = 271_828
LARGE_RESPONSE = 314_159


@functools.cache
def pool() -> descriptor_pool.DescriptorPool:
    data = (pathlib.Path(__file__).resolve().parent / "TestService/Generated/descriptors.binpb").read_bytes()
    files = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(data).file:
        files.Add(file)
    return files


def message(name: str, **fields):
    """A message of grpc.testing."""
    found = pool().FindMessageTypeByName(f"grpc.testing.{name}")
    return message_factory.GetMessageClass(found)(**fields)


def method(channel: grpc.Channel, name: str, service: str = SERVICE):
    """A method as grpcio's generated code would have it."""
    found = pool().FindServiceByName(service).FindMethodByName(name)
    kinds = {
        (False, False): channel.unary_unary, (False, True): channel.unary_stream,
        (True, False): channel.stream_unary, (True, True): channel.stream_stream,
    }  # fmt: skip
    return kinds[found.client_streaming, found.server_streaming](
        f"/{service}/{name}",
        request_serializer=message_factory.GetMessageClass(found.input_type).SerializeToString,
        response_deserializer=message_factory.GetMessageClass(found.output_type).FromString,
    )


def payload(size: int):
    return message("Payload", body=bytes(size))


def simple_request(**fields):
    """The request of large_unary."""
    return message("SimpleRequest", response_size=LARGE_RESPONSE, payload=payload(LARGE_REQUEST), **fields)


def output_request(*sizes: int, upload: int | None = None, interval_us: int = 0, **fields):
    request = message("StreamingOutputCallRequest", **fields)
    for size in sizes:
        request.response_parameters.add(size=size, interval_us=interval_us)
    if upload is not None:
        request.payload.body = bytes(upload)
    return request


def input_request(size: int):
    return message("StreamingInputCallRequest", payload=payload(size))
