"""REST, spoken with nothing but an HTTP client: google.longrunning under /v1, longrun.v1 under /longrun/v1."""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.parse
from typing import Any, NamedTuple

import requests

TYPES = "type.googleapis.com/google.protobuf."
OPEN_STATES = ("PENDING", "RUNNING")


def struct(**members: Any) -> dict:
    """An Any that holds a Struct."""
    return {"@type": TYPES + "Struct", "value": members}


def text(value: str) -> dict:
    """An Any that holds a StringValue."""
    return {"@type": TYPES + "StringValue", "value": value}


def empty() -> dict:
    return {"@type": TYPES + "Empty"}


# Nothing tells a caller that its waiting call has reached the server; after so many seconds it surely has.
ARRIVAL = 0.3


class Clock:
    """Takes the time of a block."""

    elapsed = 0.0

    def __enter__(self) -> Clock:
        self._start = time.monotonic()
        return self

    def __exit__(self, *_) -> None:
        self.elapsed = time.monotonic() - self._start


class RestError(Exception):
    """An answer with an HTTP error status and, where it has one, its google.rpc.Status."""

    def __init__(self, status: int, body: str):
        super().__init__(f"HTTP {status}: {body}")
        self.http_status = status
        self.body = body
        try:
            self.error = json.loads(body)["error"]
        except (ValueError, KeyError, TypeError):
            self.error = {}
        self.code = self.error.get("status", "")
        self.message = self.error.get("message", "")
        self.details = self.error.get("details", [])

    def detail(self, name: str) -> dict:
        return next((each for each in self.details if each["@type"].endswith(f"google.rpc.{name}")), {})

    @property
    def reason(self) -> str:
        return self.detail("ErrorInfo").get("reason", "")

    @property
    def fields(self) -> list[str]:
        return [each.get("field", "") for each in self.detail("BadRequest").get("fieldViolations", [])]


class RawResponse(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> RestError:
        return RestError(self.status, self.body.decode(errors="replace"))


class _Connection(http.client.HTTPConnection):
    """Sends targets that are not ASCII too, as broken clients do."""

    def _encode_request(self, request: str) -> bytes:
        return request.encode("latin-1")


class Rest:
    """A client of one server; it may be used from many threads."""

    def __init__(self, base: str):
        self.base = base
        self._local = threading.local()

    # Transport

    def raw(self, method: str, target: str, body: bytes | None = None, headers=None, timeout=30.0) -> RawResponse:
        """Sends one request on a connection of its own, with the target exactly as it is written here."""
        connection = _Connection(urllib.parse.urlsplit(self.base).netloc, timeout=timeout)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            response = connection.getresponse()
            return RawResponse(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def call(self, method: str, path: str, body: Any = None, timeout: float = 40, **query: Any) -> dict:
        """One call with JSON both ways; raises RestError."""
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False
        response = self._local.session.request(method, self.base + path, json=body, params=query, timeout=timeout)
        if response.status_code != 200:
            raise RestError(response.status_code, response.text)
        return response.json()

    def close(self) -> None:
        """Closes the connections that this thread has kept; the next call opens new ones."""
        if hasattr(self._local, "session"):
            self._local.session.close()

    # google.longrunning.Operations

    def get(self, name: str) -> dict:
        return self.call("GET", f"/v1/{name}")

    def list(self, parent: str = "", **query: Any) -> dict:
        return self.call("GET", f"/v1/{parent}/operations" if parent else "/v1/operations", **query)

    def list_all(self, parent: str = "", **query: Any) -> list[dict]:
        return self._all("operations", lambda token: self.list(parent, pageToken=token, **query))

    def cancel(self, name: str) -> dict:
        return self.call("POST", f"/v1/{name}:cancel", {})

    def delete(self, name: str) -> dict:
        return self.call("DELETE", f"/v1/{name}")

    def wait(self, name: str, timeout: str = "10s") -> dict:
        return self.call("POST", f"/v1/{name}:wait", {"timeout": timeout})

    # longrun.v1

    def start(self, parent: str = "", **fields: Any) -> dict:
        return self.call("POST", self._collection(parent), fields)

    def batch_start(self, requests_: list[dict], parent: str = "") -> list[dict]:
        return self.call("POST", self._collection(parent) + ":batchStart", {"requests": requests_})["operations"]

    def lease(self, parent: str = "", **fields: Any) -> list[dict]:
        return self.call("POST", self._collection(parent) + ":lease", fields).get("leases", [])

    def lease_one(self, name: str, wait: str = "10s", **fields: Any) -> dict:
        """Leases exactly this operation, as soon as that is possible."""
        leases = self.lease(names=[name], waitTimeout=wait, **fields)
        assert [each["name"] for each in leases] == [name], f"no lease of {name} within {wait}: {leases}"
        return leases[0]

    def report(self, verb: str, lease: dict, **fields: Any) -> dict:
        """Calls heartbeat, complete, fail or release with a lease's name and token."""
        return self.call("POST", f"/longrun/v1/{lease['name']}:{verb}", {"leaseToken": lease["leaseToken"], **fields})

    def batch_complete(self, requests_: list[dict], parent: str = "") -> list[dict]:
        return self.call("POST", self._collection(parent) + ":batchComplete", {"requests": requests_})["results"]

    def record(self, name: str) -> dict:
        return self.call("GET", f"/longrun/v1/{name}")

    def records(self, parent: str = "", **query: Any) -> dict:
        return self.call("GET", self._collection(parent), **query)

    def all_records(self, parent: str = "", **query: Any) -> list[dict]:
        return self._all("records", lambda token: self.records(parent, pageToken=token, **query))

    def history(self, name: str) -> list[dict]:
        path = f"/longrun/v1/{name}:history"
        return self._all("transitions", lambda token: self.call("GET", path, pageToken=token))

    # Conveniences

    def finish(self, name: str, response: dict | None = None) -> dict:
        """Leases one operation and completes it."""
        fields = {} if response is None else {"response": response}
        return self.report("complete", self.lease_one(name), **fields)

    @staticmethod
    def _collection(parent: str) -> str:
        return f"/longrun/v1/{parent}/operations" if parent else "/longrun/v1/operations"

    @staticmethod
    def _all(field: str, page) -> list[dict]:
        items, token = [], ""
        while True:
            answer = page(token)
            items += answer.get(field, [])
            token = answer.get("nextPageToken", "")
            if not token:
                return items


def refused(call, *arguments, **fields) -> RestError:
    """Makes a call that must be refused; how it was."""
    try:
        answer = call(*arguments, **fields)
    except RestError as error:
        return error
    raise AssertionError(f"the call should have been refused, but was answered {answer}")


def eventually(check, within: float = 10.0, every: float = 0.05):
    """Asks again until the answer is true, for changes that time itself makes and no call can wait for."""
    deadline = time.monotonic() + within
    while True:
        if answer := check():
            return answer
        assert time.monotonic() < deadline, f"still {answer!r} after {within} s"
        time.sleep(every)
