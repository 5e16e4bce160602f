"""From a questionnaire file to a Questionnaire: the header, and the order in which the parts are read."""

from __future__ import annotations

import re
from fractions import Fraction

from preflight.catalog import values
from preflight.catalog.events import read_nodes
from preflight.catalog.fields import Fields
from preflight.catalog.nodes import Mapping, Node
from preflight.catalog.problems import Problems, quoted
from preflight.catalog.reading_conditions import check_conditions
from preflight.catalog.reading_draft import Draft, note_twice
from preflight.catalog.reading_options import read_scales
from preflight.catalog.reading_sections import read_section
from preflight.catalog.reading_verdict import read_verdict
from preflight.domain.questionnaire import Aggregate, Questionnaire, Source, Unanswered, VerdictRule

FORMAT = 1

_KEYS = (
    "format", "id", "version", "title", "summary", "language", "minutes", "licence", "sources", "out_of", "aggregate",
    "unanswered", "evidence_days", "scales", "sections", "verdict",
)  # fmt: skip
_SOURCE_KEYS = ("id", "title", "author", "publisher", "year", "url")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def read_questionnaire(data: bytes, *, file: str) -> Questionnaire:
    """Read a questionnaire in format 1. `file` is the name that stands in messages.

    Raises UnsoundFile with every problem of the file, each as `file:line:column: what is wrong; what is allowed`.
    """
    problems = Problems(file)
    root = read_nodes(data, problems)
    questionnaire = None if root is None else _read_root(root, problems)
    problems.raise_any()
    assert questionnaire is not None, "a file that gives nothing has a problem"
    return questionnaire


def place_of_id(data: bytes, *, file: str) -> str:
    """`file:line:column` of a sound questionnaire's id, for problems between files."""
    root = read_nodes(data, Problems(file))
    at = root.get("id") if root is not None else None
    return f"{file}:{at.line}:{at.column}" if at is not None else f"{file}:1:1"


def _read_root(root: Mapping, problems: Problems) -> Questionnaire:
    fields = Fields(root, problems, what="a questionnaire", keys=_KEYS)
    _check_format(fields)
    sources, source_places = _read_sources(fields)
    draft = Draft(
        problems=problems,
        out_of=fields.above_zero("out_of", Fraction(100)),
        scales=read_scales(fields.node("scales"), problems),
        sources=source_places,
    )
    sections = tuple(read_section(item, draft) for item in fields.items("sections", required=True))
    check_conditions(draft)
    verdict = fields.node("verdict", required=True)
    return Questionnaire(
        id=_read_id(fields),
        version=fields.whole("version", required=True) or 1,
        title=fields.title("title", required=True),
        sections=sections,
        verdict=VerdictRule() if verdict is None else read_verdict(verdict, problems),
        summary=fields.text("summary"),
        language=_read_language(fields),
        minutes=fields.whole("minutes"),
        licence=fields.title("licence"),
        sources=sources,
        out_of=draft.out_of,
        aggregate=fields.word("aggregate", Aggregate) or Aggregate.MEAN,
        unanswered=fields.word("unanswered", Unanswered) or Unanswered.LEAVE_OUT,
        evidence_days=fields.whole("evidence_days", most=36_500) or 180,
    )


def _check_format(fields: Fields) -> None:
    found = fields.whole("format", required=True)
    if found is not None and found != FORMAT:
        fields.problems.add(fields.found["format"], f"format is {found}", f"this Preflight reads format {FORMAT}")


def _read_id(fields: Fields) -> str:
    found = fields.identifier("id", required=True)
    if found is not None and values.is_reserved(found):
        fields.problems.add(fields.found["id"], f"{quoted(found)} is a device on Windows", "choose another id")
    return found or ""


def _read_language(fields: Fields) -> str:
    found = fields.title("language")
    if found and not _LANGUAGE.fullmatch(found):
        wrong = f"language is {quoted(found)}"
        fields.problems.add(fields.found["language"], wrong, "allowed is a tag such as en, de or pt-BR")
    return found or "en"


def _read_sources(fields: Fields) -> tuple[tuple[Source, ...], dict[str, Node]]:
    """The sources in order, and where the id of each stands."""
    sources: list[Source] = []
    first: dict[str, Node] = {}
    for item in fields.items("sources"):
        entry = Fields(item, fields.problems, what="a source", keys=_SOURCE_KEYS)
        source_id = entry.identifier("id", required=True)
        if source_id is not None:
            note_twice(first, source_id, entry.found["id"], fields.problems, what="the source id")
        sources.append(
            Source(
                id=source_id or "",
                title=entry.title("title", required=True),
                author=entry.title("author"),
                publisher=entry.title("publisher"),
                year=entry.year("year"),
                url=entry.web_address("url"),
            )
        )
    return tuple(sources), first
