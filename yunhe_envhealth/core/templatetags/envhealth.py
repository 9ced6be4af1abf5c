"""Display filters and tags: numbers, times, ages, shapes. They format what they are given and ask no database.

A value that is missing prints as a dash, never as zero. Times are shown in Asia/Shanghai.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

register = template.Library()

EDGE_ZONE = ZoneInfo("Asia/Shanghai")
DASH = "—"

# The four signs stand everywhere for the same order of gravity; AQI needs six (HJ 633 has six classes).
DRAWN = {
    "circle": '<circle cx="8" cy="8" r="7"/>',
    "square": '<rect x="1.5" y="1.5" width="13" height="13"/>',
    "triangle": '<path d="M8 1 15.5 14.5H.5z"/>',
    "octagon": '<path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/>',
    "diamond": '<path d="M8 .3 15.7 8 8 15.7.3 8z"/>',
    "hexagon": '<path d="M4.2 1.2h7.6L15.6 8l-3.8 6.8H4.2L.4 8z"/>',
    "cross": '<path d="M4 .8 8 4.2l4-3.4 3.2 3.2L11.8 8l3.4 4-3.2 3.2L8 11.8l-4 3.4L.8 12l3.4-4L.8 4z"/>',
}
SHAPES: dict[str, dict[str, str]] = {
    "aqhi": {"1": "circle", "2": "square", "3": "triangle", "4": "octagon"},
    "aqi": {"1": "circle", "2": "square", "3": "triangle", "4": "diamond", "5": "hexagon", "6": "cross"},
    "risk": {"1": "octagon", "2": "triangle", "3": "square", "4": "circle"},
    "state": {
        "met": "circle",
        "course": "circle",
        "behind": "triangle",
        "far": "octagon",
        "unknown": "circle",
    },
}


@register.simple_tag
def shape(kind: str, grade: Any) -> SafeString:
    """Return the inside of a 16 × 16 svg: the sign of a grade, or a circle (drawn dashed) when there is none."""
    return SafeString(DRAWN[SHAPES.get(kind, {}).get(str(grade), "circle")])


@register.filter
def level_class(kind: str, grade: Any) -> str:
    """Return the class that colours a badge: `aqhi-1`, or `na` when the grade is missing or unknown."""
    return f"{kind}-{grade}" if str(grade) in SHAPES.get(kind, {}) else "na"


@register.filter
def number(value: Any, places: Any = None) -> str:
    """Return a number with `places` decimals and grouped thousands; a dash for None, '' or not-a-number.

    Without `places` the digits stand as they are stored, without an exponent. Rounding is for display only.
    """
    if value is None or value == "":
        return DASH
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return DASH
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_EVEN)
    if exact == 0:
        exact = abs(exact)
    return f"{exact:,f}"


@register.filter
def moment(value: Any) -> str:
    """Return an aware time as `2026-11-22 08:00` in Asia/Shanghai, a date as `2026-11-22`, None as a dash."""
    if isinstance(value, datetime):
        return at_edge(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else DASH


@register.filter
def clock(value: datetime | None) -> str:
    """Return the hour and minute of an aware time in Asia/Shanghai, None as a dash."""
    return at_edge(value).strftime("%H:%M") if value else DASH


def at_edge(value: datetime) -> datetime:
    """Return the time in Asia/Shanghai; a time without zone is taken as UTC, as the store keeps it."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(EDGE_ZONE)


