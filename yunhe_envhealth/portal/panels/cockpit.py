"""The leadership's page: one sentence that says what matters, the air, the data that arrive, what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from monitoring.selectors import public_latest_indices, public_stations
from monitoring.selectors.public import (
    CountyIndex,
    WithheldHours,
    air_stations,
    county_index,
    recent_series,
    withheld_hours,
)
from yunhe_envhealth.accounts.permissions import scope
from yunhe_envhealth.core.periods import DAY, Period, beijing_day, in_words
from yunhe_envhealth.core.templatetags.envhealth import moment
from yunhe_envhealth.deliveries.selectors import deliveries
from yunhe_envhealth.portal.panels import levels
from yunhe_envhealth.portal.panels.arriving import Arriving, Silence, arriving
from yunhe_envhealth.portal.panels.home import county_trend, hero, national_card
from yunhe_envhealth.portal.panels.joint_office import joint_office
from yunhe_envhealth.portal.panels.methods import status_of
from yunhe_envhealth.portal.panels.station_list import station_rows

LAST_DELIVERIES = 10
FAILED_WITHIN = timedelta(days=7)
LISTED = 5
TONES = {"committed": "is-ok", "failed": "is-bad", "previewed": "is-warn"}


def cockpit(user: Any, *, now: datetime) -> dict[str, Any]:
    """Return everything the cockpit prints for a reader, read at `now`."""
    health = county_index(levels.AQHI, now=now, series=recent_series(levels.AQHI, now=now))
    national = county_index(levels.AQI, now=now, series=recent_series(levels.AQI, now=now, days=2))
    latest = public_latest_indices(now=now, codes=[levels.AQHI, levels.AQI])
    watched = watched_stations(user, now)
    came = data_arriving(watched, now)
    handed = list(scope(deliveries(), user, "deliveries.view")[:LAST_DELIVERIES])
    failed = list(
        scope(deliveries(), user, "deliveries.view").filter(
            state="failed", created_at__gte=now - FAILED_WITHIN
        )[: LISTED + 1]
    )
    withheld = withheld_hours(came.stations, levels.AQHI, Period(now - DAY, now))
    office = joint_office(user, day=beijing_day(now))
    return {
        "office": office,
        "answer": answer(health, came, len(failed)),
        "hero": hero(health),
        "national": national_card(national),
        "stations": station_rows(latest),
        "trend": county_trend(health, now),
        "status": status_of(latest, levels.AQHI),
        "arriving": came,
        "deliveries": [_delivery(item) for item in handed],
        "problems": problems(watched, came, failed, withheld, office.get("problems", [])),
        "checked": f"{len(came.stations)} 个监测点近 24 小时应到 {came.expected} 小时，实到 {came.received} 小时",
    }


@dataclass(frozen=True, slots=True)
class Watched:
    """The stations that may deliver, which of them the public sees, and which the reader may open in the office."""

    stations: list[Any]
    public: frozenset[int]
    within_scope: frozenset[int]

    def url(self, station: Any) -> str:
        """Return the station's office record where the reader may open it, else its public page, else ""."""
        if station.pk in self.within_scope:
            return reverse("monitoring:station", args=[station.pk])
        return reverse("portal:station", args=[station.code]) if station.is_public else ""


def watched_stations(user: Any, now: datetime) -> Watched:
    """Return the air stations that should deliver: the public ones, and those in use within the reader's scope."""
    day = beijing_day(now)
    shown = {station.pk: station for station in public_stations(day).select_related("owner_unit")}
    mine = scope(air_stations(day), user, "stations.view")
    within = {station.pk: station for station in mine}
    found = sorted((shown | within).values(), key=lambda station: station.code)
    return Watched(found, frozenset(shown), frozenset(within))


def data_arriving(watched: Watched, now: datetime) -> Arriving:
    """Return what arrived from the watched stations; a public one is awaited however long it is silent."""
    return arriving(watched.stations, now=now, url=watched.url, always=watched.public)


def answer(health: CountyIndex, came: Arriving, failed: int) -> str:
    """Return the one sentence: the air first, then the worst of what is wrong with the data."""
    return f"{_air(health)}；{_data(came, failed)}。"


