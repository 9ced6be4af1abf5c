"""Reads of the security log and of history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Field, ForeignKey, Model, QuerySet
from pghistory.models import Event

from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.core.periods import BEIJING

PLATFORM = "平台"
LIMIT = 200  # entries of one record's history on its page; the tables keep all
TITLES_TOLD = 5  # parts of a structure that are named when they changed
UNTOLD = frozenset({"id", "created_at", "updated_at"})  # fields that say nothing in a history
VERBS = {"insert": "建立", "update": "修改", "delete": "删除", "recompute": "安排重算指数："}
STATES = frozenset({"state", "is_active", "valid_to", "revoked_at"})  # a change of these is a change of state


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one entry, in words; None: there was or is no value."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a record."""

    time: datetime
    who: str
    what: str
    reason: str = ""
    document: str = ""
    request_id: str = ""
    is_state: bool = False
    changes: list[Change] = field(default_factory=list)


def security_events() -> QuerySet[SecurityEvent]:
    return SecurityEvent.objects.all()


def timeline(*objects: Model) -> list[Entry]:
    """Return the history of one or more tracked records, newest first, at most LIMIT entries a record.

    From the second on, an entry names its record. Read from the rows that the database's triggers wrote. An entry that changed nothing worth telling (only the
    time of the last write) is left out. A model without history gives an empty list.
    """
    parts = [_history(obj, named=place > 0)[::-1] for place, obj in enumerate(objects)]
    entries = [
        entry for part in reversed(parts) for entry in part
    ]  # newest first where one transaction wrote many
    return sorted(entries, key=lambda entry: entry.time, reverse=True)


@cache
def event_model_of(model: type[Model]) -> Any:
    """Return the table in which a model's history stands, or None when the model is not tracked."""
    for candidate in apps.get_models():
        if issubclass(candidate, Event) and getattr(candidate, "pgh_tracked_model", None) is model:
            return candidate
    return None


def _history(obj: Model, *, named: bool) -> list[Entry]:
    model = type(obj)
    event_model = event_model_of(model)
    if event_model is None:
        return []
    newest = event_model.objects.filter(pgh_obj_id=obj.pk).select_related("pgh_context").order_by("-pgh_id")
    events = list(newest[: LIMIT + 1])[::-1]
    fields = [f for f in event_model._meta.fields if not f.name.startswith("pgh_") and f.name not in UNTOLD]
    links = _linked(events, fields)
    people = _people(events)
    about = f"{model._meta.verbose_name}：{obj}" if named else str(model._meta.verbose_name)
    entries = []
    for before, event in zip([None, *events[:-1]], events, strict=True):
        changes, is_state = _changes(model, fields, before, event, links)
        if event.pgh_label != "update" or changes:
            entries.append(_entry(event, about, changes, is_state, people))
    return entries[-LIMIT:]


def _entry(event: Any, about: str, changes: list[Change], is_state: bool, people: dict[str, str]) -> Entry:
    words = event.pgh_context.metadata if event.pgh_context else {}
    actor = words.get("actor", "")
    return Entry(
        time=event.pgh_created_at,
        who=people.get(actor, actor) or PLATFORM,
        what=f"{VERBS.get(event.pgh_label, event.pgh_label)}{about}",
        reason=words.get("reason", ""),
        document=words.get("document", ""),
        request_id=words.get("request_id", ""),
        is_state=is_state,
        changes=changes,
    )


def _changes(
    model: type[Model], fields: Sequence[Any], before: Any, event: Any, links: dict[str, dict[Any, str]]
) -> tuple[list[Change], bool]:
    if before is None or event.pgh_label != "update":
        return [], False
    changes, is_state = [], False
    for item in fields:
        old, new = getattr(before, item.attname), getattr(event, item.attname)
        if old == new:
            continue
        told: Any = model._meta.get_field(item.name)
        if _is_structure(old) or _is_structure(new):
            changes.append(Change(str(told.verbose_name), None, _parts_that_differ(old, new)))
        else:
            changes.append(
                Change(
                    str(told.verbose_name),
                    _in_words(told, old, links.get(item.name, {})),
                    _in_words(told, new, links.get(item.name, {})),
                )
            )
        is_state = is_state or item.name in STATES
    return changes, is_state


def _in_words(told: Field[Any, Any], value: Any, linked: dict[Any, str]) -> str | None:
    if value is None or value == "":
        return None
    if linked:
        return linked.get(value, str(value))
    if told.choices:
        return str(dict(told.flatchoices).get(value, value))
    return plain_words(value)


def _is_structure(value: Any) -> bool:
    """Return whether a stored value has keys or numbers of its own, which no reader knows: anything but words listed."""
    return isinstance(value, dict) or (
        isinstance(value, list) and not all(isinstance(part, str) for part in value)
    )


def _parts_that_differ(old: Any, new: Any) -> str:
    """Return that a structure changed, with the titles of its parts that did, where they have titles."""
    before, after = _parts(old), _parts(new)
    differ = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    found = [_title(after.get(key)) or _title(before.get(key)) for key in differ]
    titles = list(dict.fromkeys(title for title in found if title))
    if not titles:
        return "内容有变化"
    rest = f"等 {len(titles)} 项" if len(titles) > TITLES_TOLD else ""
    return f"内容有变化：{'、'.join(titles[:TITLES_TOLD])}{rest}"


def _parts(value: Any) -> dict[Any, Any]:
    if isinstance(value, dict):
        return value
    listed = value if isinstance(value, list) else []
    return {
        part.get("key", place) if isinstance(part, dict) else place: part for place, part in enumerate(listed)
    }


def _title(part: Any) -> str:
    return str(part.get("title") or "") if isinstance(part, dict) else ""


def plain_words(value: Any) -> str:
    """Return a stored value as a reader expects it: 是/否, Beijing time, a list with 、."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "、".join(plain_words(part) for part in value) or "空"
    if isinstance(value, dict):
        return "；".join(f"{key}：{plain_words(part)}" for key, part in value.items()) or "空"
    return "空" if value is None else str(value)


def _linked(events: Sequence[Any], fields: Iterable[Any]) -> dict[str, dict[Any, str]]:
    """Return the names of the records that foreign keys of the events point at: one query a field that has any."""
    names: dict[str, dict[Any, str]] = {}
    for item in fields:
        if isinstance(item, ForeignKey):
            keys = {getattr(event, item.attname) for event in events} - {None}
            if len(keys) > 1 or (keys and any(getattr(event, item.attname) is None for event in events)):
                found = item.remote_field.model._default_manager.in_bulk(keys)
                names[item.name] = {key: str(record) for key, record in found.items()}
    return names


def _people(events: Sequence[Any]) -> dict[str, str]:
    actors = {event.pgh_context.metadata.get("actor", "") for event in events if event.pgh_context} - {""}
    if not actors:
        return {}
    users = get_user_model().objects.filter(username__in=actors)
    return {user.get_username(): f"{user}（{user.get_username()}）" for user in users}
