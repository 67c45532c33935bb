"""The access policies of operations, over gRPC and REST, as clients of Dataproc ask for them."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.iam.v1 import iam_policy_pb2, iam_policy_pb2_grpc, policy_pb2

import profiles
from profiles import BINDINGS, OverGRPC, OverREST, Refusal, refusal
from servers import serving

PARENT = "projects/p/regions/r"
OTHER_BINDINGS = [{"role": "roles/owner", "members": ["group:admins@example.com", "user:bob@example.com"]}]
AUDITS = [{"service": "allServices", "auditLogConfigs": [{"logType": "ADMIN_READ"}]}]


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    with serving(binary, tmp_path_factory.mktemp("policies"), *profiles.arguments("dataproc")) as shared:
        yield shared


@pytest.fixture(params=["gRPC", "REST"])
def caller(request, server):
    made = OverGRPC(server) if request.param == "gRPC" else OverREST(server)
    yield made
    made.close()


@pytest.fixture
def name(api) -> str:
    return api.start(PARENT, operationId=profiles.fresh_id())["name"]


def test_a_read_modify_write(caller, name):
    """The etag changes with each policy, and only who has seen the last one replaces it."""
    first = caller.call("setIamPolicy", name, policy={"bindings": BINDINGS})
    second = caller.call("setIamPolicy", name, policy={"bindings": OTHER_BINDINGS, "etag": first["etag"]})
    assert second["bindings"] == OTHER_BINDINGS and second["etag"] != first["etag"]
    refused = refusal(caller.call, "setIamPolicy", name, policy={"bindings": BINDINGS, "etag": first["etag"]})
    assert refused.code == "ABORTED"
    assert refused.http_status == (409 if isinstance(caller, OverREST) else 0)
    assert refused.reason
    assert caller.call("getIamPolicy", name) == second


def test_of_many_who_have_seen_the_same_policy_one_writes(caller, name):
    etag = caller.call("setIamPolicy", name, policy={"bindings": BINDINGS})["etag"]

    def write(number: int) -> str:
        policy = {"bindings": [{"role": "roles/viewer", "members": [f"user:u{number}@example.com"]}], "etag": etag}
        try:
            return caller.call("setIamPolicy", name, policy=policy)["bindings"][0]["members"][0]
        except Refusal as refused:
            return refused.code

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(write, range(16)))
    [member] = [each for each in outcomes if each != "ABORTED"]
    assert caller.call("getIamPolicy", name)["bindings"][0]["members"] == [member]


def test_an_etag_is_bytes(caller, name):
    policy = caller.call("setIamPolicy", name, policy={"bindings": BINDINGS})
    assert base64.b64decode(policy["etag"], validate=True)
    unpadded = policy["etag"].rstrip("=").replace("+", "-").replace("/", "_")
    if isinstance(caller, OverREST):
        assert caller.call("setIamPolicy", name, policy={"bindings": [], "etag": unpadded}).get("bindings", []) == []


def test_without_an_etag_the_last_wins(caller, name):
    caller.call("setIamPolicy", name, policy={"bindings": BINDINGS})
    assert caller.call("setIamPolicy", name, policy={"bindings": OTHER_BINDINGS})["bindings"] == OTHER_BINDINGS
    assert "bindings" not in caller.call("setIamPolicy", name, policy={})


def test_an_update_mask(caller, name):
    """Without one, the bindings are replaced and the audit configurations are left alone."""
    both = caller.call("setIamPolicy", name, policy={"auditConfigs": AUDITS}, updateMask="auditConfigs")
    assert both["auditConfigs"] == AUDITS and "bindings" not in both
    bound = caller.call("setIamPolicy", name, policy={"bindings": BINDINGS})
    assert (bound["bindings"], bound["auditConfigs"]) == (BINDINGS, AUDITS)
    cleared = caller.call("setIamPolicy", name, policy={"bindings": OTHER_BINDINGS}, updateMask="auditConfigs,etag")
    assert cleared["bindings"] == BINDINGS and "auditConfigs" not in cleared
    refused = refusal(caller.call, "setIamPolicy", name, policy={}, updateMask="members")
    assert refused.code == "INVALID_ARGUMENT" and refused.fields in (["update_mask"], ["updateMask"])


def test_a_condition_needs_version_3(caller, name):
    condition = {"expression": "request.time < timestamp('2030-01-01T00:00:00Z')", "title": "t"}
    conditional = [{"role": "roles/dataproc.viewer", "members": ["user:ann@example.com"], "condition": condition}]
    refused = refusal(caller.call, "setIamPolicy", name, policy={"bindings": conditional})
    assert refused.code == "INVALID_ARGUMENT"
    policy = caller.call("setIamPolicy", name, policy={"bindings": conditional, "version": 3})
    assert policy["version"] == 3 and policy["bindings"] == conditional
    read = caller.call("getIamPolicy", name, options={"requestedPolicyVersion": 3})
    assert read == policy
    # Who cannot read conditions must never see a conditional grant as one without.
    for each in caller.call("getIamPolicy", name).get("bindings", []):
        assert each["role"] != "roles/dataproc.viewer"
    # Nor does it take the condition away by writing back what it could read.
    assert refusal(caller.call, "setIamPolicy", name, policy={"bindings": BINDINGS}).code == "INVALID_ARGUMENT"
    caller.call("setIamPolicy", name, policy={"bindings": BINDINGS, "version": 3, "etag": policy["etag"]})
    assert caller.call("getIamPolicy", name)["bindings"] == BINDINGS


@pytest.mark.parametrize("policy", [
    {"version": 2}, {"version": -1}, {"bindings": [{"role": "roles/viewer"}]}, {"bindings": [{"members": ["allUsers"]}]},
    {"bindings": [{"role": "roles/viewer", "members": ["ann@example.com"]}]},
    {"bindings": [{"role": "roles/viewer", "members": [f"user:u{i}@example.com" for i in range(1501)]}]},
])  # fmt: skip
def test_a_policy_that_is_wrong(caller, name, policy):
    refused = refusal(caller.call, "setIamPolicy", name, policy=policy)
    assert refused.code == "INVALID_ARGUMENT"
    assert all(field.startswith("policy") for field in refused.fields) and refused.fields


def test_a_policy_is_required(caller, name):
    refused = refusal(caller.call, "setIamPolicy", name)
    assert (refused.code, refused.fields) == ("INVALID_ARGUMENT", ["policy"])


def test_permissions(caller, name):
    """Those that the policy grants to everyone, in the order asked, each once."""
    verbs = ("delete", "get", "cancel", "list", "wait", "setIamPolicy", "getIamPolicy")
    asked = [*(f"dataproc.operations.{verb}" for verb in verbs), "other.operations.get", "dataproc.operations.get"]

    def granted(role: str, member: str = "allUsers") -> list[str]:
        caller.call("setIamPolicy", name, policy={"bindings": [{"role": role, "members": [member]}]})
        answer = caller.call("testIamPermissions", name, permissions=asked)
        return [each.removeprefix("dataproc.operations.") for each in answer.get("permissions", [])]

    assert granted("roles/viewer") == granted("roles/dataproc.viewer") == ["get", "list", "wait", "getIamPolicy"]
    assert granted("roles/dataproc.editor") == ["delete", "get", "cancel", "list", "wait", "getIamPolicy"]
    assert granted("roles/owner") == granted("roles/dataproc.admin") == list(verbs)
    assert granted("roles/redis.viewer") == granted("roles/unheardOf") == granted("roles/owner", "user:ann@example.com") == []


@pytest.mark.parametrize("asked", [["*"], ["dataproc.operations.get", "dataproc.operations.*"], [""], ["get"]])
def test_permissions_that_are_none(caller, name, asked):
    refused = refusal(caller.call, "testIamPermissions", name, permissions=asked)
    assert refused.code == "INVALID_ARGUMENT" and refused.fields == [f"permissions[{len(asked) - 1}]"]


def test_what_is_missing(caller, name):
    """A missing operation has no policy to get or set, and no permissions."""
    missing = name + "-unknown"
    for method, fields in [("getIamPolicy", {}), ("setIamPolicy", {"policy": {"bindings": BINDINGS}})]:
        refused = refusal(caller.call, method, missing, **fields)
        assert (refused.code, refused.reason) == ("NOT_FOUND", "OPERATION_NOT_FOUND")
    assert caller.call("testIamPermissions", missing, permissions=["dataproc.operations.get"]) == {}


def test_a_policy_goes_with_its_operation(caller, api, name):
    caller.call("setIamPolicy", name, policy={"bindings": BINDINGS})
    api.delete(name)
    assert refusal(caller.call, "getIamPolicy", name).code == "NOT_FOUND"


def test_get_with_http_get(api, name):
    """As Network Connectivity binds it; the version asked for is in the query."""
    api.call("POST", f"/v1/{name}:setIamPolicy", {"policy": {"bindings": BINDINGS}})
    for query in ({}, {"options.requestedPolicyVersion": 3}, {"options.requested_policy_version": 1}):
        assert api.call("GET", f"/v1/{name}:getIamPolicy", **query)["bindings"] == BINDINGS
    refused = api.raw("GET", f"/v1/{name}:getIamPolicy?options.requestedPolicyVersion=2")
    assert refused.status == 400


def test_googles_stub(server, name):
    """grpc-google-iam-v1, unmodified; a policy outlives the server that took it."""
    with server.channel() as channel:
        stub = iam_policy_pb2_grpc.IAMPolicyStub(channel)
        binding = policy_pb2.Binding(role="roles/viewer", members=["allUsers"])
        request = iam_policy_pb2.SetIamPolicyRequest(resource=name, policy=policy_pb2.Policy(bindings=[binding]))
        stored = stub.SetIamPolicy(request)
        stale = iam_policy_pb2.SetIamPolicyRequest(resource=name, policy=policy_pb2.Policy(etag=b"stale"))
        with pytest.raises(grpc.RpcError) as caught:
            stub.SetIamPolicy(stale)
        assert caught.value.code() == grpc.StatusCode.ABORTED
    server.restart()
    with server.channel() as channel:
        stub = iam_policy_pb2_grpc.IAMPolicyStub(channel)
        assert stub.GetIamPolicy(iam_policy_pb2.GetIamPolicyRequest(resource=name)) == stored
