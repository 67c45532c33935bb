"""ProtoJSON both ways against Python's protobuf, with random messages of every shape.

PROTO_JSON_SEED tries others, PROTO_JSON_COUNT says how many; a failure says which message of which seed it is.
"""

from __future__ import annotations

import json
import math
import os
import random
import struct

import pytest
from google.protobuf import json_format

import proto_shapes
from proto_random import Maker
from proto_scramble import Scrambler

SEED = int(os.environ.get("PROTO_JSON_SEED", 1))
COUNT = int(os.environ.get("PROTO_JSON_COUNT", 2500))
BATCHES = 10


def trials(batch: int):
    """Randomness for each message of a batch, and what repeats it."""
    for number in range(batch, COUNT, BATCHES):
        yield random.Random(f"{SEED}-{number}"), f"PROTO_JSON_SEED={SEED}, message {number}"


def difference(ours, theirs, path: str = "") -> str:
    """Where two JSON values differ first; 1 is not true, and 0 not -0."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if extra := ours.keys() ^ theirs.keys():
            return f"{path}: only one has {extra}"
        return next(filter(None, (difference(ours[key], theirs[key], f"{path}.{key}") for key in ours)), "")
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs))
        return next(filter(None, (difference(*pair, f"{path}[{index}]") for index, pair in pairs)), "")
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (ours, theirs)):
        return "" if same_number(ours, theirs) else f"{path}: {ours!r} is not {theirs!r}"
    return "" if type(ours) is type(theirs) and ours == theirs else f"{path}: {ours!r} is not {theirs!r}"


def same_number(one: float, two: float) -> bool:
    if one == two:
        return math.copysign(1, one) == math.copysign(1, two)
    # Python writes six digits or more of the smallest floats, which fewer tell apart.
    return abs(one) < 2**-126 and struct.pack("f", one) == struct.pack("f", two) != struct.pack("f", 0)


def parsed(text: bytes):
    return json.loads(
        text.decode(), object_pairs_hook=json_format._DuplicateChecker,
        parse_int=lambda digits: -0.0 if digits == "-0" else int(digits),
    )  # fmt: skip


def shuffled(value, choice: random.Random):
    """The same JSON with the members of all objects in another order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key], choice) for key in choice.sample(list(value), len(value))}
    return [shuffled(element, choice) for element in value] if isinstance(value, list) else value


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_messages(transcoder, batch):
    for choice, trial in trials(batch):
        name = choice.choice(proto_shapes.ROOTS)
        message = Maker(choice).message(name)
        data = proto_shapes.binary(message)
        theirs = proto_shapes.to_json(message)
        ours = transcoder.to_json(name, data)
        assert not (found := difference(parsed(ours), theirs)), f"{trial}: {name} {data.hex()}\n{found}"
        original = proto_shapes.to_json(message, preserving_proto_field_name=True)
        texts = [
            ours, json.dumps(theirs), json.dumps(shuffled(theirs, choice), indent=1, ensure_ascii=False),
            json.dumps(shuffled(original, choice)),
        ]  # fmt: skip
        back = [transcoder.to_binary(name, text) for text in texts]
        assert len(set(back)) == 1, f"{trial}: {name} {data.hex()}"
        again = proto_shapes.to_json(proto_shapes.from_binary(name, back[0]))
        assert not (found := difference(again, theirs)), f"{trial}: {name} {data.hex()}\n{found}"
        # Python sorts the entries of maps in another way.
        assert sorted(back[0]) == sorted(data), f"{trial}: {name} {data.hex()}\n{back[0].hex()}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_scrambled_bytes(transcoder, batch):
    for choice, trial in trials(batch):
        name = choice.choice(proto_shapes.ROOTS)
        message = Maker(choice).message(name)
        data = Scrambler(choice).scramble(proto_shapes.binary(message), message.DESCRIPTOR)
        theirs = proto_shapes.to_json(proto_shapes.from_binary(name, data))
        ours = transcoder.to_json(name, data)
        assert not (found := difference(parsed(ours), theirs)), f"{trial}: {name} {data.hex()}\n{found}"
