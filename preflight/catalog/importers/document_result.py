"""The score and verdict that a completed assessment was kept with, read as they were: old results never change."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from preflight.catalog.importers.json_value import Value
from preflight.domain.assessment import State
from preflight.domain.points import QuestionScore
from preflight.domain.questionnaire import Band, Questionnaire, Risk, Section
from preflight.domain.scoring import Floor, Score, SectionScore
from preflight.domain.verdict import Blocker, Verdict

FORMAT: Final = 1
_LONGEST_TITLE: Final = 2_000
_MOST: Final = 20_000


def read_result(value: Value, questionnaire: Questionnaire) -> tuple[Score, Verdict]:
    """The kept result of an assessment with this questionnaire: each of its sections and questions once, in its order.

    Raises Wrong.
    """
    fields = value.fields("format", "score", "verdict")
    fields["format"].exactly(FORMAT, f"this Preflight reads results of format {FORMAT}")
    return _score(fields["score"], questionnaire), _verdict(fields["verdict"], questionnaire)


def _score(value: Value, questionnaire: Questionnaire) -> Score:
    fields = value.fields("fraction", "evidenced", "coverage", "out_of", "sections", "questions")
    names = [question.id for question in questionnaire.questions()]
    questions = dict(_question(each) for each in fields["questions"].items(_MOST))
    if list(questions) != names or len(fields["questions"].found) != len(names):
        fields["questions"].wrong("they are not the questionnaire's questions")
    return Score(
        fraction=_share(fields["fraction"]),
        evidenced=_share(fields["evidenced"]),
        coverage=_share(fields["coverage"]),
        out_of=_positive(fields["out_of"]),
        sections=_sections(fields["sections"], questionnaire.sections, set(names)),
        questions=questions,
    )


def _sections(value: Value, asked: Sequence[Section], names: set[str]) -> tuple[SectionScore, ...]:
    found = value.items(len(asked))
    if len(found) != len(asked):
        value.wrong("they are not the questionnaire's sections")
    return tuple(_section(each, section, names) for each, section in zip(found, asked, strict=True))


def _section(value: Value, asked: Section, names: set[str]) -> SectionScore:
    fields = value.fields("id", "title", "fraction", "evidenced", "coverage", "out_of", "floor", "risks", "sections")
    fields["id"].exactly(asked.id, "it is not the questionnaire's section")
    floor = fields["floor"].fields("fraction", "questions")
    risks = fields["risks"].fields(perhaps=[risk.value for risk in Risk])
    return SectionScore(
        id=asked.id,
        title=fields["title"].words(_LONGEST_TITLE),
        fraction=_share(fields["fraction"]),
        evidenced=_share(fields["evidenced"]),
        coverage=_share(fields["coverage"]),
        out_of=_positive(fields["out_of"]),
        floor=Floor(
            fraction=_share(floor["fraction"]),
            questions=tuple(
                each.among(names, "the questionnaire has no such question") for each in floor["questions"].items(_MOST)
            ),
        ),
        risks={risk: risks[risk.value].whole(0, _MOST) for risk in Risk if risk.value in risks},
        sections=_sections(fields["sections"], asked.sections, names),
    )


def _question(value: Value) -> tuple[str, QuestionScore]:
    pair = value.items(2)
    if len(pair) != 2:
        value.wrong("a question's id and its score stand here")
    fields = pair[1].fields("id", "state", "scored", "fraction", "evidenced", "risk")
    name = pair[0].plain(200)
    fields["id"].exactly(name, "it is not the id beside it")
    return name, QuestionScore(
        id=name,
        state=fields["state"].one_of(State),
        scored=fields["scored"].flag(),
        fraction=_share(fields["fraction"]),
        evidenced=_share(fields["evidenced"]),
        risk=fields["risk"].or_none(lambda each: each.one_of(Risk)),
    )


def _verdict(value: Value, questionnaire: Questionnaire) -> Verdict:
    fields = value.fields("band", "provisional", "weakest", "blockers", "capped", "value", "stage", "next_stage")
    sections = {section.id for section in questionnaire.sections}
    names = {question.id for question in questionnaire.questions()}

    def section(each: Value) -> str:
        return each.among(sections, "the questionnaire has no such section")

    return Verdict(
        band=fields["band"].or_none(lambda each: _band(each, questionnaire)),
        provisional=fields["provisional"].flag(),
        weakest=fields["weakest"].or_none(section),
        blockers=tuple(_blocker(each, names) for each in fields["blockers"].items(_MOST)),
        capped=fields["capped"].flag(),
        value=_share(fields["value"]),
        stage=fields["stage"].or_none(section),
        next_stage=fields["next_stage"].or_none(section),
    )


def _band(value: Value, questionnaire: Questionnaire) -> Band:
    fields = value.fields("id", "title", "start", "exclusive")
    return Band(
        id=fields["id"].among({band.id for band in questionnaire.verdict.bands}, "the questionnaire has no such band"),
        title=fields["title"].words(_LONGEST_TITLE),
        start=fields["start"].fraction(0, 1),
        exclusive=fields["exclusive"].flag(),
    )


def _blocker(value: Value, names: set[str]) -> Blocker:
    parts = value.items(3)
    if len(parts) != 3:
        value.wrong("a question, what it has and what it needs stand here")
    return Blocker(
        question=parts[0].among(names, "the questionnaire has no such question"),
        has=parts[1].plain(200),
        needs=parts[2].plain(200),
    )


def _share(value: Value) -> Fraction | None:
    return value.or_none(lambda each: each.fraction(0, 1))


def _positive(value: Value) -> Fraction:
    number = value.fraction(0)
    return number if number else value.wrong("it is more than 0")
