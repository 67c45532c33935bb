"""What ProtoJSON allows and forbids in the values of fields, case by case as in protobuf's published suite."""

from __future__ import annotations

import pytest

from conformance import Refused

LISTS, SCALARS, OPTIONALS = "shapes.three.Lists", "shapes.three.Scalars", "shapes.three.Optionals"

SMALL = ["int32", "sint32", "sfixed32"]
SMALL_UNSIGNED = ["uint32", "fixed32"]
LARGE = ["int64", "sint64", "sfixed64"]
LARGE_UNSIGNED = ["uint64", "fixed64"]
INTEGERS = [*SMALL, *SMALL_UNSIGNED, *LARGE, *LARGE_UNSIGNED]
FORMS = ["5", '"5"', "5.0", "5e0", "50e-1", "0.5e1", "5E+0", '"5.0"', '"5e0"', "5.000000000000000000000000000000"]
NO_INTEGERS = [
    "0.5", "5e-1", '"0.5"', '" 5"', '"5 "', '"5\\n"', '"0x5"', "0x5", "05", '"05"', "+5", '"+5"', "5.", ".5", "5e", "-",
    "--5",
    '"-"', '""', '"five"', '"5 5"', '"1_000"', '"٥"', "true", "[]", "{}", "NaN", '"NaN"', '"Infinity"', "1e1000000000",
    "1e-1000000000", '"1e99999999999999999999"',
]  # fmt: skip
LIMITS = [
    (SMALL, -(2**31), 2**31 - 1), (SMALL_UNSIGNED, 0, 2**32 - 1),
    (LARGE, -(2**63), 2**63 - 1), (LARGE_UNSIGNED, 0, 2**64 - 1),
]  # fmt: skip

ACCEPTED = [
    # Floats: the shortest text; three values in quotes.
    ('{"aFloat": 3.4028235e38}', '{"aFloat":3.4028235e+38}'),
    ('{"aFloat": -3.4028235e+38}', '{"aFloat":-3.4028235e+38}'),
    ('{"aFloat": 1e-45}', '{"aFloat":1e-45}'),
    ('{"aFloat": 0.1}', '{"aFloat":0.1}'),
    ('{"aFloat": "1.5"}', '{"aFloat":1.5}'),
    ('{"aFloat": "NaN"}', '{"aFloat":"NaN"}'),
    ('{"aFloat": "Infinity"}', '{"aFloat":"Infinity"}'),
    ('{"aFloat": "-Infinity"}', '{"aFloat":"-Infinity"}'),
    ('{"aDouble": 1.7976931348623157e+308}', '{"aDouble":1.7976931348623157e+308}'),
    ('{"aDouble": 5e-324}', '{"aDouble":5e-324}'),
    ('{"aDouble": 1e-400}', "{}"),
    ('{"aDouble": -0.0}', '{"aDouble":-0}'),
    ('{"aDouble": 0.1000000000000000055511151231257827}', '{"aDouble":0.1}'),
    ('{"aDouble": "NaN"}', '{"aDouble":"NaN"}'),
    ('{"aDouble": "-Infinity"}', '{"aDouble":"-Infinity"}'),
    ('{"aDouble": 5}', '{"aDouble":5}'),
    ('{"aBool": true}', '{"aBool":true}'),
    ('{"aBool": false}', "{}"),
    # Strings, with every escape there is.
    (r'{"aString": "\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\ude00"}', r'{"aString":"\"\\/\b\f\n\r\té€😀"}'),
    (r'{"aString": "\u0000\u001f\u007f"}', '{"aString":"\\u0000\\u001f\x7f"}'),
    ('{"aString": "\u2028\ufeff\U0010ffff"}', '{"aString":"\u2028\ufeff\U0010ffff"}'),
    (r'{"\u0061String": "a"}', '{"aString":"a"}'),
    # Base64 of both alphabets, with padding and without.
    ('{"aBytes": "/+8="}', '{"aBytes":"/+8="}'),
    ('{"aBytes": "_-8"}', '{"aBytes":"/+8="}'),
    ('{"aBytes": "-_-_"}', '{"aBytes":"+/+/"}'),
    ('{"aBytes": "AQ"}', '{"aBytes":"AQ=="}'),
    ('{"aBytes": ""}', "{}"),
    # Enums by name, by number, and by what else is written for them.
    ('{"aColor": "RED"}', '{"aColor":"RED"}'),
    ('{"aColor": "CRIMSON"}', '{"aColor":"RED"}'),
    ('{"aColor": "Blue"}', '{"aColor":"blue"}'),
    ('{"aColor": 1}', '{"aColor":"RED"}'),
    ('{"aColor": 1.0}', '{"aColor":"RED"}'),
    ('{"aColor": "1"}', '{"aColor":"RED"}'),
    ('{"aColor": -1}', '{"aColor":"DEEP"}'),
    ('{"aColor": 77}', '{"aColor":77}'),
    ('{"aColor": "COLOR_UNSPECIFIED"}', "{}"),
    ('{"aColor": 0}', "{}"),
    # Names: the JSON name, the name in the .proto, in any order; white space.
    ('{"an_int32": 1}', '{"anInt32":1}'),
    ('{"aString": "a", "an_int32": 2, "aDouble": 1}', '{"aDouble":1,"anInt32":2,"aString":"a"}'),
    (' \t\r\n{ "anInt32"\n:\t1 , "aBool" : true }\n ', '{"anInt32":1,"aBool":true}'),
    ('{"anEmpty": {}}', '{"anEmpty":{}}'),
    # Null is the same as nothing.
    ('{"aDouble": null, "aBool": null, "aString": null, "aBytes": null, "aColor": null, "anEmpty": null}', "{}"),
]

