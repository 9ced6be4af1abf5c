"""RFC 5545: line ends, folding by octets, escapes, all-day and timed events."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from taskforce.science.icalendar import Event, calendar, escaped, folded

CHANGED = datetime(2026, 7, 7, 1, 12, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_all_day_event_ends_on_the_day_after() -> None:
    lines = unfolded(calendar("示范", [Event("task-1@x", "任务到期", date(2026, 7, 31), CHANGED)]))

    assert "DTSTART;VALUE=DATE:20260731" in lines
    assert "DTEND;VALUE=DATE:20260801" in lines
    assert "DTSTAMP:20260707T011200Z" in lines
    assert (lines[0], lines[-2], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR", "")


def test_a_timed_event_is_given_in_utc() -> None:
    lines = unfolded(calendar("示范", [Event("m", "会议", CHANGED, CHANGED, place="301 室", minutes=120)]))

    assert "DTSTART:20260707T011200Z" in lines
    assert "DTEND:20260707T031200Z" in lines
    assert "LOCATION:301 室" in lines


def test_texts_are_escaped_and_cannot_add_a_line() -> None:
    assert escaped("a,b;c\\d\ne\r\nf\x07") == "a\\,b\\;c\\\\d\\ne\\nf"
    lines = unfolded(calendar("x", [Event("u", "到期\r\nBEGIN:VALARM", date(2026, 7, 31), CHANGED)]))
    assert "BEGIN:VALARM" not in lines


@given(st.text(max_size=400))
def test_no_line_is_longer_than_75_octets_and_unfolding_gives_the_text_back(words: str) -> None:
    line = "SUMMARY:" + escaped(words)
    parts = list(folded(line))

    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])
