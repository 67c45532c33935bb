"""ProtoJSON of what proto2 and the editions have: extensions, groups, message sets, closed enums; and of bad UTF-8."""

from __future__ import annotations

import pytest

from conformance import Refused
from test_proto_json_values import canonical, refused

EXTENDED = "shapes.two.Extended"


@pytest.mark.parametrize("text", [
    '{"[shapes.two.number]":1,"[shapes.two.text]":"a","[shapes.two.message]":{"anInt32":0}}',
    '{"[shapes.two.numbers]":[1,2],"[shapes.two.packed_numbers]":[-1],"[shapes.two.size]":"LARGE"}',
    '{"own":1,"late":"b","[shapes.two.extendedgroup]":{"number":1},"[shapes.two.again]":{"[shapes.two.far]":"1"}}',
    '{"[shapes.two.with_default]":false,"[shapes.two.Holder.nested_number]":1}',
    '{"[shapes.two.Holder.holder]":{"text":""},"[shapes.two.Holder.Deeper.deep_bytes]":["AA==",""]}',
])  # fmt: skip
def test_extensions(transcoder, text):
    assert canonical(transcoder, EXTENDED, text) == text


@pytest.mark.parametrize("text", [
    '{"shapes.two.number": 1}', '{"number": 1}', '{"[number]": 1}', '{"[shapes.two.Number]": 1}',
    '{"[shapes.two.between]": 1}',
    '{"[shapes.two.number": 1}', '{"[.shapes.two.number]": 1}', '{"[]": 1}',
    '{"[shapes.two.number]": 1, "[shapes.two.number]": 1}',
    '{"[shapes.two.numbers]": [null]}', '{"[shapes.two.size]": "HUGE"}', '{"[shapes.two.size]": 2}',
    '{"[ shapes.two.number ]": 1}',
])  # fmt: skip
def test_extensions_that_are_refused(transcoder, text):
    refused(transcoder, EXTENDED, text)


def test_the_order_of_extensions(transcoder):
    text = '{"late":3,"[shapes.two.between]":2,"early":1}'
    assert transcoder.to_binary("shapes.two.Mixed", text) == b"\x08\x01\x28\x02\x50\x03"
    assert canonical(transcoder, "shapes.two.Mixed", text) == '{"early":1,"[shapes.two.between]":2,"late":3}'


def test_groups(transcoder):
    text = '{"one":{"number":1,"deeper":{"text":"a"}},"many":[{"flag":false},{"numbers":[1,2]}],"after":0}'
    assert canonical(transcoder, "shapes.two.Groups", text) == text
    assert canonical(transcoder, "shapes.two.Choices", '{"pair":{}}') == '{"pair":{}}'
    refused(transcoder, "shapes.two.Groups", '{"One": {"number": 1}}')
    refused(transcoder, "shapes.two.Choices", '{"pair": {}, "number": 1}')


def test_message_sets(transcoder):
    text = '{"set":{"[shapes.two.Painted.in_set]":{"color":"red"},"[shapes.two.Counted.in_set]":{"count":0,"set":{}}}}'
    data = transcoder.to_binary("shapes.two.MessageSetHolder", text)
    assert transcoder.to_json("shapes.two.MessageSetHolder", data).decode() == text
    # The message may stand before the number of its extension.
    item = b"\x0b\x1a\x03\x0a\x01a\x10" + b"\xf9\xbb\x5e" + b"\x0c"
    assert transcoder.to_json("shapes.two.MessageSet", item) == b'{"[shapes.two.Painted.in_set]":{"color":"a"}}'
    refused(transcoder, "shapes.two.MessageSet", '{"[shapes.two.Painted]": {}}')


def test_defaults_are_not_written(transcoder):
    assert transcoder.to_json("shapes.two.Defaults", b"") == b"{}"
    text = '{"aDouble":"-Infinity","anInt32":-7,"aBool":true,"aSize":"LARGE"}'
    assert canonical(transcoder, "shapes.two.Defaults", text) == text


def test_closed_enums(transcoder):
    sizes = canonical(transcoder, "shapes.two.Lists", '{"sizes": ["MIDDLE", 5, "-3"]}')
    assert sizes == '{"sizes":["MEDIUM","MEDIUM","NEGATIVE"]}'
    refused(transcoder, "shapes.two.Lists", '{"sizes": [2]}')
    refused(transcoder, "shapes.two.Lists", '{"shadeByName": {"a": 1}}')
    # In bytes, a number that is not declared is an unknown field: alone, in a list, and in the entry of a map.
    assert transcoder.to_json("shapes.two.Scalars", b"\x80\x01\x02") == b"{}"
    assert transcoder.to_json("shapes.two.Scalars", b"\x80\x01\x01\x80\x01\x02") == b'{"aSize":"SMALL"}'
    assert transcoder.to_json("shapes.two.Lists", b"\x38\x02\x38\x01\x42\x03\x02\x05\x02") == (
        b'{"sizes":["SMALL"],"packedSizes":["MEDIUM"]}'
    )
    assert transcoder.to_json("shapes.two.Lists", b"\x52\x05\x0a\x01a\x10\x01\x52\x03\x0a\x01b") == (
        b'{"shadeByName":{"b":"CLEAR"}}'
    )


def test_editions(transcoder):
    presence = '{"explicit":0,"open":"OPEN_UNSPECIFIED","closed":"CLOSED_TWO","withDefault":""}'
    assert canonical(transcoder, "shapes.edition.Presence", presence) == presence
    assert canonical(transcoder, "shapes.edition.Presence", '{"implicit": 0, "implicitText": ""}') == "{}"
    assert transcoder.to_binary("shapes.edition.Encoding", '{"packed": [1, 2], "expanded": [1, 2]}') == (
        b"\x0a\x02\x01\x02\x10\x01\x10\x02"
    )
    assert transcoder.to_binary("shapes.edition.Delimited", '{"inner": {}, "prefixed": {}}') == b"\x0b\x0c\x1a\x00"
    assert transcoder.to_binary("shapes.edition.file.Whole", '{"inner": {"packed": [1]}, "byName": {"a": {}}}') == (
        b"\x2b\x22\x01\x01\x2c\x3a\x05\x0a\x01a\x12\x00"
    )


@pytest.mark.parametrize("bad", [
    b"\xff", b"\x80", b"\xc3", b"\xc0\x80", b"\xe2\x82", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80",
])  # fmt: skip
def test_text_that_is_not_utf8(transcoder, bad):
    for text in (b'{"aString": "%b"}', b'{"%b": 1}', b"{} %b", b'{"aString": "\\n%b"}'):
        refused(transcoder, "shapes.three.Scalars", text % bad)
    for name in ("shapes.three.Scalars", "shapes.two.Scalars"):
        with pytest.raises(Refused):
            transcoder.to_json(name, b"\x72" + bytes([len(bad)]) + bad)
