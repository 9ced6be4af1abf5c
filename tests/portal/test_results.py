"""The public results library: what the office released, marked where it is a demonstration, nothing else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from taskforce.choices import ProjectKind, ProjectStage, ResultKind
from tests.factories.accounts import make_unit, make_user
from tests.factories.results import make_project, make_result
from yunhe_envhealth.portal.panels import results as panel

pytestmark = pytest.mark.django_db
SECRET = "示范登记人王某"


@pytest.fixture
def released(now: datetime) -> dict[str, Any]:
    author = make_user(full_name=SECRET)
    unit = make_unit(name="示范单位甲")
    public = {"is_public": True, "released_at": now, "unit": unit, "entered_by": author}
    return {
        "result": make_result(
            title="示范制度一则", kind="institution", summary="第一段\n\n<script>alert(1)</script>", number="示〔2026〕1号",
            link="https://example.gov.cn/a", **public,
        ),
        "demo": make_result(title="示范报道一则", kind="media", dated=date(2026, 6, 1), is_demo=True, **public),
        "project": make_project(title="示范康养项目", investment_wan=12345.5, spent_wan=None, **public),
        "hidden": make_result(title="还没公开的成果", unit=unit),
        "hidden project": make_project(title="还没公开的项目", unit=unit),
    }  # fmt: skip


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_what_is_released_is_listed_and_what_is_not_does_not_exist(
    client: Client, released: dict[str, Any]
) -> None:
    html = body(client, "/results/")

    assert "示范制度一则" in html
    assert "示范康养项目" in html
    assert '<td class="eh-num">12,345.50</td><td class="eh-num">—</td>' in html
    assert "还没公开" not in html
    assert client.get(f"/results/{released['hidden'].pk}/").status_code == 404
    assert client.get(f"/results/projects/{released['hidden project'].pk}/").status_code == 404
    assert client.get("/results/999999999999999999999/").status_code == 404


def test_nobody_s_name_is_told(client: Client, released: dict[str, Any]) -> None:
    pages = ["/results/", *(f"/results/{released[key].pk}/" for key in ("result", "demo"))]
    pages += [f"/results/projects/{released['project'].pk}/", "/api/v1/results/", "/api/v1/projects/"]
    assert [page for page in pages if SECRET in body(client, page)] == []


def test_a_record_shows_its_text_as_text(client: Client, released: dict[str, Any]) -> None:
    html = body(client, f"/results/{released['result'].pk}/")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "示〔2026〕1号" in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert "12,345.50 万元" in body(client, f"/results/projects/{released['project'].pk}/")


def test_demonstration_rows_never_stand_without_the_ribbon(client: Client, released: dict[str, Any]) -> None:
    ribbon = "不是云和县的真实工作"
    assert ribbon in body(client, "/results/")
    assert ribbon in body(client, f"/results/{released['demo'].pk}/")
    assert ribbon not in body(client, "/results/?kind=institution")
    assert ribbon not in body(client, f"/results/{released['result'].pk}/")


def test_the_list_can_be_narrowed_to_a_kind(client: Client, released: dict[str, Any]) -> None:
    html = body(client, "/results/?kind=media")
    assert "示范报道一则" in html
    assert "示范制度一则" not in html


@pytest.mark.parametrize(
    "query",
    [
        "kind=nothing",
        "page=0",
        "page=99",
        "page=٣",
        "page=1e9",
        "colour=red",
        "kind=%00",
        "page=" + "9" * 400,
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_answered_in_words(
    client: Client, released: dict[str, Any], query: str
) -> None:
    assert 'role="alert"' in body(client, f"/results/?{query}", 400)


def test_without_anything_released_the_page_says_so(client: Client) -> None:
    html = body(client, "/results/")
    assert "还没有公开的成果" in html
    assert "还没有公开的项目" in html


def test_the_number_of_questions_does_not_grow_with_the_list(client: Client, now: datetime) -> None:
    counts = []
    body(client, "/results/")  # what every page keeps for half a minute
    for _ in range(2):
        for _ in range(10):
            make_result(is_public=True, released_at=now)
            make_project(is_public=True, released_at=now)
        with CaptureQueriesContext(connection) as queries:
            body(client, "/results/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_every_kind_and_stage_has_public_words() -> None:
    assert set(panel.KINDS) == set(ResultKind.values)
    assert set(panel.PROJECT_KINDS) == set(ProjectKind.values)
    assert set(panel.STAGES) == set(ProjectStage.values)
    assert {str(label) for label in panel.KINDS.values()} == set(ResultKind.labels)
    assert {str(label) for label in panel.STAGES.values()} == set(ProjectStage.labels)
