"""grpcurl as it is: what it learns of our server by reflection, and calls that it makes with that."""

from __future__ import annotations

import json
import subprocess

import pytest

import tools

SERVICES = [
    "google.cloud.location.Locations", "google.iam.v1.IAMPolicy", "google.longrunning.Operations",
    "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
    "grpc.reflection.v1alpha.ServerReflection", "longrun.v1.Admin", "longrun.v1.Observer", "longrun.v1.Producer", "longrun.v1.Worker",
]  # fmt: skip


@pytest.fixture(params=["http", "grpc"])
def address(request, server) -> str:
    """The same is served on every port."""
    return server.http_address if request.param == "http" else server.grpc_address


@pytest.fixture
def grpcurl(address):
    def grpcurl(*arguments) -> str:
        return tools.output("grpcurl", "-plaintext", address, *arguments)

    return grpcurl


@pytest.fixture
def call(address):
    def call(method: str, request: dict) -> dict:
        return json.loads(tools.output("grpcurl", "-plaintext", "-d", json.dumps(request), address, method))

    return call


def test_list(grpcurl):
    assert sorted(grpcurl("list").split()) == SERVICES


def test_list_of_a_service(grpcurl):
    methods = grpcurl("list", "google.longrunning.Operations").split()
    assert sorted(method.rsplit(".", 1)[1] for method in methods) == [
        "CancelOperation", "DeleteOperation", "GetOperation", "ListOperations", "WaitOperation",
    ]  # fmt: skip


@pytest.mark.parametrize("symbol", [
    *SERVICES, "google.longrunning.Operation", "google.longrunning.Operations.WaitOperation", "google.rpc.Status",
    "longrun.v1.Lease",
])  # fmt: skip
def test_describe(grpcurl, symbol):
    assert grpcurl("describe", symbol).startswith(f"{symbol} is a ")


def test_calls(call, parent):
    name = call("longrun.v1.Producer/StartOperation", {"parent": parent})["name"]
    got = call("google.longrunning.Operations/GetOperation", {"name": name})
    assert got["name"] == name
    assert not got.get("done")
    listed = call("google.longrunning.Operations/ListOperations", {"name": parent})
    assert name in [each["name"] for each in listed["operations"]]
    waited = call("google.longrunning.Operations/WaitOperation", {"name": name, "timeout": "0.1s"})
    assert waited["name"] == name


def test_an_error(address):
    """Its code, its message and its details, which grpcurl knows by reflection too."""
    done = subprocess.run(
        [
            tools.find("grpcurl"), "-plaintext", "-format-error", "-d", '{"name": "operations/nothing"}', address,
            "google.longrunning.Operations/GetOperation",
        ],
        capture_output=True, timeout=tools.LIMIT,
    )  # fmt: skip
    assert done.returncode == 64 + 5
    error = json.loads(done.stderr)
    assert error["code"] == 5
    assert "operations/nothing" in error["message"]
    assert [each["@type"] for each in error["details"]][0] == "type.googleapis.com/google.rpc.ErrorInfo"


def test_health(call):
    assert call("grpc.health.v1.Health/Check", {}) == {"status": "SERVING"}
