"""How a deck looks: the size of its slides, where title, body and foot stand, its fonts and its colours.

`HOUSE_THEME` is ours; `template.read_template` makes one of a company's template. All lengths are in points (1/72
inch).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

from preflight.charts.theme import DARK, LIGHT, Palette
from preflight.exports.deck.model import Layout, Size, Tone

READABLE_SIZE: Final = 11.0
"""The smallest letters of a slide that is 540 points high, as the house's is."""
HOUSE_HEIGHT: Final = 540.0
SIZES: Final[Mapping[Size, float]] = {Size.FIGURE: 60.0, Size.LEAD: 24.0, Size.BODY: 16.0, Size.SMALL: 13.0}
"""The sizes that letters have while there is room."""
LEADING: Final = 1.2
"""From one line to the next, in sizes of its letters."""

Align = Literal["left", "center", "right"]
Anchor = Literal["top", "middle", "bottom"]


class Rectangle(NamedTuple):
    """A place on a slide, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def holds(self, other: Rectangle) -> bool:
        """Whether the other lies inside, its edge included (a hundredth of a point is no matter)."""
        return (
            self.x - 0.01 <= other.x
            and self.y - 0.01 <= other.y
            and other.right <= self.right + 0.01
            and other.bottom <= self.bottom + 0.01
        )

    def meets(self, other: Rectangle) -> bool:
        """Whether the two cover anything in common."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideFrame:
    """One sort of slide: where the text of its title and its parts stand, and its colours; `surface` is behind them."""

    title: Rectangle
    body: Rectangle
    palette: Palette
    title_size: float
    title_strong: bool = True
    title_align: Align = "left"
    title_anchor: Anchor = "top"
    words_align: Align = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckTheme:
    """`content` and `cover` are the two sorts of slides. `foot` and `number` are the same on both.

    `heading_wide` and `body_wide` tell how wide the letters of a font are beside those that charts/lettering guesses.
    `scheme` names the colours that the template itself has a name for, such as {"#1D4E89": "accent1"}. `ornate` is the
    house's own, with what `ornaments` draws behind.
    """

    width: float
    height: float
    content: SlideFrame
    cover: SlideFrame
    foot: Rectangle
    number: Rectangle
    heading_font: str
    body_font: str
    heading_wide: float
    body_wide: float
    scheme: Mapping[str, str] = field(default_factory=dict)
    ornate: bool = False

    @property
    def unit(self) -> float:
        """How much larger or smaller everything is than on a slide of 540 points."""
        return min(self.width, self.height) / HOUSE_HEIGHT

    @property
    def row_leading(self) -> float:
        """From one line of a table's cell to the next, in sizes of its letters; where a font is missing, another one
        stands taller, and a table's rows grow with it."""
        return LEADING if self.ornate else LEADING * 1.06

    @property
    def whole(self) -> Rectangle:
        return Rectangle(0, 0, self.width, self.height)

    @property
    def dark(self) -> bool:
        return self.content.palette.dark

    def frame(self, layout: Layout) -> SlideFrame:
        return self.cover if layout is Layout.COVER else self.content


def tone_colour(palette: Palette, tone: Tone) -> str:
    """The colour of words in this tone, as #RRGGBB."""
    worst, between, best = palette.band_stops
    return {
        Tone.INK: palette.ink,
        Tone.MUTED: palette.muted,
        Tone.ACCENT: palette.accent,
        Tone.GOOD: best.text,
        Tone.WARN: between.text,
        Tone.BAD: worst.text,
    }[tone]


def cell_colours(fill: str, ink: str, palette: Palette) -> tuple[str, str]:
    """Ground and letters of a table's cell: a house's soft ground or a verdict's is the theme's own, and plain letters
    are its ink."""
    for ours, theirs in zip(LIGHT.band_stops, palette.band_stops, strict=True):
        if fill == ours.fill:
            return theirs.fill, theirs.text
    soft = {LIGHT.accent_soft: palette.accent_soft, LIGHT.sunken: palette.sunken}
    if fill in soft:
        return soft[fill], palette.ink
    return fill, ink or palette.ink


_NARROW: Final = ("arial", "helvetica", "liberation", "times")
"""Fonts that look the same on every system, so what is measured here is what is seen there."""
_WIDE: Final = ("verdana", "dejavu", "montserrat", "poppins", "gothic", "lucida", "bookman", "open sans", "nunito")


def how_wide(font: str) -> float:
    """How wide letters of the font are, in what charts/lettering guesses; rather more where it may be replaced."""
    name = font.casefold()
    if any(part in name for part in _WIDE):
        return 1.15
    return 0.96 if any(part in name for part in _NARROW) else 1.04


_NIGHT: Final = replace(
    DARK, paper=LIGHT.ink, surface=LIGHT.ink, sunken="#0E1830", muted="#AEB9CE", line="#33415F", grid="#33415F"
)
_MARGIN: Final = 54.0

HOUSE_THEME: Final = DeckTheme(
    width=960.0,
    height=HOUSE_HEIGHT,
    content=SlideFrame(
        title=Rectangle(_MARGIN, 48, 852, 66),
        body=Rectangle(_MARGIN, 130, 852, 362),
        palette=LIGHT,
        title_size=26.0,
    ),
    cover=SlideFrame(
        title=Rectangle(_MARGIN, 120, 500, 170),
        body=Rectangle(_MARGIN, 322, 500, 140),
        palette=_NIGHT,
        title_size=42.0,
        title_anchor="bottom",
    ),
    foot=Rectangle(_MARGIN, 502, 790, 28),
    number=Rectangle(856, 502, 50, 28),
    heading_font="Arial",
    body_font="Arial",
    heading_wide=how_wide("Arial"),
    body_wide=how_wide("Arial"),
    scheme={
        LIGHT.ink: "tx1",
        LIGHT.surface: "bg1",
        LIGHT.muted: "tx2",
        LIGHT.claimed: "accent1",
        LIGHT.evidenced: "accent2",
        LIGHT.target: "accent3",
        LIGHT.last: "accent4",
        LIGHT.dimensions[1]: "accent5",
        LIGHT.dimensions[3]: "accent6",
    },
    ornate=True,
)
"""Ours: 16:9, 13.33 by 7.5 inches. Arial, because it is wherever slides are shown, and measures the same."""
