"""Rules about one value: each rejects the reading, not its row."""

from __future__ import annotations

import numpy as np

from monitoring.intake.checks.verdicts import (
    Array,
    CheckContext,
    Verdict,
    findings_at,
    from_defects,
    number_text,
    per_text,
    rejecting,
)
from monitoring.intake.quantities import NUMBER_PROBLEMS
from monitoring.intake.readings import Readings


def value_number(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The value is a finite number, or absent."""
    return from_defects(readings, "value_number", NUMBER_PROBLEMS)


def not_negative(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The value is not below zero, unless the parameter's own bounds reach there."""
    negative = (readings.frame["value"].to_numpy() < 0) & ~_may_be_negative(readings, context)
    return _at_values(
        readings, negative, "not_negative", "这个因子不能是负数。", "仪器零点漂移请先按规范修约或留空。"
    )


def possible_range(readings: Readings, context: CheckContext, standing: Array) -> Verdict:
    """The value lies within the parameter's possible bounds, both included."""
    values = readings.frame["value"].to_numpy()
    low = per_text(
        readings, "parameter", lambda text: context.bounds.get(text, (-np.inf, np.inf))[0], np.float64
    )
    high = per_text(
        readings, "parameter", lambda text: context.bounds.get(text, (-np.inf, np.inf))[1], np.float64
    )
    too_low = (values < low) & ((values >= 0) | _may_be_negative(readings, context))
    outside = too_low | (values > high)
    return _at_values(
        readings,
        outside,
        "possible_range",
        "数值超出这个因子的可能范围。",
        "请核对数值和单位；确属异常请留空并说明。",
    )


def _may_be_negative(readings: Readings, context: CheckContext) -> Array:
    return per_text(readings, "parameter", lambda text: context.bounds.get(text, (0.0, 0.0))[0] < 0)


def _at_values(readings: Readings, mask: Array, rule: str, what: str, advice: str) -> Verdict:
    """Reject the marked readings with a finding each."""
    positions = np.flatnonzero(mask)
    values = readings.frame["value"].to_numpy()
    texts = {position: number_text(float(values[position])) for position in positions.tolist()}
    found = findings_at(
        readings, positions, rule=rule, role="", texts=texts, wording=lambda text: (what, advice)
    )
    return rejecting(readings, found, mask)
