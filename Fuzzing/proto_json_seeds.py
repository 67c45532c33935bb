"""Writes what fuzzing ProtoJSON begins with: seeds.py json|binary SET DIRECTORY.

SET gets the descriptor set of Interop/shapes, DIRECTORY random messages of it behind the number of their type.
"""

from __future__ import annotations

import json
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Interop"))

from google.protobuf import descriptor_pb2

import proto_shapes
from proto_random import Maker

COUNT = 2_000
LONGEST = 600


def names(message, scope: str):
    """A message and those in it, but not the entries of maps."""
    name = f"{scope}.{message.name}"
    if not message.options.map_entry:
        yield name
    for inner in message.nested_type:
        yield from names(inner, name)


def type_names() -> list[str]:
    """In the order in which the fuzzer numbers them."""
    files = descriptor_pb2.FileDescriptorSet.FromString(proto_shapes.descriptor_set()).file
    found = sorted(name for file in files for message in file.message_type for name in names(message, file.package))
    return [name for name in found if name.startswith(("shapes.", "google.protobuf."))]


def main(source: str, set_path: str, directory: str) -> None:
    pathlib.Path(set_path).write_bytes(proto_shapes.descriptor_set())
    folder = pathlib.Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    types = type_names()
    for number in range(COUNT):
        choice = random.Random(number)
        name = choice.choice(proto_shapes.ROOTS)
        message = Maker(choice).message(name)
        text = json.dumps(proto_shapes.to_json(message), ensure_ascii=False, separators=(",", ":")).encode()
        data = text if source == "json" else proto_shapes.binary(message)
        if len(data) <= LONGEST:
            (folder / f"seed-{number}").write_bytes(bytes([types.index(name)]) + data)


main(*sys.argv[1:])
