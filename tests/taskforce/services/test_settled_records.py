"""A record that is settled takes no more files; those that it has stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from taskforce.choices import DutyState, MeetingState, SupervisionState, TaskState
from taskforce.models import Attachment
from taskforce.services import attachments, supervision
from tests.factories.accounts import make_user
from tests.factories.office import make_office
from tests.factories.reports import make_duty
from tests.factories.taskforce_meetings import make_meeting
from tests.factories.taskforce_tasks import NOW, make_post, make_task
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def notice(office: User) -> Any:
    return supervision.issue(
        title="水样迟报", text="请补报。", post=make_post(), working_days=5, by=office, now=NOW, is_demo=True
    )


SETTLED: list[tuple[str, Callable[[User], Any], str]] = [
    ("meeting", lambda office: make_meeting(by=office), MeetingState.MINUTED),
    ("meeting", lambda office: make_meeting(by=office), MeetingState.CANCELLED),
    ("supervision", notice, SupervisionState.CLOSED),
    ("report", lambda office: make_duty(make_office()), DutyState.ACCEPTED),
    ("report", lambda office: make_duty(make_office()), DutyState.WAIVED),
    ("task", lambda office: make_task(), TaskState.CANCELLED),
]


@pytest.mark.parametrize(("kind", "made", "state"), SETTLED)
def test_a_settled_record_takes_no_more_files(kind: str, made: Callable[[User], Any], state: str) -> None:
    office = make_user("office")
    record = made(office)
    attachments.attach(owner_kind=kind, owner_id=record.pk, name="before.pdf", data=PDF, by=office, now=NOW)
    type(record).objects.filter(pk=record.pk).update(state=state)

    with pytest.raises(Conflict, match="不能再添加附件"):
        attachments.attach(
            owner_kind=kind, owner_id=record.pk, name="after.pdf", data=PDF, by=office, now=NOW
        )

    assert [file.name for file in Attachment.objects.all()] == ["before.pdf"]


def test_a_cancelled_task_takes_no_more_files_from_its_own_page() -> None:
    task, office = make_task(), make_user("office")
    type(task).objects.filter(pk=task.pk).update(state=TaskState.CANCELLED)

    with pytest.raises(Conflict, match="不能再添加附件"):
        attachments.attach_to_task(task=task, name="after.pdf", data=PDF, by=office, now=NOW)
