"""A template looked at and filled in a process of its own, within bounds of time and memory.

`python -m taskforce.intake.word_process look|fill` reads one line of JSON (the data) and then the template from
standard input. It writes the filled file to standard output and ends with 0, or writes {"message", "advice"} to
standard error and ends with 3. Nothing that a template does can reach the caller.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from typing import Any
from xml.etree.ElementTree import fromstring

from taskforce.intake.refusals import TemplateRefused
from taskforce.intake.word_filling import fill
from taskforce.intake.word_package import MAIN_PART, MEGABYTE, check_package

REFUSED = 3
CPU_SECONDS = 15
MEMORY_BYTES = 1024 * MEGABYTE
FILLED_BYTES = 30 * MEGABYTE
_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"

# What a template is tried with: words that stand nowhere else, each of which has to come out again.
SAMPLE: dict[str, Any] = {
    "title": "样稿标题甲",
    "subtitle": "样稿副题乙",
    "mark": "样稿",
    "meta": [{"label": "样稿栏目", "words": "样稿内容"}],
    "sections": [
        {
            "title": "样稿章名丙",
            "level": 1,
            "paragraphs": ["样稿首段丁", "样稿次段戊"],
            "table": {
                "caption": "样稿表题",
                "columns": [
                    {"words": "样稿列名己", "numeric": False},
                    {"words": "样稿列名庚", "numeric": True},
                ],
                "rows": [
                    [{"words": "样稿格子辛", "numeric": False}, {"words": "样稿格子壬", "numeric": True}]
                ],
            },
        },
        {"title": "样稿节名癸", "level": 2, "paragraphs": ["样稿末段子"], "table": None},
    ],
}
NEEDED = {
    "样稿标题甲": "标题 title",
    "样稿章名丙": "各节标题 section.title",
    "样稿节名癸": "各节标题 section.title",
    "样稿首段丁": "各节正文 section.paragraphs",
    "样稿次段戊": "各节正文 section.paragraphs",
    "样稿末段子": "各节正文 section.paragraphs",
    "样稿列名己": "表头 section.table.columns",
    "样稿列名庚": "表头 section.table.columns",
    "样稿格子辛": "表的各行 section.table.rows",
    "样稿格子壬": "表的各行 section.table.rows",
}
# A long report, so that loops within loops show what they cost; how often each of its words may come out.
LONG: dict[str, Any] = {
    **SAMPLE,
    "sections": [
        {
            "title": "样稿长题",
            "level": 1,
            "paragraphs": ["样稿长段"] * 10,
            "table": {
                "caption": "样稿表题",
                "columns": [{"words": "样稿长列", "numeric": False}] * 4,
                "rows": [[{"words": "样稿长格", "numeric": False}] * 4] * 10,
            },
        }
    ]
    * 40,
}
MOST_TIMES = 3
WORDS_OF_LONG = {"样稿长题": 40, "样稿长段": 400, "样稿长列": 160, "样稿长格": 1600}


def look(template: bytes) -> bytes:
    """Return the template filled with the sample.

    Raises TemplateRefused when it leaves out what a report needs, or repeats a long report's parts over and over.
    """
    check_package(template)
    filled = fill(template, SAMPLE)
    printed = _printed(filled)
    missing = list(dict.fromkeys(words for sample, words in NEEDED.items() if sample not in printed))
    if missing:
        raise TemplateRefused(f"模板缺少：{'、'.join(missing)}。", "请从随平台提供的模板改起，保留这些标记。")
    printed = _printed(fill(template, LONG))
    if any(printed.count(words) > MOST_TIMES * times for words, times in WORDS_OF_LONG.items()):
        raise TemplateRefused(
            "模板里的循环把同样的内容重复打印。", "请检查循环：同一批内容不要套在自己的循环里。"
        )
    return filled


def _printed(filled: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        tree = fromstring(archive.read(MAIN_PART))  # noqa: S314 - our own output; its parts were checked for document types
    return "".join(piece.text or "" for piece in tree.iter(_TEXT))


def main() -> int:
    """Do what the first argument says, within the bounds."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    data = json.loads(sys.stdin.buffer.readline())
    template = sys.stdin.buffer.read()
    try:
        filled = look(template) if sys.argv[1:] == ["look"] else fill(template, data)
        if len(filled) > FILLED_BYTES:
            raise TemplateRefused("按模板生成的文件太大。", "请删去模板里的图片和多余的循环。")
    except TemplateRefused as refusal:
        sys.stderr.write(json.dumps({"message": refusal.message, "advice": refusal.advice}))
        return REFUSED
    sys.stdout.buffer.write(filled)
    return 0


if __name__ == "__main__":
    sys.exit(main())
