"""A delivery from the first byte to the last row: preview before commit, all or nothing, twice is once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from monitoring.models import DueWindow, Measurement, SupersededMeasurement
from monitoring.services import imports
from tests.factories.files import HEADER, bomb, csv_of, hour, tidy, xlsx_of
from yunhe_envhealth.deliveries import services
from yunhe_envhealth.deliveries.importers import Refused
from yunhe_envhealth.deliveries.models import Delivery, DeliveryRow, Finding

Make = Callable[..., Delivery]
State = Delivery.State


def counts(delivery: Delivery) -> tuple[int, ...]:
    return (delivery.rows, delivery.accepted, delivery.changed, delivery.unchanged, delivery.rejected)


def stored() -> list[tuple[Any, ...]]:
    return list(Measurement.objects.order_by("start").values_list("station__code", "value", "delivery_id"))


def test_a_preview_tells_every_row_and_writes_no_measurement(previewed: Make) -> None:
    delivery = previewed(tidy(5, -3, 7))
    assert delivery.state == State.PREVIEWED
    assert counts(delivery) == (3, 2, 0, 0, 1)
    assert list(DeliveryRow.objects.filter(delivery=delivery).values_list("row", "outcome")) == [
        (2, "new"),
        (3, "rejected"),
        (4, "new"),
    ]
    finding = Finding.objects.get(delivery=delivery)
    assert (finding.row, finding.column, finding.rule, finding.value) == (3, "value", "not_negative", "-3")
    assert delivery.layout == "tidy"
    assert delivery.preview["to_write"] == 2
    assert stored() == []


def test_a_row_is_named_by_station_and_hour_also_when_another_row_has_no_time(previewed: Make) -> None:
    rows = [("1267A", "so2", hour(23), 5), ("1267A", "so2", "昨天", 5)]
    delivery = previewed(csv_of(HEADER, rows))
    names = DeliveryRow.objects.filter(delivery=delivery).order_by("row").values_list("name", flat=True)
    assert list(names) == ["1267A 2026-03-01 23:00–00:00", "1267A"]


def test_a_confirmed_preview_is_written_whole_with_its_delivery(committed: Make) -> None:
    delivery = committed(tidy(5, 6, 7))
    assert delivery.state == State.COMMITTED
    assert delivery.committed_at is not None
    assert stored() == [("1267A", 5.0, delivery.pk), ("1267A", 6.0, delivery.pk), ("1267A", 7.0, delivery.pk)]
    assert DueWindow.objects.count() == 1


def test_rows_with_errors_are_left_out_only_with_a_reason(previewed: Make, officer: Any) -> None:
    delivery = previewed(tidy(5, "abc", 7))
    with pytest.raises(services.ReasonMissing, match="1 行含错误"):
        services.confirm(delivery=delivery, by=officer, drop_rejected_reason="  ")
    services.confirm(delivery=delivery, by=officer, drop_rejected_reason="仪器故障")
    services.commit(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.COMMITTED, "仪器故障")
    assert [value for _, value, _ in stored()] == [5.0, 7.0]


def test_the_same_file_twice_changes_nothing_and_says_so(committed: Make, deliver: Make) -> None:
    first = committed(tidy(5, 6))
    before = stored()
    again = deliver(tidy(5, 6), filename="换了名字.csv")
    assert (again.state, again.duplicate_of_id) == (State.DUPLICATE, first.pk)
    assert counts(again) == (2, 0, 0, 2, 0)
    services.check(delivery_id=again.pk)
    again.refresh_from_db()
    assert again.state == State.DUPLICATE
    assert stored() == before


def test_the_same_file_is_looked_at_again_when_it_left_rows_out(committed: Make, deliver: Make) -> None:
    committed(tidy(5, "abc"), reason="示范")
    assert deliver(tidy(5, "abc")).state == State.RECEIVED


def test_the_same_file_is_looked_at_again_when_its_values_were_replaced(
    committed: Make, previewed: Make
) -> None:
    committed(tidy(5, 6))
    committed(tidy(5, 9))
    again = previewed(tidy(5, 6))
    assert (again.state, again.changed, again.unchanged) == (State.PREVIEWED, 1, 1)


def test_a_changed_value_shows_old_and_new_and_keeps_both_deliveries(
    committed: Make, previewed: Make, officer: Any
) -> None:
    first = committed(tidy(5, 6))
    second = previewed(tidy(5, 6.5))
    row = DeliveryRow.objects.get(delivery=second, outcome="changed")
    assert (row.row, row.name, row.changes) == (3, "1267A 2026-03-01 01:00–02:00", [["so2", "6", "6.5"]])
    services.confirm(delivery=second, by=officer)
    services.commit(delivery_id=second.pk)
    kept = SupersededMeasurement.objects.get()
    assert (kept.value, kept.delivery_id, kept.replaced_by_id) == (6.0, first.pk, second.pk)


def test_confirming_and_committing_twice_is_once(previewed: Make, officer: Any) -> None:
    delivery = previewed(tidy(5, 6))
    for _ in range(2):
        services.confirm(delivery=delivery, by=officer)
    for _ in range(2):
        services.commit(delivery_id=delivery.pk)
    services.confirm(delivery=delivery, by=officer)
    services.check(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.COMMITTED
    assert len(stored()) == 2
    assert DueWindow.objects.count() == 1


def test_a_commit_that_breaks_in_the_middle_leaves_nothing_and_can_be_tried_again(
    previewed: Make, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = previewed(tidy(5, 6))
    services.confirm(delivery=delivery, by=officer)
    whole = imports.store

    def breaks(**given: Any) -> None:
        whole(**given)
        raise RuntimeError("broken after staging")

    monkeypatch.setattr(imports, "store", breaks)
    services.commit(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.PREVIEWED
    assert "没有写入任何数据" in delivery.problem
    assert stored() == []
    assert DueWindow.objects.count() == 0
    monkeypatch.setattr(imports, "store", whole)
    services.confirm(delivery=delivery, by=officer)
    services.commit(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem, len(stored())) == (State.COMMITTED, "", 2)


def test_a_commit_after_another_change_asks_to_look_again(
    previewed: Make, committed: Make, officer: Any
) -> None:
    delivery = previewed(tidy(5, 6))
    other = committed(tidy(8))
    services.confirm(delivery=delivery, by=officer)
    services.commit(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.PREVIEWED
    assert delivery.problem.startswith("预览后数据已变化，请重新核对")
    assert counts(delivery) == (2, 1, 1, 0, 0)
    assert stored() == [("1267A", 8.0, other.pk)]
    services.confirm(delivery=delivery, by=officer)
    services.commit(delivery_id=delivery.pk)
    assert [value for _, value, _ in stored()] == [5.0, 6.0]


def test_a_change_between_comparison_and_writing_rolls_the_commit_back(
    previewed: Make, committed: Make, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = previewed(tidy(5, 6))
    services.confirm(delivery=delivery, by=officer)
    whole = imports.store

    def late(*, frame: Any, delivery: Delivery) -> Any:
        monkeypatch.setattr(imports, "store", whole)
        whole(frame=frame.head(1), delivery=Delivery.objects.create(**make_other(delivery)))
        return whole(frame=frame, delivery=delivery)

    monkeypatch.setattr(imports, "store", late)
    services.commit(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.PREVIEWED
    assert "请重新核对" in delivery.problem


def make_other(delivery: Delivery) -> dict[str, Any]:
    return {"kind": "readings", "channel": "command", "filename": "另一份", "sha256": "0", "size": 1}


def test_a_refused_file_is_kept_with_its_reason(previewed: Make) -> None:
    delivery = previewed(b"a,b,c\n1,2,3\n")
    assert delivery.state == State.FAILED
    assert "表头与平台的格式都不符" in delivery.problem
    assert counts(delivery) == (0, 0, 0, 0, 0)


def test_a_bomb_is_refused_before_it_is_unpacked(previewed: Make) -> None:
    packed = bomb()
    begun = time.process_time()
    delivery = previewed(packed, filename="炸弹.xlsx")
    assert delivery.state == State.FAILED
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("data", [b"", b"x" * (1024 * 1024 + 1)])
def test_an_empty_or_too_large_file_opens_no_delivery(deliver: Make, settings: Any, data: bytes) -> None:
    settings.DELIVERY_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused):
        deliver(data)
    assert not Delivery.objects.exists()


def test_an_unknown_kind_is_refused(db: None) -> None:
    with pytest.raises(Refused, match="不收这一类"):
        services.open_delivery(kind="horoscopes", channel="form", filename="a.csv", data=b"a")


@pytest.mark.parametrize("encode", [bytes, lambda csv: csv.decode().encode("gb18030"), xlsx_of])
def test_the_preview_is_the_same_whatever_the_encoding(previewed: Make, encode: Any) -> None:
    name = "示范.xlsx" if encode is xlsx_of else "示范.csv"
    delivery = previewed(encode(tidy(5, -1, 7, station="丽水/监测站大楼")), filename=name)
    assert counts(delivery) == (3, 2, 0, 0, 1)


def test_a_station_outside_the_reach_of_the_deliverer_is_unknown_to_them(
    make_user: Any, previewed: Make
) -> None:
    stranger = make_user(role="unit_officer", area_code="331125")
    delivery = previewed(tidy(5), by=stranger)
    assert (delivery.rejected, Finding.objects.get(delivery=delivery).rule) == (1, "known_station")


def test_an_office_file_is_checked_by_a_worker_that_has_no_session(make_user: Any, previewed: Make) -> None:
    delivery = previewed(tidy(5), by=make_user(role="office", area_code="33"))
    assert (delivery.accepted, delivery.rejected) == (1, 0)
