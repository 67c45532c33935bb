"""Results: one end for each operation, for ever, and one that somebody has reported."""

from __future__ import annotations

from collections.abc import Iterator

from chaos.checks import Fault
from chaos.stories import Sight, Stories, Story

CANCELLED = "error 1:"
DEADLINE = "error 4:"


def changed_results(stories: Stories) -> Iterator[Fault]:
    """All who see the end of an operation see the same end."""
    for story in stories:
        ends = [sight for sight in story.sights if sight.done]
        for sight in ends:
            if sight.result != ends[0].result:
                sentence = f"a finished operation changed from '{ends[0].result}' to '{sight.result}'"
                yield Fault(sentence, story.name, [ends[0].call, sight.call])
                break


def invented_results(stories: Stories) -> Iterator[Fault]:
    """An operation ends as somebody has asked for: a worker, who cancels, or the deadline it was started with."""
    for story in stories:
        deadline = _deadline(stories, story)
        for sight in story.sights:
            if sight.done and not _is_founded(story, sight, deadline, stories.history.time_of_day):
                yield Fault(f"nobody has asked for the end '{sight.result}'", story.name, [sight.call])
                break


def _deadline(stories: Stories, story: Story) -> float | None:
    """The deadline it was started with, also when nobody was told that it was started."""
    names = [call.request["request_id"] for call in story.of("start")]
    orders = [stories.starts.get(each) for each in [*names, *[record["request_id"] for record in story.records]]]
    return next((order[0].request["deadline"] for order in orders if order and "deadline" in order[0].request), None)


def _is_founded(story: Story, sight: Sight, deadline: float | None, zero: float) -> bool:
    asked = [call for call in story.of("complete", "fail", "cancel") if call.begin < sight.call.end]
    if sight.result in {_outcome(call) for call in asked if call.method != "cancel"}:
        return True
    if sight.result.startswith(CANCELLED):
        return any(call.method == "cancel" for call in asked)
    # The deadline may have passed while the answer was under way.
    return sight.result.startswith(DEADLINE) and deadline is not None and deadline <= zero + sight.call.end


def broken_promises(stories: Stories) -> Iterator[Fault]:
    """Who was told that a completion is accepted finds it; who reports the end that came about is not refused."""
    for story in stories:
        result = next((sight.result for sight in story.sights if sight.done), None)
        for call in story.of("complete"):
            if call.ok and (not call.answer["done"] or result != _outcome(call)):
                yield Fault(f"an accepted completion is not the result; that is '{result}'", story.name, [call])
            if call.reason == "LEASE_LOST" and result == _outcome(call):
                yield Fault("a completion was refused, and is the result", story.name, [call])


def _outcome(call) -> str:
    if call.method == "complete":
        return f"response: {call.request['response']}"
    code, message = call.request["error"]
    return f"error {code}: {message}"
