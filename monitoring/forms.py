"""Forms of the monitoring pages: a station, its retirement, a recomputation, the calculator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q

from monitoring.choices import Datum, StationKind
from monitoring.filters import FIRST_DAY, LAST_DAY
from monitoring.models import Station
from monitoring.science import geodesy
from monitoring.science.calculator import SchemeDescription
from monitoring.science.reasons import item_name
from monitoring.selectors import stations
from monitoring.selectors.boundary import in_county
from monitoring.services.stations import CAPABILITY
from villages.selectors import VILLAGE_KINDS, divisions
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, UNIT_BOUND, memberships_of, scope, today
from yunhe_envhealth.accounts.selectors import units_in_force

GCJ02, BD09 = "GCJ-02", "BD-09"
CONVERSIONS = {GCJ02: geodesy.from_gcj02, BD09: geodesy.from_bd09}
GIVEN_DATUMS = [
    ("", "请选择"),
    *Datum.choices,
    (GCJ02, "GCJ-02（高德、腾讯地图上量的）"),
    (BD09, "BD-09（百度地图上量的）"),
]
CODES_LIMIT = 50


def day_field(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        widget=forms.DateInput(attrs={"type": "date", "data-span": "4"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-11-22 的样子写日期。"},
        **options,
    )


def reason_field(**options: Any) -> forms.CharField:
    return forms.CharField(label="理由", max_length=200, help_text="记入历史，以后都能看到。", **options)


class StationForm(forms.ModelForm):
    """A station. The datum is always stated; web-map coordinates are refused or, on request, converted: never guessed."""

    given_datum = forms.ChoiceField(label="坐标系", choices=GIVEN_DATUMS, required=False)
    convert = forms.BooleanField(
        label="这是 GCJ-02（或 BD-09）坐标，请换算成 CGCS2000 再保存", required=False
    )
    outside_confirmed = forms.BooleanField(label="我已核对：这个点不在云和县境内，就是要登记", required=False)
    source_codes = forms.CharField(
        label="来源编码",
        required=False,
        help_text="数据来源用来称呼这个监测点的编码或名称，一行一个，如 1269A。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    active_from = day_field("启用日期")
    active_to = day_field("停用日期", required=False, help_text="留空表示在用。")
    reason = reason_field(required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    SECTIONS = (
        ("一、基本情况", ("code", "name", "kind", "owner_unit", "division", "is_public")),
        (
            "二、位置",
            ("longitude", "latitude", "given_datum", "convert", "outside_confirmed", "position_note"),
        ),
        ("三、使用和来源", ("active_from", "active_to", "source", "source_codes", "reason")),
    )
    SPANS = {
        "code": 4, "name": 8, "kind": 4, "owner_unit": 8, "division": 4, "longitude": 3, "latitude": 3,
        "given_datum": 6, "active_from": 4, "active_to": 4, "position_note": 12, "source": 12, "reason": 12,
    }  # fmt: skip

    class Meta:
        model = Station
        fields = [
            "code", "name", "kind", "owner_unit", "division", "longitude", "latitude", "position_note",
            "active_from", "active_to", "is_public", "source",
        ]  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        fields: dict[str, Any] = self.fields
        fields["owner_unit"].queryset = self._units(user)
        fields["division"].queryset = self._divisions(user)
        for name in ("owner_unit", "division"):
            fields[name].empty_label = "请选择"
        fields["kind"].choices = [("", "请选择"), *StationKind.choices]
        fields["longitude"].help_text = "东经，如 119.5734"
        fields["latitude"].help_text = "北纬，如 28.1158"
        fields["is_public"].label = "公开（公众页上能看到这个监测点和它的指数）"
        fields["reason"].required = not self.is_new
        for name in ("longitude", "latitude"):
            fields[name].widget.attrs |= {"data-unit": "度", "inputmode": "decimal"}
        for name, span in self.SPANS.items():
            fields[name].widget.attrs["data-span"] = str(span)
        if self.is_new or self.instance.active_to is None:
            del fields["active_to"]
        if not self.is_new:
            self.initial = {**self.initial} | {
                "given_datum": self.instance.datum,
                "source_codes": "\n".join(code.code for code in self.instance.codes.all()),
                "seen": self.instance.updated_at.isoformat(),
            }

    def _posts(self, user: User) -> list[Any]:
        return [post for post in memberships_of(user) if post.role in CAPABILITIES[CAPABILITY].roles]

    def _units(self, user: User) -> Any:
        """Return the units that the user may make responsible: all, or for a unit's own officer that unit."""
        posts = self._posts(user)
        found = units_in_force(on=today())
        if self.instance.owner_unit_id:
            found = Unit.objects.filter(Q(pk__in=found.values("pk")) | Q(pk=self.instance.owner_unit_id))
        if any(post.role not in UNIT_BOUND for post in posts):
            return found
        return found.filter(pk__in=[post.unit_id for post in posts])

    def _divisions(self, user: User) -> Any:
        """Return the county and its townships within the user's areas, and the place that is stated now."""
        areas = Q(pk=self.instance.division_id)
        for post in self._posts(user):
            areas |= Q(code__startswith=post.area_code) & ~Q(kind__in=VILLAGE_KINDS)
        return divisions().filter(areas)

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fieldsets with the fields that this form has."""
        return [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.SECTIONS
        ]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip()
        if stations().filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("已有监测点用了这个编码。")
        return code

    def clean_source_codes(self) -> list[str]:
        codes = [line.strip() for line in self.cleaned_data["source_codes"].splitlines() if line.strip()]
        if len(codes) > CODES_LIMIT or any(len(code) > 80 for code in codes):
            raise forms.ValidationError(f"最多 {CODES_LIMIT} 个，每个不超过 80 个字。")
        return codes

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        longitude, latitude = given.get("longitude"), given.get("latitude")
        if {"longitude", "latitude"} & set(self.errors):
            return given
        given["datum"] = ""
        if longitude is None and latitude is None:
            return given
        if longitude is None or latitude is None:
            self.add_error("latitude" if latitude is None else "longitude", "经度和纬度要一起填。")
            return given
        return self._placed(given, longitude, latitude)

    def _placed(self, given: dict[str, Any], longitude: float, latitude: float) -> dict[str, Any]:
        """Check where the point lies and take it over, converted when that was asked for."""
        if geodesy.looks_swapped(longitude, latitude):
            self.add_error("longitude", "经度和纬度好像填反了：经度在 73 到 136 之间，纬度在 3 到 54 之间。")
            return given
        if not geodesy.in_china(longitude, latitude):
            self.add_error("longitude", "这个点不在中国境内，请核对经度和纬度。")
            return given
        datum = given.get("given_datum", "")
        if not datum:
            self.add_error("given_datum", "请注明坐标系；不知道时请问提供坐标的人，平台不猜。")
            return given
        if datum in CONVERSIONS:
            if not given.get("convert"):
                self.add_error(
                    "given_datum", f"平台只存 CGCS2000 或 WGS-84。{datum} 坐标请勾选下面的换算，或另取坐标。"
                )
                return given
            longitude, latitude = (round(number, 7) for number in CONVERSIONS[datum](longitude, latitude))
            datum = Datum.CGCS2000.value
        if not in_county(longitude, latitude) and not given.get("outside_confirmed"):
            self.add_error(
                "outside_confirmed", "这个点不在云和县境内。核对后确实如此，请勾选下面一项再保存。"
            )
        return given | {"longitude": longitude, "latitude": latitude, "datum": datum}

    def values(self) -> dict[str, Any]:
        """Return what the service is given: the station's own fields."""
        names = [*self.Meta.fields, "datum"]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def _post_clean(self) -> None:
        """Leave the instance as it is: the service changes it under a lock and holds the table's rules."""


