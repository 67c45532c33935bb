"""Leases: never two valid ones at a time, and none ends too early."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from chaos.checks import Fault
from chaos.stories import Lease, Stories, Story

# Between the clock of this process and that of the store, both of one machine.
CLOCK_TOLERANCE = 0.1


def repeated_attempts(stories: Stories) -> Iterator[Fault]:
    """No two leases of an operation have the same attempt, and no two leases at all the same token."""
    tokens: dict[str, Lease] = {}
    for story in stories:
        attempts: dict[int, Lease] = {}
        for lease in story.leases:
            calls = [lease.call]
            if (other := attempts.setdefault(lease.attempt, lease)) is not lease:
                yield Fault(f"attempt {lease.attempt} was leased twice", story.name, [other.call, *calls])
            if (other := tokens.setdefault(lease.token, lease)) is not lease:
                yield Fault("two leases have the same token", story.name, [other.call, *calls])


def overlapping_leases(stories: Stories) -> Iterator[Fault]:
    """Once a later attempt has reached its worker, nothing that is done with the token of an earlier one succeeds."""
    for story in stories:
        for lease, later in _pairs(story):
            for act in story.acts(lease.attempt):
                if act.ok and act.begin > later.call.end:
                    sentence = f"attempt {lease.attempt} was still valid when attempt {later.attempt} was leased"
                    yield Fault(sentence, story.name, [lease.call, later.call, act])
            if later.call.end < lease.call.begin:
                sentence = f"attempt {later.attempt} was leased before attempt {lease.attempt}"
                yield Fault(sentence, story.name, [later.call, lease.call])


def early_ends(stories: Stories) -> Iterator[Fault]:
    """Nobody is leased an operation before the lease of the attempt before it has run out or was given up."""
    zero = stories.history.time_of_day
    for story in stories:
        for lease, later in _pairs(story):
            acts = story.acts(lease.attempt)
            if any(act.method != "heartbeat" and act.begin < later.call.end for act in acts):
                continue
            beats = [act for act in acts if act.method == "heartbeat" and act.ok]
            expire = max([lease.expire, *[beat.answer["expire"] for beat in beats]])
            if zero + later.call.end < expire - CLOCK_TOLERANCE:
                early = expire - zero - later.call.end
                sentence = f"attempt {later.attempt} was leased {early:.2f} s before {lease.attempt} had run out"
                yield Fault(sentence, story.name, [lease.call, *beats, later.call])


def early_leases(stories: Stories) -> Iterator[Fault]:
    """Nobody is leased an operation before the time it is scheduled for."""
    zero = stories.history.time_of_day
    for calls in stories.starts.values():
        time = calls[0].request.get("schedule_time", 0)
        for name in {call.answer["name"] for call in calls if call.ok}:
            for lease in stories[name].leases:
                if zero + lease.call.end < time - CLOCK_TOLERANCE:
                    yield Fault("it was leased before the time it was scheduled for", name, [calls[0], lease.call])


def _pairs(story: Story) -> Iterator[tuple[Lease, Lease]]:
    """Each lease with the next that reached anybody."""
    return itertools.pairwise(sorted(story.leases, key=lambda lease: lease.attempt))
