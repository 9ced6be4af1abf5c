"""Writes of stations: create, change, retire. Each leaves its before and after, with actor and reason, in history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from monitoring.models import Station, StationCode
from monitoring.services import due
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import scope
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.periods import BEIJING, Period
from yunhe_envhealth.core.queue import send_on_commit

CAPABILITY = "stations.edit"
FIELDS = frozenset(
    {
        "code", "name", "kind", "owner_unit", "division", "longitude", "latitude", "datum", "position_note",
        "active_from", "active_to", "is_public", "source",
    }
)  # fmt: skip
LONGEST_RECOMPUTE_DAYS = 3660


class StationRefused(EnvHealthError):
    """The station cannot stand as it was given; the message says which rule it breaks."""

    status = 422
    title = "监测点没有保存"


class RecomputeRefused(EnvHealthError):
    """The indices cannot be computed anew as asked."""

    status = 422
    title = "没有安排重算"


@transaction.atomic
def create_station(
    *, by: User, values: Mapping[str, Any], codes: Iterable[str] = (), reason: str = ""
) -> Station:
    """Create a station with the codes under which sources name it.

    Raises StationRefused when a rule of the table is broken, NotAllowed when it lies outside the actor's scope.
    """
    station = Station(**_known(values))
    with because(by=by, reason=reason):
        _save(station, by)
        _set_codes(station, codes)
    return station


@transaction.atomic
def change_station(
    *,
    station_id: int,
    by: User,
    reason: str,
    values: Mapping[str, Any],
    codes: Iterable[str] | None = None,
    seen: datetime | None = None,
) -> Station:
    """Change a station; `codes` None leaves its source codes alone.

    `seen` is the `updated_at` of the page the actor worked from. Raises Conflict when the station changed since,
    StationRefused and NotAllowed as `create_station`.
    """
    station = _locked(station_id, by)
    if seen is not None and station.updated_at != seen:
        raise Conflict(
            "这个监测点在您填写时被别人改过，没有保存。", advice="请返回这个监测点，核对最新内容后再改。"
        )
    with because(by=by, reason=_needed(reason)):
        for name, value in _known(values).items():
            setattr(station, name, value)
        _save(station, by)
        if codes is not None:
            _set_codes(station, codes)
    return station


@transaction.atomic
def retire_station(*, station_id: int, by: User, reason: str, active_to: date) -> Station:
    """Take a station out of use from a day on; its data and history stay."""
    station = _locked(station_id, by)
    with because(by=by, reason=_needed(reason)):
        station.active_to = active_to
        _save(station, by)
    return station


@transaction.atomic
def recompute_indices(*, by: User, stations: Iterable[Station], first: date, last: date, reason: str) -> int:
    """Have the indices of stations computed anew for whole Beijing days, `last` included; return the windows marked.

    Noted in each station's history with the reason. Raises RecomputeRefused for days in the wrong order or too many.
    """
    if not 0 <= (last - first).days < LONGEST_RECOMPUTE_DAYS:
        raise RecomputeRefused("开始日期要不晚于结束日期，一次最多重算十年。")
    chosen = list(stations)
    period = Period(
        datetime(first.year, first.month, first.day, tzinfo=BEIJING),
        datetime.combine(date.fromordinal(last.toordinal() + 1), datetime.min.time(), BEIJING),
    )
    with because(by=by, reason=f"{_needed(reason)}（{first} 至 {last}）"):
        for station in chosen:
            pghistory.create_event(station, label="recompute")
        marked = due.recompute(stations=chosen, period=period)
    send_on_commit("monitoring.tasks.compute_due")
    return marked


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - FIELDS)
    if unknown:
        raise StationRefused(f"监测点没有这些字段：{'、'.join(unknown)}。")
    return dict(values)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise StationRefused("请写明理由。")
    return reason.strip()


def _locked(station_id: int, by: User) -> Station:
    """Return the station, locked; outside the actor's scope it does not exist."""
    rows = scope(Station.objects.all(), by, CAPABILITY).values("pk")
    return Station.objects.select_for_update().get(pk=station_id, pk__in=rows)


def _save(station: Station, by: User) -> None:
    """Save what passes the table's own rules, and only within the actor's scope."""
    if (station.longitude is None) != (station.latitude is None):
        raise StationRefused("经度和纬度要一起填。")
    if station.active_to is not None and station.active_to <= station.active_from:
        raise StationRefused(f"停用日期要晚于启用日期 {station.active_from}。")
    try:
        station.full_clean()
    except ValidationError as error:
        raise StationRefused(" ".join(error.messages)) from error
    station.save()
    if not scope(Station.objects.filter(pk=station.pk), by, CAPABILITY).exists():
        raise NotAllowed("这个监测点不在您可以维护的单位或区划内，没有保存。", advice="请由专班办公室办理。")


def _set_codes(station: Station, codes: Iterable[str]) -> None:
    """Make these the station's source codes; one that already names another station is refused."""
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    taken = (
        StationCode.objects.filter(code__in=wanted).exclude(station=station).select_related("station").first()
    )
    own = Station.objects.filter(code__in=wanted).exclude(pk=station.pk).first()
    if taken or own:
        code, other = (taken.code, taken.station) if taken else (own.code, own) if own else ("", None)
        raise StationRefused(f"来源编码“{code}”已经指“{other}”，一个编码只能指一个监测点。")
    present = {code.code: code for code in station.codes.all()}
    for code in present.keys() - set(wanted):
        present[code].delete()
    for code in wanted:
        if code not in present:
            StationCode.objects.create(code=code, station=station)
