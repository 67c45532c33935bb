"""gcloud's commands for the operations of services other than Dataproc, all of them served by one server at once."""

from __future__ import annotations

import pytest

import gcloud as program

PROJECT = f"projects/{program.PROJECT}"
PARENTS = {
    "redis": f"{PROJECT}/locations/us-central1",
    "network-connectivity": f"{PROJECT}/locations/us-east1",
    "spanner": f"{PROJECT}/instances/ships",
    "spanner database": f"{PROJECT}/instances/ships/databases/crews",
    "firestore": f"{PROJECT}/databases/(default)",
    "app": f"apps/{program.PROJECT}",
    "iam": "locations/global/workforcePools/pool",
    "active-directory": f"{PROJECT}/locations/global",
    "ml vision": "projects/p/locations/eu",
}
REDIS = {
    "@type": "type.googleapis.com/google.cloud.redis.v1.OperationMetadata", "createTime": "2026-03-28T14:50:00Z",
    "target": f"{PROJECT}/locations/us-central1/instances/cache", "verb": "create", "apiVersion": "v1",
}  # fmt: skip


@pytest.fixture(scope="module")
def api(gcloud):
    return gcloud.rest


@pytest.fixture(scope="module")
def names(api) -> dict[str, dict[str, str]]:
    """For each service, the names of its operations by their states."""
    given = {"redis": {"metadata": REDIS}} | {service: {"cancellable": False} for service in ("app", "iam", "ml vision")}
    return {service: program.in_every_state(api, parent, **given.get(service, {})) for service, parent in PARENTS.items()}


DONE = {"succeeded", "failed", "cancelled"}


def rows(table: str) -> dict[str, list[str]]:
    """The rows of a table as people see it, by their first columns."""
    return {row.split()[0]: row.split()[1:] for row in table.splitlines()[1:]}


def assert_all(listed: list[dict], names: dict[str, str]) -> None:
    shown = {each["name"]: each for each in listed}
    for state, name in names.items():
        assert program.shows(shown[name], state), (state, shown.get(name))


@pytest.mark.parametrize("service, command", [
    ("network-connectivity", "network-connectivity operations list --region us-east1"),
    ("spanner", "spanner operations list --instance ships"),
    ("spanner database", "spanner operations list --instance ships --database crews"),
    ("firestore", "firestore operations list"),
    ("active-directory", "active-directory operations list"),
])  # fmt: skip
def test_list(gcloud, names, service, command):
    assert_all(gcloud.json(command), names[service])


@pytest.mark.parametrize("service, state, command", [
    ("redis", "running", "redis operations describe running --region us-central1"),
    ("network-connectivity", "cancelled", "network-connectivity operations describe cancelled --region us-east1"),
    ("spanner", "failed", "spanner operations describe failed --instance ships"),
    ("spanner database", "succeeded", "spanner operations describe succeeded --instance ships --database crews"),
    ("firestore", "failed", "firestore operations describe failed"),
    ("app", "succeeded", "app operations describe succeeded"),
    ("iam", "running", "iam workforce-pools operations describe running --workforce-pool pool --location global"),
    ("active-directory", "cancelling", "active-directory operations describe cancelling"),
    ("ml vision", "succeeded", "beta ml vision operations describe projects/p/locations/eu/operations/succeeded"),
])  # fmt: skip
def test_describe(gcloud, names, service, state, command):
    shown = gcloud.json(command)
    assert shown["name"] == names[service][state]
    assert program.shows(shown, state), shown


def test_redis_list_as_a_table(gcloud, api, names):
    """It shows what the metadata says, and also operations to which nobody gave metadata."""
    api.start(PARENTS["redis"], operationId="without-metadata")
    table = rows(gcloud.text("redis operations list --region us-central1"))
    assert set(program.STATES) | {"without-metadata"} <= set(table)
    for state in program.STATES:
        region, verb, target, *done, time, _ = table[state]
        assert (region, verb, target, time) == ("us-central1", "create", "cache", "2026-03-28T14:50:00"), table[state]
        assert done == (["True"] if state in DONE else []), state


def test_app_list_as_a_table(gcloud, names):
    """With --pending, gcloud sends the filter done:false."""
    table = rows(gcloud.text("app operations list"))
    assert {id: columns[-1] for id, columns in table.items()} == {
        "pending": "PENDING", "running": "PENDING", "succeeded": "COMPLETED", "failed": "ERROR"}
    assert set(rows(gcloud.text("app operations list --pending"))) == {"pending", "running"}


def test_firestore_list_with_a_filter(gcloud, names):
    """gcloud sends the filter on, as done=true."""
    listed = gcloud.json("firestore operations list", "--filter=done:true")
    assert {each["name"].split("/")[-1] for each in listed} == DONE


@pytest.mark.parametrize("service, command", [
    ("redis", "redis operations cancel to-cancel --region us-central1"),
    ("spanner", "spanner operations cancel to-cancel --instance ships"),
    ("firestore", "firestore operations cancel to-cancel"),
    ("active-directory", "active-directory operations cancel to-cancel"),
])  # fmt: skip
def test_cancel(gcloud, api, service, command):
    """With and without a body, as each of them does."""
    name = api.start(PARENTS[service], operationId="to-cancel")["name"]
    gcloud.text(command)
    assert api.record(name)["state"] == "CANCELLED"


def test_firestore_delete(gcloud, api):
    name = api.start(PARENTS["firestore"], operationId="to-delete")["name"]
    gcloud.text("firestore operations delete to-delete --quiet")
    assert api.raw("GET", f"/v1/{name}").status == 404


def test_app_wait(gcloud, names):
    """It polls until the operation is done, which this one is."""
    assert program.shows(gcloud.json("app operations wait succeeded"), "succeeded")


def test_an_unknown_operation(gcloud):
    error = gcloud.refused("network-connectivity operations describe unknown --region us-east1")
    assert "NOT_FOUND" in error and "was not found" in error
