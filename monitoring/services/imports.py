"""The importer of readings (小时数据): what deliveries asks of this app, and the one way in for command and API.

What is written is everything that has no error: an error in one cell rejects that reading, an error of station or
time rejects the row. Form, command and API run the same reader, rules and comparison.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

import numpy as np
import pandas as pd
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from monitoring.intake.batch import FIELDS, read_batch
from monitoring.intake.checks import check
from monitoring.intake.csv_reader import read_csv
from monitoring.intake.excel_reader import OLE_MAGIC, ZIP_MAGIC, read_excel
from monitoring.intake.layouts import LAYOUTS
from monitoring.intake.reader import read
from monitoring.intake.refusals import IntakeError
from monitoring.models import SupersededMeasurement
from monitoring.services.previews import Examined, preview_of
from monitoring.services.readings import CHANGED, Stored, check_context, compare, store
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import Conflict, EnvHealthError
from yunhe_envhealth.core.queue import send_on_commit
from yunhe_envhealth.deliveries.importers import Preview, PreviewOutdated, Progress, Refused
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.report import Report
from yunhe_envhealth.deliveries.selectors import COUNTY
from yunhe_envhealth.deliveries.services import Heartbeat, fail, note, open_delivery, take_held

BATCH = "batch"  # the layout of an API body
COMPUTE_TASK = "monitoring.tasks.compute_due"
_TEMPLATES = {  # the columns of an empty table to fill in
    "cnemc-wide": ("stationcode", "Date", "Hour", "PM2.5", "PM10", "CO", "NO2", "O3_1h", "O3_8h", "SO2"),
    "tidy": ("监测点", "因子", "平均时间", "开始时间", "数值", "单位", "标记"),
}
MOST_DEFECTS = 200_000  # beyond it a file is not this layout, and naming each fault would cost gigabytes
_STEPS = 5  # three of the reader, then check and compare


class ReadingsImporter:
    """Readings of stations. Implements deliveries.importers.Importer."""

    kind = "readings"
    title = "监测数据"
    capability = "measurements.import"

    @property
    def layouts(self) -> Mapping[str, str]:
        return {name: layout.title for name, layout in LAYOUTS.items()}

    def headings(self, layout: str) -> Sequence[str]:
        """Return the columns of a layout as its sources name them."""
        return _TEMPLATES[layout]

    def preview(self, delivery: Delivery, data: bytes, progress: Progress) -> Preview:
        """Read, check and compare without writing. Raises Refused."""
        examined = _examine(delivery, data, progress)
        compared = compare(examined.checked.accepted)
        progress(_STEPS, _STEPS)
        return preview_of(examined, compared)

    def commit(self, delivery: Delivery, preview: Preview) -> None:
        """Write in the caller's transaction. Raises PreviewOutdated when the tables changed since the comparison."""
        stored = store(frame=preview.content, delivery=delivery)
        if not _as_previewed(stored, preview.content, delivery):
            raise PreviewOutdated
        _compute_on_commit(stored)

    def results(self, delivery: Delivery) -> list[tuple[str, str]]:
        """Return (words, address) of the pages that list what a committed delivery wrote."""
        days = delivery.preview.get("days") or []
        if len(days) != 2:
            return []
        span = urlencode({"since": days[0], "until": days[1]})
        pages = (("看这批监测数据", "monitoring:measurements"), ("看这几天的指数", "monitoring:indices"))
        return [(words, f"{reverse(name)}?{span}") for words, name in pages]

    def cells(
        self, delivery: Delivery, data: bytes
    ) -> tuple[Sequence[str], Iterable[tuple[int, Sequence[str]]]]:
        """Return heading and rows as the sheet shows them."""
        if delivery.layout == BATCH:
            return FIELDS, _batch_rows(data)
        sheet = (read_excel if data.startswith((ZIP_MAGIC, OLE_MAGIC)) else read_csv)(data)
        columns = [sheet.cells[position].astype(object).tolist() for position in sheet.cells.columns]
        numbered = zip(sheet.cells.index.tolist(), zip(*columns, strict=True), strict=True)
        return sheet.header, numbered

    def still_stands(self, delivery: Delivery) -> bool:
        """Return whether no later delivery replaced a value of this one."""
        return not SupersededMeasurement.objects.filter(delivery=delivery).exists()


READINGS = ReadingsImporter()


class RowsRejected(EnvHealthError):
    """A strict import met rows with errors and wrote nothing."""

    status = 422
    title = "有错行，没有写入"

    def __init__(self, report: Report) -> None:
        super().__init__(
            f"有 {report.rejected} 行含错误，按严格方式没有写入任何数据。", advice="请改正后重新导入。"
        )
        self.report = report


