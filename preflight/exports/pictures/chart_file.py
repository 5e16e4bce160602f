"""One chart as a file: PNG, SVG, PDF, or a slide with a native chart."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Final

from preflight.domain.errors import Invalid
from preflight.exports.chart_kinds import ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.files import ExportFile, export_file
from preflight.exports.orders import chart_called
from preflight.exports.pictures.drawing import chart_available, chart_svg
from preflight.exports.pictures.rendering import svg_to_pdf, svg_to_png
from preflight.exports.pictures.told import told_of
from preflight.services.dossier import Dossier

PIXELS: Final = {PictureSize.FULL_HD: (1920, 1080), PictureSize.ULTRA_HD: (3840, 2160)}


def chart_file(
    dossier: Dossier,
    kind: ChartKind,
    form: PictureForm,
    size: PictureSize,
    ground: Ground,
    *,
    template: bytes | None = None,
) -> ExportFile:
    """The chart named for project, chart and date. `size` is a PNG's; a slide's ground is its own, and it stands in the
    `template`.

    Raises Invalid with a sentence where there is nothing to draw.
    """
    if not chart_available(dossier, kind):
        raise Invalid(f"There is nothing to draw yet. {told_of(dossier, kind).title}.")
    return export_file(
        _content(dossier, kind, form, size, ground, template),
        dossier.project.name,
        chart_called(kind, form, size, ground),
        dossier.assessment.date,
        kind=form.value,
    )


def _content(
    dossier: Dossier, kind: ChartKind, form: PictureForm, size: PictureSize, ground: Ground, template: bytes | None
) -> bytes:
    match form:
        case PictureForm.PPTX:
            return _pptx(dossier, kind, template)
        case PictureForm.SVG:
            return chart_svg(dossier, kind, ground=ground).encode()
        case PictureForm.PDF:
            return svg_to_pdf(chart_svg(dossier, kind, ground=ground), on=dossier.on)
        case PictureForm.PNG:
            width, _ = PIXELS[size]
            drawn = chart_svg(dossier, kind, ground=ground)
            return svg_to_png(drawn, width=width, transparent=ground is Ground.TRANSPARENT)


def _pptx(dossier: Dossier, kind: ChartKind, template: bytes | None) -> bytes:
    from preflight.exports.deck.template import read_template
    from preflight.exports.deck.theme import HOUSE_THEME
    from preflight.exports.deck.writer import write_deck
    from preflight.exports.pictures.chart_slide import chart_slides

    theme = HOUSE_THEME if template is None else read_template(template)
    slides = chart_slides(dossier, kind, theme)
    return write_deck(slides, template=template, made=datetime.combine(dossier.on, time(), UTC))
