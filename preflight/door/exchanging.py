"""The one exchange of this server: its routes and its lifespan are built apart, and are of the same."""

from __future__ import annotations

from functools import cache

from preflight.exchange.exchange import Exchange
from preflight.settings import Settings
from preflight.ui.workspace import workspace


@cache
def exchange(settings: Settings) -> Exchange:
    """The exchange of the server with these settings; it is opened and closed by the lifespan."""
    return Exchange(settings, workspace)
