"""What a sound file becomes, and how each kind of problem is told, at its exact place."""

from __future__ import annotations

from fractions import Fraction

import pytest

from preflight.catalog.reading import read_questionnaire
from preflight.domain.condition import parse_condition
from preflight.domain.errors import UnsoundFile
from preflight.domain.questionnaire import (
    Aggregate,
    Band,
    Basis,
    Combine,
    Effort,
    Improvement,
    Kind,
    NumberBand,
    Option,
    Question,
    Questionnaire,
    Risk,
    Rule,
    Section,
    Source,
    Unanswered,
    VerdictRule,
)
from preflight.settings import ROOT
from tests.catalog.documents import EXAMPLE, SOUND, spoiled


def read(text: str) -> Questionnaire:
    return read_questionnaire(text.encode(), file="f")


def problems_of(data: bytes) -> list[str]:
    with pytest.raises(UnsoundFile) as caught:
        read_questionnaire(data, file="f")
    return list(caught.value.problems)


def small(
    sections: str = "", verdict: str = "{bands: [{id: low, title: Low, from: 0}]}", **header: str
) -> Questionnaire:
    """A questionnaire of one question, or of these sections."""
    said = {"format": "1", "id": "tiny", "version": "1", "title": "Tiny"} | header
    default = '[{id: s, title: S, questions: [{id: q, text: Q, options: [{id: "1", points: 1, label: L}]}]}]'
    lines = [
        *(f"{key}: {value}" for key, value in said.items()),
        f"sections: {sections or default}",
        f"verdict: {verdict}",
    ]
    return read("\n".join(lines))


LEVELS = tuple(Option(id=str(n), points=Fraction(n), label=label) for n, label in enumerate(("None", "Some", "All")))


