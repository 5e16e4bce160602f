"""What a person may do on this screen: buttons that they may not use are left out, and one line says whom to ask."""

from __future__ import annotations

from collections.abc import Iterable

from preflight.access.about import About
from preflight.access.people import Visitor
from preflight.access.permissions import Operation
from preflight.domain.wording import listed
from preflight.services.sharing import people_in
from preflight.ui.context import PageContext
from preflight.ui.markup import draw, html


class Allowed:
    """What the person may do in one project, as of this run; each service asks again."""

    def __init__(self, context: PageContext, project_id: str, operations: Iterable[Operation]) -> None:
        about = About("project", project_id)
        self._context, self._project_id = context, project_id
        self._asked = {each: context.may(each, about) for each in operations}

    def __call__(self, operation: Operation) -> bool:
        return self._asked[operation]

    def say(self, operation: Operation, words: str) -> None:
        """Where the person may not, say so, and whom to ask: `words` are what it takes, such as “To answer”."""
        if not self._asked[operation]:
            look_only(self._context, self._project_id, words)


def look_only(context: PageContext, project_id: str, words: str) -> None:
    """A quiet line: this is to look at; for what `words` say (“To answer”), ask an owner, by name."""
    owners = people_in(context.workspace, context.person, project_id).owners
    names = [each.name for each in owners if each.id != context.person.id][:3]
    whom = f"ask {listed(names)}" if names else "ask an administrator"
    draw(html('<p class="pf-look-only"><b>To look at.</b> {}, {}.</p>', words, whom))


def signs_in(context: PageContext) -> bool:
    """Whether people sign in here; alone on a machine nothing is shared."""
    return isinstance(context.person, Visitor)