def _air(health: CountyIndex) -> str:
    shown = health.shown
    if health.stations == 0:
        return "还没有公开监测点"
    if health.state == "fresh" and shown:
        word = levels.word(levels.AQHI, shown.level)
        share = "都有数" if shown.reporting == health.stations else f"{shown.reporting} 个有数"
        return f"{health.stations} 个公开监测点{share}，全县 AQHI {shown.display}，{word}"
    if health.state == "stale" and shown:
        return (
            f"全县 AQHI 停在{in_words(health.now - health.as_of)}前的 {shown.display}" if health.as_of else ""
        )
    if health.state == "withheld":
        return f"全县 AQHI 不发布：{health.reason.rstrip('。')}"
    return f"{health.stations} 个公开监测点近 7 天没有 AQHI"


def _data(came: Arriving, failed: int) -> str:
    silences = came.silences
    if len(silences) == 1:
        return f"{silences[0].station.name}已 {silences[0].words}无数据"
    if silences:
        return f"{len(silences)} 个监测点无数据，最久 {silences[0].words}（{silences[0].station.name}）"
    if failed:
        return f"近 7 天有 {failed} 次数据交接没有通过"
    if came.received < came.expected:
        return f"近 24 小时应到 {came.expected} 个小时的数据，实到 {came.received} 个"
    return "各监测点的数据都到了" if came.rows else "没有要接收数据的监测点"


def problems(
    watched: Watched,
    came: Arriving,
    failed: list[Any],
    withheld: list[WithheldHours],
    overdue: Sequence[dict[str, Any]] = (),
) -> list[dict[str, Any]]:
    """Return what is wrong now, worst first, as components/problems.html prints it."""
    everyone = len(came.silences) == len(came.rows)
    found = [*overdue, *(_silent(watched, silence, everyone=everyone) for silence in came.silences)]
    found.sort(key=lambda problem: problem["state"] != "far")  # what is most urgent stands first
    found += [
        {
            "state": "behind",
            "gravity": "要处理",
            "title": f"数据交接没有通过：{delivery.filename}",
            "url": reverse("deliveries:record", args=[delivery.pk]),
            "who": delivery.unit.name if delivery.unit else "",
            "detail": f"{moment(delivery.created_at)} · {delivery.problem or '原因见交接记录'}",
        }
        for delivery in failed
    ]
    found += _withheld(watched, withheld)
    rest = len(found) - 2 * LISTED
    if rest > 0:
        found = found[: 2 * LISTED]
        found.append(
            {
                "state": "unknown",
                "gravity": "留意",
                "title": f"还有 {rest} 件",
                "url": "",
                "who": "",
                "detail": "",
            }
        )
    return found


def _withheld(watched: Watched, withheld: list[WithheldHours]) -> list[dict[str, Any]]:
    """Return one line for each station whose AQHI was withheld, with its reasons, the most hours first."""
    by_station: dict[Any, list[WithheldHours]] = {}
    for item in withheld:
        by_station.setdefault(item.station, []).append(item)
    listed = sorted(by_station.items(), key=lambda pair: -sum(item.hours for item in pair[1]))
    return [
        {
            "state": "unknown",
            "gravity": "留意",
            "title": f"{station.name}近 24 小时有 {sum(item.hours for item in items)} 小时不发布 AQHI",
            "url": watched.url(station),
            "who": station.owner_unit.name,
            "detail": " ".join(f"{item.hours} 小时：{item.reason}" for item in items),
        }
        for station, items in listed
    ]


def _silent(watched: Watched, silence: Silence, *, everyone: bool) -> dict[str, Any]:
    station = silence.station
    return {
        "state": "far" if everyone else "behind",
        "gravity": "最急" if everyone else "要处理",
        "title": f"{station.name} {silence.words}没有数据",
        "url": watched.url(station),
        "who": station.owner_unit.name,
        "detail": f"{moment(silence.since)} 起" if silence.since else "近 7 天一个小时也没有收到",
    }


def _delivery(delivery: Any) -> dict[str, Any]:
    return {
        "url": reverse("deliveries:record", args=[delivery.pk]),
        "name": delivery.filename,
        "unit": delivery.unit.name if delivery.unit else "—",
        "channel": delivery.get_channel_display(),
        "state": delivery.get_state_display(),
        "tone": TONES.get(delivery.state, ""),
        "counts": f"新增 {delivery.accepted:,}，变更 {delivery.changed:,}，拒收 {delivery.rejected:,}",
        "at": moment(delivery.created_at),
    }
