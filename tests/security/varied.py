"""Inputs as strangers would make them: bytes at random, sound ones damaged, and sound in form with anything inside.

raw()                     bytes and texts that were never sound
damaged(examples)         a sound one with bits flipped, cut, spliced with another, doubled, nested deep
structured(form, …)       a value of the reader's form (JSON, YAML, a zip of XML, a table), any part replaced
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from enum import StrEnum
from functools import cache
from typing import Any

import yaml
from hypothesis import strategies as st
from lxml import etree

from tests.forged import ANYTHING, places

NASTY = (
    *("", "0", "-1", "1e400", "NaN", "-Infinity", "null", "true", "[]", "{}", "0/0", "1/0", "9" * 5_000, "1.5"),
    *("2026-13-45", "é", "日本", "😀", "\u0301" * 40, "\u202e", "\x00", "\x85", "\u2028", "\ufeff", "\ud800", "\t"),
    *("\r\n", "'", '"', "\\", "=1+1", "../../etc/passwd", "%00", "%ZZ", "&amp;", "<!DOCTYPE a [", "]]>", "{{"),
    *("${x}", "' OR 1=1 --", "&x", "*x", "<<:"),
)  # fmt: skip
NESTS = (b"[", b"{", b"(", b'{"a":', b"- ", b"!", b"<a>", b"((", b'["', b"\xff")
DEPTHS = (3, 40, 2_000, 60_000)
_TOKEN = re.compile(rb"[\w.-]+|[^\w\s]")


class Form(StrEnum):
    """What a sound input is made of, so that a part of it can be replaced by anything."""

    JSON = "JSON"
    SIGNED = "JSON with a checksum"
    YAML = "YAML"
    PACKAGE = "a zip of XML"
    TABLE = "CSV"
    WORDS = "words"


def raw() -> st.SearchStrategy[bytes]:
    """Bytes that were never meant for a reader."""
    texts = st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.binary(max_size=600) | texts | st.sampled_from([each.encode("utf-8", "surrogatepass") for each in NASTY])


@st.composite
def damaged(draw: st.DrawFn, examples: Sequence[bytes]) -> bytes:
    """One to four damages to one of the examples."""
    data = draw(st.sampled_from(examples))
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted(draw(st.tuples(_place(data), _place(data))))
        match draw(st.sampled_from(["flip", "cut", "end", "splice", "double", "nest", "word", "bytes"])):
            case "flip" if data:
                data = (
                    data[:at] + bytes([data[min(at, len(data) - 1)] ^ (1 << draw(st.integers(0, 7)))]) + data[at + 1 :]
                )
            case "cut":
                data = data[:at] + data[to:]
            case "end":
                data = data[:at]
            case "splice":
                other = draw(st.sampled_from(examples))
                data = data[:at] + other[draw(_place(other)) :]
            case "double":
                data = data[:to] + data[at:to][:20_000] * draw(st.sampled_from([1, 2, 50])) + data[to:]
            case "nest":
                data = data[:at] + draw(st.sampled_from(NESTS)) * draw(st.sampled_from(DEPTHS)) + data[at:]
            case "word":
                data = _word_replaced(draw, data, at)
            case _:
                data = data[:at] + draw(st.binary(max_size=8)) + data[to if to - at < 8 else at :]
        data = data[:2_000_000]
    return data


def structured(
    form: Form, examples: Sequence[bytes], sign: Callable[[Any], bytes] | None = None
) -> st.SearchStrategy[bytes]:
    """Inputs whose outside is sound. `sign` makes a changed JSON value one whose checksum is right."""
    match form:
        case Form.PACKAGE:
            return packages(tuple(examples))
        case Form.TABLE:
            return tables(tuple(examples))
        case Form.WORDS:
            return wordings(tuple(examples))
        case Form.YAML:
            found = [_in_yaml(each) for each in examples]
            return st.builds(_yaml_of, replaced(found) | ANYTHING, st.booleans())
        case Form.SIGNED:
            assert sign is not None
            return replaced([json.loads(each) for each in examples], within="content").map(sign)
    return st.builds(json_of, replaced([json.loads(each) for each in examples]) | ANYTHING, st.booleans())


@st.composite
def replaced(draw: st.DrawFn, values: Sequence[Any], within: str | None = None) -> Any:
    """A JSON value with one to three places exchanged for anything, for a copy of another place, or gone."""
    number = draw(st.integers(0, len(values) - 1))
    value = deepcopy(values[number])
    content = value if within is None else value[within]
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(content))[1:]
        if not found:
            return draw(ANYTHING)
        *way, last = draw(st.sampled_from(found))
        holder = _at(content, way)
        how = draw(st.sampled_from(["anything", "word", "copy", "gone", "twice", "more"]))
        if how == "copy":
            holder[last] = deepcopy(_at(content, draw(st.sampled_from(found))))
        elif how == "gone":
            del holder[last]
        elif how == "twice" and isinstance(holder, list):
            holder.append(deepcopy(holder[last]))
        elif how == "more" and isinstance(holder, dict):
            holder[draw(st.sampled_from(NASTY) | st.text(max_size=5))] = draw(ANYTHING)
        else:
            holder[last] = draw(st.sampled_from(NASTY) if how == "word" else ANYTHING)
    return value


def json_of(value: Any, plain: bool = True) -> bytes:
    """As JSON, with halves of characters where it holds some."""
    return json.dumps(value, ensure_ascii=plain).encode("utf-8", "surrogatepass")


@st.composite
def packages(draw: st.DrawFn, examples: tuple[bytes, ...]) -> bytes:
    """An office file with one to three of its XML parts changed inside, or parts gone, doubled or exchanged."""
    parts = dict(_parts(draw(st.sampled_from(examples))))
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(parts) or [""]))
        match draw(st.sampled_from(["inside", "inside", "inside", "gone", "bytes", "other", "moved"])):
            case "inside" if parts.get(name, b"").lstrip()[:1] == b"<":
                parts[name] = draw(_xml_changed(parts[name]))
            case "gone":
                parts.pop(name, None)
            case "other":
                parts[name] = parts[draw(st.sampled_from(sorted(parts) or [name]))] if parts else b""
            case "moved":
                parts[f"{name}{draw(st.sampled_from(['x', '/', '.rels', '2.xml']))}"] = parts.pop(name, b"")
            case _:
                parts[name] = draw(damaged((parts.get(name, b""),)))[:200_000]
    return _zipped(parts)


@st.composite
def tables(draw: st.DrawFn, examples: tuple[bytes, ...]) -> bytes:
    """A CSV with cells, rows, separators or the head exchanged."""
    text = draw(st.sampled_from(examples)).decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")]
    cell = st.sampled_from(NASTY) | st.text(max_size=12) | st.sampled_from([each for row in rows for each in row])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(rows) - 1))
        match draw(st.sampled_from(["cell", "cell", "cell", "row", "twice", "short", "column"])):
            case "cell" if rows[at]:
                rows[at][draw(st.integers(0, len(rows[at]) - 1))] = draw(cell)
            case "row":
                rows[at] = draw(st.lists(cell, max_size=20))
            case "twice":
                rows.insert(at, [*rows[at]])
            case "short":
                rows[at] = rows[at][: draw(st.integers(0, len(rows[at])))]
            case _:
                for row in rows:
                    row.insert(min(2, len(row)), draw(cell))
    written = io.StringIO()
    dialect = draw(
        st.sampled_from([{"delimiter": ","}, {"delimiter": ";"}, {"delimiter": "\t"}, {"lineterminator": "\r"}])
    )
    csv.writer(written, **dialect, escapechar="\\").writerows(rows)  # type: ignore[arg-type]
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-32"]))
    return written.getvalue().encode(encoding, "surrogatepass" if encoding != "cp1252" else "replace")


@st.composite
def wordings(draw: st.DrawFn, examples: tuple[bytes, ...]) -> bytes:
    """Words of the examples and nasty ones, in any order, with whatever between them."""
    words = sorted({word for each in examples for word in _TOKEN.findall(each)})
    word = st.sampled_from(words) | st.sampled_from(NASTY).map(lambda each: each.encode("utf-8", "surrogatepass"))
    between = draw(st.sampled_from([b"", b" ", b"=", b";", b",", b"\n", b"&", b".", b"/"]))
    found = between.join(draw(st.lists(word, max_size=8)))
    whole = draw(st.sampled_from(examples))
    return draw(st.sampled_from([found, whole + between + found, found + between + whole]))


def _place(data: bytes) -> st.SearchStrategy[int]:
    return st.integers(0, max(0, len(data)))


def _word_replaced(draw: st.DrawFn, data: bytes, at: int) -> bytes:
    found = _TOKEN.search(data, at) or _TOKEN.search(data)
    if found is None:
        return data
    new = draw(st.sampled_from(NASTY)).encode("utf-8", "surrogatepass")
    return data[: found.start()] + new + data[found.end() :]


def _at(content: Any, way: Sequence[Any]) -> Any:
    for step in way:
        content = content[step]
    return content


def _in_yaml(data: bytes) -> Any:
    return json.loads(json.dumps(yaml.safe_load(data), default=str))


def _yaml_of(value: Any, flow: bool) -> bytes:
    if flow:
        return json_of(value, False)
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


@cache
def _parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name or "none", content)
    return written.getvalue()


@st.composite
def _xml_changed(draw: st.DrawFn, part: bytes) -> bytes:
    """The XML with elements gone, doubled, moved or renamed, and attributes and texts exchanged."""
    try:
        root = etree.fromstring(part, etree.XMLParser(huge_tree=False, resolve_entities=False))
    except etree.XMLSyntaxError:
        return draw(damaged((part,)))
    word = st.sampled_from(NASTY) | st.sampled_from(
        ["-1", "99999999999999999999", "A1", "ZZZ999999999", "rId1", "0.5", "1e999"]
    )
    for _ in range(draw(st.integers(1, 4))):
        elements = [each for each in root.iter() if isinstance(each.tag, str)]
        each = elements[draw(st.integers(0, len(elements) - 1))]
        above, how = (
            each.getparent(),
            draw(st.sampled_from(["gone", "twice", "into", "name", "attribute", "attribute", "text"])),
        )
        if how == "gone" and above is not None:
            above.remove(each)
        elif how == "twice" and above is not None:
            above.append(deepcopy(each))
        elif how == "into":
            elements[draw(st.integers(0, len(elements) - 1))].append(deepcopy(each))
        elif how == "name":
            each.tag = elements[draw(st.integers(0, len(elements) - 1))].tag
        elif how == "attribute" and each.attrib:
            name = draw(st.sampled_from(sorted(each.attrib)))
            if draw(st.booleans()):
                _set(each, name, draw(word))
            else:
                del each.attrib[name]
        else:
            _set(each, None, draw(word))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _set(element: Any, attribute: str | None, value: str) -> None:
    try:
        if attribute is None:
            element.text = value
        else:
            element.set(attribute, value)
    except ValueError:
        pass  # what XML can't hold is given as bytes elsewhere
