"""What is 示范: whatever a demonstration account makes, and whatever hangs on a demonstration post, series or meeting."""

from __future__ import annotations

from typing import Protocol

from yunhe_envhealth.accounts.models import User


class Marked(Protocol):
    """A row that may bear the mark 示范."""

    is_demo: bool


def is_demo(by: User, *hung_on: Marked | None) -> bool:
    """Return whether a record made by `by` that hangs on these rows bears the mark 示范."""
    return by.is_demo or any(one is not None and one.is_demo for one in hung_on)
