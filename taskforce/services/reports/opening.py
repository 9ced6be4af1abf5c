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
    """Return the three sections of a first draft. Figures stand in the work done, also those that print why they have
    no value: a number that the platform lacks is no problem of the body's work.
    """
    texts = {"work": _work(figures), "problems": PROBLEMS_PROMPT, "next": NEXT_PROMPT}
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
        named = [_named(key, figures[key]) for key in keys if figures[key].get("withheld") != NO_MODULE]
        if named:
            lines.append("，".join(named) + "。")
    return "\n".join(lines)


def _named(key: str, figure: Mapping[str, Any]) -> str:
    """Return the figure's words; one without value prints a bracket, which needs no space before it."""
    between = " " if figure.get("value") not in (None, "") else ""
    return f"{figure['title']}{between}{{{{{key}}}}}"
