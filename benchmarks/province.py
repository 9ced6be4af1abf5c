"""A province's worth of reporting: 200 units × 10 years of half-yearly and yearly duties, generated, listed, evaluated.

P1 generating ÷ bulk_create of the same rows. P2 the list page, P3 the cockpit's panels, P4 a day's reminders: buffers
and questions at ten years ÷ at one. P5 rates over ten years ÷ counting the same rows in plain SQL.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from benchmarks.pairs import Pairs, report
from taskforce.models import Post, ReportDuty, ReportRule, RuleReporter
from taskforce.science.reminders import plan
from taskforce.selectors import duties
from taskforce.selectors.calendar import workdays
from taskforce.selectors.deadlines import open_deadlines
from taskforce.selectors.panels import due_and_overdue_by_unit
from taskforce.selectors.reminder_plan import already_written, steps
from taskforce.selectors.reports import rates
from taskforce.services.duties import PORTION, generate
from yunhe_envhealth.accounts.models import Membership, Role, Unit, User
from yunhe_envhealth.accounts.permissions import today

YEARS = 10
PLAIN_STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
RULES = (("bench-half", "half_year"), ("bench-year", "year"))
LIST = "/office/taskforce/reports/"


def run(units: int, pairs: int) -> bool:
    day = today()
    reader = _reader()
    _make_rules(units, since=day - timedelta(days=365 * YEARS))
    held = _generating(day, pairs)
    _since(day - timedelta(days=365))
    generate(day=day)
    _settle(day)
    few = {name: _cost(work) for name, work in _readings(reader, day).items()}
    _since(day - timedelta(days=365 * YEARS))
    generate(day=day)
    _settle(day)
    many = {name: _cost(work) for name, work in _readings(reader, day).items()}
    for name in few:
        held &= _ratio(name, few[name], many[name])
    return held & _rates(day, pairs)


def _reader() -> User:
    """Make somebody of the leadership: the list and the panels show everything."""
    unit = Unit.objects.order_by("pk")[0]
    user = User.objects.create_user("bench-leader", "Bench-2026-Yunhe", full_name="示范测速")
    Membership.objects.create(
        user=user, role=Role.LEADERSHIP, unit=unit, area_code=unit.area_code, valid_from=date(2010, 1, 1)
    )
    return user


def _make_rules(count: int, *, since: date) -> None:
    """Make bench units, a post in each, and two rules under which every unit reports."""
    units = Unit.objects.bulk_create(
        Unit(
            code=f"bench-{number}",
            name=f"示范测速单位{number}",
            kind=Unit.Kind.DEPARTMENT,
            valid_from=date(2010, 1, 1),
        )
        for number in range(count)
    )
    posts = Post.objects.bulk_create(
        Post(
            code=unit.code,
            title="示范岗位",
            kind="officer",
            body=unit,
            unit=unit,
            valid_from=date(2010, 1, 1),
        )
        for unit in units
    )
    for code, anchor in RULES:
        rule = ReportRule.objects.create(
            code=code, title="示范测速报告", anchor=anchor, due_working_days=10, valid_from=since
        )
        RuleReporter.objects.bulk_create(
            RuleReporter(rule=rule, body=post.body, post=post, valid_from=date(2010, 1, 1)) for post in posts
        )


def _since(first: date) -> None:
    ReportRule.objects.filter(code__startswith="bench-").update(valid_from=first)


def _settle(day: date) -> None:
    """Accept what was due before this year, as years of work leave it; sweep out what was rolled back."""
    ReportDuty.objects.filter(due_on__lt=date(day.year, 1, 1)).update(
        state="accepted", first_submitted_at=timezone.now()
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL taskforce_reportduty")
        cursor.execute("VACUUM ANALYZE taskforce_reportduty")


def _generating(day: date, pairs: int) -> bool:
    """P1. Both write the same rows in a transaction that is rolled back."""
    made = duties.missing(day)

    def subject() -> None:
        if generate(day=day) != len(made):
            raise AssertionError("the rules asked for something else")

    def floor() -> None:
        for duty in made:
            duty.pk = None
        ReportDuty.objects.bulk_create(made, batch_size=PORTION, ignore_conflicts=True)

    times = Pairs()
    for _ in range(pairs):
        for kept, work in ((times.subject, subject), (times.floor, floor), (times.again, floor)):
            kept.append(_undone(work))
    ratios = times.ratios(floor_over_subject=False)
    name = f"P1 generate {len(made):,} duties ÷ bulk_create of them, CPU"
    return report(name, ratios, "≤ 2", statistics.median(ratios) <= 2, times.spread())


def _undone(work: Callable[[], None]) -> float:
    with transaction.atomic():
        begun = time.process_time()
        work()
        taken = time.process_time() - begun
        transaction.set_rollback(True)
    return taken


def _readings(reader: User, day: date) -> dict[str, Callable[[], Any]]:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(reader, backend="yunhe_envhealth.accounts.backends.AccountBackend")

    def page() -> None:
        with override_settings(STORAGES=PLAIN_STATIC):
            response = client.get(LIST)
        if response.status_code != 200:
            raise AssertionError(f"{LIST}: {response.status_code}")

    def reminders() -> None:
        already_written(plan(open_deadlines(day), steps(), workdays(), day, day))

    return {
        "P2 list of duties": page,
        "P3 due and overdue by unit": lambda: due_and_overdue_by_unit(reader, day),
        "P4 a day's reminders": reminders,
    }


@dataclass(frozen=True, slots=True)
class Cost:
    """What one reading asks of the database and of the processor."""

    questions: int
    buffers: int
    cpu: float


def _cost(work: Callable[[], Any]) -> Cost:
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, many, context)

    work()
    with connection.execute_wrapper(listen):
        work()
    begun = time.process_time()
    for _ in range(5):
        work()
    cpu = (time.process_time() - begun) / 5
    return Cost(len(asked), sum(_touched(sql, params) for sql, params in asked), cpu)


def _touched(sql: str, params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
    top = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def _ratio(name: str, few: Cost, many: Cost) -> bool:
    buffers, cpu = many.buffers / max(few.buffers, 1), many.cpu / few.cpu
    holds = buffers <= 1.3 and cpu <= 1.5 and many.questions == few.questions
    print(
        f"{name}, ten years ÷ one: buffers {few.buffers:,} → {many.buffers:,} = {buffers:.2f}, CPU {cpu:.2f},"
        f" questions {few.questions} → {many.questions}"
        f"  gate ≤ 1.3, ≤ 1.5, equal: {'holds' if holds else 'FALLS SHORT'}",
        flush=True,
    )
    return holds


def _rates(day: date, pairs: int) -> bool:
    """P5. Rates by unit and by period read every year; the floor groups the same rows by the same columns."""

    def subject() -> None:
        rates(by="unit", day=day)
        rates(by="period", day=day)

    def floor() -> None:
        with connection.cursor() as cursor:
            for column in ("p.unit_id", "d.period_code"):
                cursor.execute(
                    f"SELECT {column}, count(*), count(*) FILTER (WHERE d.state = 'accepted')"
                    " FROM taskforce_reportduty d JOIN taskforce_post p ON p.id = d.owner_post_id GROUP BY 1"
                )
                cursor.fetchall()

    times = Pairs()
    for _ in range(pairs):
        for kept, work in ((times.subject, subject), (times.floor, floor), (times.again, floor)):
            begun = time.perf_counter()
            work()
            kept.append(time.perf_counter() - begun)
    ratios = times.ratios(floor_over_subject=False)
    count = ReportDuty.objects.count()
    return report(
        f"P5 rates over {count:,} duties ÷ grouping them in SQL", ratios, "≤ 4",
        statistics.median(ratios) <= 4, times.spread(),
    )  # fmt: skip