REFUSED = [
    '{"aFloat": 3.502823e+38}', '{"aFloat": -3.502823e+38}', '{"aFloat": 1e39}', '{"aFloat": NaN}',
    '{"aFloat": Infinity}',
    '{"aFloat": -Infinity}', '{"aFloat": "inf"}', '{"aFloat": "nan"}', '{"aFloat": ""}', '{"aFloat": " 1"}',
    '{"aFloat": "1 "}',
    '{"aFloat": true}', '{"aFloat": "0x1p3"}', '{"aDouble": 1.89769e+308}', '{"aDouble": -1.89769e+308}',
    '{"aDouble": NaN}',
    '{"aDouble": "+Infinity"}', '{"aDouble": "infinity"}', '{"aDouble": 1.}', '{"aDouble": .5}', '{"aDouble": 01}',
    '{"aDouble": "1e400"}', '{"aDouble": []}',
    '{"aBool": 0}', '{"aBool": 1}', '{"aBool": "true"}', '{"aBool": TRUE}', '{"aBool": True}', '{"aBool": truely}',
    '{"aBool": ""}',
    '{"aString": 5}', '{"aString": true}', '{"aString": []}', '{"aString": {}}', "{'aString': 'a'}",
    '{"aString": "a\nb"}',
    '{"aString": "a\tb"}', '{"aString": "\x00"}', '{"aString": "a}', r'{"aString": "\a"}', r'{"aString": "\u12"}',
    r'{"aString": "\u00zz"}', r'{"aString": "\U0001F600"}', r'{"aString": "\x41"}', r'{"aString": "\'"}',
    r'{"aString": "a\"}',
    # Half a surrogate pair, and pairs the wrong way round.
    r'{"aString": "\ud800"}', r'{"aString": "\udc00"}', r'{"aString": "\ud800a"}', r'{"aString": "\ud800\u0061"}',
    r'{"aString": "\udc00\ud800"}', r'{"aString": "\ud800\ud800"}', r'{"\ud800": "a"}',
    '{"aBytes": "-"}', '{"aBytes": "A"}', '{"aBytes": "AQ="}', '{"aBytes": "AQ==="}', '{"aBytes": "A=Q="}',
    '{"aBytes": "AQ ="}',
    '{"aBytes": "A Q="}', '{"aBytes": "AQ==AQ=="}', '{"aBytes": "é"}', '{"aBytes": 5}', '{"aBytes": [1]}',
    '{"aBytes": "===="}',
    '{"aColor": "PURPLE"}', '{"aColor": "red"}', '{"aColor": ""}', '{"aColor": 0.5}', '{"aColor": true}',
    '{"aColor": 2147483648}',
    '{"aColor": "RED "}', '{"aColor": []}', '{"aColor": {}}',
    '{"anEmpty": []}', '{"anEmpty": ""}', '{"anEmpty": 0}', '{"anEmpty": {"a": 1}}', '{"anEmpty": false}',
    # Members that are not known, or given twice, also under both names.
    '{"unknown": 1}', '{"": 1}', '{"AnInt32": 1}', '{"anInt32 ": 1}', '{"[shapes.two.number]": 1}', '{"1": 5}',
    '{"anInt32": 1, "anInt32": 1}', '{"anInt32": 1, "an_int32": 1}', '{"an_int32": 1, "anInt32": 1}',
    '{"anInt32": 1, "anInt32": null}',
    '{"anInt32": null, "an_int32": 1}', '{"anEmpty": {}, "anEmpty": {}}',
    # Not JSON.
    "", " ", "{", "}", "{}}", "{} {}", "{},", "null", "[]", "[{}]", "5", '"a"', "true", "nul", '{"anInt32": 1,}', '{,}',
    '{"anInt32": 1 "aBool": true}', '{"anInt32" 1}', '{"anInt32": }', '{"anInt32"}', "{anInt32: 1}", '{"anInt32": 1}x',
    '{"anInt32":: 1}',
    '{"anInt32": 1} // one', '/**/{"anInt32": 1}', '{/**/}', '{"anInt32": 1;}', '\ufeff{"anInt32": 1}', '\u00a0{}',
    '\x0c{}', '{"a',
    '{"anInt32": nul}', '{"anInt32": 1\x00}', '{}\x00',
]  # fmt: skip


