"""What people decide about a delivery: confirm, give up, check again. Each twice is once."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import OperationalError, transaction

from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, EnvHealthError
from yunhe_envhealth.core.queue import send_on_commit
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.services.working import CHECK_TASK, COMMIT_TASK, INTERRUPTED

State = Delivery.State


class ReasonMissing(EnvHealthError):
    """Rows with errors can only be left out with a reason."""

    status = 422
    title = "还缺理由"
    advice = "请写明为什么剔除这些错处，或改正文件后重新上传。"


def confirm(*, delivery: Delivery, by: User, drop_rejected_reason: str = "") -> Delivery:
    """Confirm what the preview showed: everything without an error is to be written. Confirming twice is once.

    Raises ReasonMissing when rows have errors and no reason is given, Conflict in any other state.
    """
    reason = drop_rejected_reason.strip()[:300]
    with transaction.atomic(), acting(by, reason):
        current = _locked(delivery.pk)
        if current.state in (State.CONFIRMED, State.COMMITTED):
            return current
        if current.state != State.PREVIEWED:
            raise Conflict(
                f"这次交接现在是“{current.get_state_display()}”，不能确认。", advice="请刷新页面。"
            )
        if current.rejected and not reason:
            raise ReasonMissing(f"有 {current.rejected} 行含错误，还没有写明剔除的理由。")
        current.state, current.reason, current.problem = (
            State.CONFIRMED,
            reason if current.rejected else "",
            "",
        )
        current.heartbeat_at = None  # the check's own heartbeat would keep the commit waiting
        current.save(update_fields=["state", "reason", "problem", "heartbeat_at", "updated_at"])
        send_on_commit(COMMIT_TASK, delivery_id=current.pk)
    return current


def cancel(*, delivery: Delivery, by: User) -> Delivery:
    """Give up a delivery that is not confirmed. Its file and findings stay; twice is once. Raises Conflict."""
    with transaction.atomic(), acting(by):
        current = _locked(delivery.pk)
        if current.state == State.CANCELLED:
            return current
        if current.state not in (State.RECEIVED, State.CHECKING, State.PREVIEWED, State.FAILED):
            raise Conflict(
                f"这次交接现在是“{current.get_state_display()}”，不能放弃。", advice="请刷新页面。"
            )
        current.state = State.CANCELLED
        current.save(update_fields=["state", "updated_at"])
    return current


def check_again(*, delivery: Delivery, by: User) -> Delivery:
    """Send a previewed or failed delivery to be checked once more: master data may have been corrected."""
    with transaction.atomic(), acting(by):
        current = _locked(delivery.pk)
        if current.state in (State.RECEIVED, State.CHECKING):
            return current
        if current.state not in (State.PREVIEWED, State.FAILED):
            raise Conflict(
                f"这次交接现在是“{current.get_state_display()}”，不能重新检查。", advice="请刷新页面。"
            )
        current.state, current.problem = State.RECEIVED, ""
        current.preview.pop(INTERRUPTED, None)
        current.save(update_fields=["state", "problem", "preview", "updated_at"])
        send_on_commit(CHECK_TASK, delivery_id=current.pk)
    return current


def acting(by: User | None, reason: str = "") -> Any:
    """Return the history context of an actor: the middleware knows one only for requests."""
    known = {"actor": by.get_username() if by else "", "reason": reason}
    return pghistory.context(**{name: words for name, words in known.items() if words})


def _locked(delivery_id: int) -> Delivery:
    """Return the delivery locked for this transaction. Raises Conflict while a worker writes it."""
    try:
        return Delivery.objects.select_for_update(nowait=True).get(pk=delivery_id)
    except OperationalError as error:
        raise Conflict("这次交接正在写入。", advice="请稍等片刻，刷新页面后再看。") from error
