"""Starts: what was acknowledged is there, once, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator

from chaos.checks import Fault
from chaos.stories import Stories


def lost_starts(stories: Stories) -> Iterator[Fault]:
    """Each acknowledged start is in every complete list at the end, unless somebody asked for its deletion."""
    acknowledged = {call.answer["name"]: call for calls in stories.starts.values() for call in calls if call.ok}
    for name, call in acknowledged.items():
        story = stories[name]
        if not story.deletes and len(story.records) < stories.lists:
            yield Fault("an acknowledged start is lost", name, [call])


def doubled_starts(stories: Stories) -> Iterator[Fault]:
    """One request id is one operation, and one operation is one request id."""
    owners: dict[str, str] = {}
    for request_id, calls in stories.starts.items():
        names = {call.answer["name"]: call for call in calls if call.ok}
        if len(names) > 1:
            yield Fault(f"one request id has made {len(names)} operations", min(names), list(names.values()))
        for name, call in names.items():
            if owners.setdefault(name, request_id) != request_id:
                yield Fault(f"two starts were given one operation; the other is {owners[name]}", name, [call])
    found: dict[str, str] = {}
    for story in stories:
        for record in story.records:
            if found.setdefault(record["request_id"], story.name) != story.name:
                yield Fault(f"a start made two operations; the other is {found[record['request_id']]}", story.name)


def strangers(stories: Stories) -> Iterator[Fault]:
    """Nobody finds an operation that nobody has started, or other work in it than was ordered."""
    for story in stories:
        for record in story.records:
            calls = [call for call in stories.starts.get(record["request_id"], ()) if call.may_have_happened]
            if not calls:
                yield Fault("nobody has started this operation", story.name)
            elif record["request"] != calls[0].request["request"]:
                yield Fault(f"its work was changed to '{record['request']}'", story.name, calls)


def changed_work(stories: Stories) -> Iterator[Fault]:
    """Workers are handed what producers have ordered."""
    for calls in stories.starts.values():
        for name in {call.answer["name"] for call in calls if call.ok}:
            for lease in stories[name].leases:
                if lease.request != calls[0].request["request"]:
                    yield Fault(f"attempt {lease.attempt} was handed '{lease.request}'", name, [lease.call])


def undead(stories: Stories) -> Iterator[Fault]:
    """What was deleted is in no list at the end, and is never started again."""
    for story in stories:
        if story.was_deleted and story.records:
            yield Fault("it was deleted, and is in a list at the end", story.name, story.deletes)