def canonical(transcoder, name: str, text: str | bytes) -> str:
    return transcoder.to_json(name, transcoder.to_binary(name, text)).decode()


def refused(transcoder, name: str, text: str | bytes) -> None:
    with pytest.raises(Refused):
        print(canonical(transcoder, name, text))


@pytest.mark.parametrize("text, wanted", ACCEPTED)
def test_accepted(transcoder, text, wanted):
    assert canonical(transcoder, SCALARS, text) == wanted


@pytest.mark.parametrize("text", REFUSED)
def test_refused(transcoder, text):
    refused(transcoder, SCALARS, text)


@pytest.mark.parametrize("kind", INTEGERS)
def test_forms_of_integers(transcoder, kind):
    five = '"5"' if "64" in kind else "5"
    for form in FORMS:
        assert canonical(transcoder, LISTS, f'{{"{kind}s": [{form}]}}') == f'{{"{kind}s":[{five}]}}', form
    for form in NO_INTEGERS:
        refused(transcoder, LISTS, f'{{"{kind}s": [{form}]}}')
        refused(transcoder, "shapes.maps.Keys", f'{{"by{kind.capitalize()}": {{{form}: 1}}}}')


@pytest.mark.parametrize("kinds, least, most", LIMITS)
def test_limits_of_integers(transcoder, kinds, least, most):
    for kind in kinds:
        for number in (least, most, 0):
            canonical(transcoder, LISTS, f'{{"{kind}s": [{number}, "{number}", {number}.0]}}')
        for number in (least - 1, most + 1, 10**40, -(10**40)):
            refused(transcoder, LISTS, f'{{"{kind}s": [{number}]}}')
            refused(transcoder, LISTS, f'{{"{kind}s": ["{number}"]}}')


@pytest.mark.parametrize("text", [
    '{"int32s": [null]}', '{"strings": ["a", null]}', '{"empties": [null]}', '{"colors": [null]}', '{"int32s": {}}',
    '{"int32s": 5}', '{"int32s": "5"}', '{"int32s": [1,]}', '{"int32s": [,1]}', '{"int32s": [1 2]}',
    '{"int32s": [[1]]}',
    '{"int32s": [1, "a"]}', '{"strings": [1]}', '{"bools": ["true"]}', '{"empties": [[]]}', '{"int32s": [1}',
    '{"int32s": [',
    '{"int32s": []], "bools": []}',
])  # fmt: skip
def test_lists_that_are_refused(transcoder, text):
    refused(transcoder, LISTS, text)


def test_lists(transcoder):
    assert canonical(transcoder, LISTS, '{"int32s": [], "strings": null, "empties": [{}, {}]}') == '{"empties":[{},{}]}'
    assert canonical(transcoder, LISTS, '{"colors": ["RED", 2, 9, "1"]}') == '{"colors":["RED","blue",9,"RED"]}'


