"""Which office files may be opened at all (THREATS.md B3, B4, B5)."""

from __future__ import annotations

import os
import time
import tracemalloc
import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from preflight.catalog.importers.package_check import FORM, MEGABYTE, TEMPLATE, PackageLimits, check_package
from preflight.domain.errors import Invalid
from tests.catalog.importers.packages import BOMB, CONTENT_TYPES, TYPES, locked, package, with_parts

pytestmark = pytest.mark.slow

BROKEN = "can't be opened"
LARGE = "grow too large"
PROGRAMS = "macros"
MACRO_TYPES = TYPES.replace(
    b"/>", b'><Default Extension="x" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
)


def deck() -> bytes:
    written = BytesIO()
    Presentation().save(written)
    return written.getvalue()


def workbook() -> bytes:
    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.add_worksheet().write_string(0, 0, "=1+1")
    book.close()
    return written.getvalue()


@pytest.mark.parametrize("limits", [TEMPLATE, FORM], ids=["template", "form"])
def test_what_office_programs_write_passes(limits: PackageLimits) -> None:
    check_package(deck(), what="The template", limits=limits)
    check_package(workbook(), what="The form", limits=limits)


def test_an_empty_picture_may_be_packed_tightly() -> None:
    check_package(with_parts(deck(), {"ppt/media/white.bmp": bytes(900_000)}), what="The template")


def test_a_drawing_may_have_a_dtd_of_its_own() -> None:
    svg = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg/>'
    check_package(with_parts(deck(), {"ppt/media/logo.svg": svg}), what="The template")


@pytest.mark.parametrize("name", ["ppt/slideMasters/slideMaster1.dat", "ppt/media/slideMaster1.svg"])
@pytest.mark.parametrize("before", ["    ", "\ufeff    ", " " * 70_000, "\n\n"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-be"])
def test_xml_is_weighed_whatever_its_part_is_called_and_begins_with(name: str, before: str, coding: str) -> None:
    kind = b"application/vnd.openxmlformats-officedocument.presentationml.slideMaster+xml"
    said = b'><Override PartName="/%b" ContentType="%b"/></Types>' % (name.encode(), kind)
    parts = {CONTENT_TYPES: TYPES.replace(b"/>", said), name: f"{before}<a>{'<b/>' * 2_000}</a>".encode(coding)}
    few = PackageLimits(packed=MEGABYTE, unpacked=MEGABYTE, xml=MEGABYTE, marks=2_000, parts=10)
    with pytest.raises(Invalid, match=f"{LARGE}|{BROKEN}"):
        check_package(package(parts), what="The template", limits=few)


def loose(filling: bytes, size: int) -> bytes:
    """XML of about this size that packs less tightly than the ratio."""
    piece = 4_000
    pieces = (os.urandom(32).hex().encode() + filling * (piece // len(filling)) for _ in range(size // piece))
    return b"<a>" + b"".join(pieces) + b"</a>"


REFUSED = {
    "nothing": (b"", BROKEN),
    "text": (b"Dear all, here is the template", BROKEN),
    "cut off": (deck()[:9_000], BROKEN),
    "another zip": (package().replace(b"[Content_Types]", b"[Contemp_Types]"), BROKEN),
    "old or with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000), "password"),
    "a zip with a password": (locked(package({"a.xml": b"<a/>"})), "password"),
    "too large": (bytes(20 * MEGABYTE + 1), "larger than 20 MB"),
    "a part out of zeros": (package({"ppt/media/a.bin": bytes(20 * MEGABYTE)}), LARGE),
    "many parts out of zeros": (package({f"ppt/media/{n}.bin": bytes(900_000) for n in range(20)}), LARGE),
    "large altogether": (package({f"{n}.bin": bytes(60 * MEGABYTE) for n in range(2)}), LARGE),
    "much XML": (package({"a.xml": loose(b"bcde", 31 * MEGABYTE)}), LARGE),
    "many tags": (package({"a.xml": loose(b"<b/>", 9 * MEGABYTE)}), LARGE),
    "many parts": (package({f"{n}.bin": b"" for n in range(2_001)}), "2,000 parts"),
    "very many parts": (b"PK\x01\x02" * 20_001, "2,000 parts"),
    "a DTD": (package({"ppt/slides/slide1.xml": BOMB}), "DTD"),
    "a DTD in UTF-16": (package({"a.xml": BOMB.decode().replace('<?xml version="1.0"?>', "").encode("utf-16")}), "DTD"),
    "a DTD under another name": (package({"ppt/slides/slide1.bin": BOMB}), "DTD"),
    "a DTD after a long comment": (
        package({"a.xml": b"<!--" + os.urandom(99_000).hex().encode() + b"-->" + BOMB}),
        BROKEN,
    ),
    "broken XML": (package({"a.xml": b"<a"}), BROKEN),
    "a macro": (package({"ppt/vbaProject.bin": b"\x00"}), PROGRAMS),
    "a macro under another name": (package({CONTENT_TYPES: MACRO_TYPES}), PROGRAMS),
    "out of the package": (package({"../../etc/passwd": b""}), "lead out"),
    "an absolute name": (package({"/etc/passwd": b""}), "lead out"),
    "a backslash": (package({"..\\x": b""}), "lead out"),
    "a name twice": (package({"a.xml": b"<a/>", "A.xml": b"<a/>"}), "stand twice"),
    "an unusual packing": (package({"a.bin": b"a" * 99}, method=zipfile.ZIP_LZMA), "unusual"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_nobody_should_open_is_refused_with_a_sentence_and_at_once(name: str) -> None:
    content, sentence = REFUSED[name]
    began = time.process_time()
    with pytest.raises(Invalid, match=sentence) as refused:
        check_package(content, what="The template")
    assert time.process_time() - began < 0.5
    assert str(refused.value).startswith("The template ")
    assert str(refused.value).endswith(".")


def test_a_refusal_takes_little_memory() -> None:
    content = package({f"ppt/slides/slide{n}.xml": b"<a>" + bytes(9 * MEGABYTE) for n in range(10)})
    tracemalloc.start()
    try:
        with pytest.raises(Invalid, match=LARGE):
            check_package(content, what="The template")
        assert tracemalloc.get_traced_memory()[1] < 100 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_a_size_that_is_not_true_is_found() -> None:
    """The directory says that a part is small; what is in it is not."""
    content = package({"ppt/a.xml": b"<a>" + b"b" * 9_000_000 + b"</a>"})
    lied = content.replace((9_000_007).to_bytes(4, "little"), (900).to_bytes(4, "little"))
    assert lied != content
    with pytest.raises(Invalid, match=BROKEN):
        check_package(lied, what="The template")


def test_a_form_is_held_to_less() -> None:
    with pytest.raises(Invalid, match="larger than 2 MB"):
        check_package(bytes(2 * MEGABYTE + 1), what="The form", limits=FORM)
    with pytest.raises(Invalid, match="200 parts"):
        check_package(package({f"{n}.bin": b"" for n in range(201)}), what="The form", limits=FORM)


@given(st.binary(max_size=2_000), st.integers(0, 30_000))
def test_whatever_is_wrong_is_said_in_one_way(noise: bytes, place: int) -> None:
    content = DECK[:place] + noise + DECK[place + len(noise) :]
    try:
        check_package(content, what="The template")
    except Invalid:
        pass


DECK = deck()
