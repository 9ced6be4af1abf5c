"""Keep a file with a record: looked at by content, stored once under its sha256, handed out as a download only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from taskforce.choices import EntryKind
from taskforce.intake.file_kinds import FileKind, FileNotTaken, kind_of
from taskforce.models import Attachment, Task, TaskEntry
from taskforce.selectors.attachments import OWNERS, may_attach, takes_files
from taskforce.services.tasks.moving import locked_task, refuse
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.periods import beijing_day
from yunhe_envhealth.deliveries import files

FOLDER = "attachments"
LONGEST_NAME = 150


class AttachmentRefused(EnvHealthError):
    """The file is not kept; the message says why."""

    status = 422
    title = "文件没有收下"


@transaction.atomic
def attach(
    *, owner_kind: str, owner_id: int, name: str, data: bytes, by: User | None, now: datetime
) -> Attachment:
    """Keep a file with a record; the same content under the same name is kept once. `by` None is the platform.

    Whatever settles the record is held meanwhile, so that nobody settles it between the check and the writing. Raises
    AttachmentRefused for what is not taken, NotAllowed when `by` may not add files to the record, Conflict when it is
    settled.
    """
    record = _held(owner_kind, owner_id)
    if record is None or (by is not None and not may_attach(owner_kind, owner_id, by, beijing_day(now))):
        raise NotAllowed("您不能给这条记录添加附件。", advice="没有保存任何内容。")
    _refuse_settled(owner_kind, record)
    return _kept(owner_kind, owner_id, name, data, by)


@transaction.atomic
def attach_to_task(*, task: Task, name: str, data: bytes, by: User, now: datetime) -> Attachment:
    """Keep a file with a task: also its helpers may, and its story tells it."""
    locked, rights = locked_task(task, by=by, now=now)
    refuse(rights, "attach")
    _refuse_settled(Attachment.OwnerKind.TASK, locked)
    before = Attachment.objects.filter(owner_kind=Attachment.OwnerKind.TASK, owner_id=locked.pk).count()
    attachment = _kept(Attachment.OwnerKind.TASK, locked.pk, name, data, by)
    after = Attachment.objects.filter(owner_kind=Attachment.OwnerKind.TASK, owner_id=locked.pk).count()
    if after > before:
        with because(by=by):
            TaskEntry.objects.create(
                task=locked,
                kind=EntryKind.COMMENT,
                text=f"添加附件：{attachment.name}",
                by=by,
                post_id=rights.held_post_id,
                at=now,
            )
    return attachment


def read(attachment: Attachment) -> bytes:
    """Return the content. Raises FileNotKept when it is gone or changed on the disk."""
    return files.read(attachment.stored_as, attachment.sha256)


def _held(owner_kind: str, owner_id: int) -> Any:
    """Return the record, read once the row that settles it is locked; None when there is none."""
    owner = OWNERS[owner_kind]
    found = owner.model._default_manager.filter(pk=owner_id)
    record = found.first()
    if record is None:
        return None
    settling = owner.settling(record)
    type(settling)._default_manager.select_for_update(of=("self",)).get(pk=settling.pk)
    return found.first()


def _refuse_settled(owner_kind: str, record: Any) -> None:
    if not takes_files(owner_kind, record):
        settled = OWNERS[owner_kind].settling(record)
        raise Conflict(
            f"“{settled}”现在是“{settled.get_state_display()}”，不能再添加附件。",
            advice="没有保存任何内容；原有的附件照旧可以下载。",
        )


def _kept(owner_kind: str, owner_id: int, name: str, data: bytes, by: User | None) -> Attachment:
    try:
        kind = kind_of(data)
    except FileNotTaken as error:
        raise AttachmentRefused(error.message, advice=error.advice) from error
    sha256 = files.fingerprint(data)
    stored_as = files.keep(data, sha256, folder=FOLDER)
    with transaction.atomic(), because(by=by, reason="添加附件"):
        attachment, _ = Attachment.objects.get_or_create(
            owner_kind=Attachment.OwnerKind(owner_kind),
            owner_id=owner_id,
            sha256=sha256,
            name=_fitting_name(name, kind),
            defaults={"media_type": kind.media_type, "stored_as": stored_as, "size": len(data), "by": by},
        )
    return attachment


def _fitting_name(name: str, kind: FileKind) -> str:
    """Return the file's plain name with the ending that its content calls for."""
    plain = files.plain_name(name).replace("\x00", "")
    stem, dot, ending = plain.rpartition(".")
    endings = {kind.ending, ".jpeg"} if kind.ending == ".jpg" else {kind.ending}
    fits = bool(dot) and f".{ending.lower()}" in endings
    stem, ending = (stem, f".{ending}") if fits else (plain, kind.ending)
    return stem[:LONGEST_NAME] + ending
