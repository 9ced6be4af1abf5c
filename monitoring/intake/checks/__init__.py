"""Readings → accepted readings and findings.

One rule set serves file, form and API: whatever the channel, its reader yields Readings and `check` judges them.
A rule is given the readings, what the platform knows and which readings still stand. Each looks at all readings where
it can, so that one delivery shows all that is wrong with it at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from monitoring.intake.checks.comparisons import duplicate_in_file, pm25_above_pm10, repeats_previous_hour
from monitoring.intake.checks.rows import (
    known_field,
    known_flag,
    known_parameter,
    known_period,
    known_station,
    known_unit,
    not_future,
    row_shape,
    start_aligned,
    station_active,
    time_valid,
)
from monitoring.intake.checks.values import not_negative, possible_range, value_number
from monitoring.intake.checks.verdicts import (
    Array,
    CheckContext,
    Rule,
    Verdict,
    defective,
    present,
    station_ids,
)
from monitoring.intake.readings import COLUMNS, Finding, Readings

__all__ = ["RULES", "CheckContext", "Checked", "Rule", "Verdict", "check"]

RULES: tuple[Rule, ...] = (
    row_shape,
    known_field,
    known_station,
    station_active,
    known_parameter,
    known_period,
    known_flag,
    known_unit,
    time_valid,
    not_future,
    start_aligned,
    value_number,
    not_negative,
    possible_range,
    duplicate_in_file,
    repeats_previous_hour,
    pm25_above_pm10,
)


@dataclass(frozen=True)
class Checked:
    """What may be stored, and all that was found.

    `accepted`: COLUMNS plus `station_id` (int64); every value is a number, every natural key occurs once.
    `findings` in row order. `rejected_rows`: rows with at least one error. Of the readings of the delivery,
    len(accepted) + absent + rejected + ignored is the total: absent ones had no value, rejected ones an error,
    ignored ones repeat another reading of the file.
    """

    accepted: pd.DataFrame
    findings: list[Finding]
    rejected_rows: set[int]
    rows_total: int
    absent: int
    rejected: int
    ignored: int


def check(readings: Readings, context: CheckContext) -> Checked:
    """Judge the readings by RULES in order. Never raises on data."""
    frame = readings.frame
    findings = list(readings.notes)
    standing = np.ones(len(frame), dtype=bool)
    ignored = np.zeros(len(frame), dtype=bool)
    for rule in RULES:
        verdict = rule(readings, context, standing)
        findings += verdict.findings
        ignored |= verdict.ignored
        standing &= ~(verdict.rejected | verdict.ignored)
    rejected = ~standing & ~ignored
    carried = present(readings) | _unreadable(readings)
    chosen = standing & carried
    accepted = frame[chosen].assign(station_id=station_ids(readings, context)[chosen])
    findings.sort(key=lambda finding: finding.row)
    return Checked(
        accepted=accepted[[*COLUMNS, "station_id"]],
        findings=findings,
        rejected_rows={finding.row for finding in findings if finding.severity == "error"},
        rows_total=readings.rows_total,
        absent=int((~carried).sum()),
        rejected=int((rejected & carried).sum()),
        ignored=int(ignored.sum()),
    )


def _unreadable(readings: Readings) -> Array:
    """The readings that carry a text which is no number."""
    defects = readings.defects
    return defective(readings, defects[defects["rule"] == "value_number"])
