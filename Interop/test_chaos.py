"""Nodes, connections and PostgreSQL fail at random under load; nothing that was acknowledged may suffer.

`scripts/interop Interop/test_chaos.py --chaos-seconds 300 --chaos-seed 7`
"""

from __future__ import annotations

import asyncio
import collections
import os
import pathlib
import shutil
import tempfile

import pytest

from chaos import checker
from chaos.history import History
from chaos.postgres import find_programs
from chaos.proxy import Cut
from chaos.run import run
from chaos.scene import Scene
from chaos.schedule import NODE_DISASTERS, STORE_DISASTERS
from chaos.stories import Stories

CLIENTS = 32
FAILED = "failed"
# What two cores with debug builds manage several times over: less means that hardly anything was tried.
LEAST_OPERATIONS_A_SECOND = 7


@pytest.fixture
def directory(request):
    """A folder that other accounts can enter; kept when the test fails."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="longrun-chaos-"))
    yield path
    if not (path / FAILED).exists() and not request.config.getoption("--chaos-keep"):
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def say(capsys):
    """Prints also when the test passes, so that everybody sees what was survived."""

    def say(text: str) -> None:
        with capsys.disabled():
            print(f"\n{text}", flush=True)

    return say


def rage(binary, directory, seed, seconds, say, *, with_postgres: bool, clients: int) -> Stories:
    """Runs, checks and tells; the stories, in which no fault was found."""
    say(f"chaos: seed {seed}, {seconds:.0f} s; repeat with --chaos-seed {seed} --chaos-seconds {seconds:.0f}")
    history = History(seed)
    scene = Scene(binary, directory, history, with_postgres=with_postgres)
    try:
        asyncio.run(run(scene, seconds, producers=clients, workers=clients))
        stories = Stories(history)
        say(checker.summary(stories))
        print(checker.errors(history))
        if faults := checker.check(stories):
            pytest.fail(checker.describe(stories, faults), pytrace=False)
    except BaseException:
        (directory / FAILED).touch()
        print(f"history and logs: {directory}\n{scene.logs()}")
        raise
    finally:
        history.write(directory / "history.jsonl")
        # Also what a thread has started while everything was being ended.
        scene.kill()
    return stories


def assert_enough_happened(stories: Stories, seconds: float, kinds: list[str]) -> None:
    """A run in which little happened proves little."""
    disasters = collections.Counter(each.kind for each in stories.history.disasters)
    missing = [kind for kind in kinds if not disasters[kind]]
    assert not missing, f"these disasters did not come: {missing}"
    assert len(stories.by_name) >= seconds * LEAST_OPERATIONS_A_SECOND
    assert any(story.was_deleted for story in stories)
    states = {story.records[0]["state"] for story in stories if story.records}
    assert states == {"SUCCEEDED", "FAILED", "CANCELLED"}


def test_three_nodes_on_postgres(binary, directory, chaos_seed, chaos_seconds, say):
    if find_programs() is None:
        reason = "PostgreSQL's server programs are not installed (initdb, from Debian's postgresql-15)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    stories = rage(binary, directory, chaos_seed, chaos_seconds, say, with_postgres=True, clients=CLIENTS)
    cuts = [f"cut {how.value}" for how in Cut] if chaos_seconds >= 30 else []
    assert_enough_happened(stories, chaos_seconds, [*NODE_DISASTERS, *STORE_DISASTERS, *cuts])


def test_one_node_on_sqlite(binary, directory, chaos_seed, say):
    """The same clients and the same checker before the store that has proven itself: no check asks too much."""
    seconds = 10
    stories = rage(binary, directory, chaos_seed, seconds, say, with_postgres=False, clients=16)
    assert_enough_happened(stories, seconds, NODE_DISASTERS)
