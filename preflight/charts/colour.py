"""The arithmetic of colours: luminance, contrast, mixing and transparency. Colours themselves live in `theme`."""

from __future__ import annotations

from collections.abc import Sequence

Triple = tuple[float, float, float]


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white); https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21; https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. The order does not matter."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def more_readable(background: str, *texts: str) -> str:
    """The one of the texts' colours that stands out most from the background."""
    return max(texts, key=lambda text: contrast(text, background))


def mix(start: str, end: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from start to end, in even steps to the eye (Oklab)."""
    one, other = oklab(start), oklab(end)
    return _from_oklab(
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
        one[2] + (other[2] - one[2]) * share,
    )


def along(stops: Sequence[str], share: float) -> str:
    """The colour at `share` (0 to 1) of the way along the stops, which stand at even distances."""
    if len(stops) == 1:
        return stops[0]
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    first = min(int(place), len(stops) - 2)
    return stops[first + 1] if place - first == 1 else mix(stops[first], stops[first + 1], place - first)


def with_alpha(colour: str, alpha: float) -> str:
    """`rgba(…)` of a `#rrggbb` colour; alpha 0 is invisible, 1 is solid."""
    red, green, blue = _bytes(colour)
    return f"rgba({red},{green},{blue},{alpha:g})"


def linear(colour: str) -> Triple:
    """Linear-light red, green and blue, each 0 to 1, of a `#rrggbb` colour."""
    red, green, blue = (_linear(part / 255) for part in _bytes(colour))
    return red, green, blue


def oklab(colour: str) -> Triple:
    """Lightness and the two opponent axes; https://bottosson.github.io/posts/oklab/."""
    red, green, blue = linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lightness: float, green_red: float, blue_yellow: float) -> str:
    long = (lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    middle = (lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _gamma(min(max(part, 0.0), 1.0))):02X}" for part in parts)


def _bytes(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)
