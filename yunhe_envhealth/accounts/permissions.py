"""Who may do what, and where: the one table and the one scope that pages, forms, exports and the API share.

A *capability* is a verb on a kind of record. Roles hold capabilities; a membership ties a role to a unit and an
area-code prefix. A view names its capability; one that names none is refused (DefaultDenyMiddleware), and the
permission matrix in tests/permissions/ is generated from the same declarations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from rest_framework.permissions import BasePermission

from yunhe_envhealth.accounts.models import Membership, Role
from yunhe_envhealth.core.periods import BEIJING

if TYPE_CHECKING:
    from django.http import HttpRequest

M = TypeVar("M", bound=Model)

PUBLIC = "public"  # anyone, signed in or not
SIGNED_IN = "signed_in"  # anyone with an account, before the second factor too

STAFF = frozenset(
    {
        Role.OFFICE, Role.UNIT_OFFICER, Role.UNIT_REVIEWER, Role.TOWNSHIP_OFFICER, Role.INSPECTOR, Role.LEADERSHIP,
        Role.ADMINISTRATOR, Role.AUDITOR,
    }
)  # fmt: skip
SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.OFFICE})
# Roles whose holder acts for one unit: what they may write is their unit's own. Reading follows the area.
UNIT_BOUND = frozenset({Role.UNIT_OFFICER, Role.UNIT_REVIEWER, Role.TOWNSHIP_OFFICER, Role.INSPECTOR})


# Who does the joint office's work; what UNIT_BOUND roles may touch is their unit's own.
_ACTING = frozenset(
    {Role.OFFICE, Role.UNIT_OFFICER, Role.UNIT_REVIEWER, Role.TOWNSHIP_OFFICER, Role.INSPECTOR}
)


@dataclass(frozen=True, slots=True)
class Capability:
    """One verb on one kind of record: its Chinese title, the roles that hold it, whether it writes."""

    title: str
    roles: frozenset[Role]
    writes: bool = False


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


CAPABILITIES: dict[str, Capability] = {
    "office.view": Capability("进入工作台", STAFF),
    "cockpit.view": Capability("看驾驶舱", STAFF - {Role.AUDITOR, Role.INSPECTOR}),
    "stations.view": Capability("看监测点", STAFF | {Role.API_CLIENT}),
    "stations.edit": Capability("维护监测点", _roles(Role.OFFICE, Role.UNIT_OFFICER), writes=True),
    "measurements.view": Capability("看监测数据", STAFF | {Role.API_CLIENT}),
    "measurements.import": Capability(
        "导入监测数据", _roles(Role.OFFICE, Role.UNIT_OFFICER, Role.API_CLIENT), writes=True
    ),
    "indices.view": Capability("看指数", STAFF | {Role.API_CLIENT}),
    "indices.recompute": Capability("重算指数", _roles(Role.OFFICE), writes=True),
    "deliveries.view": Capability("看数据交接", STAFF - {Role.INSPECTOR}),
    "calculator.use": Capability("试算", STAFF | {Role.API_CLIENT}),
    "data.export": Capability("导出", STAFF - {Role.INSPECTOR}),
    "history.view": Capability("看历史", STAFF),
    "taskforce.view": Capability("看专班的组织、职责和事项", STAFF),
    "organisation.edit": Capability("维护专班组织与分工", _roles(Role.OFFICE), writes=True),
    "personal.unmask": Capability("看电话等个人信息", _roles(Role.OFFICE)),
    "tasks.view": Capability("看任务", STAFF | {Role.API_CLIENT}),
    "tasks.act": Capability("办理任务", _ACTING, writes=True),
    "tasks.assign": Capability("派发、改派和核验任务", _roles(Role.OFFICE, Role.UNIT_REVIEWER), writes=True),
    "reports.view": Capability("看报送", STAFF | {Role.API_CLIENT}),
    "reports.draft": Capability("起草和提交报送", _ACTING, writes=True),
    "reports.review": Capability("审核、汇总和公开报送", _roles(Role.OFFICE), writes=True),
    "reminders.view": Capability("看提醒和消息的送达", _roles(Role.OFFICE, Role.LEADERSHIP)),
    "workdays.edit": Capability("维护工作日、报送规则和提醒步骤", _roles(Role.OFFICE), writes=True),
    "meetings.view": Capability("看会议", STAFF | {Role.API_CLIENT}),
    "meetings.propose": Capability("提议题", _ACTING, writes=True),
    "meetings.edit": Capability("筹备会议、定纪要和决定", _roles(Role.OFFICE), writes=True),
    "assessment.view": Capability("看考核和督办", STAFF | {Role.API_CLIENT}),
    "assessment.claim": Capability("自评和回复督办", _ACTING, writes=True),
    "assessment.edit": Capability("拟定、核定和公布考核，发督办", _roles(Role.OFFICE), writes=True),
    "pilot.edit": Capability("维护试点周期", _roles(Role.OFFICE), writes=True),
    "results.edit": Capability("登记成果和项目", _ACTING, writes=True),
    "results.release": Capability("公开成果和项目", _roles(Role.OFFICE), writes=True),
    "units.view": Capability("看单位", STAFF),
    "units.edit": Capability("维护单位", _roles(Role.ADMINISTRATOR), writes=True),
    "users.view": Capability("看用户", _roles(Role.ADMINISTRATOR, Role.AUDITOR)),
    "users.edit": Capability("维护用户与角色", _roles(Role.ADMINISTRATOR), writes=True),
    "tokens.view": Capability("看接口令牌", _roles(Role.ADMINISTRATOR, Role.AUDITOR)),
    "tokens.edit": Capability("发放与停用令牌", _roles(Role.ADMINISTRATOR), writes=True),
    "audit.view": Capability("看安全事件", _roles(Role.AUDITOR)),
}


def memberships_of(user: Any) -> list[Membership]:
    """Return the user's memberships in force today (Beijing), read once per request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return []
    if not hasattr(user, "_memberships_today"):
        today = datetime.now(BEIJING).date()
        user._memberships_today = list(user.memberships.on(today).select_related("unit"))
    return user._memberships_today


