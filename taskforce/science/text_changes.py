"""Two texts line by line: what stayed, what went, what came. No Django, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Line:
    kind: str
    words: str


def line_changes(before: str, after: str) -> list[Line]:
    """Return the lines of both texts in reading order; a changed line stands as gone and then new."""
    old, new = _lines(before), _lines(after)
    found = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Line(SAME, words) for words in old[i:j]]
            continue
        found += [Line(GONE, words) for words in old[i:j]]
        found += [Line(NEW, words) for words in new[k:m]]
    return found


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
