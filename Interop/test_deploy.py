"""The files of Deploy/: what Kubernetes' own schemas say of them, and that their parts fit together."""

from __future__ import annotations

import pathlib
import re

import kubernetes_validate
import pytest
import yaml

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Deploy"
MANIFESTS = sorted((FOLDER / "kubernetes").glob("*.yaml"))
PORTS = {"http": 8080, "grpc": 50051}


def documents(path: pathlib.Path) -> list[dict]:
    return list(yaml.safe_load_all(path.read_text()))


def of_kind(kind: str, name: str) -> dict:
    found = [each for path in MANIFESTS for each in documents(path) if each["kind"] == kind]
    return next(each for each in found if each["metadata"]["name"] == name)


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_manifests_obey_the_schemas_of_kubernetes(path):
    for document in documents(path):
        if document["kind"] != "Kustomization":
            kubernetes_validate.validate(document, "1.30", strict=True)


def test_every_manifest_is_listed():
    listed = documents(FOLDER / "kubernetes" / "kustomization.yaml")[0]["resources"]
    assert sorted(listed) == sorted(path.name for path in MANIFESTS if path.name != "kustomization.yaml")


def test_service_and_disruption_budget_choose_the_nodes():
    nodes = of_kind("Deployment", "longrun")
    labels = nodes["spec"]["template"]["metadata"]["labels"]
    assert nodes["spec"]["replicas"] == 3
    assert of_kind("Service", "longrun")["spec"]["selector"].items() <= labels.items()
    assert of_kind("PodDisruptionBudget", "longrun")["spec"]["selector"]["matchLabels"].items() <= labels.items()
    ports = {port["targetPort"]: port["port"] for port in of_kind("Service", "longrun")["spec"]["ports"]}
    assert ports == PORTS


def test_probes_and_ports_are_those_of_a_node(new_server):
    container = of_kind("Deployment", "longrun")["spec"]["template"]["spec"]["containers"][0]
    assert {port["name"]: port["containerPort"] for port in container["ports"]} == PORTS
    server = new_server().start()
    for kind in ("startup", "liveness", "readiness"):
        probe = container[f"{kind}Probe"]["httpGet"]
        assert server.rest.raw("GET", probe["path"]).status == 200
        assert probe["port"] == "http"


def test_the_configuration_is_one_of_a_server(new_server):
    text = of_kind("ConfigMap", "longrun")["data"]["longrun.yaml"]
    configuration = yaml.safe_load(text)
    assert configuration["store"].startswith("postgres://")
    # The options of the test's server win over listen, grpcListen and store; the rest is read.
    new_server(config=text).start().assert_alive()


def test_compose_runs_three_nodes_on_one_database():
    compose = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    nodes = compose["services"]["longrun"]
    assert nodes["deploy"]["replicas"] == 3
    assert nodes["depends_on"]["postgres"]["condition"] == "service_healthy"
    store = nodes["command"][nodes["command"].index("--store") + 1]
    user, host, database = re.fullmatch(r"postgres://(\w+)@(\w+)/(\w+)", store).groups()
    environment = compose["services"][host]["environment"]
    assert (environment["POSTGRES_USER"], environment["POSTGRES_DB"]) == (user, database)
    assert nodes["environment"]["PGPASSWORD"] == environment["POSTGRES_PASSWORD"]


def test_the_image_is_built_of_what_is_there():
    root = FOLDER.parent
    copied = re.findall(r"^COPY (?!--from)(\S+) \S+$", (FOLDER / "Dockerfile").read_text(), re.MULTILINE)
    assert copied
    for path in copied:
        assert (root / path).exists(), path
