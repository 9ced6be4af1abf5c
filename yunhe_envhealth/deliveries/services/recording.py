"""Write what a check found: counts and findings on the delivery, and the outcome of each row for the preview."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import connection

from yunhe_envhealth.core.bulk import copy_in, text_lines
from yunhe_envhealth.deliveries.importers import Preview, Remark
from yunhe_envhealth.deliveries.models import Delivery, DeliveryRow, Finding

MOST_FINDINGS = 100_000
_FINDING_COLUMNS = ("delivery_id", "row", "column", "rule", "severity", "message", "advice", "value")
_OUTCOME_COLUMNS = ("delivery_id", "row", "name", "outcome", "changes")


@dataclass(frozen=True, slots=True)
class _Note:
    row: int
    column: str
    rule: str
    severity: str
    message: str
    advice: str
    value: str


def note(delivery: Delivery, preview: Preview) -> None:
    """Put the preview's counts and figures on the delivery (not saved) and replace its kept findings."""
    for name, count in asdict(preview.counts).items():
        setattr(delivery, name, count)
    delivery.layout = preview.layout
    delivery.preview = {
        "digest": preview.digest,
        "to_write": preview.to_write,
        "findings": len(preview.findings),
        **preview.figures,
    }
    Finding.objects.filter(delivery=delivery).delete()
    kept: list[Remark] = list(preview.findings[:MOST_FINDINGS])
    if len(preview.findings) > MOST_FINDINGS:
        kept.append(_left_out(kept[-1].row, len(preview.findings)))
    with connection.cursor() as cursor:
        lines = text_lines(
            (
                delivery.pk,
                f.row,
                f.column[:80],
                f.rule[:40],
                f.severity,
                f.message[:300],
                f.advice[:300],
                f.value[:200],
            )
            for f in kept
        )
        copy_in(cursor, Finding._meta.db_table, _FINDING_COLUMNS, lines)


def write_outcomes(delivery: Delivery, preview: Preview) -> None:
    """Replace the outcomes of the rows."""
    DeliveryRow.objects.filter(delivery=delivery).delete()
    with connection.cursor() as cursor:
        lines = text_lines(
            (delivery.pk, row, name[:200], outcome, changes)
            for row, name, outcome, changes in preview.outcomes()
        )
        copy_in(cursor, DeliveryRow._meta.db_table, _OUTCOME_COLUMNS, lines)


def _left_out(last_row: int, found: int) -> _Note:
    return _Note(
        row=last_row,
        column="",
        rule="too_many_findings",
        severity="info",
        message=f"一共有 {found:,} 处发现，只列出前 {MOST_FINDINGS:,} 处。",
        advice="请先改正列出的错处，再重新上传。",
        value="",
    )
