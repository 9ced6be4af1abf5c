"""Sealed fields: bound to their place, opened by every key that is listed, closed to everything else."""

from __future__ import annotations

from typing import Any

import pytest

from yunhe_envhealth.core.sealing import SealBroken, is_current, seal, unseal

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture(autouse=True)
def one_key(settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]


def test_what_was_sealed_opens_in_its_place_and_never_looks_the_same() -> None:
    first, second = seal("13800005678", "person:1"), seal("13800005678", "person:1")
    assert first != second
    assert "13800005678" not in first
    assert unseal(first, "person:1") == unseal(second, "person:1") == "13800005678"


def test_an_empty_text_stays_empty() -> None:
    assert seal("", "a") == unseal("", "a") == ""
    assert is_current("")


def test_it_does_not_open_in_another_place() -> None:
    with pytest.raises(SealBroken):
        unseal(seal("13800005678", "person:1"), "person:2")


@pytest.mark.parametrize("broken", ["x", "v1.none.AAAA", "v2.a.b", "a.b.c.d", "v1..", "....", "中文.密.文"])
def test_what_is_no_seal_is_refused_in_words(broken: str) -> None:
    with pytest.raises(SealBroken) as caught:
        unseal(broken, "person:1")
    assert broken not in caught.value.message


def test_an_altered_seal_does_not_open() -> None:
    sealed = seal("13800005678", "person:1")
    version, key, body = sealed.split(".")
    for place in (0, len(body) // 2, len(body) - 5):
        changed = body[:place] + ("A" if body[place] != "A" else "B") + body[place + 1 :]
        with pytest.raises(SealBroken):
            unseal(".".join([version, key, changed]), "person:1")


def test_the_newest_key_seals_and_the_older_ones_still_open(settings: Any) -> None:
    sealed = seal("13800005678", "person:1")
    settings.FIELD_KEYS = [NEW, OLD]
    assert not is_current(sealed)
    assert unseal(sealed, "person:1") == "13800005678"
    assert is_current(seal("13800005678", "person:1"))
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(SealBroken, match="没有能打开"):
        unseal(sealed, "person:1")
