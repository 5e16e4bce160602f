"""How these routes speak: one JSON object, a sentence where something is refused, nothing kept on the way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from preflight.domain.errors import Conflict, NotAllowed, NotFound, PreflightError, SignedOut, StorageError, UnsoundFile
from preflight.exchange.ordering import sentence_of
from preflight.exchange.tickets import NotReady, TooMany

NO_STORE: Final = {"Cache-Control": "no-store"}
_LONGEST_BODY: Final = 4_096
_BODY_S: Final = 5.0
_MOST_PROBLEMS: Final = 200

Endpoint = Callable[[Request], Awaitable[Response]]


class Unread(Exception):
    """A body that is not looked at; `status` says why."""

    def __init__(self, status: int, sentence: str = "This can't be read.") -> None:
        super().__init__(sentence)
        self.status = status


def answer(status: int, **said: Any) -> Response:
    """One JSON object."""
    return JSONResponse(said, status, NO_STORE)


def telling(endpoint: Endpoint, unusable: int = 400) -> Endpoint:
    """The endpoint with its refusals as answers; `unusable` is the status of a value that can't be used."""

    async def told(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Unread as unread:
            return answer(unread.status, sentence=str(unread))
        except ClientDisconnect:
            return Response(status_code=408)
        except PreflightError as error:
            return refusal(error, unusable)

    return told


def refusal(error: PreflightError, unusable: int) -> Response:
    """The answer to what was refused."""
    match error:
        case TooMany():
            wait = JSONResponse({"sentence": str(error), "retry_s": error.retry_s}, 429, NO_STORE)
            wait.headers["Retry-After"] = str(error.retry_s)
            return wait
        case NotReady() | Conflict():
            return answer(409, sentence=str(error))
        case SignedOut():
            return answer(401, sentence=str(error))
        case NotAllowed():
            return answer(403, sentence=str(error))
        case NotFound():
            return answer(404, sentence=str(error))
        case StorageError():
            return answer(503, sentence=sentence_of(error))
        case UnsoundFile():
            return _unsound(error.problems, unusable)
    if unusable != 422:
        return answer(unusable, sentence=str(error))
    reasons = str(error).splitlines()
    if len(reasons) == 1:
        return answer(422, sentence=reasons[0], problems=[])
    return answer(422, sentence="This can't be brought in as it is.", problems=reasons[:_MOST_PROBLEMS])


def _unsound(problems: Sequence[str], status: int) -> Response:
    """What is wrong with a file; `$` is the whole of a document, and no place to look for."""
    if len(problems) == 1 and problems[0].startswith("$: "):
        whole = problems[0].removeprefix("$: ")
        return answer(status, sentence=f"{whole[0].upper()}{whole[1:]}.", problems=[])
    many = len(problems)
    what, them = ("is 1 problem", "it") if many == 1 else (f"are {many} problems", "them")
    sentence = f"There {what} in this file, so nothing has changed. Mend {them}, save, and bring it again."
    return answer(status, sentence=sentence, problems=[each.removeprefix("$: ") for each in problems[:_MOST_PROBLEMS]])


async def json_body(request: Request) -> object:
    """The body's JSON. Raises Unread."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Unread(415)
    body = b""
    try:
        async with asyncio.timeout(_BODY_S):
            async for part in request.stream():
                body += part
                if len(body) > _LONGEST_BODY:
                    raise Unread(413)
    except TimeoutError:
        raise Unread(408) from None
    try:
        found: object = json.loads(body)
    except (ValueError, RecursionError):
        raise Unread(400) from None
    return found
