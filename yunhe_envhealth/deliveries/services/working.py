"""What a worker does with a delivery: check, commit, and find what was left waiting."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from yunhe_envhealth.core.errors import Conflict, EnvHealthError
from yunhe_envhealth.deliveries import files, spreadsheets
from yunhe_envhealth.deliveries.importers import Preview, PreviewOutdated, importer_of
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.services import recording

logger = logging.getLogger(__name__)

CHECK_TASK = "yunhe_envhealth.deliveries.tasks.check_delivery"
COMMIT_TASK = "yunhe_envhealth.deliveries.tasks.commit_delivery"
UPDATE_EVERY = 0.5  # seconds between two progress updates
PATIENCE = timedelta(minutes=1)  # how long a message may take before the sweep sends it again
SILENCE = timedelta(minutes=5)  # work without a heartbeat for so long has lost its worker
MOST_INTERRUPTIONS = 3
INTERRUPTED = "interrupted"  # in `preview`: how often the check lost its worker; a finished check forgets it
State = Delivery.State
_SILENT = Q(heartbeat_at__lt=Now() - SILENCE) | Q(heartbeat_at__isnull=True)


def check(*, delivery_id: int) -> None:
    """Check a received file: received → checking → previewed, or failed with its reason. A second run does nothing."""
    claimed = Delivery.objects.filter(pk=delivery_id, state=State.RECEIVED).update(
        state=State.CHECKING, heartbeat_at=Now(), progress_done=0, progress_total=0
    )
    if not claimed:
        return
    delivery = Delivery.objects.get(pk=delivery_id)
    try:
        data = files.read(delivery.stored_as, delivery.sha256)
        preview = importer_of(delivery.kind).preview(delivery, data, Heartbeat(delivery_id))
        spreadsheets.write_marked(delivery, data, preview.findings)
    except EnvHealthError as error:
        fail(delivery_id=delivery_id, problem=f"{error.message}{error.advice}")
    except DatabaseError:
        raise  # the sweep finds it when the database is well again
    except Exception:
        logger.exception("delivery %s: the check failed", delivery_id)
        fail(
            delivery_id=delivery_id,
            problem="检查时平台出错，没有写入任何数据，文件已留存。请重新检查；再次出现时请通知系统管理员。",
        )
    else:
        _previewed(delivery_id, preview, expected=State.CHECKING)


def commit(*, delivery_id: int) -> None:
    """Write a confirmed delivery in one transaction, all or nothing. Committing twice writes once.

    When the data changed since the preview, nothing is written and the delivery asks to be looked at again. While
    another worker commits the delivery nothing is done here.
    """
    delivery = _claim_commit(delivery_id)
    if delivery is None:
        return
    try:
        data = files.read(delivery.stored_as, delivery.sha256)
        preview = importer_of(delivery.kind).preview(delivery, data, Heartbeat(delivery_id))
        _write(delivery, preview)
    except PreviewOutdated as error:
        _look_again(delivery, data, f"{error.message}{error.advice}")
    except EnvHealthError as error:
        _unconfirm(delivery_id, f"没有写入任何数据：{error.message}{error.advice}")
    except OperationalError:
        raise  # the sweep finds it when the database is well again
    except Exception:
        logger.exception("delivery %s: the commit failed", delivery_id)
        _unconfirm(
            delivery_id,
            "写入时平台出错，已全部撤回，没有写入任何数据。请再次确认；再次出现时请通知系统管理员。",
        )


def fail(*, delivery_id: int, problem: str) -> None:
    """Note why a checked file is not taken; its file stays."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery_id, state=State.CHECKING).update(
            state=State.FAILED, problem=problem[:500]
        )


def waiting() -> list[tuple[str, int]]:
    """Return (task, delivery) of everything left waiting, after taking back checks whose worker fell silent.

    A commit that a worker is busy with is not waiting.
    """
    for delivery_id in Delivery.objects.filter(_SILENT, state=State.CHECKING).values_list("pk", flat=True):
        _take_back(delivery_id)
    late = Delivery.objects.filter(updated_at__lt=Now() - PATIENCE).order_by("pk")
    received = late.filter(state=State.RECEIVED).values_list("pk", flat=True)
    confirmed = late.filter(_SILENT, state=State.CONFIRMED).values_list("pk", flat=True)
    return [(CHECK_TASK, pk) for pk in received] + [(COMMIT_TASK, pk) for pk in confirmed]


