"""A person's calendar: the page of its address, and the feed that a calendar program reads with a token."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from taskforce.science.icalendar import calendar
from taskforce.selectors import calendar_feed as selectors
from taskforce.services import calendar_feed as services
from yunhe_envhealth.accounts.backends import demo_accepted
from yunhe_envhealth.accounts.permissions import PUBLIC
from yunhe_envhealth.audit.addresses import client_address
from yunhe_envhealth.core.caches import ForgivingRedisCache
from yunhe_envhealth.core.pages import ServiceForm

READINGS_A_MINUTE = 30  # of one address, whatever the tokens


class CalendarPage(ServiceForm):
    """Whether there is an address, and the button that makes (or renews) it."""

    capability = "office.view"
    form_class = forms.Form
    template_name = "taskforce/calendar.html"
    title = "我的日历订阅"
    button = "生成订阅地址"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("我的账号", reverse("accounts:me"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(token=selectors.token_of(self.actor), **kwargs)

    def write(self, cleaned: dict[str, Any]) -> HttpResponse:
        secret = services.make_token(user=self.actor, now=timezone.now())
        address = self.request.build_absolute_uri(reverse("taskforce:calendar_feed")) + f"?token={secret}"
        return self.shown_once(
            title=self.title,
            what="日历订阅地址",
            secret=address,
            advice="把地址填进日历软件的“订阅日历”。知道地址的人都能看到您的期限和会议，请不要转给别人；原来的地址已经失效。",
        )


class CalendarRevoke(ServiceForm):
    capability = "office.view"
    form_class = forms.Form
    title = "停用日历订阅"
    button = "停用"
    danger = True
    consequence = "用这个地址的日历软件不再能读到内容。"
    done = "日历订阅已停用。"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [("我的日历订阅", reverse("taskforce:calendar"))]

    def write(self, cleaned: dict[str, Any]) -> str:
        services.revoke_token(user=self.actor, now=timezone.now())
        return reverse("taskforce:calendar")


class CalendarFeed(View):
    """The calendar as text/calendar; a token that opens nothing is answered as an address that does not exist."""

    capability = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        window = f"calendar-feed:{client_address(request)}:{int(now.timestamp() // 60)}"
        if cast(ForgivingRedisCache, cache).count(window, 60) > READINGS_A_MINUTE:
            response = render(request, "429.html", status=429)
            response["Retry-After"] = "60"
            return response
        reader = selectors.reader_of(request.GET.get("token", ""))
        if reader is None or (reader.is_demo and not demo_accepted(request)):
            raise Http404("没有这个日历")
        services.note_reading(user=reader, now=now)
        text = calendar("云和县环境健康专班", selectors.events(reader, now=now))
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Cache-Control"] = "private, no-store"
        response["Content-Disposition"] = 'inline; filename="taskforce.ics"'
        return response
