"""Documents as a skilled stranger would change them: a value here or there, and a checksum that is right again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from tests.documents import signed

Content = dict[str, Any]
Edit = Callable[[Content], object]


def change(*path: str | int, to: Any) -> Callable[[Content], None]:
    """The value at a path of the content exchanged."""

    def changed(content: Content) -> None:
        place: Any = content
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return changed


def drop(*path: str | int) -> Callable[[Content], None]:
    """The key or the item at a path taken away."""

    def dropped(content: Content) -> None:
        place: Any = content
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return dropped


def resigned(document: bytes, edit: Edit) -> bytes:
    """The document with an edit and, where there is one, a checksum that is right for it."""
    try:
        return signed(document, edit)
    except ValueError:  # halves of characters, infinity: no checksum is right for them
        said = json.loads(document)
        edit(said["content"])
        return json.dumps(said, ensure_ascii=True).encode()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**60) | st.text(max_size=8) | st.floats(allow_nan=True),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a JSON value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield (*path, key)
        yield from places(inner, (*path, key))
