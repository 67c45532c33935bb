"""`gcloud dataproc operations`, unmodified, with operations in every state."""

from __future__ import annotations

import json

import pytest

import gcloud as program
from rest import RestError

PARENT = f"projects/{program.PROJECT}/regions/my-region"
OPERATIONS = "dataproc operations"
REGION = ("--region", "my-region")


@pytest.fixture(scope="module")
def api(gcloud):
    return gcloud.rest


@pytest.fixture(scope="module")
def names(api) -> dict[str, str]:
    return program.in_every_state(api, PARENT, labels={"env": "staging"})


def in_state(api, name: str) -> str:
    return api.record(name)["state"]


def test_list(gcloud, names):
    """gcloud always sends a filter, `{}` when nobody gave one."""
    shown = {each["name"]: each for each in gcloud.json(f"{OPERATIONS} list", *REGION)}
    for state, name in names.items():
        assert program.shows(shown[name], state), (state, shown[name])


def test_list_with_a_state_filter_as_a_table(gcloud, names):
    table = gcloud.text(f"{OPERATIONS} list --state-filter active", *REGION)
    first, *rows = table.splitlines()
    assert first.split() == ["NAME", "TIMESTAMP", "TYPE", "STATE", "ERROR", "WARNINGS"]
    listed = {row.split()[0] for row in rows}
    assert {"pending", "running", "cancelling"} <= listed
    assert not listed & {"succeeded", "failed", "cancelled"}


def test_list_of_a_cluster(gcloud, api, names):
    metadata = {"@type": "type.googleapis.com/google.cloud.dataproc.v1.ClusterOperationMetadata", "clusterName": "blue"}
    name = api.start(PARENT, operationId="about-blue", metadata=metadata)["name"]
    api.finish(name)
    shown = gcloud.json(f"{OPERATIONS} list --state-filter inactive --cluster blue", *REGION)
    assert [(each["name"], each["metadata"]) for each in shown] == [(name, metadata)]


@pytest.mark.parametrize("state", ["succeeded", "failed", "cancelling"])
def test_describe(gcloud, names, state):
    """By the whole name, and by the id alone."""
    argument = names[state] if state == "failed" else state
    shown = gcloud.json(f"{OPERATIONS} describe", argument, *REGION)
    assert shown["name"] == names[state]
    assert program.shows(shown, state), shown


def test_an_unknown_operation(gcloud):
    error = gcloud.refused(f"{OPERATIONS} describe unknown", *REGION)
    assert "NOT_FOUND" in error
    assert "was not found" in error


def test_cancel(gcloud, api):
    """Nobody works on the one, so that it is cancelled at once; the other's worker is told."""
    pending, running = (api.start(PARENT, operationId=id)["name"] for id in ("to-cancel", "to-stop"))
    lease = api.lease_one(running, leaseDuration="600s")
    for name in (pending, running):
        gcloud.text(f"{OPERATIONS} cancel", name, *REGION)
    assert in_state(api, pending) == "CANCELLED"
    assert in_state(api, running) == "RUNNING" and api.record(running)["cancelRequested"]
    assert api.report("heartbeat", lease)["cancelRequested"] is True


def test_delete(gcloud, api):
    name = api.start(PARENT, operationId="to-delete")["name"]
    gcloud.text(f"{OPERATIONS} delete to-delete", *REGION)
    with pytest.raises(RestError) as caught:
        api.get(name)
    assert caught.value.reason == "OPERATION_DELETED"


def test_policies(gcloud, names):
    """What set-iam-policy stores is what get-iam-policy shows; a policy that is out of date is refused."""
    bindings = [{"role": "roles/viewer", "members": ["user:ann@example.com"]}]
    file = gcloud.directory / "policy.json"
    file.write_text(json.dumps({"bindings": bindings}))
    stored = gcloud.json(f"{OPERATIONS} set-iam-policy running", str(file), *REGION)
    assert stored["bindings"] == bindings
    shown = gcloud.json(f"{OPERATIONS} get-iam-policy running", *REGION)
    assert shown == stored
    file.write_text(json.dumps({"bindings": [], "etag": "c3RhbGU="}))
    error = gcloud.refused(f"{OPERATIONS} set-iam-policy running", str(file), *REGION)
    assert "ABORTED" in error or "etag" in error
