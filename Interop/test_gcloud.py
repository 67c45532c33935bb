"""`gcloud dataproc operations`, unmodified, with its endpoint set to our server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest

import rest

pytestmark = pytest.mark.skipif(not shutil.which("gcloud"), reason="gcloud is not installed")

PARENT = "projects/my-project/regions/my-region"


@pytest.fixture(scope="module")
def gcloud(server, tmp_path_factory):
    environment = {
        **os.environ,
        "CLOUDSDK_CONFIG": str(tmp_path_factory.mktemp("gcloud")),
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_DATAPROC": f"http://{server.http_address}/",
        "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true",
        "CLOUDSDK_CORE_PROJECT": "my-project",
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
        "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
        "CLOUDSDK_CORE_DISABLE_FILE_LOGGING": "true",
    }

    def run(*arguments):
        return subprocess.run(
            ["gcloud", "dataproc", "operations", *arguments, "--region", "my-region", "--format", "json"],
            env=environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


def test_describe(gcloud, api):
    name = api.start(PARENT, labels={"env": "staging"})["name"]
    api.finish(name, rest.struct(rows=3))
    result = gcloud("describe", name)
    assert result.returncode == 0, result.stderr
    shown = json.loads(result.stdout)
    assert shown["name"] == name
    assert shown["done"] is True
    assert shown["response"]["value"]["rows"] == 3


def test_describe_by_id(gcloud, api):
    name = api.start(PARENT)["name"]
    result = gcloud("describe", name.split("/")[-1])
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["name"] == name


def test_cancel_and_delete(gcloud, api):
    name = api.start(PARENT)["name"]
    result = gcloud("cancel", name)
    assert result.returncode == 0, result.stderr
    assert api.get(name)["error"]["code"] == 1
    result = gcloud("delete", name)
    assert result.returncode == 0, result.stderr
    with pytest.raises(rest.RestError) as caught:
        api.get(name)
    assert caught.value.reason == "OPERATION_DELETED"


def test_an_unknown_operation(gcloud):
    result = gcloud("describe", f"{PARENT}/operations/unknown")
    assert result.returncode != 0
    assert "NOT_FOUND" in result.stderr
    assert "was not found" in result.stderr


def test_list(gcloud, api):
    """gcloud always sends a filter, `{}` when nobody gave one."""
    name = api.start(PARENT)["name"]
    result = gcloud("list")
    assert result.returncode == 0, result.stderr
    assert name in [each["name"] for each in json.loads(result.stdout)]
