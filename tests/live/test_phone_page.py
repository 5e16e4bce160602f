"""The phone page as a file: small, whole, closed, and readable for the phones that people really bring."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from itertools import chain

import pytest

from preflight.live.phone_page import FOLDER, SCRIPTS, phone_page

PAGE = phone_page().body.decode()
STYLE = PAGE.partition("<style>")[2].partition("</style>")[0]
SCRIPT = PAGE.partition('<script type="module">')[2].partition("</script>")[0]
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}
CODE = {name: text for name, text in SOURCES.items() if name.endswith(".js")}

TOO_NEW = {
    "a newer selector": r":has\(|:is\(|:where\(",
    "a newer colour": r"light-dark\(|color-mix\(|oklch\(|rgb\([^),]+ ",
    "a newer property": r"[ ;{](inset|aspect-ratio|margin-inline|padding-inline|accent-color)\s*:",
    "a newer unit": r"\d(dvh|svh|lvh|cqw)\b",
    "a newer operator": r"\?\?=|\|\|=|&&=",
    "a newer method": r"\.(at|replaceAll|replaceChildren|findLast|findLastIndex|toSorted|hasOwn|allSettled)\(",
    "a newer function": r"structuredClone|randomUUID",
    "a newer kind of member": r"\bstatic \{|[ .]#\w+\s*[=(;]",
    "a dialog": r"showModal|<dialog",
}
"""What the Chrome 80 and the Safari 14 of a five-year-old phone don't know."""

READS_MARKUP = r"innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|srcdoc|createContextualFragment"
RUNS_TEXT = r"\beval\b|new Function|setTimeout\(\s*[\"'`]|import\("


def test_it_is_under_thirty_kilobytes() -> None:
    assert len(PAGE.encode()) < 30_000
    assert gzip.decompress(phone_page().packed).decode() == PAGE


def test_it_is_built_once() -> None:
    assert phone_page() is phone_page()


def test_nothing_is_fetched_from_anywhere() -> None:
    assert "://" not in PAGE
    assert "@import" not in STYLE
    assert "url(" not in STYLE
    assert "src=" not in PAGE
    assert re.findall(r'href="([^"]*)"', PAGE) == ["data:,"]


@pytest.mark.parametrize(("directive", "inline"), [("script-src", SCRIPT), ("style-src", STYLE)])
def test_the_policy_knows_the_inline_parts_by_their_hash(directive: str, inline: str) -> None:
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert f"{directive} 'sha256-{digest}';" in phone_page().policy


def test_the_policy_allows_nothing_else() -> None:
    rest = re.sub(r"'sha256-[^']+'", "HASH", phone_page().policy)
    assert rest == (
        "default-src 'none'; script-src HASH; style-src HASH; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def test_the_policy_names_the_sockets_of_one_host() -> None:
    policy = phone_page().policy_for("192.168.1.20:8501")
    assert "connect-src 'self' ws://192.168.1.20:8501 wss://192.168.1.20:8501;" in policy


def test_no_inline_handler_and_no_inline_style() -> None:
    assert not re.search(r"<[^>]+ (on\w+|style)=", PAGE)


@pytest.mark.parametrize("name", CODE)
@pytest.mark.parametrize("pattern", [READS_MARKUP, RUNS_TEXT, r"setAttribute\([\"']style"])
def test_no_text_becomes_markup_or_code(name: str, pattern: str) -> None:
    assert not re.search(pattern, CODE[name])


@pytest.mark.parametrize("what", TOO_NEW)
def test_nothing_is_newer_than_the_phones(what: str) -> None:
    found = {name: re.findall(TOO_NEW[what], text) for name, text in SOURCES.items()}
    assert not any(found.values()), found


def test_only_a_grid_has_gaps() -> None:
    """A flex container knows `gap` from Chrome 84 and Safari 14.1 on only."""
    rules = re.findall(r"[^{}]+\{[^{}]*[{;]gap:[^{}]*\}", STYLE)
    assert rules
    assert [rule for rule in rules if "display:grid" not in rule] == []


def test_every_colour_comes_from_the_theme() -> None:
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b[^{]*;|\brgba?\(|\bhsla?\(", SOURCES["phone.css"])
    light, dark = (set(re.findall(r"(--[\w-]+):#", part)) for part in STYLE.split("@media", 1))
    assert light == dark == set(re.findall(r"var\((--[\w-]+)\)", STYLE))


def test_every_script_is_on_the_page_after_those_it_imports() -> None:
    assert sorted(f"{name}.js" for name in SCRIPTS) == sorted(CODE)
    for at, name in enumerate(SCRIPTS):
        assert set(re.findall(r'^import .* from "\./(\w+)\.js"$', CODE[f"{name}.js"], re.M)) <= set(SCRIPTS[:at])


def test_no_two_scripts_have_the_same_name_at_their_top() -> None:
    """On the page they share one scope."""
    named = r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)"
    names = list(chain.from_iterable(re.findall(named, text, re.M) for text in CODE.values()))
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", CODE)
def test_the_words_survive_the_squeezing(name: str) -> None:
    code = [line for line in CODE[name].splitlines() if not re.match(r"\s*//|import ", line)]
    for line in code:
        for words in re.findall(r'"[^"]*"|`[^`]*`', line):
            assert words in SCRIPT
        assert line.count("`") <= 2 or not re.search(r"\$\{[^}`]*`", line), f"a template inside a template: {line}"
        assert not re.search(r"[=(]\s*/[^/*][^\n]* [^\n]*/[gimu]*[.;,)]", line), f"a space in a pattern: {line}"
