"""What a report opens with: the plan's three sections, filled with sentences that name the platform's figures.

Source of the sections: the county plan, safeguards (一)建立工作报送机制 (工作总结、存在问题、下一步工作举措).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from taskforce.services.figures import NO_MODULE

SECTIONS = (("work", "一、工作开展情况"), ("problems", "二、存在问题"), ("next", "三、下一步举措"))
NEXT_PROMPT = "（请写明下一步举措、责任单位和完成时限。）"
PROBLEMS_PROMPT = "（请写明存在的问题和原因。）"
PROMPT = re.compile(r"（请写明[^）\n]*）?")  # also one that the writer began to change


def opening_sections(figures: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the three sections of a first draft. A figure without value is named among the problems."""
    texts = {"work": _work(figures), "problems": _problems(figures), "next": NEXT_PROMPT}
    return [{"key": key, "title": title, "text": texts[key]} for key, title in SECTIONS]


def own_words(text: str) -> str:
    """Return a section's text without the prompts that a draft opens with."""
    return PROMPT.sub("", text).strip()


def empty_sections(sections: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the sections in which nobody has written anything."""
    return [section for section in sections if not own_words(section["text"])]


def prompted_sections(sections: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the written sections in which a prompt still stands."""
    return [section for section in sections if own_words(section["text"]) and PROMPT.search(section["text"])]


def _work(figures: Mapping[str, Mapping[str, Any]]) -> str:
    lines = []
    for _, keys in groupby(figures, key=lambda key: figures[key].get("chapter")):
        named = [f"{figures[key]['title']} {{{{{key}}}}}" for key in keys if _has_value(figures[key])]
        if named:
            lines.append("，".join(named) + "。")
    return "\n".join(lines)


def _problems(figures: Mapping[str, Mapping[str, Any]]) -> str:
    missing = [
        f"{figure['title']}{{{{{key}}}}}。"
        for key, figure in figures.items()
        if not _has_value(figure) and figure.get("withheld") != NO_MODULE
    ]
    return "\n".join([PROBLEMS_PROMPT, *missing])


def _has_value(figure: Mapping[str, Any]) -> bool:
    return figure.get("value") not in (None, "")
