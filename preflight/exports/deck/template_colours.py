"""The colours of a company's template by the roles that we know, each readable on its background."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import dist
from typing import Any, Final

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.slide import SlideLayout, SlideMaster

from preflight.charts.colour import contrast, luminance, mix, more_readable, oklab
from preflight.charts.theme import DARK, LIGHT, READABLE, BandColour, Palette

Element = Any

_SEEN: Final = 3.0
"""The least contrast of a line or marker, WCAG 2.2."""
_DARK: Final = 0.18
_APART: Final = 0.16
"""How far apart in Oklab two series should be."""
_ACCENTS: Final = tuple(f"accent{number}" for number in range(1, 7))
_MAPPED: Final = ("bg1", "tx1", "bg2", "tx2")
_COVERS: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeColours:
    """What a master calls its colours, as #RRGGBB by name ("accent1", "tx1", …), and the fonts of its theme."""

    colours: Mapping[str, str]
    heading_font: str
    body_font: str


def scheme_of(master: SlideMaster) -> SchemeColours:
    """The colours and fonts of the master's theme; what it lacks is as in the house."""
    theme = parse_xml(master.part.part_related_by(RT.THEME).blob)
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    found = {
        slot.tag.split("}")[1]: colour for slot in (scheme if scheme is not None else ()) if (colour := _plain(slot))
    }
    mapping = master.element.find(qn("p:clrMap"))
    colours = {**_HOUSE_COLOURS, **found}
    for name in _MAPPED:
        target = mapping.get(name, _UNMAPPED[name]) if mapping is not None else _UNMAPPED[name]
        colours[name] = colours.get(target, colours[_UNMAPPED[name]])
    return SchemeColours(colours=colours, heading_font=_font(theme, "majorFont"), body_font=_font(theme, "minorFont"))


_UNMAPPED: Final = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_HOUSE_COLOURS: Final = {
    "dk1": LIGHT.ink,
    "lt1": LIGHT.surface,
    "dk2": LIGHT.muted,
    "lt2": LIGHT.sunken,
    **dict(zip(_ACCENTS, LIGHT.dimensions, strict=True)),
}


def _plain(slot: Element) -> str:
    for colour in slot:
        value = colour.get("lastClr") or colour.get("val") or ""
        if len(value) == 6:
            return f"#{value.upper()}"
    return ""


def _font(theme: Element, kind: str) -> str:
    latin = theme.find(f".//{qn(f'a:{kind}')}/{qn('a:latin')}")
    return (latin.get("typeface") if latin is not None else "") or "Arial"


def resolved(colour: Element | None, scheme: SchemeColours) -> str:
    """The colour that an a:srgbClr, a:schemeClr or a:sysClr means, with its lighter and darker; "" when unknown."""
    if colour is None:
        return ""
    value = colour.get("lastClr") or colour.get("val") or ""
    kind = colour.tag.split("}")[1]
    found = scheme.colours.get(value, "") if kind == "schemeClr" else f"#{value.upper()}" if len(value) == 6 else ""
    if not found:
        return ""
    hue, light, rich = colorsys.rgb_to_hls(*(int(found[place : place + 2], 16) / 255 for place in (1, 3, 5)))
    for change in colour:
        share = int(change.get("val", "100000").removesuffix("%")) / 100_000
        match change.tag.split("}")[1]:
            case "lumMod" | "shade":
                light *= share
            case "lumOff":
                light += share
            case "tint":
                light = 1 - (1 - light) * share
            case "satMod":
                rich *= share
    parts = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), min(max(rich, 0.0), 1.0))
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def first_colour(fill: Element | None, scheme: SchemeColours) -> str:
    """The colour of a solid fill, the middle one of a gradient; "" for pictures and patterns."""
    if fill is None:
        return ""
    stops = [found for gs in fill.iter(qn("a:gs")) if (found := resolved(gs[0] if len(gs) else None, scheme))]
    if stops:
        return mix(stops[0], stops[-1], 0.5)
    solid = fill if fill.tag == qn("a:solidFill") else fill.find(qn("a:solidFill"))
    return resolved(solid[0], scheme) if solid is not None and len(solid) else ""


