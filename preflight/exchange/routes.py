"""The routes of files out and in, beside Streamlit in the same server."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from preflight.exchange.arrival_routes import ArrivalRoutes
from preflight.exchange.exchange import Exchange
from preflight.exchange.order_routes import OrderRoutes
from preflight.exchange.replies import answer, telling

_EVERY_METHOD = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_ELSEWHERE = ("/exports", "/exports/{rest:path}", "/arrivals", "/arrivals/{rest:path}")


def exchange_routes(exchange: Exchange) -> list[BaseRoute]:
    """What docs/exchange.md lists."""
    orders, arrivals = OrderRoutes(exchange), ArrivalRoutes(exchange)
    ticket, arrival = "/exports/{ticket:str}", "/arrivals/{arrival:str}"
    return [
        Route("/exports", telling(orders.order), methods=["POST"]),
        Route("/exports/warm", telling(orders.warm), methods=["POST"]),
        Route(f"{ticket}/standing", telling(orders.standing), methods=["GET"]),
        Route(ticket, telling(orders.file), methods=["GET"]),
        Route(ticket, telling(orders.cancel), methods=["DELETE"]),
        Route("/arrivals", telling(arrivals.bring_in, unusable=422), methods=["POST"]),
        Route(f"{arrival}/accept", telling(arrivals.accept, unusable=422), methods=["POST"]),
        Route(arrival, telling(arrivals.forget), methods=["DELETE"]),
        # Or Streamlit would answer with its page.
        *(Route(path, _nothing, methods=_EVERY_METHOD) for path in _ELSEWHERE),
    ]


async def _nothing(_: Request) -> Response:
    return answer(404, sentence="There is nothing here.")
