"""What the door answers itself, and the middleware in front of everything."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from preflight.door.exchanging import exchange
from preflight.door.gate import Gate
from preflight.door.guard import Guard
from preflight.door.page_files import PageFiles
from preflight.door.startup import ReadableStart
from preflight.door.visit_cookie import VisitCookie
from preflight.exchange.routes import exchange_routes
from preflight.live.routes import live_routes
from preflight.settings import Settings
from preflight.ui.workspace import workspace


async def _health(_request: Request) -> Response:
    """Alive: the process answers. It asks neither the database nor Streamlit."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def routes(settings: Settings) -> list[BaseRoute]:
    """The Starlette routes beside Streamlit."""
    health = Route("/health", _health, methods=["GET"])
    return [health, *live_routes(settings, workspace), *exchange_routes(exchange(settings))]


def middleware(settings: Settings) -> list[Middleware]:
    """Outermost first: nothing comes before the guard, and nothing but the gate after it."""
    https_hosts = [origin.removeprefix("https://") for origin in settings.origins if origin.startswith("https://")]
    return [
        Middleware(Guard, host=settings.host, public_origins=settings.origins),
        Middleware(Gate, token=settings.screen_token if settings.asks_for_token else "", https_hosts=https_hosts),
        Middleware(VisitCookie, https_hosts=https_hosts),
        Middleware(PageFiles),
        Middleware(ReadableStart),
    ]
