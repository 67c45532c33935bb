"""Wrong input of every kind over REST: a clear refusal with code, reason and field, and a server that goes on."""

from __future__ import annotations

import base64
import json
import re

import pytest

import rest

HUGE = 4 * 1024 * 1024 + 1
LONG_NAME = "projects/" + "p" * 100 + "/things/" + "/".join("a" * 100 for _ in range(20)) + "/operations/x"
REFUSALS = ("INVALID_FIELD", "MALFORMED_REQUEST", "INVALID_PAGE_TOKEN", "PAYLOAD_TYPE_UNKNOWN")
TOKEN = base64.urlsafe_b64encode(bytes(range(60))).decode().rstrip("=")


@pytest.fixture(scope="module")
def lease(api):
    """A live lease, which no test may end."""
    return api.lease_one(api.start("projects/bad/locations/input")["name"], leaseDuration="600s")


def check(response: rest.RawResponse, status: int, code: str, reason: str, field: str | None = None):
    error = response.error
    assert (response.status, error.code, error.reason) == (status, code, reason), error
    assert error.error["code"] == status
    assert error.message
    assert error.detail("ErrorInfo")["domain"] == "longrun.dev"
    if field is not None:
        assert field in error.fields, error


# Paths

BAD_NAMES = [
    "projects//operations/x", "projects/p/operations/", "projects/p/locations/operations/x", "a/b/c/operations/x",
    "projects/p%20q/operations/x", "projects/p%00/operations/x", "projects/ü/operations/x".encode().decode("latin-1"),
    "projects/%C3%BC/operations/x", "projects/%FF/operations/x", "projects/p/operations/a%2Fb",
    "projects%2Fp/operations/x", "projects/p/operations/x%3Ay", "projects/%2E%2E/operations/x",
    "projects/../operations/x", "projects/./operations/x", "projects/p/operations/..",
    "projects/p/operations/" + "x" * 129, LONG_NAME, "operations/" + "x" * 2_000, "projects/p/operations/%",
    "projects/p/operations/%zz",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES, ids=range(len(BAD_NAMES)))
@pytest.mark.parametrize("method, verb", [("GET", ""), ("DELETE", ""), ("POST", ":cancel"), ("POST", ":wait")])
def test_bad_names(api, method, verb, name):
    if verb == ":wait":
        verb += "?timeout=0s"
    response = api.raw(method, f"/v1/{name}{verb}")
    assert response.status in (400, 404), response
    if not name.isascii():
        return  # That is no HTTP: it is refused before anything of ours sees it.
    assert response.error.code in ("INVALID_ARGUMENT", "NOT_FOUND")
    assert response.error.reason in ("INVALID_FIELD", "MALFORMED_REQUEST", "PATH_NOT_FOUND", "OPERATION_NOT_FOUND")


@pytest.mark.parametrize("name", ["projects/p%20q/operations/x", "projects/p/operations/" + "x" * 129, LONG_NAME])
def test_a_bad_name_in_a_good_path_is_400(api, name):
    check(api.raw("GET", f"/v1/{name}"), 400, "INVALID_ARGUMENT", "INVALID_FIELD", "name")


@pytest.mark.parametrize("method, verb", [("GET", ""), ("DELETE", ""), ("POST", ":cancel"), ("POST", ":wait")])
def test_unknown_names(api, method, verb):
    response = api.raw(method, f"/v1/projects/p/operations/unknown{verb}")
    check(response, 404, "NOT_FOUND", "OPERATION_NOT_FOUND")
    assert response.error.detail("ErrorInfo")["metadata"] == {"name": "projects/p/operations/unknown"}


# Queries


