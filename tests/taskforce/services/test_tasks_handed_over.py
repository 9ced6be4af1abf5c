"""A record acted on while its post is being handed over: found again, as it stands after the hand-over."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model

from taskforce.choices import TaskState
from taskforce.models import Post, Task
from taskforce.services import supervision, tasks
from taskforce.services.reports.rights import lock
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import make_office
from tests.factories.reports import make_duty
from tests.factories.taskforce_tasks import NOW, make_post, make_task
from tests.locks import somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(record: Model, field: str, heir: Post, step: Callable[[], Any]) -> Any:
    """Hand the record to another post; let `step` begin before that is committed, and return what it returns."""

    def take() -> Any:
        try:
            with transaction.atomic():
                return step()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            type(record)._base_manager.filter(pk=record.pk).update(**{field: heir})
            taken, until = pool.submit(take), monotonic() + 20
            while not somebody_waits() and not taken.done() and monotonic() < until:
                sleep(0.01)
        return taken.result(20)


def test_a_task_is_accepted_while_it_is_handed_to_another_post() -> None:
    task, heir, office = make_task(), make_post(), make_user("office")

    meanwhile(task, "owner_post", heir, lambda: tasks.accept(task=task, by=office, now=NOW))

    kept = Task.objects.get()
    assert (kept.state, kept.owner_post) == (TaskState.ACCEPTED, heir)


def test_a_notice_is_answered_while_it_is_handed_to_another_post() -> None:
    unit = make_unit()
    officer, heir = make_user("unit_officer", unit=unit), make_post(unit=unit)
    notice = supervision.issue(
        title="示范", text="示范", post=make_post(unit=unit), working_days=5, by=make_user("office"), now=NOW
    )

    answered = meanwhile(
        notice,
        "post",
        heir,
        lambda: supervision.reply(notice_id=notice.pk, text="已补报。", by=officer, now=NOW),
    )

    assert (answered.reply, answered.post) == ("已补报。", heir)


def test_a_report_is_held_while_it_is_handed_to_another_post() -> None:
    office = make_office(steps=False)
    duty, heir = make_duty(office), make_post()

    assert meanwhile(duty, "owner_post", heir, lambda: lock(duty)).owner_post == heir
