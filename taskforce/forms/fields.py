"""What forms share: a day, a reason, the moment at which their page was made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 1, 1)


def day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-11-22 的样子写日期。"},
        **options,
    )


def reason_field(**options: Any) -> forms.CharField:
    return forms.CharField(label="理由", max_length=200, help_text="记入历史，以后都能看到。", **options)


def seen_at(text: str) -> datetime:
    """Return the moment that the page was made from; one that cannot be read counts as an old page."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
