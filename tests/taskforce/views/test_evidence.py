"""Files that prove a score or belong to a project: kept, handed out to those who may see the record, frozen with it."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from taskforce.choices import PostKind
from taskforce.models import Assessment, AssessmentScore, Attachment
from taskforce.selectors.attachments import attachments_of
from taskforce.services import assessment, attachments
from taskforce.services.assessment import Given
from taskforce.services.attachments import attach
from tests.door.doorstep import wait_for
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.results import make_project
from tests.factories.taskforce_tasks import NOW, make_post
from tests.locks import somebody_waits
from tests.taskforce.services.walking import at_once
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def office() -> User:
    return make_user("office")


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def score(office: User, unit: Unit) -> AssessmentScore:
    """A score of the unit in a year that is open for the units' own scores."""
    other = make_unit()
    for each in (unit, other):
        make_post(unit=each, kind=PostKind.LIAISON)
    due = NOW.date() + timedelta(days=3_650)
    year = assessment.create_assessment(
        year=2026, title="", self_due_on=due, by=office, now=NOW, is_demo=True
    )
    assessment.start_claims(assessment_id=year.pk, by=office, now=NOW, units=[unit, other])
    return AssessmentScore.objects.get(unit=unit, indicator__code="evidence")


def address(score: AssessmentScore) -> str:
    return reverse(
        "taskforce:assessment_attach", args=[score.indicator.assessment_id, score.unit_id, score.pk]
    )


def scores_page(client: Client, score: AssessmentScore) -> str:
    year = score.indicator.assessment_id
    return client.get(reverse("taskforce:assessment_unit", args=[year, score.unit_id])).content.decode()


def give(client: Client, where: str) -> int:
    return client.post(where, {"file": SimpleUploadedFile("示范佐证.pdf", PDF)}).status_code


def test_a_unit_proves_its_own_score_and_nobody_else_sees_it(score: AssessmentScore, unit: Unit) -> None:
    own = make_verified_client(make_user("unit_officer", unit=unit))
    stranger = make_verified_client(make_user("unit_officer", unit=make_unit()))

    assert "添加佐证" in scores_page(own, score)
    assert (give(own, address(score)), give(stranger, address(score))) == (302, 404)

    kept = Attachment.objects.get()
    download = reverse("taskforce:attachment", args=[kept.pk])
    assert "示范佐证.pdf" in scores_page(own, score)
    assert (own.get(download).status_code, stranger.get(download).status_code) == (200, 404)


def test_during_review_the_office_adds_and_the_unit_does_not(
    score: AssessmentScore, unit: Unit, office: User
) -> None:
    officer = make_user("unit_officer", unit=unit)
    assessment.start_review(assessment_id=score.indicator.assessment_id, by=office)

    with pytest.raises(NotAllowed):
        attach(owner_kind="score", owner_id=score.pk, name="a.pdf", data=PDF, by=officer, now=NOW)
    attach(owner_kind="score", owner_id=score.pk, name="b.pdf", data=PDF, by=office, now=NOW)

    assert [file.name for file in attachments_of("score", score.pk)] == ["b.pdf"]
    assert "添加佐证" not in scores_page(make_verified_client(officer), score)


def test_on_the_units_last_day_proof_is_taken_and_afterwards_no_more(
    score: AssessmentScore, unit: Unit
) -> None:
    officer = make_user("unit_officer", unit=unit)
    Assessment.objects.update(self_due_on=NOW.date())
    given = {"owner_kind": "score", "owner_id": score.pk, "data": PDF, "by": officer}

    attach(name="in-time.pdf", now=NOW, **given)
    with pytest.raises(NotAllowed):
        attach(name="late.pdf", now=NOW + timedelta(days=1), **given)

    assert [file.name for file in attachments_of("score", score.pk)] == ["in-time.pdf"]


@pytest.mark.django_db(transaction=True)
def test_a_file_and_the_publication_at_once_end_in_a_frozen_year(
    score: AssessmentScore, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the file is being looked at, another publishes: they wait, and find the file there."""
    year = Assessment.objects.get()
    assessment.start_review(assessment_id=year.pk, by=office)
    reviewer, looking = make_user("office"), threading.Event()
    looked_at = attachments.kind_of

    def look(data: bytes) -> Any:
        looking.set()
        wait_for(somebody_waits, what="the publication waits for the file")
        return looked_at(data)

    monkeypatch.setattr(attachments, "kind_of", look)

    def publish() -> None:
        assert looking.wait(20)
        for row in AssessmentScore.objects.filter(indicator__method="entered").select_related("unit"):
            given = {row.indicator_id: Given(Decimal(5), "材料齐全")}
            assessment.review(assessment_id=year.pk, unit=row.unit, rows=given, by=reviewer, now=NOW)
        assessment.publish(assessment_id=year.pk, document="", by=reviewer, now=NOW)

    told = at_once(
        lambda: attach(owner_kind="score", owner_id=score.pk, name="a.pdf", data=PDF, by=office, now=NOW),
        publish,
    )

    year.refresh_from_db()
    assert (told, year.state) == (["done", "done"], "published")
    with pytest.raises(Conflict, match="不能再添加附件"):
        attach(owner_kind="score", owner_id=score.pk, name="b.pdf", data=PDF, by=None, now=NOW)


def test_what_is_published_is_frozen_with_its_files(score: AssessmentScore, office: User) -> None:
    year = Assessment.objects.get()
    assessment.start_review(assessment_id=year.pk, by=office)
    attach(owner_kind="score", owner_id=score.pk, name="a.pdf", data=PDF, by=office, now=NOW)
    Assessment.objects.update(state="published")

    with pytest.raises(Conflict, match="不能再添加附件"):
        attach(owner_kind="score", owner_id=score.pk, name="b.pdf", data=PDF, by=None, now=NOW)

    assert attachments_of("score", score.pk).count() == 1
    reader = make_verified_client(make_user("leadership"))
    assert reader.get(reverse("taskforce:attachment", args=[Attachment.objects.get().pk])).status_code == 200


def test_a_project_keeps_files_of_its_unit(unit: Unit) -> None:
    project = make_project(unit=unit)
    where = reverse("taskforce:project_file", args=[project.pk])
    own = make_verified_client(make_user("unit_officer", unit=unit))
    stranger = make_verified_client(make_user("unit_officer", unit=make_unit()))

    assert (give(own, where), give(stranger, where)) == (302, 404)

    page = own.get(reverse("taskforce:project", args=[project.pk]) + "?tab=files").content.decode()
    assert "示范佐证.pdf" in page
    assert [file.name for file in attachments_of("project", project.pk)] == ["示范佐证.pdf"]
