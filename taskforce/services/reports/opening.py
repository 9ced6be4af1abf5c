"""What a report opens with: the plan's three sections, filled with sentences that name the platform's figures.

Source of the sections: the county plan, safeguards (一)建立工作报送机制 (工作总结、存在问题、下一步工作举措).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

SECTIONS = (("work", "一、工作开展情况"), ("problems", "二、存在问题"), ("next", "三、下一步举措"))
NEXT_PROMPT = "（请写明下一步举措、责任单位和完成时限。）"
PROBLEMS_PROMPT = "（请写明存在的问题和原因。）"
PROMPTS = (NEXT_PROMPT, PROBLEMS_PROMPT)


def opening_sections(figures: Mapping[str, Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the three sections of a first draft. A figure that has no value is named among the problems."""
    texts = {"work": _work(figures), "problems": _problems(figures), "next": NEXT_PROMPT}
    return [{"key": key, "title": title, "text": texts[key]} for key, title in SECTIONS]


def own_words(text: str) -> str:
    """Return a section's text without the prompts that a draft opens with."""
    for prompt in PROMPTS:
        text = text.replace(prompt, "")
    return text.strip()


def _work(figures: Mapping[str, Mapping[str, Any]]) -> str:
    lines = []
    for _, keys in groupby(figures, key=lambda key: figures[key].get("chapter")):
        named = [f"{figures[key]['title']} {{{{{key}}}}}" for key in keys if _has_value(figures[key])]
        if named:
            lines.append("，".join(named) + "。")
    return "\n".join(lines)


def _problems(figures: Mapping[str, Mapping[str, Any]]) -> str:
    missing = [
        f"{figure['title']}{{{{{key}}}}}。" for key, figure in figures.items() if not _has_value(figure)
    ]
    return "\n".join([PROBLEMS_PROMPT, *missing])


def _has_value(figure: Mapping[str, Any]) -> bool:
    return figure.get("value") not in (None, "")
