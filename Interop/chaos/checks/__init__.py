"""What must hold of every history; each check answers with the faults it has found."""

from __future__ import annotations

import dataclasses

from chaos.history import Call


@dataclasses.dataclass
class Fault:
    """One thing that must not be, with the calls that prove it."""

    sentence: str
    name: str = ""
    evidence: list[Call] = dataclasses.field(default_factory=list)
