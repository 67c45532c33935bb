"""Answers: everybody gets one in time, and none that blames the server."""

from __future__ import annotations

import math
from collections.abc import Iterator

from chaos.checks import Fault
from chaos.history import Call, Disaster, History
from chaos.stories import ACTS, Stories, Story

# Reasons with which a node says that it cannot do anything at the moment; none: its connection broke.
UNAVAILABLE = {"", "STORE_UNAVAILABLE", "STORE_OUTCOME_UNKNOWN", "OPERATION_HELD", "SERVER_BUSY", "SHUTTING_DOWN"}
# How late a wait may be while nothing is wrong.
LATENESS = 3.0
# For how long everybody may have to wait: as long as PostgreSQL is away, and the time to find it again.
LONGEST_SILENCE = 10.0
# How long a node's failure is felt after it.
AFTERMATH = 2.0


def unexpected_errors(stories: Stories) -> Iterator[Fault]:
    """Disasters excuse that a node is not available, and nothing else."""
    for call in stories.history.calls:
        if not _is_expected(call) and not _came_too_late(stories, call):
            name = call.request.get("name", "")
            yield Fault(f"{call.method} was answered {call.code} {call.reason} {call.message}", name, [call])


def _is_expected(call: Call) -> bool:
    match call.code:
        case "OK" | "ABANDONED":
            return True
        case "UNAVAILABLE":
            return call.reason in UNAVAILABLE
        case "DEADLINE_EXCEEDED":
            return call.reason in ("", "DEADLINE_EXCEEDED")
        case "NOT_FOUND":
            return call.reason == "OPERATION_DELETED"
        case "FAILED_PRECONDITION":
            return call.method in ACTS and call.reason == "LEASE_LOST"
    return False


def _came_too_late(stories: Stories, call: Call) -> bool:
    """Whether a start was refused rightly: its deadline had passed, and it did not repeat one that counts."""
    if call.method != "start" or call.code != "INVALID_ARGUMENT" or "deadline" not in call.request:
        return False
    others = stories.starts[call.request["request_id"]]
    was_acknowledged = any(other.ok and other.end < call.begin for other in others)
    return not was_acknowledged and call.request["deadline"] <= stories.history.time_of_day + call.end


def unexplained_breaks(stories: Stories) -> Iterator[Fault]:
    """Connections of clients break only when their node is killed or stopped."""
    for call in stories.history.calls:
        if call.code == "UNAVAILABLE" and not call.reason and not _node_failed(stories.history, call):
            yield Fault(f"a connection broke by itself: {call.message}", call.request.get("name", ""), [call])


def unanswered_waits(stories: Stories) -> Iterator[Fault]:
    """Each wait ends with its timeout and a margin, whatever happens to the store; only a node's failure excuses it."""
    for call in stories.history.of("wait"):
        name = call.request["name"]
        took, timeout = call.end - call.begin, call.request.get("timeout")
        if timeout is None:
            continue
        if call.end == math.inf or call.code in ("DEADLINE_EXCEEDED", "CANCELLED"):
            if not _node_failed(stories.history, call):
                yield Fault("a wait was not answered, though its node lived", name, [call])
        elif call.ok and not call.answer["done"]:
            if took < timeout - 0.1:
                yield Fault(f"a wait of {timeout} s gave up after {took:.2f} s", name, [call])
            if took > timeout + LATENESS and not is_excused(stories.history, call.node, call.begin, call.end):
                yield Fault(f"a wait of {timeout} s took {took:.2f} s", name, [call])


def late_wakes(stories: Stories) -> Iterator[Fault]:
    """Who waits hears soon of an end that somebody else already knows."""
    for story in stories:
        for call, latency in wakes(story):
            if latency > LATENESS and not is_excused(stories.history, call.node, call.end - latency, call.end):
                yield Fault(f"a waiter heard of the end {latency:.2f} s after others", story.name, [call])


def wakes(story: Story) -> Iterator[tuple[Call, float]]:
    """Waits that were under way when somebody was told of the end, and how much later each was told."""
    known = min((sight.call.end for sight in story.sights if sight.done), default=math.inf)
    for call in story.of("wait"):
        if call.ok and call.begin < known <= call.end:
            yield call, call.end - known


def unfinished(stories: Stories) -> Iterator[Fault]:
    """In the end every operation is done."""
    for story in stories:
        if any(not record["done"] for record in story.records):
            yield Fault("it was never finished", story.name, story.calls[-3:])


def standstill(stories: Stories) -> Iterator[Fault]:
    """Whatever fails, soon somebody's change is acknowledged again: nobody has to wait for who does not come back."""
    silence = stories.history.longest_silence()
    if silence > LONGEST_SILENCE:
        yield Fault(f"no change was acknowledged on any node for {silence:.1f} s")


def fallen_nodes(stories: Stories) -> Iterator[Fault]:
    """No node ends by itself."""
    for fall in stories.history.falls:
        yield Fault(fall)


def _node_failed(history: History, call: Call) -> bool:
    return any(
        each.target == call.node and _meets(each, call.begin - AFTERMATH, call.end)
        for each in history.disasters
    )


def is_excused(history: History, node: str, begin: float, end: float) -> bool:
    """Whether something was wrong with the node or the store in that time, or shortly before."""
    return any(each.target in (node, "postgres") and _meets(each, begin - AFTERMATH, end) for each in history.disasters)


def _meets(disaster: Disaster, begin: float, end: float) -> bool:
    return disaster.begin <= end and begin <= disaster.end
