"""Units, body, posts and holders of the demonstration: 示范单位, 示范乡镇, 示范工作小组, one post a demonstration account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from taskforce.choices import PostKind, Standing
from taskforce.models import Holding, Person, Post
from yunhe_envhealth.accounts.models import Membership, Role, Unit, User
from yunhe_envhealth.accounts.services.roles import give_role
from yunhe_envhealth.accounts.services.units import create_unit
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.periods import beijing_day

REASON = "示范"
SOURCE = "示范数据，不是公文"
TOWN_AREA = "331125106"
# Code, name, kind, area.
UNITS = (
    ("demo-unit", "示范单位", Unit.Kind.DEPARTMENT, "331125"),
    ("demo-town", "示范乡镇", Unit.Kind.TOWNSHIP, TOWN_AREA),
    ("demo-group", "示范工作小组", Unit.Kind.GROUP, "331125"),
)
# Code of the post, title, kind, code of the unit, demonstration account.
POSTS = (
    ("demo-head", "示范岗位（组长）", PostKind.HEAD, "demo-unit", "demo-leader"),
    ("demo-director", "示范岗位（办公室主任）", PostKind.DIRECTOR, "demo-unit", "demo-office"),
    ("demo-unit-head", "示范岗位（单位负责人）", PostKind.DEPUTY, "demo-unit", "demo-reviewer"),
    ("demo-officer", "示范岗位（单位经办）", PostKind.MEMBER, "demo-unit", "demo-officer"),
    ("demo-inspector", "示范岗位（检查）", PostKind.OFFICER, "demo-unit", "demo-inspector"),
    ("demo-town-officer", "示范岗位（乡镇经办）", PostKind.MEMBER, "demo-town", "demo-township"),
)
# Who acts for which demonstration unit beside the unit of the account.
MEMBERS = (
    ("demo-officer", Role.UNIT_OFFICER, "demo-unit"),
    ("demo-reviewer", Role.UNIT_REVIEWER, "demo-unit"),
    ("demo-inspector", Role.INSPECTOR, "demo-unit"),
    ("demo-township", Role.TOWNSHIP_OFFICER, "demo-town"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the demonstration, by account and by code."""

    users: dict[str, User]
    units: dict[str, Unit]
    posts: dict[str, Post]

    @property
    def officer(self) -> User:
        return self.users["demo-officer"]

    def writer(self, post: Post) -> User:
        """Return the demonstration account that holds the post."""
        return self.users[next(row[-1] for row in POSTS if row[0] == post.code)]

    @property
    def reviewer(self) -> User:
        return self.users["demo-reviewer"]

    @property
    def office(self) -> User:
        return self.users["demo-office"]


def ensure_cast(*, now: datetime) -> Cast | None:
    """Return the demonstration's people and posts, made where missing; None without the demonstration accounts."""
    names = [row[-1] for row in POSTS]
    users = {user.username: user for user in User.objects.filter(username__in=names, is_demo=True)}
    if set(names) - set(users):
        return None
    day = beijing_day(now)
    since = date(day.year - 2, 1, 1)
    units = {code: _unit(code, name, kind, area, since) for code, name, kind, area in UNITS}
    for username, role, code in MEMBERS:
        _member(users[username], role, units[code], day)
    with because(by=None, reason=REASON):
        posts = {row[0]: _post(row, number, units, users, since) for number, row in enumerate(POSTS)}
    return Cast(users, units, posts)


def _unit(code: str, name: str, kind: str, area: str, since: date) -> Unit:
    found = Unit.objects.filter(code=code).first()
    return found or create_unit(
        code=code, name=name, kind=kind, area_code=area, valid_from=since, source=SOURCE, by=None, reason=REASON,
        sort_key="9990",
    )  # fmt: skip


def _member(user: User, role: Role, unit: Unit, day: date) -> None:
    if Membership.objects.on(day).filter(user=user, role=role, unit=unit).exists():
        return
    give_role(
        user=user, role=role, unit=unit, area_code=unit.area_code, valid_from=unit.valid_from, by=None, reason=REASON
    )  # fmt: skip
    vars(user).pop("_memberships_today", None)


def _post(
    row: tuple[str, str, PostKind, str, str],
    number: int,
    units: dict[str, Unit],
    users: dict[str, User],
    since: date,
) -> Post:
    code, title, kind, unit, username = row
    post, _ = Post.objects.get_or_create(
        code=code,
        defaults={
            "title": title, "kind": kind, "body": units["demo-group"], "unit": units[unit], "valid_from": since,
            "source": SOURCE, "standing": Standing.DEFAULT, "sort_key": f"999{number}", "is_demo": True,
        },
    )  # fmt: skip
    person, _ = Person.objects.get_or_create(
        code=username,
        defaults={
            "name": users[username].full_name,
            "user": users[username],
            "source": SOURCE,
            "is_demo": True,
        },
    )
    if not Holding.objects.filter(post=post).exists():
        Holding.objects.create(post=post, person=person, position=title, note=SOURCE, valid_from=since)
    return post
