"""The ways through the platform: public bar, footer, the office's side bar by the reader's capabilities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from yunhe_envhealth.accounts.permissions import can


@dataclass(frozen=True, slots=True)
class Way:
    """A link with the capability it takes; a way with `children` shows when one of them does."""

    label: str
    route: str
    capability: str
    children: tuple[Way, ...] = field(default=())
    group: bool = False


PUBLIC_WAYS = (
    (gettext_lazy("首页"), "portal:home"),
    (gettext_lazy("指数方法"), "portal:method"),
    (gettext_lazy("试点成果"), "portal:results"),
    (gettext_lazy("年度报告"), "portal:reports"),
    (gettext_lazy("开放数据"), "portal:data"),
    (gettext_lazy("组织机构"), "portal:organisation"),
)
FOOTER_WAYS = (
    (gettext_lazy("网站地图"), "portal:sitemap"),
    (gettext_lazy("无障碍说明"), "portal:accessibility"),
    (gettext_lazy("指数方法"), "portal:method"),
    (gettext_lazy("试点成果"), "portal:results"),
    (gettext_lazy("年度报告"), "portal:reports"),
    (gettext_lazy("开放数据"), "portal:data"),
    (gettext_lazy("工作人员登录"), "accounts:login"),
)
OFFICE_WAYS = (
    Way("工作台首页", "portal:office", "office.view"),
    Way("领导驾驶舱", "portal:cockpit", "cockpit.view"),
    Way(
        "监测",
        "monitoring:stations",
        "stations.view",
        group=True,
        children=(
            Way("监测点", "monitoring:stations", "stations.view"),
            Way("监测数据", "monitoring:measurements", "measurements.view"),
            Way("空气指数", "monitoring:indices", "indices.view"),
            Way("指数版本", "monitoring:editions", "indices.view"),
            Way("试算", "monitoring:calculator", "calculator.use"),
        ),
    ),
    Way(
        "专班",
        "taskforce:own_home",
        "taskforce.view",
        group=True,
        children=(
            Way("收件箱", "taskforce:inbox", "tasks.view"),
            Way("本单位", "taskforce:own_home", "taskforce.view"),
            Way("日历订阅", "taskforce:calendar", "office.view"),
            Way("任务", "taskforce:tasks", "tasks.view"),
            Way("报送", "taskforce:duties", "reports.view"),
            Way("报送率", "taskforce:report_rates", "reports.view"),
            Way("会议", "taskforce:meetings", "meetings.view"),
            Way("会议决定", "taskforce:decisions", "meetings.view"),
            Way("督办", "taskforce:supervisions", "assessment.view"),
            Way("考核", "taskforce:assessments", "assessment.view"),
            Way("组织", "taskforce:organisation", "taskforce.view"),
            Way("职责矩阵", "taskforce:matrix", "taskforce.view"),
            Way("试点周期", "taskforce:pilot_home", "taskforce.view"),
            Way("成果库", "taskforce:results", "taskforce.view"),
            Way("“两山”项目", "taskforce:projects", "taskforce.view"),
        ),
    ),
    Way(
        "专班设置",
        "taskforce:rules",
        "taskforce.view",
        group=True,
        children=(
            Way("会议制度", "taskforce:series_list", "meetings.view"),
            Way("消息与送达", "taskforce:messages", "reminders.view"),
            Way("提醒预告", "taskforce:reminders_preview", "reminders.view"),
            Way("报送规则", "taskforce:rules", "reports.view"),
            Way("提醒步骤", "taskforce:reminder_steps", "workdays.edit"),
            Way("工作日", "taskforce:workdays", "taskforce.view"),
            Way("报告模板", "taskforce:templates", "reports.view"),
        ),
    ),
    Way(
        "数据交接",
        "deliveries:list",
        "deliveries.view",
        children=(
            Way("全部交接", "deliveries:list", "deliveries.view"),
            Way("上传数据文件", "deliveries:upload", "measurements.import"),
        ),
    ),
    Way(
        "单位和用户",
        "accounts:units",
        "units.view",
        group=True,
        children=(
            Way("单位", "accounts:units", "units.view"),
            Way("用户", "accounts:users", "users.view"),
            Way("接口令牌", "accounts:tokens", "tokens.view"),
        ),
    ),
    Way("安全事件", "audit:events", "audit.view"),
)


def public_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the public bar."""
    return [
        {"label": label, "url": reverse(route), "active": request.path == reverse(route)}
        for label, route in PUBLIC_WAYS
    ]


def footer_links() -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(route)} for label, route in FOOTER_WAYS]


def office_nav(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the side bar for the reader: only what the reader may open. Reads nothing beyond the memberships."""
    if not can(request.user, "office.view"):
        return []
    items = []
    for way in OFFICE_WAYS:
        children = [_item(child, request) for child in way.children if can(request.user, child.capability)]
        if children or can(request.user, way.capability):
            items.append(_item(way, request) | {"children": children, "group": way.group})
    _mark(items)
    return items


def search_url(request: HttpRequest) -> str:
    """Return where the office's search box leads, "" for a reader who may not look for stations."""
    return reverse("monitoring:stations") if can(request.user, "stations.view") else ""


def _item(way: Way, request: HttpRequest) -> dict[str, Any]:
    url = reverse(way.route)
    home = way.route == "portal:office"
    return {
        "label": way.label,
        "url": url,
        "active": request.path == url if home else request.path.startswith(url),
        "count": None,
    }


def _mark(items: list[dict[str, Any]]) -> None:
    """Leave only the closest way active, and the item that holds it: /indices/editions/ lies under /indices/."""
    everything = [entry for item in items for entry in (item, *item["children"])]
    closest = max((len(entry["url"]) for entry in everything if entry["active"]), default=0)
    for entry in everything:
        entry["active"] = entry["active"] and len(entry["url"]) == closest
    for item in items:
        item["active"] = item["active"] or any(child["active"] for child in item["children"])
