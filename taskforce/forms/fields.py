"""What forms share: a day, a time, a reason, the moment at which their page was made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from yunhe_envhealth.core.periods import BEIJING

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2099, 12, 31)
LONG_AGO = date(1990, 1, 1)  # for what may be older than the joint office


def day_field(label: str = "", *, first: date = FIRST_DAY, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(first), MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-11-22 的样子写日期。"},
        **options,
    )


class BeijingMoment(forms.DateTimeField):
    """A Beijing date and time, whatever zone the server thinks in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
            widget=forms.DateTimeInput(
                attrs={"type": "datetime-local", "data-span": "4"}, format="%Y-%m-%dT%H:%M"
            ),
            error_messages={"invalid": "请按 2026-11-22 09:00 的样子写日期和时间。"},
            **options,
        )

    def to_python(self, value: Any) -> datetime | None:
        given: datetime | None = super().to_python(value)
        return given.replace(tzinfo=BEIJING) if given is not None else None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(BEIJING).replace(tzinfo=None)
        return value


def reason_field(label: str = "理由", **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, help_text="记入历史，以后都能看到。", **options)


def seen_at(text: str) -> datetime:
    """Return the moment that the page was made from; one that cannot be read counts as an old page."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
