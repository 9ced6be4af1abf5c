"""Text that people type, before it is written: without margins, not too long, storable. One rule for every service."""

from __future__ import annotations

from yunhe_envhealth.core.errors import EnvHealthError


def within(text: str, what: str, most: int, refused: type[EnvHealthError]) -> str:
    """Return the text without margins, lines ended by \\n. Raises `refused` when it is too long or cannot be stored."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise refused(f"{what}最多 {most:,} 字，现在有 {len(text):,} 字。")
    if "\x00" in text:
        raise refused(f"{what}里有不能保存的字符。")
    return text


def needed(text: str, what: str, most: int, refused: type[EnvHealthError]) -> str:
    """Return the text like `within`. Raises `refused` when there is none too."""
    text = within(text, what, most, refused)
    if not text:
        raise refused(f"请填写{what}。")
    return text
