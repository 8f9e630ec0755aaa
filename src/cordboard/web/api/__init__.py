"""The routes, one module a capability."""

from __future__ import annotations

from cordboard.web.api import (
    accounts,
    center,
    configuration,
    contacts,
    customers,
    desk,
    flow_reports,
    flow_trials,
    flow_versions,
    flows,
    live,
    operations,
    recordings,
    reports,
    session,
    visit,
)

ROUTES = [
    *session.ROUTES,
    *center.ROUTES,
    *desk.ROUTES,
    *customers.ROUTES,
    *live.ROUTES,
    *contacts.ROUTES,
    *recordings.ROUTES,
    *reports.ROUTES,
    *flow_reports.ROUTES,
    *accounts.ROUTES,
    *configuration.ROUTES,
    *flows.ROUTES,
    *flow_versions.ROUTES,
    *flow_trials.ROUTES,
    *visit.ROUTES,
    *operations.ROUTES,
]
"""Every route of the API."""
