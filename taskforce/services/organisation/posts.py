"""New posts, and posts that end."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from taskforce.choices import PostKind, Standing
from taskforce.models import BodyUnit, Holding, Post, ReportRule, RuleReporter
from taskforce.selectors.posts import in_force
from taskforce.services.organisation.owed import counted, owed_by
from taskforce.services.organisation.rules import ChangeRefused, allow, end, grounds, new_code, stated
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.locks import locked_row


@transaction.atomic
def create_post(
    *, title: str, kind: str, body: Unit, unit: Unit, on: date, document: str, reason: str, by: User
) -> Post:
    """Create a post from a day. It stands behind the other posts of its body."""
    words = grounds(document, reason)
    allow(by, unit, body)
    if kind not in PostKind.values:
        raise ChangeRefused("没有这一类岗位。")
    for one in (body, unit):
        if on < one.valid_from or (one.valid_to is not None and on >= one.valid_to):
            raise ChangeRefused(f"“{one}”在 {on} 没有启用。")
    title = stated(title, "岗位名称", 80)
    if Post.objects.filter(in_force(on), body=body, unit=unit, title=title).exists():
        raise Conflict(f"“{body}”已经有岗位“{title}”。")
    with because(by=by, **words):
        return Post.objects.create(
            code=new_code(f"post-{body.code}"[:40], on),
            title=title,
            kind=kind,
            body=body,
            unit=unit,
            document=words["document"],
            source=words["document"],
            standing=Standing.OFFICIAL,
            sort_key=f"90-{on:%Y%m%d}",
            valid_from=on,
        )


@transaction.atomic
def abolish_post(*, post: Post, on: date, document: str, reason: str, by: User) -> Post:
    """End a post and its holder's term on a day. Raises Conflict while the post still owes something."""
    words = grounds(document, reason)
    post = locked_row(Post.objects.select_related("unit"), post.pk)
    allow(by, post.unit)
    if post.valid_to is not None and post.valid_to <= on:
        raise Conflict(f"“{post}”已定于 {post.valid_to} 撤销。")
    owed = what_is_owed(post, on)
    if owed:
        raise Conflict(f"“{post}”还有{'、'.join(owed)}，不能撤销。", advice="请先改派任务、换报送岗位。")
    with because(by=by, **words):
        end_holdings(post, on)
        end(post, on)
    return post


def what_is_owed(post: Post, on: date) -> list[str]:
    """Return in words what hangs on the post: what it has in hand, what it owes or judges by the reporting rules."""
    counts = {
        **owed_by([post.pk]),
        "{} 条报送规则": RuleReporter.objects.filter(in_force(on), post=post),
        "{} 条报送规则的审核": ReportRule.objects.filter(in_force(on), reviewer_post=post),
        "{} 个小组的报送": BodyUnit.objects.filter(in_force(on), reports_through=post),
    }
    return counted(counts)


def end_holdings(post: Post, on: date) -> None:
    """End the holder's term with the post. Raises Conflict when somebody is to begin later."""
    rows = Holding.objects.select_for_update(of=("self",)).filter(post=post).select_related("person")
    for holding in rows.filter(valid_from__gte=on):
        raise Conflict(f"{holding.person}自 {holding.valid_from} 起任“{post}”，已经登记。")
    for holding in rows.filter(in_force(on)):
        end(holding, on)