def import_bytes(
    *,
    data: bytes,
    filename: str,
    layout: str,
    channel: str,
    by: User | None = None,
    unit: Unit | None = None,
    area_code: str = COUNTY,
    dry_run: bool = False,
    strict: bool = False,
) -> Report:
    """Take in a file, or an API body with layout "batch", in one go and report on it; layout "" is told by the header.

    A dry run writes nothing and opens no delivery. Raises Refused when the file as a whole is not taken (its
    delivery is failed), RowsRejected when `strict` and any row has an error, and Conflict when the delivery was given
    up meanwhile.
    """
    if dry_run:
        delivery = Delivery(
            kind=READINGS.kind, layout=layout, filename=filename, by=by, created_at=timezone.now()
        )
        report = Report.of(None, READINGS.preview(delivery, data, _silent), dry_run=True)
        if strict and report.rejected:
            raise RowsRejected(report)
        return report
    received = open_delivery(
        kind=READINGS.kind,
        layout=layout,
        channel=channel,
        filename=filename,
        data=data,
        by=by,
        unit=unit,
        area_code=area_code,
        held=True,
    )
    if received.duplicate:
        return Report.of_duplicate(received.delivery)
    try:
        return _import_now(received.delivery, data, strict)
    except Conflict:
        raise  # somebody else has decided about the delivery
    except EnvHealthError as error:
        fail(delivery_id=received.delivery.pk, problem=f"{error.message}{error.advice}")
        raise
    except Exception:
        fail(delivery_id=received.delivery.pk, problem="导入时平台出错，已全部撤回，没有写入任何数据。")
        raise


def _import_now(delivery: Delivery, data: bytes, strict: bool) -> Report:
    """Check, then store and note the counts in one transaction. Raises Conflict when the delivery was given up or
    taken back during the check.
    """
    examined = _examine(delivery, data, Heartbeat(delivery.pk))
    frame = examined.checked.accepted
    if strict and examined.checked.rejected_rows:
        preview = preview_of(examined, compare(frame), with_digest=False)
        with transaction.atomic():
            delivery = take_held(delivery_id=delivery.pk)
            note(delivery, preview)
            delivery.save()
        raise RowsRejected(Report.of(delivery, preview))
    with transaction.atomic():
        delivery = take_held(delivery_id=delivery.pk)
        stored = store(frame=frame, delivery=delivery)
        preview = preview_of(examined, frame.assign(outcome=stored.outcome), with_digest=False)
        note(delivery, preview)
        delivery.state, delivery.committed_at = Delivery.State.COMMITTED, Now()
        delivery.save()
        _compute_on_commit(stored)
    return Report.of(delivery, preview)


def _examine(delivery: Delivery, data: bytes, progress: Progress) -> Examined:
    """Read and check. The present is when the delivery was received: checking it again gives the same answer."""
    now = delivery.created_at
    try:
        if delivery.layout == BATCH:
            readings = read_batch(data, now=now)
        else:
            readings = read(
                data,
                filename=delivery.filename,
                layout=delivery.layout or None,
                now=now,
                progress=lambda done, _: progress(done, _STEPS),
            )
    except IntakeError as error:
        raise Refused(error.message, advice=error.advice) from error
    if len(readings.defects) > MOST_DEFECTS:
        raise Refused(
            f"文件里有超过 {MOST_DEFECTS:,} 处写错的内容，不像是这种版式的数据，没有收下。",
            advice="请核对版式和列的顺序，或拆成几个文件。",
        )
    examined = Examined(readings, check(readings, check_context(now=now, by=delivery.by)))
    progress(_STEPS - 1, _STEPS)
    return examined


def _as_previewed(stored: Stored, frame: pd.DataFrame, delivery: Delivery) -> bool:
    """Return whether each reading met the outcome that the preview showed, and replaced the value that it showed.

    What was replaced is read back in the transaction that wrote it, under the lock of its stations.
    """
    if not np.array_equal(stored.outcome, frame["outcome"].to_numpy(dtype=object)):
        return False
    shown = frame.loc[stored.outcome == CHANGED, ["station_id", "parameter", "period", "start", "old_value"]]
    replaced = SupersededMeasurement.objects.filter(replaced_by=delivery).values_list(
        "station_id", "parameter__code", "period", "start", "value"
    )
    return set(shown.itertuples(index=False, name=None)) == set(replaced)


def _compute_on_commit(stored: Stored) -> None:
    if stored.windows:
        send_on_commit(COMPUTE_TASK)


def _batch_rows(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    for row, item in enumerate(json.loads(data)["readings"], 1):
        fields = item if isinstance(item, dict) else {}
        yield row, ["" if fields.get(name) is None else str(fields[name]) for name in FIELDS]


def _silent(done: int, total: int) -> None:
    """Nobody watches the progress of a command."""
