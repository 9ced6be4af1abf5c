"""Telephone and e-mail of a person, masked for pages; in clear for the one service that keeps a record of it."""

from __future__ import annotations

from taskforce.models import Person
from yunhe_envhealth.core.sealing import unseal

FIELDS = ("phone", "email")


def context_of(person: Person, field: str) -> str:
    """Return the place to which a sealed field is bound."""
    return f"taskforce.person.{field}:{person.code}"


def in_clear(person: Person) -> dict[str, str]:
    """Return {field: text}. Only `services.organisation.unmask` may show it."""
    return {name: unseal(getattr(person, f"{name}_sealed"), context_of(person, name)) for name in FIELDS}


def masked(person: Person) -> dict[str, str]:
    """Return {field: text with its middle hidden}, "" where there is none."""
    clear = in_clear(person)
    return {"phone": mask_phone(clear["phone"]), "email": mask_email(clear["email"])}


def mask_phone(phone: str) -> str:
    """Return 138****5678; a short number keeps its last two digits only."""
    if not phone:
        return ""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else f"****{phone[-2:]}"


def mask_email(email: str) -> str:
    name, _, host = email.partition("@")
    return f"{name[:1]}***@{host}" if host else ""
