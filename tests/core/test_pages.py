"""The list and the record page: nothing asked is ignored, nothing outside the scope is seen, the cost is fixed."""

import csv
import io
from datetime import date

import django_filters
import django_tables2 as tables
import pytest
from django.http import Http404
from django.test import RequestFactory

from yunhe_envhealth.accounts.models import Membership, Role, Unit, User
from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.pages import ExportNotAllowed, ExportTooLarge, ListPage, RecordPage, lists

pytestmark = pytest.mark.django_db


class UnitFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", field_name="name", lookup_expr="contains")
    kind = django_filters.ChoiceFilter(label="类别", choices=Unit.Kind.choices)
    opened = django_filters.DateFromToRangeFilter(label="启用", field_name="valid_from")


class UnitTable(tables.Table):
    code = tables.Column("编码", linkify=lambda record: f"/unit/{record.code}/")
    name = tables.Column("名称")
    kind = tables.Column("类别", orderable=False)
    parent = tables.Column("上级", accessor="parent__name")


class UnitList(ListPage):
    capability = "units.view"
    queryset = Unit.objects.select_related("parent")
    filterset_class = UnitFilter
    table_class = UnitTable
    title = "单位"
    search = "q"


class CappedUnits(UnitList):
    count_cap = 10


class UnitRecord(RecordPage):
    capability = "units.view"
    queryset = Unit.objects.all()
    tabs = {"": ("概况", "components/empty.html")}


class ScopedUnit(Unit):
    SCOPE_AREA = "area_code"
    SCOPE_UNIT = "pk"

    class Meta:
        proxy = True
        app_label = "accounts"


class ScopedUnits(UnitList):
    queryset = ScopedUnit.objects.all()


@pytest.fixture
def units():
    top = Unit.objects.create(
        code="top", name="丽水市生态环境局云和分局", kind="department", valid_from=date(2020, 1, 1)
    )
    Unit.objects.bulk_create(
        Unit(
            code=f"u{number:03}",
            name=f"第{number}组" if number else "=危险的名字",
            kind="group",
            parent=top,
            valid_from=date(2021, 1, 1),
            area_code="331125106" if number % 2 else "331125",
        )
        for number in range(120)
    )
    return top


@pytest.fixture
def reader(units):
    def make(role=Role.LEADERSHIP, area_code="331125"):
        user = User.objects.create(username=f"{role}-{area_code}", full_name="读者")
        Membership.objects.create(
            user=user, role=role, unit=units, area_code=area_code, valid_from=date(2020, 1, 1)
        )
        user.is_verified = lambda: True
        return user

    return make


def ask(view, user, query="", **kwargs):
    request = RequestFactory().get(f"/list/{query}")
    request.user, request.id, request.csp_nonce = user, "r1", "n"
    request._messages = []
    return view.as_view()(request, **kwargs)


def body(response):
    return response.content.decode()


def rows_of(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_a_list_shows_a_page_its_count_and_the_way_on(reader):
    page = body(ask(UnitList, reader()))
    assert "筛出 121 行" in page
    assert page.count("<tr") == 51
    assert "page=2" in page


def test_a_filter_is_named_on_the_page_and_narrows(reader):
    page = body(ask(UnitList, reader(), "?kind=department"))
    assert "筛出 1 行" in page
    assert "类别：<b>部门</b>" in page


def test_a_range_filter_is_known_by_both_its_parameters(reader):
    response = ask(UnitList, reader(), "?opened_after=2020-06-01&opened_before=2022-01-01")
    assert (response.status_code, "筛出 120 行" in body(response)) == (200, True)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?colour=red", "没有“colour”这个条件"),
        ("?kind=nonsense", "选择"),
        ("?opened_after=yesterday", "日期"),
        ("?sort=kind", "不能按“kind”排序"),
        ("?sort=secret", "不能按“secret”排序"),
        ("?page=99", "没有第 99 页"),
        ("?page=-1", "没有第 -1 页"),
        ("?page=x", "没有第 x 页"),
        ("?per_page=9999", "每页行数只有"),
        ("?export=pdf", "导出只有"),
    ],
)
def test_what_is_not_understood_is_said_and_never_ignored(reader, query, words):
    response = ask(UnitList, reader(), query)
    assert response.status_code == 400
    assert words in body(response)
    assert "没有符合条件的记录" not in body(response)


