"""One question: what every kind says, and what only its own kind may say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from preflight.catalog import values
from preflight.catalog.fields import Fields, shown
from preflight.catalog.nodes import Node
from preflight.catalog.problems import quoted
from preflight.catalog.reading_conditions import check_own_option, read_condition
from preflight.catalog.reading_draft import Draft, Gate, note_twice
from preflight.catalog.reading_options import read_improvements, read_options
from preflight.domain.condition import Always, atoms
from preflight.domain.questionnaire import Combine, Kind, NumberBand, Option, Question, Risk, Rule

_EVERY_KIND = ("id", "kind", "text", "why", "weight", "show_if", "evidence", "prompts", "sources")
_OF_KIND = {
    Kind.CHOICE: ("scale", "options", "critical", "improve"),
    Kind.MULTI: ("scale", "options", "combine", "rules", "improve"),
    Kind.NUMBER: ("unit", "min", "max", "bands"),
    Kind.TEXT: (),
}
_KEYS = tuple(dict.fromkeys((*_EVERY_KIND, *(key for keys in _OF_KIND.values() for key in keys))))


def read_question(node: Node, draft: Draft, within: Gate) -> Question:
    """One question. Its id is empty when it has none that can be read."""
    fields = Fields(node, draft.problems, what="a question", keys=_KEYS)
    kind = fields.word("kind", Kind) if "kind" in fields else Kind.CHOICE
    question = Question(
        id=fields.identifier("id", required=True, dotted=True) or "",
        text=fields.text("text", required=True),
        kind=kind or Kind.TEXT,
        why=fields.text("why"),
        weight=fields.above_zero("weight", Fraction(1)),
        show_if=read_condition(fields, "show_if", draft),
        evidence=fields.text("evidence"),
        prompts=fields.texts("prompts"),
        sources=_sources(fields, draft),
    )
    gate = Gate(question.id or "a question", fields.found.get("show_if", fields.at), question.show_if, within, None)
    if kind is not None:
        _refuse_other_kinds(fields, kind)
        question, gate.options = _of_its_kind(question, fields, draft)
    draft.gates.append(gate)
    if question.id and not note_twice(
        draft.question_ids, question.id, fields.found["id"], draft.problems, what="the question id"
    ):
        draft.gate_of[question.id] = gate
    return question


def _of_its_kind(question: Question, fields: Fields, draft: Draft) -> tuple[Question, Collection[str] | None]:
    """The question with what its kind adds, and the ids of its options (None when they can't be known)."""
    if question.kind is Kind.NUMBER:
        return _number(question, fields), ()
    if question.kind is Kind.TEXT:
        return question, ()
    multi = question.kind is Kind.MULTI
    options = read_options(fields, draft, multi=multi)
    improve = read_improvements(fields, options, draft.problems, multi=multi)
    question = replace(question, options=options or (), improve=improve)
    question = _multi(question, fields, options, draft) if multi else _choice(question, fields, options)
    return question, None if options is None else dict.fromkeys(option.id for option in options)


def _choice(question: Question, fields: Fields, options: tuple[Option, ...] | None) -> Question:
    if options is not None:
        _need_points(question, fields)
    critical = fields.identifier("critical")
    if critical is None or options is None:
        return question
    if question.option(critical) is None:
        allowed = fields.problems.suggestion(critical, [option.id for option in options])
        fields.problems.add(fields.found["critical"], f"there is no option {quoted(critical)}", allowed)
    elif all(option.points is None for option in options):
        wrong = "critical needs options with points, and these have none"
        fields.problems.add(fields.found["critical"], wrong, "give each option points, or leave critical out")
    return replace(question, critical=critical)


def _multi(question: Question, fields: Fields, options: tuple[Option, ...] | None, draft: Draft) -> Question:
    has = [key for key in ("combine", "rules") if key in fields]
    if len(has) == 2:
        fields.refuse("rules", "a multi question has both combine and rules", "keep one of them")
    elif not has and not fields.broken:
        fields.problems.add(fields.at, "a multi question has neither combine nor rules", "add one of them")
    rules = _rules(question, fields, options, draft) if "rules" in fields else ()
    question = replace(question, combine=fields.word("combine", Combine), rules=rules)
    if options and question.combine not in {None, Combine.SHARE} and not rules:
        if all(option.points is None for option in options):
            wrong = f"combine: {question.combine} needs points, and these options have none"
            fields.refuse("combine", wrong, "give each option points, or use combine: share")
        else:
            _need_points(question, fields)
    return question


def _need_points(question: Question, fields: Fields) -> None:
    """Options with points need one above 0, or no answer would ever count."""
    given = [option.points for option in question.options if option.points is not None]
    if given and question.most_points <= 0:
        place = fields.place("options" if "options" in fields else "scale")
        fields.problems.add(place, "no option has points above 0", "give the best one more, or points to none")


def _rules(question: Question, fields: Fields, options: tuple[Option, ...] | None, draft: Draft) -> tuple[Rule, ...]:
    problems = draft.problems
    ids = None if options is None else dict.fromkeys(option.id for option in options)
    if ids is not None and "default" in ids:
        problems.add(fields.place("options"), "an option is called default, as the last rule is", "call it otherwise")
    rules: list[Rule] = []
    after_default = False
    for item in fields.items("rules", required=True):
        rule = Fields(item, problems, what="a rule", keys=("when", "risk", "points"))
        rule.node("when", required=True)
        when = read_condition(rule, "when", draft, own_question=question.id or "this-question")
        risk, points = rule.word("risk", Risk, but=[Risk.UNDEFINED]), rule.decimal("points")
        if not rule.broken and "risk" not in rule and "points" not in rule:
            problems.add(item, "a rule has neither risk nor points", "add risk: none, medium or high, or points")
        if after_default:
            problems.add(item, "this rule stands after default and is never reached", "put default last")
            after_default = False
        if when is None:
            continue
        after_default = isinstance(when, Always)
        if ids is not None and question.id:
            for atom in dict.fromkeys(atoms(when)):
                check_own_option(atom, rule.found["when"], question.id, ids, problems)
        rules.append(Rule(when=when, risk=risk, points=points))
    return tuple(rules)


def _number(question: Question, fields: Fields) -> Question:
    problems = fields.problems
    least, most = fields.decimal("min"), fields.decimal("max")
    if least is not None and most is not None and least > most:
        problems.add(fields.found["min"], f"min is {shown(least)}, above max", f"allowed is at most {shown(most)}")
    bands: list[NumberBand] = []
    items = fields.items("bands")
    for item in items:
        band = Fields(item, problems, what="a band", keys=("from", "points"))
        start, points = band.decimal("from", required=True), band.decimal("points", required=True)
        if start is None or points is None:
            continue
        if bands and start <= bands[-1].start:
            wrong = f"the band from {shown(start)} stands after the one from {shown(bands[-1].start)}"
            problems.add(band.found["from"], wrong, "order bands by from, least first")
        if most is not None and start > most:
            problems.add(band.found["from"], f"the band from {shown(start)} begins above max", "no answer reaches it")
        bands.append(NumberBand(start=start, points=points))
    if bands and len(bands) == len(items) and all(band.points <= 0 for band in bands):
        problems.add(fields.place("bands"), "no band has points above 0", "give the best one more")
    return replace(question, unit=fields.title("unit"), minimum=least, maximum=most, bands=tuple(bands))


def _sources(fields: Fields, draft: Draft) -> tuple[str, ...]:
    found: dict[str, Node] = {}
    for item in fields.items("sources"):
        source = values.identifier(item, draft.problems, what="a source")
        if source is None:
            continue
        if source not in draft.sources:
            allowed = draft.problems.suggestion(source, draft.sources)
            draft.problems.add(item, f"there is no source {quoted(source)}", allowed)
        note_twice(found, source, item, draft.problems, what="the source", allowed="name it once")
    return tuple(found)


def _refuse_other_kinds(fields: Fields, kind: Kind) -> None:
    for key in fields.found:
        if key in _KEYS and key not in _EVERY_KIND and key not in _OF_KIND[kind]:
            kinds = [other.value for other in Kind if key in _OF_KIND[other]]
            fields.refuse(key, f"{key} does not belong to kind: {kind}", f"it is for kind: {' and '.join(kinds)}")
