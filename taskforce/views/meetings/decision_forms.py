"""The forms of decisions: record, correct, state as carried out; each makes one service call."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.forms import meetings as forms
from taskforce.models import Decision, Meeting
from taskforce.services import meetings as services
from taskforce.views.meetings.forms import OnMeeting
from yunhe_envhealth.accounts.permissions import today


class Decide(OnMeeting):
    form_class = forms.DecisionsForm
    template_name = "taskforce/row_form.html"
    title = "记决定"
    button = "记入"
    consequence = "记入后不能改写，只能补更正行。“任务”立即派给责任岗位，要写期限。空行不记。"
    done = "已记入。"
    tab = "decisions"

    def get_consequence(self) -> str:
        if not self.meeting.is_entered_later:
            return self.consequence
        return f"{self.consequence}补录的会议，期限不早于开会当天；已经办完的请选“决定”，再登记落实日期。"

    def form_options(self) -> dict[str, Any]:
        return {"day": today(), "items": self.meeting.agenda.filter(is_withdrawn=False)}

    def call(self, cleaned: dict[str, Any]) -> None:
        lines = [services.Line(**cells) for cells in self.form.lines()]
        services.record_decisions(meeting_id=self.meeting.pk, lines=lines, by=self.actor, now=timezone.now())


class Correct(OnMeeting):
    """A correcting line; with `decision` in the address it corrects that one, without it adds what was left out."""

    form_class = forms.CorrectionForm
    template_name = "taskforce/row_form.html"
    button = "补记更正"
    done = "更正已补记。"
    tab = "decisions"

    @cached_property
    def wrong(self) -> Decision | None:
        key = self.kwargs.get("decision")
        return get_object_or_404(self.meeting.decisions, pk=key) if key is not None else None

    def get_title(self) -> str:
        return "更正决定" if self.wrong else "补记遗漏的决定"

    def get_consequence(self) -> str:
        if self.wrong is None:
            return "补记的一行写明理由，列在原有决定之后。"
        words = f"原文：{self.wrong.text}"
        return f"{words}（原文派出的任务不会自动撤销，请在任务页办理。）" if self.wrong.task_id else words

    def form_options(self) -> dict[str, Any]:
        names = ("kind", "text", "owner_post", "due_on", "agenda_item")
        initial = {name: getattr(self.wrong, name) for name in names} if self.wrong else {}
        if initial.get("owner_post"):
            initial["owner_post"] = str(initial["owner_post"].pk)
        items = self.meeting.agenda.filter(is_withdrawn=False)
        return {"day": today(), "items": items, "initial_line": initial}

    def call(self, cleaned: dict[str, Any]) -> None:
        services.correct_decision(
            meeting_id=self.meeting.pk,
            decision_id=self.wrong.pk if self.wrong else None,
            line=services.Line(**self.form.values_of(self.form.rows[0])),
            reason=cleaned["reason"],
            by=self.actor,
            now=timezone.now(),
        )


class CarryOut(OnMeeting):
    form_class = forms.CarryOutForm
    title = "登记落实"
    button = "登记"
    done = "已登记落实。"
    tab = "decisions"

    @cached_property
    def decision(self) -> Decision:
        return get_object_or_404(
            Decision.objects.select_related("meeting__series__body"), pk=self.kwargs["pk"]
        )

    @cached_property
    def meeting(self) -> Meeting:
        return self.decision.meeting

    def get_consequence(self) -> str:
        return f"决定：{self.decision.text}"

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": today()}

    def call(self, cleaned: dict[str, Any]) -> None:
        services.carry_out(decision_id=self.decision.pk, by=self.actor, now=timezone.now(), **cleaned)
