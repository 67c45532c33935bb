"""Holds a history against everything that must be true of it, and says what happened in it."""

from __future__ import annotations

import collections

from chaos.checks import Fault, answers, leases, reads, results, starts, steps
from chaos.history import History
from chaos.stories import Stories

CHECKS = [
    starts.lost_starts, starts.doubled_starts, starts.strangers, starts.changed_work, starts.undead,
    leases.repeated_attempts, leases.overlapping_leases, leases.early_ends, leases.early_leases,
    results.changed_results, results.invented_results, results.broken_promises,
    reads.backward_reads, reads.vanished,
    answers.unexpected_errors, answers.unexplained_breaks, answers.unanswered_waits, answers.late_wakes,
    answers.unfinished, answers.standstill, answers.fallen_nodes,
    steps.broken_chains, steps.forgotten_leases,
]  # fmt: skip

SHOWN_FAULTS = 5
SHOWN_CALLS = 40


def check(stories: Stories) -> dict[str, list[Fault]]:
    """The faults that each check has found; nothing for those that found none."""
    found = {check.__name__: list(check(stories)) for check in CHECKS}
    return {name: faults for name, faults in found.items() if faults}


def describe(stories: Stories, faults: dict[str, list[Fault]]) -> str:
    """The faults for one who has to find their cause: with what proves them, and what else befell the operation."""
    lines = []
    for check_name, found in faults.items():
        lines.append(f"\n{check_name}: {len(found)}")
        for fault in found[:SHOWN_FAULTS]:
            lines.append(f"* {fault.name} {fault.sentence}")
            lines += [f"    {_short(call)}" for call in fault.evidence]
    first = next((fault for found in faults.values() for fault in found if fault.name), None)
    if first:
        lines.append(f"\nAll of {first.name}, and the disasters:")
        entries = sorted([*stories[first.name].calls, *stories.history.disasters], key=lambda each: each.begin)
        lines += [f"    {_short(each)}" for each in entries[-SHOWN_CALLS:]]
    return "\n".join(lines)


def _short(entry) -> str:
    line = str(entry)
    return line if len(line) < 600 else line[:600] + " …"


def summary(stories: Stories) -> str:
    """What happened, in a few lines."""
    history = stories.history
    calls = history.calls
    lost = sum(call.is_lost for call in calls)
    ends = collections.Counter(_end(story) for story in stories)
    attempts = sum(len(story.leases) for story in stories)
    disasters = collections.Counter(each.kind for each in history.disasters)
    latencies = sorted(
        latency for story in stories for call, latency in answers.wakes(story)
        if not answers.is_excused(history, call.node, call.end - latency, call.end)
    )  # fmt: skip
    lines = [
        f"{len(stories.by_name)} operations: " + _listed(ends),
        f"{len(calls)} calls, {lost} of them with a lost answer; {attempts} leases",
        "disasters: " + _listed(disasters),
        f"longest time without an acknowledged change: {history.longest_silence():.1f} s",
    ]
    if latencies:
        middle, last = latencies[len(latencies) // 2], latencies[len(latencies) * 99 // 100]
        spread = f"{middle:.3f} s after others (median; p99 {last:.3f} s)"
        lines.append(f"{len(latencies)} waiters whom nothing disturbed heard of the end {spread}")
    return "\n".join(lines)


def errors(history: History) -> str:
    """How often each method failed, and how."""
    failed = {key: number for key, number in history.counts().items() if key[1] != "OK"}
    return "\n".join(f"{number:6} {' '.join(key)}" for key, number in sorted(failed.items()))


def _end(story) -> str:
    if story.was_deleted:
        return "deleted"
    return story.records[0]["state"].lower() if story.records else "unknown"


def _listed(counts: collections.Counter) -> str:
    return ", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "none"
