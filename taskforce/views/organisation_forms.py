"""One form for each change of the organisation, with its day and document number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taskforce.choices import Audience
from taskforce.forms import organisation as forms
from taskforce.models import Holding, Person, PlanItem, Post
from taskforce.selectors.recipients import Roster
from taskforce.services import organisation as services
from taskforce.services.organisation.owed import in_hand
from taskforce.views.organisation import find_person, find_post, organisation_crumb
from yunhe_envhealth.core.pages import ServiceForm

EDIT = "organisation.edit"


class OrganisationChange(ServiceForm):
    """A change that leads back to the organisation."""

    capability = EDIT

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [organisation_crumb()]


class PostNew(OrganisationChange):
    form_class = forms.PostForm
    title = "新设岗位"
    button = "新设"
    done = "岗位已登记，请登记由谁担任。"

    def write(self, cleaned: dict[str, Any]) -> str:
        post = services.create_post(by=self.actor, **cleaned)
        return reverse("taskforce:post", kwargs={"pk": post.pk})


class UnitsMerge(OrganisationChange):
    form_class = forms.MergeForm
    title = "单位并入"
    button = "登记并入"
    danger = True
    consequence = (
        "从生效日起，被并入单位的岗位、机构席位、分工和职责转到另一单位，在办和协办的任务、未办结的报送和督办单一并转去；以前的照旧保留。"
        "账号角色和单位停用由系统管理员另办。"
    )
    done = "并入已登记。"

    def write(self, cleaned: dict[str, Any]) -> str:
        merger = services.merge_units(by=self.actor, now=timezone.now(), **cleaned)
        return reverse("taskforce:unit", kwargs={"pk": merger.into.pk})


class PostChange(OrganisationChange):
    """A form about one post."""

    @cached_property
    def about(self) -> Post:
        return find_post(self.kwargs["pk"])

    def get_title(self) -> str:
        return f"{self.title}：{self.about}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [organisation_crumb(), (str(self.about), self.record_url())]

    def record_url(self) -> str:
        return reverse("taskforce:post", kwargs={"pk": self.about.pk})


class PostHolder(PostChange):
    form_class = forms.HolderForm
    title = "换人"
    button = "登记"
    consequence = "从生效日起由新任承担这个岗位的任务和报送，提醒发给当天在任的人；现任到这一天为止。"
    done = "任职变更已登记。"

    def write(self, cleaned: dict[str, Any]) -> str:
        holding = services.change_holder(post=self.about, by=self.actor, **cleaned)
        if holding is not None and holding.person.user is None:
            messages.warning(self.request, self.not_told(holding))
        return self.record_url()

    def not_told(self, holding: Holding) -> SafeString:
        """Return what a holder without an account means for the post, with the way to mend it."""
        owed = in_hand([self.about.pk])
        reached, _ = Roster(holding.valid_from).resolve(Audience.HOLDER, self.about)
        return format_html(
            '{}还没有平台账号，登记以前收不到这个岗位的消息，{}。这个岗位{}。<a href="{}">登记{}的账号</a>',
            holding.person,
            f"消息改送{reached.person}（{reached.post}）" if reached else "现在没有人收到",
            f"现有 {'、'.join(owed)}" if owed else "现在没有未办结的事",
            reverse("taskforce:person_account", kwargs={"pk": holding.person_id}),
            holding.person,
        )


class PostAbolish(PostChange):
    form_class = forms.GroundsForm
    title = "撤销岗位"
    button = "撤销"
    danger = True
    consequence = "从生效日起没有这个岗位，现任同时卸任；有在办任务或报送时不能撤销。历史保留。"
    done = "岗位已定撤销日期。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.abolish_post(post=self.about, by=self.actor, **cleaned)
        return self.record_url()


class AssignmentChange(ServiceForm):
    """Who is charged with one item of the plan."""

    capability = EDIT
    form_class = forms.AssignmentForm
    button = "登记"
    done = "分工变更已登记。"

    @cached_property
    def about(self) -> PlanItem:
        return get_object_or_404(PlanItem, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "item": self.about}

    def get_title(self) -> str:
        return f"变更分工：{self.about}"

    def get_consequence(self) -> str:
        return f"原文（{self.about.clause}）：{self.about.wording}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("职责矩阵", reverse("taskforce:matrix"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        services.change_assignment(item=self.about, by=self.actor, **cleaned)
        return reverse("taskforce:matrix")


class PersonChange(OrganisationChange):
    """A form about one person."""

    @cached_property
    def about(self) -> Person:
        return find_person(self.kwargs["pk"])

    def get_title(self) -> str:
        return f"{self.title}：{self.about}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [organisation_crumb(), (str(self.about), self.record_url())]

    def record_url(self) -> str:
        return reverse("taskforce:person", kwargs={"pk": self.about.pk})


class PersonAccount(PersonChange):
    form_class = forms.AccountForm
    title = "登记账号"
    done = "账号已登记。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.about}

    def write(self, cleaned: dict[str, Any]) -> str:
        services.link_account(person=self.about, by=self.actor, **cleaned)
        return self.record_url()


class PersonContact(PersonChange):
    form_class = forms.ContactForm
    title = "登记联系方式"
    template_name = "taskforce/contact_form.html"
    consequence = "加密保存，页面上只显示首尾几位。两项都按这次填写的保存，留空就清除。"
    done = "联系方式已保存。"

    def write(self, cleaned: dict[str, Any]) -> str:
        services.set_contact(person=self.about, by=self.actor, **cleaned)
        return self.record_url()


class PersonUnmask(PersonChange):
    """Telephone and e-mail in clear, for this one answer, after a reason."""

    capability = "personal.unmask"
    form_class = forms.ReasonForm
    title = "看完整号码"
    button = "查看"
    consequence = "谁在什么时候为什么看了谁的号码，记入安全日志。"

    def write(self, cleaned: dict[str, Any]) -> HttpResponse:
        clear = services.unmask(person=self.about, by=self.actor, request=self.request, **cleaned)
        context = {"crumbs": self.get_crumbs(), "back_url": self.record_url(), "person": self.about, **clear}
        response = render(self.request, "taskforce/contact_shown.html", context)
        response["Cache-Control"] = "no-store"
        return response
