"""The content security policy refuses inline styles and scripts; no template may bring one."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
COMPONENTS = sorted((ROOT / "components").glob("*.html"))
FORBIDDEN = re.compile(
    r"""\sstyle=|\son[a-z]+=["']|<style|javascript:|<script(?![^>]*\bsrc=)""", re.IGNORECASE
)


def test_the_search_finds_templates():
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_brings_inline_style_or_script(path):
    assert FORBIDDEN.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_fetches_from_another_host(path):
    found = re.findall(r"""(?:src|href|action)=["'](https?:)?//""", path.read_text(encoding="utf-8"))
    assert found == []


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_each_component_opens_with_what_it_needs(path):
    text = path.read_text(encoding="utf-8")
    opening = re.sub(r"^{% extends [^%]+%}\s*", "", text)
    assert opening.startswith("{% comment %}")
    assert "Needs" in text.split("{% endcomment %}")[0] or "Comes from" in text
