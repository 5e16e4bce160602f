"""The routes of the live channel, beside Streamlit in the same process."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from preflight.live.addresses import join_addresses, phones_can_reach
from preflight.live.hub import Hub
from preflight.live.join_budget import JoinBudget
from preflight.live.phone_routes import Phones, join_page
from preflight.live.screen_messages import JoinAddresses
from preflight.live.screen_routes import screen_endpoint
from preflight.services.workspace import Workspace
from preflight.settings import Settings


def live_routes(settings: Settings, workspace: Callable[[], Workspace]) -> list[BaseRoute]:
    """The phone page, joining, and the WebSockets of phones and shared screens."""

    def join() -> JoinAddresses:
        return JoinAddresses(addresses=join_addresses(settings), reachable=phones_can_reach(settings))

    hub = Hub(workspace, join)
    secure = bool(settings.public_origins) and all(each.startswith("https://") for each in settings.public_origins)
    phones = Phones(hub, JoinBudget(time.monotonic), secure=secure)
    return [
        Route("/join", join_page, methods=["GET"]),
        Route("/join/", join_page, methods=["GET"]),
        Route("/live/join", phones.join, methods=["POST"]),
        WebSocketRoute("/live/phone/{room}", phones.phone),
        WebSocketRoute("/live/screen/{room}", screen_endpoint(hub)),
        # Or Streamlit would answer with its page, to phones too: the gate lets them ask for all that is named here.
        Route("/live/{rest:path}", _nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    ]


async def _nothing(_: Request) -> Response:
    return PlainTextResponse("Not found.\n", 404, {"Cache-Control": "no-store"})