def roles_of(user: Any) -> frozenset[Role]:
    return frozenset(Role(membership.role) for membership in memberships_of(user))


def needs_second_factor(user: Any) -> bool:
    """Return whether the user holds a role that signs in with a second factor."""
    return bool(roles_of(user) & SECOND_FACTOR_ROLES)


def can(user: Any, capability: str) -> bool:
    """Return whether the user holds the capability now; a token narrows its user's capabilities to its scopes."""
    if capability == PUBLIC:
        return True
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if capability == SIGNED_IN:
        return True
    token = getattr(user, "token", None)
    if token is not None and capability not in token.scopes:
        return False
    if token is None and (user.must_change_password or (needs_second_factor(user) and not _verified(user))):
        return False
    return bool(roles_of(user) & CAPABILITIES[capability].roles)


def _verified(user: Any) -> bool:
    """Return whether this session gave a second factor; a user that no request brought has not."""
    return bool(hasattr(user, "is_verified") and user.is_verified())


def scope(queryset: QuerySet[M], user: Any, capability: str) -> QuerySet[M]:
    """Return the rows of `queryset` on which the user holds the capability.

    The model names its lookups in `SCOPE_AREA` (area code, prefix match) and `SCOPE_UNIT` (owner unit). Outside
    the scope a row does not exist: the answer is that of an unknown id.
    """
    return reach(queryset, user, capability) if can(user, capability) else queryset.none()


def reach(queryset: QuerySet[M], user: Any, capability: str) -> QuerySet[M]:
    """Return the rows that the user's roles reach today, whatever the session.

    For work that a worker does later in the user's name: the request that asked for it passed `can`. A membership
    in the installation's own area (ROOT_AREA, the county) reaches everything registered here, also the reference
    stations that stand outside the county.
    """
    rule = CAPABILITIES[capability]
    model: Any = queryset.model
    allowed = Q(pk__in=[])
    for membership in memberships_of(user):
        role = Role(membership.role)
        if role not in rule.roles:
            continue
        here: dict[str, Any] = {}
        if membership.area_code != settings.ROOT_AREA:
            here[f"{model.SCOPE_AREA}__startswith"] = membership.area_code
        if rule.writes and role in UNIT_BOUND:
            here[model.SCOPE_UNIT] = membership.unit_id
        if not here:
            return queryset
        allowed |= Q(**here)
    return queryset.filter(allowed)


def is_program(user: Any) -> bool:
    """Return whether the user is a program's account: it asks the API and opens none of the pages."""
    return roles_of(user) == {Role.API_CLIENT}


def capability_for(view: Callable[..., Any], method: str) -> str | None:
    """Return the capability that a view declares for a method, or None when it declares none."""
    owner = getattr(view, "cls", None) or getattr(view, "view_class", None) or view
    declared = getattr(view, "capability", None) or getattr(owner, "capability", None)
    if isinstance(declared, dict):
        return declared.get("GET" if method in ("HEAD", "OPTIONS") else method)
    return declared


def requires(capability: str | dict[str, str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the capability of a function view, or of a third-party view where it is routed."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        view.capability = capability  # type: ignore[attr-defined]
        return view

    return declare


class HasCapability(BasePermission):
    """DRF: hold what the viewset declares for the method."""

    message = "没有这项权限。请向系统管理员申请相应的角色或令牌范围。"

    def has_permission(self, request: HttpRequest, view: Any) -> bool:
        capability = capability_for(type(view), str(request.method))
        return capability is not None and can(request.user, capability)


def today() -> date:
    """Return today's date in Beijing: the day that decides which memberships are in force."""
    return datetime.now(BEIJING).date()
