"""Calls from web pages of other origins: refused unless the configuration names the origin."""

from __future__ import annotations

import pytest

from servers import serving

ORIGIN = "https://console.example.com"
CONFIG = f"cors: {{origins: ['{ORIGIN}', 'http://127.0.0.1:3000']}}\n"
PREFLIGHT = {
    "Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "content-type,authorization,x-goog-api-key",
}  # fmt: skip


@pytest.fixture(scope="module")
def open_server(binary, tmp_path_factory):
    with serving(binary, tmp_path_factory.mktemp("cors"), config=CONFIG) as shared:
        yield shared.rest


def cors(answer) -> set[str]:
    return {field for field in answer.headers if field.startswith("access-control-")}


@pytest.mark.parametrize("target", ["/v1/operations", "/v1/operations/unknown", "/nothing", "/openapi.json"])
def test_off_by_default(api, target):
    for method, headers in [("GET", {}), ("OPTIONS", PREFLIGHT)]:
        assert not cors(api.raw(method, target, headers={"Origin": ORIGIN, **headers}))


@pytest.mark.parametrize("origin", [ORIGIN, "http://127.0.0.1:3000"])
@pytest.mark.parametrize("target", ["/v1/operations", "/v1/operations/unknown", "/longrun/v1/operations", "/openapi.json"])
def test_an_origin_that_may_call(open_server, origin, target):
    """Errors too, or the page could not read them."""
    answer = open_server.raw("GET", target, headers={"Origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert "origin" in answer.headers["vary"].lower()


def test_a_preflight(open_server):
    answer = open_server.raw("OPTIONS", "/v1/operations/x", headers={"Origin": ORIGIN, **PREFLIGHT})
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "DELETE" in answer.headers["access-control-allow-methods"]
    allowed = {each.strip().lower() for each in answer.headers["access-control-allow-headers"].split(",")}
    assert allowed == {"*"} or {"content-type", "authorization", "x-goog-api-key"} <= allowed
    assert int(answer.headers["access-control-max-age"]) > 0


@pytest.mark.parametrize("origin", [
    "https://evil.example.com", "http://console.example.com", ORIGIN + ".evil.com", ORIGIN + ":8443", "null", "",
])  # fmt: skip
def test_an_origin_that_may_not(open_server, origin):
    for method, headers in [("GET", {}), ("OPTIONS", PREFLIGHT)]:
        answer = open_server.raw(method, "/v1/operations", headers={"Origin": origin, **headers})
        assert "access-control-allow-origin" not in answer.headers


def test_callers_that_are_no_pages(open_server):
    answer = open_server.raw("GET", "/v1/operations")
    assert answer.status == 200 and "access-control-allow-origin" not in answer.headers


def test_every_origin(new_server):
    api = new_server(config="cors: {origins: ['*']}\n").start().rest
    answer = api.raw("GET", "/v1/operations", headers={"Origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN)
