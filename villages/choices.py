"""Kinds of administrative division."""

from django.db import models


class DivisionKind(models.TextChoices):
    CITY = "city", "市"
    COUNTY = "county", "县"
    SUBDISTRICT = "subdistrict", "街道"
    TOWN = "town", "镇"
    TOWNSHIP = "township", "乡"
    ETHNIC_TOWNSHIP = "ethnic", "民族乡"
    VILLAGE = "village", "行政村"
    COMMUNITY = "community", "社区"
