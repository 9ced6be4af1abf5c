"""Units: codes are used once, no circles, retirement after the last role."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.accounts import make_unit, make_user
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.services.units import UnitRefused
from yunhe_envhealth.core.errors import Conflict

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def test_a_code_is_used_once() -> None:
    services.create_unit(code="one", name="示范一", kind="department", valid_from=DAY, by=None)

    with pytest.raises(UnitRefused, match="已经用过"):
        services.create_unit(code="one", name="示范二", kind="department", valid_from=DAY, by=None)


def test_a_unit_never_stands_above_itself() -> None:
    actor, top = make_user("administrator"), make_unit()
    below = make_unit(parent=top)

    with pytest.raises(UnitRefused, match="下级"):
        services.change_unit(unit=top, parent=below, reason="试", by=actor)


def test_a_change_keeps_reason_and_document_number() -> None:
    actor, unit = make_user("administrator"), make_unit(name="示范旧名")

    services.change_unit(unit=unit, name="示范新名", reason="机构改革", document="示范〔2026〕1号", by=actor)

    metadata = unit.events.order_by("pgh_id").last().pgh_context.metadata
    assert metadata == {"actor": actor.username, "reason": "机构改革", "document": "示范〔2026〕1号"}


def test_a_unit_retires_only_when_nobody_serves_there() -> None:
    actor, unit = make_user("administrator"), make_unit()
    membership = make_user("inspector", unit=unit).memberships.get()

    with pytest.raises(Conflict, match="1 项任职"):
        services.retire_unit(unit=unit, on=DAY, reason="撤并", by=actor)
    services.end_role(membership=membership, on=DAY, reason="撤并", by=actor)

    assert services.retire_unit(unit=unit, on=DAY, reason="撤并", by=actor).valid_to == DAY


def test_an_unknown_field_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="colour"):
        services.create_unit(
            code="one", name="示范一", kind="department", valid_from=DAY, by=None, colour="red"
        )
