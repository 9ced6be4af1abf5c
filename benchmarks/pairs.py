"""Alternating pairs of a subject and its floor, and how their ratio is printed."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Clock = Callable[[], float]


@dataclass(slots=True)
class Pairs:
    """Times of subject and floor, taken in turn. `again` holds the floor a second time: the spread of A/A."""

    subject: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)

    def ratios(self, *, floor_over_subject: bool) -> list[float]:
        pairs = zip(self.subject, self.floor, strict=True)
        return [floor / subject if floor_over_subject else subject / floor for subject, floor in pairs]

    def spread(self) -> tuple[float, float]:
        """Return the quartiles of floor ÷ floor: how far two equal things lie apart on this machine now."""
        same = [one / other for one, other in zip(self.again, self.floor, strict=False)]
        return quartiles(same) if same else (1.0, 1.0)


def quartiles(values: list[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def timed(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    begun = clock()
    work()
    return clock() - begun


def report(name: str, ratios: list[float], gate: str, holds: bool, spread: tuple[float, float]) -> bool:
    """Print one line: median ratio, its quartiles, the A/A quartiles, the gate. Return whether the gate holds."""
    low, high = quartiles(ratios)
    noisy = not 0.85 <= spread[0] <= spread[1] <= 1.15
    verdict = "holds" if holds else "FALLS SHORT"
    print(
        f"{name:<58} {statistics.median(ratios):6.2f}  p25–p75 {low:.2f}–{high:.2f}"
        f"  A/A {spread[0]:.2f}–{spread[1]:.2f}{' (noisy run)' if noisy else ''}"
        f"  n={len(ratios)}  gate {gate}: {verdict}",
        flush=True,
    )
    return holds
