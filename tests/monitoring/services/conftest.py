"""The demonstration under a clock that stands still until a test moves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from monitoring.services import demo
from yunhe_envhealth.core.periods import BEIJING

NOW = datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def replay(clock: time_machine.Traveller, reference: None) -> time_machine.Traveller:
    demo.ensure(now=NOW)
    return clock
