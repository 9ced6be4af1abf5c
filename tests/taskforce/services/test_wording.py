"""Typed text: what cannot be seen is no text, what hides the meaning is refused, the rest is kept as it was written."""

from __future__ import annotations

import pytest

from taskforce.services.wording import needed, within
from yunhe_envhealth.core.errors import EnvHealthError


class Refused(EnvHealthError):
    title = "不行"


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u200b \u00ad\n", "\u2060", "\ufeff"])
def test_a_text_of_which_nothing_can_be_seen_is_none(text: str) -> None:
    with pytest.raises(Refused, match="请填写事由"):
        needed(text, "事由", 10, Refused)


@pytest.mark.parametrize("mark", ["\x00", "\x01", "\x1b", "\x7f", "\x9f", "\u202e", "\u2066"])
def test_control_characters_and_turned_writing_are_refused(mark: str) -> None:
    with pytest.raises(Refused, match="看不见的控制字符"):
        within(f"文{mark}字", "事由", 10, Refused)


def test_lines_tabs_and_joined_characters_stay() -> None:
    assert within(" 一\r\n二\r三\t四👩‍🌾 ", "事由", 20, Refused) == "一\n二\n三\t四👩‍🌾"
