"""The lists of the monitoring app: factors, stations, indices and their editions.

Factors and editions are the source's; a station belongs to the county once it is loaded (the office pages edit it),
and so does the choice of which index is computed and which is public.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from monitoring.models import IndexEdition, IndexKind, Parameter, Station, StationCode
from monitoring.reference.editions import editions
from monitoring.science.plausibility import BOUNDS
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.core.reference import Changes, apply, read_csv

HERE = Path(__file__).parent
STATION_LOCAL_FIELDS = (
    "name", "kind", "division_id", "owner_unit_id", "longitude", "latitude", "datum", "position_note", "active_from",
    "is_public",
)  # fmt: skip


@transaction.atomic
def load(*, today: date, folder: Path = HERE) -> list[Changes]:
    """Apply factors, stations with the codes their sources use, and indices. Needs divisions and units loaded.

    None of these tables retires a row by itself: a station's last day is the county's to enter, a factor or an
    edition that was used once stays readable.
    """
    return [
        apply(Parameter, map(_parameter, read_csv(folder / "parameters.csv"))),
        *_load_stations(read_csv(folder / "stations.csv")),
        *_load_indices(read_csv(folder / "index_kinds.csv")),
    ]


def _parameter(row: dict[str, str]) -> dict[str, Any]:
    """`bounds` names the range of monitoring.science.plausibility that holds for the factor; none is guessed."""
    bounds = BOUNDS[row["bounds"]] if row["bounds"] else None
    texts = ("code", "factor_code", "name", "formula", "medium", "source", "edition")
    return {
        **{name: row[name] for name in texts},
        "unit": bounds.unit if bounds else "",
        "low": float(bounds.low) if bounds else None,
        "high": float(bounds.high) if bounds else None,
        "sort_order": int(row["sort_order"]),
    }


def _load_stations(rows: list[dict[str, str]]) -> list[Changes]:
    """Apply the stations. Codes come with a new station only: one that the county removed stays removed."""
    units = dict(Unit.objects.values_list("code", "pk"))
    known = set(Station.objects.values_list("code", flat=True))
    stations = apply(Station, (_station(row, units) for row in rows), local_fields=STATION_LOCAL_FIELDS)
    found = dict(Station.objects.values_list("code", "pk"))
    codes = [
        {"code": code, "station_id": found[row["code"]]}
        for row in rows
        if row["code"] not in known
        for code in (row["code"], *row["other_codes"].split())
    ]
    return [stations, apply(StationCode, codes, local_fields=("station_id",))]


def _station(row: dict[str, str], units: dict[str, int]) -> dict[str, Any]:
    point = {name: float(row[name]) for name in ("longitude", "latitude") if row[name]}
    return {
        **{name: row[name] for name in ("code", "name", "kind", "datum", "position_note", "source")},
        **point,
        "division_id": row["division"],
        "owner_unit_id": units[row["owner_unit"]],
        "active_from": date.fromisoformat(row["active_from"]),
        "is_public": row["is_public"] == "yes",
    }


def _load_indices(rows: list[dict[str, str]]) -> list[Changes]:
    kinds = apply(IndexKind, map(_kind, rows), local_fields=("enabled", "is_public"))
    found = dict(IndexKind.objects.values_list("code", "pk"))
    dated = (
        {**{k: v for k, v in row.items() if k != "kind"}, "kind_id": found[row["kind"]]} for row in editions()
    )
    return [kinds, apply(IndexEdition, dated)]


def _kind(row: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("code", "name", "period")},
        "enabled": row["enabled"] == "yes",
        "is_public": row["is_public"] == "yes",
        "sort_order": int(row["sort_order"]),
    }