class RetireForm(forms.Form):
    active_to = day_field("停用日期", help_text="从这一天起不再使用；以前的数据和历史都保留。")
    reason = reason_field()


class RecomputeForm(forms.Form):
    """Which stations' indices to compute anew, for which days, and why."""

    stations = forms.ModelMultipleChoiceField(
        label="监测点",
        queryset=stations().none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一个监测点。"},
    )
    since = day_field("从")
    until = day_field("到", help_text="含这一天。")
    reason = reason_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stations"]
        field.queryset = scope(stations(), user, "indices.recompute").filter(active_to__isnull=True)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", "结束日期要不早于开始日期。")
        return given


class CalculatorForm(forms.Form):
    """The inputs of one scheme of the calculator, as texts: the calculator itself judges them."""

    def __init__(self, *args: Any, scheme: SchemeDescription, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in scheme.inputs:
            attrs = {"data-unit": item.unit, "data-span": "6"} if item.unit else {"data-span": "6"}
            if item.kind == "choice":
                self.fields[item.name] = forms.ChoiceField(
                    label=item.label_zh,
                    required=False,
                    choices=[(choice, item_name(choice)) for choice in item.choices],
                    widget=forms.Select(attrs={"data-span": "6"}),
                )
            elif item.kind == "list":
                self.fields[item.name] = forms.CharField(
                    label=item.label_zh,
                    required=False,
                    help_text="用空格、逗号或换行隔开，可以从 Excel 整列粘贴。",
                    widget=forms.Textarea(attrs={"rows": 5}),
                )
            else:
                self.fields[item.name] = forms.CharField(
                    label=item.label_zh,
                    required=False,
                    max_length=64,
                    widget=forms.TextInput(attrs=attrs | {"inputmode": "decimal"}),
                )
