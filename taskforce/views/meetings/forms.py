"""The office's forms about a meeting, and the one by which units propose; each makes one service call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.forms import meetings as forms
from taskforce.forms.attachments import AttachmentForm
from taskforce.forms.fields import seen_at
from taskforce.models import AgendaItem, Attachment, Attendance, Meeting, MeetingSeries
from taskforce.selectors import meetings as selectors
from taskforce.selectors.acting import acting_units, holds
from taskforce.selectors.tasks import units_of
from taskforce.services import meetings as services
from taskforce.views.attachments import keep
from taskforce.views.meetings.lists import EDIT
from taskforce.views.meetings.records import PROPOSE
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.accounts.selectors import units_in_force
from yunhe_envhealth.core.pages import ServiceForm
from yunhe_envhealth.core.periods import beijing_day


def latest(rows: Sequence[AgendaItem | Attendance]) -> str:
    """Return the moment at which the rows of a page were last written, as its form keeps it; "" without rows."""
    return max(row.updated_at for row in rows).isoformat() if rows else ""


class OnMeeting(ServiceForm):
    """A form about one meeting; `tab` is where it leads back to."""

    capability: str | dict[str, str] = EDIT
    form_class: Any = forms.NothingForm
    tab = ""

    @cached_property
    def meeting(self) -> Meeting:
        return get_object_or_404(Meeting.objects.select_related("series__body"), pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("会议", reverse("taskforce:meetings")), (str(self.meeting), self.back())]

    def back(self) -> str:
        url = reverse("taskforce:meeting", kwargs={"pk": self.meeting.pk})
        return f"{url}?tab={self.tab}" if self.tab else url

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), **self.form_options()}

    def form_options(self) -> dict[str, Any]:
        return {}

    def write(self, cleaned: dict[str, Any]) -> str:
        self.call(cleaned)
        return self.back()

    def call(self, cleaned: dict[str, Any]) -> None:
        """Make the one service call."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)


class Plan(ServiceForm):
    capability = EDIT
    form_class = forms.MeetingForm
    title = "筹备会议"
    button = "建立"
    consequence = "平台自动列入“上次决定落实情况”。已经开过的会议也在这里补录。"

    @cached_property
    def series(self) -> MeetingSeries:
        return get_object_or_404(selectors.series_in_force(today()), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"筹备：{self.series}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        url = reverse("taskforce:series", kwargs={"pk": self.series.pk})
        return [("会议制度", reverse("taskforce:series_list")), (str(self.series), url)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "day": today()}

    def write(self, cleaned: dict[str, Any]) -> str:
        meeting = services.plan_meeting(series=self.series, by=self.actor, now=timezone.now(), **cleaned)
        words = "已补录，请列出参会岗位。" if cleaned["already_held"] else "已建立，各单位可以提议题。"
        messages.success(self.request, words)
        return reverse("taskforce:meeting", kwargs={"pk": meeting.pk})


class Edit(OnMeeting):
    form_class = forms.MeetingChangeForm
    title = "修改会议"

    @property
    def done(self) -> str:  # type: ignore[override]
        return "已保存。" if self.meeting.is_entered_later else "已保存；已通知的岗位会收到变更。"

    def form_options(self) -> dict[str, Any]:
        return {"day": today()}

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "starts_at", "place", "agenda_until", "chair_post")
        values = {name: getattr(self.meeting, name) for name in names}
        return {**values, "seen": self.meeting.updated_at.isoformat()}

    def call(self, cleaned: dict[str, Any]) -> None:
        given = {**cleaned, "seen": seen_at(cleaned["seen"])}
        services.change_meeting(meeting_id=self.meeting.pk, by=self.actor, now=timezone.now(), **given)


class Propose(OnMeeting):
    capability = PROPOSE
    form_class = forms.ProposeForm
    title = "提议题"
    button = "提出"
    done = "议题已提出。"

    def form_options(self) -> dict[str, Any]:
        office = holds(self.actor, EDIT)
        units = units_in_force(on=today()) if office else acting_units(self.actor, PROPOSE, today())
        return {"units": units, "own": {unit.pk for unit in units_of(self.actor)}}

    def call(self, cleaned: dict[str, Any]) -> None:
        services.propose_agenda_item(meeting_id=self.meeting.pk, by=self.actor, now=timezone.now(), **cleaned)


class Withdraw(OnMeeting):
    capability = PROPOSE
    form_class = forms.ReasonForm
    title = "撤回议题"
    button = "撤回"
    done = "议题已撤回。"

    @cached_property
    def item(self) -> AgendaItem:
        return get_object_or_404(
            AgendaItem.objects.select_related("meeting__series__body"), pk=self.kwargs["pk"]
        )

    @cached_property
    def meeting(self) -> Meeting:
        return self.item.meeting

    def get_consequence(self) -> str:
        return f"议题：{self.item}。撤回后仍列出，标明已撤回。"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.withdraw_agenda_item(item_id=self.item.pk, by=self.actor, now=timezone.now(), **cleaned)


