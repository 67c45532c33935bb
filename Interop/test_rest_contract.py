"""The REST surface as real services and clients know it: paths, bodies, system parameters, errors, ProtoJSON."""

from __future__ import annotations

import http.client
import json

import pytest

JSON = {"Content-Type": "application/json"}

PARENTS = [
    "",
    "projects/p/locations/l",
    "projects/p/locations/global",
    "projects/p/regions/r",
    "projects/p",
    "locations/l",
    "organizations/1",
    "organizations/1/locations/global",
    "folders/2",
    "apps/a",
    "customers/123",
    "projects/p/databases/(default)",
    "projects/p/instances/i/databases/d",
    "projects/p/locations/l/memberships/m/features/f",
    "locations/l/workforcePools/w",
    "users/jane.doe+test@example.com/mailboxes/in=box!",
    "projects/example.com:my-project/locations/l",
]


def operation_path(name: str, version: str = "v1") -> str:
    return f"/{version}/{name}"


# Paths


@pytest.mark.parametrize("parent", PARENTS, ids=[each or "root" for each in PARENTS])
def test_every_shape_of_parent(api, parent):
    name = api.start(parent)["name"]
    assert name.startswith(f"{parent}/operations/" if parent else "operations/")

    assert api.raw("GET", operation_path(name)).json()["name"] == name
    listed = "/v1/" + (f"{parent}/operations" if parent else "operations")
    assert name in [each["name"] for each in api.raw("GET", listed).json()["operations"]]
    assert api.raw("POST", operation_path(name) + ":wait?timeout=0s").json()["name"] == name
    assert api.raw("POST", operation_path(name) + ":cancel").json() == {}
    assert api.raw("GET", operation_path(name)).json()["error"]["code"] == 1
    assert api.raw("DELETE", operation_path(name)).json() == {}
    assert api.raw("GET", operation_path(name)).status == 404


@pytest.mark.parametrize("version", ["v1", "v2", "v23", "v1beta1", "v1alpha", "v2alpha1", "v1p1beta1"])
def test_version_prefixes(api, parent, version):
    name = api.start(parent)["name"]
    served = api.raw("GET", operation_path(name, version))
    if version == "v1p1beta1":
        assert served.status in (200, 404)
    else:
        assert served.json()["name"] == name


@pytest.mark.parametrize("path", ["/v1/operations/operations", "/v1/operations"])
def test_the_list_of_the_root(api, path):
    name = api.start()["name"]
    answer = api.raw("GET", path + "?pageSize=1000").json()
    assert name in [each["name"] for each in answer["operations"]]
    assert all(each["name"].startswith("operations/") for each in answer["operations"])


@pytest.mark.parametrize("suffix", ["/operations", "/operations/operations"])
def test_a_list_in_both_conventions(api, parent, suffix):
    """`{name=**}/operations` is how most services list; api-core adds `/operations` to `…/operations` too."""
    name = api.start(parent)["name"]
    answer = api.raw("GET", f"/v1/{parent}{suffix}")
    assert [each["name"] for each in answer.json()["operations"]] == [name]


def test_percent_escapes_are_decoded_first(api):
    name = api.start("projects/p/databases/(default)")["name"]
    path = "/v1/" + name.replace("(", "%28").replace(")", "%29")
    assert api.raw("GET", path).json()["name"] == name
    assert api.raw("GET", path.replace("operations", "%6Fperations")).status in (200, 404)

    plus = api.start("users/a+b@example.com")["name"]
    assert api.raw("GET", f"/v1/{plus}").json()["name"] == plus
    assert api.raw("GET", f"/v1/{plus.replace('+', '%2B').replace('@', '%40')}").json()["name"] == plus


@pytest.mark.parametrize("verb", ["cancel", "wait"])
def test_a_verb_may_be_percent_encoded(api, parent, verb):
    name = api.start(parent)["name"]
    query = "?timeout=0s" if verb == "wait" else ""
    assert api.raw("POST", f"/v1/{name}%3A{verb}{query}").status == 200