def take_held(*, delivery_id: int) -> Delivery:
    """Lock a held delivery to the end of the caller's transaction, so that it can note the outcome.

    Raises Conflict when it was given up, or fell silent and was taken back, meanwhile.
    """
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state != State.CHECKING:
        raise Conflict(
            f"这次交接现在是“{delivery.get_state_display()}”，没有写入任何数据。",
            advice="请在数据交接页面查看。",
        )
    return delivery


class Heartbeat:
    """Progress of a long check, written at most twice a second and outside the check's own transaction."""

    def __init__(self, delivery_id: int) -> None:
        self.delivery_id = delivery_id
        self.written_at = float("-inf")

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self.written_at < UPDATE_EVERY:
            return
        self.written_at = time.monotonic()
        Delivery.objects.filter(pk=self.delivery_id).update(
            progress_done=done, progress_total=total, heartbeat_at=Now()
        )


def _claim_commit(delivery_id: int) -> Delivery | None:
    """Return a confirmed delivery for this worker alone, as long as its heartbeat goes on; None when it is not free.

    Waits for whoever holds the row: a second click on confirm must not make the message pass for nothing.
    """
    free = Delivery.objects.filter(_SILENT, state=State.CONFIRMED, pk=delivery_id)
    return Delivery.objects.get(pk=delivery_id) if free.update(heartbeat_at=Now()) else None


def _previewed(delivery_id: int, preview: Preview, *, expected: State, problem: str = "") -> None:
    """Write what the preview says, unless the delivery was given up or taken by another worker meanwhile."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if delivery.state != expected:
            return
        recording.note(delivery, preview)
        recording.write_outcomes(delivery, preview)
        delivery.state, delivery.problem, delivery.reason = State.PREVIEWED, problem, ""
        delivery.save()


def _write(delivery: Delivery, preview: Preview) -> None:
    """Commit in one transaction, after whoever holds the delivery; what another worker wrote meanwhile stays."""
    with transaction.atomic():
        current = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if current.state != State.CONFIRMED:
            return
        if preview.digest != current.preview.get("digest"):
            raise PreviewOutdated
        importer_of(current.kind).commit(current, preview)
        current.state, current.committed_at = State.COMMITTED, Now()
        current.save(update_fields=["state", "committed_at", "updated_at"])


def _look_again(delivery: Delivery, data: bytes, problem: str) -> None:
    """Compare once more and show the new preview with the sentence why."""
    preview = importer_of(delivery.kind).preview(delivery, data, Heartbeat(delivery.pk))
    spreadsheets.write_marked(delivery, data, preview.findings)
    _previewed(delivery.pk, preview, expected=State.CONFIRMED, problem=problem)


def _unconfirm(delivery_id: int, problem: str) -> None:
    Delivery.objects.filter(pk=delivery_id, state=State.CONFIRMED).update(
        state=State.PREVIEWED, problem=problem[:500]
    )


def _take_back(delivery_id: int) -> None:
    """Give a silent check to another worker; a file whose check was interrupted three times is failed."""
    with transaction.atomic():
        silent = Delivery.objects.select_for_update(skip_locked=True).filter(_SILENT, state=State.CHECKING)
        delivery = silent.filter(pk=delivery_id).first()
        if delivery is None:
            return
        times = delivery.preview.get(INTERRUPTED, 0) + 1
        delivery.preview[INTERRUPTED] = times
        if times >= MOST_INTERRUPTIONS:
            delivery.state = State.FAILED
            delivery.problem = f"检查中断了 {times} 次，没有写入任何数据，文件已留存。请拆成几个小文件再传，或通知系统管理员。"
        else:
            delivery.state = State.RECEIVED
        delivery.save(update_fields=["state", "problem", "preview", "updated_at"])
