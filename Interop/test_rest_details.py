"""Corners of REST where one request says a thing twice, or a path belongs to several services."""

from __future__ import annotations

import json

import pytest
from google.iam.v1 import iam_policy_pb2, iam_policy_pb2_grpc

import profiles
import rpc
from servers import serving

FORM = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("path", ["/v1/{name}", "/longrun/v1/{name}", "/v1/{parent}/operations"])
def test_a_get_may_come_as_a_form(api, parent, path):
    """As gcloud sends it when the address would be too long."""
    target = path.format(name=api.start(parent)["name"], parent=parent)
    assert api.raw("POST", target, b"prettyPrint=false", FORM).body == api.raw("GET", f"{target}?prettyPrint=false").body
    refused = api.raw("POST", target, b"foo=1", FORM)
    assert refused.status == 400 and refused.error.fields == ["foo"]


def test_parts_of_an_operation_by_a_form(api, parent):
    name = api.start(parent)["name"]
    answer = api.raw("POST", f"/v1/{name}", b"fields=name&alt=json", FORM)
    assert json.loads(answer.body) == {"name": name}


@pytest.mark.parametrize("query, body", [("1s", "2s"), ("0s", "3s"), ("3s", "0s")])
def test_two_timeouts(api, parent, query, body):
    name = api.start(parent)["name"]
    refused = api.raw("POST", f"/v1/{name}:wait?timeout={query}", json.dumps({"timeout": body}).encode())
    assert refused.status == 400 and refused.error.fields == ["timeout"]


@pytest.fixture(scope="module")
def several(binary, tmp_path_factory):
    arguments = profiles.arguments("dataproc", "vision", "query-service")
    with serving(binary, tmp_path_factory.mktemp("several"), *arguments) as shared:
        yield shared


def test_what_no_service_of_a_name_offers(several):
    refused = several.rest.raw("POST", "/v1/operations/x:getIamPolicy", b"{}")
    assert refused.status == 501 and refused.error.reason == "METHOD_NOT_OFFERED"
    assert "'vision.googleapis.com', 'query-service'" in refused.error.message
    assert "WaitOperation" in refused.error.message


def test_only_what_is_offered_is_allowed(several):
    allowed = several.rest.raw("OPTIONS", "/v1/locations/l/operations/x").headers["allow"]
    assert allowed == "GET, HEAD, OPTIONS"


def test_a_collection_is_listed_by_its_own_name(several):
    """A client that was told of no templates appends the collection to what it is given."""
    parent = "projects/p/regions/r"
    name = several.rest.start(parent)["name"]
    answer = several.rest.raw("GET", f"/v1/{parent}/operations/operations")
    assert name in [each["name"] for each in json.loads(answer.body)["operations"]]


def test_policies_of_what_no_service_has(several):
    with several.channel() as channel:
        stub = iam_policy_pb2_grpc.IAMPolicyStub(channel)
        with rpc.failing() as caught:
            stub.GetIamPolicy(iam_policy_pb2.GetIamPolicyRequest(resource="projects/p/regions/r"))
        assert caught[0].reason == "SERVICE_NOT_FOUND"
        request = iam_policy_pb2.TestIamPermissionsRequest(
            resource="studios/s/operations/x", permissions=["render.operations.get"])
        assert not stub.TestIamPermissions(request).permissions
