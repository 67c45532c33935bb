"""The system parameters that every REST call takes beside its own, in the query or as header fields."""

from __future__ import annotations

import json

import pytest
from google.longrunning import operations_pb2
from google.protobuf import struct_pb2
from google.rpc import error_details_pb2, status_pb2

import rest


@pytest.fixture(scope="module")
def name(api) -> str:
    """An operation that failed, so that it has most fields."""
    metadata = rest.struct(step={"name": "load"}, steps=2)
    name = api.start("projects/system/locations/l", operationId="failed", metadata=metadata)["name"]
    api.report("fail", api.lease_one(name), error={"code": 8, "message": "There is no room."})
    return name


@pytest.fixture(scope="module")
def collection(api, name) -> str:
    api.start("projects/system/locations/l", operationId="waits")
    return "projects/system/locations/l/operations"


def get(api, target: str, **headers: str) -> rest.RawResponse:
    return api.raw("GET", target, headers=headers)


def test_answers_are_indented(api, name):
    plain = get(api, f"/v1/{name}").body.decode()
    assert plain == get(api, f"/v1/{name}?prettyPrint=true").body.decode()
    lines = plain.rstrip("\n").split("\n")
    assert lines[0] == "{" and lines[1] == f'  "name": "{name}",' and lines[-1] == "}"
    # Indentation is all that is added.
    compact = get(api, f"/v1/{name}?prettyPrint=false").body.decode()
    assert "\n" not in compact.rstrip("\n") and '": ' not in compact.replace('There is', '')
    assert "".join(line.strip() for line in lines).replace('": ', '":') == compact.rstrip("\n")


@pytest.mark.parametrize("parameter", ["prettyPrint", "$prettyPrint", "%24prettyPrint"])
def test_pretty_print_everywhere(api, name, parameter):
    """Errors, empty answers, lists and the longrun.v1 calls alike."""
    for method, target in [
        ("GET", "/v1/operations/unknown"), ("POST", f"/v1/{name}:cancel"), ("GET", "/v1/projects/system/locations/l/operations"),
        ("GET", f"/longrun/v1/{name}"), ("POST", f"/v1/{name}:wait"),
    ]:  # fmt: skip
        body = api.raw(method, f"{target}?{parameter}=false").body
        assert b"\n" not in body.rstrip(b"\n") and json.loads(body) is not None, target


@pytest.mark.parametrize("query", ["alt=json", "$alt=json", "%24alt=json", "alt=json%3Benum-encoding%3Dint", "$alt=json;enum-encoding=int"])
def test_alt_json(api, name, query):
    answer = get(api, f"/v1/{name}?{query}")
    assert answer.status == 200 and answer.headers["content-type"].startswith("application/json")
    assert answer.json() == api.get(name)


@pytest.mark.parametrize("query", ["alt=json;enum-encoding=int", "$alt=json%3Benum-encoding=int", "alt=json;enum-encoding%3Dint"])
def test_enums_as_numbers(api, name, query):
    record = get(api, f"/longrun/v1/{name}?{query}").json()
    assert record["state"] == 4 and api.record(name)["state"] == "FAILED"
    assert record["createTime"] == api.record(name)["createTime"]


def test_alt_proto(api, name, collection):
    answer = get(api, f"/v1/{name}?alt=proto")
    assert answer.status == 200 and answer.headers["content-type"] == "application/x-protobuf"
    operation = operations_pb2.Operation.FromString(answer.body)
    metadata = struct_pb2.Struct()
    assert (operation.name, operation.done, operation.error.code) == (name, True, 8)
    assert operation.metadata.Unpack(metadata) and metadata["steps"] == 2
    listed = operations_pb2.ListOperationsResponse.FromString(get(api, f"/v1/{collection}?$alt=proto").body)
    assert [each.name.split("/")[-1] for each in listed.operations] == ["failed", "waits"]
    cancelled = api.raw("POST", f"/v1/{name}:cancel?alt=proto")
    assert (cancelled.status, cancelled.body) == (200, b"")
    assert cancelled.headers["content-type"] == "application/x-protobuf"


def test_errors_in_alt_proto(api):
    answer = get(api, "/v1/operations/unknown?alt=proto")
    assert answer.status == 404 and answer.headers["content-type"] == "application/x-protobuf"
    status = status_pb2.Status.FromString(answer.body)
    info = error_details_pb2.ErrorInfo()
    assert status.code == 5 and "unknown" in status.message
    assert any(each.Unpack(info) for each in status.details)
    assert (info.reason, info.domain) == ("OPERATION_NOT_FOUND", "longrun.dev")


def test_alt_sse(api, name, collection):
    """One event, with compact JSON as its data."""
    for target in (f"/v1/{name}", f"/v1/{collection}"):
        answer = get(api, f"{target}?$alt=sse")
        assert answer.status == 200 and answer.headers["content-type"].startswith("text/event-stream")
        text = answer.body.decode()
        assert text.startswith("data: ") and text.endswith("\n\n") and text.count("\n") == 2
        assert json.loads(text.removeprefix("data: ")) == get(api, target).json()


LISTED = "projects/system/locations/l/operations/failed"


