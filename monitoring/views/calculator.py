"""试算: a scheme's inputs in, its answer with the workings out. Nothing is stored; the address holds the question."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from monitoring.forms import CalculatorForm
from monitoring.science.calculator import SCHEMES, calculate, nested_inputs
from monitoring.science.reasons import item_name
from monitoring.views.measurements import CRUMBS

FIRST = "lishui_aqhi_candidate"
# How an answer's parts are called; what is not named here serves programs.
ANSWER_WORDS = {
    "aqhi": "AQHI",
    "aqhi_plus": "AQHI+",
    "aqi": "AQI",
    "iaqi": "分指数（IAQI）",
    "value": "结果",
    "index": "综合指数",
    "rate_percent": "优良率（%）",
    "count": "数值个数",
    "level": "级别",
    "category": "类别",
    "colour": "颜色",
    "primary": "首要污染物",
    "exceeding": "超标污染物",
    "missing": "缺少",
    "er": "超额风险合计（%）",
    "er_parts": "各污染物的超额风险（%）",
    "means": "平均浓度（µg/m³）",
    "has_primary": "有首要污染物",
    "complete": "完整",
    "edition": "版本",
    "status": "地位",
}
LEADS = ("aqhi", "aqhi_plus", "aqi", "value", "index", "rate_percent")


class Calculator(View):
    capability = "calculator.use"

    def get(self, request: HttpRequest) -> HttpResponse:
        code = request.GET.get("scheme", FIRST)
        known = code in SCHEMES
        scheme = SCHEMES[code if known else FIRST]
        asked = known and any(item.name in request.GET for item in scheme.inputs)
        form = CalculatorForm(request.GET if asked else None, scheme=scheme)
        answer = self._answer(form) if asked else None
        context = {
            "title": "试算",
            "crumbs": CRUMBS,
            "schemes": [{"code": item.code, "title": item.title_zh} for item in SCHEMES.values()],
            "scheme": scheme,
            "unknown": "" if known else f"没有“{code[:40]}”这种计算方法，下面是第一种。",
            "form": form,
            "answer": answer,
        }
        return render(request, "monitoring/calculator.html", context, status=200 if known else 400)

    def _answer(self, form: CalculatorForm) -> dict[str, Any] | None:
        """Return the answer as the page prints it; None when the form itself refuses a text."""
        if not form.is_valid():
            return None
        code = self.request.GET.get("scheme", FIRST)
        given = calculate(code, nested_inputs(SCHEMES[code], form.cleaned_data))
        lead = next((name for name in LEADS if given.get(name) is not None), None)
        return {
            "refused": given["withheld"]
            if set(given) == {"withheld"}
            else "",  # an input that cannot be used
            "withheld": given.get("withheld", ""),
            "lead_label": ANSWER_WORDS.get(lead or "", ""),
            "lead": given.get(lead) if lead else None,
            "lines": [
                {"label": words, "value": in_words(given[name])}
                for name, words in ANSWER_WORDS.items()
                if name != lead and given.get(name) not in (None, [], {}, "")
            ],
        }


def in_words(value: Any) -> str:
    """Return one part of an answer in words: 是/否, names joined, `O₃ 60` pairs."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "，".join(f"{item_name(str(key).lower())} {inner}" for key, inner in value.items())
    if isinstance(value, list):
        return "、".join(item_name(str(part).lower()) for part in value)
    return str(value)
