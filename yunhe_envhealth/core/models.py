"""Base fields shared by domain tables. No table of its own."""

from django.db import models
from django.db.models import Func


class Dated(models.Model):
    """A row that is in force from a day to a day; it retires, it is not deleted. Half open: valid_to excluded."""

    valid_from = models.DateField("启用日期")
    valid_to = models.DateField(
        "停用日期", null=True, blank=True, help_text="留空表示仍在用；从这一天起不再使用。"
    )

    class Meta:
        abstract = True


class Stamped(models.Model):
    """When a row was written first and last; who and why stands in its history."""

    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    class Meta:
        abstract = True


class DateSpan(Func):
    """The half-open span of two days, as PostgreSQL compares it."""

    function = "daterange"
