"""Two texts line by line: what stayed, what went, what came. No Django, no clock."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

SAME, GONE, NEW = "same", "gone", "new"
Line = TypeVar("Line", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change(Generic[Line]):
    """A line and what became of it: same, gone or new."""

    kind: str
    line: Line


def line_changes(old: Sequence[Line], new: Sequence[Line]) -> list[Change[Line]]:
    """Return the lines of both texts in reading order; a changed line stands as gone and then new."""
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change(SAME, line) for line in old[i:j]]
            continue
        found += [Change(GONE, line) for line in old[i:j]]
        found += [Change(NEW, line) for line in new[k:m]]
    return found
