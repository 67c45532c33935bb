"""Nodes, connections and PostgreSQL fail at random under load; nothing that was acknowledged may suffer.

`scripts/interop -k test_three_nodes --chaos-seconds 300 --chaos-seed 7`
"""

from __future__ import annotations

import asyncio
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
from chaos.schedule import EVERYTHING, FREEZES, ON_ONE_MACHINE, Repertoire
from chaos.stories import Stories

CLIENTS = 32
FAILED = "failed"
# How long others may have to wait for locks of somebody who does not let go of them.
LONGEST_HOLD_UP = 4.0
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


def rage(binary, directory, seed, seconds, say, repertoire: Repertoire, clients: int) -> Stories:
    """Runs, checks and tells; the stories, in which no fault was found and enough was tried."""
    say(f"chaos: {seconds:.0f} s with --chaos-seed {seed}")
    history = History(seed)
    scene = Scene(binary, directory, history, with_postgres=repertoire is not ON_ONE_MACHINE)
    try:
        asyncio.run(run(scene, seconds, repertoire, clients))
        stories = Stories(history)
        say(checker.summary(stories))
        print(checker.errors(history))
        if faults := checker.check(stories):
            pytest.fail(checker.describe(stories, faults), pytrace=False)
        assert_enough_happened(stories, seconds, repertoire)
    except BaseException:
        (directory / FAILED).touch()
        print(f"history and logs: {directory}\n{scene.logs()}")
        raise
    finally:
        history.write(directory / "history.jsonl")
        # Also what a thread has started while everything was being ended.
        scene.kill()
    return stories


def assert_enough_happened(stories: Stories, seconds: float, repertoire: Repertoire) -> None:
    """A run in which little happened proves little."""
    came = {each.kind for each in stories.history.disasters}
    # Cuts come one after the other, and in a short run not each kind has its turn.
    wanted = repertoire.kinds if seconds >= 30 else repertoire.disasters
    assert not (missing := [kind for kind in wanted if kind not in came]), f"these disasters did not come: {missing}"
    assert len(stories.by_name) >= seconds * LEAST_OPERATIONS_A_SECOND
    assert any(story.was_deleted for story in stories)
    states = {story.records[0]["state"] for story in stories if story.records}
    assert states == {"SUCCEEDED", "FAILED", "CANCELLED"}


@pytest.fixture
def needs_postgres():
    if find_programs() is None:
        reason = "PostgreSQL's server programs are not installed (initdb, from Debian's postgresql-15)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.mark.usefixtures("needs_postgres")
def test_three_nodes_on_postgres(binary, directory, chaos_seed, chaos_seconds, say):
    rage(binary, directory, chaos_seed, chaos_seconds, say, EVERYTHING, CLIENTS)


@pytest.mark.usefixtures("needs_postgres")
def test_who_falls_silent_holds_up_nobody_else(binary, directory, chaos_seed, say):
    """A node that is stopped, and a commit that never comes to its end: while they hold their locks, others go on."""
    stories = rage(binary, directory, chaos_seed, 20, say, FREEZES, CLIENTS)
    assert Cut.STALLED.kind in {each.kind for each in stories.history.disasters}
    assert stories.history.longest_silence() < LONGEST_HOLD_UP


def test_one_node_on_sqlite(binary, directory, chaos_seed, say):
    """The same clients and the same checker before the store that has proven itself: no check asks too much."""
    rage(binary, directory, chaos_seed, 10, say, ON_ONE_MACHINE, CLIENTS // 2)
