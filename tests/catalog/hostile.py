"""Files that mean harm, made in code: bombs, nests, floods, odd encodings (THREATS.md B1).

Run as a program it reads them all in one process, and prints how many MB of memory that took at most.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from preflight.catalog.events import DEEPEST, LONGEST_SCALAR, MOST_BYTES, MOST_TOGETHER
from preflight.catalog.reading import read_questionnaire
from preflight.domain.errors import UnsoundFile
from tests.catalog.documents import SOUND, large

M = MOST_BYTES
_LAUGHS = "\n".join(f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]" for level in range(1, 10))
_MERGES = "\n".join(f"m{level}: &m{level} {{<<: [{', '.join([f'*m{level - 1}'] * 9)}]}}" for level in range(1, 10))
_FLAG = "\U0001f600"


def _grid(cell: str, rows: int, columns: int) -> str:
    row = f"[{','.join([cell] * columns)}]"
    return f"format: [{','.join([row] * rows)}]"


def _questions(line: str, count: int) -> str:
    """So many questions that each hold one bad line."""
    return SOUND.replace(
        "      - id: first.one\n",
        "".join(f"      - id: q{index}\n        text: T\n        {line}\n" for index in range(count))
        + "      - id: first.one\n",
    )


def _circles(count: int) -> str:
    """So many questions that each wait for all the others, as far as a condition may go."""
    names = [f"q{index}" for index in range(count)]
    wish = "||".join(f"{name}:a" for name in names)[:1_990].rpartition("||")[0]
    head = SOUND.split("sections:\n", 1)[0] + "sections:\n  - id: first\n    title: F\n    questions:\n"
    tail = "verdict: {bands: [{id: low, title: Low, from: 0}]}\n"
    options = "options: [{id: a, label: A}]"
    return head + "".join(f"    - {{id: {name}, text: T, {options}, show_if: '{wish}'}}\n" for name in names) + tail


def _keys(rows: int) -> str:
    """Mappings with bad keys, each as large as it may be, in as many lines."""
    row = "{" + ",".join(f"{n}: 1" for n in range(MOST_TOGETHER // 2)) + "}"
    return "format: 1\nsources:\n" + f"- {row}\n" * rows


FILES: dict[str, Callable[[], bytes | str]] = {
    "nothing": lambda: "",
    "only a byte order mark": lambda: b"\xef\xbb\xbf",
    "only spaces": lambda: " " * M,
    "only line breaks": lambda: "\n" * M,
    "only comments": lambda: "#\n" * (M // 2),
    "one byte too large": lambda: "#" * (M + 1),
    "ten times too large": lambda: SOUND + "#" * (10 * M),
    "200 kB of [": lambda: "[" * 200_000,
    "1 MiB of [": lambda: "[" * M,
    "1 MiB of {": lambda: "{" * M,
    "1 MiB of [ on lines": lambda: "[\n" * (M // 2),
    "1 MiB of dashes": lambda: "- " * (M // 2),
    "1 MiB of question marks": lambda: "? " * (M // 2),
    "1 MiB of ]": lambda: "]" * M,
    "1 MiB of colons": lambda: "a: " * (M // 3),
    "a staircase": lambda: "".join(" " * step + "a:\n" for step in range(1_400)),
    "one level too deep": lambda: "a: " + "[" * DEEPEST + "]" * DEEPEST,
    "a billion laughs": lambda: 'l0: &l0 "lol"\n' + _LAUGHS,
    "a merge bomb": lambda: "m0: &m0 {a: 1}\n" + _MERGES,
    "an alias to itself": lambda: "format: &a [*a]",
    "an alias to nothing": lambda: SOUND.replace("version: 1", "version: *gone"),
    "a merge key": lambda: SOUND + "<<: {id: other}\n",
    "a flood of anchors": lambda: "format: [" + "&a b," * (M // 7) + "]",
    "a flood of aliases": lambda: "format: [&a b" + ", *a" * (M // 5) + "]",
    "a flood of tags": lambda: "format: [" + "!a b," * (M // 7) + "]",
    "a tag that makes an object": lambda: "!!python/object/apply:os.system ['true']",
    "a tagged mapping": lambda: "!!python/object:os.stat {a: 1}",
    "a binary tag": lambda: "format: !!binary AAAA",
    "a set": lambda: "format: !!set {a, b}",
    "a flood of tag directives": lambda: "".join(f"%TAG !a{n}! tag:x,2000:\n" for n in range(30_000)) + "--- a",
    "directives after a document": lambda: "a: 1\n...\n" + "%TAG !a! tag:x,2000:\n" * 30_000,
    "a YAML directive": lambda: "%YAML 1.1\n---\n" + SOUND,
    "two documents": lambda: SOUND + "---\n" + SOUND,
    "a flood of documents": lambda: "--- a\n" * (M // 6),
    "a duplicate key": lambda: SOUND + "id: other\n",
    "a flood of one key": lambda: "a: 1\n" * (M // 5),
    "a flood of keys": lambda: "".join(f"{n}: 1\n" for n in range(M // 10)),
    "one key as often as may be": lambda: "a: 1\n" * (MOST_TOGETHER // 2),
    "as many keys as may be": lambda: "".join(f"{n}: 1\n" for n in range(MOST_TOGETHER // 2)),
    "as many bad keys as may be": lambda: _keys(57),
    "a key of its own for each byte": lambda: "{" + ",".join(f"{n}" for n in range(M // 8)) + "}",
    "a list as a key": lambda: "[a, b]: 1\n" + SOUND,
    "a mapping as a key": lambda: "? {a: b}\n: 1\n" + SOUND,
    "a key without a word": lambda: SOUND + ": 1\n",
    "a flat flood": lambda: "format: [" + "a," * (M // 2 - 10) + "]",
    "a flood of empty lists": lambda: "format: [" + "[]," * (M // 3 - 10) + "]",
    "a flood of words in lists": lambda: _grid("a", 110, 1_000),
    "a flood of lists in lists": lambda: _grid("[]", 59, 1_000),
    "too many values in lists": lambda: _grid("a", 300, 1_000),
    "a scalar too long": lambda: SOUND.replace('"Small"', '"' + "a" * (LONGEST_SCALAR + 1) + '"'),
    "a scalar of 1 MiB": lambda: "a" * M,
    "a key of 1 MiB": lambda: "a" * (M - 3) + ": 1",
    "a block of 1 MiB": lambda: "title: |\n" + " a\n" * (M // 3 - 5),
    "1 MiB of quotes": lambda: "'" * M,
    "a quote that never ends": lambda: 'title: "' + "a" * (M - 10),
    "1 MiB of escapes": lambda: 'title: "' + "\\U0001F600" * (M // 10 - 2) + '"',
    "an escape past Unicode": lambda: 'title: "\\UFFFFFFFF"',
    "an escaped surrogate": lambda: SOUND.replace('"Small"', '"\\uD800"'),
    "an escaped NUL": lambda: SOUND.replace('"Small"', '"a\\0b"'),
    "an escaped override of direction": lambda: SOUND.replace('"Small"', '"a\\u202Eb"'),
    "an override of direction": lambda: SOUND.replace('"Small"', '"a\u202eb"'),
    "a NUL": lambda: SOUND.replace('"Small"', '"a\0b"'),
    "1 MiB of NUL": lambda: "\0" * M,
    "an escape sequence for a terminal": lambda: SOUND.replace('"Small"', '"\x1b[31mred"'),
    "a C1 control": lambda: SOUND.replace('"Small"', '"a\x85b"'),
    "a line separator": lambda: SOUND.replace('"Small"', '"a\u2028b"'),
    "a byte order mark inside": lambda: SOUND.replace('"Small"', '"a\ufeffb"'),
    "private use": lambda: SOUND.replace('"Small"', '"a\ue000b"'),
    "marks on one letter": lambda: SOUND.replace('"Small"', '"a' + "\u0301\u0316" * 99 + '"'),
    "a flood of marks": lambda: _questions("why: a" + "\u0301\u0316" * 1_990, 120),
    "UTF-16": lambda: SOUND.encode("utf-16"),
    "UTF-16 without a mark": lambda: SOUND.encode("utf-16-le"),
    "UTF-32": lambda: SOUND.encode("utf-32"),
    "Latin-1": lambda: SOUND.replace("Small", "Über").encode("latin-1"),
    "a surrogate in UTF-8": lambda: SOUND.encode().replace(b"Small", b"\xed\xa0\x80"),
    "an overlong byte": lambda: SOUND.encode().replace(b"Small", b"\xc0\xaf"),
    "half a letter at the end": lambda: SOUND.encode() + _FLAG.encode()[:2],
    "random bytes": lambda: bytes((n * 7919 + n // 3) % 256 for n in range(M)),
    "tabs": lambda: "\t" * M,
    "a tab before a key": lambda: SOUND.replace("  - id: first\n", "\t- id: first\n"),
    "a text, not keys": lambda: "just a text",
    "a list, not keys": lambda: "- format: 1",
    "a number of 20,000 digits": lambda: SOUND.replace("version: 1", "version: " + "9" * LONGEST_SCALAR),
    "a condition of 20,000 brackets": lambda: SOUND.replace("first.one:2", "(" * LONGEST_SCALAR),
    "a condition of 2,000 exclamation marks": lambda: SOUND.replace("first.one:2", "!" * 1_999),
    "a thousand circles": lambda: _circles(50),
    "a flood of conditions": lambda: _circles(500),
    "a flood of unknown sources": lambda: SOUND.replace("[paper]", f"[{','.join(['papr'] * 20_000)}]"),
    "a flood of bad lines": lambda: _questions("wait: 1", 900),
    "a flood of unknown scales": lambda: _questions("scale: level", 900),
    "1,001 questions": lambda: large(1_001, minimal=True),
}


def contents(name: str) -> bytes:
    made = FILES[name]()
    return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


def refused() -> Iterator[str]:
    """The names of the files, each after it was refused."""
    for name in FILES:
        try:
            read_questionnaire(contents(name), file="hostile.yaml")
        except UnsoundFile:
            yield name


def most_mb() -> int:
    """The most memory that this process has held. ru_maxrss may be the parent's: it outlives exec on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) // 1024
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    before = most_mb()
    assert len(list(refused())) == len(FILES)
    print(most_mb() - before)
