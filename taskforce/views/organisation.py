"""Pages of the organisation: bodies as of a day, a post, a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from taskforce.models import Person, Post
from taskforce.selectors import organisation as selectors
from taskforce.selectors.personal import masked
from taskforce.selectors.posts import holder
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import RecordPage

LONGEST_SEARCH = 40
PARAMETERS = {"on", "q"}
VIEW, EDIT, UNMASK = "taskforce.view", "organisation.edit", "personal.unmask"


def organisation_crumb() -> tuple[str, str]:
    return ("专班组织", reverse("taskforce:organisation"))


class OrganisationPage(View):
    """Bodies, their posts with holders, units and duties, as they stood on the day in the address (?on=).

    `q` leaves the posts and units whose name, post or holder answers it.
    """

    capability = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("on", "")
        problems = [f"没有“{name}”这个条件。" for name in sorted(set(request.GET) - PARAMETERS)]
        day = today()
        if asked:
            try:
                day = date.fromisoformat(asked)
            except ValueError:
                problems.append(f"“{asked[:20]}”不是日期，请写成 2026-07-01。")
        sought = " ".join(request.GET.get("q", "")[:LONGEST_SEARCH].split())
        whole = None if problems else selectors.organisation(day)  # what was not understood lists nothing
        context = {
            "found": selectors.matching(whole, sought) if whole else None,
            "sought": sought,
            "is_there": bool(whole and whole.bodies),
            "day": day,
            "is_today": day == today(),
            "problems": problems,
            "days": selectors.changes_known()[:8],
            "may_edit": can(request.user, EDIT),
        }
        return render(request, "taskforce/organisation.html", context, status=400 if problems else 200)


class PostRecord(RecordPage):
    """A post: who holds it, who held it, where it stands. The organisation is published: no area narrows it."""

    capability = VIEW
    scoped = True
    tabs = {"overview": ("概况", "taskforce/post_overview.html")}
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return Post.objects.select_related("body", "unit")

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [organisation_crumb()]

    def get_state(self) -> dict[str, str]:
        post, day = self.object, today()
        if post.valid_to is not None and post.valid_to <= day:
            return {"words": "已撤销", "tone": "is-bad"}
        if post.valid_from > day:
            return {"words": "未启用", "tone": ""}
        return (
            {"words": "在任", "tone": "is-ok"}
            if holder(post.pk, day)
            else {"words": "空缺", "tone": "is-warn"}
        )

    def get_facts(self) -> list[dict[str, Any]]:
        post = self.object
        home = reverse("taskforce:unit", kwargs={"pk": post.unit_id})
        return [
            {"label": "机构", "value": post.body},
            {"label": "单位", "value": post.unit, "url": home},
            {"label": "类别", "value": post.get_kind_display()},
            {"label": "性质", "value": post.get_standing_display()},
            {"label": "启用日期", "value": post.valid_from.isoformat()},
            {"label": "撤销日期", "value": post.valid_to.isoformat() if post.valid_to else None},
            {"label": "文号", "value": post.document or None},
            {"label": "出处", "value": post.source or None},
            {"label": "编码", "value": post.code, "mono": True},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if not can(self.request.user, EDIT) or self.object.valid_to is not None:
            return []
        key = {"pk": self.object.pk}
        return [
            {"label": "换人", "url": reverse("taskforce:post_holder", kwargs=key), "primary": True},
            {"label": "撤销岗位", "url": reverse("taskforce:post_abolish", kwargs=key)},
        ]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        return {"terms": selectors.terms(post=self.object), "day": today()}

    def get_history_objects(self) -> list[Any]:
        return [self.object, *selectors.terms(post=self.object)]


class PersonRecord(RecordPage):
    """A person: posts held, account, telephone and e-mail with the middle hidden. Each reading is kept."""

    capability = VIEW
    personal = True
    tabs = {"overview": ("概况", "taskforce/person_overview.html")}
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return Person.objects.select_related("user")

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [organisation_crumb()]

    def get_facts(self) -> list[dict[str, Any]]:
        person, hidden = self.object, masked(self.object)
        return [
            {"label": "电话", "value": hidden["phone"] or None, "mono": True},
            {"label": "电子邮箱", "value": hidden["email"] or None, "mono": True},
            {"label": "平台账号", "value": person.user.username if person.user else None},
            {"label": "姓名已公开", "value": "是" if person.is_named_publicly else "否"},
            {"label": "出处", "value": person.source or None},
            {"label": "编码", "value": person.code, "mono": True},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        key = {"pk": self.object.pk}
        actions: list[dict[str, Any]] = []
        has_contact = self.object.phone_sealed or self.object.email_sealed
        if can(self.request.user, UNMASK) and has_contact:
            actions.append({"label": "看完整号码", "url": reverse("taskforce:person_unmask", kwargs=key)})
        if can(self.request.user, EDIT):
            actions += [
                {"label": "登记联系方式", "url": reverse("taskforce:person_contact", kwargs=key)},
                {
                    "label": "登记账号",
                    "url": reverse("taskforce:person_account", kwargs=key),
                    "primary": True,
                },
            ]
        return actions

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        return {"terms": selectors.terms(person=self.object), "day": today()}

    def get_history_objects(self) -> list[Any]:
        return [self.object, *selectors.terms(person=self.object)]


def find_post(pk: int) -> Post:
    return get_object_or_404(Post.objects.select_related("body", "unit"), pk=pk)


def find_person(pk: int) -> Person:
    return get_object_or_404(Person, pk=pk)
