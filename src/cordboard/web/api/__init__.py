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
    messages,
    operations,
    prompts,
    recordings,
    reports,
    script,
    session,
    speech,
    switches,
    tables,
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
    *prompts.ROUTES,
    *speech.ROUTES,
    *tables.ROUTES,
    *switches.ROUTES,
    *messages.ROUTES,
    *script.ROUTES,
    *visit.ROUTES,
    *operations.ROUTES,
]
"""Every route of the API."""