@pytest.mark.parametrize("method, path", [
    ("GET", "/"), ("GET", "/v1"), ("GET", "/nothing"), ("GET", "/v1/projects/p"), ("PUT", "/v1/projects/p"),
    ("GET", "/x1/operations"), ("POST", "/v1/operations/x:unknown"), ("GET", "/longrun/v1/nothing"),
    ("POST", "/longrun/v1/operations:unknown"),
])  # fmt: skip
def test_unknown_paths_are_404(api, method, path):
    response = api.raw(method, path)
    assert response.status == 404
    assert response.error.code == "NOT_FOUND"


@pytest.mark.parametrize("method, path, allowed", [
    ("POST", "/v1/operations", "GET, HEAD, OPTIONS"), ("PUT", "/v1/operations/x", "DELETE, GET, HEAD, OPTIONS"),
    ("PATCH", "/v1/operations/x", "DELETE, GET, HEAD, OPTIONS"), ("GET", "/v1/operations/x:cancel", "OPTIONS, POST"),
    ("DELETE", "/longrun/v1/operations:lease", "OPTIONS, POST"),
])  # fmt: skip
def test_other_methods_of_a_path_are_405(api, method, path, allowed):
    response = api.raw(method, path)
    assert response.status == 405
    assert response.headers["allow"] == allowed
    assert response.error.reason == "METHOD_NOT_ALLOWED"


def test_head_is_get_without_a_body_or_404(api, parent):
    name = api.start(parent)["name"]
    for path in (f"/v1/{name}", "/healthz", "/nothing"):
        response = api.raw("HEAD", path)
        assert response.status in (200, 404)
        assert response.body == b""
    api.raw("GET", "/healthz")


# Bodies


@pytest.mark.parametrize("body, headers", [
    (None, {}), (None, JSON), (b"", {**JSON, "Content-Length": "0"}), (b"{}", JSON), (b"{}", {}),
    (b"{}", {"Content-Type": "application/json; charset=utf-8"}), (b" \n{ }\n", JSON),
])  # fmt: skip
def test_cancel_with_every_kind_of_body(api, parent, body, headers):
    name = api.start(parent)["name"]
    response = api.raw("POST", f"/v1/{name}:cancel", body, headers)
    assert (response.status, response.json()) == (200, {})
    assert api.get(name)["error"]["code"] == 1


def test_a_body_may_repeat_the_name_of_the_path(api, parent):
    name = api.start(parent)["name"]
    body = b'{"name":"' + name.replace("/", r"\/").encode() + b'"}'
    assert api.raw("POST", f"/v1/{name}:cancel", body, JSON).status == 200

    response = api.raw("POST", f"/v1/{name}:cancel", b'{"name":"operations/other"}', JSON)
    assert (response.status, response.error.fields) == (400, ["name"])


def test_fields_may_be_spelled_as_in_the_proto(api, parent):
    body = json.dumps({"operation_id": "snake", "retry_policy": {"max_attempts": 2}, "ttl": "60s"}).encode()
    name = api.raw("POST", f"/longrun/v1/{parent}/operations", body, JSON).json()["name"]
    assert name.endswith("/snake")
    assert api.record(name)["retryPolicy"]["maxAttempts"] == 2
    assert api.raw("GET", f"/v1/{parent}/operations?page_size=1").status == 200


def test_null_is_absent(api, parent):
    assert api.start(parent, operationId=None, request=None, labels=None, deadline=None)["name"]


@pytest.mark.parametrize("verb, body", [(":wait", b'{"timeout": "0s"}'), (":wait", b'{"timeout": "0.1s"}'), ("", None)])
def test_a_connection_can_be_used_again(api, parent, verb, body):
    """HTTP/1.1 keeps connections open, unless the answer says that it will be closed."""
    name = api.start(parent)["name"]
    connection = http.client.HTTPConnection(api.base.removeprefix("http://"), timeout=10)
    for _ in range(20):
        connection.request("POST" if verb else "GET", f"/v1/{name}{verb}", body)
        response = connection.getresponse()
        assert response.status == 200
        response.read()
        if response.getheader("Connection", "").lower() == "close":
            connection.close()
    connection.close()


def test_a_connection_is_closed_on_request_and_the_answer_says_so(api):
    response = api.raw("GET", "/v1/operations", None, {"Connection": "close"})
    assert response.headers.get("connection", "").lower() == "close"


# Query and system parameters


