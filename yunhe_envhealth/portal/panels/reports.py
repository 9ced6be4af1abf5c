"""The public yearly reports: released versions, with their frozen figures and where these came from."""

from __future__ import annotations

from typing import Any

from taskforce.selectors.public_reports import public_report, public_reports


def reports() -> dict[str, Any]:
    """Return the list of released reports."""
    rows = public_reports()
    return {"rows": rows, "has_demo": any(row.is_demo for row in rows)}


def report(pk: int) -> dict[str, Any] | None:
    """Return one released report, None when there is none of that number."""
    told = public_report(pk)
    return {"told": told} if told is not None else None
