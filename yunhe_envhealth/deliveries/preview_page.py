"""What the record page prints of a delivery: facts, one page of row outcomes, one page of findings."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from yunhe_envhealth.core.templatetags.envhealth import file_size, fingerprint, moment
from yunhe_envhealth.deliveries import selectors, wording
from yunhe_envhealth.deliveries.importers import importer_of
from yunhe_envhealth.deliveries.models import Delivery, DeliveryRow, Finding

PAGE_SIZE = 50
SEVERITIES = tuple((value, label) for value, label in Finding.Severity.choices)
_RESULTS = {"new": "new", "changed": "changed", "unchanged": "same", "rejected": "rejected"}


class CountedPaginator(Paginator):
    """A paginator that is told the count: the delivery knows it."""

    def __init__(self, rows: Any, count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.told = count

    @cached_property
    def count(self) -> int:
        return self.told


def facts(delivery: Delivery) -> list[dict[str, Any]]:
    """Return the facts of the file."""
    importer = importer_of(delivery.kind)
    found: list[dict[str, Any]] = [
        {"label": "文件", "value": delivery.filename},
        {"label": "内容", "value": importer.title},
        {"label": "版式", "value": importer.layouts.get(delivery.layout, delivery.layout) or "按表头识别"},
        {"label": "大小", "value": file_size(delivery.size)},
        {"label": "指纹", "value": fingerprint(delivery.sha256), "mono": True},
        {"label": "收到", "value": moment(delivery.created_at)},
        {"label": "渠道", "value": delivery.get_channel_display()},
        {"label": "单位", "value": delivery.unit},
        {"label": "经办人", "value": delivery.by},
    ]
    if delivery.committed_at:
        found.append({"label": "写入", "value": moment(delivery.committed_at)})
    if delivery.reason:
        found.append({"label": "剔除错处的理由", "value": delivery.reason})
    return found


def outcomes(delivery: Delivery, shown: str, number: str) -> dict[str, Any]:
    """Return one page of row outcomes, each with its findings, as components/import_preview.html prints them."""
    rows = selectors.outcomes(delivery, shown)
    kept = delivery.state not in wording.UNCHECKED and selectors.outcomes(delivery).exists()
    count = getattr(delivery, wording.SHOWN[shown][0]) if kept else 0
    page = CountedPaginator(rows, count).get_page(number)
    lines = list(page.object_list)
    remarks = _remarks(delivery, lines)
    caption = (
        f"行号和列号与表格里一致。第 {page.start_index():,}–{page.end_index():,} 行，共 {count:,} 行"
        if count
        else ""
    )
    return {
        "sums": wording.sums(delivery, shown),
        "rows": [_printed(line, remarks[line.row]) for line in lines],
        "caption": caption,
        "page": page,
        "kept": kept,
    }


def findings(delivery: Delivery, severity: str, number: str) -> dict[str, Any]:
    """Return one page of findings, all or of one severity."""
    counts = selectors.finding_counts(delivery)
    found = selectors.findings(delivery)
    count = sum(counts.values())
    if severity:
        found, count = found.filter(severity=severity), counts.get(severity, 0)
    choices = [("", "全部", sum(counts.values()))] + [
        (value, label, counts.get(value, 0)) for value, label in SEVERITIES
    ]
    items = [
        {
            "label": label,
            "url": f"?tab=findings&severity={value}" if value else "?tab=findings",
            "active": value == severity,
            "count": f"{number_of:,}",
        }
        for value, label, number_of in choices
    ]
    return {"page": CountedPaginator(found, count).get_page(number), "severity_tabs": items}


def _remarks(delivery: Delivery, lines: list[DeliveryRow]) -> dict[int, list[Finding]]:
    found: dict[int, list[Finding]] = defaultdict(list)
    if lines:
        numbers = [line.row for line in lines]
        for finding in selectors.findings(delivery).filter(row__in=numbers):
            found[finding.row].append(finding)
    return found


def _printed(line: DeliveryRow, remarks: list[Finding]) -> dict[str, Any]:
    changes = [{"field": field, "old": old, "new": new} for field, old, new in line.changes if old]
    values = [f"{field} {new}" for field, old, new in line.changes if not old]
    word = line.get_outcome_display()
    if line.outcome == DeliveryRow.Outcome.REJECTED and line.changes:
        word = f"错处拒收，其余 {len(line.changes)} 个写入"
    return {
        "row": line.row,
        "name": line.name,
        "result": _RESULTS[line.outcome],
        "word": f"{word} {len(changes)} 项" if line.outcome == DeliveryRow.Outcome.CHANGED else word,
        "changes": changes,
        "values": "，".join(values),
        "remarks": remarks,
    }
