"""What the door answers itself, and the middleware in front of everything."""

from __future__ import annotations

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from preflight.door.guard import Guard
from preflight.door.page_files import PageFiles
from preflight.door.startup import ReadableStart
from preflight.settings import Settings


async def _health(_request: Request) -> Response:
    """Alive: the process answers. It asks neither the database nor Streamlit."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def routes() -> list[BaseRoute]:
    """The Starlette routes beside Streamlit."""
    return [Route("/health", _health, methods=["GET"])]


def middleware(settings: Settings) -> list[Middleware]:
    """Outermost first: nothing comes before the guard."""
    return [
        Middleware(Guard, host=settings.host, public_origins=settings.public_origins),
        Middleware(PageFiles),
        Middleware(ReadableStart),
    ]
