"""google.cloud.location.Locations from the configuration, as client libraries ask for it beside Operations."""

from __future__ import annotations

import grpc
import pytest
from google.cloud.location import locations_pb2

import rpc
from rest import refused
from servers import serving

CONFIG = """
locations:
  - id: us-central1
    displayName: Iowa
    labels: {region: us-central1, continent: america}
  - id: europe-west1
    displayName: Belgium
  - id: global
"""
IDS = ("us-central1", "europe-west1", "global")
SERVICE = "google.cloud.location.Locations"


def expected(parent: str, id: str) -> dict:
    return {"name": f"{parent}locations/{id}", "locationId": id} | {
        "us-central1": {"displayName": "Iowa", "labels": {"region": "us-central1", "continent": "america"}},
        "europe-west1": {"displayName": "Belgium"},
        "global": {},
    }[id]


@pytest.fixture(scope="module")
def server(binary, tmp_path_factory):
    with serving(binary, tmp_path_factory.mktemp("locations"), config=CONFIG) as shared:
        yield shared


@pytest.mark.parametrize("parent", ["", "projects/p/"])
def test_over_rest(api, parent):
    for id in IDS:
        assert api.call("GET", f"/v1/{parent}locations/{id}") == expected(parent, id)
    listed = api.call("GET", f"/v1/{parent}locations")
    assert sorted(each["locationId"] for each in listed["locations"]) == sorted(IDS)
    for each in listed["locations"]:
        assert each == expected(parent, each["locationId"])


@pytest.mark.parametrize("parent, name", [("", "locations"), ("projects/p/", "projects/p")])
def test_over_grpc(channel, parent, name):
    for id in IDS:
        assert rpc.call(channel, f"{SERVICE}/GetLocation", {"name": f"{parent}locations/{id}"}) == expected(parent, id)
    listed = rpc.call(channel, f"{SERVICE}/ListLocations", {"name": name})
    assert sorted(each["name"] for each in listed["locations"]) == sorted(f"{parent}locations/{id}" for id in IDS)


def test_googles_messages(channel):
    request = locations_pb2.GetLocationRequest(name="projects/p/locations/us-central1").SerializeToString()
    location = locations_pb2.Location.FromString(rpc.call_bytes(channel, f"{SERVICE}/GetLocation", request))
    assert (location.display_name, location.labels["region"]) == ("Iowa", "us-central1")


def test_pages(api):
    seen, token = [], ""
    for _ in range(10):
        page = api.call("GET", "/v1/projects/p/locations", pageSize=1, pageToken=token)
        seen += [each["locationId"] for each in page.get("locations", [])]
        if not (token := page.get("nextPageToken", "")):
            break
    assert sorted(seen) == sorted(IDS)
    for wrong in ("pageSize=-1", "pageSize=many", "pageToken=invented", "colour=red"):
        assert api.raw("GET", f"/v1/projects/p/locations?{wrong}").status == 400, wrong


def test_an_unknown_location(api, channel):
    error = refused(api.call, "GET", "/v1/projects/p/locations/mars")
    assert (error.http_status, error.code) == (404, "NOT_FOUND") and error.reason
    with rpc.failing() as caught:
        rpc.call(channel, f"{SERVICE}/GetLocation", {"name": "projects/p/locations/mars"})
    assert (caught[0].code, caught[0].reason) == ("NOT_FOUND", error.reason)


@pytest.mark.parametrize("name", ["", "mars", "projects/p/locations/", "projects//locations/global", "projects/p/regions/r"])
def test_names_that_are_none(channel, name):
    with rpc.failing() as caught:
        rpc.call(channel, f"{SERVICE}/GetLocation", {"name": name})
    assert caught[0].code in ("INVALID_ARGUMENT", "NOT_FOUND")


def test_every_version_prefix_and_method(api):
    for version in ("v1", "v2", "v1beta1"):
        assert api.raw("GET", f"/{version}/projects/p/locations/global").status == 200
    answer = api.raw("POST", "/v1/projects/p/locations", b"{}")
    assert answer.status == 405 and "GET" in answer.headers["allow"]


def test_operations_below_locations_are_not_shadowed(api):
    name = api.start("projects/p/locations/us-central1")["name"]
    assert api.get(name)["name"] == name
    assert [each["name"] for each in api.list("projects/p/locations/us-central1")["operations"]] == [name]


def test_without_a_configuration_there_are_none(new_server):
    server = new_server().start()
    assert server.rest.call("GET", "/v1/projects/p/locations") == {}
    with server.channel() as channel:
        assert rpc.call(channel, f"{SERVICE}/ListLocations", {"name": "projects/p"}) == {}
        with pytest.raises(grpc.RpcError) as caught:
            rpc.call(channel, f"{SERVICE}/GetLocation", {"name": "projects/p/locations/global"})
        assert caught.value.code() == grpc.StatusCode.NOT_FOUND
