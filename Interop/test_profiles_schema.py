"""The JSON Schema of the configuration, which editors go by: what is good validates, and what is misspelled does not."""

from __future__ import annotations

import copy
import json
import re

import jsonschema
import pytest
import yaml

import profiles

ROOT = profiles.DIRECTORY.parent
PROFILES = sorted(profiles.DIRECTORY.glob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((profiles.DIRECTORY / "longrun.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def blocks() -> list[str]:
    """The YAML that README shows, also that which it shows as a comment."""
    found = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert found
    return found


def uncommented(text: str) -> str:
    """The block with its commented keys in use; comments behind and between them stay comments."""
    return re.sub(r"^( *)# ( *[A-Za-z][A-Za-z0-9]*:|  *- )", r"\1\2", text, flags=re.MULTILINE)


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_profiles(validator, path):
    validator.validate(yaml.safe_load(path.read_text()))
    assert path.read_text().startswith("# yaml-language-server: $schema=longrun.schema.json\n")


def test_the_five_profiles_and_those_of_gcloud_are_there():
    assert {shape.profile for shape in profiles.SHAPES} < {path.stem for path in PROFILES}


@pytest.mark.parametrize("number", range(len(blocks())))
def test_what_readme_shows(validator, number):
    for text in (blocks()[number], uncommented(blocks()[number])):
        shown = yaml.safe_load(text)
        assert shown
        validator.validate(shown)


def test_readme_names_every_key(validator):
    """At the top level, and in the sections with settings of their own."""
    text = uncommented("\n".join(blocks()))
    for key, value in validator.schema["properties"].items():
        for each in [key, *value.get("properties", {})]:
            assert re.search(rf"\b{each}\b", text), each


def test_defaults_are_those_that_readme_shows(validator):
    settings = next(shown for text in blocks() if "shutdownTimeout" in (shown := yaml.safe_load(text)))

    def check(properties: dict, values: dict, path: str) -> None:
        for key, value in values.items():
            if "properties" in properties[key]:
                check(properties[key]["properties"], value, f"{path}{key}.")
            elif "default" in properties[key]:
                assert properties[key]["default"] == value, path + key

    check(validator.schema["properties"], settings, "")


def test_everything_is_described(validator):
    def check(schema: dict, path: str) -> None:
        for key, value in schema.get("properties", {}).items():
            assert "description" in value, path + key
            check(value, f"{path}{key}.")

    check(validator.schema, "")
    for name, value in validator.schema["$defs"].items():
        assert "description" in value, name
        check(value, f"{name}.")


GOOD = {
    "listen": ["127.0.0.1:8080", "unix:/tmp/s"], "store": "memory:", "profiles": ["dataproc.yaml"],
    "operations": {"ttl": "7d", "retry": {"maxAttempts": 2}}, "queues": {"mail": {"ttl": "1h"}},
    "services": [{
        "name": "s.example.com", "versions": ["v1", "v2beta1"], "resources": ["projects/*/operations/*", "operations/**"],
        "list": "collection", "methods": ["get", "wait"], "permissions": "s.operations", "metadata": "s.v1.Metadata", "ttl": "1d",
        "bindings": [{"method": "wait", "post": "/v1/{name=operations/*}:wait", "body": "*"}],
    }],
    "locations": [{"id": "us-central1", "displayName": "Iowa", "labels": {"region": "us"}}],
    "cors": {"origins": ["https://console.example.com"]},
}  # fmt: skip


def changed(*path, to) -> dict:
    document = copy.deepcopy(GOOD)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return document


def test_a_good_one(validator):
    validator.validate(GOOD)
    validator.validate(None)
    validator.validate({})


SERVICE = ("services", 0)


@pytest.mark.parametrize("document", [
    changed("service", to=[]), changed("lsten", to=":1"), changed("listen", to="nowhere"), changed("listen", to=[]),
    changed("store", to="postgres:x"), changed("shutdownTimeout", to=10), changed("shutdownTimeout", to="10 s"),
    changed("log", to={"level": "loud"}), changed("payloads", to={"unknown": "ignore"}),
    changed("operations", "tll", to="7d"), changed("operations", "pageSize", to=0),
    changed("operations", "retry", "maxAttempts", to="many"), changed("queues", "mail", "lease", to="1s"),
    changed("limits", to={"maxConnections": -1}), changed("profiles", to=[1]),
    changed(*SERVICE, "method", to=["get"]), changed(*SERVICE, "methods", to=["fetch"]), changed(*SERVICE, "list", to="both"),
    changed(*SERVICE, "versions", to=["1"]), changed(*SERVICE, "resources", to=[]),
    changed(*SERVICE, "resources", to=["projects/{p}/operations/*"]), changed(*SERVICE, "resources", to=["/operations/*"]),
    changed(*SERVICE, "resources", to=["projects/*"]), changed(*SERVICE, "methods", to=[]),
    changed(*SERVICE, "permissions", to="operations."), changed(*SERVICE, "metadata", to="type.googleapis.com/x"),
    changed(*SERVICE, "ttl", to="soon"), changed(*SERVICE, to={"name": "s"}),
    changed(*SERVICE, "bindings", 0, to={"method": "get"}), changed(*SERVICE, "bindings", 0, "get", to="/v1/x"),
    changed(*SERVICE, "bindings", 0, "post", to="v1/x"), changed(*SERVICE, "bindings", 0, "verb", to="x"),
    changed("locations", 0, to={"displayName": "Iowa"}), changed("locations", 0, "region", to="x"),
    changed("locations", 0, "labels", to={"a": 1}), changed("cors", to={}), changed("cors", "origins", to=["example.com"]),
])  # fmt: skip
def test_mistakes(validator, document):
    assert not validator.is_valid(document)
