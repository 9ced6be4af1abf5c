"""The pages of deliveries: upload, preview, confirm, every state's sentence, and who may see what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from monitoring.intake.layouts import LAYOUTS, detect
from monitoring.models import Measurement
from tests.factories.accounts import make_verified_client
from tests.factories.files import HEADER, csv_of, hour, tidy
from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.deliveries import services
from yunhe_envhealth.deliveries.models import Delivery

Make = Callable[..., Delivery]
State = Delivery.State


@pytest.fixture
def client(officer: Any) -> Client:
    return make_verified_client(officer)


def page(client: Client, name: str, delivery: Delivery | None = None, query: str = "", **options: Any) -> str:
    address = reverse(f"deliveries:{name}", args=[delivery.pk] if delivery else [])
    response = client.get(f"{address}{query}", **options)
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, name: str, delivery: Delivery, **fields: str) -> Any:
    return client.post(reverse(f"deliveries:{name}", args=[delivery.pk]), fields, follow=True)


def upload(client: Client, data: bytes, name: str = "小时值.csv", content: str = "readings:") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("deliveries:upload"), {"content": content, "file": file}, follow=True)


def test_a_file_goes_from_the_form_to_the_tables(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = upload(client, tidy(5, 6))
    delivery = Delivery.objects.get()
    assert response.redirect_chain[-1][0] == reverse("deliveries:record", args=[delivery.pk])
    assert (delivery.filename, delivery.area_code) == ("小时值.csv", "3311")
    shown = page(client, "record", delivery)
    assert "核对导入：还没有写入任何数据" in shown
    assert "确认写入 2 个数值" in shown
    with django_capture_on_commit_callbacks(execute=True):
        post(client, "confirm", delivery)
    assert Measurement.objects.count() == 2
    assert "已写入：新增 2 行" in page(client, "record", delivery)


def test_the_same_file_again_says_that_nothing_changed(committed: Make, client: Client) -> None:
    first = committed(tidy(5))
    response = upload(client, tidy(5))
    words = response.content.decode()
    assert "这份文件以前收过，没有变化" in words
    assert reverse("deliveries:record", args=[first.pk]) in words


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "文件是空的"), (b"x" * 2000, "请按站点或年份拆成几个文件")]
)
def test_what_cannot_be_uploaded_is_said_at_the_field(
    client: Client, settings: Any, data: bytes, words: str
) -> None:
    settings.DELIVERY_MAX_BYTES = 1000
    response = upload(client, data)
    assert words in response.content.decode()
    assert not Delivery.objects.exists()


def test_an_unknown_layout_is_refused_by_the_form(client: Client) -> None:
    assert upload(client, tidy(5), content="readings:secret").status_code == 200
    assert not Delivery.objects.exists()


def test_every_empty_table_is_read_as_its_own_layout(client: Client) -> None:
    shown = page(client, "upload")
    for layout in LAYOUTS:
        address = reverse("deliveries:template", args=["readings", layout])
        assert address in shown
        header = b"".join(client.get(address).streaming_content).decode("utf-8-sig").strip().split(",")
        assert detect(header) == layout
    assert client.get(reverse("deliveries:template", args=["readings", "none"])).status_code == 404


def test_bad_rows_ask_for_a_reason_and_say_what_is_written(previewed: Make, client: Client) -> None:
    delivery = previewed(tidy(5, -3))
    shown = page(client, "record", delivery)
    assert "剔除错处，写入 1 个数值" in shown
    refused = post(client, "confirm", delivery)
    assert "还没有写明剔除的理由" in refused.content.decode()
    delivery.refresh_from_db()
    assert delivery.state == State.PREVIEWED
    post(client, "confirm", delivery, reason="仪器校准")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.CONFIRMED, "仪器校准")


def test_the_counts_are_tabs_over_the_rows(previewed: Make, client: Client) -> None:
    delivery = previewed(tidy(5, -3, 7))
    everything = page(client, "record", delivery)
    assert everything.count("1267A 2026-03-01") == 3
    rejected = page(client, "record", delivery, "?show=rejected")
    assert rejected.count("1267A 2026-03-01") == 1
    assert "第 3 行" in rejected
    assert client.get(reverse("deliveries:record", args=[delivery.pk]) + "?show=all").status_code == 404


def test_old_and_new_stand_side_by_side(committed: Make, previewed: Make, client: Client) -> None:
    committed(tidy(5))
    shown = page(client, "record", previewed(tidy(6.5)), "?show=changed")
    assert "<del>5</del>" in shown
    assert "<ins>6.5</ins>" in shown


def test_fifty_rows_a_page_and_a_fixed_number_of_queries(
    previewed: Make, client: Client, django_assert_max_num_queries: Any
) -> None:
    few = previewed(tidy(1, 2, 3))
    rows = [
        ("1267A", name, hour(number), number + 1) for name in ("no2", "so2", "o3") for number in range(24)
    ]
    many = previewed(csv_of(HEADER, rows))
    assert many.rows == 72
    assert page(client, "record", many).count('<tr class="is-top') == 50
    assert page(client, "record", many, "?page=2").count('<tr class="is-top') == 22
    for delivery in (few, many):
        with django_assert_max_num_queries(22):
            page(client, "record", delivery)


def test_findings_are_listed_with_row_column_and_cure(committed: Make, client: Client) -> None:
    delivery = committed(tidy(5, -3), reason="示范")
    shown = page(client, "record", delivery, "?tab=findings&severity=error")
    assert "第 3 行“value”列" in shown
    assert "没有发现问题" in page(client, "record", delivery, "?tab=findings&severity=warning")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.RECEIVED, "已收到，等待检查"),
        (State.CHECKING, "正在检查"),
        (State.CONFIRMED, "已确认，正在写入"),
        (State.FAILED, "没有通过检查"),
        (State.CANCELLED, "已放弃"),
        (State.DUPLICATE, "以前收过"),
    ],
)
def test_every_state_has_its_sentence(previewed: Make, client: Client, state: str, words: str) -> None:
    delivery = previewed(tidy(5))
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    assert words in page(client, "record", delivery)


def test_progress_is_a_part_while_it_lasts_and_a_new_page_at_the_end(deliver: Make, client: Client) -> None:
    delivery = deliver(tidy(5))
    Delivery.objects.filter(pk=delivery.pk).update(state=State.CHECKING, progress_done=3, progress_total=5)
    part = page(client, "progress", delivery, headers={"HX-Request": "true"})
    assert 'value="3" max="5"' in part
    assert "<html" not in part
    assert 'http-equiv="refresh"' in page(client, "record", delivery)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.PREVIEWED)
    answer = client.get(reverse("deliveries:progress", args=[delivery.pk]), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    plain = client.get(reverse("deliveries:progress", args=[delivery.pk]))
    assert plain.status_code == 302


def test_giving_up_and_checking_again_are_buttons(previewed: Make, client: Client) -> None:
    delivery = previewed(tidy(5))
    post(client, "check", delivery)
    delivery.refresh_from_db()
    assert delivery.state == State.RECEIVED
    post(client, "cancel", delivery)
    delivery.refresh_from_db()
    assert delivery.state == State.CANCELLED
    assert "不能确认" in post(client, "confirm", delivery).content.decode()


def test_the_original_comes_back_as_an_attachment_under_our_name(previewed: Make, client: Client) -> None:
    delivery = previewed(tidy(5), filename='坏"名\r\nSet-Cookie: x.html')
    response = client.get(reverse("deliveries:file", args=[delivery.pk]))
    assert response.content == tidy(5)
    assert response["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    event = SecurityEvent.objects.get(kind="export")
    assert event.detail["delivery"] == delivery.pk


def test_the_marked_table_can_be_downloaded_when_there_is_one(previewed: Make, client: Client) -> None:
    with_errors, without = previewed(tidy(5, -3)), previewed(tidy(5))
    response = client.get(reverse("deliveries:marked", args=[with_errors.pk]))
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get(reverse("deliveries:marked", args=[without.pk])).status_code == 404


def test_another_units_delivery_does_not_exist(previewed: Make, make_user: Any) -> None:
    delivery = previewed(tidy(5))
    stranger = make_verified_client(make_user(role="unit_officer", area_code="331125106"))
    unknown = stranger.get(reverse("deliveries:record", args=[delivery.pk + 1000])).content
    for name in ("record", "progress", "file", "marked"):
        response = stranger.get(reverse(f"deliveries:{name}", args=[delivery.pk]))
        assert response.status_code == 404
    assert len(stranger.get(reverse("deliveries:record", args=[delivery.pk])).content) == len(unknown)
    for name in ("confirm", "cancel", "check"):
        assert stranger.post(reverse(f"deliveries:{name}", args=[delivery.pk])).status_code == 404


def test_a_reader_sees_the_delivery_but_has_no_buttons(previewed: Make, make_user: Any) -> None:
    delivery = previewed(tidy(5, -3))
    leader = make_verified_client(make_user(role="leadership", area_code="33"))
    shown = page(leader, "record", delivery)
    assert "下载原件" in shown
    assert reverse("deliveries:confirm", args=[delivery.pk]) not in shown
    assert leader.post(reverse("deliveries:confirm", args=[delivery.pk])).status_code == 403
    assert leader.get(reverse("deliveries:upload")).status_code == 403


def test_a_neighbour_in_the_same_area_may_look_but_not_confirm(previewed: Make, make_user: Any) -> None:
    delivery = previewed(tidy(5))
    neighbour = make_verified_client(make_user(role="unit_officer", area_code="3311"))
    assert reverse("deliveries:confirm", args=[delivery.pk]) not in page(neighbour, "record", delivery)
    assert neighbour.post(reverse("deliveries:confirm", args=[delivery.pk])).status_code == 404


def test_the_list_shows_what_came_with_its_counts_and_filters(
    previewed: Make, committed: Make, client: Client, django_assert_max_num_queries: Any
) -> None:
    previewed(tidy(5, -3), filename="甲.csv")
    committed(tidy(9), filename="乙.csv")
    with django_assert_max_num_queries(12):
        everything = page(client, "list")
    assert "甲.csv" in everything
    assert "乙.csv" in everything
    some = page(client, "list", query="?state=committed")
    assert "甲.csv" not in some.split("<table", 1)[1]
    assert client.get(reverse("deliveries:list") + "?nonsense=1").status_code == 400


def test_the_list_is_exported_as_it_is_filtered(committed: Make, client: Client) -> None:
    committed(tidy(9), filename="=乙.csv")
    response = client.get(reverse("deliveries:list") + "?export=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "'=乙.csv,已写入,1,1" in text


def test_a_delivery_of_the_command_says_that_it_has_no_row_outcomes(
    stations: list[Any], client: Client, django_user_model: Any
) -> None:
    from monitoring.services.imports import import_bytes

    report = import_bytes(
        data=tidy(5, -3), filename="命令.csv", layout="", channel="command", area_code="3311"
    )
    delivery = Delivery.objects.get(pk=report.delivery)
    shown = page(client, "record", delivery)
    assert "没有保存逐行结果" in shown
    assert services.waiting() == []
