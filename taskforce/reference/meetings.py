"""The two meeting series that the plan sets up (meeting_series.csv), with its words. It states no rhythm."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from taskforce.models import MeetingSeries
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.reference import Changes, apply, read_csv

SERIES = Path(__file__).with_name("meeting_series.csv")
LOCAL_FIELDS = ("title", "rhythm", "valid_from")


def load(*, today: date, path: Path = SERIES) -> list[Changes]:
    """Add or correct the series; title and rhythm are the county's own once a series stands."""
    return [apply(MeetingSeries, map(_series, read_csv(path)), local_fields=LOCAL_FIELDS)]


def _series(row: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("code", "title", "kind", "rhythm", "clause", "source")},
        "body_id": Unit.objects.get(code=row["body"]).pk,
        "valid_from": date.fromisoformat(row["valid_from"]),
    }
