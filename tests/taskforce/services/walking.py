"""What the walks through the state machines share: who walks, how a way is written, actors who meet at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier
from typing import Any, NamedTuple

from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.factories.accounts import make_user
from yunhe_envhealth.accounts.models import Role, Unit, User
from yunhe_envhealth.core.errors import EnvHealthError

ACTING = frozenset({Role.OFFICE, Role.UNIT_OFFICER, Role.UNIT_REVIEWER, Role.INSPECTOR})
Way = list[tuple[str, str]]


class Who(NamedTuple):
    """Somebody who walks: the roles held, at the unit that owes the matter or at another."""

    roles: frozenset[Role]
    at_home: bool

    @property
    def is_office(self) -> bool:
        return Role.OFFICE in self.roles

    @property
    def acts_at_home(self) -> bool:
        return self.at_home and bool(self.roles & ACTING)


OFFICE = Who(frozenset({Role.OFFICE}), False)
OFFICE_AT_HOME = Who(frozenset({Role.OFFICE}), True)
OFFICER = Who(frozenset({Role.UNIT_OFFICER}), True)
REVIEWER = Who(frozenset({Role.UNIT_REVIEWER}), True)
STRANGER = Who(frozenset({Role.UNIT_OFFICER}), False)
ABLE = [(OFFICE, OFFICER), (OFFICER, OFFICE), (OFFICE_AT_HOME, OFFICE), (OFFICE, REVIEWER)]
OTHER = {"a": "b", "b": "a"}


def two_people() -> SearchStrategy[tuple[Who, Who]]:
    """Draw two people with any roles at any place; half of them are two who can go all the way together."""
    roles = st.frozensets(st.sampled_from([*sorted(ACTING), Role.LEADERSHIP]), min_size=1, max_size=3)
    anybody = st.builds(Who, roles, st.booleans())
    return st.sampled_from(ABLE) | st.tuples(anybody, anybody)


def ways(actions: list[str], *, longest: int) -> SearchStrategy[Way]:
    """Draw who takes which action, one after another; "next", the one that leads on, as often as all others."""
    action = st.just("next") | st.sampled_from(actions)
    return st.lists(st.tuples(st.sampled_from("ab"), action), min_size=longest // 2, max_size=longest)


def way(words: str) -> Way:
    """Return a way written as "a:accept b:finish"."""
    return [(who, action) for who, _, action in (word.partition(":") for word in words.split())]


def bounded(examples: int) -> settings:
    """Return the settings of a walk: the same examples in every run, told as drawn (to shorten them takes minutes)."""
    unhealthy = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        print_blob=False,
        suppress_health_check=unhealthy,
    )


class Cast:
    """The people of a walk, made once and met again in every example."""

    def __init__(self, home: Unit, away: Unit) -> None:
        self.home, self.away = home, away
        self._known: dict[tuple[str, Who], User] = {}

    def people(self, whos: tuple[Who, Who]) -> dict[str, User]:
        """Return {"a": …, "b": …}. Called before the example begins, so that its end does not undo them."""
        return {name: self._person(name, who) for name, who in zip("ab", whos, strict=True)}

    def _person(self, name: str, who: Who) -> User:
        if (name, who) not in self._known:
            person = make_user()
            for role in sorted(who.roles):
                unit = self.home if who.at_home else self.away
                person.memberships.create(role=role, unit=unit, valid_from=date(2020, 1, 1))
            self._known[name, who] = person
        return self._known[name, who]


@contextmanager
def undone() -> Iterator[None]:
    """Undo at its end whatever an example wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def at_once(*steps: Callable[[], Any]) -> list[str]:
    """Take the steps at the same moment, each on a connection of its own; return "done" or each one's refusal."""
    gate = Barrier(len(steps))

    def take(step: Callable[[], Any]) -> str:
        try:
            gate.wait(20)
            step()
        except EnvHealthError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(take, steps))
