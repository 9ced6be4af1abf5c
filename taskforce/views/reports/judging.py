"""Pages by which the office judges a report: comment, return, accept, excuse, release, withdraw."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from taskforce.forms.reports import CommentForm, NothingForm, ReasonForm, SendBackForm
from taskforce.services import reports
from taskforce.views.reports.scoped import REVIEW, OnDuty, OnVersion
from yunhe_envhealth.accounts.permissions import today


class Comment(OnVersion):
    capability = REVIEW
    form_class = CommentForm
    title = "写审核意见"
    button = "写入"
    done = "意见已写入。"

    def get_form_kwargs(self) -> dict[str, Any]:
        places = [("", "整份报告")]
        places += [(section["key"], section["title"]) for section in self.version.sections]
        places += [(key, figure["title"]) for key, figure in self.version.figures.items()]
        return {**super().get_form_kwargs(), "places": places}

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.comment(version=self.version, by=self.actor, now=timezone.now(), **cleaned)
        return self.back()


class SendBack(OnVersion):
    capability = REVIEW
    form_class = SendBackForm
    title = "退回修改"
    button = "退回"
    danger = True
    consequence = "退回后由报送单位修改成新的一稿；这一稿连同意见保留。至少要有一条意见。"
    done = "已退回。"

    def refuse(self) -> None:
        reports.demand_judgement(self.version.duty, self.version, self.actor)

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.send_back(version=self.version, by=self.actor, now=timezone.now(), **cleaned)
        return self.back()


class Accept(OnVersion):
    capability = REVIEW
    form_class = NothingForm
    title = "接受报告"
    button = "接受并锁定"
    consequence = "接受后报告锁定，任何人不能再改；需要更正时另起更正稿。"
    done = "已接受，报告已锁定。"

    def refuse(self) -> None:
        reports.demand_judgement(self.version.duty, self.version, self.actor)

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.accept(version=self.version, by=self.actor, now=timezone.now())
        return self.back()


class Waive(OnDuty):
    capability = REVIEW
    form_class = ReasonForm
    title = "本期免报"
    button = "免报"
    danger = True
    consequence = "截止日期以前才能免报。免报后这一期不再催报，在报送率里另列“免报”。"
    done = "本期已免报。"

    def refuse(self) -> None:
        reports.demand_waiving(self.duty, self.actor, today())

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.waive(duty=self.duty, by=self.actor, now=timezone.now(), **cleaned)
        return self.back()


class Release(OnVersion):
    capability = REVIEW
    form_class = NothingForm
    title = "向社会公开"
    button = "公开"
    consequence = "公开后，任何人都能在公众页读到这份年度报告的全文、数据和来源。"
    done = "已公开。"

    def refuse(self) -> None:
        reports.demand_release(self.version.duty, self.version, self.actor)

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.release(version=self.version, by=self.actor, now=timezone.now())
        return self.back()


class Withdraw(OnVersion):
    capability = REVIEW
    form_class = ReasonForm
    title = "撤回公开"
    button = "撤回"
    danger = True
    consequence = "撤回后公众页不再显示这份报告；撤回的理由写进历史。"
    done = "已撤回。"

    def write(self, cleaned: dict[str, Any]) -> str:
        reports.withdraw(version=self.version, by=self.actor, now=timezone.now(), **cleaned)
        return self.back()
