"""A form that makes one service call: what it refuses stands in the form, with everything that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import FormView

from yunhe_envhealth.core.errors import EnvHealthError


class ServiceForm(FormView):
    """Subclasses give title, button, form_class and `write`, which returns where to go next or a whole response."""

    capability: str | dict[str, str]
    template_name = "core/form.html"
    title = ""
    button = "保存"
    consequence = ""  # what this does, above the form
    danger = False
    done = ""  # said on the next page

    @property
    def actor(self) -> Any:
        """Whoever is signed in; the gate has let nobody else through."""
        return self.request.user

    def get_title(self) -> str:
        return self.title

    def get_consequence(self) -> str:
        return self.consequence

    def get_crumbs(self) -> Sequence[tuple[str, str]]:
        """Return the pages above this one: (words, address), at least one."""
        raise NotImplementedError

    def get_cancel_url(self) -> str:
        """Return the page above, where the last crumb leads."""
        return self.get_crumbs()[-1][1]

    def refuse(self) -> None:
        """Raise what stands in the way already, so that nobody fills in a form in vain. The service asks again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse()
        return super().get(request, *args, **kwargs)

    def write(self, cleaned: dict[str, Any]) -> str | HttpResponse:
        raise NotImplementedError

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        try:
            outcome = self.write(form.cleaned_data)
        except EnvHealthError as error:
            form.add_error(None, f"{error.message}{error.advice}")
            return self.form_invalid(form)
        if isinstance(outcome, HttpResponse):
            return outcome
        if self.done:
            messages.success(self.request, self.done)
        return redirect(outcome)

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.get_title(),
            button=self.button,
            consequence=self.get_consequence(),
            danger=self.danger,
            crumbs=self.get_crumbs(),
            cancel_url=self.get_cancel_url(),
            **kwargs,
        )

    def shown_once(self, **context: Any) -> HttpResponse:
        """Answer with a secret that is shown this one time and kept by no cache."""
        page = {"crumbs": self.get_crumbs(), "back_url": self.get_cancel_url(), **context}
        response = render(self.request, "accounts/shown_once.html", page)
        response["Cache-Control"] = "no-store"
        return response
