"""The pages of the sign-in: what they say, and how each request is told."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from preflight.door.card_page import PHONES, card_page, card_policy

NO_STORE: Final = {"Cache-Control": "no-store"}
_FORGETS: Final = "<script>try { sessionStorage.clear() } catch {}</script>"
"""Somebody else may sit down here next: nothing that was typed and not sent yet stays in this tab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """What one says. `way` is what its button says, none without one; `forgets`: what waits in the tab goes."""

    status: int
    heading: str
    text: str
    way: str = "Sign in"
    more: str = ""
    forgets: bool = False


SIGN_IN: Final = SignInPage(
    status=401,
    heading="Sign in to Preflight",
    text="Your organisation’s sign-in service says who you are. Preflight never sees your password.",
)
RUN_OUT: Final = SignInPage(
    status=401,
    heading="Your sign-in has run out",
    text="Sign in again, and you are back where you were. What was saved is there, and what you were typing waits in "
    "this tab.",
    way="Sign in again",
)
ENDED: Final = SignInPage(
    status=401,
    heading="You are signed out",
    text="This sign-in was ended here or in another window. What was saved is there.",
    way="Sign in again",
)
SIGNED_OUT: Final = SignInPage(
    status=200,
    heading="You are signed out",
    text="What you did is saved. On a machine that others use, close this window too.",
    way="Sign in again",
    forgets=True,
)
DISABLED: Final = SignInPage(
    status=403,
    heading="You can’t use Preflight any more",
    text="An administrator has disabled your access. If that is a mistake, ask them.",
    way="",
)
DENIED: Final = SignInPage(
    status=403,
    heading="You were not signed in",
    text="The sign-in service did not let you in, or you turned back on the way.",
    more="If it should let you in, ask whoever runs it in your organisation.",
    way="Try again",
)
UNFINISHED: Final = SignInPage(
    status=400,
    heading="This sign-in was not finished",
    text="It took too long, was used before, or was begun in another window. Nothing is lost.",
    way="Sign in once more",
)
NO_ANSWER: Final = SignInPage(
    status=502,
    heading="The sign-in service does not answer",
    text="Preflight can’t reach it right now. Nothing is lost: try again in a moment.",
    more="If it stays like this, tell whoever runs Preflight. Phones join rooms as ever.",
    way="Try again",
)
NO_DATABASE: Final = SignInPage(
    status=503,
    heading="Preflight can’t read its data right now",
    text="So it can’t say who you are. Nothing is lost: try again in a moment.",
    way="Try again",
)


def refused(sentence: str) -> SignInPage:
    """The provider has said who it is, and they may not come in."""
    return SignInPage(status=403, heading="You were not signed in", text=sentence, way="Try again")


def page_answer(scope: Scope, page: SignInPage, to: str = "") -> Response:
    """The page where a person looks, one JSON object with the sentence for everything else. `to` is the way of its
    button."""
    if scope["method"] not in ("GET", "HEAD") or "text/html" not in Headers(scope=scope).get("accept", ""):
        return JSONResponse({"sentence": f"{page.heading}. {page.text}"}, page.status, NO_STORE)
    document = _document(page, to)
    return HTMLResponse(document, page.status, {**NO_STORE, "Content-Security-Policy": card_policy(document)})


def _document(page: SignInPage, to: str) -> str:
    parts = [f"<h1>{html.escape(page.heading)}</h1>", f"<p>{html.escape(page.text)}</p>"]
    if page.more:
        parts.append(f"<p>{html.escape(page.more)}</p>")
    if page.way:
        parts.append(f'<a class="go" href="{html.escape(to)}">{html.escape(page.way)}</a>')
    if page.forgets:
        parts.append(_FORGETS)
    return card_page(page.heading, "\n".join(parts), below=PHONES)
