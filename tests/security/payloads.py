"""Texts that try to become more than text, and a questionnaire made of nothing else."""

from __future__ import annotations

from collections.abc import Callable

MARK = "pwn3d"
"""In the title, the name and every attribute that a payload would set, so that a test can look for it."""


def payloads(listener: str) -> tuple[str, ...]:
    """Each is one line, names itself by a word in front, and calls `listener` (http://127.0.0.1:port) when it works."""
    host = listener.partition("://")[2]
    return (
        f"script <script>document.title='{MARK}';fetch('{listener}/script')</script>",
        f"onerror <img src=x class={MARK} onerror=\"document.title='{MARK}';fetch('{listener}/onerror')\">",
        f"srcdoc <iframe class={MARK} srcdoc=\"<script>parent.document.title='{MARK}'</script>\"></iframe>",
        f"onload <svg class={MARK} onload=\"alert('{MARK}')\"><a href='{listener}/svg'>svg</a></svg>",
        f'attribute " class="{MARK}" onmouseover="alert(1)" style="background:url({listener}/attribute)',
        f"attribute ' class='{MARK}' onfocus='alert(1)' autofocus='",
        f"closing </p></style></title></textarea></script><img class={MARK} src='{listener}/closing'>",
        f"scheme [scheme](javascript:alert('{MARK}')) <a class={MARK} href=\"javascript:alert(1)\">go</a>",
        f"image ![image]({listener}/image) and <img class={MARK} src={listener}/tag>",
        f"reference ![reference][r] [r]: {listener}/reference",
        f"link [link]({listener}/link) <{listener}/angle> {listener}/bare",
        "www WWW.evil.example/a www.evil.example HTTPS://evil.example/b mailto:a@evil.example a@evil.example",
        f"entities &lt;img src={listener}/entities&gt; &#60;script&#62;alert(1)&#60;/script&#62; &amp;lt;b&amp;gt;",
        f"css }} body {{ background: url({listener}/css) }} @import '{listener}/import.css';",
        f"colour :red[colour] :red-background[x] :blue-badge[y] :material/home: :streamlit: :small[{MARK}]",
        "latex $\\href{javascript:alert(1)}{x}$ and $$\\frac{1}{2}$$ and \\(x\\)",
        "emoji :smile: :rocket: # one *two* _three_ ~~four~~ `five` **six** -> <- -- ==",
        "format {} {0} {0.__class__.__mro__} %s %(x)s ${x} {{x}} #{x}",
        f"bidi\u200f \u05d0\u05d1\u05d2 \u0627\u0644\u0639 1\u0301\u0302 \u200bzero {MARK}",
        f"plotly <a href='{listener}/plotly'>plotly</a><br><b>bold</b><sub>x</sub>",
        f"vector <svg><image class={MARK} href='{listener}/vector' xlink:href='{listener}/vector'/></svg>",
        f"foreign <math><mtext><table><mglyph><style><img class={MARK} src={listener}/foreign onerror=alert(1)>",
        f"backslash \\<img class={MARK} src=x onerror=alert(1)\\> \\[x\\]\\({listener}/backslash\\) \\",
        f"protocol //{host}/protocol <base class={MARK} href='{listener}/'>",
        f"meta <meta class={MARK} http-equiv=refresh content='0;url={listener}/meta'>",
    )


class Texts:
    """Hands out the payloads one after another, each time under a number of its own, and remembers what it gave."""

    def __init__(self, listener: str) -> None:
        self._payloads = payloads(listener)
        self.given: dict[str, str] = {}

    def __call__(self, name: str, *, longest: int = 100_000) -> str:
        """The next payload that fits; `name` says what it is for."""
        fitting = [each for each in self._payloads if len(each) + 5 <= longest]
        text = f"{len(self.given):02d} {fitting[len(self.given) % len(fitting)]}"
        self.given[name] = text
        return text


def questionnaire(take: Callable[..., str], *, version: int = 1) -> str:
    """A questionnaire in YAML in which every text that a person will read is a payload."""

    def q(name: str, longest: int = 100_000) -> str:
        return "'" + take(name, longest=longest).replace("'", "''") + "'"

    def options(of: str, count: int, *, points: bool = True) -> str:
        lines = []
        for level in range(count):
            point = f"points: {level}, " if points else ""
            label, text = q(f"{of}.{level}.label", 200), q(f"{of}.{level}.text")
            lines.append(f'          - {{id: "{level}", {point}label: {label}, text: {text}}}')
        return "\n".join(lines)

    def choice(question: str, *, critical: bool = False) -> str:
        steps = [q(f"{question}.do.{level}") for level in range(3)]
        improve = "\n".join(f'          "{level}": {{do: {step}, effort: M}}' for level, step in enumerate(steps))
        return f"""      - id: {question}
        text: {q(question)}
        why: {q(f"{question}.why")}
        evidence: {q(f"{question}.evidence")}
        prompts: [{q(f"{question}.prompt.1")}, {q(f"{question}.prompt.2")}]
        options:
{options(question, 4)}
        improve:
{improve}
{'        critical: "2"' if critical else ""}
"""

    sections = []
    for section in ("first", "second", "third", "fourth"):
        questions = "".join(choice(f"{section}.q{number}", critical=number == 1) for number in (1, 2, 3))
        head = f"  - id: {section}\n    title: {q(section, 200)}\n    asks: {q(f'{section}.asks')}\n"
        sections.append(f"{head}    questions:\n{questions}")
    return f"""format: 1
id: hostile
version: {version}
title: {q("title", 200)}
summary: {q("summary")}
language: en
minutes: 5
licence: {q("licence", 200)}
sources:
  - {{id: source, title: {q("source", 200)}}}
out_of: 4
sections:
{"".join(sections)}  - id: kinds
    title: {q("kinds", 200)}
    questions:
      - id: kinds.multi
        kind: multi
        combine: sum
        text: {q("kinds.multi")}
        options:
{options("kinds.multi", 3)}
      - id: kinds.number
        kind: number
        text: {q("kinds.number")}
        unit: {q("kinds.number.unit", 40)}
        min: 0
        max: 10
        bands: [{{from: 0, points: 0}}, {{from: 5, points: 4}}]
      - id: kinds.text
        kind: text
        text: {q("kinds.text")}
verdict:
  basis: weakest
  bands:
    - {{id: low, title: {q("band.low", 200)}, from: 0}}
    - {{id: middle, title: {q("band.middle", 200)}, from: 0.5}}
    - {{id: high, title: {q("band.high", 200)}, from: 0.75}}
  cap: low
  needs_coverage: 1
"""


UNSOUND = """format: 1
id: unsound
title: No
"<img src=x onerror=alert(1)> ![x](http://127.0.0.1:{port}/unsound) :red[x] $x$ <script>alert(1)</script>": 1
"[link](javascript:alert(1))": 2
sections: "<iframe srcdoc=x>"
"""
"""A file whose problems repeat what it holds; `{port}` is the listener's."""
