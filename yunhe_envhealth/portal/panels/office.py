"""The staff's start page: what waits for me, what went wrong, where to go; by what the reader may do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from monitoring.selectors.public import county_index, recent_series
from yunhe_envhealth.accounts.permissions import can, scope
from yunhe_envhealth.core.periods import beijing_day
from yunhe_envhealth.deliveries.selectors import deliveries
from yunhe_envhealth.portal.panels import levels
from yunhe_envhealth.portal.panels.cockpit import data_arriving, watched_stations
from yunhe_envhealth.portal.panels.home import hero, national_card
from yunhe_envhealth.portal.panels.joint_office import own_cards

FAILED_WITHIN = timedelta(days=7)
# Title, what one does there, address, capability; in the order of a working day.
TASKS = (
    (
        "上传数据文件",
        "CSV、Excel；先看每一行的结果，再确认写入。",
        "deliveries:upload",
        "measurements.import",
    ),
    ("收件箱", "我的和本单位的任务、收到的提醒。", "taskforce:inbox", "tasks.view"),
    ("报送", "要写的、待审的、已接受的报告，按期不按期。", "taskforce:duties", "reports.view"),
    ("数据交接", "谁交的、什么时候、写入了多少、哪些没有通过。", "deliveries:list", "deliveries.view"),
    ("监测点", "登记、查找、停用；位置、公开与否、来源编码。", "monitoring:stations", "stations.view"),
    (
        "监测数据",
        "按监测点、因子、时间查值，看它从哪次交接来。",
        "monitoring:measurements",
        "measurements.view",
    ),
    ("空气指数", "AQI、AQHI 逐时逐日；每个数怎么算出来的。", "monitoring:indices", "indices.view"),
    ("试算", "填浓度，按各版标准算指数，看计算过程。", "monitoring:calculator", "calculator.use"),
    ("领导驾驶舱", "现在的空气，数据到了没有，哪里不对。", "portal:cockpit", "cockpit.view"),
    ("单位", "单位和有效期。", "accounts:units", "units.view"),
    ("用户", "账号、角色、第二因子。", "accounts:users", "users.view"),
    ("接口令牌", "给其他系统发放和停用令牌。", "accounts:tokens", "tokens.view"),
    ("安全事件", "登录、拒绝、导出的记录，只能看，不能改。", "audit:events", "audit.view"),
)


def office(user: Any, *, now: datetime) -> dict[str, Any]:
    """Return everything the start page prints for a reader, read at `now`."""
    return {
        "cards": [
            *own_cards(user, day=beijing_day(now)),
            *_delivery_cards(user, now),
            *_station_cards(user, now),
            *_index_cards(user, now),
        ],
        "tasks": [
            {"title": title, "words": words, "url": reverse(route)}
            for title, words, route, capability in TASKS
            if can(user, capability)
        ],
    }


def _delivery_cards(user: Any, now: datetime) -> list[dict[str, Any]]:
    if not can(user, "deliveries.view"):
        return []
    counted = (
        scope(deliveries(), user, "deliveries.view")
        .order_by()
        .aggregate(
            mine=Count("pk", filter=Q(state="previewed", by=user)),
            waiting=Count("pk", filter=Q(state="previewed")),
            failed=Count("pk", filter=Q(state="failed", created_at__gte=now - FAILED_WITHIN)),
        )
    )
    listed = reverse("deliveries:list")
    return [
        {
            "label": "等我确认的数据交接",
            "url": f"{listed}?state=previewed",
            "value": str(counted["mine"]),
            "unit": "次",
            "note": f"全部待核对 {counted['waiting']} 次",
        },
        {
            "label": "没有通过的数据交接",
            "url": f"{listed}?state=failed",
            "value": str(counted["failed"]),
            "unit": "次",
            "note": "近 7 天",
        },
    ]


def _station_cards(user: Any, now: datetime) -> list[dict[str, Any]]:
    if not can(user, "stations.view"):
        return []
    came = data_arriving(watched_stations(user, now), now)
    worst = came.silences[0] if came.silences else None
    return [
        {
            "label": "没有数据的监测点",
            "url": reverse("monitoring:stations"),
            "value": str(len(came.silences)),
            "unit": f"个，共 {len(came.stations)} 个",
            "note": f"最久：{worst.station.name} {worst.words}" if worst else "都在按时到达",
        }
    ]


def _index_cards(user: Any, now: datetime) -> list[dict[str, Any]]:
    if not can(user, "indices.view"):
        return []
    health = county_index(levels.AQHI, now=now, series=recent_series(levels.AQHI, now=now, days=2))
    national = county_index(levels.AQI, now=now, series=recent_series(levels.AQI, now=now, days=2))
    shown, other = hero(health), national_card(national)
    url = reverse("monitoring:indices")
    return [
        {
            "label": "全县 AQHI",
            "url": url,
            "value": shown["value"],
            "kind": "aqhi",
            "grade": shown["level"],
            "word": shown["word"],
            "state": shown["state"],
            "reason": shown["reason"] or (shown["age"] if shown["state"] == "stale" else ""),
            "note": shown["as_of"],
        },
        {
            "label": "全县 AQI",
            "url": url,
            "value": other["value"],
            "kind": "aqi",
            "grade": other["level"],
            "word": other["word"],
            "state": "" if other["state"] == "fresh" else "stale" if other["value"] else "withheld",
            "reason": other["reason"] or other["age"],
            "note": other["as_of"],
        },
    ]
