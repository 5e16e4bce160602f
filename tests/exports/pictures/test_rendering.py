"""An SVG of ours as PNG and PDF: exact pixels, every script with ink, a clear ground where it is asked for."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image
from pypdf import PdfReader

from preflight.charts import svg
from preflight.charts.geometry import Point
from preflight.charts.theme import FONT
from preflight.charts.words import printable
from preflight.exports.pictures.rendering import svg_to_pdf, svg_to_png
from preflight.exports.pictures.words import picture_of
from tests.charts.samples import any_text
from tests.exports.pictures.stories import HOSTILE, SCRIPTS
from tests.office import text_of

pytestmark = pytest.mark.slow


def picture(*words: str, width: float = 640, height: float = 360, **look: str | float) -> str:
    texts = [svg.text(line, 20, 40 + 40 * at, **look) for at, line in enumerate(words)]
    line = svg.line(Point(0, height - 10), Point(width, height - 10), stroke="#14213D", stroke_width=2)
    body = svg.group(line, *texts, font_size=24, fill="#14213D")
    return svg.document(body, width=width, height=height, title="T", description="D", font=FONT)


def pixels(content: bytes) -> Any:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGBA"), dtype=int)


@pytest.mark.parametrize("width", [1, 640, 1280, 1920, 3840, 999])
def test_a_png_is_as_wide_as_is_asked(width: int) -> None:
    opened = Image.open(io.BytesIO(svg_to_png(picture("Ready"), width=width)))
    assert opened.format == "PNG"
    assert opened.size == (width, max(1, round(width * 9 / 16)))


def test_the_ground_is_white_or_clear() -> None:
    white = pixels(svg_to_png(picture("Ready"), width=640))
    clear = pixels(svg_to_png(picture("Ready"), width=640, transparent=True))
    for corner in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert tuple(white[corner]) == (255, 255, 255, 255)
        assert tuple(clear[corner]) == (0, 0, 0, 0)
    assert clear[350, 320, 3] == 255


@pytest.mark.parametrize("weight", ["400", "700"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_has_ink_where_it_stands(script: str, weight: str) -> None:
    without = pixels(svg_to_png(picture(), width=640))
    drawn = pixels(svg_to_png(picture(script, font_weight=weight), width=640))
    changed = np.abs(drawn - without).sum(axis=2) > 100
    assert changed[15:55, 18:400].sum() > 150
    assert changed.sum() == changed[5:60, 15:600].sum()


def test_an_anchor_at_the_end_leaves_the_words_before_it() -> None:
    for anchor, left, right in (("start", 300, 640), ("end", 0, 300), ("middle", 150, 450)):
        words = svg.text("Ready", 300, 100, text_anchor=anchor, font_size=40, fill="#000000")
        drawing = svg.document(words, width=640, height=360, title="T", description="D", font=FONT)
        ink = np.argwhere(pixels(svg_to_png(drawing, width=640))[..., 0] < 128)
        assert left <= ink[:, 1].min()
        assert ink[:, 1].max() <= right
        assert ink[:, 0].max() <= 113


@pytest.mark.parametrize(
    ("words", "rtl"),
    [
        ("Operations", False),
        ("جاهزية", True),
        ("\u200eجاهزية rose from 1.2 to 2.0", False),
        ("ניסוי API 2", True),
        ("", False),
    ],
)
def test_words_run_as_their_first_letter_does(words: str, rtl: bool) -> None:
    assert [one["rtl"] for one in picture_of(picture(words))["words"]] == [rtl]


def test_a_group_that_is_moved_moves_its_words() -> None:
    inner = svg.group(svg.text("a", 1, 2), transform="translate(10 20)")
    outer = svg.group(inner, transform="translate(100 200)", font_size=12)
    document = svg.document(outer, width=640, height=360, title="T", description="D", font=FONT)
    found = picture_of(document)
    assert [(one["x"], one["y"], one["size"]) for one in found["words"]] == [(111, 222, 12)]
    assert "<text" not in found["drawing"]


def test_a_pdf_keeps_its_words_as_text_with_title_and_date() -> None:
    made = [svg_to_pdf(picture("Operations, 1.2 of 4"), on=date(2026, 3, 12)) for _ in range(2)]
    assert made[0] == made[1]
    reader = PdfReader(io.BytesIO(made[0]))
    assert len(reader.pages) == 1
    assert "Operations, 1.2 of 4" in reader.pages[0].extract_text()
    assert tuple(reader.pages[0].mediabox)[2:] == (640, 360)
    assert reader.metadata is not None
    assert reader.metadata.title == "T"
    assert str(reader.metadata.creation_date).startswith("2026-03-12")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    page = PdfReader(io.BytesIO(svg_to_pdf(picture(words)))).pages[0]
    assert page.extract_text().split() == printable(words).split()


@settings(max_examples=20, deadline=None)
@given(any_text)
def test_any_text_can_be_drawn(words: str) -> None:
    svg_to_png(picture(words, words), width=64)
    svg_to_pdf(picture(words))


def test_words_on_a_halo_are_read_once(tmp_path: Path) -> None:
    haloed = picture("Two", paint_order="stroke", stroke="#FFFFFF", stroke_width=3)
    file = tmp_path / "haloed.pdf"
    file.write_bytes(svg_to_pdf(haloed, on=date(2026, 11, 20)))
    assert PdfReader(file).pages[0].extract_text().split() == ["Two"]
    assert text_of(file).split() == ["Two"]
