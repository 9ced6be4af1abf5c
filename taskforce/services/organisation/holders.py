"""Who holds a post from a day on, and which account is whose."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from taskforce.models import Holding, Person, Post
from taskforce.services.organisation.rules import ChangeRefused, allow, end, grounds, new_code, stated
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.locks import locked_row


@transaction.atomic
def change_holder(
    *,
    post: Post,
    on: date,
    document: str,
    reason: str,
    by: User,
    person: Person | None = None,
    name: str = "",
    position: str = "",
    vacant: bool = False,
) -> Holding | None:
    """Let `person`, or a new person of this name, hold the post from a day; the holder until then ends that day.

    `vacant` leaves the post without a holder and returns None. Raises ChangeRefused for a day or person that cannot
    be, Conflict when a later holder is already stated.
    """
    words = grounds(document, reason)
    post = locked_row(Post.objects.select_related("unit"), post.pk)
    allow(by, post.unit)
    _refuse_day(post, on)
    if sum((person is not None, bool(name.strip()), vacant)) != 1:
        raise ChangeRefused("请在已登记人员、新人员姓名、空缺三项中选一项。")
    with because(by=by, **words):
        current = _end_current(post, on, person)
        if vacant:
            if current is None:
                raise ChangeRefused(f"“{post}”在 {on} 本来就空缺。")
            return None
        holder = person or _new_person(name, on, words["document"])
        return Holding.objects.create(
            post=post,
            person=holder,
            position=position.strip()[:80],
            document=words["document"],
            valid_from=on,
            valid_to=post.valid_to,
        )


@transaction.atomic
def link_account(*, person: Person, user: User | None, reason: str, by: User) -> Person:
    """Tie a person to the account that they sign in with, or untie (None). Raises Conflict for an account already tied."""
    allow(by)
    reason = stated(reason, "理由", 200)
    person = Person.objects.select_for_update().get(pk=person.pk)
    other = Person.objects.filter(user=user).exclude(pk=person.pk).first() if user else None
    if other is not None:
        raise Conflict(f"账号“{user}”已经属于{other.name}（{other.code}），一个账号只能属于一个人。")
    if user is not None and not user.is_active:
        raise ChangeRefused(f"账号“{user}”已停用。")
    person.user = user
    try:
        with transaction.atomic(), because(by=by, reason=reason):
            person.save(update_fields=["user", "updated_at"])
    except IntegrityError as error:  # tied to somebody else at the same moment
        raise Conflict(f"账号“{user}”刚刚登记给了另一个人，一个账号只能属于一个人。") from error
    return person


def _refuse_day(post: Post, on: date) -> None:
    if on < post.valid_from:
        raise ChangeRefused(f"岗位“{post}”自 {post.valid_from} 起才有，生效日期不能更早。")
    if post.valid_to is not None and on >= post.valid_to:
        raise ChangeRefused(f"岗位“{post}”到 {post.valid_to} 撤销，那以后不能再任职。")


def _end_current(post: Post, on: date, successor: Person | None) -> Holding | None:
    """End whoever holds the post on that day and return the holding, None for a vacant post."""
    rows = list(Holding.objects.select_for_update(of=("self",)).filter(post=post).select_related("person"))
    later = [row for row in rows if row.valid_from > on]
    if later:
        first = min(later, key=lambda row: row.valid_from)
        raise Conflict(
            f"{first.person}自 {first.valid_from} 起任“{post}”，已经登记，不能再插入更早的变更。",
            advice="请把生效日期定在那一天之后。",
        )
    current = next((row for row in rows if row.valid_to is None or row.valid_to > on), None)
    if current is None:
        return None
    if successor is not None and current.person_id == successor.pk:
        raise ChangeRefused(f"{successor}现在就任“{post}”，没有变更。")
    if on <= current.valid_from:
        raise ChangeRefused(
            f"现任{current.person}自 {current.valid_from} 起任“{post}”，生效日期要晚于这一天。"
        )
    end(current, on)
    return current


def _new_person(name: str, on: date, document: str) -> Person:
    name = stated(name, "姓名", 40)
    return Person.objects.create(code=new_code("person", on), name=name, source=document)
