"""The timetable. Tasks find what is due from the tables, so a missed or doubled tick changes nothing."""

from typing import Any

TIMETABLE: dict[str, dict[str, Any]] = {}
