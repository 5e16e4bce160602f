"""Files for the tests of the catalog: a small sound questionnaire, the example of the format, and how to spoil them.

A place is written into the text itself: `spoiled("id: alpha", "id: ⟦Alpha")` gives the file without the mark, and the
line and column at which it stood.
"""

from __future__ import annotations

MARK = "⟦"

SOUND = """\
format: 1
id: small
version: 1
title: "Small"
sources:
  - {id: paper, title: "A paper"}
scales:
  levels:
    - {id: "0", points: 0, label: "None"}
    - {id: "1", points: 1, label: "Some"}
    - {id: "2", points: 2, label: "All"}
sections:
  - id: first
    title: "First"
    questions:
      - id: first.one
        text: "How far is one?"
        scale: levels
        critical: "1"
        improve:
          "0": {do: "Begin.", effort: S}
        sources: [paper]
      - id: first.two
        kind: multi
        text: "Which of these?"
        combine: sum
        options:
          - {id: crm, points: 1, label: "CRM"}
          - {id: erp, points: 2, label: "ERP"}
          - {id: neither, points: 0, label: "Neither", exclusive: true}
      - id: first.three
        kind: number
        text: "How many?"
        unit: "a day"
        min: 0
        max: 100
        bands: [{from: 0, points: 0}, {from: 10, points: 4}]
  - id: second
    title: "Second"
    show_if: "first.one:2"
    sections:
      - id: inner
        title: "Inner"
        questions:
          - id: inner.rules
            kind: multi
            text: "What is done?"
            options:
              - {id: a, label: "A"}
              - {id: b, label: "B"}
            rules:
              - {when: "a && !b", risk: none, points: 1}
              - {when: default, risk: high, points: 0}
          - id: inner.context
            kind: text
            text: "What else?"
            show_if: "first.two:crm"
verdict:
  basis: weakest
  bands:
    - {id: low, title: "Low", from: 0}
    - {id: high, title: "High", from: 0.5}
  cap: low
"""

ANSWERS = """\
questionnaire: small
version: 1
project: "Invoice triage"
date: 2026-11-20
completed: true
answers:
  first.one: "2"
  first.two: {choices: [crm, erp]}
  first.three: {number: 10}
  inner.rules: {unknown: true}
  inner.context: {text: "Nothing"}
"""

# Section 1 of the format, word for word; where its comments leave lines out ("…"), they are written here.
EXAMPLE = """\
format: 1
id: pilot-to-production            # kebab-case, unique, never changes
version: 1                         # integer; raised when the meaning of anything changes
title: "Pilot to production"
summary: "Three questions that decide whether a pilot can live in production."
language: en
minutes: 75                        # how long a workshop with it takes
licence: CC-BY-4.0
sources:
  - {id: three-questions, title: "Moving AI from pilot to production"}
out_of: 4                          # a fraction of 1 is shown as this (default 100)
aggregate: mean                    # how the top sections combine: mean | min | max
unanswered: leave-out              # leave-out (default) | zero
evidence_days: 180                 # how long evidence stays valid (default 180)
scales:
  maturity:
    - {id: "0", points: 0, label: "Not considered"}
    - {id: "1", points: 1, label: "Known"}
    - {id: "2", points: 2, label: "Tried"}
    - {id: "3", points: 3, label: "Working"}
    - {id: "4", points: 4, label: "Proven"}
sections:
  - id: reliability
    title: "Reliability"
    asks: "Has it been tested on the full messy variety of real inputs?"
    weight: 1                      # default 1
    aggregate: mean
    out_of: 4                      # default: the questionnaire's
    show_if: "autonomy.level:acts" # a section can be conditional too
    pass: 1                        # with basis: stages, the fraction that passes this stage
    questions:                     # a section holds questions or sections, to any depth, never both
      - id: reliability.real-inputs     # dotted kebab-case, unique in the file, never changes
        kind: choice               # choice (default) | multi | number | text
        text: "How was the capability tested on real inputs?"
        why: "A capability validated only on easy cases is not ready."
        scale: maturity            # a scale, or options of its own
        options:                   # with a scale: the words for its levels; without: id, points, label
          - {id: "0", label: "Only the demo's cases", text: "…what one would observe…"}
          - {id: "1", label: "The kinds are listed"}
          - {id: "2", label: "A sample was run"}
          - {id: "3", label: "Scored kind by kind"}
          - {id: "4", label: "Fresh samples keep coming"}
        weight: 1
        critical: "2"              # the least option that does not block; a gate
        show_if: "autonomy.level:acts && !regulated:no"
        evidence: "The evaluation report, with where its inputs came from."
        prompts: ["When did it last surprise you?"]
        improve:                   # from this option to the next one up
          "0": {do: "Draw 200 cases from last month's traffic.", effort: M}    # S | M | L
        sources: [three-questions]
  - id: setting
    title: "Setting"
    questions:
      - id: autonomy.level
        text: "What may it do on its own?"
        options:
          - {id: advises, label: "It advises"}
          - {id: acts, label: "It acts"}
      - id: regulated
        text: "Is the field regulated?"
        options:
          - {id: "yes", label: "Yes"}
          - {id: "no", label: "No"}
verdict:
  basis: weakest                   # weakest top section | overall (the questionnaire's own score) | stages
  bands:                           # worst first; each has `from` (at least) or `above` (more than): a decimal, or "3/7"
    - {id: not-ready, title: "Not ready", from: 0}
    - {id: conditional, title: "Ready with conditions", from: 0.5}
    - {id: ready, title: "Ready", from: 0.75}
  cap: not-ready                   # the best band while a critical question is below its minimum
  needs_coverage: 0.9              # below it the verdict is provisional
"""


def spoiled(old: str, new: str, *, text: str = SOUND) -> tuple[bytes, str]:
    """The file with its one `old` replaced by `new`, and `line:column` of the mark in `new`."""
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    assert new.count(MARK) == 1, f"{new!r} marks no place"
    marked = text.replace(old, new)
    before = marked[: marked.index(MARK)]
    return marked.replace(MARK, "").encode(), f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def large(questions: int, *, minimal: bool = False) -> bytes:
    """A questionnaire of so many questions with five options each; not minimal: with all that a question may have."""
    parts = ["format: 1\nid: large\nversion: 1\ntitle: L\nsources: [{id: s, title: S}, {id: t, title: T}]\nsections:\n"]
    for index in range(questions):
        if index % 50 == 0:
            parts.append(f"- id: s{index}\n  title: S\n  questions:\n")
        parts.append(f"  - id: q.q{index}\n    text: How is it?\n    options:\n")
        words = "" if minimal else ", text: As seen"
        parts += [f'    - {{id: "{level}", points: {level}, label: Level{words}}}\n' for level in range(5)]
        if not minimal:
            parts.append('    why: It matters\n    weight: 2\n    critical: "2"\n    evidence: A report\n')
            parts.append("    prompts: [When?, Why?, Who?]\n    sources: [s, t]\n    improve:\n")
            parts += [f'      "{level}": {{do: Begin now, effort: M}}\n' for level in range(4)]
    parts.append("verdict: {bands: [{id: low, title: Low, from: 0}]}\n")
    return "".join(parts).encode()
