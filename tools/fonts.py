"""Make the fonts that ship with the exports: static faces for typst, which reads neither WOFF2 nor variable fonts.

    apt-get download fonts-noto-core fonts-noto-cjk      (unpack each with dpkg -x into a folder)
    npm pack @fontsource/noto-emoji                      (unpack it into the same folder)
    pip install fonttools brotli
    python tools/fonts.py <that folder>

Writes preflight/exports/fonts/*.ttf, *.otf and coverage.txt. Takes three minutes; run only when a font changes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent.parent
SCREEN = HERE / "preflight" / "ui" / "static" / "fonts"
SHIPPED = HERE / "preflight" / "exports" / "fonts"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
BOLD_TOO = ("NotoSans", "NotoSansArabic", "NotoSansHebrew", "NotoSansDevanagari", "NotoSansThai")
REGULAR_ONLY = (
    *("NotoSansArmenian", "NotoSansBengali", "NotoSansEthiopic", "NotoSansGeorgian", "NotoSansGujarati"),
    *("NotoSansGurmukhi", "NotoSansKannada", "NotoSansKhmer", "NotoSansLao", "NotoSansMalayalam"),
    *("NotoSansMyanmar", "NotoSansOriya", "NotoSansSinhala", "NotoSansTamil", "NotoSansTelugu"),
    *("NotoSansMath", "NotoSansSymbols", "NotoSansSymbols2"),
)
FIRST_EAST_ASIAN = 0x2E80
MARKS = range(0x300, 0x370)
"""Signs that join a letter: the house font has them without saying where they go, so another font draws the letter."""
HANGUL = range(0xAC00, 0xD7A4)


def main(sources: Path) -> None:
    """Make every font from what lies in `sources`, and the table of what they hold."""
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for old in (*SHIPPED.glob("*.ttf"), *SHIPPED.glob("*.otf")):
        old.unlink()
    for slant, suffix in (("normal", ""), ("italic", "Italic")):
        for style, weight in WEIGHTS.items():
            house_face(slant, weight, f"{style}{suffix}".replace("RegularItalic", "Italic"))
    for family in BOLD_TOO:
        for style in ("Regular", "Bold"):
            lighter(found(sources, f"{family}-{style}.ttf"))
    for family in REGULAR_ONLY:
        lighter(found(sources, f"{family}-Regular.ttf"))
    east_asian(found(sources, "NotoSansCJK-Regular.ttc"), "Regular", letters("gbk", "big5", "shift_jis") | set(HANGUL))
    common = letters("gb2312", "shift_jis") | {code for code in letters("euc_kr") if code in HANGUL}
    east_asian(found(sources, "NotoSansCJK-Bold.ttc"), "Bold", common)
    emoji(found(sources, "noto-emoji-emoji-400-normal.woff2"))
    (SHIPPED / "coverage.txt").write_text(f"{' '.join(ranges(covered()))}\n", encoding="ascii")
    size = sum(path.stat().st_size for path in SHIPPED.iterdir())
    print(f"{size / 1e6:.1f} MB in {SHIPPED}")


def found(sources: Path, name: str) -> Path:
    """The first file of this name below the folder."""
    return next(path for path in sorted(sources.rglob(name)) if "Display" not in path.name)


def house_face(slant: str, weight: int, style: str) -> None:
    """One face of Atkinson Hyperlegible Next: its Latin and extended halves, which screens load apart, in one file."""
    halves = []
    for half in ("latin", "latin-ext"):
        font = TTFont(SCREEN / f"atkinson-hyperlegible-next-{half}-wght-{slant}.woff2")
        static = instantiateVariableFont(font, {"wght": weight})
        static.flavor = None
        path = SHIPPED / f"{half}.part"
        static.save(path)
        halves.append(path)
    merged = Merger().merge([str(path) for path in halves])
    for path in halves:
        path.unlink()
    for table in merged["cmap"].tables:
        table.cmap = {code: glyph for code, glyph in table.cmap.items() if code not in MARKS}
    named(merged, "Atkinson Hyperlegible Next", style, weight, italic=slant == "italic")
    merged.save(SHIPPED / f"AtkinsonHyperlegibleNext-{style}.ttf")


def named(font: TTFont, family: str, style: str, weight: int, *, italic: bool = False) -> None:
    """Say family, style, weight and slant where programs look for them."""
    table = font["name"]
    for name in (16, 17, 21, 22, 25):
        table.removeNames(nameID=name)
    for name, words in ((1, family), (2, style), (4, f"{family} {style}"), (6, f"{family}-{style}".replace(" ", ""))):
        table.setName(words, name, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    bold = weight >= 700
    font["OS/2"].fsSelection = (0x20 if bold else 0) | (0x01 if italic else 0) or 0x40
    font["head"].macStyle = (1 if bold else 0) | (2 if italic else 0)


def lighter(path: Path) -> None:
    """The font as it is, without the hints for screens, which neither a picture nor a PDF uses."""
    font = TTFont(path)
    options = subset.Options(hinting=False, layout_features=["*"], name_IDs=["*"], notdef_outline=True)
    keep(font, font.getBestCmap(), options)
    font.save(SHIPPED / path.name)


def east_asian(path: Path, style: str, codes: Iterable[int]) -> None:
    """The letters of the codes from the simplified Chinese face of Noto Sans CJK, without other regions' shapes."""
    font = TTFont(path, fontNumber=2)
    options = subset.Options(hinting=False, layout_features=["ccmp"], name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    keep(font, codes, options)
    font.save(SHIPPED / f"NotoSansCJKsc-{style}.otf")


def emoji(path: Path) -> None:
    """The emoji, in one colour and one weight."""
    font = TTFont(path)
    font.flavor = None
    named(font, "Noto Emoji", "Regular", 400)
    font.save(SHIPPED / "NotoEmoji-Regular.ttf")


def keep(font: TTFont, codes: Iterable[int], options: subset.Options) -> None:
    """Leave these letters in the font."""
    cut = subset.Subsetter(options)
    cut.populate(unicodes=codes)
    cut.subset(font)


def letters(*encodings: str) -> set[int]:
    """The East Asian letters that any of the encodings holds."""
    return {
        code for code in range(FIRST_EAST_ASIAN, 0x30000) if any(chr(code).encode(name, "ignore") for name in encodings)
    }


def covered() -> set[int]:
    """Every letter that some upright regular face draws."""
    faces = [path for path in SHIPPED.glob("*.?tf") if path.stem.endswith("-Regular")]
    return {code for path in faces for code in TTFont(path).getBestCmap() if code >= 0x20}


def ranges(codes: set[int]) -> list[str]:
    """The codes as stretches in hexadecimal: "20-7E A0-17F"."""
    stretches: list[list[int]] = []
    for code in sorted(codes):
        if stretches and stretches[-1][1] == code - 1:
            stretches[-1][1] = code
        else:
            stretches.append([code, code])
    return [f"{low:X}-{high:X}" if high > low else f"{low:X}" for low, high in stretches]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
