"""A demonstration reporting rule with its past duties: accepted on time, late, returned, a draft in hand, expected."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import QuerySet

from taskforce.choices import Anchor, Applies, Standing
from taskforce.models import ReportDuty, ReportRule, ReportVersion, RuleReporter
from taskforce.selectors import workdays
from taskforce.services import reports
from taskforce.services.demo.people import SOURCE, Cast
from taskforce.services.duties import generate
from yunhe_envhealth.core.periods import BEIJING, DAY, beijing_day

HALF_YEAR, YEAR = "demo-half-year", "demo-year"
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


def _rule(cast: Cast, code: str, title: str, anchor: str) -> None:
    since = cast.posts["demo-officer"].valid_from
    rule = ReportRule.objects.create(
        code=code, title=title, anchor=anchor, applies=Applies.ALWAYS, due_working_days=10, recipient="示范办公室",
        reviewer_post=cast.posts["demo-director"], source=SOURCE, standing=Standing.DEFAULT, valid_from=since,
        is_demo=True,
    )  # fmt: skip
    RuleReporter.objects.create(
        rule=rule, body=cast.units["demo-group"], post=cast.posts["demo-officer"], valid_from=since
    )


def _duties(code: str) -> QuerySet[ReportDuty]:
    return ReportDuty.objects.filter(rule__code=code)


def _draft(duty: ReportDuty, cast: Cast, at: date | None = None) -> ReportVersion:
    """Draft it, with own words in every section."""
    now = _at(at or duty.due_on - 3 * DAY)
    version = reports.start_draft(duty=duty, by=cast.officer, now=now)
    texts = {section["key"]: _worded(section["text"]) for section in version.sections}
    return reports.save_draft(version=version, texts=texts, seen=version.updated_at, by=cast.officer, now=now)


def _worded(opening: str) -> str:
    """Return the opening text without its hints to the writer （请写明……）, then the demonstration's own words."""
    kept = [line for line in opening.splitlines() if not line.startswith("（请")]
    return "\n".join([*kept, TEXT])


def _submitted(duty: ReportDuty, cast: Cast, on: date) -> ReportVersion:
    version = _draft(duty, cast, on - DAY)
    return reports.submit(version=version, by=cast.officer, now=_at(on))


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
