"""The units of the pilot's plan."""

from datetime import date

import pytest

import yunhe_envhealth.accounts.reference as reference
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.reference import read_csv

TODAY = date(2026, 11, 22)
Event = Unit.events.rel.related_model  # type: ignore[attr-defined]

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    reference.load(today=TODAY)


def test_groups_stand_below_one_another_as_the_plan_says(loaded: None) -> None:
    standards = Unit.objects.get(name="标准制定组")
    above = []
    unit: Unit | None = standards
    while unit is not None:
        above.append(unit.name)
        unit = unit.parent

    assert above == [
        "标准制定组",
        "工作专班保障组",
        "云和县环境健康管理试点工作专班",
        "云和县环境健康管理试点工作领导小组",
    ]


def test_each_kind_of_unit_is_complete(loaded: None) -> None:
    counts = {kind: Unit.objects.filter(kind=kind).count() for kind in Unit.Kind.values}

    assert counts == {"group": 11, "department": 19, "township": 10, "support": 2}


def test_a_township_government_has_the_code_of_its_township(loaded: None) -> None:
    assert Unit.objects.get(name="石塘镇人民政府").area_code == "331125106"
    assert Unit.objects.filter(kind="township").values("area_code").distinct().count() == 10


def test_no_person_is_loaded(loaded: None) -> None:
    assert not User.objects.exists()


def test_loading_again_changes_nothing_and_leaves_no_history(loaded: None) -> None:
    before = Event.objects.count()

    (changes,) = reference.load(today=TODAY)

    assert (changes.new, changes.changed, changes.unchanged, changes.retired) == (0, 0, 42, 0)
    assert Event.objects.count() == before


def test_what_the_county_changed_on_its_pages_is_kept(loaded: None) -> None:
    Unit.objects.filter(code="finance-bureau").update(name="云和县财政局", valid_to=TODAY)

    (changes,) = reference.load(today=TODAY)

    unit = Unit.objects.get(code="finance-bureau")
    assert changes.changed == 0
    assert (unit.name, unit.valid_to) == ("云和县财政局", TODAY)


def test_a_unit_the_county_made_itself_does_not_retire(loaded: None) -> None:
    Unit.objects.create(code="own", name="县里自建", kind="group", valid_from=date(2024, 1, 1))

    (changes,) = reference.load(today=TODAY)

    assert changes.retired == 0
    assert Unit.objects.get(code="own").valid_to is None


def test_a_unit_of_the_plan_that_left_the_list_retires(loaded: None) -> None:
    Unit.objects.create(
        code="gone", name="旧单位", kind="group", valid_from=date(2022, 12, 26), source="云政发〔2022〕31号"
    )

    (changes,) = reference.load(today=TODAY)

    assert changes.retired == 1
    assert Unit.objects.get(code="gone").valid_to == TODAY


def test_every_row_states_source_edition_and_confidence() -> None:
    rows = read_csv(reference.UNITS)

    assert all(row["source"] and row["edition"] and row["confidence"] in "ABC" for row in rows)
