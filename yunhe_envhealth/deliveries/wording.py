"""What each state of a delivery says to its reader: heading, sentence, where it stands, what its counts are called."""

from __future__ import annotations

from typing import Any

from yunhe_envhealth.core.periods import BEIJING
from yunhe_envhealth.deliveries.models import Delivery

State = Delivery.State
WAITING = (State.RECEIVED, State.CHECKING, State.CONFIRMED)
UNCHECKED = (State.RECEIVED, State.CHECKING, State.FAILED)
TONES: dict[str, str] = {
    State.PREVIEWED: "is-warn",
    State.COMMITTED: "is-ok",
    State.FAILED: "is-bad",
    State.RECEIVED: "is-brand",
    State.CHECKING: "is-brand",
    State.CONFIRMED: "is-brand",
}
HEADINGS: dict[str, str] = {
    State.RECEIVED: "已收到，等待检查：还没有写入任何数据",
    State.CHECKING: "正在检查：还没有写入任何数据",
    State.PREVIEWED: "核对导入：还没有写入任何数据",
    State.CONFIRMED: "已确认，正在写入",
    State.COMMITTED: "已写入",
    State.DUPLICATE: "这份文件以前收过，没有变化",
    State.FAILED: "没有通过检查，没有写入任何数据",
    State.CANCELLED: "已放弃，没有写入任何数据",
}
# What the check and the commit are doing, by the step that the importer reports.
CHECK_STEPS = ("读取文件", "识别版式", "换算数值", "逐项检查", "与已有数据比较", "整理结果")
SHOWN = {  # the address' word → (field of the delivery, label, sign)
    "": ("rows", "全部行"),
    "new": ("accepted", "＋ 新增"),
    "changed": ("changed", "△ 变更"),
    "unchanged": ("unchanged", "＝ 不变"),
    "rejected": ("rejected", "✕ 拒收"),
}


def steps(delivery: Delivery) -> list[dict[str, str]]:
    """Return the way of a delivery as components/state_stepper.html prints it."""
    place, how = _place(State(delivery.state))
    notes = [
        delivery.filename,
        _check_note(delivery),
        "已放弃" if delivery.state == State.CANCELLED else "看清每一行的结果",
        "全部写入，或一行也不写",
        f"{delivery.committed_at.astimezone(BEIJING):%m-%d %H:%M}" if delivery.committed_at else "",
    ]
    labels = ("选文件", "检查", "核对", "确认", "写入")
    states = ["done" if number < place else "waiting" for number in range(len(labels))]
    if place < len(labels):
        states[place] = how
    return [
        {"label": label, "note": note, "state": state}
        for label, note, state in zip(labels, notes, states, strict=True)
    ]


def _place(state: Delivery.State) -> tuple[int, str]:
    return {
        State.RECEIVED: (1, "current"),
        State.CHECKING: (1, "current"),
        State.FAILED: (1, "failed"),
        State.DUPLICATE: (1, "current"),
        State.PREVIEWED: (2, "current"),
        State.CANCELLED: (2, "failed"),
        State.CONFIRMED: (4, "current"),
        State.COMMITTED: (5, "done"),
    }[state]


def _check_note(delivery: Delivery) -> str:
    if delivery.state == State.FAILED:
        return "没有通过"
    if delivery.state == State.DUPLICATE:
        return "以前收过"
    if delivery.state in (State.RECEIVED, State.CHECKING):
        return ""
    return f"{delivery.rows:,} 行全部检查完" if delivery.rows else ""


def progress_words(delivery: Delivery) -> str:
    """Return what a worker is doing with the delivery."""
    if delivery.state == State.RECEIVED:
        return "在等待检查。可以离开这一页，检查会继续。"
    step = CHECK_STEPS[min(delivery.progress_done, len(CHECK_STEPS) - 1)]
    if delivery.state == State.CONFIRMED and delivery.progress_done >= delivery.progress_total:
        step = "写入数据"
    return f"正在{step}。可以离开这一页，工作会继续。"


def sums(delivery: Delivery, shown: str) -> list[dict[str, Any]]:
    """Return the five counts as components/import_preview.html prints them."""
    return [
        {
            "label": label,
            "count": f"{getattr(delivery, field):,}",
            "url": f"?show={word}" if word else "?",
            "active": word == shown,
            "bad": word == "rejected" and delivery.rejected,
        }
        for word, (field, label) in SHOWN.items()
    ]
