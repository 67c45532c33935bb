"""JSON and bytes with a fault, against Python's protobuf: what it refuses we refuse, what both take is the same.

The tables hold the differences that we want, each by part of the reason of the side that refuses.
"""

from __future__ import annotations

import re

import pytest
from google.protobuf import json_format
from google.protobuf.message import DecodeError

import proto_shapes
from conformance import Refused
from proto_mutate import mutated, mutated_json
from proto_random import Maker
from test_proto_json import BATCHES, difference, parsed, trials

MUTATIONS = 3
LONGEST = 400
ONLY_PYTHON_REFUSES = re.compile(
    # An Any of an unknown type is kept, as bytes or as a Struct.
    "Can not find message descriptor by type_url"
    # Python cannot read the lists and maps of nulls that it writes.
    r"|null is not allowed .*nulls\[|ofNull field: int\(\) argument"
    # A number in quotes is a number in each of its forms, also for an enum.
    r"|Invalid enum value -?\d[\d.e+]* "
)
ONLY_WE_REFUSE = re.compile(
    # Python passes over characters that are not base64, and over wrong padding.
    "A string in base64 is expected"
    # Python looks for underscores and capitals alone in the paths of a FieldMask.
    "|A path of a field mask|A FieldMask holds a path"
    # Python takes '1_000', ' 5', '5 ', '٣', and true for 1; of an enum also 1.5 and what has more than 32 bits.
    "|A number is expected|A whole number is expected|The key is a whole number|has no value '"
    # Python takes NaN, Infinity and 1e400 in a Value, though it cannot write them.
    "|The number is beyond what the field holds"
    # Python's own readers take fewer or more digits than RFC 3339.
    "|A time such as|A span of time such as"
    # Python takes [] for {}, and any last part of an extension's name.
    "|An object is expected|MessageSet has no such field"
    # Python knows one name of a field that is given twice under two.
    "|It is given twice"
    # Python does not look into proto2's strings.
    "|A string is not UTF-8"
)
# Python reads it as a whole number, which has no sign.
NEGATIVE_ZERO = re.compile(rb"(?<=[\[:,])-0(?=[\],}\s])|^-0$")


def outcome(step, *arguments):
    """What a step gives, or why it gives nothing."""
    try:
        return step(*arguments), ""
    except (Refused, json_format.Error, DecodeError, UnicodeDecodeError, TypeError, ValueError) as error:
        return None, f"{type(error).__name__}: {error}"


def unwanted(ours, theirs, name: str) -> str:
    """What is wrong with two outcomes."""
    match ours, theirs:
        case (None, _), (None, _):
            return ""
        case (None, reason), _:
            return "" if ONLY_WE_REFUSE.search(reason) else f"we alone refuse: {reason}"
        case _, (None, reason):
            # The bytes within an Any are kept when they are not of their type.
            is_within_any = "DecodeError" in reason and f"'{name}'" not in reason
            return "" if is_within_any or ONLY_PYTHON_REFUSES.search(reason) else f"Python alone refuses: {reason}"
        case (our_value, _), (their_value, _):
            return difference(our_value, their_value)


def small_messages(batch: int):
    for choice, trial in trials(batch):
        name = choice.choice(proto_shapes.ROOTS)
        data = proto_shapes.binary(Maker(choice).message(name))
        if len(data) <= LONGEST:
            for _ in range(MUTATIONS):
                yield name, data, choice, trial


@pytest.mark.parametrize("batch", range(BATCHES))
def test_json(transcoder, batch):
    for name, data, choice, trial in small_messages(batch):
        text = mutated_json(transcoder.to_json(name, data), choice)
        ours = outcome(lambda: proto_shapes.to_json(proto_shapes.from_binary(name, transcoder.to_binary(name, text))))
        theirs = outcome(lambda: proto_shapes.to_json(proto_shapes.from_json(name, NEGATIVE_ZERO.sub(b"-0.0", text))))
        assert not (found := unwanted(ours, theirs, name)), f"{trial}: {name} {text}\n{found}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_bytes(transcoder, batch):
    """Some differences cannot be told by a reason, so that a few are let pass.

    We do not look at what a later value of the same field or oneof replaces. Python drops the entry of a map that has
    an unknown field, and does not check the tags within an unknown group.
    """
    found, tried = [], 0
    for name, data, choice, trial in small_messages(batch):
        data = mutated(data, choice)
        ours = outcome(lambda: parsed(transcoder.to_json(name, data)))
        theirs = outcome(lambda: proto_shapes.to_json(proto_shapes.from_binary(name, data)))
        tried += 1
        if problem := unwanted(ours, theirs, name):
            found.append(f"{trial}: {name} {data.hex()}\n{problem}")
    assert len(found) <= 1 + tried // 500, "\n".join(found)
