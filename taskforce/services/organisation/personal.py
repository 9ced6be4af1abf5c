"""Telephone and e-mail of people: sealed when stored, read in clear only with a reason that the security log keeps."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest

from taskforce.models import Person
from taskforce.selectors.personal import FIELDS, context_of, in_clear
from taskforce.services.organisation.rules import UNMASK, ChangeRefused, allow, stated
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because, record
from yunhe_envhealth.core.sealing import is_current, seal, unseal

PHONE = re.compile(r"\+?[0-9][0-9-]{4,18}[0-9]")


@transaction.atomic
def set_contact(*, person: Person, phone: str, email: str, reason: str, by: User) -> Person:
    """Store telephone and e-mail, sealed; an empty one is cleared. History tells that, not what, was changed."""
    allow(by)
    allow(by, capability=UNMASK)
    reason = stated(reason, "理由", 200)
    phone, email = phone.strip(), email.strip()
    if phone and not PHONE.fullmatch(phone):
        raise ChangeRefused("电话只用数字和短横，6 至 20 位。")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise ChangeRefused("电子邮箱的写法不对。") from None
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.phone_sealed = seal(phone, context_of(person, "phone"))
    person.email_sealed = seal(email, context_of(person, "email"))
    with because(by=by, reason=reason):
        person.save(update_fields=["phone_sealed", "email_sealed", "updated_at"])
    return person


@transaction.atomic
def unmask(*, person: Person, reason: str, by: User, request: HttpRequest | None = None) -> dict[str, str]:
    """Return telephone and e-mail in clear; who read whose, and why, stands in the security log before they are shown."""
    allow(by, capability=UNMASK)
    reason = stated(reason, "理由", 200)
    record(
        kind="personal_read",
        actor=by.get_username(),
        target=f"{person.name}（{person.code}）",
        request=request,
        reason=reason,
        fields=list(FIELDS),
    )
    return in_clear(person)


@transaction.atomic
def reseal() -> int:
    """Seal anew with the newest key what an older key sealed; return how many people. Changes no history."""
    changed = 0
    for person in Person.objects.select_for_update().order_by("pk"):
        sealed = {f"{name}_sealed": getattr(person, f"{name}_sealed") for name in FIELDS}
        if all(is_current(text) for text in sealed.values()):
            continue
        contexts = {f"{name}_sealed": context_of(person, name) for name in FIELDS}
        anew = {name: seal(unseal(text, contexts[name]), contexts[name]) for name, text in sealed.items()}
        Person.objects.filter(pk=person.pk).update(**anew)
        changed += 1
    return changed
