"""What ProtoJSON says of the well-known types, of depth, and of what proto2 and editions have, case by case."""

from __future__ import annotations

import json

import pytest

import proto_shapes
from conformance import Refused
from proto_scramble import varint
from test_proto_json_values import canonical, refused

KNOWN = "shapes.known.Known"
NESTED_ANY = (
    '{"@type":"type.googleapis.com/google.protobuf.Any","value":'
    '{"@type":"type.googleapis.com/shapes.three.Tree","name":"a"}}'
)

ACCEPTED = [
    ("duration", '"1s"', '"1s"'),
    ("duration", '"1.5s"', '"1.500s"'),
    ("duration", '"1.000001s"', '"1.000001s"'),
    ("duration", '"0.000000001s"', '"0.000000001s"'),
    ("duration", '"-0.5s"', '"-0.500s"'),
    ("duration", '"-0s"', '"0s"'),
    ("duration", '"315576000000s"', '"315576000000s"'),
    ("duration", '"-315576000000.000000000s"', '"-315576000000s"'),
    ("timestamp", '"1970-01-01T00:00:00Z"', '"1970-01-01T00:00:00Z"'),
    ("timestamp", '"0001-01-01T00:00:00Z"', '"0001-01-01T00:00:00Z"'),
    ("timestamp", '"9999-12-31T23:59:59.999999999Z"', '"9999-12-31T23:59:59.999999999Z"'),
    ("timestamp", '"1969-12-31T23:59:59.5Z"', '"1969-12-31T23:59:59.500Z"'),
    ("timestamp", '"2000-02-29T01:02:03.00001+08:30"', '"2000-02-28T16:32:03.000010Z"'),
    ("timestamp", '"1970-01-01T00:00:00-23:59"', '"1970-01-01T23:59:00Z"'),
    ("fieldMask", '""', '""'),
    ("fieldMask", '"a"', '"a"'),
    ("fieldMask", '"fooBar,a.bC"', '"fooBar,a.bC"'),
    ("null", "null", None),
    ("null", '"NULL_VALUE"', None),
    ("value", "null", "null"),
    ("value", '"NaN"', '"NaN"'),
    ("value", "-1e300", "-1e+300"),
    ("value", '[1, "a", [null], {"b": {}}]', '[1,"a",[null],{"b":{}}]'),
    ("struct", '{"b": 1, "a": null, "": {"@type": "x"}}', '{"":{"@type":"x"},"a":null,"b":1}'),
    ("list", "[]", "[]"),
    ("empty", "{}", "{}"),
    ("any", "{}", "{}"),
    ("any", '{"name": "a", "@type": "x/shapes.three.Tree"}', '{"@type":"x/shapes.three.Tree","name":"a"}'),
    ("any", '{"value": null, "@type": "x/google.protobuf.Value"}', '{"@type":"x/google.protobuf.Value","value":null}'),
    ("any", '{"@type":"/google.protobuf.Duration","value":"1s"}', '{"@type":"/google.protobuf.Duration","value":"1s"}'),
    ("any", '{"@type":"/google.protobuf.Int64Value","value":1}', '{"@type":"/google.protobuf.Int64Value","value":"1"}'),
    ("any", '{"@type":"x/google.protobuf.Struct","value":{}}', '{"@type":"x/google.protobuf.Struct","value":{}}'),
    ("any", '{"@type":"/google.protobuf.FieldMask","value":""}', '{"@type":"/google.protobuf.FieldMask","value":""}'),
    ("any", '{"@type": "x/google.protobuf.Empty", "value": {}}', '{"@type":"x/google.protobuf.Empty"}'),
    ("any", '{"@type": "x/google.protobuf.Empty"}', '{"@type":"x/google.protobuf.Empty"}'),
    ("any", '{"@type": "x/unknown.Type", "value": "AQI="}', '{"@type":"x/unknown.Type","value":"AQI="}'),
    ("any", NESTED_ANY, NESTED_ANY),
]  # fmt: skip

