"""The default set of assessment indicators: 平台默认(非标准). The plan (五（三）) names none; weights sum to 100."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class UsualIndicator:
    """One indicator of the set; `method` is computed (the platform counts) or entered (a person scores)."""

    code: str
    title: str
    weight: Decimal
    method: str
    rule: str
    order: int


USUAL_INDICATORS = (
    UsualIndicator(
        "task-completion",
        "任务完成率",
        Decimal(30),
        "computed",
        "年度内到期、已由另一人核验的任务数 ÷ 年度内到期的任务数（不含已撤销）× 分值。",
        10,
    ),
    UsualIndicator(
        "timeliness",
        "任务按期办结率",
        Decimal(20),
        "computed",
        "年度内到期、在期限内办结的任务数 ÷ 年度内到期的任务数（不含已撤销）× 分值。",
        20,
    ),
    UsualIndicator(
        "report-on-time",
        "报送及时率",
        Decimal(20),
        "computed",
        "年度内截止、按期首次提交的报送数 ÷ 年度内截止的报送数（不含免报）× 分值。",
        30,
    ),
    UsualIndicator(
        "quality",
        "一次通过率",
        Decimal(10),
        "computed",
        "年度内到期、已核验且没有退回过的任务数 ÷ 年度内到期、已核验的任务数 × 分值。",
        40,
    ),
    UsualIndicator(
        "evidence", "佐证材料", Decimal(10), "entered", "按佐证材料是否齐全、真实、可核对评分，写明理由。", 50
    ),
    UsualIndicator(
        "effect", "工作实效", Decimal(10), "entered", "按本单位职责的完成质量和实际成效评分，写明理由。", 60
    ),
)
