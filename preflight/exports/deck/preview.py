"""A slide as it will look, as SVG: the same text in the same letters at the same place as in the file."""

from __future__ import annotations

from typing import Final

from preflight.charts import svg
from preflight.exports.deck.fitting import broken, fit_title, fit_words
from preflight.exports.deck.letters import right_to_left
from preflight.exports.deck.model import NativeChart, Part, Slide, Table, Words
from preflight.exports.deck.ornaments import ornaments
from preflight.exports.deck.placement import regions
from preflight.exports.deck.preview_chart import chart_in_preview
from preflight.exports.deck.preview_letters import SPACING, family, stacked_lines
from preflight.exports.deck.preview_table import table_in_preview
from preflight.exports.deck.theme import READABLE_SIZE, DeckTheme, Rectangle, SlideFrame, tone_colour

_ANCHORS: Final = {"top": 0.0, "middle": 0.5, "bottom": 1.0}


def slide_svg(slide: Slide, theme: DeckTheme, *, number: int = 0) -> str:
    """The slide in points of its theme; `number` is its place in the deck, 0 leaves it out.

    A slide that does not fit is continued on another one: take it through `paging.paged` first, as the writer does.
    """
    frame = theme.frame(slide.layout)
    rooms = regions(theme, slide.layout, len(slide.parts))
    parts = [
        svg.rectangle(0, 0, theme.width, theme.height, fill=frame.palette.surface),
        *(
            svg.polygon(
                each.points,
                fill=each.fill or "none",
                fill_opacity=each.opacity if each.fill else "",
                stroke=each.line,
                stroke_width=each.width if each.line else "",
            )
            for each in ornaments(theme, slide.layout)
        ),
        _title(slide, theme, frame),
        *(_part(part, room, theme, frame) for part, room in zip(slide.parts, rooms, strict=False)),
        _foot(slide, theme, frame, number),
    ]
    return svg.document(
        *parts,
        width=theme.width,
        height=theme.height,
        title=slide.title,
        description=" ".join(map(_told, slide.parts)),
        font=f"{theme.body_font}, Arial, Helvetica, Noto Sans, sans-serif",
    )


def _title(slide: Slide, theme: DeckTheme, frame: SlideFrame) -> str:
    fitted, room = fit_title(slide.title, theme, slide.layout), frame.title
    spare = room.height - len(fitted.lines) * fitted.size * SPACING
    place = Rectangle(room.x, room.y + spare * _ANCHORS[frame.title_anchor], room.width, room.height)
    return stacked_lines(
        fitted.lines,
        place,
        fitted.size,
        frame.palette.ink,
        align=frame.title_align,
        font=family(theme.heading_font),
        strong=frame.title_strong,
    )


def _part(part: Part, room: Rectangle, theme: DeckTheme, frame: SlideFrame) -> str:
    if isinstance(part, Words):
        return _words(part, room, theme, frame)
    if isinstance(part, Table):
        return table_in_preview(part, room, theme)
    return chart_in_preview(part, room, theme)


def _words(words: Words, room: Rectangle, theme: DeckTheme, frame: SlideFrame) -> str:
    y, drawn = room.y, []
    for each in fit_words(words, room, theme).paragraphs:
        y += each.before
        colour = tone_colour(frame.palette, each.paragraph.tone)
        tall = len(each.lines) * each.size * SPACING
        place = Rectangle(room.x, y, room.width, tall)
        rtl = right_to_left(each.paragraph.strong or each.paragraph.text)
        drawn.append(
            stacked_lines(each.lines, place, each.size, colour, indent=each.indent, align=frame.words_align, rtl=rtl)
        )
        if each.paragraph.bullet:
            x = room.right - each.size * 0.35 if rtl else room.x
            colour = frame.palette.accent
            drawn.append(svg.text("•", x, y + each.size * 0.92, font_size=each.size, fill=colour))
        y += tall
    return "".join(drawn)


def _foot(slide: Slide, theme: DeckTheme, frame: SlideFrame, number: int) -> str:
    size = READABLE_SIZE * theme.unit
    room, wide = theme.foot, theme.body_wide
    lines = broken("", slide.foot, room.width, size, wide=wide, wide_strong=wide)
    drawn = stacked_lines(lines, room, size, frame.palette.muted)
    if number:
        place = broken("", f"{number}", theme.number.width, size, wide=wide, wide_strong=wide)
        drawn += stacked_lines(place, theme.number, size, frame.palette.muted, align="right")
    return drawn


def _told(part: Part) -> str:
    """A part in words, for whoever can't see it."""
    if isinstance(part, NativeChart | Table):
        return part.alt
    return " ".join(f"{each.strong} {each.text}".strip() for each in part.paragraphs)
