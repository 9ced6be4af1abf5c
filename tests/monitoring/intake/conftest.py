"""Samples, a fixed now, and the platform knowledge that the intake tests share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitoring.intake.checks import CheckContext, Checked, check
from monitoring.intake.reader import read
from monitoring.intake.readings import Finding, Readings

NOW = datetime(2026, 4, 1, tzinfo=UTC)
AIR = frozenset({"so2", "no2", "co", "o3", "pm10", "pm2_5"})
Tidy = Callable[..., Readings]


@pytest.fixture
def samples() -> Path:
    return Path(__file__).parents[2] / "samples" / "readings"


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def context() -> CheckContext:
    bounds = {parameter: (0.0, 2000.0) for parameter in AIR}
    stations = {"1267A": 1, "监测站大楼": 1, "1268A": 2, "1269A": 3, "示范站": 9}
    return CheckContext(stations=stations, bounds=bounds, now=NOW, known_parameters=AIR)


@pytest.fixture
def tidy() -> Tidy:
    """Readings of a tidy CSV from rows of text; the header is station, parameter, start, value unless given."""

    def build(
        rows: Sequence[str], header: str = "station,parameter,start,value", **options: object
    ) -> Readings:
        data = "\n".join([header, *rows]).encode()
        return read(data, filename="a.csv", layout="tidy", now=NOW, **options)

    return build


@pytest.fixture
def judged(tidy: Tidy, context: CheckContext) -> Callable[..., Checked]:
    def build(rows: Sequence[str], header: str = "station,parameter,start,value") -> Checked:
        return check(tidy(rows, header), context)

    return build


@pytest.fixture
def errors() -> Callable[[Checked], Mapping[int, str]]:
    """Row → rule of its errors, one each."""

    def build(checked: Checked) -> dict[int, str]:
        found: list[Finding] = [finding for finding in checked.findings if finding.severity == "error"]
        assert len({finding.row for finding in found}) == len(found), found
        return {finding.row: finding.rule for finding in found}

    return build
