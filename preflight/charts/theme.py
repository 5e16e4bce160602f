"""The one home of colours and type: two palettes of named roles, for screens, charts, slides and style sheets.

Every pair that carries text or meaning is measured in tests/charts/test_theme.py (WCAG AA, and the distance between
series for colour-blind eyes). Colour is never alone: dash, marker and a label stand beside it everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache

from preflight.charts.colour import along, contrast, more_readable

FONT = '"Atkinson Hyperlegible Next", system-ui, -apple-system, "Segoe UI", "Noto Sans", Arial, sans-serif'
READABLE = 4.5
"""The least contrast of text, WCAG 2.2 AA."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BandColour:
    """One verdict: `text` reads on paper, surface and `fill`; `fill` is the soft ground, `line` marks its threshold."""

    text: str
    fill: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelColour:
    """One level of a scale: the fill of its cell and the colour in which its number reads on it."""

    fill: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Every colour by its role. `grid` and `line` only decorate; `outline` is the edge of something one can use."""

    name: str
    paper: str
    surface: str
    sunken: str
    ink: str
    muted: str
    line: str
    grid: str
    outline: str
    accent: str
    on_accent: str
    accent_soft: str
    focus: str
    claimed: str
    evidenced: str
    last: str
    target: str
    up: str
    down: str
    level_stops: tuple[str, ...]
    level_inks: tuple[str, str]
    band_stops: tuple[BandColour, ...]
    dimensions: tuple[str, ...]

    @property
    def dark(self) -> bool:
        return self.name == "dark"


LIGHT = Palette(
    name="light",
    paper="#FBFAF7",
    surface="#FFFFFF",
    sunken="#F3F2EC",
    ink="#14213D",
    muted="#55607A",
    line="#D9DCE3",
    grid="#DFE2E8",
    outline="#7D879B",
    accent="#1D4E89",
    on_accent="#FFFFFF",
    accent_soft="#E6EEF8",
    focus="#A85800",
    claimed="#1D4E89",
    evidenced="#00766E",
    last="#868E9C",
    target="#6B4E9B",
    up="#00766E",
    down="#A3281A",
    level_stops=("#DCEEF1", "#8CC3CE", "#2E7D91", "#0A3641"),
    level_inks=("#14213D", "#FFFFFF"),
    band_stops=(
        BandColour(text="#A3281A", fill="#FBE9E4", line="#C65A47"),
        BandColour(text="#875A00", fill="#FBF1D6", line="#B98A1E"),
        BandColour(text="#12703F", fill="#E1F3E6", line="#3E9A66"),
    ),
    dimensions=("#1D4E89", "#A7611B", "#007A72", "#7B1F5C", "#5468DC", "#4A2F12"),
)

DARK = Palette(
    name="dark",
    paper="#0F1624",
    surface="#172033",
    sunken="#0B111D",
    ink="#EEF1F6",
    muted="#A9B4C8",
    line="#2C3850",
    grid="#2E3A53",
    outline="#75829B",
    accent="#A5C8FF",
    on_accent="#0F1624",
    accent_soft="#22314F",
    focus="#FFB95C",
    claimed="#A5C8FF",
    evidenced="#1FB5A0",
    last="#78839A",
    target="#C7A9F2",
    up="#3CC9B3",
    down="#FF9B85",
    level_stops=("#1D3A46", "#2F6B7C", "#6DB6C6", "#C6F0F6"),
    level_inks=("#F4F7FB", "#0B111D"),
    band_stops=(
        BandColour(text="#FF9B85", fill="#3A211F", line="#C8624F"),
        BandColour(text="#F2C14E", fill="#362C16", line="#B48B2C"),
        BandColour(text="#62D69E", fill="#16342A", line="#3A9C6E"),
    ),
    dimensions=("#A5C8FF", "#F19A4B", "#1FB5A0", "#F0B7DC", "#7C8FF0", "#F7E58A"),
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}


@lru_cache(maxsize=64)
def band_colour(position: int, count: int, palette: Palette) -> BandColour:
    """The colours of the band at `position` (0 is the worst) of `count` bands; the only band of one is the best."""
    if not 0 <= position < count:
        raise ValueError(f"band {position} of {count} does not exist")
    share = position / (count - 1) if count > 1 else 1.0
    stops = palette.band_stops
    return BandColour(
        text=along([stop.text for stop in stops], share),
        fill=along([stop.fill for stop in stops], share),
        line=along([stop.line for stop in stops], share),
    )


@lru_cache(maxsize=64)
def level_colours(count: int, palette: Palette) -> tuple[LevelColour, ...]:
    """A sequential ramp of `count` levels, from the least to the best; each number reads on its fill.

    The ramp leaps over the narrow stretch in the middle on which neither of the two inks would be readable.
    """
    if count < 1:
        raise ValueError("a scale has at least one level")
    shares = [position / (count - 1) if count > 1 else 1.0 for position in range(count)]
    return tuple(level_colour(share, palette) for share in shares)


@lru_cache(maxsize=512)
def level_colour(share: float, palette: Palette) -> LevelColour:
    """The colour of one place on the ramp; share 0 is the least level, 1 the best."""
    low, high = _unreadable_stretch(palette)
    place = share * (1 - (high - low))
    fill = along(palette.level_stops, place if place <= low else place + (high - low))
    return LevelColour(fill=fill, text=more_readable(fill, *palette.level_inks))


def css_variables(palette: Palette) -> str:
    """Every role as CSS custom properties, `--pf-<role>: <colour>;`, one a line, to stand inside a rule of your own.

    Beside the plain roles: `--pf-dimension-1…`, `--pf-band-1-text`, `-fill` and `-line` of three bands from the worst
    on, `--pf-level-1…5` with `-text`, and `--pf-font`.
    """
    names = [field.name for field in fields(palette)]
    plain = {name: getattr(palette, name) for name in names if name != "name"}
    roles = {name.replace("_", "-"): value for name, value in plain.items() if isinstance(value, str)}
    roles |= {f"dimension-{number}": colour for number, colour in enumerate(palette.dimensions, start=1)}
    for number, band in enumerate(palette.band_stops, start=1):
        roles |= {f"band-{number}-{part}": getattr(band, part) for part in ("text", "fill", "line")}
    for number, level in enumerate(level_colours(5, palette), start=1):
        roles |= {f"level-{number}": level.fill, f"level-{number}-text": level.text}
    return "\n".join(f"--pf-{role}: {value};" for role, value in {**roles, "font": FONT}.items())


@lru_cache(maxsize=4)
def _unreadable_stretch(palette: Palette) -> tuple[float, float]:
    """Where on the ramp neither ink has READABLE contrast, as shares of the way; (0.5, 0.5) where there is no such."""
    steps = [step / 200 for step in range(201)]
    fills = [along(palette.level_stops, step) for step in steps]
    pale = [step for step, fill in zip(steps, fills, strict=True) if contrast(fill, palette.level_inks[0]) >= READABLE]
    deep = [step for step, fill in zip(steps, fills, strict=True) if contrast(fill, palette.level_inks[1]) >= READABLE]
    return (max(pale), min(deep)) if max(pale) < min(deep) else (0.5, 0.5)
