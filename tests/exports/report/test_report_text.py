"""Whatever people write stands in the report as text, in its own direction, and on the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preflight.domain.assessment import Answer, Evidence
from preflight.domain.errors import PreflightError
from preflight.domain.questionnaire import Band, Effort, Improvement, Questionnaire, Source
from preflight.exports.fonts import visible
from preflight.exports.report import report_file as making
from preflight.exports.report.report_file import report_file
from preflight.exports.report.told import living_link, told
from preflight.services.dossier import Dossier
from tests.builders import TODAY, option, question, questionnaire, section, verdict_rule
from tests.exports.dossiers import a_dossier, monthly
from tests.exports.pilot_files import a_pilot_file, in_words
from tests.exports.report.reading import Read, read, squeezed
from tests.office import text_of, to_pictures

pytestmark = pytest.mark.slow

HOSTILE = {
    "code": '#eval("1+1") #read("/etc/passwd") #panic("x") #import "@preview/x:1.0.0"',
    "markup": "$x$ <label> @ref *b* _i_ `raw` = h - l + n / t: d \\ ~ -- --- ... 'q' \"q\" https://x.example //c",
    "ends of strings": '"); #link("https://x.example") {"a": [1]} \\u{41} \\" \\n',
    "html": "<a href='https://x.example'>L</a> <script>alert(1)</script> &lt; &#65; ]]>",
    "controls": "a\x00b\x07c\x1bd\x85e\u2028f\u202eg\u2066h\ud800i",
    "private": "private \ue000 unassigned \u0378 old \U00012000",
}
LONG_WORD = "w" * 4000
SCRIPTS = {
    "Arabic": "جاهزية الإنتاج (2026) مع English",
    "Hebrew": "מוכנות לייצור, עם English ו-12",
    "Chinese": "可靠性運營,這是一個很長的句子。" * 6,
    "Thai": "ไม่มีช่องว่างในภาษาไทยเลย" * 6,
    "emoji": "🚀 👩‍🚀 ✅ 🇫🇷",
    "Vietnamese": "Tiếng Việt đọc được",
}


def everywhere(text: str, url: str = "") -> Dossier:
    """A dossier in which this text stands wherever a person or a questionnaire can put one."""
    levels = tuple(option(f"{at}", at, label=text, text=text) for at in range(5))
    step = {f"{at}": Improvement(do=text, effort=Effort.M) for at in range(4)}

    def asked(name: str, **fields: Any) -> Any:
        return question(name, text=text, why=text, options=levels, improve=step, **fields)

    form: Questionnaire = replace(
        questionnaire(
            section("a", asked("a.low", critical="2"), asked("a.high"), title=text, asks=text),
            section("b", asked("b.apart"), asked("b.unknown"), title=text, asks=text),
            section("c", asked("c.q"), title=text),
            title=text,
            verdict=verdict_rule(
                replace(_band("worst"), title=text), replace(_band("best", "0.9"), title=text), cap=None
            ),
        ),
        summary=text,
        licence=text,
        sources=(Source(id="s", title=text, author=text, url="https://source.example"),),
    )
    said = Answer(choices=("1",), note=f"{text}\n{text}", evidence=(Evidence(text=text, url=url, date=TODAY),))
    answers = {
        "a.low": said,
        "a.high": replace(said, choices=("4",)),
        "b.apart": Answer(not_applicable=text),
        "b.unknown": Answer(unknown=True, note=text),
        "c.q": said,
    }
    before = answers | {"a.low": Answer(choices=("0",))}
    about: dict[str, Any] = {
        "summary": text,
        "team": text,
        "owner": text,
        "pilot": in_words(a_pilot_file(), text, url=url),
    }
    return a_dossier(form, answers, past=monthly(before, 2), project=text, **about)


def _band(name: str, start: str = "0") -> Band:
    from tests.builders import band

    return band(name, start)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_markup_code_and_controls_stay_text_everywhere(text: str) -> None:
    found = read(everywhere(text, url="javascript:alert(1)"))
    standing = squeezed(visible(told(text)))
    assert found.text.count(standing) >= 60
    assert found.links() == []
    assert found.root["/MarkInfo"]["/Marked"]
    assert not {"/AA", "/OpenAction", "/AcroForm", "/Names"} & set(found.root)
    assert not any(sign in found.text for sign in "\u202e\u2066\x07\x1b")


def test_a_word_of_four_thousand_letters_breaks_and_stays_whole(tmp_path: Path) -> None:
    form = questionnaire(section("s", question("s.q")))
    of = a_dossier(form, {"s.q": Answer(choices=("3",), note=LONG_WORD)})
    assert read(of).text.count("w") >= len(LONG_WORD)
    assert in_the_margins(of, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", [LONG_WORD[:120], *("W" * size for size in (13, 20, 40)), SCRIPTS["Hebrew"], SCRIPTS["Thai"]]
)
def test_nothing_runs_over_the_page(text: str, tmp_path: Path) -> None:
    assert in_the_margins(everywhere(text, url="https://ok.example/" + "p" * 400), tmp_path)


def test_every_script_stands_in_it_and_it_names_the_standard() -> None:
    text = " ".join(SCRIPTS.values())
    found = read(everywhere(text))
    assert found.reader.xmp_metadata is not None
    assert b"pdfuaid" in found.reader.xmp_metadata.stream.get_data()
    letters = {letter for letter in text if letter.isalpha()}
    assert letters <= set(found.text)


@pytest.mark.slow
def test_text_that_runs_to_the_left_is_read_in_its_order(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(report_file(everywhere(SCRIPTS["Hebrew"])).content)
    assert "מוכנות לייצור" in text_of(file)


def test_a_long_note_and_much_evidence_run_on_over_pages_and_nothing_is_cut() -> None:
    note = "\n".join(f"Line {nth} of what we saw while it ran." for nth in range(100))
    proofs = tuple(Evidence(text=f"Proof {nth}, as it was seen", date=TODAY) for nth in range(20))
    form = questionnaire(section("s", *(question(f"s.q{nth}") for nth in range(4))))
    found = read(a_dossier(form, {f"s.q{nth}": Answer(choices=("3",), note=note, evidence=proofs) for nth in range(4)}))
    for line in (*note.splitlines(), *(each.text for each in proofs)):
        assert found.text.count(squeezed(line)) == 4


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Zs", "Zl", "Zp", "Cc"]), max_size=60))
def test_any_text_is_set(text: str) -> None:
    form = questionnaire(section("s", question("s.q", text=text), title=text))
    found = read(a_dossier(form, {"s.q": Answer(choices=("1",), note=text)}, project=text))
    assert found.root["/MarkInfo"]["/Marked"]
    assert found.links() == []


@given(st.text())
def test_told_keeps_every_letter_that_can_be_seen(text: str) -> None:
    assert told(told(text)) == told(text)
    kept = [letter for letter in text if letter.isalnum()]
    assert [letter for letter in told(text) if letter.isalnum()] == kept


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "//x.example", "mailto:a@b.example", "", "x"]
)
def test_only_web_addresses_live(url: str) -> None:
    assert living_link(url) == ""
    assert living_link("https://ok.example/a?b=c#d") == "https://ok.example/a?b=c#d"


def test_what_the_standard_refuses_is_set_without_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    set_it = making.typeset

    def refusing(source: str, data: Any, *, standard: str | None = None, **more: Any) -> bytes:
        if standard:
            raise PreflightError("This document can't be set: PDF/UA-1 error")
        return set_it(source, data, **more)

    monkeypatch.setattr(making, "typeset", refusing)
    found = read(everywhere("Plain"))
    assert found.root["/MarkInfo"]["/Marked"]


def test_pictures_and_links_have_words_for_whoever_does_not_see_them() -> None:
    found = read(everywhere("Plain", url="https://ok.example/run"))
    assert len(alternatives(found)) == 4, "the radar, the trend, before and after, the plan"
    assert all(len(words) > 20 for words in alternatives(found))
    assert set(found.links()) == {"https://ok.example/run"}


def alternatives(found: Read) -> list[str]:
    """The alternative text of every figure."""

    def walk(element: Any) -> list[str]:
        element = element.get_object() if hasattr(element, "get_object") else element
        if not isinstance(element, dict):
            return []
        inside = element.get("/K", [])
        inside = inside.get_object() if hasattr(inside, "get_object") else inside
        own = [str(element.get("/Alt", ""))] if element.get("/S") == "/Figure" else []
        return own + [words for child in (inside if isinstance(inside, list) else [inside]) for words in walk(child)]

    return walk(found.root["/StructTreeRoot"])


def in_the_margins(of: Dossier, folder: Path) -> bool:
    """Whether no page of the report has ink in its outer margins; what stands beyond the page would reach them."""
    from PIL import Image

    file = folder / "report.pdf"
    file.write_bytes(report_file(of).content)
    for page in to_pictures(file, folder, dpi=30):
        with Image.open(page) as picture:
            grey = picture.convert("L").point(lambda shade: 255 * (shade < 200))
            box = grey.getbbox()
            if box is None or box[0] < grey.width * 0.07 or box[2] > grey.width * 0.93:
                return False
    return True


def test_long_names_everywhere_leave_the_radar_on_the_first_page() -> None:
    name = ("A project whose name says a lot about invoices and claims, and what else is done in that place " * 2)[:120]
    form = questionnaire(
        *(section(f"s{nth}", question(f"s{nth}.q"), title=f"{name[:58]} {nth}") for nth in range(7)), title=name
    )
    said = {f"s{nth}.q": f"{nth % 5}" for nth in range(7)}
    found = read(a_dossier(form, said, project=name, summary=f"{name} {name}", team=name, owner=name))
    assert squeezed("Over all dimensions") in squeezed(found.pages[0])
    assert squeezed("Claimed") in squeezed(found.pages[0])
