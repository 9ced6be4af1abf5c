"""Results and projects for tests, plainly invented (示范)."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from taskforce.models import Project, Result
from tests.factories.accounts import make_unit

_numbers = itertools.count(1)


def make_result(**fields: Any) -> Result:
    defaults = {
        "kind": "practice",
        "title": f"示范成果{next(_numbers)}",
        "dated": date(2026, 5, 1),
        "unit": fields.get("unit") or make_unit(),
    }
    return Result.objects.create(**(defaults | fields))


def make_project(**fields: Any) -> Project:
    defaults = {
        "kind": "wellness",
        "title": f"示范项目{next(_numbers)}",
        "stage": "building",
        "as_of": date(2026, 6, 30),
        "unit": fields.get("unit") or make_unit(),
    }
    return Project.objects.create(**(defaults | fields))
