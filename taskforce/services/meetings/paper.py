"""The minutes as a document: .docx and PDF print the same."""

from __future__ import annotations

from taskforce.choices import DecisionKind, DecisionStanding, MeetingState
from taskforce.models import Meeting
from taskforce.selectors.meetings import agenda, attendance, decisions_of, follow_up_of
from taskforce.services.documents import Document, Section, Table
from yunhe_envhealth.core.periods import BEIJING, beijing_day

NUMBERS = "一二三四五六"


def minutes_of(meeting: Meeting) -> Document:
    """Return the minutes with agenda, who came, what was said and decided, and what became of earlier decisions."""
    sections = [
        Section("", _titles(meeting)),
        Section("", [], _people(meeting)),
        Section("", [], _follow_up(meeting)),
        Section("", meeting.minutes.split("\n") if meeting.minutes else ["（还没有写）"]),
        Section("", [], _decisions(meeting)),
    ]
    titles = ("议题", "参会情况", "上次决定落实情况", "会议纪要", "会议决定")
    numbered = [
        Section(
            f"{NUMBERS[place]}、{title}",
            section.paragraphs or ([] if section.table else ["无。"]),
            section.table,
        )
        for place, (title, section) in enumerate(zip(titles, sections, strict=True))
    ]
    marks = ["示范"] if meeting.is_demo else []
    marks += [] if meeting.state == MeetingState.MINUTED else ["草稿"]
    return Document(
        title=f"{meeting.title}纪要",
        meta=[
            ("时间", f"{meeting.starts_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"),
            ("地点", meeting.place or "—"),
            ("主持", str(meeting.chair_post) if meeting.chair_post else "—"),
            ("召集机构", str(meeting.series.body)),
            *(
                [("录入", f"补录，{beijing_day(meeting.created_at)} 录入平台")]
                if meeting.is_entered_later
                else []
            ),
        ],
        sections=numbered,
        mark="、".join(marks),
    )


def _titles(meeting: Meeting) -> list[str]:
    rows = [item for item in agenda(meeting) if not item.is_withdrawn]
    return [f"{place}. {item.title}（{item.unit}）" for place, item in enumerate(rows, 1)]


def _people(meeting: Meeting) -> Table | None:
    came = {True: "到会", False: "缺席", None: "未登记"}
    rows = [
        [
            str(row.post.unit),
            str(row.post),
            came[row.attended],
            "；".join(filter(None, [row.stand_in and f"{row.stand_in}代会", row.note])),
        ]
        for row in attendance(meeting)
    ]
    return Table(["单位", "岗位", "到会", "说明"], rows) if rows else None


def _follow_up(meeting: Meeting) -> Table | None:
    rows = [
        [row.meeting.title, row.text, str(row.owner_post or "—"), DecisionStanding(row.standing).label]
        for row in follow_up_of(meeting)
    ]
    return Table(["会议", "决定", "责任岗位", "落实"], rows) if rows else None


def _decisions(meeting: Meeting) -> Table | None:
    rows = []
    for place, row in enumerate(decisions_of(meeting), 1):
        words = row.text
        if row.reason:
            words += f"（更正：{row.reason}）" if row.follows_id else f"（补记：{row.reason}）"
        due = row.due_on.isoformat() if row.due_on else "—"
        rows.append([str(place), DecisionKind(row.kind).label, words, str(row.owner_post or "—"), due])
    return Table(["序号", "类别", "内容", "责任岗位", "期限"], rows) if rows else None