class Order(OnMeeting):
    form_class = forms.OrderForm
    template_name = "taskforce/row_form.html"
    title = "排定议题次序"
    consequence = "数字小的在前。"

    @cached_property
    def items(self) -> list[AgendaItem]:
        return [item for item in selectors.agenda(self.meeting) if not item.is_withdrawn]

    def get_initial(self) -> dict[str, Any]:
        return {"seen": latest(self.items)}

    def form_options(self) -> dict[str, Any]:
        return {"items": self.items}

    def call(self, cleaned: dict[str, Any]) -> None:
        given = {int(row.key): self.form.values_of(row)["order"] for row in self.form.rows}
        orders = {pk: place for pk, place in given.items() if place is not None}
        services.order_agenda(
            meeting_id=self.meeting.pk, orders=orders, seen=seen_at(cleaned["seen"]), by=self.actor
        )


class Invite(OnMeeting):
    form_class = forms.InviteForm
    tab = "people"

    @cached_property
    def is_past(self) -> bool:
        return self.meeting.is_entered_later

    @property
    def done(self) -> str:  # type: ignore[override]
        return "已列入参会名单，没有发通知。" if self.is_past else "通知已发出。"

    @property
    def button(self) -> str:  # type: ignore[override]
        return "列入名单" if self.is_past else "发出"

    def get_title(self) -> str:
        return "列出参会岗位" if self.is_past else "发出会议通知"

    def get_consequence(self) -> str:
        if self.is_past:
            return "会议已经开过：只列入参会名单，不发通知。岗位按开会那天的组织列出。"
        return "通知发给各岗位的现任；空缺的岗位转给单位负责人或办公室。"

    def form_options(self) -> dict[str, Any]:
        day = beijing_day(self.meeting.starts_at) if self.is_past else today()
        return {
            "usual": selectors.usual_posts(self.meeting, day).select_related("unit"),
            "liaisons": selectors.liaisons(day).select_related("unit"),
            "called": set(self.meeting.attendance.values_list("post_id", flat=True)),
        }

    def call(self, cleaned: dict[str, Any]) -> None:
        chosen = [*cleaned["usual"], *cleaned["liaisons"]]
        services.invite(
            meeting_id=self.meeting.pk,
            post_ids=[post.pk for post in chosen],
            by=self.actor,
            now=timezone.now(),
        )


class Attend(OnMeeting):
    form_class = forms.AttendanceForm
    template_name = "taskforce/row_form.html"
    title = "登记到会"
    done = "到会情况已登记。"
    tab = "people"

    @cached_property
    def attendance(self) -> list[Attendance]:
        return list(selectors.attendance(self.meeting))

    def get_initial(self) -> dict[str, Any]:
        return {"seen": latest(self.attendance)}

    def form_options(self) -> dict[str, Any]:
        return {"attendance": self.attendance}

    def call(self, cleaned: dict[str, Any]) -> None:
        came = {"yes": True, "no": False, "": None}
        rows = {}
        for row in self.form.rows:
            cells = self.form.values_of(row)
            present = services.Present(came[cells["attended"]], cells["stand_in"], cells["note"])
            rows[int(row.key)] = present
        services.record_attendance(
            meeting_id=self.meeting.pk,
            rows=rows,
            seen=seen_at(cleaned["seen"]),
            by=self.actor,
            now=timezone.now(),
        )


class Hold(OnMeeting):
    title = "登记已召开"
    button = "已召开"
    done = "已登记召开。"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.hold(meeting_id=self.meeting.pk, by=self.actor, now=timezone.now())


class Cancel(OnMeeting):
    form_class = forms.ReasonForm
    title = "取消会议"
    button = "取消会议"
    danger = True
    done = "会议已取消。"

    def get_consequence(self) -> str:
        if self.meeting.is_entered_later:
            return "补录有误时取消；这次会议不能再恢复。"
        return "已通知的岗位会收到取消的消息；这次会议不能再恢复。"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.cancel_meeting(meeting_id=self.meeting.pk, by=self.actor, now=timezone.now(), **cleaned)


class Minutes(OnMeeting):
    form_class = forms.MinutesForm
    title = "写纪要"
    done = "纪要已保存。"
    tab = "minutes"

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.meeting.minutes, "seen": self.meeting.updated_at.isoformat()}

    def call(self, cleaned: dict[str, Any]) -> None:
        services.write_minutes(
            meeting_id=self.meeting.pk, text=cleaned["text"], seen=seen_at(cleaned["seen"]), by=self.actor
        )


class Fix(OnMeeting):
    title = "纪要定稿"
    button = "定稿"
    danger = True
    consequence = "定稿以后纪要不能再改；有错只能补一行更正，写明理由。"
    done = "纪要已定稿。"
    tab = "minutes"

    def call(self, cleaned: dict[str, Any]) -> None:
        services.fix_minutes(meeting_id=self.meeting.pk, by=self.actor, now=timezone.now())


class Attach(OnMeeting):
    form_class = AttachmentForm
    title = button = "添加附件"
    done = "已添加附件。"
    tab = "files"

    def call(self, cleaned: dict[str, Any]) -> None:
        keep(
            cleaned["file"], owner_kind=Attachment.OwnerKind.MEETING, owner_id=self.meeting.pk, by=self.actor
        )
