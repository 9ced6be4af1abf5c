"""Reads of the pilot: its steps beside those that the guide lays down, and what is missing, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from taskforce.choices import Anchor, Applies, DutyState, PilotState
from taskforce.models import Attachment, DossierItem, Pilot, PilotStep, ReportDuty
from taskforce.science.pilot import STEPS, Step, yearly_due
from yunhe_envhealth.core.periods import beijing_day

NO_APPROVAL = "未录入批复日期，启动和三年评估的期限不推算；年度进展报告每年 12 月 31 日截止，不受影响。"
UNDER_WAY = (PilotState.APPROVED, PilotState.RUNNING, PilotState.RECTIFYING, PilotState.EXTENDED)


@dataclass(frozen=True, slots=True)
class Line:
    """One step as the page prints it: what the guide says, and what was done about it."""

    step: Step
    row: PilotStep | None
    state: str  # done | late | due | waiting
    words: str


def pilots() -> QuerySet[Pilot]:
    return Pilot.objects.all()


def step_lines(pilot: Pilot, day: date) -> list[Line]:
    """Return every step of the guide with what is recorded; a step taken several times stands several times."""
    rows: dict[str, list[PilotStep]] = {}
    for row in pilot.steps.all():
        rows.setdefault(row.kind, []).append(row)
    found: list[Line] = []
    for step in STEPS:
        if step.kind == PilotStep.Kind.YEARLY:
            found += _yearly_lines(step, rows.get(step.kind, []), pilot, day)
        else:
            kept: list[PilotStep | None] = [*rows.get(step.kind, [])]
            found += [_line(step, row, pilot, day) for row in kept or [None]]
    return found


def _yearly_lines(step: Step, rows: list[PilotStep], pilot: Pilot, day: date) -> list[Line]:
    """Return what was recorded, the report accepted last, the one to come, and last each that is past and not accepted.

    What is owed is read from the duties: an accepted report is the step taken, a new year does not hide an old debt.
    """
    duties = [duty for duty in yearly_duties() if duty.is_demo == pilot.is_demo]
    accepted = [duty for duty in duties if duty.state == DutyState.ACCEPTED]
    owed = [duty for duty in reversed(duties) if duty.state != DutyState.ACCEPTED]
    ahead = [Line(step, None, "due", f"期限 {duty.due_on}") for duty in owed if duty.due_on >= day]
    late = [
        Line(step, None, "late", f"{duty.period_code} 年度的期限是 {duty.due_on}，报告还没有接受")
        for duty in owed
        if duty.due_on < day
    ]
    lines = [_line(step, row, pilot, day) for row in rows]
    for duty in accepted[:1]:
        taken = f"，{beijing_day(duty.accepted_at)} 接受" if duty.accepted_at else "，已接受"
        lines.append(Line(step, None, "done", f"{duty.period_code} 年度的报告{taken}"))
    if (
        pilot.state in UNDER_WAY
        and not ahead
        and not any(duty.period_end.year == day.year for duty in duties)
    ):
        ahead = [Line(step, None, "due", f"期限 {yearly_due(day.year)}")]
    return [*lines, *ahead, *late] or [Line(step, None, "waiting", "没有登记")]


def _line(step: Step, row: PilotStep | None, pilot: Pilot, day: date) -> Line:
    if row is not None and row.done_on is not None:
        late = row.due_on is not None and row.done_on > row.due_on
        return Line(step, row, "done", f"{row.done_on} 完成" + (f"，晚于期限 {row.due_on}" if late else ""))
    if row is not None and row.due_on is not None:
        words = f"期限 {row.due_on}" + ("（按批复之日推算，指南未写明起算日）" if step.default else "")
        return Line(step, row, "late" if row.due_on < day else "due", words)
    if step.counted and pilot.approved_on is None:
        return Line(step, row, "waiting", "未录入批复日期，期限不推算")
    return Line(step, row, "waiting", "没有登记")


def missing(pilot: Pilot, day: date) -> list[str]:
    """Return what is missing in sentences, the gravest first; an empty list says that nothing is."""
    found = [NO_APPROVAL] if pilot.approved_on is None and pilot.state not in _BEFORE else []
    for line in step_lines(pilot, day):
        if line.state == "late" and line.row is not None:
            found.append(f"“{line.step.title}”期限是 {line.row.due_on}，没有登记完成。")
        elif line.state == "late":
            found.append(f"“{line.step.title}”：{line.words}。")
    rows = list(pilot.steps.filter(done_on__isnull=False))
    with_files = set(
        Attachment.objects.filter(
            owner_kind=Attachment.OwnerKind.PILOT, owner_id__in=[row.pk for row in rows]
        ).values_list("owner_id", flat=True)
    )
    found += [f"“{row.title}”（{row.done_on}）没有附文件。" for row in rows if row.pk not in with_files]
    lacking = [item.title for item in dossier(pilot) if not item.is_present]
    if lacking:
        found.append(
            f"申报材料还有 {len(lacking)} 项没有登记：{'；'.join(lacking[:3])}{'等' if len(lacking) > 3 else ''}。"
        )
    return found


_BEFORE = (PilotState.PREPARING, PilotState.SUBMITTED, PilotState.RECOMMENDED)


def dossier(pilot: Pilot) -> QuerySet[DossierItem]:
    return pilot.dossier.all()


def yearly_duties(limit: int = 6) -> list[ReportDuty]:
    """Return the yearly progress reports that the platform expects of the pilot, the newest first."""
    rows = ReportDuty.objects.filter(rule__anchor=Anchor.YEAR, rule__applies=Applies.PILOT)
    shown = rows.exclude(state=DutyState.WAIVED).select_related("rule", "body").order_by("-period_end", "pk")
    return list(shown[:limit])