@pytest.mark.parametrize(
    "query", ["?colour=red&export=csv", "?kind=nonsense&export=csv", "?sort=secret&export=xlsx"]
)
def test_nothing_is_exported_when_the_address_is_not_understood(reader, query):
    response = ask(UnitList, reader(), query)
    assert response.status_code == 400
    assert not SecurityEvent.objects.filter(kind="export").exists()


def test_sorting_goes_by_a_declared_column_and_is_stable(reader):
    rows = rows_of(ask(UnitList, reader(), "?sort=-parent&kind=group&export=csv"))
    keys = list(Unit.objects.filter(kind="group").order_by("pk").values_list("code", flat=True))
    assert [row[0] for row in rows[1:]] == keys


def test_an_export_holds_all_rows_of_the_filter_in_the_order_shown_and_no_formula(reader):
    rows = rows_of(ask(UnitList, reader(), "?kind=group&sort=-code&export=csv"))
    assert rows[0] == ["编码", "名称", "类别", "上级"]
    assert [row[0] for row in rows[1:]] == [f"u{number:03}" for number in reversed(range(120))]
    assert rows[-1] == ["u000", "'=危险的名字", "工作组", "丽水市生态环境局云和分局"]


def test_an_export_is_a_security_event_with_count_and_filter(reader):
    user = reader()
    ask(UnitList, user, "?kind=group&export=xlsx&page=2")
    event = SecurityEvent.objects.get(kind="export")
    assert (event.actor, event.target) == (user.username, "/list/")
    assert event.detail == {"rows": 120, "filter": "kind=group", "format": "xlsx"}


def test_an_export_without_the_right_is_refused_and_recorded(reader):
    with pytest.raises(ExportNotAllowed):
        ask(UnitList, reader(Role.INSPECTOR), "?export=csv")
    assert SecurityEvent.objects.get(kind="denied").detail == {"capability": "data.export"}
    assert "导出所见" not in body(ask(UnitList, reader(Role.INSPECTOR, "3311"), ""))


def test_an_export_over_the_cap_is_refused_with_the_cure(reader, monkeypatch):
    monkeypatch.setattr(lists, "EXPORT_CAPS", {"csv": 121, "xlsx": 120})
    assert len(rows_of(ask(UnitList, reader(), "?export=csv"))) == 122
    with pytest.raises(ExportTooLarge) as refused:
        ask(UnitList, reader(Role.OFFICE), "?export=xlsx")
    assert "最多 120 行" in refused.value.message
    assert "改用 CSV（最多 121 行）" in refused.value.advice
    assert SecurityEvent.objects.filter(kind="export").count() == 1


def test_a_capped_list_counts_no_further_than_its_cap(reader):
    page = body(ask(CappedUnits, reader(), "?per_page=20"))
    assert "筛出 10+ 行" in page
    assert ask(CappedUnits, reader(Role.OFFICE), "?page=2").status_code == 400


def test_rows_outside_the_scope_do_not_exist(reader):
    assert "筛出 60 行" in body(ask(ScopedUnits, reader(Role.TOWNSHIP_OFFICER, "331125106")))


def test_the_number_of_queries_does_not_depend_on_the_rows(reader, django_assert_num_queries):
    user = reader()
    ask(UnitList, user)  # what the shell remembers for a minute is remembered now
    user = User.objects.get(pk=user.pk)
    user.is_verified = lambda: True
    with django_assert_num_queries(3):  # memberships, count, rows
        ask(UnitList, user, "?per_page=20")
    with django_assert_num_queries(2):
        ask(UnitList, user, "?per_page=200")


def test_an_empty_list_says_so(reader):
    page = body(ask(UnitList, reader(), "?q=没有这个名字"))
    assert "筛出 0 行" in page
    assert "没有符合条件的记录" in page


def test_an_unknown_record_or_tab_is_not_found(reader):
    user = reader()
    with pytest.raises(Http404):
        ask(UnitRecord, user, code="nowhere")
    with pytest.raises(Http404):
        ask(UnitRecord, user, "?tab=secret", code="top")


def test_a_record_page_shows_title_and_tabs(reader):
    page = body(ask(UnitRecord, reader(), code="top"))
    assert "<h1>丽水市生态环境局云和分局</h1>" in page
    assert "?tab=history" in page
