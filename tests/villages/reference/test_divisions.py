"""The list of divisions: what it holds, and that loading it again writes nothing."""

from datetime import date
from pathlib import Path

import pytest

import villages.reference
from villages import selectors
from villages.models import Division
from yunhe_envhealth.core.reference import read_csv

TODAY = date(2026, 11, 22)
Event = Division.events.rel.related_model  # type: ignore[attr-defined]

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    villages.reference.load(today=TODAY)


def test_the_county_has_ten_townships_and_eighty_seven_villages(loaded: None) -> None:
    assert selectors.townships().count() == 10
    assert selectors.villages().count() == 87
    assert {"雾溪畲族乡", "安溪畲族乡"} <= set(selectors.townships().values_list("name", flat=True))


def test_every_code_begins_with_the_code_of_its_parent(loaded: None) -> None:
    children = Division.objects.exclude(parent=None)

    assert children.count() == 98
    assert all(child.code.startswith(str(child.parent_id)) for child in children)


def test_scope_by_prefix_leaves_other_townships_out(loaded: None) -> None:
    codes = set(selectors.divisions(within="331125106").values_list("code", flat=True))

    assert "331125106218" in codes
    assert all(code.startswith("331125106") for code in codes)


def test_only_coordinates_of_a_stated_source_are_loaded(loaded: None) -> None:
    placed = Division.objects.filter(longitude__isnull=False).values_list("name", flat=True)

    assert set(placed) == {"云和县", "石塘镇"}
    assert not Division.objects.filter(longitude=None, coordinate_note="").exists()


def test_loading_again_changes_nothing_and_leaves_no_history(loaded: None) -> None:
    before = Event.objects.count()

    (changes,) = villages.reference.load(today=TODAY)

    assert (changes.new, changes.changed, changes.unchanged, changes.retired) == (0, 0, 109, 0)
    assert Event.objects.count() == before


def test_a_division_that_left_the_list_retires_and_is_not_deleted(loaded: None) -> None:
    Division.objects.create(
        code="331125100", name="云和镇", kind="town", parent_id="331125", source="旧名录", edition="2010"
    )

    (first,) = villages.reference.load(today=TODAY)
    (again,) = villages.reference.load(today=date(2027, 1, 1))

    assert (first.retired, again.retired) == (1, 0)
    assert Division.objects.get(code="331125100").retired_on == TODAY
    assert not selectors.divisions(within="331125100").exists()


def test_a_name_that_differs_from_the_list_is_put_right_with_its_history(loaded: None) -> None:
    Division.objects.filter(code="331125201").update(name="雾溪乡")

    (changes,) = villages.reference.load(today=TODAY)

    assert changes.changed == 1
    names = Event.objects.filter(pgh_obj_id="331125201").order_by("pgh_id").values_list("name", flat=True)
    assert list(names) == ["雾溪畲族乡", "雾溪乡", "雾溪畲族乡"]


def test_a_coordinate_the_county_entered_is_kept(loaded: None) -> None:
    Division.objects.filter(code="331125105").update(
        longitude=119.5, latitude=28.0, coordinate_note="县里测得"
    )

    (changes,) = villages.reference.load(today=TODAY)

    assert changes.changed == 0
    assert Division.objects.get(code="331125105").coordinate_note == "县里测得"


def test_a_broken_list_changes_nothing(loaded: None, tmp_path: Path) -> None:
    broken = tmp_path / "divisions.csv"
    lines = villages.reference.DIVISIONS.read_text(encoding="utf-8").splitlines()
    broken.write_text("\n".join([*lines[:5], "331125999,只有两格"]), encoding="utf-8")

    with pytest.raises(ValueError, match="331125999"):
        villages.reference.load(today=TODAY, path=broken)

    assert not Division.objects.filter(retired_on__isnull=False).exists()


def test_every_row_states_source_edition_and_confidence() -> None:
    rows = read_csv(villages.reference.DIVISIONS)

    assert all(row["source"] and row["edition"] and row["confidence"] in "ABC" for row in rows)
