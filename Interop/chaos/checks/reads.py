"""Reads: nobody is told what is older than what somebody already knew when asking."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from chaos.checks import Fault
from chaos.history import Call
from chaos.stories import Sight, Stories, Story


@dataclasses.dataclass
class Knowledge:
    """The newest that was known of an operation at a moment, with the calls that told it."""

    gone: Call | None = None
    done: Call | None = None
    cancelled: Call | None = None
    revision: int = 0
    revision_call: Call | None = None
    attempt: int = 0
    attempt_call: Call | None = None

    def learn(self, sight: Sight) -> None:
        if not sight.exists:
            self.gone = self.gone or sight.call
        if sight.done:
            self.done = self.done or sight.call
        if sight.cancelled:
            self.cancelled = self.cancelled or sight.call
        if sight.revision is not None and sight.revision > self.revision:
            self.revision, self.revision_call = sight.revision, sight.call
        if sight.attempt is not None and sight.attempt > self.attempt:
            self.attempt, self.attempt_call = sight.attempt, sight.call

    def contradictions(self, sight: Sight) -> Iterator[tuple[str, Call]]:
        """What a sight says that was begun after all this was known."""
        if self.gone and sight.exists:
            yield "it was gone, and is there again", self.gone
        if not sight.exists:
            return
        if self.done and sight.done is False:
            yield "it was done, and is not any more", self.done
        if sight.revision is not None and sight.revision < self.revision:
            yield f"its revision went from {self.revision} back to {sight.revision}", self.revision_call
        # A lease begins an attempt of its own.
        least = self.attempt + 1 if sight.call.method == "lease" else self.attempt
        if sight.attempt is not None and sight.attempt < least:
            yield f"attempt {sight.attempt} came after attempt {self.attempt}", self.attempt_call
        if self.cancelled and sight.cancelled is False and not sight.done:
            yield "its cancellation was requested, and is not any more", self.cancelled


def backward_reads(stories: Stories) -> Iterator[Fault]:
    """A call that begins after the answer to another, whoever asked whichever node, tells nothing older."""
    for story in stories:
        yield from _backward(story)


def _backward(story: Story) -> Iterator[Fault]:
    known = Knowledge()
    ended = sorted(story.sights, key=lambda sight: sight.call.end)
    place = 0
    for sight in sorted(story.sights, key=lambda sight: sight.call.begin):
        while place < len(ended) and ended[place].call.end < sight.call.begin:
            known.learn(ended[place])
            place += 1
        for sentence, call in known.contradictions(sight):
            who = "the same client" if call.client == sight.call.client else "another client"
            yield Fault(f"{sentence} ({who} knew)", story.name, [call, sight.call])


def vanished(stories: Stories) -> Iterator[Fault]:
    """Nobody is told that an operation does not exist before somebody asked for its deletion."""
    for story in stories:
        for sight in story.sights:
            if not sight.exists and not story.may_be_gone(sight.call.end):
                yield Fault("it was not found, though nobody had deleted it", story.name, [sight.call])