@register.filter
def age(since: datetime | None, now: datetime) -> str:
    """Return in words how long before `now` something was: `12 分钟前`. A later time is `刚刚`."""
    if since is None:
        return DASH
    minutes = int((now - since) / timedelta(minutes=1))
    if minutes < 1:
        return gettext("刚刚")
    if minutes < 60:
        return ngettext("%(n)d 分钟前", "%(n)d 分钟前", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d 小时前", "%(n)d 小时前", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d 天前", "%(n)d 天前", minutes // 1440) % {"n": minutes // 1440}


@register.filter
def file_size(octets: int | None) -> str:
    """Return a file's size in B, kB or MB (steps of 1000); None as a dash."""
    if octets is None:
        return DASH
    if octets < 1000:
        return f"{octets} B"
    if octets < 1_000_000:
        return f"{octets / 1000:.0f} kB"
    return f"{octets / 1_000_000:.1f} MB"


@register.filter
def fingerprint(digest: str | None) -> str:
    """Return the first and last four characters of a sha256: `9f3c…a1d7`."""
    return f"{digest[:4]}…{digest[-4:]}" if digest else DASH


@register.filter
def is_english(language: str | None) -> bool:
    """Return whether the page is read in English."""
    return str(language or "").startswith("en")


@register.filter
def item(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """Return one value of a mapping by a key that is held in a variable, or None."""
    return mapping.get(key) if mapping else None


@register.filter
def attribute(field: BoundField, name: str) -> str:
    """Return a field's `data-…` widget attribute: `unit` is the words beside it, `span` its width of 12."""
    return str(field.field.widget.attrs.get(f"data-{name}", ""))


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """Return this page's query string with some parameters changed; None or '' removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def filter_chips(context: template.Context, form: Any) -> list[dict[str, str]]:
    """Return what a filter form has set, as chips: field, words, and the page's address without it."""
    query = context["request"].GET
    chips = []
    for bound in form:
        given = [value for value in query.getlist(bound.html_name) if value]
        names = [bound.html_name]
        if not given:  # a range asks by two or more parameters: from_min, from_max
            names = [name for name in query if name.startswith(f"{bound.html_name}_") and query[name]]
            given = [query[name] for name in names]
        if not given:
            continue
        without = query.copy()
        for name in [*names, "page"]:
            without.pop(name, None)
        words = "、".join(chosen_words(bound, given))
        chips.append({"field": str(bound.label), "words": words, "url": f"?{without.urlencode()}"})
    return chips


def chosen_words(bound: BoundField, given: Sequence[str]) -> Iterator[str]:
    """Yield the words of chosen values: a choice's label where the field has choices, else the value itself."""
    labels = {}
    if len(given) <= 3 and hasattr(bound.field, "choices"):
        labels = {str(value): str(label) for value, label in flat_choices(bound.field.choices)}
    if len(given) > 3:
        yield f"{len(given)} 个"
        return
    for value in given:
        yield labels.get(value, value)


def flat_choices(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (value, label) of choices, entering their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flat_choices(label)
        else:
            yield value, label


@register.inclusion_tag("components/ruler.html")
def ruler(value: Any, bands: Sequence[Mapping[str, Any]], label: str, kind: str = "aqhi") -> dict[str, Any]:
    """Draw a scale of bands with a pointer at the value; without a value the scale stands alone.

    bands: from low to high, each with from, to (None for an open end), name, words, level.
    An open last band is drawn as wide as 60 % of the band before it.
    """
    edges = [Decimal(str(band["from"])) for band in bands]
    if bands[-1]["to"] is None:
        edges.append(edges[-1] + (edges[-1] - edges[-2]) * Decimal("0.6"))
    else:
        edges.append(Decimal(str(bands[-1]["to"])))
    span = edges[-1] - edges[0]

    def place(number: Decimal) -> Decimal:
        share = (min(max(number, edges[0]), edges[-1]) - edges[0]) / span
        return (share * 100).quantize(Decimal("0.01"))

    drawn = [
        {
            "x": f"{place(low)}%",
            "width": f"{place(high) - place(low)}%",
            "middle": f"{(place(low) + place(high)) / 2}%",
            "name": band["name"],
            "words": band["words"],
            "level": f"{kind}-{band['level']}",
        }
        for band, low, high in zip(bands, edges[:-1], edges[1:], strict=True)
    ]
    at = None if value in (None, "") else place(Decimal(str(value)))
    anchor = "is-end" if at is not None and at > 70 else "is-start"
    return {"bands": drawn, "at": None if at is None else f"{at}%", "anchor": anchor, "label": label}