@pytest.mark.parametrize("mask, shown", [
    ("name", {"name": LISTED}),
    ("name,done", {"name": LISTED, "done": True}),
    ("error.code", {"error": {"code": 8}}),
    ("error/code", {"error": {"code": 8}}),
    ("error(code)", {"error": {"code": 8}}),
    ("name,error(code,message)", {"name": LISTED, "error": {"code": 8, "message": "There is no room."}}),
    ("done,error/message,name", {"name": LISTED, "done": True, "error": {"message": "There is no room."}}),
    ("response", {}),
])  # fmt: skip
def test_fields(api, name, mask, shown):
    for target, headers in [
        (f"/v1/{name}?fields={mask}", {}), (f"/v1/{name}?$fields={mask}", {}), (f"/v1/{name}", {"X-Goog-FieldMask": mask}),
    ]:  # fmt: skip
        assert get(api, target, **headers).json() == shown, (target, headers)


@pytest.mark.parametrize("mask", ["operations(name,done)", "operations.name,operations.done", "operations/name,operations/done"])
def test_fields_of_each_element(api, collection, mask):
    waits = LISTED.replace("failed", "waits")
    assert api.call("GET", f"/v1/{collection}", fields=mask) == {
        "operations": [{"name": LISTED, "done": True}, {"name": waits}]}
    page = api.call("GET", f"/v1/{collection}", fields="nextPageToken", pageSize=1)
    assert set(page) == {"nextPageToken"}


@pytest.mark.parametrize("mask", ["", "*"])
def test_all_fields(api, name, mask):
    assert api.call("GET", f"/v1/{name}", fields=mask) == api.get(name)


def test_fields_of_the_metadata(api, name):
    assert api.call("GET", f"/v1/{name}", fields="metadata")["metadata"] == api.get(name)["metadata"]


@pytest.mark.parametrize("mask", ["colour", "error.colour", "error(code", "error)", "name.first", "operations.name", "a b"])
def test_a_mask_that_is_wrong(api, name, mask):
    error = rest.refused(api.call, "GET", f"/v1/{name}", fields=mask)
    assert (error.http_status, error.code, error.fields) == (400, "INVALID_ARGUMENT", ["fields"])
    assert get(api, f"/v1/{name}", **{"X-Goog-FieldMask": mask}).status == 400


def test_a_mask_leaves_errors_alone(api):
    assert rest.refused(api.call, "GET", "/v1/operations/unknown", fields="name").reason == "OPERATION_NOT_FOUND"


def test_masks_of_binary_answers(api, name):
    operation = operations_pb2.Operation.FromString(get(api, f"/v1/{name}?alt=proto&fields=name,error.code").body)
    assert operation == operations_pb2.Operation(name=name, error=status_pb2.Status(code=8))


@pytest.mark.parametrize("parameter", ["$.xgafv", "%24.xgafv"])
def test_the_older_form_of_errors(api, parameter):
    older = get(api, f"/v1/operations/unknown?{parameter}=1").error.error
    newer = get(api, f"/v1/operations/unknown?{parameter}=2").error.error
    [only] = older.pop("errors")
    assert only["message"] == older["message"] and only["domain"] and only["reason"]
    assert older == newer == get(api, "/v1/operations/unknown").error.error


@pytest.mark.parametrize("query", [
    "key=k", "$key=k", "quotaUser=u", "$quotaUser=u", "access_token=t", "oauth_token=t", "uploadType=media", "upload_protocol=raw",
    "$.xgafv=2", "$apiVersion=2026-03-28", "key=", "alt=json&key=k&prettyPrint=true&quotaUser=u&fields=*&$.xgafv=1",
])  # fmt: skip
def test_never_unknown(api, name, query):
    for method, target in [
        ("GET", f"/v1/{name}"), ("POST", f"/v1/{name}:cancel"), ("POST", f"/v1/{name}:wait"), ("GET", f"/longrun/v1/{name}"),
    ]:  # fmt: skip
        answer = api.raw(method, f"{target}?{query}")
        assert answer.status == 200, (target, answer)


@pytest.mark.parametrize("headers", [
    {"X-Goog-Api-Key": "k"}, {"X-Goog-Quota-User": "u"}, {"X-Goog-User-Project": "p"}, {"X-Goog-Api-Version": "2026-03-28"},
    {"X-Goog-Request-Params": "name=x"}, {"X-Goog-Api-Client": "gl-python/3.11 gax/2"}, {"X-Goog-FieldMask": "*"},
])  # fmt: skip
def test_header_fields(api, name, headers):
    assert get(api, f"/v1/{name}", **headers).json() == api.get(name)


@pytest.mark.parametrize("query, named", [
    ("alt=xml", "alt"), ("$alt=json;enum-encoding=text", "$alt"), ("alt=json;charset=x", "alt"), ("prettyPrint=perhaps", "prettyPrint"),
    ("$.xgafv=3", "$.xgafv"), ("$.xgafv=one", "$.xgafv"), ("alt=json&alt=proto", "alt"), ("$alt=json&alt=proto", "alt"),
])  # fmt: skip
def test_wrong_values_are_named(api, name, query, named):
    for target in (f"/v1/{name}", f"/longrun/v1/{name}"):
        answer = get(api, f"{target}?{query}")
        error = answer.error
        assert (answer.status, error.code) == (400, "INVALID_ARGUMENT")
        assert any(field.strip("$") == named.strip("$") for field in error.fields), error.fields


def test_an_api_version_said_twice(api, name):
    answer = get(api, f"/v1/{name}?$apiVersion=1", **{"X-Goog-Api-Version": "1"})
    assert answer.status == 400 and answer.error.fields == ["$apiVersion"]


@pytest.mark.parametrize("query", ["pretty=false", "format=json", "$format=json", "Alt=json", "$.gafv=1"])
def test_what_only_looks_like_one(api, name, query):
    answer = get(api, f"/v1/{name}?{query}")
    assert answer.status == 400 and answer.error.fields == [query.split("=")[0]]
