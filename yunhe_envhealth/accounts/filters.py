"""What the lists of users, units and tokens can be filtered by."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from yunhe_envhealth.accounts.models import ApiToken, Membership, Role, Unit, User, normal_username
from yunhe_envhealth.accounts.permissions import today

YES_NO = (("yes", "是"), ("no", "否"))


class UserFilter(filters.FilterSet):
    q = filters.CharFilter(label="账号或姓名", method="by_name")
    role = filters.ChoiceFilter(label="角色", choices=Role.choices, method="by_role")
    unit = filters.ModelChoiceFilter(label="单位", queryset=Unit.objects.all(), method="by_unit")
    active = filters.ChoiceFilter(label="启用", choices=YES_NO, method="by_active")

    class Meta:
        model = User
        fields: list[str] = []

    def by_name(self, rows: QuerySet[User], name: str, words: str) -> QuerySet[User]:
        return rows.filter(Q(username__contains=normal_username(words)) | Q(full_name__icontains=words))

    def by_role(self, rows: QuerySet[User], name: str, role: str) -> QuerySet[User]:
        return rows.filter(pk__in=Membership.objects.on(today()).filter(role=role).values("user"))

    def by_unit(self, rows: QuerySet[User], name: str, unit: Unit) -> QuerySet[User]:
        return rows.filter(pk__in=Membership.objects.on(today()).filter(unit=unit).values("user"))

    def by_active(self, rows: QuerySet[User], name: str, answer: str) -> QuerySet[User]:
        return rows.filter(is_active=answer == "yes")


class UnitFilter(filters.FilterSet):
    q = filters.CharFilter(label="名称或编码", method="by_name")
    kind = filters.ChoiceFilter(label="类别", choices=Unit.Kind.choices)
    active = filters.ChoiceFilter(label="在用", choices=YES_NO, method="by_active")

    class Meta:
        model = Unit
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Unit], name: str, words: str) -> QuerySet[Unit]:
        return rows.filter(
            Q(name__icontains=words) | Q(short_name__icontains=words) | Q(code__icontains=words)
        )

    def by_active(self, rows: QuerySet[Unit], name: str, answer: str) -> QuerySet[Unit]:
        standing = Q(valid_from__lte=today()) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today()))
        return rows.filter(standing) if answer == "yes" else rows.exclude(standing)


class TokenFilter(filters.FilterSet):
    q = filters.CharFilter(label="用途或编号", method="by_name")
    usable = filters.ChoiceFilter(label="能用", choices=YES_NO, method="by_usable")

    class Meta:
        model = ApiToken
        fields: list[str] = []

    def by_name(self, rows: QuerySet[ApiToken], name: str, words: str) -> QuerySet[ApiToken]:
        return rows.filter(Q(name__icontains=words) | Q(public_id__startswith=words))

    def by_usable(self, rows: QuerySet[ApiToken], name: str, answer: str) -> QuerySet[ApiToken]:
        good = Q(revoked_at__isnull=True, expires_at__gt=timezone.now(), user__is_active=True)
        return rows.filter(good) if answer == "yes" else rows.exclude(good)