@pytest.mark.parametrize("query", [
    "$alt=json;enum-encoding=int", "$alt=json;enum-encoding%3Dint", "$alt=json%3Benum-encoding%3Dint",
    "%24alt=json%3Benum-encoding%3Dint", "alt=json", "$alt=json", "prettyPrint=false", "$prettyPrint=true",
    "alt=json&prettyPrint=false", "$.xgafv=2", "key=abc", "quotaUser=me", "uploadType=media", "upload_protocol=raw",
    "$fields=", "fields=*", "",
])  # fmt: skip
def test_system_parameters_are_accepted(api, parent, query):
    name = api.start(parent)["name"]
    assert api.raw("GET", f"/v1/{name}?{query}").json()["name"] == name
    assert api.raw("GET", f"/v1/{parent}/operations?{query}").json()["operations"][0]["name"] == name
    assert api.raw("POST", f"/v1/{name}:cancel?{query}").status == 200


def test_empty_parameters_mean_unset(api, parent):
    name = api.start(parent)["name"]
    query = "$alt=json;enum-encoding%3Dint&filter=&pageSize=&pageToken=&returnPartialSuccess=false"
    response = api.raw("GET", f"/v1/{parent}/operations?{query}")
    assert [each["name"] for each in response.json()["operations"]] == [name]


def test_enum_encoding_int_gives_numbers(api, parent):
    name = api.start(parent)["name"]
    assert api.record(name)["state"] == "PENDING"
    record = api.raw("GET", f"/longrun/v1/{name}?$alt=json;enum-encoding%3Dint").json()
    assert record["state"] in (1, "PENDING")


def test_headers_of_google_s_clients_are_accepted(api, parent):
    name = api.start(parent)["name"]
    headers = {
        **JSON, "Content-Length": "0", "x-goog-api-client": "gl-python/3.11 gax/2.44.0 rest/2.34",
        "x-goog-request-params": "name=" + name.replace("/", "%2F"), "X-Goog-User-Project": "p",
        "Authorization": "Bearer anything", "X-Server-Timeout": "60",
    }  # fmt: skip
    assert api.raw("GET", f"/v1/{name}", None, headers).json()["name"] == name


# Answers


def test_the_shape_of_an_error(api):
    response = api.raw("GET", "/v1/operations/nothing")
    assert response.status == 404
    assert response.headers["content-type"].lower().replace(" ", "") == "application/json;charset=utf-8"
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "status", "details"}
    assert body["error"]["code"] == 404
    assert body["error"]["status"] == "NOT_FOUND"
    assert body["error"]["message"]
    assert body["error"]["details"] == [{
        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "OPERATION_NOT_FOUND",
        "domain": "longrun.dev", "metadata": {"name": "operations/nothing"},
    }]  # fmt: skip


def test_failed_precondition_is_400(api, parent):
    name = api.start(parent)["name"]
    response = api.raw("POST", f"/longrun/v1/{name}:complete", b'{"leaseToken": "x"}', JSON)
    assert (response.status, response.error.error["code"], response.error.code) == (400, 400, "FAILED_PRECONDITION")


def test_a_running_operation_has_no_done(api, parent):
    name = api.start(parent)["name"]
    response = api.raw("GET", f"/v1/{name}")
    assert set(response.json()) == {"name", "metadata"}
    assert response.headers["content-type"].lower().startswith("application/json")


def test_finished_operations(api, parent):
    good, bad = (each["name"] for each in api.batch_start([{}, {}], parent))
    api.finish(good)
    api.report("fail", api.lease_one(bad), error={"code": 7, "message": "no"}, retryable=False)
    assert set(api.get(good)) == {"name", "metadata", "done", "response"}
    assert api.get(good)["response"] == {"@type": "type.googleapis.com/google.protobuf.Empty"}
    assert set(api.get(bad)) == {"name", "metadata", "done", "error"}
    assert api.get(bad)["error"] == {"code": 7, "message": "no"}, "the gRPC number, unlike in an error body"


def test_an_empty_list_is_an_empty_object(api, parent):
    assert api.raw("GET", f"/v1/{parent}/operations").json() == {}
    assert api.raw("GET", f"/longrun/v1/{parent}/operations").json() == {}


# Health


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health(api, path):
    assert api.raw("GET", path).status == 200
