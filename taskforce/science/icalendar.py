"""A calendar as RFC 5545 text: CRLF lines folded at 75 octets, escaped texts, all-day and timed events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75  # octets without the line break (RFC 5545, 3.1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a calendar: `start` a day (all day) or an aware instant; `uid` the same at each reading."""

    uid: str
    title: str
    start: date | datetime
    changed_at: datetime
    detail: str = ""
    url: str = ""
    place: str = ""
    minutes: int = 60  # of a timed event


def calendar(name: str, events: Iterable[Event]) -> str:
    """Return the calendar as text with CRLF line ends."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//yunhe-envhealth//taskforce//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    """Return a text value: backslash, semicolon, comma and line breaks escaped, control characters dropped."""
    lines = text.replace("\r\n", "\n").replace("\u3000", " ").replace("\xa0", " ")  # spaces that do not print
    plain = "".join(letter for letter in lines if letter == "\n" or letter.isprintable())
    return (
        plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    )  # fmt: skip


def folded(line: str) -> Iterator[str]:
    """Yield the line in parts of at most 75 octets, later ones begun by a space; no character is cut in two."""
    part, size, room = "", 0, LINE
    for letter in line:
        octets = len(letter.encode())
        if size + octets > room:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part


def _event(event: Event) -> list[str]:
    found = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{_instant(event.changed_at)}", *_span(event)]
    found.append(f"SUMMARY:{escaped(event.title)}")
    if event.detail:
        found.append(f"DESCRIPTION:{escaped(event.detail)}")
    if event.place:
        found.append(f"LOCATION:{escaped(event.place)}")
    if event.url:
        found.append(f"URL:{event.url}")
    return [*found, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _span(event: Event) -> list[str]:
    if isinstance(event.start, datetime):
        end = event.start + timedelta(minutes=event.minutes)
        return [f"DTSTART:{_instant(event.start)}", f"DTEND:{_instant(end)}"]
    end_day = event.start + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{event.start:%Y%m%d}", f"DTEND;VALUE=DATE:{end_day:%Y%m%d}"]


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
