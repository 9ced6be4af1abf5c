"""Posts, who holds them from a day to a day, which units a body has, and what each unit is charged with.

Bodies (领导小组, 专班, 办公室, 小组) are units of kind `group` in accounts. Posts carry duties; people hold posts.
"""

from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from taskforce.choices import PostKind, Share, Standing
from yunhe_envhealth.core.models import Dated, DateSpan, Stamped

DATES_IN_ORDER = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))


@pghistory.track()
class Post(Dated, Stamped):
    """A post (岗位) in a body. `unit` is where its holder works; the body itself where the plan names no unit."""

    SCOPE_AREA = "unit__area_code"
    SCOPE_UNIT = "unit"

    code = models.SlugField("编码", max_length=60, unique=True)
    title = models.CharField("岗位", max_length=80)
    kind = models.CharField("类别", max_length=10, choices=PostKind.choices)
    body = models.ForeignKey(
        "accounts.Unit", models.PROTECT, related_name="posts_of_body", verbose_name="机构"
    )
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="posts", verbose_name="单位")
    document = models.CharField("文号", max_length=80, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices, default=Standing.OFFICIAL)
    sort_key = models.CharField("排序", max_length=40, blank=True)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        ordering = ["sort_key", "code"]
        constraints = [models.CheckConstraint(condition=DATES_IN_ORDER, name="post_dates_in_order")]

    def __str__(self) -> str:
        return self.title


@pghistory.track(exclude=["phone_sealed", "email_sealed"])
class Person(Stamped):
    """Somebody who holds posts. Telephone and e-mail are sealed (core.sealing); names as publicly issued."""

    code = models.SlugField("编码", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=40)
    user = models.OneToOneField(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="person", verbose_name="平台账号"
    )
    phone_sealed = models.TextField("电话（密文）", blank=True, editable=False)
    email_sealed = models.TextField("电子邮箱（密文）", blank=True, editable=False)
    is_named_publicly = models.BooleanField("姓名已公开", default=False)
    source = models.CharField("出处", max_length=200, blank=True)
    is_demo = models.BooleanField("示范", default=False)

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Holding(Dated, Stamped):
    """A person holds a post from a day to a day (half open); a post has one holder at a time."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name="岗位")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name="人员")
    position = models.CharField("职务", max_length=80, blank=True, help_text="公文所列职务，如县卫健局局长。")
    document = models.CharField("文号", max_length=80, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "任职情况"
        verbose_name_plural = "任职情况"
        ordering = ["post", "-valid_from"]
        constraints = [
            models.CheckConstraint(condition=DATES_IN_ORDER, name="holding_dates_in_order"),
            ExclusionConstraint(
                name="holding_one_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (DateSpan("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}：{self.person}"


@pghistory.track()
class BodyUnit(Dated, Stamped):
    """A unit takes part in a body. The lead unit of a sub-group reports for it."""

    code = models.SlugField("编码", max_length=80, unique=True)
    body = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="body_units", verbose_name="机构")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="bodies", verbose_name="单位")
    share = models.CharField("角色", max_length=8, choices=Share.choices)
    reports_through = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送岗位"
    )
    source = models.CharField("出处", max_length=200, blank=True)
    standing = models.CharField("性质", max_length=10, choices=Standing.choices, default=Standing.OFFICIAL)

    class Meta:
        verbose_name = "机构的成员单位"
        verbose_name_plural = "机构的成员单位"
        ordering = ["body", "share", "unit"]
        constraints = [models.CheckConstraint(condition=DATES_IN_ORDER, name="bodyunit_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.body}：{self.unit}"


@pghistory.track()
class UnitDuty(Dated, Stamped):
    """What a unit or body is charged with, as the document words it."""

    code = models.SlugField("编码", max_length=60, unique=True)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="duties", verbose_name="单位")
    wording = models.TextField("职责")
    clause = models.CharField("条款", max_length=80, blank=True)
    source = models.CharField("出处", max_length=200, blank=True)
    sort_key = models.CharField("排序", max_length=40, blank=True)

    class Meta:
        verbose_name = "单位职责"
        verbose_name_plural = "单位职责"
        ordering = ["sort_key", "code"]
        constraints = [models.CheckConstraint(condition=DATES_IN_ORDER, name="unitduty_dates_in_order")]

    def __str__(self) -> str:
        return self.wording[:40]
