"""One file that can be had, as the list of files shows it."""

from __future__ import annotations

from typing import Any

from preflight.exports.orders import Format


def file_row(
    name: str, kind: str, says: str, picture: str, made: Format, *, label: str = "Download", **of: str
) -> dict[str, Any]:
    """A row of drawn.export_list: its name, its kind of file, what it is for, its drawing, and the order for it.

    `of` is what it is made of: assessment=<id> or project=<id>, nothing for what is of everything.
    """
    order = {"format": made.value, **of}
    return {"name": name, "kind": kind, "says": says, "picture": picture, "label": label, "order": order}