def test_a_sound_file_becomes_a_questionnaire() -> None:
    assert read(SOUND) == Questionnaire(
        id="small",
        version=1,
        title="Small",
        sources=(Source(id="paper", title="A paper"),),
        sections=(
            Section(
                id="first",
                title="First",
                questions=(
                    Question(
                        id="first.one",
                        text="How far is one?",
                        options=LEVELS,
                        critical="1",
                        improve={"0": Improvement(do="Begin.", effort=Effort.S)},
                        sources=("paper",),
                    ),
                    Question(
                        id="first.two",
                        kind=Kind.MULTI,
                        text="Which of these?",
                        combine=Combine.SUM,
                        options=(
                            Option(id="crm", points=Fraction(1), label="CRM"),
                            Option(id="erp", points=Fraction(2), label="ERP"),
                            Option(id="neither", points=Fraction(0), label="Neither", exclusive=True),
                        ),
                    ),
                    Question(
                        id="first.three",
                        kind=Kind.NUMBER,
                        text="How many?",
                        unit="a day",
                        minimum=Fraction(0),
                        maximum=Fraction(100),
                        bands=(
                            NumberBand(start=Fraction(0), points=Fraction(0)),
                            NumberBand(start=Fraction(10), points=Fraction(4)),
                        ),
                    ),
                ),
            ),
            Section(
                id="second",
                title="Second",
                show_if=parse_condition("first.one:2"),
                sections=(
                    Section(
                        id="inner",
                        title="Inner",
                        questions=(
                            Question(
                                id="inner.rules",
                                kind=Kind.MULTI,
                                text="What is done?",
                                options=(Option(id="a", label="A"), Option(id="b", label="B")),
                                rules=(
                                    Rule(
                                        when=parse_condition("a && !b", own_question="inner.rules"),
                                        risk=Risk.NONE,
                                        points=Fraction(1),
                                    ),
                                    Rule(
                                        when=parse_condition("default", own_question="inner.rules"),
                                        risk=Risk.HIGH,
                                        points=Fraction(0),
                                    ),
                                ),
                            ),
                            Question(
                                id="inner.context",
                                kind=Kind.TEXT,
                                text="What else?",
                                show_if=parse_condition("first.two:crm"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        verdict=VerdictRule(
            bands=(
                Band(id="low", title="Low", start=Fraction(0)),
                Band(id="high", title="High", start=Fraction(1, 2)),
            ),
            cap="low",
        ),
    )


def test_the_example_of_the_format_is_sound() -> None:
    found = read(EXAMPLE)
    assert (found.id, found.minutes, found.licence, found.language) == ("pilot-to-production", 75, "CC-BY-4.0", "en")
    assert (found.out_of, found.aggregate, found.unanswered) == (4, Aggregate.MEAN, Unanswered.LEAVE_OUT)
    first = found.sections[0]
    assert (first.out_of, first.passes, first.weight) == (4, 1, 1)
    question = first.questions[0]
    assert [option.label for option in question.options][:2] == ["Only the demo's cases", "The kinds are listed"]
    assert [option.points for option in question.options] == [0, 1, 2, 3, 4]
    assert question.prompts == ("When did it last surprise you?",)
    assert question.next_step("0") == Improvement(do="Draw 200 cases from last month's traffic.", effort=Effort.M)
    assert found.verdict.needs_coverage == Fraction(9, 10)


@pytest.mark.parametrize("file", sorted((ROOT / "questionnaires").glob("*.yaml")), ids=lambda file: file.stem)
def test_what_is_shipped_is_sound(file: object) -> None:
    path = ROOT / "questionnaires" / str(file)
    assert read_questionnaire(path.read_bytes(), file=path.name).id == path.stem


def test_defaults_are_those_of_the_format() -> None:
    found = small()
    assert (found.out_of, found.aggregate, found.unanswered) == (100, Aggregate.MEAN, Unanswered.LEAVE_OUT)
    assert (found.evidence_days, found.minutes, found.language) == (180, None, "en")
    section = found.sections[0]
    assert (section.weight, section.out_of, section.aggregate, section.passes) == (1, 100, Aggregate.MEAN, 1)
    assert (found.verdict.basis, found.verdict.needs_coverage, found.verdict.cap) == (Basis.WEAKEST, 0, None)
    assert section.questions[0].weight == 1


def test_a_section_is_shown_out_of_what_the_questionnaire_is() -> None:
    assert small(out_of="4").sections[0].out_of == 4


def test_bands_are_exact() -> None:
    found = small(
        verdict='{bands: [{id: a, title: A, from: 0}, {id: b, title: B, above: "0"}, {id: c, title: C, from: 3/7}]}'
    )
    assert [(band.start, band.exclusive) for band in found.verdict.bands] == [
        (0, False),
        (0, True),
        (Fraction(3, 7), False),
    ]


def test_stages_need_no_bands() -> None:
    assert small(verdict="{basis: stages}").verdict == VerdictRule(basis=Basis.STAGES)


def test_options_without_points_are_context() -> None:
    found = small("[{id: s, title: S, questions: [{id: q, text: Q, options: [{id: a, label: A}, {id: b, label: B}]}]}]")
    assert not next(found.questions()).scored


def test_a_question_takes_the_levels_of_its_scale_in_the_order_of_the_scale() -> None:
    words = '[{id: "2", label: Two, text: All of it}, {id: "0", text: Nought}, {id: "1", label: One}]'
    questions = f"{{id: q, text: Q, scale: m, options: {words}}}, {{id: r, text: R, scale: m}}"
    sections = f"[{{id: s, title: S, questions: [{questions}]}}]"
    levels = (
        '{m: [{id: "0", points: 0, label: A}, {id: "1", points: 1, label: B, text: T}, {id: "2", points: 5, label: C}]}'
    )
    own, shared = small(sections, scales=levels).questions()
    assert [(o.id, o.points, o.label, o.text) for o in own.options] == [
        ("0", 0, "A", "Nought"),
        ("1", 1, "One", "T"),
        ("2", 5, "Two", "All of it"),
    ]
    assert [(o.id, o.points, o.label, o.text) for o in shared.options] == [
        ("0", 0, "A", ""),
        ("1", 1, "B", "T"),
        ("2", 5, "C", ""),
    ]


def test_a_year_may_stand_without_quotes() -> None:
    sources = '[{id: a, title: A, year: 2017}, {id: b, title: B, year: "2017, revised", url: https://a.org}]'
    assert [source.year for source in small(sources=sources).sources] == ["2017", "2017, revised"]


def test_texts_keep_their_lines_and_lose_their_margins() -> None:
    assert small(summary="|\n  one\n\n  two\n").summary == "one\n\ntwo"


SPOILED = {
    # the header
    "unknown key": ("version: 1", "⟦versoin: 1", "'versoin' is not a key of a questionnaire; did you mean 'version'?"),
    "unknown key, nothing near": (
        "version: 1",
        "version: 1\n⟦zzz: 1",
        "'zzz' is not a key of a questionnaire; allowed are",
    ),
    "duplicate key": ("version: 1", "version: 1\n⟦id: b", "the key 'id' stands twice, first at 2:1; keep one of them"),
    "another format": ("format: 1", "format: ⟦2", "format is 2; this Preflight reads format 1"),
    "format in quotes": ("format: 1", 'format: ⟦"1"', "format is '1' in quotes; take the quotes off: 1"),
    "no kebab-case": ("id: small", "id: ⟦Small_One", "id 'Small_One' is not an id; use a-z, 0-9 and single hyphens"),
    "a device's name": ("id: small", "id: ⟦con", "'con' is a device on Windows; choose another id"),
    "version 0": ("version: 1", "version: ⟦0", "version is 0; allowed is from 1 to 100,000"),
    "version 1.10": ("version: 1", "version: ⟦1.10", "version is 1.10; allowed is a whole number"),
    "empty title": ('title: "Small"', 'title: ⟦"  "', "title is empty; write a text"),
    "missing title": (
        'title: "Small"',
        "title:⟦",
        "title is missing; write a text, or leave the key out where it may be",
    ),
    "title No": (
        'title: "Small"',
        "title: ⟦No",
        'title is No without quotes, which is true or false; put quotes around it: "No"',
    ),
    "title 1.10": (
        'title: "Small"',
        "title: ⟦1.10",
        'title is 1.10 without quotes, which is a number; put quotes around it: "1.10"',
    ),
    "title a date": (
        'title: "Small"',
        "title: ⟦2026-10-01",
        "title is 2026-10-01 without quotes, which is a date; put quotes",
    ),
    "title a list": ('title: "Small"', "title: ⟦[a]", "title is a list; a text belongs here"),
    "title too long": ('title: "Small"', f"title: ⟦{'a' * 201}", "title has 201 characters; allowed are at most 200"),
    "language No": (
        'title: "Small"',
        'title: "Small"\nlanguage: ⟦no',
        "language is no without quotes, which is true or false",
    ),
    "language words": (
        'title: "Small"',
        'title: "Small"\nlanguage: ⟦plain English',
        "language is 'plain English'; allowed is a tag",
    ),
    "aggregate": (
        'title: "Small"',
        'title: "Small"\naggregate: ⟦maen',
        "aggregate is 'maen'; did you mean 'mean'? allowed are mean, min and max",
    ),
    "unanswered": (
        'title: "Small"',
        'title: "Small"\nunanswered: ⟦null',
        "unanswered is 'null'; allowed are leave-out and zero",
    ),
    "out_of 0": ('title: "Small"', 'title: "Small"\nout_of: ⟦0', "out_of is 0; allowed is a number above 0"),
    "evidence_days 0": (
        'title: "Small"',
        'title: "Small"\nevidence_days: ⟦0',
        "evidence_days is 0; allowed is from 1 to 36,500",
    ),
    # sources
    "source without title": ('{id: paper, title: "A paper"}', "⟦{id: paper}", "a source has no title; add `title:`"),
    "source twice": (
        '- {id: paper, title: "A paper"}',
        '- {id: paper, title: "A"}\n  - {id: ⟦paper, title: "B"}',
        "the source id 'paper' stands twice, first at 6:10; give it an id of its own",
    ),
    "source's address": (
        '{id: paper, title: "A paper"}',
        '{id: paper, title: "A", url: ⟦"ftp://x.org"}',
        "url 'ftp://x.org' is not a web address; allowed are https://",
    ),
    # scales
    "level's id without quotes": (
        '{id: "0", points: 0, label: "None"}',
        '{id: ⟦0, points: 0, label: "None"}',
        'id is 0 without quotes, which is a number; put quotes around it: "0"',
    ),
    "level twice": (
        '{id: "1", points: 1, label: "Some"}',
        '{id: "1", points: 1, label: "Some"}\n    - {id: ⟦"1", points: 3, label: "More"}',
        "the id '1' stands twice, first at 10:12; give it an id of its own",
    ),
    "level without points": (
        '{id: "1", points: 1, label: "Some"}',
        '⟦{id: "1", label: "Some"}',
        "this option has no points, others beside it have; give all points, or none",
    ),
    "level without label": (
        '{id: "1", points: 1, label: "Some"}',
        '⟦{id: "1", points: 1}',
        "a level has no label; add `label:`",
    ),
    "level of text": (
        '{id: "1", points: 1, label: "Some"}',
        "⟦Some",
        "a level is a text; `key: value` pairs belong here",
    ),
    "points in quotes": (
        '{id: "1", points: 1, label: "Some"}',
        '{id: "1", points: ⟦"1", label: "Some"}',
        "points is '1' in quotes; take the quotes off: 1",
    ),
    "points 01": (
        '{id: "1", points: 1, label: "Some"}',
        '{id: "1", points: ⟦01, label: "Some"}',
        "points is '01'; allowed is a plain number",
    ),
    "scale's name": ("  levels:\n", "  ⟦Levels:\n", "the name of a scale 'Levels' is not an id"),
    # sections
    "section twice": (
        "- id: second",
        "- id: ⟦first",
        "the section id 'first' stands twice, first at 13:9; give it an id of its own",
    ),
    "inner section twice": ("- id: inner\n", "- id: ⟦first\n", "the section id 'first' stands twice, first at 13:9"),
    "section without a title": (
        '  - id: first\n    title: "First"',
        "  - ⟦id: first",
        "a section has no title; add `title:`",
    ),
    "both kinds of children": (
        "    sections:\n      - id: inner",
        "    questions: [{id: z, text: Z, kind: text}]\n    ⟦sections:\n      - id: inner",
        "a section holds questions and sections side by side; put the questions into a section of their own",
    ),
    "weight 0": ('title: "Second"', 'title: "Second"\n    weight: ⟦0', "weight is 0; allowed is a number above 0"),
    "weight -1": ('title: "Second"', 'title: "Second"\n    weight: ⟦-1', "weight is -1; allowed is a number above 0"),
    "pass 2": ('title: "Second"', 'title: "Second"\n    pass: ⟦2', "pass is 2; allowed is from 0 to 1"),
    "a question's key in a section": (
        'title: "Second"',
        'title: "Second"\n    ⟦critical: "1"',
        "'critical' is not a key of a section",
    ),
    # questions
    "question twice": (
        "- id: first.two",
        "- id: ⟦first.one",
        "the question id 'first.one' stands twice, first at 16:13; give it an id of its own",
    ),
    "question's id": ("- id: first.two", "- id: ⟦first..two", "id 'first..two' is not an id"),
    "question without id": (
        "- id: first.three\n        kind: number",
        "- ⟦kind: number",
        "a question has no id; add `id:`",
    ),
    "unknown kind": (
        "kind: number",
        "kind: ⟦numbr",
        "kind is 'numbr'; did you mean 'number'? allowed are choice, multi, number and text",
    ),
    "unknown scale": ("scale: levels", "scale: ⟦level", "there is no scale 'level'; did you mean 'levels'?"),
    "unknown source": ("sources: [paper]", "sources: [⟦papre]", "there is no source 'papre'; did you mean 'paper'?"),
    "source named twice": (
        "sources: [paper]",
        "sources: [paper, ⟦paper]",
        "the source 'paper' stands twice, first at 22:19",
    ),
    "empty prompt": (
        "sources: [paper]",
        'sources: [paper]\n        prompts: ["Why?", ⟦""]',
        "an item of prompts is empty; write a text",
    ),
    "prompts a text": (
        "sources: [paper]",
        "sources: [paper]\n        prompts: ⟦Why?",
        "prompts is a text; a list belongs here",
    ),
    "question's weight": (
        "scale: levels",
        "scale: levels\n        weight: ⟦0",
        "weight is 0; allowed is a number above 0",
    ),
    # options
    "points beside a scale": (
        "scale: levels",
        'scale: levels\n        options: [{id: "0", ⟦points: 1}, {id: "1"}, {id: "2"}]',
        "points stand here beside a scale; leave them out; the scale gives the points",
    ),
    "no such level": (
        "scale: levels",
        'scale: levels\n        options: [{id: "0"}, {id: "1"}, {id: "2"}, {id: ⟦"3"}]',
        "the scale has no level '3'; allowed are 0, 1 and 2",
    ),
    "level without words": (
        "scale: levels",
        'scale: levels\n        ⟦options: [{id: "0"}, {id: "2"}]',
        "'1' of the scale has no words here; give words to each level: allowed are 0, 1 and 2",
    ),
    "option twice": (
        '{id: erp, points: 2, label: "ERP"}',
        '{id: ⟦crm, points: 2, label: "ERP"}',
        "the id 'crm' stands twice, first at 28:18; give it an id of its own",
    ),
    "option without points": (
        '{id: erp, points: 2, label: "ERP"}',
        '⟦{id: erp, label: "ERP"}',
        "this option has no points, others beside it have; give all points, or none",
    ),
    "exclusive choice": (
        "scale: levels",
        'scale: levels\n        options: [{id: "0", ⟦exclusive: true}, {id: "1"}, {id: "2"}]',
        "exclusive is only for kind: multi; leave it out",
    ),
    "exclusive yes": (
        "exclusive: true",
        "exclusive: ⟦yes",
        "exclusive is 'yes'; allowed are true and false, without quotes",
    ),
    # critical and improve
    "critical option": ('critical: "1"', 'critical: ⟦"9"', "there is no option '9'; allowed are 0, 1 and 2"),
    "critical without quotes": (
        'critical: "1"',
        "critical: ⟦1",
        'critical is 1 without quotes, which is a number; put quotes around it: "1"',
    ),
    "critical multi": (
        "combine: sum",
        "combine: sum\n        ⟦critical: crm",
        "critical does not belong to kind: multi; it is for kind: choice",
    ),
    "improve option": (
        '"0": {do: "Begin.", effort: S}',
        '⟦"7": {do: "Begin.", effort: S}',
        "there is no option '7'; allowed are 0, 1 and 2",
    ),
    "improve the best": (
        '"0": {do: "Begin.", effort: S}',
        '⟦"2": {do: "Begin.", effort: S}',
        "the option '2' has no next one up; leave its step out",
    ),
    "improve without quotes": (
        '"0": {do: "Begin.", effort: S}',
        '⟦0: {do: "Begin.", effort: S}',
        'the option is 0 without quotes, which is a number; put quotes around it: "0"',
    ),
    "effort": (
        '"0": {do: "Begin.", effort: S}',
        '"0": {do: "Begin.", effort: ⟦XL}',
        "effort is 'XL'; did you mean 'L'? allowed are S, M and L",
    ),
    "nothing to do": ('"0": {do: "Begin.", effort: S}', '"0": ⟦{effort: S}', "a next step has no do; add `do:`"),
    "a step of text": (
        '"0": {do: "Begin.", effort: S}',
        '"0": ⟦Begin.',
        "a next step is a text; `key: value` pairs belong here",
    ),
    # multi
    "neither combine nor rules": (
        '- id: first.two\n        kind: multi\n        text: "Which of these?"\n        combine: sum',
        '- ⟦id: first.two\n        kind: multi\n        text: "Which of these?"',
        "a multi question has neither combine nor rules; add one of them",
    ),
    "both combine and rules": (
        "combine: sum",
        "combine: sum\n        ⟦rules: [{when: crm, points: 1}]",
        "a multi question has both combine and rules; keep one of them",
    ),
    "unknown combine": (
        "combine: sum",
        "combine: ⟦summ",
        "combine is 'summ'; did you mean 'sum'? allowed are sum, mean, max, min and share",
    ),
    "a rule for another question": (
        'when: "a && !b"',
        'when: ⟦"a && first.one:1"',
        "a rule asks for 'first.one', another question; rules may name this question's own options",
    ),
    "a rule's option": ('when: "a && !b"', 'when: ⟦"a && !c"', "there is no option 'c'; allowed are a and b"),
    "a rule that says nothing": (
        '{when: "a && !b", risk: none, points: 1}',
        '⟦{when: "a && !b"}',
        "a rule has neither risk nor points; add risk",
    ),
    "a rule without when": (
        '{when: "a && !b", risk: none, points: 1}',
        "⟦{risk: none, points: 1}",
        "a rule has no when; add `when:`",
    ),
    "a rule after default": (
        "- {when: default, risk: high, points: 0}",
        "- {when: default, risk: high, points: 0}\n              - ⟦{when: a, risk: high}",
        "this rule stands after default and is never reached; put default last",
    ),
    "risk undefined": ("risk: high", "risk: ⟦undefined", "risk is 'undefined'; allowed are none, medium and high"),
    # number
    "min above max": ("min: 0", "min: ⟦200", "min is 200, above max; allowed is at most 100"),
    "bands out of order": (
        "bands: [{from: 0, points: 0}, {from: 10, points: 4}]",
        "bands: [{from: 10, points: 0}, {from: ⟦0, points: 4}]",
        "the band from 0 stands after the one from 10; order bands by from, least first",
    ),
    "the same band twice": (
        "bands: [{from: 0, points: 0}, {from: 10, points: 4}]",
        "bands: [{from: 0, points: 0}, {from: ⟦0, points: 4}]",
        "the band from 0 stands after the one from 0",
    ),
    "band above max": (
        "{from: 10, points: 4}",
        "{from: ⟦101, points: 4}",
        "the band from 101 begins above max; no answer reaches it",
    ),
    "band without points": ("{from: 10, points: 4}", "⟦{from: 10}", "a band has no points; add `points:`"),
    "options of a number": (
        "min: 0",
        "min: 0\n        ⟦options: [{id: a, label: A}]",
        "options does not belong to kind: number; it is for kind: choice and multi",
    ),
    # conditions
    "condition's question": (
        'show_if: "first.two:crm"',
        'show_if: ⟦"first.tow:crm"',
        "there is no question 'first.tow'; did you mean 'first.two'?",
    ),
    "condition's option": (
        'show_if: "first.two:crm"',
        'show_if: ⟦"first.two:crn"',
        "the question 'first.two' has no option 'crn'; did you mean 'crm'?",
    ),
    "condition on a number": (
        'show_if: "first.two:crm"',
        'show_if: ⟦"first.three:10"',
        "the question 'first.three' has no options to ask for; ask for a choice or multi question",
    ),
    "condition that can't be read": (
        'show_if: "first.two:crm"',
        'show_if: ⟦"first.two:crm &&"',
        "show_if can't be read at its character 17",
    ),
    "condition with one &": (
        'show_if: "first.two:crm"',
        'show_if: ⟦"first.two:crm & first.one:1"',
        "show_if can't be read at its character 15: '&' is not part of a condition",
    ),
    "empty condition": (
        'show_if: "first.two:crm"',
        'show_if: ⟦""',
        "show_if can't be read at its character 1: the condition is empty",
    ),
    "tag instead of a condition": (
        'show_if: "first.two:crm"',
        "show_if: ⟦!first.two:crm",
        "!first.two:crm is a tag; put quotes around a text that starts with !",
    ),
    "circle of one": (
        'show_if: "first.one:2"',
        'show_if: ⟦"inner.rules:a"',
        "the conditions go round in a circle: the section second → inner.rules",
    ),
    # verdict
    "band twice": (
        '{id: high, title: "High", from: 0.5}',
        '{id: ⟦low, title: "High", from: 0.5}',
        "the band id 'low' stands twice, first at 61:12",
    ),
    "both from and above": (
        '{id: high, title: "High", from: 0.5}',
        '{id: high, title: "High", from: 0.5, ⟦above: 0.5}',
        "a band has both from and above; keep one of them",
    ),
    "neither from nor above": (
        '{id: high, title: "High", from: 0.5}',
        '⟦{id: high, title: "High"}',
        "a band has neither from nor above; add `from:`",
    ),
    "verdict's bands out of order": (
        '{id: high, title: "High", from: 0.5}',
        '{id: high, title: "High", from: 0.5}\n    - {id: mid, title: "Mid", from: ⟦0.25}',
        "the band from 0.25 stands after the one from 0.5; order bands worst first, rising",
    ),
    "from after above": (
        '{id: high, title: "High", from: 0.5}',
        '{id: mid, title: "Mid", above: 0.5}\n    - {id: high, title: "High", from: ⟦0.5}',
        "the band from 0.5 stands after the one above 0.5",
    ),
    "from outside": (
        '{id: high, title: "High", from: 0.5}',
        '{id: high, title: "High", from: ⟦50}',
        "from is 50; allowed is from 0 to 1",
    ),
    "above 1": (
        '{id: high, title: "High", from: 0.5}',
        '{id: high, title: "High", above: ⟦1}',
        "above is 1, which no score is; allowed is less than 1",
    ),
    "from in words": (
        '{id: high, title: "High", from: 0.5}',
        '{id: high, title: "High", from: ⟦half}',
        "from is 'half'; allowed is a decimal such as 0.75, or a ratio such as \"3/7\"",
    ),
    "cap": ("cap: low", "cap: ⟦lwo", "there is no band 'lwo'; did you mean 'low'?"),
    "basis": (
        "basis: weakest",
        "basis: ⟦weak",
        "basis is 'weak'; did you mean 'weakest'? allowed are weakest, overall and stages",
    ),
    "needs_coverage": ("cap: low", "cap: low\n  needs_coverage: ⟦90", "needs_coverage is 90; allowed is from 0 to 1"),
    "control character": ('title: "Small"', 'title: "Sm⟦\x07all"', "the character U+0007 can't be used; take it out"),
    "escaped control character": (
        'title: "Small"',
        'title: ⟦"Sm\\x07all"',
        "title holds the character U+0007; take it out",
    ),
}


LEADS_TO_ANOTHER = {"unknown key", "scale's name", "question twice", "question's id"}
"""Where a name is spoiled that must be there, or that another line refers to."""


@pytest.mark.parametrize("name", SPOILED)
def test_each_problem_is_told_at_its_place_and_alone(name: str) -> None:
    old, new, expected = SPOILED[name]
    data, place = spoiled(old, new)
    problems = problems_of(data)
    assert any(problem.startswith(f"f:{place}: {expected}") for problem in problems), problems
    assert len(problems) == 1 + (name in LEADS_TO_ANOTHER), problems


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (SOUND[SOUND.index("sections:") : SOUND.index("verdict:")], "", "f:1:1: a questionnaire has no sections"),
        (SOUND[SOUND.index("verdict:") :], "", "f:1:1: a questionnaire has no verdict; add `verdict:`"),
        (SOUND[SOUND.index("  bands:\n") :], "", "f:59:3: the verdict has no bands; add `bands:`"),
        ('        text: "How many?"\n', "", "f:31:9: a question has no text; add `text:`"),
    ],
)
def test_what_is_missing_is_told_where_it_belongs(old: str, new: str, expected: str) -> None:
    problems = problems_of(SOUND.replace(old, new).encode())
    assert any(problem.startswith(expected) for problem in problems), problems


@pytest.mark.parametrize("held", ["", ", questions: []", ", sections: []"])
def test_a_section_holds_something(held: str) -> None:
    with pytest.raises(UnsoundFile, match="the section e is empty; add `questions:` or `sections:`"):
        small(f"[{{id: e, title: E{held}}}]")


def test_no_scale_has_no_levels() -> None:
    with pytest.raises(UnsoundFile, match="the scale 'm' is empty; list its levels"):
        small(scales="{m: []}")


def test_points_are_not_all_nought() -> None:
    with pytest.raises(UnsoundFile, match="no option has points above 0"):
        small('[{id: s, title: S, questions: [{id: q, text: Q, options: [{id: "0", points: 0, label: L}]}]}]')


def test_combining_needs_points_except_for_a_share() -> None:
    sections = (
        "[{id: s, title: S, questions: [{id: q, text: Q, kind: multi, combine: %s, options: [{id: a, label: A}]}]}]"
    )
    with pytest.raises(UnsoundFile, match="combine: mean needs points, and these options have none"):
        small(sections % "mean")
    assert next(small(sections % "share").questions()).scored


def test_an_option_of_rules_is_not_called_default() -> None:
    with pytest.raises(UnsoundFile, match="an option is called default"):
        small(
            "[{id: s, title: S, questions: [{id: q, text: Q, kind: multi, options: [{id: default, label: A}], "
            "rules: [{when: default, points: 1}]}]}]"
        )


def test_all_problems_are_told_at_once_by_line() -> None:
    text = (
        SOUND.replace("version: 1", "version: one").replace("cap: low", "cap: none-such").replace("min: 0", "min: 999")
    )
    text = text.replace("effort: S", "efort: S").replace('"How many?"', "No")
    problems = problems_of(text.encode())
    lines = [int(problem.split(":")[1]) for problem in problems]
    assert lines == sorted(lines)
    assert len(problems) == 6
    assert [problem.split(": ", 1)[1].split(";")[0] for problem in problems] == [
        "version is 'one'",
        "a next step has no effort",
        "'efort' is not a key of a next step",
        "text is No without quotes, which is true or false",
        "min is 999, above max",
        "there is no band 'none-such'",
    ]


def test_a_file_may_have_a_thousand_questions() -> None:
    questions = ", ".join(f"{{id: q{n}, text: Q, kind: text}}" for n in range(1_001))
    with pytest.raises(UnsoundFile, match="the file has more than 1,000 questions; split the questionnaire"):
        small(f"[{{id: s, title: S, questions: [{questions}]}}]")
    questions = questions.replace(", {id: q1000, text: Q, kind: text}", "")
    assert sum(1 for _ in small(f"[{{id: s, title: S, questions: [{questions}]}}]").questions()) == 1_000


def test_sections_stand_in_sections_as_deep_as_a_file_may_be() -> None:
    def nested(depth: int) -> str:
        inner = "questions: [{id: q, text: Q, kind: text}]" if depth == 0 else f"sections: [{nested(depth - 1)}]"
        return f"{{id: s{depth}, title: S, {inner}}}"

    assert small(f"[{nested(7)}]").question("q") is not None
    with pytest.raises(UnsoundFile, match="nested more than 20 deep; allowed are 20 levels"):
        small(f"[{nested(9)}]")
