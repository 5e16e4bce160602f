"""The cells of the heat strip as SVG, and their key: a level's colour with its number, or a state with its pattern."""

from __future__ import annotations

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.heat import DASHED, HATCHED, LevelStyle, strip_legend
from preflight.charts.lettering import text_width
from preflight.charts.svg import Drawing
from preflight.charts.theme import Palette

CELL_WIDTH, CELL_HEIGHT = 2.1, 1.6
"""In letters."""
_BLOCKER = "Below its minimum"
_STEP = 0.42


def cell(
    style: LevelStyle, mark: str, x: float, y: float, letters: float, palette: Palette, *, blocks: bool = False
) -> str:
    """One cell with its upper left corner at (x, y); `letters` is the size of what stands beside it."""
    width, height = letters * CELL_WIDTH, letters * CELL_HEIGHT
    edge = palette.outline if style.pattern == HATCHED else style.edge
    thick = letters * 0.07
    dashes = f"{svg.number(letters * 0.2)} {svg.number(letters * 0.16)}" if style.pattern == DASHED else ""
    parts = [svg.rectangle(x, y, width, height, fill=style.fill, rx=letters * 0.25)]
    if style.pattern == HATCHED:
        parts.append(_stripes(style, x, y, width, height, letters))
    parts.append(
        svg.rectangle(
            *(x, y, width, height),
            fill="none",
            stroke=edge,
            stroke_width=thick,
            stroke_dasharray=dashes,
            rx=letters * 0.25,
        )
    )
    if blocks:
        out = letters * 0.17
        parts.append(
            svg.rectangle(
                *(x - out, y - out, width + 2 * out, height + 2 * out),
                fill="none",
                stroke=palette.band_stops[0].text,
                stroke_width=letters * 0.11,
                rx=letters * 0.38,
            )
        )
    if mark:
        size = letters * (0.72 if len(mark) > 2 else 0.92)
        parts.append(
            svg.text(
                mark,
                x + width / 2,
                y + height / 2 + size * 0.35,
                fill=style.ink,
                font_size=size,
                font_weight="700",
                text_anchor="middle",
            )
        )
    return "".join(parts)


def cells_key(palette: Palette, *, width: float, size: float, blocks: bool) -> Drawing:
    """What the cells mean, centred, in as many rows as it takes."""
    entries = [(style, words, False) for words, style in strip_legend(palette)]
    if blocks:
        plain = LevelStyle(fill=palette.surface, ink=palette.ink, edge=palette.outline, pattern="outline", glyph="")
        entries.append((plain, _BLOCKER, True))
    letters = size * 0.9
    sample, space, step = letters * CELL_WIDTH + size * 0.5, size * 1.6, size * 2.3
    rows: list[list[tuple[LevelStyle, str, bool, float]]] = [[]]
    for style, words, ringed in entries:
        wide = sample + text_width(words, size)
        if rows[-1] and sum(each[3] + space for each in rows[-1]) + wide > width:
            rows.append([])
        rows[-1].append((style, words, ringed, wide))
    parts = []
    for nth, row in enumerate(rows):
        x = (width - sum(each[3] + space for each in row) + space) / 2
        y = nth * step + size * 0.4
        for style, words, ringed, wide in row:
            parts.append(cell(style, style.glyph, x, y, letters, palette, blocks=ringed))
            parts.append(svg.text(words, x + sample, y + letters * CELL_HEIGHT / 2 + size * 0.35))
            x += wide + space
    return Drawing(svg.group(*parts, fill=palette.muted, font_size=size), width, step * len(rows))


def _stripes(style: LevelStyle, x: float, y: float, width: float, height: float, letters: float) -> str:
    """Lines that rise to the right, cut off at the cell's edges."""
    lines, step = [], letters * _STEP
    start = step - height
    while start < width:
        low, high = max(start, 0.0), min(start + height, width)
        if high - low > step / 4:
            lines.append(
                svg.line(Point(x + low, y + height - (low - start)), Point(x + high, y + height - (high - start)))
            )
        start += step
    return svg.group(*lines, stroke=style.edge, stroke_width=letters * 0.12)
