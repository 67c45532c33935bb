"""The calls of the history as gRPC messages: requests out of plain values, and answers as plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from google.protobuf import wrappers_pb2

import rpc

STRING = "type.googleapis.com/google.protobuf.StringValue"


class Method(NamedTuple):
    path: str
    encode: Callable[[dict], bytes]
    decode: Callable[[bytes], dict]


def text(value: str):
    """An Any that holds a text."""
    packed = wrappers_pb2.StringValue(value=value).SerializeToString()
    return rpc.message("google.protobuf.Any")(type_url=STRING, value=packed)


def span(seconds: float):
    whole = int(seconds)
    return rpc.message("google.protobuf.Duration")(seconds=whole, nanos=round((seconds - whole) * 1e9))


def moment(seconds: float):
    whole = int(seconds)
    return rpc.message("google.protobuf.Timestamp")(seconds=whole, nanos=round((seconds - whole) * 1e9))


def _seconds(timestamp) -> float:
    return timestamp.seconds + timestamp.nanos / 1e9


def _text(value) -> str:
    return wrappers_pb2.StringValue.FromString(value.value).value if value.type_url == STRING else value.type_url


def _result(message) -> str | None:
    """How an operation ended, in one text that is the same for the same end."""
    match message.WhichOneof("result"):
        case "response":
            return f"response: {_text(message.response)}"
        case "error":
            return f"error {message.error.code}: {message.error.message}"
    return None


def operation(message) -> dict:
    return {"name": message.name, "done": message.done, "result": _result(message)}


def record(message) -> dict:
    states = type(message).DESCRIPTOR.enum_types_by_name["State"].values_by_number
    result = _result(message)
    return {
        "name": message.name, "done": result is not None, "result": result, "state": states[message.state].name,
        "revision": message.revision, "attempt": message.attempt, "cancel_requested": message.cancel_requested,
        "request_id": message.request_id, "request": _text(message.request),
    }  # fmt: skip


def _lease(message) -> dict:
    return {
        "name": message.name, "attempt": message.attempt, "token": message.lease_token,
        "expire": _seconds(message.lease_expire_time), "request": _text(message.request),
        "cancel_requested": message.cancel_requested,
    }  # fmt: skip


def _step(message) -> dict:
    kinds = type(message).DESCRIPTOR.enum_types_by_name["Kind"].values_by_number
    return {
        "kind": kinds[message.kind].name, "revision": message.revision, "attempt": message.attempt,
        "actor": message.actor, "time": _seconds(message.time), "from": getattr(message, "from"), "to": message.to,
    }  # fmt: skip


def _start(request: dict) -> dict:
    policy = {"max_attempts": 100_000, "initial_backoff": span(0), "max_backoff": span(0.1)}
    fields = {
        "parent": request["parent"], "request_id": request["request_id"], "queue": request["queue"],
        "request": text(request["request"]), "retry_policy": policy,
    }  # fmt: skip
    for name in ("deadline", "schedule_time"):
        if name in request:
            fields[name] = moment(request[name])
    return fields


def _fields(request: dict) -> dict:
    """A request whose plain values need no more than to become messages."""
    makers = {
        "lease_duration": span, "wait_timeout": span, "timeout": span, "delay": span, "response": text,
        "error": lambda error: rpc.message("google.rpc.Status")(code=error[0], message=error[1]),
    }  # fmt: skip
    # What only the checker wants to know stays here.
    known = {name: value for name, value in request.items() if name not in ("attempt", "token")}
    fields = {name: makers[name](value) if name in makers else value for name, value in known.items()}
    if "token" in request:
        fields["lease_token"] = request["token"]
    return fields


def _nothing(_) -> dict:
    return {}


def _method(path: str, request: str, answer: str, decode, encode=_fields) -> Method:
    def serialize(values: dict) -> bytes:
        return rpc.message(request)(**encode(values)).SerializeToString()

    def deserialize(data: bytes) -> dict:
        return decode(rpc.message(answer).FromString(data))

    return Method("/" + path, serialize, deserialize)


def _public(name: str, answer: str, decode) -> Method:
    return _method(f"google.longrunning.Operations/{name}", f"google.longrunning.{name}Request", answer, decode)


def _ours(service: str, name: str, answer: str, decode, encode=_fields) -> Method:
    return _method(f"longrun.v1.{service}/{name}", f"longrun.v1.{name}Request", answer, decode, encode)


OPERATION = "google.longrunning.Operation"
EMPTY = "google.protobuf.Empty"

METHODS = {
    "start": _ours("Producer", "StartOperation", OPERATION, operation, _start),
    "get": _public("GetOperation", OPERATION, operation),
    "wait": _public("WaitOperation", OPERATION, operation),
    "cancel": _public("CancelOperation", EMPTY, _nothing),
    "delete": _public("DeleteOperation", EMPTY, _nothing),
    "record": _ours("Observer", "GetRecord", "longrun.v1.OperationRecord", record),
    "list": _ours(
        "Observer", "ListRecords", "longrun.v1.ListRecordsResponse",
        lambda page: {"records": [record(each) for each in page.records], "next": page.next_page_token},
    ),
    "history": _ours(
        "Observer", "GetHistory", "longrun.v1.GetHistoryResponse",
        lambda page: {"steps": [_step(each) for each in page.transitions], "next": page.next_page_token},
    ),
    "lease": _ours(
        "Worker", "LeaseOperations", "longrun.v1.LeaseOperationsResponse",
        lambda answer: {"leases": [_lease(each) for each in answer.leases]},
    ),
    "heartbeat": _ours(
        "Worker", "Heartbeat", "longrun.v1.HeartbeatResponse",
        lambda answer: {
            "expire": _seconds(answer.lease_expire_time), "cancel_requested": answer.cancel_requested,
        },
    ),
    "complete": _ours("Worker", "CompleteOperation", OPERATION, operation),
    "fail": _ours("Worker", "FailOperation", OPERATION, operation),
    "release": _ours("Worker", "ReleaseOperation", EMPTY, _nothing),
}  # fmt: skip
