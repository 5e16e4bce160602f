"""What a template refers to outside itself: it would leave with every deck, and be fetched wherever one is opened.

A linked picture tells its server who opens the deck and when; one on a file share sends Windows' sign-in there.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Final
from urllib.parse import urlsplit

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck

from preflight.domain.errors import Invalid

_FOLLOWED: Final = frozenset({"http", "https", "mailto"})
"""Links that a person clicks may lead there; others open files or start programs."""


def refuse_outside(deck: Deck) -> None:
    """Take out links that lead to files and programs; raises Invalid for what is fetched without being asked for."""
    package = deck.part.package
    # python-pptx has no public way to the relations of a package or of any part.
    for owner in (package, *package.iter_parts()):
        relations = owner._rels  # noqa: SLF001
        unfollowed = set()
        for number, relation in list(relations.items()):
            if not relation.is_external:
                continue
            root = getattr(owner, "_element", None)
            followed = _may_be_followed(relation.target_ref)
            if relation.reltype != RT.HYPERLINK or (root is None and not followed):
                raise Invalid(
                    "The template shows or uses something that is not in it, from a link; "
                    "put it into the file, or take it out, and save it anew."
                )
            if not followed:
                unfollowed.add(number)
        unlink(getattr(owner, "_element", None), unfollowed)
        for number in unfollowed:
            relations.pop(number)


def _may_be_followed(address: str) -> bool:
    try:
        return urlsplit(address).scheme in _FOLLOWED
    except ValueError:
        return False


def unlink(root: Any, numbers: Set[str]) -> None:
    """Take out the marks that bear these links, in one walk; the words that they stood on stay."""
    if not numbers:
        return
    for link in root.xpath(".//*[@r:id]"):
        if link.get(qn("r:id")) in numbers:
            link.getparent().remove(link)
