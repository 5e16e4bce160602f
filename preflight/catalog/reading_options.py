"""Scales, options and their words: the possible answers of a question, and the steps from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from preflight.catalog import values
from preflight.catalog.fields import Fields
from preflight.catalog.nodes import Node
from preflight.catalog.problems import Problems, listed, quoted
from preflight.catalog.reading_draft import Draft, note_twice
from preflight.domain.questionnaire import Effort, Improvement, Option

_KEYS = ("id", "points", "label", "text")
_OPTION_KEYS = (*_KEYS, "exclusive")


def read_scales(node: Node | None, problems: Problems) -> dict[str, tuple[Option, ...]]:
    """`scales:` by id, each with its levels."""
    scales: dict[str, tuple[Option, ...]] = {}
    if node is None:
        return scales
    for key, value in values.entries(node, problems, what="scales"):
        scale_id = values.identifier(key, problems, what="the name of a scale")
        items = values.items(value, problems, what=f"the scale {quoted(key.value)}")
        if not items and values.kind_of(value) == "a list":
            problems.add(value, f"the scale {quoted(key.value)} is empty", "list its levels")
        levels = _read_list([Fields(item, problems, what="a level", keys=_KEYS) for item in items], problems)
        if scale_id is not None:
            scales[scale_id] = levels
    return scales


def read_options(question: Fields, draft: Draft, *, multi: bool) -> tuple[Option, ...] | None:
    """The options of a choice or multi question, its own or a scale's; None when they can't be known."""
    problems = draft.problems
    found = [
        Fields(item, problems, what="an option", keys=_OPTION_KEYS)
        for item in question.items("options", required="scale" not in question)
    ]
    if not multi:
        for fields in found:
            fields.refuse("exclusive", "exclusive is only for kind: multi", "leave it out; a choice is one option")
    if "scale" not in question:
        options = _read_list(found, problems)
        return options if found and _all_known(options) else None
    name = question.identifier("scale")
    levels = draft.scales.get(name) if name is not None else None
    if levels is None:
        if name is not None:
            allowed = problems.suggestion(name, draft.scales)
            problems.add(question.found["scale"], f"there is no scale {quoted(name)}", allowed)
        return None
    if not _all_known(levels):
        return None
    if "options" not in question:
        return levels
    return _with_words(levels, found, question, problems)


def read_improvements(
    question: Fields, options: Sequence[Option] | None, problems: Problems, *, multi: bool
) -> MappingProxyType[str, Improvement]:
    """`improve:` by option id: the step from that option to the next one up."""
    steps: dict[str, Improvement] = {}
    node = question.node("improve")
    if node is None:
        return MappingProxyType(steps)
    by_id = {option.id: option for option in options or ()}
    most = max((option.points for option in by_id.values() if option.points is not None), default=None)
    for key, value in values.entries(node, problems, what="improve"):
        option_id = values.identifier(key, problems, what="the option")
        fields = Fields(value, problems, what="a next step", keys=("do", "effort"))
        do, effort = fields.text("do", required=True), fields.word("effort", Effort, required=True)
        if option_id is None or options is None:
            continue
        if option_id not in by_id:
            problems.add(key, f"there is no option {quoted(option_id)}", problems.suggestion(option_id, by_id))
        elif not multi and by_id[option_id].points == most:
            problems.add(key, f"the option {quoted(option_id)} has no next one up", "leave its step out")
        elif effort is not None:
            steps[option_id] = Improvement(do=do, effort=effort)
    return MappingProxyType(steps)


def _read_list(found: Sequence[Fields], problems: Problems) -> tuple[Option, ...]:
    options = [_read_one(fields, label_required=True) for fields in found]
    _check_twice(options, found, problems)
    if any(option.points is not None for option in options):
        for option, fields in zip(options, found, strict=True):
            if option.points is None and "points" not in fields and not fields.broken:
                problems.add(fields.at, "this option has no points, others beside it have", "give all points, or none")
    return tuple(options)


def _read_one(fields: Fields, *, label_required: bool) -> Option:
    return Option(
        id=fields.identifier("id", required=True) or "",
        points=fields.decimal("points"),
        label=fields.title("label", required=label_required),
        text=fields.text("text"),
        exclusive=fields.truth("exclusive"),
    )


def _with_words(
    levels: Sequence[Option], found: Sequence[Fields], question: Fields, problems: Problems
) -> tuple[Option, ...]:
    """The levels of a scale, in its order, with the words that this question has for them."""
    for fields in found:
        fields.refuse("points", "points stand here beside a scale", "leave them out; the scale gives the points")
    words = [_read_one(fields, label_required=False) for fields in found]
    _check_twice(words, found, problems)
    by_id = {level.id: level for level in words}
    known = {level.id: level for level in levels}
    for word, fields in zip(words, found, strict=True):
        if word.id and word.id not in known:
            wrong = f"the scale has no level {quoted(word.id)}"
            problems.add(fields.found["id"], wrong, problems.suggestion(word.id, known))
    missing = [level.id for level in levels if level.id not in by_id]
    if missing and _all_known(words):
        wrong = f"{', '.join(map(quoted, missing))} of the scale has no words here"
        problems.add(question.place("options"), wrong, f"give words to each level: {listed(list(known))}")
    return tuple(
        replace(
            level,
            label=by_id[level.id].label or level.label,
            text=by_id[level.id].text or level.text,
            exclusive=by_id[level.id].exclusive,
        )
        if level.id in by_id
        else level
        for level in levels
    )


def _all_known(options: Sequence[Option]) -> bool:
    """Whether each has an id; where one could not be read, nothing can be said about what refers to them."""
    return all(option.id for option in options)


def _check_twice(options: Sequence[Option], found: Sequence[Fields], problems: Problems) -> None:
    first: dict[str, Node] = {}
    for option, fields in zip(options, found, strict=True):
        if option.id:
            note_twice(first, option.id, fields.found["id"], problems, what="the id")
