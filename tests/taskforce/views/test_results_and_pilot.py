"""Pages of the library, the projects and the pilot: who may do what, and hostile input answered in words."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from taskforce.models import Pilot, Project, Result
from taskforce.reference import pilot as reference
from taskforce.selectors.attachments import attachments_of
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.results import make_project, make_result
from tests.factories.taskforce_tasks import NOW
from yunhe_envhealth.accounts.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit(name="示范单位甲")


@pytest.fixture
def officer(unit: Unit) -> Client:
    return make_verified_client(make_user("unit_officer", unit=unit))


@pytest.fixture
def office() -> Client:
    return make_verified_client(make_user("office"))


@pytest.fixture
def pilot(db: None) -> Pilot:
    reference.load(today=date(2026, 7, 7))
    return Pilot.objects.get(code=reference.NATIONAL)


def form(owner: Unit, **changed: str) -> dict[str, Any]:
    return {"kind": "practice", "unit": owner.pk, "title": "示范成果甲", "dated": "2026-05-01"} | changed


def test_a_result_goes_from_the_unit_to_the_public(officer: Client, office: Client, unit: Unit) -> None:
    answer = officer.post(reverse("taskforce:result_new"), form(unit))
    one = Result.objects.get()
    assert answer["Location"] == reverse("taskforce:result", args=[one.pk])
    assert "还没有公开" in officer.get(answer["Location"]).content.decode()
    assert officer.get(reverse("taskforce:result_release", args=[one.pk])).status_code == 403

    office.post(reverse("taskforce:result_release", args=[one.pk]), {"checked": "on"})
    assert "示范成果甲" in Client().get("/results/").content.decode()

    edited = officer.post(reverse("taskforce:result_edit", args=[one.pk]), form(unit, reason="示范"))
    assert edited.status_code == 422
    assert "先撤回" in edited.content.decode()
    office.post(reverse("taskforce:result_withdraw", args=[one.pk]), {"reason": "示范"})
    assert "示范成果甲" not in Client().get("/results/").content.decode()


def test_a_release_needs_the_tick_and_no_personal_number(office: Client, unit: Unit) -> None:
    one = make_result(unit=unit, summary="联系 13800138000")
    address = reverse("taskforce:result_release", args=[one.pk])
    assert office.post(address).status_code == 422
    answer = office.post(address, {"checked": "on"})
    assert "手机号码" in answer.content.decode()
    one.refresh_from_db()
    assert not one.is_public


@pytest.mark.parametrize(
    "wrong",
    [
        {"dated": "昨天"}, {"dated": "9999-99-99"}, {"title": ""}, {"title": "长" * 161}, {"kind": "x"},
        {"link": "javascript:alert(1)"}, {"unit": "999999"}, {"title": "a\x00b"},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_answered_at_the_form(
    officer: Client, unit: Unit, wrong: dict[str, str]
) -> None:
    answer = officer.post(reverse("taskforce:result_new"), form(unit, **wrong))
    assert answer.status_code == 422
    assert not Result.objects.exists()


def test_another_units_record_is_seen_but_not_changed(officer: Client) -> None:
    other = make_result()
    assert officer.get(reverse("taskforce:result", args=[other.pk])).status_code == 200
    assert officer.get(reverse("taskforce:result_edit", args=[other.pk])).status_code == 404
    assert officer.get(reverse("taskforce:result_file", args=[other.pk])).status_code == 404


def test_a_form_that_cannot_go_through_says_so_at_once(office: Client, unit: Unit) -> None:
    one = make_result(unit=unit)
    released = make_project(unit=unit)
    Project.objects.filter(pk=released.pk).update(is_public=True, released_at=NOW)
    for name, row, words in (
        ("result_withdraw", one, "没有公开"),
        ("project_edit", released, "先撤回"),
        ("project_release", released, "已经公开"),
    ):
        answer = office.get(reverse(f"taskforce:{name}", args=[row.pk]))
        assert (answer.status_code, words in answer.content.decode()) == (409, True)


def test_lists_narrow_sort_and_export(office: Client, unit: Unit) -> None:
    make_result(title="示范论文", kind="paper", unit=unit)
    make_result(title="=HYPERLINK(1)", dated=date(2024, 1, 1))
    make_project(title="示范项目甲", investment_wan=1234, unit=unit)
    html = office.get(reverse("taskforce:results") + "?kind=paper&year=2026&sort=-dated").content.decode()
    assert "示范论文" in html
    assert "HYPERLINK" not in html
    listed = office.get(reverse("taskforce:projects")).content.decode()
    assert re.search(r'<td class="eh-num"[^>]*>1,234.00</td>', listed)
    export = b"".join(office.get(reverse("taskforce:results") + "?export=csv"))  # type: ignore[arg-type]
    assert "'=HYPERLINK(1)" in export.decode()
    assert office.get(reverse("taskforce:results") + "?year=abc").status_code == 400
    assert office.get(reverse("taskforce:projects") + "?export=xlsx").status_code == 200


def test_a_file_is_kept_with_a_result(officer: Client, unit: Unit) -> None:
    one = make_result(unit=unit)
    address = reverse("taskforce:result_file", args=[one.pk])
    page = SimpleUploadedFile("x.html", b"<html><script>alert(1)</script></html>")
    assert officer.post(address, {"file": page}).status_code == 422
    proof = SimpleUploadedFile("示范佐证.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    assert officer.post(address, {"file": proof}).status_code == 302
    html = officer.get(reverse("taskforce:result", args=[one.pk]) + "?tab=files").content.decode()
    assert "示范佐证.pdf" in html


@pytest.mark.django_db(transaction=True)
def test_a_file_is_kept_with_a_result_outside_any_transaction() -> None:
    unit = make_unit(name="示范单位乙")
    one = make_result(unit=unit)
    proof = SimpleUploadedFile("示范佐证.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")

    answer = make_verified_client(make_user("unit_officer", unit=unit)).post(
        reverse("taskforce:result_file", args=[one.pk]), {"file": proof}
    )

    assert answer.status_code == 302
    assert [file.name for file in attachments_of("result", one.pk)] == ["示范佐证.pdf"]


def test_a_project_is_entered_and_changed(officer: Client, unit: Unit) -> None:
    given = {
        "kind": "wellness", "unit": unit.pk, "title": "示范项目乙", "stage": "idea", "as_of": "2026-06-30",
        "investment_wan": "100", "spent_wan": "200",
    }  # fmt: skip
    refused = officer.post(reverse("taskforce:project_new"), given)
    assert "不能多于总投资" in refused.content.decode()
    officer.post(reverse("taskforce:project_new"), given | {"spent_wan": "20"})
    one = Project.objects.get()
    edit = reverse("taskforce:project_edit", args=[one.pk])
    seen = one.updated_at.isoformat()
    change = given | {"spent_wan": "30", "stage": "approved", "reason": "示范：立项", "seen": seen}
    assert officer.post(edit, change).status_code == 302
    assert officer.post(edit, change).status_code == 422  # made from an old page
    history = officer.get(reverse("taskforce:project", args=[one.pk]) + "?tab=history").content.decode()
    assert "立项" in history


def test_the_pilots_page_says_what_is_missing(officer: Client, pilot: Pilot) -> None:
    html = officer.get(reverse("taskforce:pilot", args=[pilot.pk])).content.decode()
    assert "未录入批复日期" in html
    assert "登记步骤" not in html
    assert officer.get(reverse("taskforce:pilot_home"))["Location"] == reverse(
        "taskforce:pilot", args=[pilot.pk]
    )
    dossier = officer.get(reverse("taskforce:pilot", args=[pilot.pk]) + "?tab=dossier").content.decode()
    assert dossier.count("候选</span>") == 17


def test_the_office_keeps_the_pilot_by_forms(office: Client, pilot: Pilot) -> None:
    page = reverse("taskforce:pilot", args=[pilot.pk])
    new = reverse("taskforce:pilot_step_new", args=[pilot.pk])
    assert office.post(new, {"kind": "exit", "done_on": "2026-01-05", "document": "x"}).status_code == 422
    given = {"kind": "yearly", "done_on": "2025-12-20", "document": "示范〔2025〕9号"}
    assert office.post(new, given).status_code == 302
    assert "已经登记过" in office.post(new, given).content.decode()
    step = pilot.steps.get()
    correct = reverse("taskforce:pilot_step", args=[step.pk])
    changed = {"done_on": "2025-12-21", "document": "示范〔2025〕9号", "reason": "示范"}
    changed["seen"] = office.get(correct).context["form"]["seen"].value()
    assert office.post(correct, changed).status_code == 302
    stale = office.post(correct, changed | {"done_on": "2025-12-22"})
    assert stale.status_code == 422
    assert "被别人改过" in stale.content.decode()
    assert pilot.steps.get().done_on == date(2025, 12, 21)
    approval = {"approved_on": "2026-01-05", "document": "环办〔示范〕1号"}
    assert office.post(reverse("taskforce:pilot_approval", args=[pilot.pk]), approval).status_code == 302
    html = office.get(page).content.decode()
    assert "2026-04-05" in html
    assert "2029-01-05" in html
    item = pilot.dossier.first()
    assert item is not None
    tick = reverse("taskforce:pilot_dossier", args=[item.pk])
    seen = office.get(tick).context["form"]["seen"].value()
    assert office.post(tick, {"is_present": "on", "note": "", "seen": seen}).status_code == 422
    assert office.post(tick, {"is_present": "on", "note": "档案室", "seen": seen}).status_code == 302
    stale = office.post(tick, {"note": "", "seen": seen})
    assert stale.status_code == 422
    assert "被别人改过" in stale.content.decode()
    assert "档案室" in office.get(page + "?tab=dossier").content.decode()
