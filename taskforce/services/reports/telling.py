"""Who hears of a report's steps, and in which words."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from taskforce.choices import SubjectKind
from taskforce.models import Post, ReportDuty, ReportVersion
from taskforce.selectors.posts import office_post_of
from taskforce.services import notices
from yunhe_envhealth.core.periods import beijing_day


def tell_reviewer(duty: ReportDuty, version: ReportVersion, now: datetime) -> None:
    """Tell the post that reviews, else the office's director; nobody while that post is not there."""
    post = duty.reviewer_post or office_post_of(duty.owner_post, beijing_day(now))
    if post is None:
        return
    _tell(
        duty,
        post=post,
        key=f"v{version.number}:submitted",
        title=f"{duty.body}提交了{duty.title}（第 {version.number} 稿）",
        body="请审核：接受，或写明意见后退回。",
        why="您的岗位负责审核这项报送",
        now=now,
    )


def tell_owner(duty: ReportDuty, *, event: str, title: str, body: str, now: datetime) -> None:
    """Tell the post that owes the report; `event` makes the message one of its kind."""
    _tell(duty, post=duty.owner_post, key=event, title=title, body=body, why="您的岗位负责这项报送", now=now)


def tell_returned(duty: ReportDuty, version: ReportVersion, now: datetime) -> None:
    tell_owner(
        duty,
        event=f"v{version.number}:returned",
        title=f"{duty.title}第 {version.number} 稿被退回修改",
        body="请看审核意见，答复并修改后重新提交。",
        now=now,
    )


def tell_accepted(duty: ReportDuty, version: ReportVersion, now: datetime) -> None:
    tell_owner(
        duty,
        event=f"v{version.number}:accepted",
        title=f"{duty.title}第 {version.number} 稿已接受",
        body="报告已锁定；需要更正时另起更正稿。",
        now=now,
    )


def _tell(duty: ReportDuty, *, post: Post, key: str, title: str, body: str, why: str, now: datetime) -> None:
    notices.tell(
        key=f"report:{duty.pk}:{key}",
        subject_kind=SubjectKind.REPORT,
        subject_id=duty.pk,
        post=post,
        title=title[:160],
        body=body,
        url=reverse("taskforce:duty", args=[duty.pk]),
        why=why,
        now=now,
        is_demo=duty.is_demo,
    )
