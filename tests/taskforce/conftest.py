"""The joint office's tests read its own official lists too."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.fixture
def reference(db: None) -> None:
    """All official lists, the joint office's with them."""
    call_command("load_reference", verbosity=0)
