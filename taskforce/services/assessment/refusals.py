"""What the services of the assessment refuse, and the locked row they work on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from taskforce.choices import ASSESSMENT_ACTIONS, AssessmentState
from taskforce.models import Assessment
from taskforce.selectors.acting import holds
from taskforce.selectors.assessment import newest_change
from taskforce.services import wording
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.models import Stamped

EDIT, CLAIM = "assessment.edit", "assessment.claim"
ACTION_WORDS = {"open_self": "交各单位自评", "open_review": "转入审核", "publish": "公布"}


class AssessmentRefused(EnvHealthError):
    """The assessment cannot be written as asked; the message says why."""

    status = 422
    title = "考核内容不合要求"


def refuse_others(by: User) -> None:
    if not holds(by, EDIT):
        raise NotAllowed("考核由专班办公室拟定、核定和公布。", advice="没有改动任何内容。")


def locked_assessment(assessment_id: int) -> Assessment:
    """Return the year, locked until the transaction ends: its indicators and scores are written under this lock."""
    return Assessment.objects.select_for_update().get(pk=assessment_id)


def refuse_stale(rows: Iterable[Stamped], seen: datetime | None) -> None:
    """Refuse what was filled in on a page that is older than the newest of the rows; `seen` None asks nothing.

    Raises Conflict, so that nobody writes over a colleague's work unseen.
    """
    if seen is not None and seen != newest_change(rows):
        raise Conflict(
            "您填写时，别人改过这一页的内容，没有保存。", advice="请重新打开这一页，核对最新内容后再填。"
        )


def refuse_state(assessment: Assessment, states: frozenset[str], what: str) -> None:
    if assessment.state not in states:
        raise Conflict(
            f"考核现在是“{AssessmentState(assessment.state).label}”，不能{what}。",
            advice="没有改动任何内容，请看考核的现状。",
        )


def move(assessment: Assessment, action: str) -> None:
    """Take the year to the state that the action leads to; the caller saves it."""
    states, after = ASSESSMENT_ACTIONS[action]
    refuse_state(assessment, states, ACTION_WORDS[action])
    assessment.state = after


def within(text: str, what: str, most: int) -> str:
    """Return the text without margins. Raises AssessmentRefused when it is too long or cannot be stored."""
    return wording.within(text, what, most, AssessmentRefused)
