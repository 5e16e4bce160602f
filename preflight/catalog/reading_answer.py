"""One answer of an answers file: its short form, or a mapping that fits the question's kind."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from preflight.catalog import values
from preflight.catalog.fields import Fields, shown
from preflight.catalog.nodes import Broken, Mapping, Node, Scalar
from preflight.catalog.problems import Problems, quoted
from preflight.catalog.reading_draft import note_twice
from preflight.domain.assessment import Answer, Evidence
from preflight.domain.questionnaire import Kind, Question

_SAYING: Final = {
    Kind.CHOICE: "choice",
    Kind.MULTI: "choices",
    Kind.NUMBER: "number",
    Kind.TEXT: "text",
}
_EVERY_KIND: Final = ("unknown", "not_applicable")
_BESIDE: Final = ("note", "evidence")
_KEYS: Final = (*_SAYING.values(), *_EVERY_KIND, *_BESIDE)
_EXAMPLES: Final = {
    Kind.CHOICE: '"option-id" or {choice: "option-id"}',
    Kind.MULTI: "{choices: [option-id, option-id]}",
    Kind.NUMBER: "{number: 10}",
    Kind.TEXT: '{text: "…"}',
}


def read_answer(node: Node, question: Question, problems: Problems) -> Answer | None:
    """The answer to this question; None when it says nothing that can be used, which is noted."""
    if isinstance(node, Broken):
        return None
    if isinstance(node, Scalar) and question.kind is Kind.CHOICE:
        chosen = _option(node, question, problems)
        return None if chosen is None else Answer(choices=(chosen,))
    if not isinstance(node, Mapping):
        wrong = f"this answer is {values.kind_of(node)}, and the question is of kind {question.kind}"
        problems.add(node, wrong, f"write {_EXAMPLES[question.kind]}")
        return None
    return _read_mapping(Fields(node, problems, what="an answer", keys=_KEYS), question)


def _read_mapping(fields: Fields, question: Question) -> Answer | None:
    problems = fields.problems
    right = _SAYING[question.kind]
    for key in _SAYING.values():
        if key != right:
            wrong = f"{key} does not fit a question of kind {question.kind}"
            fields.refuse(key, wrong, f"write {_EXAMPLES[question.kind]}")
    unknown = fields.truth("unknown")
    said = [key for key in fields.found if key in _SAYING.values() or key in _EVERY_KIND]
    if "unknown" in said and not unknown:
        said.remove("unknown")
    if len(said) > 1:
        wrong = f"this answer says {' and '.join(said)} at once"
        problems.add(fields.place(said[1]), wrong, "keep one of them")
    elif not said and not any(key in fields for key in _BESIDE):
        problems.add(fields.at, "this answer says nothing", f"write {_EXAMPLES[question.kind]}, or leave it out")
    choices: tuple[str, ...] | None = None
    if question.kind is Kind.CHOICE and "choice" in fields:
        chosen = _option(fields.found["choice"], question, problems)
        choices = None if chosen is None else (chosen,)
    elif question.kind is Kind.MULTI and "choices" in fields:
        choices = _choices(fields, question)
    return Answer(
        choices=choices,
        number=_number(fields, question),
        text=fields.text("text", required="text" in fields) or None,
        unknown=unknown,
        not_applicable=_reason(fields),
        note=fields.text("note"),
        evidence=_evidence(fields),
    )


def _option(node: Node, question: Question, problems: Problems) -> str | None:
    found = values.identifier(node, problems, what="the option")
    if found is not None and question.option(found) is None:
        allowed = problems.suggestion(found, [option.id for option in question.options])
        problems.add(node, f"the question has no option {quoted(found)}", allowed)
        return None
    return found


def _choices(fields: Fields, question: Question) -> tuple[str, ...]:
    places: dict[str, Node] = {}
    for item in fields.items("choices"):
        found = _option(item, question, fields.problems)
        if found is not None:
            note_twice(places, found, item, fields.problems, what="the option", allowed="name it once")
    if len(places) > 1:
        for option in question.options:
            if option.exclusive and option.id in places:
                wrong = f"the option {quoted(option.id)} stands beside others"
                fields.problems.add(places[option.id], wrong, "it excludes them; keep it alone, or leave it out")
    return tuple(places)


def _number(fields: Fields, question: Question) -> Fraction | None:
    found = fields.decimal("number")
    if found is None or question.kind is not Kind.NUMBER:
        return found
    least, most = question.minimum, question.maximum
    if (least is not None and found < least) or (most is not None and found > most):
        at_least = "" if least is None else f"at least {shown(least)}"
        at_most = "" if most is None else f"at most {shown(most)}"
        allowed = "allowed is " + " and ".join(part for part in (at_least, at_most) if part)
        fields.problems.add(fields.found["number"], f"the number is {shown(found)}", allowed)
    return found


def _reason(fields: Fields) -> str | None:
    """Why the question does not apply; a reason is required."""
    node = fields.node("not_applicable")
    if node is None:
        return None
    if isinstance(node, Scalar) and values.misread(node) in {"true or false", "nothing"}:
        wrong = f"not_applicable is {node.value or 'nothing'}, without a reason"
        fields.problems.add(node, wrong, 'write why, as in not_applicable: "A batch job, nobody waits"')
        return None
    return fields.text("not_applicable", required=True)


def _evidence(fields: Fields) -> tuple[Evidence, ...]:
    found = []
    for item in fields.items("evidence"):
        entry = Fields(item, fields.problems, what="a piece of evidence", keys=("text", "url", "date"))
        if not entry.broken and "text" not in entry and "url" not in entry:
            fields.problems.add(item, "a piece of evidence has neither text nor url", "add one of them")
        found.append(Evidence(text=entry.text("text"), url=entry.reference("url"), date=entry.day("date")))
    return tuple(found)
