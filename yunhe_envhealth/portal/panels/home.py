"""The public home: the county's air now, what to do, why, where, how it went, by which method."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from monitoring.science import aqi
from monitoring.selectors import AreaIndex, public_latest_indices
from monitoring.selectors.public import CountyIndex, county_index, recent_series
from yunhe_envhealth.core.periods import DAY, HOUR, Period, beijing_day, floor_hour
from yunhe_envhealth.core.templatetags.envhealth import age, clock, moment, number
from yunhe_envhealth.portal.panels import levels, trend
from yunhe_envhealth.portal.panels.land import county_map
from yunhe_envhealth.portal.panels.methods import status_of
from yunhe_envhealth.portal.panels.station_list import reasons, station_rows

DAYS = 7


def home(now: datetime) -> dict[str, Any]:
    """Return everything the home page prints, read at `now`."""
    latest = public_latest_indices(now=now, codes=[levels.AQHI, levels.AQI])
    health = county_index(levels.AQHI, now=now, series=recent_series(levels.AQHI, now=now, days=DAYS))
    national = county_index(levels.AQI, now=now, series=recent_series(levels.AQI, now=now, days=2))
    stations = station_rows(latest)
    return {
        "any_demo": any(row["is_demo"] for row in stations),
        "hero": hero(health),
        "advice": advice(health),
        "ruler": ruler(health),
        "bands": levels.aqhi_bands(),
        "national": national_card(national),
        "parts": contributions(health),
        "stations": stations,
        "reasons": reasons(stations),
        "map": county_map([row["mark"] for row in stations]),
        "trend": county_trend(health, now),
        "status": status_of(latest, levels.AQHI),
        "national_edition": national_edition(now),
        "csv_url": reverse("portal:download", args=[levels.AQHI, "csv"]),
        "json_url": reverse("portal:download", args=[levels.AQHI, "json"]),
    }


def hero(county: CountyIndex) -> dict[str, Any]:
    """Return what components/hero.html prints for the county's AQHI."""
    shown, state = county.shown, county.state
    told: dict[str, Any] = {
        "title": _("空气质量健康指数 AQHI · 全县"),
        "as_of": _("截至 %(time)s") % {"time": moment(county.as_of)} if county.as_of else "",
        "age": _updated(county),
        "value": shown.display if shown else "",
        "level": shown.level if shown else None,
        "word": levels.word(levels.AQHI, shown.level if shown else None),
        "state": "" if state == "fresh" else "stale" if shown else "withheld",
        "reason": "",
    }
    if shown is None or shown.level is None:
        return told | {"sentence": _("现在不能判断"), "word": _("不发布"), "reason": _why_nothing(county)}
    sentence = levels.advice(shown.level)["sentence"]
    if state == "stale":
        sentence = _("%(age)s的情况：%(sentence)s") % {
            "age": age(county.as_of, county.now),
            "sentence": sentence,
        }
    return told | {"sentence": sentence}


def _updated(county: CountyIndex) -> str:
    """Return the age of the number in words; "" when there is none."""
    if county.as_of is None:
        return ""
    words = age(county.as_of, county.now)
    if county.state == "stale":
        return _("%(age)s的数，之后没有新数据") % {"age": words}
    return _("%(age)s更新") % {"age": words}


def _why_nothing(county: CountyIndex) -> str:
    if county.stations == 0:
        return _("还没有向公众公开的监测点。")
    if county.newest is None:
        return _("最近 %(days)d 天没有收到监测数据。") % {"days": DAYS}
    if county.state == "stale":
        return _("这之后没有收到新数据。")
    return county.reason


def advice(county: CountyIndex) -> dict[str, Any]:
    """Return heading and lines of the advice; without a fresh value what one may go by instead."""
    shown = county.shown
    groups = _("一般人群"), _("老人、儿童、孕妇、心肺疾病患者")
    if county.state == "fresh" and shown and shown.level:
        told = levels.advice(shown.level)
        return {
            "heading": _("现在怎么办"),
            "lines": list(zip(groups, (told["general"], told["sensitive"]), strict=True)),
        }
    lines = list(
        zip(groups, (_("按天气和体感安排活动。"), _("暂缓长时间剧烈运动，等新数发布。")), strict=True)
    )
    return {"heading": _("现在没有新数，怎么办"), "lines": lines, "reference": _reference(county)}


def _reference(county: CountyIndex) -> list[dict[str, str]]:
    """Return what is still known when the newest hour has no value: the last value, the pollutants measured."""
    found = []
    if county.state == "withheld" and county.last and county.last.level:
        ended = county.last.start + HOUR
        words = _("%(time)s，%(word)s（%(value)s）") % {
            "time": moment(ended),
            "word": levels.word(levels.AQHI, county.last.level),
            "value": county.last.display,
        }
        found.append(
            {
                "label": _("上一个有效时次"),
                "words": words,
                "note": _("%(age)s，只供参考") % {"age": age(ended, county.now)},
            }
        )
    if county.state == "withheld" and county.newest and county.newest.means:
        measured = "、".join(
            f"{levels.pollutant(key)} {number(mean, 0)}" for key, mean in county.newest.means.items()
        )
        found.append(
            {
                "label": _("已有的项目（近 3 小时平均）"),
                "words": measured if not levels.english() else measured.replace("、", ", "),
                "note": levels.unit("o3"),
            }
        )
    return found


