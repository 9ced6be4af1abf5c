"""Numbers that belong to a person: what must not stand in a text that is made public."""

from __future__ import annotations

import re
import unicodedata

_GAP = r"[\s.·・‐-―()-]"
# Eleven digits, plain or in the groups in which people write them, with or without the country's code.
_GROUPS = ((3, 4, 4), (3, 3, 5), (3, 8), (4, 4, 3), (4, 3, 4), (5, 3, 3), (7, 4))
MOBILE = re.compile(
    rf"(?<!\d)(?:\+?(?:00)?86{_GAP}?)?1(?=[3-9])(?:\d{{10}}|"
    + "|".join(rf"\d{{{a - 1}}}{_GAP}" + f"{_GAP}?".join(rf"\d{{{n}}}" for n in rest) for a, *rest in _GROUPS)
    + r")(?!\d)"
)
IDENTITY = re.compile(
    rf"(?<!\d)\d{{6}}{_GAP}?(?:19|20)\d{{2}}{_GAP}?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]){_GAP}?\d{{3}}[\dXx](?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def personal_numbers(text: str) -> list[str]:
    """Return in words what kinds of personal number the text holds: 手机号码, 身份证号码, 电子邮箱."""
    # full-width digits are digits; what cannot be seen (a zero-width space) parts nothing
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    rest = IDENTITY.sub("，", plain)  # part of an identity number is no mobile number
    kinds = (("手机号码", MOBILE, rest), ("身份证号码", IDENTITY, plain), ("电子邮箱", EMAIL, plain))
    return [words for words, pattern, where in kinds if pattern.search(where)]
