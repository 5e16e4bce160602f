"""Typst sets text of every script, keeps people's text as text, and drops no letter silently."""

from __future__ import annotations

import io
import json
import time
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from preflight.domain.errors import PreflightError
from preflight.exports import typesetting
from preflight.exports.fonts import FAMILIES, FOLDER, STAND_IN, visible
from preflight.exports.typesetting import typeset

LINE = "#set page(width: 400pt, height: 40pt, margin: 5pt)\n#set text(size: 20pt)\n#data.text"
SCRIPTS = {
    "Greek": "Ελληνικά",
    "Cyrillic": "Кириллица",
    "Vietnamese": "Tiếng Việt",
    "Arabic": "جاهزية الإنتاج",
    "Hebrew": "מוכנות לייצור",
    "Devanagari": "विश्वसनीयता",
    "Thai": "ความน่าเชื่อถือ",
    "Chinese": "可靠性運營",
    "Japanese": "信頼性カタカナ",
    "Korean": "신뢰성",
    "Bengali": "নির্ভরযোগ্যতা",
    "Tamil": "நம்பகத்தன்மை",
    "Georgian": "საიმედოობა",
    "Armenian": "Հուսալիություն",
    "Amharic": "አስተማማኝነት",
    "emoji": "🚀👩‍🚀✅🇫🇷",
    "symbols": "→✓★≥∑",
}

BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their category that are blank by their nature."""


def ink(text: str) -> Any:
    """The darkness of each pixel of a line with this text."""
    picture = Image.open(io.BytesIO(typeset(LINE, {"text": text}, form="png", ppi=72)))
    return 255 - np.asarray(picture.convert("L"), dtype=int)


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_every_script_is_drawn_and_not_as_stand_ins(text: str) -> None:
    assert visible(text) == text
    drawn, stand_ins = ink(text), ink(STAND_IN * len(text))
    assert drawn.sum() > 20_000
    assert np.abs(drawn - stand_ins).sum() > 20_000


def test_arabic_letters_are_joined_and_run_to_the_left() -> None:
    joined, apart = ink("جاهزية"), ink("\u200c".join("جاهزية"))
    assert np.abs(joined - apart).sum() > 10_000


def test_a_letter_without_a_font_leaves_a_mark() -> None:
    assert visible("a\U00012000b\ud800c\x07d\ue000") == "a▯b▯c▯d▯"
    assert ink("\U00012000").sum() > 2_000


@given(st.text())
def test_visible_keeps_all_that_is_drawn_and_changes_nothing_twice(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    shown.encode()


@given(st.text(alphabet=st.characters(max_codepoint=0x7E, min_codepoint=0x20)))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert visible(text) == text


@settings(max_examples=25, deadline=None)
@given(
    st.text(alphabet=st.characters(categories=["L", "N", "P", "S"], exclude_characters=BLANK), min_size=1, max_size=12)
)
def test_whatever_is_written_leaves_ink(text: str) -> None:
    assert ink(text).sum() > 0


HOSTILE = (
    "#eval(1)",
    '#panic("x")',
    "$x$ *b* _i_ = h",
    "</text><script>alert(1)</script>",
    "&#x0; &amp;",
    '"); #read("/etc/passwd")',
    "\\u{41} \\",
    "@label <label> [x] // y /* z */",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_data_stays_text(text: str) -> None:
    pages = PdfReader(io.BytesIO(typeset(LINE, {"text": text}, form="pdf"))).pages
    assert pages[0].extract_text().split() == text.split()
    assert len(pages) == 1


def test_a_document_is_tagged_dated_and_the_same_every_time() -> None:
    source = '#set document(title: data.title)\n#set text(lang: "en")\n= #data.title\n#data.text'
    data = {"title": "Pilot", "text": "Ready", "list": [1, None, {"a": True}]}
    first, second = (typeset(source, data, form="pdf", standard="ua-1", on=date(2026, 3, 12)) for _ in range(2))
    assert first == second
    reader = PdfReader(io.BytesIO(first))
    assert reader.metadata is not None
    assert reader.metadata.title == "Pilot"
    assert str(reader.metadata.creation_date).startswith("2026-03-12")
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize(
    "source", ['#read("/etc/passwd")', '#image("../x.png")', '#import "@local/x:1.0.0"', "#nonsense", "#("]
)
def test_what_cannot_be_set_says_so(source: str) -> None:
    with pytest.raises(PreflightError, match="can't be set"):
        typeset(source, {}, form="pdf")


def test_a_page_without_ground_is_clear() -> None:
    clear = Image.open(io.BytesIO(typeset(LINE, {"text": "x"}, form="png", transparent=True)))
    assert clear.getpixel((0, 0)) == (0, 0, 0, 0)
    white = Image.open(io.BytesIO(typeset(LINE, {"text": "x"}, form="png"))).convert("RGB")
    assert white.getpixel((0, 0)) == (255, 255, 255)


def test_the_fonts_are_there_with_their_licences() -> None:
    families = set(typesetting._fonts().families())
    assert set(FAMILIES) <= families
    assert {path.name for path in FOLDER.glob("OFL*.txt")} == {"OFL-Atkinson-Hyperlegible-Next.txt", "OFL-Noto.txt"}
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 15_500_000
    assert json.dumps(FAMILIES)[1:-1] in typesetting._PREAMBLE


@pytest.mark.parametrize(
    "word", ["\u200b\u200d", "\u200b\u200d\u2060", "\u200b\u0301", " \u200d", "\u2009\u200f\u200d", "\u200b\U000e0061"]
)
def test_words_of_which_nothing_is_seen_take_no_time(word: str) -> None:
    """3,900 characters of the first held every report of the assessment for minutes."""
    note = ("x" + word * 2_000)[:3_899] + "y"
    started = time.process_time()
    made = typeset("#set page(width: 400pt, height: auto)\n#data.text", {"text": note}, form="pdf")
    assert time.process_time() - started < 2
    (page,) = PdfReader(io.BytesIO(made)).pages
    assert {"x", "y"} <= set(page.extract_text())


def test_signs_that_steer_what_is_seen_stay() -> None:
    for text in ("👩\u200d🚀", "a \u200fא", "می\u200cخواهم", "a\u200bb", "🏴\U000e0067\U000e0062\U000e007f !"):
        assert typesetting._without_empty_words(text) == text
