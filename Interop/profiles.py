"""The profiles under Profiles/, and every method of a service called alike over gRPC and REST."""

from __future__ import annotations

import itertools
import pathlib
import urllib.parse
from typing import NamedTuple

import grpc

import rpc
from rest import RestError
from servers import Server

DIRECTORY = pathlib.Path(__file__).resolve().parent.parent / "Profiles"

OPERATIONS = ("cancel", "delete", "get", "list", "wait")
POLICIES = ("getIamPolicy", "setIamPolicy", "testIamPermissions")
METHODS = (*OPERATIONS, *POLICIES)

BINDINGS = [{"role": "roles/viewer", "members": ["user:ann@example.com"]}]


class Shape(NamedTuple):
    """What a profile promises."""

    profile: str
    methods: tuple[str, ...]
    # The names of operations without their `operations/ID`; "" is the root.
    parents: tuple[str, ...]
    # Parents of names that no service of the profile has.
    strangers: tuple[str, ...]
    # Where the time to wait stands.
    wait_in: str = "body"


SHAPES = (
    Shape(
        "dataproc", ("cancel", "delete", "get", "list", *POLICIES),
        ("projects/p/regions/r", "projects/p/locations/l"),
        ("", "projects/p", "projects/p/regions/r/clusters/c", "locations/l"),
    ),
    Shape(
        "vision", ("get",), ("locations/l", "projects/p/locations/l", ""),
        ("projects/p", "projects/p/regions/r", "organizations/o/locations/l"),
    ),
    Shape("query-service", OPERATIONS, ("",), ("projects/p", "locations/l", "projects/p/locations/l"), wait_in="query"),
    Shape("longrunning", OPERATIONS, ("",), ("projects/p", "projects/p/locations/l")),
    Shape(
        "managed-identities", ("cancel", "delete", "get", "list"), ("projects/p/locations/global",),
        ("projects/p/locations/us", "projects/p", "", "organizations/o/locations/global"),
    ),
)  # fmt: skip

_ids = itertools.count(1)


def path(profile: str) -> str:
    return str(DIRECTORY / f"{profile}.yaml")


def arguments(*profiles: str) -> list[str]:
    """The options of `longrun serve` that add the services of these profiles."""
    return [each for profile in profiles for each in ("--profile", path(profile))]


def name_in(parent: str, id: str) -> str:
    return f"{parent}/operations/{id}" if parent else f"operations/{id}"


def fresh_id() -> str:
    """An id that no other operation of this run has."""
    return f"x{next(_ids)}"


class Refusal(Exception):
    """How a call was refused; `code` is the name of the gRPC code with either protocol."""

    def __init__(self, code: str, reason: str, message: str, http_status: int = 0, fields: tuple[str, ...] = ()):
        super().__init__(f"{code} {reason}: {message}")
        self.code, self.reason, self.message = code, reason, message
        self.http_status, self.fields = http_status, list(fields)


class OverGRPC:
    """Calls methods of google.longrunning.Operations and google.iam.v1.IAMPolicy; requests and answers are ProtoJSON."""

    def __init__(self, server: Server):
        self.channel = server.channel()

    def call(self, method: str, name: str, **fields) -> dict:
        capitalised = method[0].upper() + method[1:]
        if method in POLICIES:
            return self._call(f"google.iam.v1.IAMPolicy/{capitalised}", {"resource": name} | fields)
        plural = "s" if method == "list" else ""
        return self._call(f"google.longrunning.Operations/{capitalised}Operation{plural}", {"name": name} | fields)

    def _call(self, method: str, request: dict) -> dict:
        try:
            return rpc.call(self.channel, method, request)
        except grpc.RpcError as error:
            caught = rpc.Caught(error)
            raise Refusal(caught.code, caught.reason, caught.message, fields=tuple(caught.fields)) from None

    def close(self) -> None:
        self.channel.close()


class OverREST:
    """Calls the same methods on their usual paths."""

    _VERBS = {"get": "GET", "list": "GET", "delete": "DELETE"}

    def __init__(self, server: Server, wait_in: str = "body", version: str = "v1"):
        self.rest, self.wait_in, self.version = server.rest, wait_in, version

    def call(self, method: str, name: str, **fields) -> dict:
        target = f"/{self.version}/{name}"
        if method == "list":
            target = f"/{self.version}/{name}/operations" if name else f"/{self.version}/operations"
        elif method not in self._VERBS:
            target += f":{method}"
        in_query = method in ("get", "list", "delete", "cancel") or (method == "wait" and self.wait_in == "query")
        if in_query and fields:
            target += "?" + urllib.parse.urlencode(fields)
        try:
            return self.rest.call(self._VERBS.get(method, "POST"), target, None if in_query else fields)
        except RestError as error:
            raise Refusal(error.code, error.reason, error.message, error.http_status, tuple(error.fields)) from None

    def close(self) -> None:
        pass


def refusal(call, *arguments, **fields) -> Refusal:
    """Makes a call that must be refused; how it was."""
    try:
        answer = call(*arguments, **fields)
    except Refusal as refused:
        return refused
    raise AssertionError(f"the call should have been refused, but was answered {answer}")
