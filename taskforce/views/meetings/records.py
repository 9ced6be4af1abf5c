"""The page of one meeting: where it stands, what comes next, agenda, people, decisions, minutes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from taskforce.choices import MEETING_AHEAD, MEETING_TOOK_PLACE, DecisionStanding, MeetingState
from taskforce.models import Attachment, Meeting
from taskforce.selectors import meetings as selectors
from taskforce.selectors.acting import acting_unit_ids
from taskforce.selectors.attachments import attachments_of, may_attach, takes_files
from taskforce.tables.meetings import TONES
from taskforce.views.meetings.lists import EDIT, VIEW
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import RecordPage
from yunhe_envhealth.core.periods import BEIJING, beijing_day

PROPOSE = "meetings.propose"
STEPS = (
    (MeetingState.PLANNED, "筹备"),
    (MeetingState.INVITED, "通知"),
    (MeetingState.HELD, "召开"),
    (MeetingState.MINUTED, "纪要"),
)
Step = tuple[str, str, str, str, list[tuple[str, str]]]  # title, sentence, button, its route, other steps
ATTEND = ("登记到会", "attendance")
NEXT: dict[str, Step] = {
    MeetingState.PLANNED: (
        "收集议题，发出通知",
        "各单位提议题，办公室排定次序后通知参会岗位。",
        "发出通知",
        "meeting_invite",
        [("排定议题次序", "agenda_order")],
    ),
    MeetingState.INVITED: (
        "开会，登记到会",
        "会后登记已召开，再记到会、决定和纪要。",
        "登记已召开",
        "meeting_hold",
        [("补充通知", "meeting_invite"), ATTEND, ("排定议题次序", "agenda_order")],
    ),
    MeetingState.HELD: (
        "记决定，写纪要，定稿",
        "每个岗位都登记了到会、写好纪要以后才能定稿；定稿后只能补更正行。",
        "纪要定稿",
        "minutes_fix",
        [ATTEND, ("记决定", "decisions_new"), ("写纪要", "minutes_edit")],
    ),
}
NEXT_OF_PAST: dict[str, Step] = NEXT | {
    MeetingState.PLANNED: (
        "列出参会岗位",
        "补录的会议不发通知：补上议题，列出参会岗位。",
        "列出参会岗位",
        "meeting_invite",
        [("补议题", "agenda_propose"), ("排定议题次序", "agenda_order")],
    ),
    MeetingState.INVITED: (
        "登记已召开",
        "参会岗位已列出；登记已召开，再记到会、决定和纪要。",
        "登记已召开",
        "meeting_hold",
        [("补列岗位", "meeting_invite"), ATTEND, ("补议题", "agenda_propose")],
    ),
}
STATE_TONES = {MeetingState.MINUTED: "is-ok", MeetingState.CANCELLED: "is-bad", MeetingState.HELD: "is-warn"}


def steps_of(meeting: Meeting) -> list[dict[str, str]]:
    """Return the stepper: what is behind is done, the step at hand is current."""
    reached = {
        MeetingState.PLANNED: 0,
        MeetingState.INVITED: 2,
        MeetingState.HELD: 3,
        MeetingState.MINUTED: 4,
    }
    at = reached.get(MeetingState(meeting.state), -1)
    if meeting.state == MeetingState.PLANNED:
        at = 1
    steps = []
    for place, (_, label) in enumerate(STEPS):
        state = "done" if place < at else "current" if place == at else "waiting"
        if meeting.state == MeetingState.CANCELLED:
            state = "failed" if place == 0 else "waiting"
        steps.append({"label": label, "note": "", "state": state})
    if meeting.is_entered_later:
        steps[1]["label"] = "参会名单"
    steps[2]["note"] = f"{meeting.starts_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if meeting.minuted_at:
        steps[3]["note"] = f"{meeting.minuted_at.astimezone(BEIJING):%Y-%m-%d}"
    return steps


class MeetingPage(RecordPage):
    capability = VIEW
    scoped = True
    template_name = "taskforce/meeting.html"
    tabs = {
        "agenda": ("议题", "taskforce/meeting_agenda.html"),
        "people": ("参会", "taskforce/meeting_people.html"),
        "decisions": ("决定", "taskforce/meeting_decisions.html"),
        "minutes": ("纪要", "taskforce/meeting_minutes.html"),
        "files": ("附件", "taskforce/task_files.html"),
    }
    object: Meeting

    @property
    def is_past(self) -> bool:
        return self.object.is_entered_later

    def get_queryset(self) -> QuerySet[Any]:
        return Meeting.objects.select_related("series__body", "chair_post__unit", "minuted_by")

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("会议", reverse("taskforce:meetings"))]

    def get_state(self) -> dict[str, str]:
        meeting = self.object
        words = meeting.state_words + ("（示范）" if meeting.is_demo else "")
        return {"words": words, "tone": STATE_TONES.get(MeetingState(meeting.state), "")}

    def get_facts(self) -> list[dict[str, Any]]:
        meeting = self.object
        until = meeting.agenda_until.isoformat() if meeting.agenda_until else None
        return [
            {
                "label": "会议制度",
                "value": meeting.series,
                "url": reverse("taskforce:series", kwargs={"pk": meeting.series_id}),
            },
            {"label": "时间", "value": f"{meeting.starts_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"},
            {"label": "地点", "value": meeting.place or None},
            {"label": "主持", "value": meeting.chair_post},
            {"label": "议题截止", "value": until},
            *(
                [{"label": "补录", "value": f"{beijing_day(meeting.created_at)} 录入"}]
                if self.is_past
                else []
            ),
            *([{"label": "定稿人", "value": meeting.minuted_by}] if meeting.minuted_by else []),
            *([{"label": "取消理由", "value": meeting.cancel_reason}] if meeting.cancel_reason else []),
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        meeting = self.object
        if not can(self.request.user, EDIT) or meeting.state not in MEETING_AHEAD:
            return []
        return [
            {"label": "修改", "url": self._url("meeting_edit")},
            {"label": "取消会议", "url": self._url("meeting_cancel")},
        ]

    def get_history_objects(self) -> list[Any]:
        meeting = self.object
        return [meeting, *meeting.agenda.all(), *meeting.decisions.all()]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        meeting, user = self.object, self.request.user
        edits = can(user, EDIT)
        ahead = meeting.state in MEETING_AHEAD
        context = {
            "is_past": self.is_past,
            "edits": edits,
            "ahead": ahead,
            "took_place": meeting.state in MEETING_TOOK_PLACE,
        }
        return context | getattr(self, f"_{tab}")()

    def _context(self, tabs: dict[str, tuple[str, str]], asked: str) -> dict[str, Any]:
        found = super()._context(tabs, asked)
        return {**found, "steps": steps_of(self.object), "next": self._next()}

    def _agenda(self) -> dict[str, Any]:
        meeting, user = self.object, self.request.user
        mine = acting_unit_ids(user, PROPOSE, today())
        return {
            "items": [
                {"row": item, "may_withdraw": can(user, EDIT) or item.unit_id in mine}
                for item in selectors.agenda(meeting)
            ],
            "follow_up": self._lines(selectors.follow_up_of(meeting)),
            "may_propose": can(user, EDIT if self.is_past else PROPOSE),
            "closed": meeting.agenda_until is not None and today() > meeting.agenda_until,
        }

    def _people(self) -> dict[str, Any]:
        rows = list(selectors.attendance(self.object))
        return {"attendance": rows, "came": sum(row.attended is True for row in rows)}

    def _decisions(self) -> dict[str, Any]:
        return {"decisions": self._lines(selectors.decisions_of(self.object))}

    def _minutes(self) -> dict[str, Any]:
        return {}

    def _files(self) -> dict[str, Any]:
        kind = Attachment.OwnerKind.MEETING
        may = takes_files(kind, self.object) and may_attach(kind, self.object.pk, self.request.user, today())
        return {
            "files": attachments_of(kind, self.object.pk),
            "attach_url": self._url("meeting_attach") if may else "",
        }

    def _lines(self, decisions: QuerySet[Any]) -> list[dict[str, Any]]:
        fixed = self.object.minuted_at
        readable = selectors.readable_tasks(decisions, self.request.user)
        return [
            {
                "row": row,
                "standing": DecisionStanding(row.standing).label,
                "tone": TONES.get(row.standing, ""),
                "due_on": row.task.due_on if row.task else row.due_on,
                "is_late_line": fixed is not None and row.created_at > fixed,
                "may_open_task": row.task_id in readable,
                "may_carry_out": row.kind == "decision" and row.standing == "open",
            }
            for row in decisions
        ]

    def _url(self, name: str) -> str:
        return reverse(f"taskforce:{name}", kwargs={"pk": self.object.pk})

    def _next(self) -> dict[str, Any] | None:
        """Return the one next step, as components/next_action.html prints it."""
        meeting = self.object
        if meeting.state not in (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD):
            return None
        edits = can(self.request.user, EDIT)
        who = "您可以办。" if edits else "由专班办公室办理。"
        opens_on = beijing_day(meeting.starts_at)
        early = meeting.state == MeetingState.INVITED and today() < opens_on
        steps = NEXT_OF_PAST if self.is_past else NEXT
        title, sentence, action, name, others = steps[MeetingState(meeting.state)]
        if early:
            others = [other for other in others if other != ATTEND]
        return {
            "title": title,
            "sentence": sentence,
            "action": action,
            "url": self._url(name) if edits and not early else "",
            "who": f"到 {opens_on} 开会那天才能{action}。" if early else who,
            "others": [{"label": label, "url": self._url(name)} for label, name in others] if edits else [],
        }
