"""Steps: the history that the server itself tells of an operation is one chain, and fits what workers saw."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from chaos.checks import Fault
from chaos.stories import Stories, Story

ENDS = {"SUCCEEDED", "FAILED", "CANCELLED"}


def broken_chains(stories: Stories) -> Iterator[Fault]:
    """From one start to one end, each step from where the last one led, attempts counted one by one."""
    for story in stories:
        if story.steps is not None:
            for sentence in _breaks(story.steps):
                yield Fault(f"{sentence}: {_shown(story.steps)}", story.name)


def _breaks(steps: list[dict]) -> Iterator[str]:
    kinds = [step["kind"] for step in steps]
    if kinds[:1] != ["STARTED"] or kinds.count("STARTED") != 1:
        yield "the history does not begin with the one start"
    if sum(kind in ENDS for kind in kinds) != 1 or kinds[-1] not in ENDS:
        yield "the history does not end with the one end"
    leased = [step["attempt"] for step in steps if step["kind"] == "LEASED"]
    if leased != list(range(1, len(leased) + 1)):
        yield "attempts are not counted one by one"
    for before, after in itertools.pairwise(steps):
        if before["to"] != after["from"]:
            yield f"{after['kind']} does not begin where {before['kind']} led"
        if before["revision"] >= after["revision"]:
            yield f"revision {after['revision']} follows {before['revision']}"
        if before["time"] > after["time"]:
            yield f"the time of {after['kind']} lies before that of {before['kind']}"


def forgotten_leases(stories: Stories) -> Iterator[Fault]:
    """Each lease that reached a worker is in the history, and the worker whose completion won is who ended it."""
    for story in stories:
        if story.steps is not None:
            yield from _forgotten(story)


def _forgotten(story: Story) -> Iterator[Fault]:
    leased = {(step["attempt"], step["actor"]) for step in story.steps if step["kind"] == "LEASED"}
    for lease in story.leases:
        if (lease.attempt, f"worker/{lease.worker}") not in leased:
            sentence = f"the history does not know attempt {lease.attempt} by {lease.worker}: {_shown(story.steps)}"
            yield Fault(sentence, story.name, [lease.call])
    for call in story.of("complete"):
        end = story.steps[-1]
        if call.ok and (end["kind"], end["attempt"]) != ("SUCCEEDED", call.request["attempt"]):
            yield Fault(f"the history ends otherwise than was accepted: {_shown(story.steps)}", story.name, [call])


def _shown(steps: list[dict]) -> str:
    return ", ".join(f"{step['revision']} {step['kind']} {step['attempt']} {step['actor']}" for step in steps)
