"""Receive a file: keep it, and open its delivery."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.queue import send_on_commit
from yunhe_envhealth.deliveries import files, selectors
from yunhe_envhealth.deliveries.importers import Refused, importer_of
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.services.deciding import acting
from yunhe_envhealth.deliveries.services.working import CHECK_TASK

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Received:
    """What `open_delivery` made; `duplicate` when the same content was committed before and nothing is done."""

    delivery: Delivery
    duplicate: bool


def open_delivery(
    *,
    kind: str,
    layout: str = "",
    channel: str,
    filename: str,
    data: bytes,
    by: User | None = None,
    unit: Unit | None = None,
    area_code: str = selectors.COUNTY,
    held: bool = False,
) -> Received:
    """Keep the file and open its delivery; a worker then checks it.

    The same content in the same layout, already committed whole and still standing, becomes a DUPLICATE that points
    at the earlier delivery and changes nothing. `held` keeps the check for the caller's own process (a command),
    which beats the heart and notes
    the outcome itself (`Heartbeat`, `take_held`, `note`, `fail`). Raises Refused (empty, too large, unknown kind) and FileNotKept.
    """
    importer = importer_of(kind)
    _check_size(data)
    sha256 = files.fingerprint(data)
    stored_as = files.keep(data, sha256)
    earlier = selectors.committed_before(sha256=sha256, kind=kind, layout=layout)
    duplicate = earlier is not None and importer.still_stands(earlier)
    delivery = Delivery(
        kind=kind,
        layout=earlier.layout if duplicate and earlier else layout,
        channel=channel,
        filename=files.plain_name(filename),
        sha256=sha256,
        size=len(data),
        stored_as=stored_as,
        by=by,
        unit=unit,
        area_code=area_code,
    )
    if duplicate and earlier:
        delivery.state = State.DUPLICATE
        delivery.duplicate_of = earlier
        delivery.rows = delivery.unchanged = earlier.rows
    elif held:
        delivery.state, delivery.heartbeat_at = State.CHECKING, Now()
    with transaction.atomic(), acting(by):
        delivery.save()
        if delivery.state == State.RECEIVED:
            send_on_commit(CHECK_TASK, delivery_id=delivery.pk)
    return Received(delivery, duplicate)


def _check_size(data: bytes) -> None:
    if not data:
        raise Refused("文件是空的，没有收下。", advice="请核对后重新选择文件。")
    if len(data) > settings.DELIVERY_MAX_BYTES:
        most = settings.DELIVERY_MAX_BYTES // (1024 * 1024)
        raise Refused(f"文件超过 {most} MB，没有收下。", advice="请按站点或年份拆成几个文件。")