@pytest.mark.parametrize("query, reason, field", [
    ("pageSize=-1", "INVALID_FIELD", "pageSize"),
    ("pageSize=many", None, "pageSize"),
    ("pageSize=99999999999", None, "pageSize"),
    ("pageToken=nonsense", "INVALID_PAGE_TOKEN", "pageToken"),
    (f"pageToken={TOKEN}", "INVALID_PAGE_TOKEN", "pageToken"),
    ("pageToken=%FF%FE", None, None),
    ("returnPartialSuccess=perhaps", None, "returnPartialSuccess"),
    ("unknown=1", None, "unknown"),
    ("name.inner=1", None, None),
])  # fmt: skip
def test_bad_queries(api, query, reason, field):
    response = api.raw("GET", f"/v1/projects/p/operations?{query}")
    check(response, 400, "INVALID_ARGUMENT", reason or response.error.reason, field)
    assert response.error.reason in REFUSALS


@pytest.mark.parametrize("path", ["/v1/operations/x", "/longrun/v1/operations/x", "/longrun/v1/operations"])
def test_unknown_parameters(api, path):
    check(api.raw("GET", path + "?unheardOf=1"), 400, "INVALID_ARGUMENT", "MALFORMED_REQUEST", "unheardOf")


# Bodies

START = "/longrun/v1/projects/bad/locations/input/operations"
DEEP = 200