def background(layout: SlideLayout, scheme: SchemeColours, area: float) -> str:
    """What is behind the parts of such a slide: a large plain shape, else the background, else the theme's own.

    `area` is that of the slide in square EMU.
    """
    for owner in (layout, layout.slide_master):
        for shape in reversed(list(owner.element.cSld.spTree.iterchildren(qn("p:sp")))):
            large = shape.cx is not None and shape.cy is not None and shape.cx * shape.cy >= area * _COVERS
            if large and not shape.has_ph_elm and (found := first_colour(shape.spPr, scheme)):
                return found
        ground = owner.element.cSld.find(qn("p:bg"))
        if ground is not None:
            own, by_reference = ground.find(qn("p:bgPr")), ground.find(qn("p:bgRef"))
            if found := first_colour(own, scheme):
                return found
            if by_reference is not None and len(by_reference) and (found := resolved(by_reference[0], scheme)):
                return found
    return scheme.colours["bg1"]


def palette_of(surface: str, ink: str, scheme: SchemeColours) -> Palette:
    """The roles of colours on this background. `ink` is the title's colour there, which tells of a dark picture."""
    if ink and contrast(ink, surface) < 2:
        surface = more_readable(ink, "#FFFFFF", "#262626")
    base = DARK if luminance(surface) < _DARK else LIGHT
    text = next((one for one in (scheme.colours["tx1"], ink) if one and contrast(one, surface) >= READABLE), "")
    ink = text or more_readable(surface, "#FFFFFF", "#1A1A1A", scheme.colours["bg1"], scheme.colours["tx1"])
    accents = [_seen(scheme.colours[name], surface, ink, _SEEN) for name in _ACCENTS]
    claimed, *others = accents
    evidenced = _apart(others, ink, claimed)
    target = _apart([one for one in others if one != evidenced] or others, ink, claimed, evidenced)
    return replace(
        base,
        paper=surface,
        surface=surface,
        sunken=mix(surface, ink, 0.06),
        ink=ink,
        muted=_seen(mix(ink, surface, 0.35), surface, ink, READABLE),
        line=mix(surface, ink, 0.18),
        grid=mix(surface, ink, 0.14),
        outline=mix(surface, ink, 0.5),
        accent=_seen(claimed, surface, ink, READABLE),
        accent_soft=mix(surface, claimed, 0.16),
        on_accent=more_readable(claimed, "#FFFFFF", "#1A1A1A"),
        claimed=claimed,
        evidenced=evidenced,
        last=_seen(mix(surface, ink, 0.45), surface, ink, _SEEN),
        target=target,
        level_inks=base.level_inks,
        band_stops=tuple(_bands(base, surface, ink)),
        dimensions=tuple(accents),
    )


def _seen(colour: str, surface: str, ink: str, least: float) -> str:
    """The colour, as far towards the ink as it takes to stand out from the background."""
    steps = (mix(colour, ink, step / 10) if step else colour for step in range(11))
    return next((one for one in steps if contrast(one, surface) >= least), ink)


def _apart(colours: list[str], ink: str, *taken: str) -> str:
    """The first of the colours that is well apart from those taken; with one hue only, one nearer to the ink."""

    def distance(one: str) -> float:
        return min(dist(oklab(one), oklab(two)) for two in taken)

    nearer = (mix(taken[0], ink, share) for share in (0.45, 0.7))
    return next((one for one in (*colours, *nearer) if distance(one) >= _APART), max(colours, key=distance))


def _bands(base: Palette, surface: str, ink: str) -> Iterator[BandColour]:
    for band in base.band_stops:
        yield replace(band, text=_seen(band.text, surface, ink, READABLE))
