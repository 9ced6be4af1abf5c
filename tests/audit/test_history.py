"""History: form, service, bulk write and update leave before and after, with actor, request and reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.factories.accounts import make_unit, make_user, make_verified_client
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.models import Membership, Unit, User
from yunhe_envhealth.audit.selectors import Change, Entry, _parts_that_differ, timeline
from yunhe_envhealth.audit.services import because

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return make_user("administrator", username="guanli", full_name="示范管理员")


def newest(unit: Unit) -> Entry:
    return timeline(unit)[0]


def by_form(unit: Unit, actor: User) -> Any:
    fields = {"name": "示范新名", "kind": "department", "area_code": "331125", "valid_from": "2020-01-01"}
    address = reverse("accounts:unit_edit", kwargs={"pk": unit.pk})
    return make_verified_client(actor).post(address, {**fields, "reason": "更名"})


def by_service(unit: Unit, actor: User) -> None:
    services.change_unit(unit=unit, name="示范新名", reason="更名", by=actor)


def by_queryset_update(unit: Unit, actor: User) -> None:
    with because(by=actor, reason="更名"):
        Unit.objects.filter(pk=unit.pk).update(name="示范新名")


def by_bulk_update(unit: Unit, actor: User) -> None:
    unit.name = "示范新名"
    with because(by=actor, reason="更名"):
        Unit.objects.bulk_update([unit], ["name"])


@pytest.mark.parametrize("change", [by_form, by_service, by_queryset_update, by_bulk_update])
def test_every_way_of_writing_leaves_before_and_after_actor_and_reason(change: Any, actor: User) -> None:
    unit = make_unit(name="示范旧名")

    change(unit, actor)

    entry = newest(unit)
    assert entry.changes == [Change("名称", "示范旧名", "示范新名")]
    assert (entry.who, entry.what, entry.reason) == ("示范管理员（guanli）", "修改单位", "更名")


def test_a_structure_tells_the_titles_of_what_changed_and_no_keys() -> None:
    def figures(value: str, count: int) -> dict[str, Any]:
        return {
            f"tasks.{n}": {"key": f"tasks.{n}", "title": f"数据{n}", "value": value} for n in range(count)
        }

    assert _parts_that_differ({}, figures("1", 2)) == "内容有变化：数据0、数据1"
    assert _parts_that_differ(figures("1", 3), figures("1", 2)) == "内容有变化：数据2"
    assert _parts_that_differ(figures("1", 7), figures("2", 7)).endswith(
        "：数据0、数据1、数据2、数据3、数据4等 7 项"
    )
    assert _parts_that_differ([3, 5], [3]) == "内容有变化"


def test_a_page_leaves_its_request_id(actor: User) -> None:
    unit = make_unit(name="示范旧名")

    response = by_form(unit, actor)

    assert newest(unit).request_id == response["X-Request-ID"]


def test_bulk_create_leaves_history_too(actor: User) -> None:
    with because(by=actor, reason="名录"):
        Unit.objects.bulk_create(
            Unit(code=f"u{n}", name=f"示范{n}", kind="group", valid_from=date(2026, 1, 1)) for n in range(3)
        )

    entries = [timeline(unit) for unit in Unit.objects.filter(code__startswith="u", kind="group")]
    assert [(entry[0].what, entry[0].reason) for entry in entries] == [("建立单位", "名录")] * 3


def test_a_rollback_leaves_no_history(actor: User) -> None:
    unit = make_unit(name="示范旧名")
    before = timeline(unit)

    @transaction.atomic
    def write_and_fail() -> None:
        by_service(unit, actor)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert timeline(unit) == before


def test_choices_links_dates_and_flags_stand_in_words(actor: User) -> None:
    unit, top = make_unit(), make_unit(name="示范上级")

    services.change_unit(unit=unit, kind="township", parent=top, by=actor, reason="划转")
    services.retire_unit(unit=unit, on=date(2026, 6, 1), by=actor, reason="撤并", document="示范〔2026〕3号")

    retired, moved, _ = timeline(unit)
    assert moved.changes == [Change("类别", "部门", "乡镇（街道）"), Change("上级", None, "示范上级")]
    assert retired.changes == [Change("停用日期", None, "2026-06-01")]
    assert (retired.is_state, moved.is_state, retired.document) == (True, False, "示范〔2026〕3号")


def test_a_flag_reads_yes_and_no(actor: User) -> None:
    user = make_user("inspector")

    services.disable_user(user=user, reason="调离", by=actor)

    assert timeline(user)[0].changes == [Change("启用", "是", "否")]


def test_a_write_that_changes_nothing_worth_telling_is_left_out(actor: User) -> None:
    unit = make_unit()

    unit.save()

    assert [entry.what for entry in timeline(unit)] == ["建立单位"]


def test_signing_in_leaves_no_entry_in_a_users_history() -> None:
    user = make_user("inspector")

    User.objects.filter(pk=user.pk).update(last_seen_at="2026-01-01T00:00:00Z")
    user.set_password("Xiaoshan-bridge-77")
    user.save(update_fields=["password"])

    assert [entry.what for entry in timeline(user)] == ["建立用户"]
    assert "argon2" not in str(list(user.events.values()))


def test_what_nobody_signed_is_the_platforms() -> None:
    unit = make_unit()

    Unit.objects.filter(pk=unit.pk).update(name="示范新名")

    assert newest(unit).who == "平台"


def test_an_actor_whose_account_has_gone_keeps_the_name(actor: User) -> None:
    unit = make_unit()

    class Gone:
        def get_username(self) -> str:
            return "yiqian"

    with because(by=Gone(), reason="更名"):
        Unit.objects.filter(pk=unit.pk).update(name="示范新名")

    assert newest(unit).who == "yiqian"


def test_several_records_make_one_timeline(actor: User) -> None:
    user = make_user()
    membership = services.give_role(
        user=user, role="inspector", unit=make_unit(), valid_from=date(2026, 1, 1), by=actor, reason="任职"
    )

    entries = timeline(user, membership)

    assert [entry.what for entry in entries] == [f"建立任职：{membership}", "建立用户"]


def test_a_deleted_row_leaves_its_last_state() -> None:
    membership = make_user("inspector").memberships.get()
    key = membership.pk

    Membership.objects.filter(pk=key).delete()

    from yunhe_envhealth.audit.selectors import event_model_of

    last = event_model_of(Membership).objects.filter(pgh_obj_id=key).order_by("pgh_id").last()
    assert (last.pgh_label, last.role) == ("delete", "inspector")


def test_a_record_without_history_has_an_empty_timeline() -> None:
    from yunhe_envhealth.audit.models import SecurityEvent

    assert timeline(SecurityEvent(pk=1)) == []


def test_a_timeline_costs_the_same_queries_however_long_it_is(
    actor: User, django_assert_max_num_queries: Any
) -> None:
    unit = make_unit()
    for number in range(30):
        services.change_unit(unit=unit, name=f"示范{number}", reason="更名", by=actor)

    with django_assert_max_num_queries(3):
        assert len(timeline(unit)) == 31
