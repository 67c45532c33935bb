"""gcloud, unmodified: its endpoints are set to one of our servers, and it sends no credentials."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import subprocess
from typing import Any

from rest import Rest
from servers import Server

LIMIT = 90
PROJECT = "my-project"

# What the server of these tests is configured with: between them, the services whose commands are run.
PROFILES = (
    "dataproc", "redis", "network-connectivity", "spanner", "firestore", "app-engine", "identity-pools",
    "managed-identities", "vision",
)  # fmt: skip
# The names that gcloud has for their APIs.
_APIS = ("dataproc", "redis", "networkconnectivity", "spanner", "firestore", "appengine", "iam", "managedidentities", "vision")

STATES = ("pending", "running", "cancelling", "succeeded", "failed", "cancelled")


def is_installed() -> bool:
    return shutil.which("gcloud") is not None


class Gcloud:
    """Runs gcloud's commands with settings of its own in `directory`."""

    def __init__(self, server: Server, directory: pathlib.Path):
        self.rest = server.rest
        self.directory = directory
        self.environment = {
            **os.environ,
            **{f"CLOUDSDK_API_ENDPOINT_OVERRIDES_{api.upper()}": f"http://{server.http_address}/" for api in _APIS},
            "CLOUDSDK_AUTH_DISABLE_CREDENTIALS": "true",
            "CLOUDSDK_CONFIG": str(directory / "settings"),
            "CLOUDSDK_CORE_PROJECT": PROJECT,
            "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
            "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
            "CLOUDSDK_CORE_DISABLE_FILE_LOGGING": "true",
            "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
        }

    def run(self, command: str, *arguments: str) -> subprocess.CompletedProcess:
        """Runs a command, of which the words without spaces may be given together."""
        return subprocess.run(
            ["gcloud", *command.split(), *arguments], env=self.environment, cwd=self.directory,
            capture_output=True, text=True, timeout=LIMIT, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def text(self, command: str, *arguments: str) -> str:
        """What a command that must succeed says, in the form that people see."""
        done = self.run(command, *arguments)
        assert done.returncode == 0, f"gcloud {command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def json(self, command: str, *arguments: str) -> Any:
        return json.loads(self.text(command, *arguments, "--format", "json"))

    def refused(self, command: str, *arguments: str) -> str:
        """How gcloud reports the error of a command that must fail, without having crashed over it."""
        done = self.run(command, *arguments)
        assert done.returncode != 0, done.stdout
        assert "crashed" not in done.stderr, done.stderr
        return done.stderr


def in_every_state(api: Rest, parent: str, cancellable: bool = True, **fields: Any) -> dict[str, str]:
    """Starts one operation for each state and takes it there; their names by the state."""
    states = [state for state in STATES if cancellable or not state.startswith("cancel")]
    names = {state: api.start(parent, operationId=state, **fields)["name"] for state in states}
    for state in {"running", "cancelling"}.intersection(states):
        api.lease_one(names[state], leaseDuration="600s")
    api.finish(names["succeeded"], {"@type": "type.googleapis.com/google.protobuf.Struct", "value": {"rows": 3}})
    api.report("fail", api.lease_one(names["failed"]), error={"code": 8, "message": "There are no machines left."})
    for state in {"cancelling", "cancelled"}.intersection(states):
        api.cancel(names[state])
    return names


def shows(operation: dict, state: str) -> bool:
    """Whether an operation is in a state, for all that google.longrunning tells of it."""
    done = operation.get("done", False)
    return {
        "pending": not done, "running": not done, "cancelling": not done,
        "succeeded": done and operation.get("response", {}).get("value") == {"rows": 3},
        "failed": done and operation.get("error", {}).get("code") == 8,
        "cancelled": done and operation.get("error", {}).get("code") == 1,
    }[state]  # fmt: skip
