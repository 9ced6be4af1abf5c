"""Forms of meetings: an old page takes nothing back, attendance waits for the day, one proposes for the own unit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taskforce.models import Meeting
from taskforce.services import meetings
from taskforce.services.meetings import Present
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.taskforce_meetings import make_held_meeting, make_meeting
from yunhe_envhealth.accounts.models import Role, User
from yunhe_envhealth.accounts.services.roles import give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return make_user("office")


@pytest.fixture
def desk(office: User) -> Client:
    return make_verified_client(office)


def address(name: str, pk: int) -> str:
    return reverse(f"taskforce:{name}", args=[pk])


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def held(office: User) -> Meeting:
    """Make a meeting that was held an hour ago."""
    held_at = timezone.now() - timedelta(hours=1)
    return make_held_meeting(by=office, starts_at=held_at, now=held_at - timedelta(hours=1))


def sent(client: Client, url: str) -> dict[str, Any]:
    """Return what a form sends that is opened and not touched."""
    form = client.get(url).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: "" if value is None else value for name, value in values.items()}


def test_attendance_is_recorded_in_one_grid(desk: Client, office: User) -> None:
    meeting = held(office)
    rows = list(meeting.attendance.order_by("pk"))
    given = sent(desk, address("attendance", meeting.pk))
    given |= {f"attended_{row.pk}": "yes" for row in rows} | {f"stand_in_{rows[0].pk}": "示范代会"}

    assert desk.post(address("attendance", meeting.pk), given).status_code == 302

    assert set(meeting.attendance.values_list("attended", flat=True)) == {True}
    assert "示范代会代会" in page(desk, address("meeting", meeting.pk) + "?tab=people")


def test_a_page_opened_before_a_colleague_wrote_changes_nothing(desk: Client, office: User) -> None:
    now, colleague = timezone.now(), make_user("office")
    meeting = make_meeting(by=office, starts_at=now + timedelta(days=7), now=now)
    edit, order = (address(name, meeting.pk) for name in ("meeting_edit", "agenda_order"))
    item = meetings.propose_agenda_item(
        meeting_id=meeting.pk, unit=make_unit(), title="监测点补位", by=office, now=now
    )
    planned_as = meeting.title
    stale = sent(desk, edit) | {"reason": "改名", "title": "示范新名"}
    stale_order = sent(desk, order)
    meetings.change_meeting(
        meeting_id=meeting.pk, title=meeting.title, starts_at=meeting.starts_at, place="示范会议室",
        chair_post=None, agenda_until=None, reason="定了地点", by=colleague, now=now,
    )  # fmt: skip
    meetings.order_agenda(meeting_id=meeting.pk, orders={item.pk: 7}, by=colleague)
    came = held(office)
    attendance = address("attendance", came.pk)
    stale_people = sent(desk, attendance)
    row = came.attendance.order_by("pk")[0]
    meetings.record_attendance(
        meeting_id=came.pk,
        rows={row.pk: Present(True)},
        by=colleague,
        now=timezone.now(),
    )

    for url, given in ((edit, stale), (order, stale_order), (attendance, stale_people)):
        answer = desk.post(url, given)
        assert answer.status_code == 422, url
        assert "被别人改过" in answer.content.decode()

    meeting.refresh_from_db()
    assert (meeting.place, meeting.title) == ("示范会议室", planned_as)
    assert meeting.agenda.get(pk=item.pk).order == 7
    assert came.attendance.get(pk=row.pk).attended is True
    assert desk.post(edit, sent(desk, edit) | {"reason": "改名", "title": "示范新名"}).status_code == 302
    assert desk.post(order, sent(desk, order)).status_code == 302
    assert desk.post(attendance, sent(desk, attendance)).status_code == 302


def test_attendance_is_not_offered_before_the_day(desk: Client, office: User) -> None:
    now = timezone.now()
    ahead = make_meeting(by=office, starts_at=now + timedelta(days=8), now=now)
    meetings.invite(meeting_id=ahead.pk, by=office, now=now)
    url = address("attendance", ahead.pk)

    assert url not in page(desk, address("meeting", ahead.pk))
    row = ahead.attendance.order_by("pk")[0]
    refused = desk.post(url, sent(desk, url) | {f"attended_{row.pk}": "yes"})
    assert refused.status_code == 422
    assert "到那天才能登记到会" in refused.content.decode()
    came = held(office)
    assert address("attendance", came.pk) in page(desk, address("meeting", came.pk))


def test_a_matter_is_proposed_in_the_name_of_ones_own_unit_and_with_two_of_them_one_has_to_choose() -> None:
    meeting, own, other = make_meeting(), make_unit(sort_key="9"), make_unit(sort_key="8")
    make_unit(sort_key="0")
    url = address("agenda_propose", meeting.pk)

    def offered(user: User) -> Any:
        return make_verified_client(user).get(url).context["form"]["unit"].value()

    office, officer = make_user("office", unit=own), make_user("unit_officer", unit=own)
    assert offered(office) == own.pk
    assert offered(officer) == own.pk
    give_role(
        user=officer, role=Role.UNIT_OFFICER, unit=other, area_code="331125", valid_from=date(2020, 1, 1), by=None,
        reason="示范",
    )  # fmt: skip
    assert offered(User.objects.get(pk=officer.pk)) is None
