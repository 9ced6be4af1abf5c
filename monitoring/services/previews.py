"""What a checked delivery of readings would do, by row of its file: new, changed, unchanged, rejected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from monitoring.intake.checks import Checked
from monitoring.intake.readings import Readings
from monitoring.services.readings import CHANGED, NEW, UNCHANGED
from yunhe_envhealth.core.periods import BEIJING, HOUR
from yunhe_envhealth.deliveries.importers import Counts, Preview, RowOutcome

REJECTED = "rejected"
# From weakest to strongest: a row is called by the strongest outcome of its readings.
_ORDER = (UNCHANGED, NEW, CHANGED, REJECTED)
_COMPARED = ["row", "station_id", "parameter", "period", "start", "value", "flag", "outcome", "old_value"]


@dataclass(frozen=True)
class Examined:
    """A delivery read and checked, nothing compared with the tables yet."""

    readings: Readings
    checked: Checked


def preview_of(examined: Examined, compared: pd.DataFrame, *, with_digest: bool = True) -> Preview:
    """Return the preview from the accepted readings with their `outcome` and `old_value`.

    A row counts once: rejected if any of its readings has an error (its other readings are still written), else
    changed, else new, else unchanged. `digest` is empty when nobody will compare it.
    """
    rows, strongest = _by_row(examined, compared)
    counted = np.bincount(strongest, minlength=len(_ORDER)).tolist()
    readings = compared["outcome"].value_counts()
    figures = {name: int(readings.get(name, 0)) for name in (NEW, CHANGED, UNCHANGED)}
    unchanged, new, changed, rejected = counted
    return Preview(
        layout=examined.readings.layout,
        counts=Counts(examined.checked.rows_total, new, unchanged, changed, rejected),
        findings=examined.checked.findings,
        outcomes=lambda: _outcomes(examined, compared, rows, strongest),
        digest=_digest(examined, compared) if with_digest else "",
        to_write=figures[NEW] + figures[CHANGED],
        figures={"readings": figures, "days": _days(compared)},
        content=compared,
    )


def _by_row(examined: Examined, compared: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the file's rows in order and, for each, the number in _ORDER of its strongest outcome."""
    rows = np.sort(pd.unique(examined.readings.frame["row"].to_numpy()))
    strongest = np.zeros(len(rows), dtype=np.int64)
    for number, outcome in enumerate(_ORDER[1:-1], 1):
        touched = compared["row"].to_numpy()[(compared["outcome"] == outcome).to_numpy()]
        strongest[np.searchsorted(rows, touched)] = number
    bad = np.array(sorted(examined.checked.rejected_rows), dtype=np.int64)
    strongest[np.isin(rows, bad)] = _ORDER.index(REJECTED)
    return rows, strongest


def _digest(examined: Examined, compared: pd.DataFrame) -> str:
    """Return a fingerprint of every reading, what would become of it and what it would replace."""
    plain = compared[_COMPARED].astype({name: str for name in ("parameter", "period", "flag", "outcome")})
    hashed = pd.util.hash_pandas_object(plain, index=False).to_numpy()
    rejected = repr(sorted(examined.checked.rejected_rows))
    return hashlib.sha256(hashed.tobytes() + rejected.encode()).hexdigest()


def _outcomes(
    examined: Examined,
    compared: pd.DataFrame,
    rows: np.ndarray[Any, Any],
    strongest: np.ndarray[Any, Any],
) -> Iterator[RowOutcome]:
    changes = _changes(examined, compared)
    names = _names(examined.readings.frame)
    for row, name, number in zip(rows.tolist(), names, strongest.tolist(), strict=True):
        yield RowOutcome(row, name, _ORDER[number], changes.get(row, []))


def _names(frame: pd.DataFrame) -> list[str]:
    """Return, for each row, what it is about: station and Beijing time of its first reading.

    An hour is named by both its ends, because sources label it by one or the other.
    """
    firsts = frame.drop_duplicates("row").sort_values("row")
    starts = firsts["start"].dt.tz_convert(BEIJING)
    ends = (starts + HOUR).dt.strftime("–%H:%M").where(firsts["period"] == "hour", " 起")
    times = (starts.dt.strftime("%Y-%m-%d %H:%M") + ends).fillna("")
    stations = firsts["station"].astype(object)
    return [f"{station} {time}".strip() for station, time in zip(stations, times, strict=True)]


def _changes(examined: Examined, compared: pd.DataFrame) -> dict[int, list[list[str]]]:
    """Return {row: [[column, old, new], …]} of the readings that would be written; old is "" where nothing stood."""
    by_parameter = (
        compared["column"].nunique() <= 1
    )  # a tidy sheet: the column does not say what was measured
    written = compared[(compared["outcome"] != UNCHANGED).to_numpy()]
    found: dict[int, list[list[str]]] = {}
    for one in written.itertuples():
        old, new = "" if one.outcome == NEW else _number(one.old_value), _number(one.value)
        column = str(one.parameter if by_parameter else one.column)
        found.setdefault(one.row, []).append([column, old, new if new != old else f"{new}（标记不同）"])
    return found


def _days(compared: pd.DataFrame) -> list[str]:
    """Return the first and the last Beijing day of the readings, or nothing."""
    if compared.empty:
        return []
    ends = (compared["start"].min(), compared["start"].max())
    return [f"{moment.tz_convert(BEIJING):%Y-%m-%d}" for moment in ends]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
