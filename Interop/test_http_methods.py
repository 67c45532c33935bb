"""What HTTP itself asks of a REST interface: HEAD, OPTIONS, 404 and 405, overridden methods, gzip, pipelining."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import zlib

import pytest

import rest
import tools

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def name(api, parent) -> str:
    return api.start(parent, operationId="x")["name"]


# HEAD, OPTIONS, 404 and 405


def test_head_is_get_without_the_body(api, name):
    for target in (f"/v1/{name}", "/v1/operations?pageSize=1", f"/longrun/v1/{name}", "/v1/operations/unknown", "/healthz"):
        head, get = api.raw("HEAD", target), api.raw("GET", target)
        assert (head.status, head.body) == (get.status, b""), target
        for field in ("content-type", "content-length"):
            assert head.headers[field] == get.headers[field], (target, field)


@pytest.mark.parametrize("version", ["--http1.1", "--http2-prior-knowledge"])
def test_curl(api, name, version):
    """The same in both versions of HTTP."""
    def curl(*arguments: str) -> str:
        return tools.output("curl", "-sS", version, "-o", "-", "-w", "%{stdout}%{http_code}", *arguments)

    url = f"{api.base}/v1/{name}"
    head = curl("--head", url)
    assert head.endswith("200") and "content-length: " in head and name not in head
    assert curl("-X", "OPTIONS", url) == "204"
    assert "METHOD_NOT_ALLOWED" in (refused := curl("-X", "PATCH", url)) and refused.endswith("405")
    assert name in (packed := curl("--compressed", url)) and packed.endswith("200")
    assert json.loads(curl("-X", "POST", "-H", "X-HTTP-Method-Override: DELETE", url).removesuffix("200")) == {}


def allowed(answer: rest.RawResponse) -> set[str]:
    return {each.strip() for each in answer.headers["allow"].split(",")}


@pytest.mark.parametrize("path, methods", [
    ("/v1/{name}", {"GET", "HEAD", "DELETE", "OPTIONS"}),
    ("/v1/{name}:cancel", {"POST", "OPTIONS"}),
    ("/v1/{name}:getIamPolicy", {"GET", "HEAD", "POST", "OPTIONS"}),
    ("/v1/operations", {"GET", "HEAD", "OPTIONS"}),
    ("/longrun/v1/{name}:complete", {"POST", "OPTIONS"}),
    ("/longrun/v1/operations", {"GET", "HEAD", "POST", "OPTIONS"}),
    ("/openapi.json", {"GET", "HEAD", "OPTIONS"}),
    ("/healthz", {"GET", "HEAD", "OPTIONS"}),
])  # fmt: skip
def test_options_and_other_methods(api, name, path, methods):
    target = path.format(name=name)
    options = api.raw("OPTIONS", target)
    assert (options.status, options.body) == (204, b"")
    assert allowed(options) == methods
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"} - methods:
        answer = api.raw(method, target)
        assert (answer.status, answer.error.reason) == (405, "METHOD_NOT_ALLOWED"), method
        assert answer.json()["error"]["code"] == 405 and answer.error.message
        assert allowed(answer) == methods, method


@pytest.mark.parametrize("target", [
    "/", "/v1", "/v1/", "/nothing", "/v1/projects/p", "/v1/operations/x/", "//v1/operations/x", "/x1/operations",
    "/longrun/v2/operations", "/longrun/v1/nothing",
])  # fmt: skip
def test_unknown_paths(api, target):
    for method in ("GET", "POST", "OPTIONS"):
        answer = api.raw(method, target)
        assert (answer.status, answer.error.reason) == (404, "PATH_NOT_FOUND"), method
        assert "allow" not in answer.headers


@pytest.mark.parametrize("target", ["/v1/operations/x:unknown", "/v1/operations/x:cancel:cancel", "/v1//operations/x"])
def test_paths_with_names_that_are_none(api, target):
    """Their shape is known, but no operation can be called so."""
    for method in ("GET", "POST"):
        answer = api.raw(method, target)
        assert answer.status in (400, 404, 405), method
        assert answer.error.reason in ("PATH_NOT_FOUND", "INVALID_FIELD", "METHOD_NOT_ALLOWED"), method


@pytest.mark.parametrize("target", [
    "/v1/projects/../operations/x", "/v1/./operations/x", "/v1/projects/%2e%2e/operations/x", "/v1/projects/.%2E/operations",
    "/v1/operations/..", "/v1/operations/%2e",
])  # fmt: skip
def test_dots_are_refused(api, target):
    assert api.raw("GET", target).status in (400, 404)


# What stands in a path and in a query


def test_escapes_are_decoded(api):
    name = api.start("projects/a-b/locations/l", operationId="x")["name"]
    assert api.raw("GET", "/v1/projects/a%2Db/locations/l/operations/%78").json()["name"] == name
    # An escaped slash separates nothing.
    assert api.raw("GET", "/v1/projects%2Fa-b/locations/l/operations/x").status in (400, 404)
    assert api.raw("GET", "/v1/projects/a-b/locations/l/operations/%zz").status in (400, 404)


def test_a_plus_in_a_query_is_a_space(api, parent, name):
    target = f"/v1/{parent}/operations?filter=done%3Dfalse+AND+queue%3Ddefault&page_size=5"
    assert [each["name"] for each in api.raw("GET", target).json()["operations"]] == [name]
    assert api.raw("GET", target + "&pageSize=5").status == 400


# Other methods behind POST


def test_overridden_methods(api, name):
    override = lambda method, target, **fields: api.raw(  # noqa: E731
        "POST", target, headers={"X-HTTP-Method-Override": method} | fields)
    assert override("GET", f"/v1/{name}").json()["name"] == name
    assert override("GET", f"/v1/{name}?prettyPrint=false").body.count(b"\n") == 0
    assert override("POST", f"/v1/{name}:cancel").status == 200
    assert override("PUT", f"/v1/{name}").status == 405
    assert override("BREW", f"/v1/{name}").status in (400, 405)
    # Only POST can be overridden: what asks with GET changes nothing.
    assert api.raw("GET", f"/v1/{name}", headers={"X-HTTP-Method-Override": "DELETE"}).status in (200, 400)
    assert api.get(name)["name"] == name
    assert override("DELETE", f"/v1/{name}", **{"Content-Length": "0"}).json() == {}
    assert rest.refused(api.get, name).reason == "OPERATION_DELETED"


# gzip


def test_a_request_in_gzip(api, parent):
    body = gzip.compress(json.dumps({"operationId": "packed", "metadata": rest.text("x" * 5000)}).encode())
    answer = api.raw("POST", f"/longrun/v1/{parent}/operations", body, {**JSON, "Content-Encoding": "gzip"})
    assert answer.status == 200
    assert api.get(f"{parent}/operations/packed")["metadata"]["value"] == "x" * 5000


@pytest.mark.parametrize("body, encoding, statuses", [
    (b"no gzip at all", "gzip", (400,)),
    (gzip.compress(b"{}")[:-5], "gzip", (400,)),
    (gzip.compress(b"{}") + b"more", "gzip", (400,)),
    (gzip.compress(b" " * 20_000_000), "gzip", (400, 413)),
    (zlib.compress(b"{}"), "br", (400, 415)),
])  # fmt: skip
def test_requests_that_cannot_be_unpacked(api, parent, body, encoding, statuses):
    answer = api.raw("POST", f"/longrun/v1/{parent}/operations", body, {**JSON, "Content-Encoding": encoding})
    assert answer.status in statuses and answer.error.reason


def test_an_answer_in_gzip(api, parent):
    api.batch_start([{"labels": {"number": str(number)}} for number in range(50)], parent)
    target = f"/v1/{parent}/operations"
    plain = api.raw("GET", target)
    assert "content-encoding" not in plain.headers
    for accepted in ("gzip", "deflate, gzip;q=0.5", "gzip, deflate, br"):
        packed = api.raw("GET", target, headers={"Accept-Encoding": accepted})
        assert packed.headers["content-encoding"] == "gzip", accepted
        assert "accept-encoding" in packed.headers["vary"].lower()
        assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body) / 2
        assert json.loads(gzip.decompress(packed.body)) == plain.json()
    for accepted in ("identity", "br", "gzip;q=0", ""):
        assert "content-encoding" not in api.raw("GET", target, headers={"Accept-Encoding": accepted}).headers, accepted


# Several requests on one connection


def test_keep_alive(api, name):
    connection = http.client.HTTPConnection(api.base.removeprefix("http://"), timeout=10)
    used = set()
    for method, target, status in [
        ("GET", f"/v1/{name}", 200), ("HEAD", f"/v1/{name}", 200), ("GET", "/v1/operations/unknown", 404),
        ("POST", f"/v1/{name}:cancel", 200), ("OPTIONS", f"/v1/{name}", 204), ("PUT", f"/v1/{name}", 405),
        ("DELETE", f"/v1/{name}", 200),
    ]:  # fmt: skip
        connection.request(method, target)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status, (method, target)
        used.add(connection.sock.getsockname())
    connection.close()
    assert len(used) == 1


def test_pipelining(api, name):
    """Requests that were sent without waiting are answered in their order, also when an early one takes longest."""
    requests = [
        ("POST", f"/v1/{name}:wait?timeout=0.3s", 200), ("GET", f"/v1/{name}?fields=name", 200), ("GET", "/v1/operations/unknown", 404),
        ("HEAD", f"/v1/{name}", 200), ("POST", f"/v1/{name}:cancel", 200), ("GET", f"/v1/{name}?fields=done", 200),
    ]  # fmt: skip
    host, port = api.base.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"".join(
            f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n".encode() for method, target, _ in requests))
        bodies = []
        stream = connection.makefile("rb")
        for method, _, status in requests:
            answer = http.client.HTTPResponse(_Stream(stream), method=method)
            answer.begin()
            assert answer.status == status
            bodies.append(answer.read())
    assert "done" not in json.loads(bodies[0])
    assert json.loads(bodies[1]) == {"name": name}
    assert bodies[3] == b""
    assert json.loads(bodies[5]) == {"done": True}


class _Stream:
    """What http.client takes for a socket: the one stream that all answers are read from."""

    def __init__(self, stream):
        self.stream = _Unclosable(stream)

    def makefile(self, *_):
        return self.stream


class _Unclosable:
    """A stream that stays open after an answer has been read from it."""

    def __init__(self, stream):
        self._stream = stream

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def close(self) -> None:
        pass
