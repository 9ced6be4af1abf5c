"""Readings that arrive by the API: one delivery a body, one effect an Idempotency-Key."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from monitoring.models import IdempotentRequest
from monitoring.services.imports import import_bytes
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.deliveries.models import Delivery

LONGEST_KEY = 255
TAKEN = 200
KEPT = timedelta(days=7)  # a sender may come back after an outage of a week


class KeyReused(EnvHealthError):
    """The key was used before for another body."""

    status = 422
    title = "同一编号提交了不同内容"
    advice = "重发请原样提交；新的内容请换一个 Idempotency-Key。"


class KeyMissing(EnvHealthError):
    status = 400
    title = "缺少 Idempotency-Key"
    advice = (
        f"请在请求头加 Idempotency-Key：每批数据一个编号，最多 {LONGEST_KEY} 个字符；断线重发时用原来的编号。"
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The report of a batch; `replayed` when the same key and body were answered before."""

    report: dict[str, Any]
    replayed: bool


def submit(*, body: bytes, key: str, by: User, unit: Unit | None, area_code: str) -> Answer:
    """Store a batch once, whatever the number of times it is sent, also at the same moment.

    The key's row, the readings and the answer are one transaction: a crash leaves none of them. Raises KeyMissing,
    KeyReused and whatever refuses the body as a whole.
    """
    if not key or len(key) > LONGEST_KEY:
        raise KeyMissing("没有可用的 Idempotency-Key，没有写入任何数据。")
    sha256 = hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        # A second sender of the same key waits here for the first to commit or to fail.
        IdempotentRequest.objects.bulk_create(
            [IdempotentRequest(user=by, key=key, body_sha256=sha256)], ignore_conflicts=True
        )
        kept = IdempotentRequest.objects.select_for_update().get(user=by, key=key)
        if kept.body_sha256 != sha256:
            raise KeyReused("这个 Idempotency-Key 以前提交过别的内容，没有写入任何数据。")
        if kept.status:
            return _replayed(kept)
        answer = _import(body, key, by=by, unit=unit, area_code=area_code)
        kept.status, kept.answer = answer
        kept.save(update_fields=["status", "answer"])
    if kept.status != TAKEN:
        raise _refusal(kept)
    return Answer(kept.answer, replayed=False)


def _import(
    body: bytes, key: str, *, by: User, unit: Unit | None, area_code: str
) -> tuple[int, dict[str, Any]]:
    """Return the status and the answer. A body refused as a whole keeps its failed delivery and its answer too."""
    try:
        report = import_bytes(
            data=body,
            filename=f"{key[:80]}.json",
            layout="batch",
            channel=Delivery.Channel.API,
            by=by,
            unit=unit,
            area_code=area_code,
        )
    except EnvHealthError as error:
        return error.status, {"title": error.title, "message": error.message, "advice": error.advice}
    return TAKEN, report.as_json()


def _replayed(kept: IdempotentRequest) -> Answer:
    if kept.status != TAKEN:
        raise _refusal(kept)
    return Answer(kept.answer, replayed=True)


def _refusal(kept: IdempotentRequest) -> EnvHealthError:
    """Return the refusal as it was answered the first time."""
    error = EnvHealthError(kept.answer["message"], advice=kept.answer["advice"])
    error.status, error.title = kept.status, "这批数据没有收下"
    return error


def forget_answers(*, now: datetime) -> int:
    """Delete the answers of keys older than a week; return how many. The readings they stored stay."""
    return IdempotentRequest.objects.filter(created_at__lt=now - KEPT).delete()[0]