REFUSED = {
    "duration": [
        '"1"', "1", '"s"', '".5s"', '"1.s"', '"1.5"', '"+1s"', '" 1s"', '"1s "', '"1 s"', '"1m"', '"1e3s"', '"1S"',
        '"--1s"',
        '"315576000001s"', '"-315576000001s"', '"1.0000000001s"', '"99999999999999999999s"', '"1.5ss"', '""', "{}",
        '"1.-5s"',
    ],
    "timestamp": [
        '"0000-12-31T23:59:59Z"', '"10000-01-01T00:00:00Z"', '"9999-12-31T23:59:59-00:01"',
        '"0001-01-01T00:00:00+00:01"',
        '"1970-01-01t00:00:00Z"', '"1970-01-01T00:00:00z"', '"1970-01-01 00:00:00Z"', '"1970-01-01T00:00:00"',
        '"1970-01-01"',
        '"1970-13-01T00:00:00Z"', '"1970-00-01T00:00:00Z"', '"1970-01-32T00:00:00Z"', '"1970-01-00T00:00:00Z"',
        '"1900-02-29T00:00:00Z"', '"1970-01-01T24:00:00Z"', '"1970-01-01T00:60:00Z"', '"1970-01-01T00:00:60Z"',
        '"1970-01-01T00:00:00.Z"', '"1970-01-01T00:00:00.0000000001Z"', '"1970-01-01T00:00:00+0800"',
        '"1970-1-1T0:0:0Z"',
        '"1970-01-01T00:00:00+08"', '"1970-01-01T00:00:00,5Z"', '" 1970-01-01T00:00:00Z"', '"1970-01-01T00:00:00Z "',
        "0", '""',
    ],
    "fieldMask": ['"a_b"', '"a,b_c"', "[]", '{"paths": ["a"]}', '"a b"', "1", '"é"'],
    "empty": ['{"value": {}}', "[]", '""'],
    "null": ["{}", '"null"', "[]", "false", "1.5"],
    "struct": [
        "[]", '"a"', '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": tru}', "{1: 2}", '{"a": 1e999}', '{"fields": {},}',
        '{"a": "\\ud800"}',
    ],
    "list": ["{}", '"a"', "[1,]", "[NaN]", "[,]", "[1 2]", '{"values": []}'],
    "value": ["NaN", "-Infinity", "nul", "01", "'a'", "[1", '{"a"}'],
    "any": [
        '{"name": "a"}', '{"@type": ""}', '{"@type": "", "value": ""}', '{"@type": "shapes.three.Tree"}',
        '{"@type": 5}',
        '{"@type": null}', '{"@type": "x/shapes.three.Tree", "@type": "x/shapes.three.Tree"}', "[]", '"a"',
        '{"@type": "x/shapes.three.Tree", "nope": 1}', '{"@type": "x/shapes.three.Tree", "name": 5}',
        '{"@type": "x/google.protobuf.Duration", "seconds": 1}',
        '{"@type": "x/google.protobuf.Duration", "value": "1"}',
        '{"@type": "x/google.protobuf.Duration", "value": "1s", "value": "1s"}',
        '{"@type": "x/google.protobuf.Empty", "value": 1}',
        '{"@type": "x/google.protobuf.Duration", "value": "1s", "@type": "x/google.protobuf.Duration"}',
        '{"@type": "x/google.protobuf.Empty", "a": 1}', '{"@type": "x/google.protobuf.Int32Value", "value": null}',
    ],
}  # fmt: skip


@pytest.mark.parametrize("field, text, wanted", ACCEPTED)
def test_accepted(transcoder, field, text, wanted):
    whole = "{}" if wanted is None else f'{{"{field}":{wanted}}}'
    assert canonical(transcoder, KNOWN, f'{{"{field}": {text}}}') == whole


@pytest.mark.parametrize("field, text", [(field, text) for field, texts in REFUSED.items() for text in texts])
def test_refused(transcoder, field, text):
    refused(transcoder, KNOWN, f'{{"{field}": {text}}}')


def test_null(transcoder):
    fields = ["any", "duration", "empty", "fieldMask", "list", "struct", "timestamp"]
    assert canonical(transcoder, KNOWN, json.dumps(dict.fromkeys(fields))) == "{}"
    assert canonical(transcoder, "shapes.known.KnownChoices", '{"null": null}') == '{"null":null}'
    assert canonical(transcoder, "shapes.known.KnownChoices", '{"optionalNull": null}') == '{"optionalNull":null}'
    assert canonical(transcoder, "shapes.known.KnownChoices", '{"anInt32": null}') == "{}"
    assert canonical(transcoder, "shapes.known.KnownLists", '{"nulls": [null], "values": [null]}') == (
        '{"nulls":[null],"values":[null]}'
    )
    for field in ("anys", "durations", "empties", "fieldMasks", "lists", "structs", "timestamps", "int64s"):
        refused(transcoder, "shapes.known.KnownLists", f'{{"{field}": [null]}}')