def ruler(county: CountyIndex) -> dict[str, Any]:
    """Return value and label of the pointer on the scale; None without a value."""
    shown = county.shown
    if shown is None or shown.value is None:
        return {"value": None, "label": ""}
    when = _("现在") if county.state == "fresh" else clock(county.as_of)
    return {"value": shown.value, "label": f"{when} {shown.display}"}


def national_card(county: CountyIndex) -> dict[str, Any]:
    """Return the county's AQI with its level, completeness and edition."""
    shown = county.shown
    counted = shown or county.newest
    missing = shown.missing if shown else ()
    edition = aqi.standard_on(beijing_day(shown.start if shown else county.now)).code
    return {
        "state": county.state if shown or county.state != "stale" else "withheld",
        "value": shown.display if shown else "",
        "level": shown.level if shown else None,
        "word": levels.word(levels.AQI, shown.level if shown else None),
        "as_of": _("截至 %(time)s") % {"time": moment(county.as_of)} if county.as_of else "",
        "age": _updated(county) if county.state == "stale" else "",
        "reporting": _("%(n)d/%(m)d 站有数")
        % {"n": counted.reporting if counted else 0, "m": county.stations},
        "edition": _("%(standard)s 实时报") % {"standard": edition},
        "incomplete": _("不完整：缺 %(items)s") % {"items": "、".join(map(levels.pollutant, missing))}
        if missing
        else "",
        "primary": _("首要污染物 %(items)s") % {"items": "、".join(map(levels.pollutant, shown.primary))}
        if shown and shown.primary
        else "",
        "reason": "" if shown else _why_nothing(county),
    }


def contributions(county: CountyIndex) -> dict[str, Any]:
    """Return the bars of components/contributions.html; shares only when every pollutant is there."""
    row = county.shown or (county.newest if county.state == "withheld" else None)
    if row is None or not row.contributions:
        return {"bars": [], "note": "", "complete": False}
    complete = not row.withheld
    shares = whole_shares(row.contributions) if complete else {}
    largest = max(row.contributions.values()) or Decimal(1)
    bars: list[dict[str, Any]] = [
        {
            "name": levels.pollutant(key),
            "share": shares.get(key),
            "width": int(100 * part / largest),
            "value": number((row.means or {}).get(key), 0),
            "unit": levels.unit(key),
        }
        for key, part in sorted(row.contributions.items(), key=lambda item: -item[1])
    ]
    bars += [
        {"name": levels.pollutant(key), "missing": _("缺测或有效小时不够"), "unit": levels.unit(key)}
        for key in row.missing
    ]
    return {"bars": bars, "note": _parts_note(row, shares), "complete": complete}


def _parts_note(row: AreaIndex, shares: Mapping[str, int]) -> str:
    if not shares:
        return _("缺一项时不计算各项占比。条长只按单项超额风险。")
    first = max(shares, key=lambda key: shares[key])
    told = _("百分数是各项占健康风险的比重；%(name)s 最大，占 %(share)d%%。") % {
        "name": levels.pollutant_name(first),
        "share": shares[first],
    }
    if row.level == 1:
        return told + _("一级时不列首要健康危害污染物。")
    named = "、".join(map(levels.pollutant, row.primary))
    return told + (_("首要健康危害污染物：%(names)s。") % {"names": named} if named else "")


def whole_shares(parts: Mapping[str, Decimal]) -> dict[str, int]:
    """Return whole per cents that add up to 100 (largest remainder); {} when nothing contributes."""
    total = sum(parts.values(), Decimal(0))
    if total <= 0:
        return {}
    exact = {key: 100 * part / total for key, part in parts.items()}
    shares = {key: int(share) for key, share in exact.items()}
    short = 100 - sum(shares.values())
    for key in sorted(exact, key=lambda key: shares[key] - exact[key])[:short]:
        shares[key] += 1
    return shares


def county_trend(county: CountyIndex, now: datetime) -> dict[str, Any]:
    """Return the county's AQHI of the last days as chart and table."""
    end = max([floor_hour(now), *(start + HOUR for start in county.hours)])
    hours = {
        start: trend.Hour(row.value, row.display, row.level, row.withheld)
        for start, row in county.hours.items()
    }
    return trend.course(
        hours, Period(end - DAYS * DAY, end), code=levels.AQHI, name="AQHI", current=county.state == "fresh"
    )


def national_edition(now: datetime) -> str:
    """Return the edition of HJ 633 that applies today."""
    return aqi.standard_on(beijing_day(now)).code