BAD_BODIES = [
    (b"{", "MALFORMED_REQUEST", None),
    (b"[]", "MALFORMED_REQUEST", None),
    (b"null", "MALFORMED_REQUEST", None),
    (b'"text"', "MALFORMED_REQUEST", None),
    (b"{}{}", "MALFORMED_REQUEST", None),
    (b"{'queue': 1}", "MALFORMED_REQUEST", None),
    (b'{"queue": "\xff\xfe"}', "MALFORMED_REQUEST", None),
    (b'{"queue": "a\nb"}', "MALFORMED_REQUEST", None),
    (b'{"queue": "a", "queue": "b"}', "MALFORMED_REQUEST", None),
    (rb'{"queue": "a", "qu\u0065ue": "b"}', "MALFORMED_REQUEST", None),
    (b'{"request": {"@type": "type.googleapis.com/google.protobuf.Struct", "value": {"a": 1, "a": 2}}}',
     "MALFORMED_REQUEST", None),
    (b'{"operationId": "a", "operation_id": "b"}', "MALFORMED_REQUEST", None),
    (b'{"labels": ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}", "MALFORMED_REQUEST", None),
    (b'{"request": {"@type": "type.googleapis.com/google.protobuf.ListValue", "value": ' + b"[" * DEEP + b"]" * DEEP
     + b"}}", "MALFORMED_REQUEST", None),
    (b"[" * 100_000, "MALFORMED_REQUEST", None),
    (b'{"unheardOf": 1}', "MALFORMED_REQUEST", "unheardOf"),
    (b'{"retryPolicy": {"unheardOf": 1}}', "MALFORMED_REQUEST", "retryPolicy.unheardOf"),
    (b'{"priority": 1.5}', "MALFORMED_REQUEST", "priority"),
    (b'{"priority": 2147483648}', "MALFORMED_REQUEST", "priority"),
    (b'{"queue": 7}', "MALFORMED_REQUEST", "queue"),
    (b'{"labels": {"a": 1}}', "MALFORMED_REQUEST", "labels.a"),
    (b'{"ttl": "5"}', "MALFORMED_REQUEST", "ttl"),
    (b'{"ttl": 5}', "MALFORMED_REQUEST", "ttl"),
    (b'{"ttl": "-1s"}', "INVALID_FIELD", "ttl"),
    (b'{"ttl": "315576000001s"}', None, "ttl"),
    (b'{"deadline": "tomorrow"}', "MALFORMED_REQUEST", "deadline"),
    (b'{"deadline": "2001-01-01T00:00:00Z"}', "INVALID_FIELD", "deadline"),
    (b'{"attemptTimeout": "0s"}', "INVALID_FIELD", "attemptTimeout"),
    (b'{"operationId": "Upper"}', "INVALID_FIELD", "operationId"),
    (b'{"operationId": "operations"}', "INVALID_FIELD", "operationId"),
    (b'{"operationId": "-a"}', "INVALID_FIELD", "operationId"),
    (b'{"operationId": "a/b"}', "INVALID_FIELD", "operationId"),
    (b'{"operationId": "a:cancel"}', "INVALID_FIELD", "operationId"),
    (b'{"operationId": "' + b"x" * 129 + b'"}', "INVALID_FIELD", "operationId"),
    (b'{"requestId": "not-a-uuid"}', "INVALID_FIELD", "requestId"),
    (b'{"queue": "two words"}', "INVALID_FIELD", "queue"),
    (b'{"queue": "' + b"q" * 129 + b'"}', "INVALID_FIELD", "queue"),
    (b'{"labels": {"' + b"k" * 64 + b'": ""}}', "INVALID_FIELD", "labels"),
    (b'{"labels": {"a": "' + b"v" * 257 + b'"}}', "INVALID_FIELD", "labels.a"),
    (json.dumps({"labels": {f"k{i}": "" for i in range(65)}}).encode(), "INVALID_FIELD", "labels"),
    (b'{"retryPolicy": {"maxAttempts": 0}}', "INVALID_FIELD", "retryPolicy.maxAttempts"),
    (b'{"retryPolicy": {"maxAttempts": 100001}}', "INVALID_FIELD", "retryPolicy.maxAttempts"),
    (b'{"retryPolicy": {"initialBackoff": "-1s"}}', "INVALID_FIELD", "retryPolicy.initialBackoff"),
    (b'{"retryPolicy": {"initialBackoff": "9s", "maxBackoff": "1s"}}', "INVALID_FIELD", "retryPolicy.maxBackoff"),
    (b'{"retryPolicy": {"backoffMultiplier": 0.5}}', "INVALID_FIELD", "retryPolicy.backoffMultiplier"),
    (b'{"retryPolicy": {"backoffMultiplier": "NaN"}}', None, "retryPolicy.backoffMultiplier"),
    (b'{"retryPolicy": {"retryableCodes": [0]}}', "INVALID_FIELD", "retryPolicy.retryableCodes[0]"),
    (b'{"request": {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "a": 1}}', "MALFORMED_REQUEST", "request.a"),
    (b'{"request": {"value": 1}}', None, "request"),
    (b'{"request": {"@type": "nonsense"}}', None, "request"),
    (b'{"request": {"@type": "type.googleapis.com/google.protobuf.Duration", "value": "soon"}}', None, "request.value"),
    (b'{"parent": "projects/other"}', None, "parent"),
]  # fmt: skip


@pytest.mark.parametrize("body, reason, field", BAD_BODIES, ids=[str(body[:40]) for body, _, _ in BAD_BODIES])
def test_bad_starts(api, body, reason, field):
    response = api.raw("POST", START, body, {"Content-Type": "application/json"})
    check(response, 400, "INVALID_ARGUMENT", reason or response.error.reason, field)
    assert response.error.reason in REFUSALS


@pytest.mark.parametrize("parent", ["projects", "a/b/c", "-/x/y", "projects/-", "projects/..", "projects/a%20b"])
def test_bad_parents(api, parent):
    response = api.raw("POST", f"/longrun/v1/{parent}/operations", b"{}")
    assert (response.status, response.error.code) in ((400, "INVALID_ARGUMENT"), (404, "NOT_FOUND"))


@pytest.mark.parametrize("verb, fields, field", [
    ("heartbeat", {"leaseToken": ""}, "leaseToken"),
    ("complete", {"leaseToken": ""}, "leaseToken"),
    ("fail", {"leaseToken": "", "error": {"code": 9}}, "leaseToken"),
    ("release", {"leaseToken": ""}, "leaseToken"),
    ("heartbeat", {"progressPercent": 101}, "progressPercent"),
    ("heartbeat", {"progressPercent": -1}, "progressPercent"),
    ("heartbeat", {"statusMessage": "x" * 5_000}, "statusMessage"),
    ("heartbeat", {"leaseDuration": "0.5s"}, "leaseDuration"),
    ("heartbeat", {"leaseDuration": "3601s"}, "leaseDuration"),
    ("fail", {"error": {"code": 0, "message": "fine"}}, "error.code"),
    ("fail", {"error": {"code": 17}}, "error.code"),
    ("fail", {"error": {"code": -1}}, "error.code"),
    ("fail", {}, None),
    ("release", {"delay": "-1s"}, "delay"),
])  # fmt: skip
def test_bad_reports(api, lease, verb, fields, field):
    body = {"leaseToken": lease["leaseToken"], **fields}
    check(
        api.raw("POST", f"/longrun/v1/{lease['name']}:{verb}", json.dumps(body).encode()),
        400, "INVALID_ARGUMENT", "INVALID_FIELD", field,
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["heartbeat", "complete", "fail", "release"])
@pytest.mark.parametrize("token", ["stale", "x" * 10_000, "ünïcödé", "' OR 1=1 --"])
def test_stale_tokens(api, lease, verb, token):
    body = {"leaseToken": token, **({"error": {"code": 9}} if verb == "fail" else {})}
    response = api.raw("POST", f"/longrun/v1/{lease['name']}:{verb}", json.dumps(body).encode())
    check(response, 400, "FAILED_PRECONDITION", "LEASE_LOST")
    assert api.record(lease["name"])["state"] == "RUNNING"


@pytest.mark.parametrize("fields, field", [
    ({"maxOperations": -1}, "maxOperations"), ({"leaseDuration": "0s"}, "leaseDuration"),
    ({"waitTimeout": "-1s"}, "waitTimeout"), ({"queues": ["a b"]}, "queues"), ({"workerId": "a\nb"}, "workerId"),
    ({"workerId": "w" * 257}, "workerId"), ({"names": ["nonsense"]}, "names"),
])  # fmt: skip
def test_bad_leases(api, fields, field):
    response = api.raw("POST", "/longrun/v1/operations:lease", json.dumps(fields).encode())
    check(response, 400, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert any(each.startswith(field) for each in response.error.fields), response.error


def test_too_large(api, lease):
    for target in (START, f"/longrun/v1/{lease['name']}:complete", f"/v1/{lease['name']}:cancel"):
        try:
            response = api.raw("POST", target, b'{"queue": "' + b"x" * HUGE + b'"}')
        except ConnectionError:
            continue  # The server may hang up on a body that it will not read.
        assert response.status == 413
        assert response.error.code in ("RESOURCE_EXHAUSTED", "INVALID_ARGUMENT")
    assert api.record(lease["name"])["state"] == "RUNNING"


@pytest.mark.parametrize("field", ["filter", "orderBy"])
@pytest.mark.parametrize("value", ["(", "a=", "%00", "%22", "=", "NOT", "x" * 20_000, "(" * 5_000, "%F0%9F%98%80", "a:" * 3_000])
def test_nonsense_in_a_list_is_refused(api, field, value):
    response = api.raw("GET", f"/longrun/v1/operations?{field}={value}")
    assert response.status in (200, 400, 414, 431)
    if response.status == 400:
        assert response.error.fields == [field]


def test_errors_keep_aip_193(api):
    error = api.raw("GET", "/v1/projects/p/operations?pageSize=-1").error
    info = error.detail("ErrorInfo")
    assert re.fullmatch(r"[A-Z][A-Z0-9_]+[A-Z0-9]", info["reason"]) and len(info["reason"]) <= 63
    assert all(re.fullmatch(r"[a-z][a-zA-Z0-9-_]+", key) for key in info["metadata"])
    types = [each["@type"] for each in error.details]
    assert len(types) == len(set(types))
