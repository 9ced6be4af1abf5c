"""Text that people type, before it is written: without margins, not too long, storable. One rule for every service."""

from __future__ import annotations

import re
import unicodedata

from yunhe_envhealth.core.errors import EnvHealthError

# Control characters but for tab and line end, and marks that turn the direction of writing: they hide what is meant.
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def within(text: str, what: str, most: int, refused: type[EnvHealthError]) -> str:
    """Return the text without margins, lines ended by \\n. Raises `refused` when it is too long or cannot be stored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > most:
        raise refused(f"{what}最多 {most:,} 字，现在有 {len(text):,} 字。")
    if UNREADABLE.search(text):
        raise refused(f"{what}里有不能保存的字符（看不见的控制字符），请删去后重新填写。")
    return text


def needed(text: str, what: str, most: int, refused: type[EnvHealthError]) -> str:
    """Return the text like `within`. Raises `refused` too when nothing of it can be seen."""
    text = within(text, what, most, refused)
    if not any(unicodedata.category(character)[0] not in "CZ" for character in text):
        raise refused(f"请填写{what}。")
    return text
