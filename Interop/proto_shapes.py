"""The messages of `shapes/`: a descriptor set for our program, and classes made by Python's own protobuf."""

from __future__ import annotations

import functools
import pathlib
import tempfile

import grpc_tools
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_tools import protoc

# What random messages are made of; Any holds these too.
ROOTS = [
    *(f"shapes.three.{name}" for name in ("Scalars", "Optionals", "Lists", "Choices", "Tree", "Names")),
    *(f"shapes.maps.{name}" for name in ("Keys", "Values")),
    *(f"shapes.known.{name}" for name in ("Known", "Wrappers", "KnownLists", "KnownChoices")),
    *(f"shapes.two.{name}" for name in ("Scalars", "Defaults", "Needed", "Lists", "Choices", "Groups", "Extended")),
    *(f"shapes.two.{name}" for name in ("Holder", "MessageSetHolder")),
    *(f"shapes.edition.{name}" for name in ("Presence", "Encoding", "Delimited", "file.Whole")),
    "shapes.edition2024.Latest",
    *(f"google.protobuf.{name}" for name in ("Any", "Duration", "Empty", "FieldMask", "ListValue", "Struct")),
    *(f"google.protobuf.{name}" for name in ("Timestamp", "Value", "BytesValue", "DoubleValue", "UInt64Value")),
]


@functools.cache
def descriptor_set() -> bytes:
    """All files of `shapes/` and what they import."""
    shapes = pathlib.Path(__file__).resolve().parent / "shapes"
    known = pathlib.Path(grpc_tools.__file__).parent / "_proto"
    files = sorted(path.name for path in shapes.glob("*.proto"))
    with tempfile.NamedTemporaryFile() as made:
        options = [f"-I{shapes}", f"-I{known}", "--include_imports", f"--descriptor_set_out={made.name}"]
        assert protoc.main(["protoc", *options, *files]) == 0, "protoc has refused shapes/"
        return pathlib.Path(made.name).read_bytes()


@functools.cache
def pool() -> descriptor_pool.DescriptorPool:
    files = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(descriptor_set()).file:
        files.Add(file)
    return files


@functools.cache
def message_class(name: str):
    return message_factory.GetMessageClass(pool().FindMessageTypeByName(name))


def binary(message) -> bytes:
    """The bytes that equal messages have in common."""
    return message.SerializePartialToString(deterministic=True)


def from_binary(name: str, data: bytes):
    message = message_class(name)()
    message.ParseFromString(data)
    return message


def to_json(message, **options):
    return json_format.MessageToDict(message, descriptor_pool=pool(), **options)


def from_json(name: str, text: str | bytes):
    return json_format.Parse(text, message_class(name)(), descriptor_pool=pool())
