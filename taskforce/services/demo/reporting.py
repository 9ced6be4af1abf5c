"""Demonstration reporting rules with their past duties: accepted on time, late, returned, a draft in hand, expected.

Beside them one merging rule, with a period in which two of three bodies are accepted: the merge can be tried by
`demo-office`, and what it merged is accepted by `demo-office-2`.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet

from taskforce.choices import Anchor, Applies, Standing
from taskforce.models import ReportDuty, ReportRule, ReportVersion, RuleReporter
from taskforce.selectors import workdays
from taskforce.services import reports
from taskforce.services.demo.people import SOURCE, Cast
from taskforce.services.duties import generate
from yunhe_envhealth.core.periods import BEIJING, DAY, beijing_day

HALF_YEAR, YEAR, MERGED = "demo-half-year", "demo-year", "demo-half-year-merged"
TEXT = "示范文字：这一段是虚构的，用来试用起草、退回、接受和汇总。"
OPINION = "示范意见：请写明示范任务逾期的原因。"


def lay(cast: Cast, *, now: datetime) -> bool:
    """Lay the rules and move their past duties; False when they are there already."""
    if ReportRule.objects.filter(code=HALF_YEAR).exists():
        return False
    _rule(cast, HALF_YEAR, "示范工作小组半年工作总结", Anchor.HALF_YEAR)
    _rule(cast, YEAR, "示范年度进展报告", Anchor.YEAR)
    generate(day=beijing_day(now))
    day = beijing_day(now)
    past = list(_duties(HALF_YEAR).filter(period_end__lt=day).order_by("-period_end", "pk"))
    for duty, move in zip(past, (_draft, _returned, _late, _on_time), strict=False):
        move(duty, cast)
    yearly = _duties(YEAR).filter(period_end__lt=day).order_by("-period_end").first()
    if yearly is not None:
        version = _on_time(yearly, cast)
        reports.release(version=version, by=cast.office, now=_at(yearly.due_on + 4 * DAY))
    return True


def lay_merging(cast: Cast, *, now: datetime) -> bool:
    """Lay the merging rule for the last period that is over, with two more reporters whose reports are accepted."""
    day = beijing_day(now)
    last = _duties(HALF_YEAR).filter(due_on__lt=day - 2 * DAY).order_by("-period_end", "pk").first()
    if last is None or ReportRule.objects.filter(code=MERGED).exists():
        return False
    since, writers = last.period_start, {"demo-unit": "demo-officer", "demo-town": "demo-town-officer"}
    for body, post in writers.items():
        RuleReporter.objects.create(
            rule=last.rule, body=cast.units[body], post=cast.posts[post], valid_from=since
        )
    _rule(
        cast, MERGED, "示范半年工作汇总报告", Anchor.HALF_YEAR, post="demo-director", since=since, merges=last.rule,
        due_working_days=15, template_code="half-year-merged",
    )  # fmt: skip
    generate(day=day)
    for duty in _duties(HALF_YEAR).filter(period_code=last.period_code, body__code__in=writers):
        _on_time(duty, cast)
    return True


def _rule(
    cast: Cast,
    code: str,
    title: str,
    anchor: str,
    *,
    post: str = "demo-officer",
    since: date | None = None,
    due_working_days: int = 10,
    **fields: Any,
) -> None:
    since = since or cast.posts[post].valid_from
    rule = ReportRule.objects.create(
        code=code, title=title, anchor=anchor, applies=Applies.ALWAYS, due_working_days=due_working_days,
        recipient="示范办公室", reviewer_post=cast.posts["demo-director"], source=SOURCE, standing=Standing.DEFAULT,
        valid_from=since, is_demo=True, **fields,
    )  # fmt: skip
    RuleReporter.objects.create(
        rule=rule, body=cast.units["demo-group"], post=cast.posts[post], valid_from=since
    )


def _duties(code: str) -> QuerySet[ReportDuty]:
    return ReportDuty.objects.filter(rule__code=code)


def _draft(duty: ReportDuty, cast: Cast, at: date | None = None) -> ReportVersion:
    """Draft it, with own words in every section."""
    now, by = _at(at or duty.due_on - 3 * DAY), cast.writer(duty.owner_post)
    version = reports.start_draft(duty=duty, by=by, now=now)
    texts = {section["key"]: _worded(section["text"]) for section in version.sections}
    return reports.save_draft(version=version, texts=texts, seen=version.updated_at, by=by, now=now)


def _worded(opening: str) -> str:
    """Return the opening text without its hints to the writer （请写明……）, then the demonstration's own words."""
    kept = [line for line in opening.splitlines() if not line.startswith("（请")]
    return "\n".join([*kept, TEXT])


def _submitted(duty: ReportDuty, cast: Cast, on: date) -> ReportVersion:
    version = _draft(duty, cast, on - DAY)
    return reports.submit(version=version, by=cast.writer(duty.owner_post), now=_at(on))


def _on_time(duty: ReportDuty, cast: Cast) -> ReportVersion:
    version = _submitted(duty, cast, duty.due_on - DAY)
    return reports.accept(version=version, by=cast.office, now=_at(duty.due_on + 2 * DAY))


def _late(duty: ReportDuty, cast: Cast) -> ReportVersion:
    version = _submitted(duty, cast, workdays().shift(duty.due_on, 3))
    return reports.accept(version=version, by=cast.office, now=_at(duty.due_on + 9 * DAY))


def _returned(duty: ReportDuty, cast: Cast) -> ReportVersion:
    version = _submitted(duty, cast, duty.due_on)
    return reports.send_back(version=version, by=cast.office, now=_at(duty.due_on + 2 * DAY), text=OPINION)


def _at(day: date) -> datetime:
    """Return ten in the morning of a Beijing day."""
    return datetime.combine(day, time(10), BEIJING)
