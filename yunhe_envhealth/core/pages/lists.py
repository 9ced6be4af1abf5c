"""The list page: filter, sort, paging, export of exactly what is seen.

A list never ignores in silence what it was asked: an unknown parameter, a value that does not fit its filter, a
column that cannot be sorted by or a page that does not exist is named on the page, nothing is listed and nothing
exported. Filter, sort and page live in the address, so that an address is a saved view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views import View
from django_filters import FilterSet
from django_filters.widgets import SuffixedMultiWidget
from django_tables2 import Table
from django_tables2.rows import BoundRow

from yunhe_envhealth.core import gate
from yunhe_envhealth.core.errors import EnvHealthError
from yunhe_envhealth.core.exports import csv_response, xlsx_response

# An Excel file costs about a fifth of a millisecond of processor time a row, CSV a tenth of that.
EXPORT_CAPS = {"csv": 100_000, "xlsx": 20_000}
EXPORT_CAPABILITY = "data.export"
RESERVED = frozenset({"page", "per_page", "sort", "export"})
PAGE_SIZES = (20, 50, 100, 200)


class ExportTooLarge(EnvHealthError):
    """More rows than one file may hold."""

    title = "导出的行太多"

    def __init__(self, ending: str) -> None:
        names = {"csv": "CSV", "xlsx": "Excel"}
        other = f"，或改用 CSV（最多 {EXPORT_CAPS['csv']:,} 行）" if ending != "csv" else ""
        super().__init__(
            f"导出 {names[ending]} 一次最多 {EXPORT_CAPS[ending]:,} 行，现在筛出的更多，没有导出。",
            advice=f"请加上条件（例如缩短时间），分几次导出{other}。",
        )


class CappedPaginator(Paginator):
    """Counts to a cap and lists no further: the cost of a page does not grow with the table."""

    cap: int | None = None

    @cached_property
    def count(self) -> int:
        if self.cap is None:
            return super().count
        rows: QuerySet[Any] = self.object_list.data.data  # type: ignore[attr-defined]
        return min(rows.order_by()[: self.cap + 1].count(), self.cap)

    @cached_property
    def is_capped(self) -> bool:
        """Whether the list may go on after the cap."""
        return self.cap is not None and self.count >= self.cap

    @cached_property
    def count_words(self) -> str:
        return f"{self.count:,}{'+' if self.is_capped else ''}"


class ListPage(View):
    """A list. Subclasses set the attributes; `get_queryset` may narrow by what the address says.

    The queryset is narrowed to the reader's scope by `capability` (models with SCOPE_AREA); set `scoped = True`
    only when `get_queryset` has done so itself. `count_cap` is for tables that grow without end.
    """

    capability: str | dict[str, str]
    queryset: QuerySet[Any]
    filterset_class: type[FilterSet]
    table_class: type[Table]
    title = ""
    template_name = "core/list.html"
    crumbs: Sequence[tuple[str, Any]] = ()  # (words, address) of the pages above
    search: str | None = None  # the free-text filter, shown first
    search_words = ""
    note = ""  # what the reader must know about the figures
    page_size = 50
    count_cap: int | None = None
    scoped = False
    personal = False  # the rows are about people: each reading is kept in the security log
    extra_parameters: frozenset[str] = frozenset()

    # --- what a subclass may say -------------------------------------------------------------------------
    def get_queryset(self) -> QuerySet[Any]:
        return self.queryset.all()

    def get_filter_data(self) -> Any:
        """Return what the filter is bound to; a page with a default (last seven days) adds it here."""
        return self.request.GET

    def get_title(self) -> str:
        return self.title

    def get_actions(self) -> list[dict[str, str]]:
        """Return what else can be done here: label, url, primary (True for the one main action)."""
        return []

    def get_views(self) -> list[dict[str, Any]]:
        """Return saved views as components/tabs.html prints them."""
        return []

    def get_table_kwargs(self) -> dict[str, Any]:
        return {}

    def get_extra_context(self) -> dict[str, Any]:
        return {}

    # --- the page ----------------------------------------------------------------------------------------
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.get_queryset()
        if not self.scoped:
            rows = gate.scope(rows, request.user, self._capability)
        filterset = self.filterset_class(self.get_filter_data(), queryset=rows, request=request)
        problems = self._problems(filterset)
        found = filterset.qs if not problems and filterset.is_valid() else rows.none()
        wrong = bool(problems) or not filterset.is_valid()
        # Given the request, tables2 would sort and page by the raw address on its own, before anything is checked.
        table = self.table_class(found, order_by_field="sort", page_field="page", **self.get_table_kwargs())
        table.request = request
        problems += self._sort(table)
        asked = request.GET.get("export")
        if asked and not problems and not wrong:
            return self._export(table, asked)
        if problems or wrong:  # an empty list would say that there is nothing, which nobody has looked for
            table.empty_title, table.empty_why = "没有列出", "请先改正上面的条件。"
        problems += self._paginate(table)
        if self.personal and not wrong:
            self._keep_reading(len(table.page.object_list))
        context = self._context(table, filterset, problems)
        return render(request, self.template_name, context, status=400 if problems or wrong else 200)

    @property
    def _capability(self) -> str:
        return self.capability if isinstance(self.capability, str) else self.capability["GET"]

    def _problems(self, filterset: FilterSet) -> list[str]:
        known = set(parameters(filterset)) | RESERVED | self.extra_parameters
        unknown = sorted(set(self.request.GET) - known)
        problems = [f"没有“{name}”这个条件。" for name in unknown]
        if self.request.GET.get("export") not in (None, "", "xlsx", "csv"):
            problems.append("导出只有 xlsx 和 csv 两种。")
        return problems

    def _sort(self, table: Table) -> list[str]:
        """Sort by the declared columns that the address names, always ending with the key (a stable order)."""
        asked = [name for name in self.request.GET.get("sort", "").split(",") if name]
        wrong = [name for name in asked if not _sortable(table, name.lstrip("-"))]
        if asked and not wrong:
            table.order_by = asked
        rows = table.data.data
        ordering = list(rows.query.order_by) or list(rows.model._meta.ordering)
        if not {"pk", "-pk", "id", "-id"} & {term for term in ordering if isinstance(term, str)}:
            table.data.data = rows.order_by(*ordering, "pk")
        return [f"不能按“{name.lstrip('-')}”排序。" for name in wrong]

    def _paginate(self, table: Table) -> list[str]:
        paginator = type("Paginator", (CappedPaginator,), {"cap": self.count_cap})
        size, number = self.request.GET.get("per_page", ""), self.request.GET.get("page", "1")
        problems = []
        if size and size not in map(str, PAGE_SIZES):
            problems.append(f"每页行数只有 {'、'.join(map(str, PAGE_SIZES))}。")
            size = ""
        per_page = int(size or self.page_size)
        try:
            table.paginate(paginator_class=paginator, per_page=per_page, page=number)
        except (EmptyPage, PageNotAnInteger):
            table.paginate(paginator_class=paginator, per_page=per_page, page=1)
            problems.append(f"没有第 {number[:20]} 页，下面是第 1 页。")
        return problems

    def _context(self, table: Table, filterset: FilterSet, problems: list[str]) -> dict[str, Any]:
        paginator = table.paginator
        may_export = gate.can(self.request.user, EXPORT_CAPABILITY) and paginator.count and not problems
        return {
            "title": self.get_title(),
            "crumbs": self.crumbs,
            "table": table,
            "filterset": filterset,
            "search": self.search,
            "search_words": self.search_words,
            "note": self.note,
            "problems": problems,
            "count": paginator.count_words,
            "is_capped": paginator.is_capped,
            "actions": self.get_actions(),
            "views": self.get_views(),
            "may_export": may_export,
            "page_sizes": PAGE_SIZES,
            "per_page": paginator.per_page,
            **self.get_extra_context(),
        }

    def _keep_reading(self, count: int) -> None:
        words = self.request.GET.urlencode()[:1000]
        gate.record(self.request, "personal_read", self.request.path, rows=count, filter=words)

    # --- export ------------------------------------------------------------------------------------------
    def _export(self, table: Table, ending: str) -> HttpResponseBase:
        """Answer the rows that are filtered, in the order that is shown; the security log keeps count and filter."""
        if not gate.can(self.request.user, EXPORT_CAPABILITY):
            gate.record(self.request, "denied", self.request.path, capability=EXPORT_CAPABILITY)
            raise ExportNotAllowed("您的角色没有导出的权限，没有导出。")
        rows = table.data.data
        count = rows.order_by()[: EXPORT_CAPS[ending] + 1].count()
        if count > EXPORT_CAPS[ending]:
            raise ExportTooLarge(ending)
        query = self.request.GET.copy()
        for name in ("export", "page", "per_page"):
            query.pop(name, None)
        words = query.urlencode()
        gate.record(self.request, "export", self.request.path, rows=count, filter=words[:1000], format=ending)
        if self.personal:
            self._keep_reading(count)
        header = [str(column.header) for column in _exported(table)]
        write = csv_response if ending == "csv" else xlsx_response
        return write(exported_rows(table), header, self.get_title())


class ExportNotAllowed(EnvHealthError):
    """The reader may see the list, but not take it away."""

    status = 403
    title = "没有权限"
    advice = "需要时请向系统管理员申请。"


def parameters(filterset: FilterSet) -> Iterator[str]:
    """Yield every query parameter that the filter reads; a range reads two."""
    for name, field in filterset.form.fields.items():
        yield name
        if isinstance(field.widget, SuffixedMultiWidget):
            yield from (field.widget.suffixed(name, suffix) for suffix in field.widget.suffixes)


def exported_rows(table: Table) -> Iterator[list[Any]]:
    """Yield the typed values of each row, read in portions: `value_<column>` of the table, else what it renders."""
    names = [column.name for column in _exported(table)]
    for record in table.data.data.iterator(chunk_size=2000):
        row = BoundRow(record, table)
        yield [row.get_cell_value(name) for name in names]


def _exported(table: Table) -> list[Any]:
    return [column for column in table.columns if not column.column.exclude_from_export]


def _sortable(table: Table, name: str) -> bool:
    return name in table.columns.names() and table.columns[name].orderable
