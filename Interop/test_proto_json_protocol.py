"""How `proto-json-conformance` speaks the conformance protocol itself."""

from __future__ import annotations

import pytest

import proto_shapes

EMPTY = "shapes.three.Empty"
PROTOBUF, JSON, TEXT_FORMAT = 1, 2, 4
IGNORE_UNKNOWN = 3


def ask(transcoder, **fields):
    request = proto_shapes.message_class("conformance.ConformanceRequest")(**fields)
    answer = transcoder.exchange(request.SerializeToString())
    kind = answer.WhichOneof("result")
    return kind, getattr(answer, kind)


@pytest.mark.parametrize("kind, fields", [
    ("protobuf_payload", {"message_type": "conformance.FailureSet", "protobuf_payload": b""}),
    ("json_payload", {"message_type": EMPTY, "json_payload": "{ }", "requested_output_format": JSON}),
    ("json_payload", {"message_type": EMPTY, "protobuf_payload": b"", "requested_output_format": JSON}),
    ("protobuf_payload", {"message_type": EMPTY, "json_payload": "{}", "requested_output_format": PROTOBUF}),
    ("parse_error", {"message_type": EMPTY, "json_payload": "", "requested_output_format": PROTOBUF}),
    ("parse_error", {"message_type": EMPTY, "json_payload": "[]", "requested_output_format": JSON}),
    ("serialize_error", {"message_type": EMPTY, "protobuf_payload": b"x", "requested_output_format": JSON}),
    ("skipped", {"message_type": EMPTY, "protobuf_payload": b"", "requested_output_format": PROTOBUF}),
    ("skipped", {"message_type": EMPTY, "json_payload": "{}", "requested_output_format": TEXT_FORMAT}),
    ("skipped", {"message_type": EMPTY, "text_payload": "", "requested_output_format": PROTOBUF}),
    ("skipped", {"message_type": EMPTY, "jspb_payload": "[]", "requested_output_format": JSON}),
    ("skipped", {"message_type": EMPTY, "json_payload": "{}", "requested_output_format": JSON,
                 "test_category": IGNORE_UNKNOWN}),
    ("skipped", {"message_type": "no.such.Type", "json_payload": "{}", "requested_output_format": PROTOBUF}),
    ("runtime_error", {"message_type": EMPTY, "requested_output_format": PROTOBUF}),
    ("runtime_error", {"message_type": EMPTY, "json_payload": "{}"}),
])  # fmt: skip
def test_answers(transcoder, kind, fields):
    given, value = ask(transcoder, **fields)
    assert given == kind, value
    assert value or kind == "protobuf_payload"


@pytest.mark.parametrize("garbage", [b"\xff", b"\x0a\xff", b"\x0a" + b"\xff" * 9 + b"\x01", b"\x0b", b"\x18"])
def test_what_is_no_request(transcoder, garbage):
    assert transcoder.exchange(garbage).runtime_error
