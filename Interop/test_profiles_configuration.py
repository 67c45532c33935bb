"""How services are configured: none, in profiles, beside each other, and wrongly."""

from __future__ import annotations

import pathlib

import pytest

import profiles
from commands import CommandLine
from profiles import METHODS, OPERATIONS, OverGRPC, OverREST, fresh_id, refusal
from servers import Server

BINDINGS = """
services:
  - name: render.example.com
    versions: [v1]
    resources: [studios/*/operations/*]
    methods: [get, list, wait, cancel]
    bindings:
      - method: get
        get: /v1/frames/{name=studios/*/operations/*}
      - method: list
        get: /v1/{name=studios/*}/frames
      - method: wait
        put: /v1/{name=studios/*/operations/*}:settle
        body: "*"
      - method: cancel
        patch: /v1/{name=studios/*/operations/*}:abort
        body: "*"
"""


@pytest.fixture(params=["gRPC", "REST"])
def caller_of(request):
    """Makes a caller of a server."""
    made = []

    def make(server: Server):
        made.append(OverGRPC(server) if request.param == "gRPC" else OverREST(server))
        return made[-1]

    yield make
    for caller in made:
        caller.close()


def test_without_services_everything_is_offered(caller_of, new_server):
    server = new_server().start()
    caller = caller_of(server)
    for parent in ("", "projects/p", "a/b/c/d/e/f", "projects/p/regions/r"):
        name = server.rest.start(parent)["name"]
        assert caller.call("get", name)["name"] == name
        assert name in [each["name"] for each in caller.call("list", parent)["operations"]]
        caller.call("setIamPolicy", name, policy={"bindings": profiles.BINDINGS})
        assert caller.call("getIamPolicy", name)["bindings"] == profiles.BINDINGS
        assert caller.call("testIamPermissions", name, permissions=["longrun.operations.get"]) == {}
        assert "done" not in caller.call("wait", name, timeout="0s")
        caller.call("cancel", name)
        assert caller.call("wait", name)["error"]["code"] == 1
        caller.call("delete", name)


def test_the_list_of_the_root_takes_a_parent_from_the_query(new_server):
    api = new_server().start().rest
    root, deep = api.start()["name"], api.start("projects/p/locations/l")["name"]
    for query, name in [
        ({}, root), ({"name": ""}, root), ({"name": "operations"}, root),
        ({"name": "projects/p/locations/l"}, deep), ({"name": "projects/p/locations/l/operations"}, deep),
    ]:  # fmt: skip
        assert [each["name"] for each in api.call("GET", "/v1/operations", **query)["operations"]] == [name], query
    assert api.raw("GET", "/v1/operations?name=projects").status == 400
    # Where the path says whose operations they are, the query has no say.
    assert api.raw("GET", "/v1/projects/p/locations/l/operations?name=projects/q").status == 400


@pytest.mark.parametrize("off", OPERATIONS)
def test_each_of_the_five_methods_can_be_switched_off(caller_of, new_server, off):
    text = pathlib.Path(profiles.path("longrunning")).read_text()
    methods = ", ".join(method for method in OPERATIONS if method != off)
    server = new_server(config=text.replace("[cancel, delete, get, list, wait]", f"[{methods}]")).start()
    caller, name = caller_of(server), server.rest.start()["name"]
    for method in sorted(OPERATIONS, key=lambda each: each == "delete"):
        target, fields = ("" if method == "list" else name), ({"timeout": "0s"} if method == "wait" else {})
        if method == off:
            refused = refusal(caller.call, method, target)
            assert (refused.code, refused.reason) == ("UNIMPLEMENTED", "METHOD_NOT_OFFERED")
        else:
            caller.call(method, target, **fields)


