"""Numbers that belong to a person: what must not stand in a text that is made public."""

from __future__ import annotations

import re
import unicodedata

# Eleven digits, plain or in the groups in which people write them.
MOBILE = re.compile(
    r"(?<!\d)1[3-9](?:\d{9}|\d[\s-]\d{4}[\s-]?\d{4}|\d[\s-]\d{3}[\s-]?\d{5}|\d{2}[\s-]\d{4}[\s-]?\d{3}|\d{5}[\s-]\d{4})"
    r"(?!\d)"
)
IDENTITY = re.compile(
    r"(?<!\d)\d{6}[\s-]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[\s-]?\d{3}[\dXx](?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def personal_numbers(text: str) -> list[str]:
    """Return in words what kinds of personal number the text holds: 手机号码, 身份证号码, 电子邮箱."""
    kinds = (("手机号码", MOBILE), ("身份证号码", IDENTITY), ("电子邮箱", EMAIL))
    plain = unicodedata.normalize("NFKC", text)  # full-width digits are digits
    return [words for words, pattern in kinds if pattern.search(plain)]
