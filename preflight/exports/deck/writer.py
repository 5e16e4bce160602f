"""Slides as a .pptx: native charts and tables, real titles, notes, alt text, a foot; the house's or a company's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any, Final

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame
from pptx.slide import Slide as PptxSlide

from preflight.exports.deck.chart_xml import Element
from preflight.exports.deck.fitting import FittedWords, fit_title, fit_words
from preflight.exports.deck.letters import (
    LANGUAGE,
    Look,
    clean,
    colour_xml,
    emu,
    paragraph_xml,
    right_to_left,
    runs_xml,
    slide_number_xml,
)
from preflight.exports.deck.model import Layout, Part, Slide, Table, Words
from preflight.exports.deck.native_chart import chart_part
from preflight.exports.deck.native_table import table_xml
from preflight.exports.deck.paging import paged
from preflight.exports.deck.placement import regions
from preflight.exports.deck.shape_xml import fill, move, text_shape
from preflight.exports.deck.template import OpenTemplate, SlidePattern, open_house, open_template
from preflight.exports.deck.template_placeholders import TITLES, placeholders
from preflight.exports.deck.theme import READABLE_SIZE, DeckTheme, Rectangle, tone_colour
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import CALLED, HISTORY_DECK, Format
from preflight.services.dossier import Dossier

_AUTHOR: Final = "Preflight"
_TABLE: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"
_FOOT_PLACES: Final = {"ftr": 11, "sldNum": 12}
"""The numbers that PowerPoint gives the placeholders of foot and slide number."""
_ANCHORS: Final = {"top": "t", "middle": "ctr", "bottom": "b"}
_SIDES: Final = {"left": "l", "center": "ctr", "right": "r"}
_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - core properties bear no zone


def deck_file(
    dossier: Dossier, slides: Sequence[Slide], template: bytes | None = None, *, history: bool = False
) -> ExportFile:
    """The slides as a file; that of a `history` is called so. Raises Invalid as `write_deck` does."""
    content = write_deck(slides, template=template, made=datetime.combine(dossier.on, time(), UTC))
    what = HISTORY_DECK if history else CALLED[Format.DECK]
    return export_file(content, dossier.project.name, what, dossier.assessment.date, kind="pptx")


def write_deck(slides: Sequence[Slide], *, template: bytes | None = None, made: datetime | None = None) -> bytes:
    """The slides as a .pptx, in the house's look or in that of a .pptx or .potx.

    What does not fit on a slide goes on another one. Raises Invalid with a sentence when the template can't serve.
    """
    found = open_house() if template is None else open_template(template)
    for number, slide in enumerate(paged(slides, found.theme), start=1):
        _SlideWriter(found, slide, number).write()
    _properties(found, slides[0].title if slides else _AUTHOR, made)
    written = BytesIO()
    found.deck.save(written)
    return written.getvalue()


def _properties(found: OpenTemplate, title: str, made: datetime | None) -> None:
    core = found.deck.core_properties
    core.title, core.author, core.last_modified_by = clean(title)[:255], _AUTHOR, _AUTHOR
    core.language, core.subject, core.keywords, core.comments, core.category = LANGUAGE, "", "", "", ""
    core.created = core.modified = made.replace(tzinfo=None) if made else _EPOCH
    core.revision = 1


class _SlideWriter:
    """One slide of the deck that is being written."""

    def __init__(self, found: OpenTemplate, slide: Slide, number: int) -> None:
        theme = found.theme
        cover = slide.layout is Layout.COVER
        # A cover may have colours of its own, under which the names of the theme's mean something else.
        self.theme: DeckTheme = replace(theme, scheme={}, content=theme.cover) if cover else theme
        self.found, self.slide, self.number = found, slide, number
        self.frame = theme.frame(slide.layout)
        self.pattern: SlidePattern = found.pattern(slide.layout)
        self.page: PptxSlide = found.deck.slides.add_slide(self.pattern.layout)
        self.tree: Any = self.page.shapes.element
        found_titles = [shape for shape in self.page.placeholders if shape.placeholder_format.type in TITLES]
        self.title_shape: Any = found_titles[0].element if found_titles else None
        self.placeholders: dict[int, Element] = {
            shape.placeholder_format.idx: shape.element
            for shape in self.page.placeholders
            if shape.placeholder_format.type not in TITLES
        }

    def write(self) -> None:
        self.title()
        rooms = regions(self.found.theme, self.slide.layout, len(self.slide.parts))
        for place, (part, room) in enumerate(zip(self.slide.parts, rooms, strict=True)):
            self.part(part, room, self.place(place))
        for unused in self.placeholders.values():
            self.tree.remove(unused)
        self.foot()
        self.notes()

    def place(self, number: int) -> Element | None:
        """The placeholder for this part, taken out of those that are left."""
        places = self.pattern.places
        return self.placeholders.pop(places[number], None) if number < len(places) else None

    def title(self) -> None:
        element = self.title_shape
        fitted = fit_title(self.slide.title, self.theme, self.slide.layout)
        size = 0.0 if fitted.size == self.pattern.title_size and self.pattern.own_title else fitted.size
        if not self.pattern.own_title:
            move(element, self.frame.title)
        # Where the template's own colour would not be seen on what is behind it, the readable one is said outright.
        runs = runs_xml(self.slide.title, Look(size=size, colour=self.title_colour()), self.theme)
        side = ' algn="r" rtl="1"' if right_to_left(self.slide.title) else ""
        paragraph = f"<a:p><a:pPr{side}/>{runs}</a:p>"
        fill(element, paragraph, anchor="" if self.pattern.own_title else _ANCHORS[self.frame.title_anchor])
        self.narrow_title(element, self.frame.title.width - fitted.width)

    def narrow_title(self, element: Element, spare: float) -> None:
        """Let the title's lines be about as long, where no single word would stand on the last: room at its side."""
        if spare <= 0:
            return
        align = "right" if right_to_left(self.slide.title) else self.frame.title_align
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        left, right = self.pattern.title_sides
        properties = element.txBody.find(qn("a:bodyPr"))
        properties.set("lIns", str(left + emu(spare * share)))
        properties.set("rIns", str(right + emu(spare * (1 - share))))

    def title_colour(self) -> str:
        return "" if self.pattern.own_title else self.frame.palette.ink

    def part(self, part: Part, room: Rectangle, placeholder: Element | None) -> None:
        if isinstance(part, Words):
            self.words(part, room, placeholder)
            return
        kind = placeholder.ph.get("type", "obj") if placeholder is not None else ""
        if isinstance(part, Table):
            table, height = table_xml(part, room, self.theme)
            frame = self.graphic("Table", Rectangle(room.x, room.y, room.width, height), part.alt)
            frame.graphic.graphicData.set("uri", _TABLE)
            frame.graphic.graphicData.append(table)
            fitting = {"obj", "tbl"}
        else:
            chart = chart_part(part, room, self.theme, self.page.part.package)
            frame = self.graphic("Chart", room, part.alt, relation=self.page.part.relate_to(chart, RT.CHART))
            fitting = {"obj", "chart"}
        if placeholder is not None and kind in fitting:
            frame.nvGraphicFramePr.nvPr.append(placeholder.ph)
            placeholder.getparent().replace(placeholder, frame)
        else:
            if placeholder is not None:
                self.tree.remove(placeholder)
            self.tree.append(frame)

    def graphic(self, name: str, room: Rectangle, alt: str, *, relation: str = "") -> Any:
        """A frame for a chart (by its relation) or a table, with its description for whoever can't see it."""
        number, at = self.next_number(), [emu(length) for length in room]
        if relation:
            frame: Any = CT_GraphicalObjectFrame.new_chart_graphicFrame(number, f"{name} {number}", relation, *at)
        else:
            frame = CT_GraphicalObjectFrame.new_graphicFrame(number, f"{name} {number}", *at)
        frame.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
        return frame

    def words(self, words: Words, room: Rectangle, placeholder: Element | None) -> None:
        fitted = fit_words(words, room, self.theme)
        element = placeholder
        if element is None:
            element = text_shape(self.next_number(), "Words")
            self.tree.append(element)
        move(element, room)
        fill(element, self.paragraphs(fitted), anchor="t")

    def paragraphs(self, fitted: FittedWords) -> str:
        palette = self.frame.palette
        written = []
        for each in fitted.paragraphs:
            said = each.paragraph
            colour = tone_colour(palette, said.tone)
            strong, plain = (Look(size=each.size, colour=colour, strong=bold) for bold in (True, False))
            gap = " " if said.strong and said.text else ""
            runs = runs_xml(said.strong, strong, self.theme, end=gap) + runs_xml(said.text, plain, self.theme)
            bullet = colour_xml(palette.accent, self.theme) if said.bullet else ""
            written.append(
                paragraph_xml(
                    runs,
                    self.theme,
                    rtl=right_to_left(said.strong or said.text),
                    before=each.before,
                    bullet=bullet,
                    indent=each.indent,
                    align=_SIDES[self.frame.words_align],
                )
            )
        return "".join(written)

    def foot(self) -> None:
        look = Look(size=READABLE_SIZE * self.theme.unit, colour=self.frame.palette.muted, strong=False)
        words = paragraph_xml(
            runs_xml(self.slide.foot, look, self.theme), self.theme, rtl=right_to_left(self.slide.foot), align="l"
        )
        field = slide_number_xml(self.number, look, self.theme)
        self.foot_part("ftr", "Foot", self.theme.foot, words)
        self.foot_part(
            "sldNum", "Slide number", self.theme.number, paragraph_xml(field, self.theme, rtl=False, align="r")
        )

    def foot_part(self, kind: str, name: str, room: Rectangle, paragraph: str) -> None:
        """A placeholder of the layout's where it has one of this kind, else a text box at the same place."""
        found = (shape.element.ph for shape in placeholders(self.pattern.layout))
        own = [each for each in found if each.get("type") == kind]
        index = own[0].get("idx", str(_FOOT_PLACES[kind])) if own else ""
        place = f'type="{kind}" sz="quarter" idx="{index}"' if own else ""
        element = text_shape(self.next_number(), name, placeholder=place)
        self.tree.append(element)
        move(element, room)
        fill(element, paragraph, anchor="t")

    def notes(self) -> None:
        frame = self.page.notes_slide.notes_text_frame
        if frame is not None:
            frame.text = "\n".join(map(clean, self.slide.notes.split("\n")))

    def next_number(self) -> int:
        return max((int(number) for number in self.tree.xpath("//p:cNvPr/@id")), default=1) + 1
