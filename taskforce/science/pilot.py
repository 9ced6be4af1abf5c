"""The pilot's calendar: 国家环境健康管理试点工作申报指南, part three (三、工作步骤).

The guide counts the start from the approval (三（三）) and names 31 December for the yearly report. It gives three
years as the cycle of evaluation (三（四）) without saying from which day: the platform counts from the approval, which
is its own default (平台默认(非标准)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskforce.science.periods import add_months

GUIDE = "国家环境健康管理试点工作申报指南"
# The guide's copy bears no day of issue. It carries out 《“十四五”环境健康工作规划》, whose time begins here: nothing of a
# pilot under it is older.
FIRST_DAY = date(2021, 1, 1)
START_MONTHS = 3  # 三（三）：自批复之日起 3 个月内全面启动
CYCLE_MONTHS = 36  # 三（四）：以 3 年为一评估周期
YEAR_END = (12, 31)  # 三（三）：每年 12 月底前


@dataclass(frozen=True, slots=True)
class Step:
    """One step that the guide lays down; `counted`: its due day follows from the approval."""

    kind: str
    title: str
    clause: str
    wording: str
    counted: bool = False
    default: bool = False  # the base day is the platform's own


STEPS = (
    Step("apply", "报送工作方案到省厅", "三（一）", "编制试点工作方案，报送所在地省级生态环境厅（局）；每年第一季度组织一次。"),
    Step("recommend", "省厅审核推荐", "三（一）", "省级生态环境厅（局）初步审核和遴选，择优向生态环境部推荐。"),
    Step("approve", "生态环境部批复", "三（二）、三（三）", "生态环境部组织专家审议论证，批复同意进行试点。"),
    Step("start", "全面启动试点", "三（三）", "自批复之日起 3 个月内全面启动试点工作。", counted=True),
    Step("yearly", "年度进展报告", "三（三）", "每年 12 月底前，将进展情况报送生态环境部和省级生态环境厅（局）。"),
    Step(
        "evaluate", "三年总结评估", "三（四）", "试点工作以 3 年为一评估周期，由生态环境部组织总结评估。",
        counted=True, default=True,
    ),
    Step("rectify", "限期整改", "三（四）", "实施不力、成效不明显的，要求限期整改。"),
    Step("extend", "延续试点", "", "进入下一个评估周期；指南没有写明延续的手续。"),
    Step("exit", "退出试点", "三（四）", "整改不到位的，按程序调整退出试点。"),
)  # fmt: skip
BY_KIND = {step.kind: step for step in STEPS}


def due_on(kind: str, approved_on: date | None) -> date | None:
    """Return the day by which a step is due; None when it has none, or when the approval is not known."""
    if approved_on is None or not BY_KIND[kind].counted:
        return None
    return add_months(approved_on, START_MONTHS if kind == "start" else CYCLE_MONTHS)


def yearly_due(year: int) -> date:
    """Return the day by which the progress of a year is reported; it needs no approval day."""
    return date(year, *YEAR_END)
