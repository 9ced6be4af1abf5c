"""Every write of accounts: users, roles, units, tokens, second factors, demonstration accounts.

Keyword-only, `by=` the actor (None: the platform, from a command), one transaction each, with history and, where
access changes, a security event in the same transaction.
"""

from yunhe_envhealth.accounts.services.demo import demo_accounts, demo_code, ensure_demo_accounts
from yunhe_envhealth.accounts.services.factors import (
    confirm_enrolment,
    reset_second_factor,
    start_enrolment,
    verify_code,
)
from yunhe_envhealth.accounts.services.passwords import random_password, reset_password, set_password
from yunhe_envhealth.accounts.services.roles import end_role, give_role
from yunhe_envhealth.accounts.services.tokens import issue_token, revoke_token
from yunhe_envhealth.accounts.services.units import change_unit, create_unit, retire_unit
from yunhe_envhealth.accounts.services.users import (
    change_user,
    create_user,
    disable_idle_users,
    disable_user,
    enable_user,
)

__all__ = [
    "change_unit",
    "change_user",
    "confirm_enrolment",
    "create_unit",
    "create_user",
    "demo_accounts",
    "demo_code",
    "disable_idle_users",
    "disable_user",
    "enable_user",
    "end_role",
    "ensure_demo_accounts",
    "give_role",
    "issue_token",
    "random_password",
    "reset_password",
    "reset_second_factor",
    "retire_unit",
    "revoke_token",
    "set_password",
    "start_enrolment",
    "verify_code",
]
