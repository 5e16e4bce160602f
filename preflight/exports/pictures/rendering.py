"""An SVG of our own as PNG and PDF, on the server, with no browser."""

from __future__ import annotations

from datetime import date
from typing import Final

from preflight.exports.pictures.words import picture_of
from preflight.exports.typesetting import typeset

_ALONE: Final = """\
#set page(width: data.picture.width * 1pt, height: data.picture.height * 1pt, margin: 0pt)
#set document(title: data.title)
#set text(lang: "en")
#picture(data.picture, alt: data.alt)
"""
_POINTS_AN_INCH: Final = 72


def svg_to_png(svg: str, *, width: int, transparent: bool = False) -> bytes:
    """The picture as a PNG, `width` pixels wide and as high as its shape asks; white behind it, or nothing."""
    picture = picture_of(svg)
    ppi = _POINTS_AN_INCH * width / float(picture["width"])
    return typeset(_ALONE, _data(picture), form="png", ppi=ppi, transparent=transparent)


def svg_to_pdf(svg: str, *, on: date | None = None) -> bytes:
    """The picture as a tagged PDF of one page of its size, dated `on`; its words stay text."""
    return typeset(_ALONE, _data(picture_of(svg)), form="pdf", standard="ua-1", on=on)


def _data(picture: dict[str, object]) -> dict[str, object]:
    return {"picture": picture, "title": picture["title"], "alt": picture["description"]}