def test_several_services_offer_what_any_of_them_offers(caller_of, new_server, tmp_path):
    """Vision and Network Connectivity have names in common; what neither offers is not offered."""
    (tmp_path / "network.yaml").write_text(pathlib.Path(profiles.path("network-connectivity")).read_text())
    (tmp_path / "all.yaml").write_text(
        f"profiles: [network.yaml, {profiles.path('vision')}]\n"
        "services:\n  - name: waits.example.com\n    resources: [projects/*/waits/*/operations/*]\n    methods: [wait]\n")
    server = new_server("--config", str(tmp_path / "all.yaml"), *profiles.arguments("dataproc")).start()
    caller = caller_of(server)
    start = lambda parent: server.rest.start(parent, operationId=fresh_id())["name"]  # noqa: E731
    shared = start("projects/p/locations/l")
    for method in ("get", "cancel", "getIamPolicy", "delete"):
        caller.call(method, shared)
    assert refusal(caller.call, "wait", shared).reason == "METHOD_NOT_OFFERED"
    assert refusal(caller.call, "cancel", start("locations/l")).reason == "METHOD_NOT_OFFERED"
    assert "done" not in caller.call("wait", start("projects/p/waits/w"), timeout="0s")
    assert caller.call("list", "projects/p/regions/r") == {}
    assert refusal(caller.call, "get", "projects/p/operations/x").code == "NOT_FOUND"


def test_further_bindings(new_server):
    api = new_server(config=BINDINGS).start().rest
    name = api.start("studios/s")["name"]
    assert api.call("GET", f"/v1/frames/{name}")["name"] == api.get(name)["name"] == name
    assert [each["name"] for each in api.call("GET", "/v1/studios/s/frames", pageSize=5)["operations"]] == [name]
    assert "done" not in api.call("PUT", f"/v1/{name}:settle", {"timeout": "0s"})
    assert api.raw("PUT", f"/v1/{name}:settle?timeout=0s", b"{}").status == 400
    assert api.call("PATCH", f"/v1/{name}:abort", {}) == {}
    assert api.call("PUT", f"/v1/{name}:settle", {"timeout": "30s"})["error"]["code"] == 1
    # The derived paths are there as before, and a further one is no further method.
    assert api.wait(name)["done"] is True
    assert api.raw("POST", f"/v1/{name}:settle").status == 405


SERVICE = "services:\n  - name: s.example.com\n    resources: [projects/*/operations/*]\n"


@pytest.mark.parametrize("text, named", [
    (SERVICE + "    method: [get]\n", "method"),
    (SERVICE + "    methods: [get, fetch]\n", "methods"),
    (SERVICE + "    list: both\n", "list"),
    (SERVICE + "    versions: [one]\n", "versions"),
    (SERVICE + "    ttl: soon\n", "ttl"),
    (SERVICE + "    bindings: [{method: get}]\n", "bindings"),
    (SERVICE + "    bindings: [{method: get, get: '/v1/{name=operations/**/x}'}]\n", "bindings"),
    (SERVICE + "    bindings: [{method: get, get: '/v1/{title=operations/*}'}]\n", "title"),
    (SERVICE + "    bindings: [{method: stroke, get: '/v1/{name=operations/*}'}]\n", "method"),
    ("services:\n  - name: s.example.com\n", "resources"),
    ("services:\n  - resources: [operations/*]\n", "name"),
    ("services:\n  - name: s.example.com\n    resources: ['projects/{p}/operations/*']\n", "resources"),
    ("services: {name: s}\n", "services"),
    ("profiles: [missing.yaml]\n", "missing.yaml"),
    ("locations: [{displayName: Iowa}]\n", "id"),
    ("cors: {origin: https://console.example.com}\n", "origin"),
])  # fmt: skip
def test_what_is_wrong_is_named(new_server, text, named):
    """The server does not start, and says what it is about, and in which file."""
    server = new_server(config=text)
    file = server.arguments[-1]
    result = CommandLine(server).run("serve", "--store", "memory:", "--listen", server.http_address, "--config", file)
    assert result.status == 1
    assert named in result.err
    assert "longrun.yaml" in result.err or named in ("missing.yaml", "title")


def test_a_profile_that_is_missing(new_server, tmp_path):
    result = CommandLine(new_server()).run("serve", "--store", "memory:", "--profile", str(tmp_path / "none.yaml"))
    assert result.status == 1
    assert "none.yaml" in result.err


def test_a_profile_is_a_configuration_file_of_its_own(new_server):
    server = new_server("--config", profiles.path("vision")).start()
    caller = OverREST(server)
    name = server.rest.start("locations/l")["name"]
    assert caller.call("get", name)["name"] == name
    for method in METHODS:
        if method != "get":
            fields = {"permissions": ["a.b.get"]} if method == "testIamPermissions" else {}
            target = "locations/l" if method == "list" else name
            assert refusal(caller.call, method, target, **fields).http_status == 501, method
