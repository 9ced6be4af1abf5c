"""Demonstration results and a “两山” project, some released."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from taskforce.choices import ProjectKind, ProjectStage, ResultKind
from taskforce.models import Project, Result
from taskforce.services.demo.people import Cast
from taskforce.services.results import enter, release
from yunhe_envhealth.core.periods import DAY, beijing_day

SUMMARY = "示范数据，内容是虚构的，不是云和县的真实成果。"
# Kind, title, days before today, released.
RESULTS = (
    (ResultKind.PRACTICE, "示范成果：示范村环境健康做法一则", 90, True),
    (ResultKind.INSTITUTION, "示范成果：示范工作小组议事规则", 60, True),
    (ResultKind.MEDIA, "示范成果：示范活动报道一则", 20, False),
)


def lay(cast: Cast, *, now: datetime) -> bool:
    """Lay the results and the project; False when they are there already."""
    if Result.objects.filter(is_demo=True).exists() or Project.objects.filter(is_demo=True).exists():
        return False
    day, unit = beijing_day(now), cast.units["demo-unit"]
    for kind, title, ago, is_released in RESULTS:
        given = {
            "kind": kind, "title": title, "unit": unit, "dated": day - ago * DAY, "number": "示范",
            "summary": SUMMARY, "evidence": "示范佐证",
        }  # fmt: skip
        result = enter(Result, by=cast.officer, values=given, now=now)
        if is_released:
            release(Result, record_id=result.pk, by=cast.office, now=now)
    project = enter(
        Project,
        by=cast.officer,
        now=now,
        values={
            "kind": ProjectKind.WELLNESS, "title": "示范项目：示范康养步道", "unit": unit, "place": "示范地点",
            "stage": ProjectStage.BUILDING, "investment_wan": Decimal(100), "spent_wan": Decimal(40), "as_of": day,
            "summary": "示范数据，金额是虚构的。",
        },
    )  # fmt: skip
    release(Project, record_id=project.pk, by=cast.office, now=now)
    return True
