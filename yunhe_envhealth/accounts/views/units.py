"""Pages of units."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from yunhe_envhealth.accounts import forms, selectors, services
from yunhe_envhealth.accounts.filters import UnitFilter
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.accounts.tables import UnitTable, unit_state
from yunhe_envhealth.core.pages import ListPage, RecordPage, ServiceForm

TONES = {"在用": "is-ok", "未启用": "", "已停用": "is-bad"}


class UnitList(ListPage):
    capability = "units.view"
    filterset_class = UnitFilter
    table_class = UnitTable
    title = "单位"
    search = "q"
    search_words = "名称、编码"

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.units(on=today())

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, "units.edit"):
            return []
        return [{"label": "登记单位", "url": reverse("accounts:unit_new"), "primary": True}]


class UnitRecord(RecordPage):
    capability = "units.view"
    tabs = {"overview": ("概况", "accounts/unit_overview.html")}
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return selectors.units(on=today())

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [("单位", reverse("accounts:units"))]

    def get_state(self) -> dict[str, str]:
        words = unit_state(self.object)
        return {"words": words, "tone": TONES[words]}

    def get_facts(self) -> list[dict[str, Any]]:
        unit = self.object
        parent = reverse("accounts:unit", kwargs={"pk": unit.parent_id}) if unit.parent_id else ""
        return [
            {"label": "编码", "value": unit.code, "mono": True},
            {"label": "类别", "value": unit.get_kind_display()},
            {"label": "上级", "value": unit.parent, "url": parent},
            {"label": "行政区划代码", "value": unit.area_code, "mono": True},
            {"label": "启用日期", "value": unit.valid_from.isoformat()},
            {"label": "停用日期", "value": unit.valid_to.isoformat() if unit.valid_to else None},
            {"label": "出处", "value": unit.source or None},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, "units.edit"):
            return []
        key = {"pk": self.object.pk}
        actions = [{"label": "修改", "url": reverse("accounts:unit_edit", kwargs=key), "primary": True}]
        if self.object.valid_to is None:
            actions.append({"label": "停用", "url": reverse("accounts:unit_retire", kwargs=key)})
        return actions

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        return {
            "members": selectors.unit_members(self.object, on=today()),
            "below": selectors.units_in_force(on=today()).filter(parent=self.object),
            "may_see_users": can(self.request.user, "users.view"),
        }


class UnitNew(ServiceForm):
    capability = "units.edit"
    form_class = forms.UnitForm
    title = "登记单位"
    button = "登记"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("单位", reverse("accounts:units"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        unit = services.create_unit(by=self.actor, **cleaned)
        return reverse("accounts:unit", kwargs={"pk": unit.pk})


class UnitChange(ServiceForm):
    """A form about one unit."""

    capability = "units.edit"

    @cached_property
    def about(self) -> Unit:
        return get_object_or_404(Unit, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("单位", reverse("accounts:units")), (str(self.about), self.record_url())]

    def record_url(self) -> str:
        return reverse("accounts:unit", kwargs={"pk": self.about.pk})


class UnitEdit(UnitChange):
    form_class = forms.UnitChangeForm
    title = "修改单位"
    done = "已保存。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Unit.objects.get(pk=self.about.pk)}

    def write(self, cleaned: dict[str, Any]) -> str:
        services.change_unit(unit=self.about, by=self.actor, **cleaned)
        return self.record_url()


class UnitRetire(UnitChange):
    form_class = forms.RetireUnitForm
    title = "停用单位"
    button = "停用"
    danger = True
    consequence = "停用后不能再任职、不能再交接数据；历史记录保留。"
    done = "单位已定停用日期。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.retire_unit(unit=self.about, by=self.actor, **cleaned)
        return self.record_url()
