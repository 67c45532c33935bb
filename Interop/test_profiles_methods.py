"""Every method of the five profiles of README, offered and not, over gRPC and REST."""

from __future__ import annotations

import contextlib

import pytest

import profiles
import rest
from profiles import BINDINGS, METHODS, SHAPES, OverGRPC, OverREST, Shape, refusal
from servers import serving

CASES = [(shape, parent) for shape in SHAPES for parent in shape.parents]
STRANGERS = [(shape, parent) for shape in SHAPES for parent in shape.strangers]


def label(value) -> str:
    return value.profile if isinstance(value, Shape) else value or "root"


@pytest.fixture(scope="module")
def servers(binary, tmp_path_factory):
    """One server for each profile, by the profile's name."""
    started = {}
    with contextlib.ExitStack() as stack:
        for shape in SHAPES:
            directory = tmp_path_factory.mktemp(shape.profile)
            started[shape.profile] = stack.enter_context(
                serving(binary, directory, *profiles.arguments(shape.profile)))
        yield started


@pytest.fixture
def server(servers, shape):
    return servers[shape.profile]


@pytest.fixture(params=["gRPC", "REST"])
def caller(request, server, shape):
    made = OverGRPC(server) if request.param == "gRPC" else OverREST(server, shape.wait_in)
    yield made
    made.close()


@pytest.fixture
def name(server, parent) -> str:
    """An operation that waits for a worker."""
    return server.rest.start(parent, operationId=profiles.fresh_id())["name"]


def offering(method: str):
    """Parametrises a test with the shapes that offer a method, and all of their parents."""
    return pytest.mark.parametrize("shape, parent", [case for case in CASES if method in case[0].methods], ids=label)


@offering("get")
def test_get(caller, server, name):
    assert caller.call("get", name)["name"] == name
    server.rest.finish(name, rest.struct(rows=3))
    operation = caller.call("get", name)
    assert operation["done"] is True and operation["response"]["value"] == {"rows": 3}
    assert refusal(caller.call, "get", name + "-unknown").reason == "OPERATION_NOT_FOUND"


@offering("list")
def test_list(caller, parent, name):
    """The parent may be written with and without `operations`; REST's path is the same for both."""
    collection = f"{parent}/operations" if parent else "operations"
    for spelling in {parent, collection} if isinstance(caller, OverGRPC) else {parent}:
        page = caller.call("list", spelling, pageSize=1000, filter="done = false")
        assert name in [each["name"] for each in page["operations"]]
        assert caller.call("list", spelling, filter="done = true AND queue = nobody") == {}


@offering("cancel")
def test_cancel(caller, server, name):
    assert caller.call("cancel", name) == {}
    assert server.rest.record(name)["state"] == "CANCELLED"
    assert caller.call("cancel", name) == {}
    assert refusal(caller.call, "cancel", name + "-unknown").code == "NOT_FOUND"


@offering("delete")
def test_delete(caller, name):
    assert caller.call("delete", name) == {}
    assert refusal(caller.call, "get", name).reason == "OPERATION_DELETED"


@offering("wait")
def test_wait(caller, server, name):
    with rest.Clock() as clock:
        assert "done" not in caller.call("wait", name, timeout="0.2s")
    assert 0.15 < clock.elapsed < 5
    server.rest.finish(name)
    assert caller.call("wait", name, timeout="30s")["done"] is True
    assert refusal(caller.call, "wait", name, timeout="-1s").fields == ["timeout"]


@offering("getIamPolicy")
def test_get_and_set_iam_policy(caller, name):
    assert "bindings" not in caller.call("getIamPolicy", name)
    policy = caller.call("setIamPolicy", name, policy={"bindings": BINDINGS})
    assert policy["bindings"] == BINDINGS and policy["etag"]
    assert caller.call("getIamPolicy", name) == policy


@offering("testIamPermissions")
def test_test_iam_permissions(caller, name):
    assert caller.call("testIamPermissions", name, permissions=["dataproc.operations.get"]) == {}
    caller.call("setIamPolicy", name, policy={"bindings": [{"role": "roles/viewer", "members": ["allUsers"]}]})
    answer = caller.call("testIamPermissions", name, permissions=["dataproc.operations.get", "other.things.get"])
    assert answer == {"permissions": ["dataproc.operations.get"]}


@pytest.mark.parametrize(
    "shape, parent, method",
    [(*case, method) for case in CASES for method in METHODS if method not in case[0].methods], ids=label,
)  # fmt: skip
def test_not_offered(caller, server, parent, name, method):
    """Whether the operation exists or not."""
    for target in [parent] if method == "list" else [name, name + "-unknown"]:
        refused = refusal(caller.call, method, target, **required(method))
        assert (refused.code, refused.reason) == ("UNIMPLEMENTED", "METHOD_NOT_OFFERED"), target
        assert refused.http_status == (501 if isinstance(caller, OverREST) else 0)
        assert refused.message
    assert server.rest.record(name)["state"] == "PENDING"


@pytest.mark.parametrize(
    "shape, parent, method",
    [(*case, method) for case in STRANGERS for method in (*profiles.OPERATIONS, "getIamPolicy")], ids=label,
)  # fmt: skip
def test_a_name_of_no_service(caller, parent, method):
    target = parent if method == "list" else profiles.name_in(parent, "x")
    refused = refusal(caller.call, method, target)
    expected = (404, "PATH_NOT_FOUND") if isinstance(caller, OverREST) else (0, "SERVICE_NOT_FOUND")
    assert (refused.http_status, refused.reason) == expected
    assert refused.code == "NOT_FOUND"


@pytest.mark.parametrize("shape, parent", CASES, ids=label)
def test_only_its_version(server, parent, name):
    for version, status in [("v1", 200), ("v2", 404), ("v1beta1", 404)]:
        assert server.rest.raw("GET", f"/{version}/{name}").status == status


@pytest.mark.parametrize("shape, parent", CASES, ids=label)
def test_those_who_start_and_work_are_not_limited(server, parent, name):
    """A profile says what google.longrunning offers; our own services are the same for all."""
    assert server.rest.record(name)["name"] == name
    server.rest.finish(name)
    assert [each["kind"] for each in server.rest.history(name)][-1] == "SUCCEEDED"


def required(method: str) -> dict:
    """What a request must have to be a good one."""
    return {
        "setIamPolicy": {"policy": {"bindings": BINDINGS}},
        "testIamPermissions": {"permissions": ["dataproc.operations.get"]},
    }.get(method, {})
