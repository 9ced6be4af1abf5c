"""Official lists of the joint office, each subject in its own module; a new list is one more line in LISTS."""

from __future__ import annotations

from datetime import date

from taskforce.reference import matrix, meetings, organisation, pilot, rules
from yunhe_envhealth.core.reference import Changes

# In the order in which the lists name one another.
LISTS = (organisation, matrix, pilot, rules, meetings)


def load(*, today: date) -> list[Changes]:
    """Apply every list; applying them again writes nothing, and what the county changed since stays."""
    return [changes for subject in LISTS for changes in subject.load(today=today)]
