"""What goes wrong, in which order and for how long: drawn from a seed before it begins."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

from chaos.proxy import Cut

# Longer than the longest lease of the workers; in the first round, which always comes to its end, not much longer.
STOP = 4.0
FIRST_STOP = 4.5
LONGEST_STOP = 8.0

NODE_KILLED = "node killed"
NODE_STOPPED = "node stopped"
RESTARTED = "postgres restarted"
KILLED = "postgres killed"
CRASHED = "postgres shut down immediately"
PROMOTED = "standby promoted"
NODE_DISASTERS = [NODE_KILLED, NODE_STOPPED]
STORE_DISASTERS = [RESTARTED, KILLED, CRASHED, PROMOTED]


@dataclasses.dataclass(frozen=True)
class Repertoire:
    """What may happen in a run: disasters, each at least once, and connections that are cut in mid-commit."""

    disasters: list[str]
    cuts: list[Cut]

    @property
    def kinds(self) -> list[str]:
        """What all of it is called in the history."""
        return [*self.disasters, *[cut.kind for cut in self.cuts]]


EVERYTHING = Repertoire(NODE_DISASTERS + STORE_DISASTERS, list(Cut))
ON_ONE_MACHINE = Repertoire(NODE_DISASTERS, [])
# Nothing ends, but somebody falls silent in the middle of things.
FREEZES = Repertoire([NODE_STOPPED], [Cut.STALLED])


@dataclasses.dataclass(frozen=True)
class Strike:
    """One disaster: after which pause, to which node if to any, and for how long."""

    kind: str
    pause: float
    node: int | None
    length: float


# What comes at the same time.
Step = list[Strike]


def rounds(chance: random.Random, kinds: list[str], nodes: int) -> Iterator[list[Step]]:
    """Rounds without end, each with every kind once: in the first one by one, later several at the same time."""
    longest_stop, company = FIRST_STOP, 0.0
    while True:
        steps: list[Step] = []
        for kind in chance.sample(kinds, len(kinds)):
            joins = chance.random() < company and bool(steps) and _fits(steps[-1], kind, nodes)
            if not joins:
                steps.append([])
            steps[-1].append(_strike(chance, kind, _spared(steps[-1], nodes), longest_stop))
        yield steps
        longest_stop, company = LONGEST_STOP, 0.5


def _strike(chance: random.Random, kind: str, nodes: list[int], longest_stop: float) -> Strike:
    length = chance.uniform(STOP, longest_stop) if kind == NODE_STOPPED else chance.uniform(0.1, 1.5)
    return Strike(kind, chance.uniform(0.3, 1.5), chance.choice(nodes) if kind in NODE_DISASTERS else None, length)


def _fits(step: Step, kind: str, nodes: int) -> bool:
    """Whether a disaster can come with others: each befalls another node, and only one of them the store."""
    if kind in NODE_DISASTERS:
        return bool(_spared(step, nodes))
    return all(each.kind in NODE_DISASTERS for each in step)


def _spared(step: Step, nodes: int) -> list[int]:
    return [node for node in range(nodes) if node not in {each.node for each in step}]
