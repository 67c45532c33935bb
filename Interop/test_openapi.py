"""The OpenAPI document that the server makes of its own routes: valid, true to what is served, and tried by schemathesis."""

from __future__ import annotations

import contextlib
import re
import subprocess
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest

import profiles
import rest
import tools
from profiles import SHAPES, name_in
from servers import Server, serving

NONE = "no profile"
PROFILES = (NONE, *(shape.profile for shape in SHAPES))
# Waits and lease calls end soon, so that random ones do not hold up the run.
CONFIG = "operations: {longestWait: 1s}\n"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def servers(binary, tmp_path_factory):
    """One server for each profile, and one that has none."""
    started: dict[str, Server] = {}
    with contextlib.ExitStack() as stack:
        for profile in PROFILES:
            options = [] if profile == NONE else profiles.arguments(profile)
            directory = tmp_path_factory.mktemp(profile.replace(" ", "-"))
            started[profile] = stack.enter_context(serving(binary, directory, *options, config=CONFIG))
        yield started


@pytest.fixture(params=PROFILES)
def profile(request) -> str:
    return request.param


@pytest.fixture
def server(servers, profile) -> Server:
    return servers[profile]


@pytest.fixture
def document(server) -> dict:
    answer = server.rest.raw("GET", "/openapi.json")
    assert answer.status == 200 and answer.headers["content-type"].startswith("application/json")
    return answer.json()


def template(document: dict, path: str) -> str | None:
    """The path of the document that a real path goes by; literal segments win."""
    fitting = [each for each in document["paths"] if re.fullmatch(pattern(each), path)]
    return min(fitting, key=lambda each: each.count("{"), default=None)


def pattern(path: str) -> str:
    parts = re.split(r"(\{[^}]+\})", path)
    return "".join("[^/:]+" if part.startswith("{") else re.escape(part) for part in parts)


def test_it_is_valid(document):
    assert document["openapi"].startswith("3.1.")
    openapi_spec_validator.validate(document)
    assert document["info"]["title"] and document["info"]["version"]


def test_every_call_is_described_and_has_a_name_of_its_own(document):
    verbs = ("get", "post", "put", "patch", "delete")
    calls = [call for item in document["paths"].values() for verb, call in item.items() if verb in verbs]
    ids = [call["operationId"] for call in calls]
    assert len(set(ids)) == len(ids)
    for call in calls:
        assert call.get("summary") or call.get("description"), call["operationId"]
        assert "default" in call["responses"] or any(status.startswith("4") for status in call["responses"]), call["operationId"]


@pytest.mark.parametrize("profile", PROFILES[1:], indirect=True)
def test_it_has_what_the_profile_offers_and_nothing_else(document, profile):
    shape = next(each for each in SHAPES if each.profile == profile)
    verbs = {"get": ("get", ""), "delete": ("delete", ""), "list": ("get", "")} | {
        method: ("post", f":{method}") for method in ("cancel", "wait", *profiles.POLICIES)}
    for parent in shape.parents:
        for method, (verb, suffix) in verbs.items():
            path = f"/v1/{parent}/operations" if parent else "/v1/operations"
            found = template(document, path if method == "list" else f"{path}/x{suffix}")
            assert (found is not None and verb in document["paths"][found]) == (method in shape.methods), (parent, method)
    for stranger in shape.strangers:
        assert template(document, f"/v1/{name_in(stranger, 'x')}") is None


def validate(document: dict, method: str, path: str, answer: rest.RawResponse) -> None:
    """An answer must be one that the document foresees."""
    found = template(document, path)
    assert found, f"the document has no {path}"
    responses = document["paths"][found][method.lower()]["responses"]
    response = responses.get(str(answer.status)) or responses["default"]
    while "$ref" in response:
        response = resolve(document, response["$ref"])
    schema = response["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({"components": document["components"], **schema}).validate(answer.json())


def resolve(document: dict, reference: str) -> Any:
    found = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def test_real_answers_are_foreseen(server, document, profile):
    """With operations in several states; schemathesis hardly ever meets one."""
    api = server.rest
    shape = next((each for each in SHAPES if each.profile == profile), None)
    parent = shape.parents[-1] if shape else "projects/p/locations/l"
    methods = shape.methods if shape else profiles.METHODS
    waits, done, failed = (api.start(parent, operationId=id, labels={"a": "b"})["name"] for id in ("waits", "done", "failed"))
    api.finish(done, rest.struct(rows=[1, "two", None]))
    api.report("fail", api.lease_one(failed), error={"code": 9, "message": "no", "details": [rest.text("because")]})
    calls = [("GET", f"/v1/{name}", None) for name in (waits, done, failed, f"{waits}-unknown")]
    if "list" in methods:
        calls.append(("GET", f"/v1/{parent}/operations" if parent else "/v1/operations", None))
    if "wait" in methods:
        calls.append(("POST", f"/v1/{done}:wait", b"{}" if not shape or shape.wait_in == "body" else None))
    if "getIamPolicy" in methods:
        calls += [
            ("POST", f"/v1/{waits}:setIamPolicy", b'{"policy": {"bindings": [{"role": "roles/viewer", "members": ["allUsers"]}]}}'),
            ("POST", f"/v1/{waits}:getIamPolicy", b"{}"), ("POST", f"/v1/{waits}:setIamPolicy", b"{}"),
            ("POST", f"/v1/{waits}:testIamPermissions", b'{"permissions": ["dataproc.operations.get"]}'),
        ]  # fmt: skip
    if "cancel" in methods:
        calls += [("POST", f"/v1/{waits}:cancel", None), ("GET", f"/v1/{waits}", None)]
    if "delete" in methods:
        calls += [("DELETE", f"/v1/{waits}", None), ("GET", f"/v1/{waits}", None)]
    for method, path, body in calls:
        answer = api.raw(method, path, body, {"Content-Type": "application/json"} if body else {})
        validate(document, method, path, answer)


@pytest.mark.parametrize("profile, phases", [(NONE, "coverage,fuzzing"), ("query-service", "fuzzing")], indirect=["profile"])
def test_schemathesis(server, tmp_path, phases):
    """No answer of the 500s, and none that the document does not foresee, for good and bad requests."""
    # One worker: the syntax trees of Python 3.11, which it reads its own code with, cannot stand several threads.
    done = subprocess.run(
        [
            tools.find("schemathesis"), "run", f"{server.rest.base}/openapi.json", "--checks", CHECKS,
            "--phases", phases, "--max-examples", "10", "--seed", "1", "--workers", "1",
            "--generation-database", "none", "--warnings", "off", "--request-timeout", "20", "--suppress-health-check", "all",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
