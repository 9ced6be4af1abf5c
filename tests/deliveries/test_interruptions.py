"""Two workers, dead workers, an absent broker, a change of mind: a delivery is written once, whole, or not at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError as OperationalFailure
from django.db import connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from monitoring.models import Measurement
from monitoring.services import imports
from tests.factories.files import tidy
from tests.locks import somebody_waits
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.deliveries import services, tasks
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.services import working

Make = Callable[..., Delivery]
State = Delivery.State


def stored() -> list[tuple[Any, ...]]:
    return list(Measurement.objects.order_by("start").values_list("station__code", "value", "delivery_id"))


def aged(delivery: Delivery, **fields: Any) -> None:
    """Let two hours pass for a delivery."""
    long_ago = Now() - timedelta(hours=2)
    Delivery.objects.filter(pk=delivery.pk).update(updated_at=long_ago, **fields)


def make_other(delivery: Delivery) -> dict[str, Any]:
    return {"kind": "readings", "channel": "command", "filename": "另一份", "sha256": "0", "size": 1}


def test_a_broker_that_is_away_does_not_stop_the_request(
    deliver: Make, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(**_: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(tasks.check_delivery, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        delivery = deliver(tidy(5))
    assert delivery.state == State.RECEIVED


def test_a_received_file_is_checked_by_the_task(
    deliver: Make, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        delivery = deliver(tidy(5))
    delivery.refresh_from_db()
    assert delivery.state == State.PREVIEWED


def test_the_sweep_finishes_what_was_confirmed_before_a_crash(previewed: Make, officer: Any) -> None:
    delivery = previewed(tidy(5))
    services.confirm(delivery=delivery, by=officer)
    assert services.waiting() == []
    aged(delivery)
    tasks.sweep_deliveries()
    delivery.refresh_from_db()
    assert (delivery.state, len(stored())) == (State.COMMITTED, 1)


def test_the_sweep_checks_what_was_received_before_a_crash(deliver: Make) -> None:
    delivery = deliver(tidy(5))
    assert services.waiting() == []
    aged(delivery)
    tasks.sweep_deliveries()
    delivery.refresh_from_db()
    assert delivery.state == State.PREVIEWED


def test_a_check_whose_worker_fell_silent_is_given_to_another(deliver: Make) -> None:
    delivery = deliver(tidy(5))
    aged(delivery, state=State.CHECKING, heartbeat_at=Now() - timedelta(seconds=90))
    assert services.waiting() == []
    aged(delivery, heartbeat_at=Now() - timedelta(minutes=6))
    services.waiting()
    delivery.refresh_from_db()
    assert delivery.state == State.RECEIVED


def test_a_file_that_broke_three_checks_is_failed(deliver: Make) -> None:
    delivery = deliver(tidy(5))
    for _ in range(3):
        Delivery.objects.filter(pk=delivery.pk).update(state=State.CHECKING, heartbeat_at=None)
        services.waiting()
    delivery.refresh_from_db()
    assert delivery.state == State.FAILED
    assert "中断了 3 次" in delivery.problem


def test_only_interruptions_count_and_checking_again_forgets_them(deliver: Make, officer: Any) -> None:
    delivery = deliver(tidy(5))
    for _ in range(4):
        services.check(delivery_id=delivery.pk)
        services.check_again(delivery=delivery, by=officer)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.CHECKING, heartbeat_at=None)
    services.waiting()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.preview["interrupted"]) == (State.RECEIVED, 1)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.FAILED)
    services.check_again(delivery=delivery, by=officer)
    delivery.refresh_from_db()
    assert "interrupted" not in delivery.preview


def test_a_delivery_that_a_worker_commits_is_left_to_it_until_it_falls_silent(
    previewed: Make, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = previewed(tidy(5))
    services.confirm(delivery=delivery, by=officer)
    whole, sent, compared = imports.compare, [], []

    def swept_meanwhile(frame: Any) -> Any:
        compared.append(len(frame))
        aged(delivery)
        sent.extend(services.waiting())
        services.commit(delivery_id=delivery.pk)
        raise OperationalFailure

    monkeypatch.setattr(imports, "compare", swept_meanwhile)
    with pytest.raises(OperationalFailure):
        services.commit(delivery_id=delivery.pk)
    assert (sent, compared) == ([], [1])
    monkeypatch.setattr(imports, "compare", whole)
    assert services.waiting() == []
    aged(delivery, heartbeat_at=Now() - timedelta(minutes=6))
    tasks.sweep_deliveries()
    assert len(stored()) == 1


def test_a_commit_is_rolled_back_when_it_would_replace_another_value_than_shown(
    committed: Make, previewed: Make, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(tidy(5))
    delivery = previewed(tidy(6))
    services.confirm(delivery=delivery, by=officer)
    whole = imports.store

    def late(*, frame: Any, delivery: Delivery) -> Any:
        monkeypatch.setattr(imports, "store", whole)
        whole(frame=frame.assign(value=9.0), delivery=Delivery.objects.create(**make_other(delivery)))
        return whole(frame=frame, delivery=delivery)

    monkeypatch.setattr(imports, "store", late)
    services.commit(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.PREVIEWED
    assert "请重新核对" in delivery.problem
    assert [value for _, value, _ in stored()] == [5.0]


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_have_one_effect(previewed: Make, officer: Any) -> None:
    delivery = previewed(tidy(5))
    both, answers = threading.Barrier(2, timeout=30), []

    def confirm() -> None:
        try:
            both.wait()
            answers.append(services.confirm(delivery=delivery, by=officer).state)
        except Conflict:
            answers.append("busy")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == 2
    assert set(answers) <= {State.CONFIRMED, State.COMMITTED, "busy"}
    assert set(answers) != {"busy"}
    events = apps.get_model("deliveries", "DeliveryEvent").objects.filter(id=delivery.pk)
    assert [events.filter(state=state).count() for state in (State.CONFIRMED, State.COMMITTED)] == [1, 1]
    assert len(stored()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_commit_waits_for_somebody_who_just_looks_at_the_delivery(previewed: Make, officer: Any) -> None:
    delivery = previewed(tidy(5))
    Delivery.objects.filter(pk=delivery.pk).update(state=State.CONFIRMED, heartbeat_at=None)

    def commit() -> None:
        try:
            services.commit(delivery_id=delivery.pk)
        finally:
            connection.close()

    worker = threading.Thread(target=commit)
    with transaction.atomic():
        Delivery.objects.select_for_update().get(pk=delivery.pk)
        worker.start()
        deadline = time.monotonic() + 4  # the worker's own lock_timeout is five seconds
        while not somebody_waits():
            assert time.monotonic() < deadline, "the commit did not wait for the row"
    worker.join(timeout=60)
    delivery.refresh_from_db()
    assert (delivery.state, len(stored())) == (State.COMMITTED, 1)


def test_a_check_that_breaks_says_so_and_can_be_tried_again(
    previewed: Make, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = imports.compare
    monkeypatch.setattr(imports, "compare", lambda frame: 1 / 0)
    delivery = previewed(tidy(5))
    assert delivery.state == State.FAILED
    assert "检查时平台出错" in delivery.problem
    monkeypatch.setattr(imports, "compare", whole)
    services.check_again(delivery=delivery, by=officer)
    services.check(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem) == (State.PREVIEWED, "")


def test_a_cancelled_delivery_writes_nothing_whatever_comes_after(previewed: Make, officer: Any) -> None:
    delivery = previewed(tidy(5))
    services.cancel(delivery=delivery, by=officer)
    services.cancel(delivery=delivery, by=officer)
    with pytest.raises(Conflict, match="不能确认"):
        services.confirm(delivery=delivery, by=officer)
    services.commit(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, stored()) == (State.CANCELLED, [])


def test_a_written_delivery_cannot_be_cancelled_or_checked_again(committed: Make, officer: Any) -> None:
    delivery = committed(tidy(5))
    with pytest.raises(Conflict):
        services.cancel(delivery=delivery, by=officer)
    with pytest.raises(Conflict):
        services.check_again(delivery=delivery, by=officer)


def test_a_delivery_given_up_during_its_check_stays_given_up(
    deliver: Make, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = deliver(tidy(5))
    whole = imports.compare

    def given_up_meanwhile(frame: Any) -> Any:
        services.cancel(delivery=delivery, by=officer)
        return whole(frame)

    monkeypatch.setattr(imports, "compare", given_up_meanwhile)
    services.check(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.CANCELLED


def test_progress_is_noted_at_most_twice_a_second(
    deliver: Make, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    delivery = deliver(tidy(5))
    clock = iter([100.0, 100.0, 100.2, 100.4, 100.6, 100.6])
    monkeypatch.setattr(working, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    heartbeat = working.Heartbeat(delivery.pk)
    with django_assert_num_queries(2):
        for step in range(1, 5):
            heartbeat(step, 5)
    delivery.refresh_from_db()
    assert (delivery.progress_done, delivery.progress_total) == (4, 5)


def test_every_state_leaves_who_and_why_in_the_history(committed: Make, officer: Any) -> None:
    delivery = committed(tidy(5, "abc"), reason="仪器故障")
    events = Delivery.pgh_event_model.objects.filter(id=delivery.pk).order_by("pgh_id")
    assert [event.state for event in events] == [
        "received",
        "checking",
        "previewed",
        "confirmed",
        "committed",
    ]
    context = next(event for event in events if event.state == "confirmed").pgh_context.metadata
    assert (context["actor"], context["reason"]) == (officer.username, "仪器故障")