@pytest.mark.parametrize("name, text", [
    ("Keys", '{"byInt32": {1: 1}}'), ("Keys", '{"byInt32": {"": 1}}'), ("Keys", '{"byInt32": {"a": 1}}'),
    ("Keys", '{"byInt32": {"1": 1, "1": 2}}'), ("Keys", '{"byInt32": {"1": 1, "1.0": 2}}'),
    ("Keys", '{"byInt32": [1]}'),
    ("Keys", '{"byString": {"a": 1, "\\u0061": 2}}'), ("Keys", '{"byString": {"a": null}}'),
    ("Keys", '{"byString": {a: 1}}'),
    ("Keys", '{"byString": [{"key": "a", "value": 1}]}'), ("Keys", '{"byString": {"a": 1,}}'),
    ("Keys", '{"byString": {"a"}}'),
    ("Keys", '{"byBool": {"True": 1}}'), ("Keys", '{"byBool": {"1": 1}}'), ("Keys", '{"byBool": {true: 1}}'),
    ("Keys", '{"byBool": {"true": 1, "true": 1}}'), ("Keys", '{"byUint32": {"-1": 1}}'), ("Keys", '{"byString": 5}'),
    ("Keys", '{"byInt32": {"2147483648": 1}}'), ("Values", '{"ofScalars": {"a": null}}'),
    ("Values", '{"ofColor": {"a": "PINK"}}'),
    ("Values", '{"ofString": {"a": 1}}'), ("Values", '{"ofDuration": {"true": null}}'),
    ("Values", '{"ofInt32": {"\\ud800": 1}}'),
])  # fmt: skip
def test_maps_that_are_refused(transcoder, name, text):
    refused(transcoder, f"shapes.maps.{name}", text)


@pytest.mark.parametrize("name, text, wanted", [
    ("Keys", '{"byInt32": {"10": 1, "-1": 2, "2": 0}}', '{"byInt32":{"-1":2,"2":0,"10":1}}'),
    ("Keys", '{"byUint64": {"18446744073709551615": 1, "3": 1}}', '{"byUint64":{"3":1,"18446744073709551615":1}}'),
    ("Keys", '{"byBool": {"true": 1, "false": 2}}', '{"byBool":{"false":2,"true":1}}'),
    ("Keys", '{"byString": {"b": 1, "": 2, "ab": 3, "a": 4}}', '{"byString":{"":2,"a":4,"ab":3,"b":1}}'),
    ("Keys", '{"byString": {}, "byBool": null}', "{}"),
    ("Values", '{"ofColor": {"a": "RED", "b": 9, "c": 0}}', '{"ofColor":{"a":"RED","b":9,"c":"COLOR_UNSPECIFIED"}}'),
    ("Values", '{"ofValue": {"1": null}, "ofNull": {"a": null}}', '{"ofValue":{"1":null},"ofNull":{"a":null}}'),
    ("Values", '{"ofValues": {"a": {"ofValues": {"b": {}}}}}', '{"ofValues":{"a":{"ofValues":{"b":{}}}}}'),
])  # fmt: skip
def test_maps(transcoder, name, text, wanted):
    assert canonical(transcoder, f"shapes.maps.{name}", text) == wanted


def test_oneofs(transcoder):
    name = "shapes.three.Choices"
    for text in ('{"aDouble":0}', '{"aString":""}', '{"aBool":false}', '{"aBytes":""}', '{"inner":{}}'):
        assert canonical(transcoder, name, text) == text
    assert canonical(transcoder, name, '{"anInt32": null, "aString": "a"}') == '{"aString":"a"}'
    assert canonical(transcoder, name, '{"aString": "a", "anInt32": null}') == '{"aString":"a"}'
    assert canonical(transcoder, name, '{"aString": "a", "aUint64": 1}') == '{"aString":"a","aUint64":"1"}'
    refused(transcoder, name, '{"aString": "a", "anInt32": 1}')
    refused(transcoder, name, '{"aString": "", "scalars": {}}')


def test_presence(transcoder):
    zeros = '{"aDouble":0,"anInt32":0,"aBool":false,"aString":"","aBytes":"","aColor":"COLOR_UNSPECIFIED","anEmpty":{}}'
    assert canonical(transcoder, OPTIONALS, zeros) == zeros
    assert canonical(transcoder, SCALARS, zeros) == '{"anEmpty":{}}'
    assert canonical(transcoder, OPTIONALS, '{"anInt32": null}') == "{}"


def test_names(transcoder):
    names = [
        "fieldname1", "fieldName2", "FieldName3", "fieldName4", "field0name5", "field0Name6", "fieldName7",
        "FieldName8", "fieldName9", "FIELDNAME11", "Another Name", r"with \"quotes\" \\ and é", "@kind", "middleNumber",
        "highNumber",
    ]  # fmt: skip
    text = "{" + ",".join(f'"{name}":1' for name in names) + "}"
    assert canonical(transcoder, "shapes.three.Names", text) == text
    for original in ("_field_name3", "field__name4_", "field_0_name6", "renamed", "at_kind", "high_number"):
        assert canonical(transcoder, "shapes.three.Names", f'{{"{original}": 1}}') != "{}"
