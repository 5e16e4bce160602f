"""Whether an office file (a zip with XML in it) may be opened at all, before any library takes it apart.

Zips grow a thousandfold when they are unpacked, XML can define itself ever longer, and a document can bring a program
along (THREATS.md B3, B4, B5). Nothing is unpacked here but the XML, piece by piece, with every piece counted.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from preflight.domain.errors import Invalid

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLimits:
    """`packed`, `unpacked` and `xml` (all XML unpacked) are in bytes, `marks` are tags and attributes in all XML."""

    packed: int
    unpacked: int
    xml: int
    marks: int
    parts: int


TEMPLATE: Final = PackageLimits(
    packed=20 * MEGABYTE, unpacked=100 * MEGABYTE, xml=30 * MEGABYTE, marks=500_000, parts=2_000
)
"""A company's template of a hundred layouts has under 200,000 marks."""
FORM: Final = PackageLimits(packed=2 * MEGABYTE, unpacked=20 * MEGABYTE, xml=20 * MEGABYTE, marks=150_000, parts=200)
"""A form of a hundred questions has about 30,000 marks."""
CSV_BYTES: Final = 5 * MEGABYTE

_RATIO: Final = 150
_SMALL: Final = MEGABYTE
"""A part below it may be packed as tightly as it likes, as an empty picture is; all together are held to the ratio."""
_PIECE: Final = 1 << 18
_PROLOG: Final = 1 << 16
"""Within so many bytes the first element begins; older parsers take quadratic time over a longer token."""
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_LOCKED_OR_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of files with a password, and of Office before 2007."""
_ENCRYPTED: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_CONTENT_TYPES: Final = "[Content_Types].xml"
_PROGRAMS: Final = (b"vbaproject", b"macroenabled", b"macrosheet", b"activex")
_MARKS_OF_ORDER: Final = (b"\xef\xbb\xbf", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
_XML_STARTS: Final = (b"<", b"\x4c\x6f\xa7\x94")
"""After white space and zeros; the second are the same letters in EBCDIC, which lxml reads as well."""
_DRAWING: Final = "image/svg+xml"


def check_package(content: bytes, *, what: str, limits: PackageLimits = TEMPLATE) -> None:
    """Return when the file may be opened, else raise Invalid with one sentence; `what` begins it ("The template").

    Refused are: what is no office file or is broken, a password, more than the limits, more than 150 bytes out of one,
    macros, DTDs and entities, and names that lead out of the package or stand twice.
    """
    if len(content) > limits.packed:
        raise Invalid(f"{what} is larger than {limits.packed // MEGABYTE} MB.")
    if content.startswith(_LOCKED_OR_OLD):
        raise Invalid(f"{what} has a password or is in an old format; save it anew without a password.")
    # Each entry is an object once the zip is opened, so they are counted before; an embedded workbook has its own.
    if content.count(_DIRECTORY_ENTRY) > limits.parts * 10:
        raise Invalid(f"{what} has more than {limits.parts:,} parts.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            _check_entries(entries, what, limits)
            _check_xml(package, entries, what, limits)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError, zlib.error) as error:
        raise Invalid(f"{what} can't be opened: it is broken or no office file.") from error


def _check_entries(entries: list[zipfile.ZipInfo], what: str, limits: PackageLimits) -> None:
    """What the directory of the zip says, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if _CONTENT_TYPES not in names:
        raise Invalid(f"{what} can't be opened: it is broken or no office file.")
    if len(entries) > limits.parts:
        raise Invalid(f"{what} has more than {limits.parts:,} parts.")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Invalid(f"{what} has a password; save it anew without one.")
    if len({name.casefold() for name in names}) < len(names) or any(map(_leads_out, names)):
        raise Invalid(f"{what} holds parts with names that stand twice or lead out of it.")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise Invalid(f"{what} is packed in an unusual way; save it anew.")
    packed, unpacked = sum(entry.compress_size for entry in entries), sum(entry.file_size for entry in entries)
    too_tight = unpacked > max(packed * _RATIO, _SMALL) or any(
        entry.file_size > max(entry.compress_size * _RATIO, _SMALL) for entry in entries
    )
    if too_tight or unpacked > limits.unpacked:
        raise Invalid(f"{what} would grow too large when it is unpacked.")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_xml(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], what: str, limits: PackageLimits) -> None:
    size, marks = 0, 0
    drawings = _drawings(package, entries, what)
    for entry in entries:
        name = entry.filename.casefold()
        if name.endswith("vbaproject.bin"):
            raise Invalid(f"{what} holds macros or other programs; save it anew without them.")
        with package.open(entry) as part:
            start = part.read(_PROLOG)
        named = name.endswith((".xml", ".rels"))
        if not named and (name in drawings or not _reads_as_xml(start)):
            continue
        _check_prolog(package, entry, what)
        for piece in _pieces(package, entry):
            size += len(piece)
            marks += piece.count(b"<") + piece.count(b"=")
            if size > limits.xml or marks > limits.marks:
                raise Invalid(f"{what} would grow too large when it is unpacked.")
        listing = name.endswith(".rels") or entry.filename == _CONTENT_TYPES
        if listing and any(program in package.read(entry).replace(b"\x00", b"").lower() for program in _PROGRAMS):
            raise Invalid(f"{what} holds macros or other programs; save it anew without them.")


def _drawings(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], what: str) -> frozenset[str]:
    """Pictures that are never read as XML, and to which drawing programs give a DTD: by their names, which any part may
    have, and by what the package says that they are."""
    named = {name for entry in entries if (name := entry.filename.casefold()).endswith(".svg")}
    if not named:
        return frozenset()
    if package.getinfo(_CONTENT_TYPES).file_size > _SMALL:
        raise Invalid(f"{what} would grow too large when it is unpacked.")
    try:
        types = fromstring(package.read(_CONTENT_TYPES))
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise Invalid(f"{what} can't be opened: it is broken or no office file.") from error
    others = [each for each in types if each.get("ContentType", "").casefold() != _DRAWING]
    if any(each.get("Extension", "").casefold() == "svg" for each in others):
        return frozenset()
    return frozenset(named - {each.get("PartName", "").casefold().removeprefix("/") for each in others})


def _reads_as_xml(start: bytes) -> bool:
    """Whether some parser might take a part that begins so for XML; where all of it is white space, it might."""
    bare = start
    for mark in _MARKS_OF_ORDER:
        bare = bare.removeprefix(mark)
    bare = bare.lstrip(b" \t\r\n\x00")
    return bare.startswith(_XML_STARTS) or (not bare and bool(start.strip(b"\x00")))


def _check_prolog(package: zipfile.ZipFile, entry: zipfile.ZipInfo, what: str) -> None:
    """A DTD can stand only before the first element, so nothing needs to be read beyond it."""
    with package.open(entry) as part:
        start = BytesIO(part.read(_PROLOG))
        try:
            next(iterparse(start, events=("start",), forbid_dtd=True))
        except DefusedXmlException as error:
            raise Invalid(f"{what} holds a DTD or entities, which no office program writes; save it anew.") from error
        except (ParseError, StopIteration, LookupError) as error:
            raise Invalid(f"{what} can't be opened: it is broken or no office file.") from error


def _pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    part: IO[bytes]
    with package.open(entry) as part:
        while piece := part.read(_PIECE):
            yield piece
