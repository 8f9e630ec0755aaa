"""Who may do what: permissions, and the roles that bundle them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """One right. Every route and every topic of the live feed names the one it asks for."""

    SERVE = "serve"
    """Sign in as an agent and serve contacts."""
    SEE_FLOOR = "see-floor"
    """See queues and agents live."""
    SEE_CONTACTS = "see-contacts"
    """Read the call log and the stories of contacts."""
    HEAR_RECORDINGS = "hear-recordings"
    SEE_REPORTS = "see-reports"
    SEE_CUSTOMERS = "see-customers"
    STEER_FLOOR = "steer-floor"
    """Change other people's states."""
    CONFIGURE = "configure"
    """Change queues, agents, flows, trunks."""
    MANAGE_ACCOUNTS = "manage-accounts"
    SEE_AUDIT = "see-audit"


class Role(StrEnum):
    """A bundle of permissions that an account carries."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


_P = Permission
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.AGENT: frozenset({_P.SERVE, _P.SEE_CUSTOMERS}),
        Role.SUPERVISOR: frozenset(
            {
                _P.SERVE,
                _P.SEE_CUSTOMERS,
                _P.SEE_FLOOR,
                _P.SEE_CONTACTS,
                _P.HEAR_RECORDINGS,
                _P.SEE_REPORTS,
                _P.STEER_FLOOR,
            }
        ),
        Role.MANAGER: frozenset({_P.SEE_CUSTOMERS, _P.SEE_FLOOR, _P.SEE_CONTACTS, _P.HEAR_RECORDINGS, _P.SEE_REPORTS}),
        Role.ADMINISTRATOR: frozenset(
            {
                _P.SEE_FLOOR,
                _P.SEE_CONTACTS,
                _P.SEE_CUSTOMERS,
                _P.SEE_REPORTS,
                _P.CONFIGURE,
                _P.MANAGE_ACCOUNTS,
                _P.SEE_AUDIT,
            }
        ),
    }
)
"""Least privilege: an administrator configures but does not listen; a manager reads but does not steer."""


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """All permissions of these roles together."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))
