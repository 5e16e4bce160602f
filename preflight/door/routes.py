"""What the door answers itself, and the middleware in front of everything."""

from __future__ import annotations

import logging

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from preflight.door.exchanging import exchange
from preflight.door.gate import Gate
from preflight.door.guard import Guard
from preflight.door.limits import Limits
from preflight.door.metrics import METRICS
from preflight.door.page_files import PageFiles
from preflight.door.requests import Requests, from_one_of
from preflight.door.screens import Screens
from preflight.door.sign_in.cookies import SecureCookies
from preflight.door.sign_in.gate import SignInGate
from preflight.door.sign_in.way import SignInWay
from preflight.door.startup import ReadableStart
from preflight.door.visit_cookie import VisitCookie
from preflight.door.watch import watch
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
    ready = Route("/ready", watch(settings).readiness.answer, methods=["GET"])
    return [health, ready, *live_routes(settings, workspace), *exchange_routes(exchange(settings))]


def middleware(settings: Settings) -> list[Middleware]:
    """Outermost first: nothing but what tells of it comes before the guard; where people sign in, that stands in the
    place of the gate."""
    https_hosts = [origin.removeprefix("https://") for origin in settings.origins if origin.startswith("https://")]
    return [
        Middleware(
            Requests,
            metrics=METRICS,
            tracing=watch(settings).tracing,
            trusts=from_one_of(settings.trusted_proxies),
            level=logging.INFO if settings.log_format == "json" else logging.DEBUG,
        ),
        Middleware(Guard, host=settings.host, public_origins=settings.origins),
        Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies)),
        Middleware(Limits),
        Middleware(SecureCookies, https_hosts=https_hosts),
        *_who_may_see(settings, https_hosts),
        Middleware(Screens, most=settings.most_sessions),
        Middleware(VisitCookie, https_hosts=https_hosts),
        Middleware(PageFiles),
        Middleware(ReadableStart),
    ]


def _who_may_see(settings: Settings, https_hosts: list[str]) -> list[Middleware]:
    """Who signs in needs no token, and who has the token need not sign in."""
    if not settings.signing_in:
        return [
            Middleware(Gate, token=settings.screen_token if settings.asks_for_token else "", https_hosts=https_hosts)
        ]
    return [
        Middleware(SignInWay, workspace=workspace, address=settings.sign_in_address),
        Middleware(SignInGate, workspace=workspace),
    ]