def test_wrappers(transcoder):
    name = "shapes.known.Wrappers"
    zeros = {"aBool": False, "aBytes": "", "aDouble": 0, "anInt32": 0, "anInt64": "0", "aString": "", "aUint32": 0}
    assert json.loads(canonical(transcoder, name, json.dumps(zeros))) == zeros
    assert canonical(transcoder, name, json.dumps(dict.fromkeys(zeros))) == "{}"
    assert canonical(transcoder, name, '{"anInt64": 5, "aDouble": "NaN"}') == '{"aDouble":"NaN","anInt64":"5"}'
    for wrong in ('{"anInt32": {"value": 1}}', '{"aBool": "true"}', '{"aString": 1}', '{"aUint32": -1}'):
        refused(transcoder, name, wrong)


@pytest.mark.parametrize("field, parts", [
    ("duration", {"seconds": 315_576_000_001}), ("duration", {"seconds": -315_576_000_001}),
    ("duration", {"seconds": 1, "nanos": -1}),
    ("duration", {"seconds": -1, "nanos": 1}), ("duration", {"nanos": 1_000_000_000}),
    ("timestamp", {"seconds": -62_135_596_801}),
    ("timestamp", {"seconds": 253_402_300_800}), ("timestamp", {"nanos": -1}), ("timestamp", {"nanos": 1_000_000_000}),
    ("field_mask", {"paths": ["fooBar"]}), ("field_mask", {"paths": ["foo_3_bar"]}),
    ("field_mask", {"paths": ["foo__bar"]}),
    ("field_mask", {"paths": ["_"]}), ("value", {"number_value": float("nan")}),
    ("value", {"number_value": float("-inf")}),
])  # fmt: skip
def test_what_json_cannot_say(transcoder, field, parts):
    message = proto_shapes.message_class(KNOWN)()
    part = getattr(message, field)
    for name, value in parts.items():
        part.paths.extend(value) if name == "paths" else setattr(part, name, value)
    with pytest.raises(Refused):
        transcoder.to_json(KNOWN, message.SerializeToString())


def test_an_any_that_cannot_be_opened(transcoder):
    message = proto_shapes.message_class(KNOWN)()
    message.any.type_url, message.any.value = "x/shapes.three.Tree", b"\xff"
    text = transcoder.to_json(KNOWN, message.SerializeToString())
    assert text == b'{"any":{"@type":"x/shapes.three.Tree","value":"/w=="}}'


@pytest.mark.parametrize("name, before, middle, after", [
    ("shapes.three.Tree", '{"left":', "{}", "}"), ("google.protobuf.Struct", '{"a":', "{}", "}"),
    ("google.protobuf.Value", "[", "[]", "]"), ("shapes.two.Groups", '{"one":{"inner":', "{}", "}}"),
    ("google.protobuf.Any", '{"@type":"x/google.protobuf.Any","value":', "{}", "}"),
    ("shapes.edition.file.Whole", '{"inner":', "{}", "}"),
])  # fmt: skip
def test_depth(transcoder, name, before, middle, after):
    levels = 99 // before.count("{") if "{" in before else 99
    deepest = before * levels + middle + after * levels
    assert canonical(transcoder, name, deepest) == deepest
    refused(transcoder, name, before + deepest + after)
    refused(transcoder, name, before * 100_000)


def test_depth_of_bytes(transcoder):
    data = b""
    for _ in range(99):
        data = b"\x12" + varint(len(data)) + data
    transcoder.to_json("shapes.three.Tree", data)
    for wrong in (b"\x12" + varint(len(data)) + data, b"\x0b" * 100_000, b"\x0b" * 200 + b"\x0c" * 200):
        with pytest.raises(Refused):
            transcoder.to_json("shapes.three.Tree", wrong)
