"""The report on one delivery, as the command prints it and the API answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from yunhe_envhealth.deliveries.importers import Counts, Preview, Remark
from yunhe_envhealth.deliveries.models import Delivery

MOST_FINDINGS = 200
_FINDING = ("row", "column", "rule", "severity", "message", "advice", "value")


@dataclass(frozen=True)
class Report:
    """Rows of the file by outcome (`accepted` = new), the kind's own `figures`, and the first findings.

    `delivery` is None for a dry run; `duplicate_of` is the earlier delivery of the same content.
    """

    delivery: int | None
    layout: str
    rows: int
    accepted: int
    unchanged: int
    changed: int
    rejected: int
    figures: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Remark] = ()
    findings_total: int = 0
    duplicate_of: int | None = None
    dry_run: bool = False

    @classmethod
    def of(cls, delivery: Delivery | None, preview: Preview, *, dry_run: bool = False) -> Report:
        """Report what a preview says, or what was written by it."""
        return cls(
            delivery=delivery.pk if delivery else None,
            layout=preview.layout,
            **asdict(preview.counts),
            figures=preview.figures,
            findings=preview.findings[:MOST_FINDINGS],
            findings_total=len(preview.findings),
            dry_run=dry_run,
        )

    @classmethod
    def of_duplicate(cls, delivery: Delivery) -> Report:
        """Report a file that was received before: every row stays as it is."""
        earlier = delivery.duplicate_of
        written = earlier.preview.get("readings", {}) if earlier else {}
        counts = Counts(rows=delivery.rows, unchanged=delivery.unchanged)
        return cls(
            delivery=delivery.pk,
            layout=delivery.layout,
            **asdict(counts),
            figures={"readings": {"new": 0, "changed": 0, "unchanged": sum(written.values())}},
            duplicate_of=delivery.duplicate_of_id,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain JSON values, at most 200 findings."""
        return {
            "delivery": self.delivery,
            "layout": self.layout,
            "rows": self.rows,
            "accepted": self.accepted,
            "unchanged": self.unchanged,
            "changed": self.changed,
            "rejected": self.rejected,
            **self.figures,
            "findings": [{name: getattr(found, name) for name in _FINDING} for found in self.findings],
            "findings_total": self.findings_total,
            "duplicate_of": self.duplicate_of,
            "dry_run": self.dry_run,
        }
