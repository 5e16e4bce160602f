"""The decision's record as plain data, for the page setter: every text as it is read."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from preflight.charts.theme import LIGHT, band_colour
from preflight.domain.decision import Decision, DecisionKind
from preflight.domain.decision_picture import (
    AssessmentShown,
    CriterionShown,
    DecisionPicture,
    picture_from,
)
from preflight.domain.decision_words import KIND_WORDS
from preflight.domain.wording import day
from preflight.exports.report.decision_told import decision_told, kind_colours, recommendation_told
from preflight.exports.report.told import told
from preflight.services.decision_pictures import picture_of
from preflight.services.decisions import recommendation_for
from preflight.services.pilot_file import PilotFile

RISING: Final = (DecisionKind.STOP, DecisionKind.NO_GO, DecisionKind.GO_WITH_CONDITIONS, DecisionKind.GO)
_MARKS: Final = {"met": "✓", "missed": "✕", "not_measured": "○", "not_sealed": "○", "withdrawn": "–"}
_FIGURES: Final = re.compile(r"(?<=\d) (?=of \d|%)|(?<=\d of) (?=\d)")
_ROLES: Final = (
    *("ink", "muted", "line", "grid", "outline", "sunken", "accent"),
    *("claimed", "evidenced", "up", "down"),
)


def decision_data(file: PilotFile) -> dict[str, Any]:
    """Everything that the record says, ready for `json.dumps`."""
    decision = file.decision
    picture = picture_from(decision.picture) if decision else picture_of(file)
    name = "Decision record" if decision else "Paper for a decision"
    recommended = decision.recommended if decision else recommendation_for(file)
    return {
        "title": told(f"{file.project.name}: {name[0].lower()}{name[1:]}"),
        "kind": name,
        "project": told(file.project.name),
        "facts": [[label, told(words)] for label, words in _facts(file, picture) if words],
        "foot": [told(file.project.name), name, f"made on {day(file.on)}"],
        "colours": {role: getattr(LIGHT, role) for role in _ROLES},
        "decision": _decision(decision, file) if decision else None,
        "recommended": recommendation_told(recommended),
        "scale": [_choice(each, recommended.kind, decision.kind if decision else None) for each in RISING],
        "stood": _stood(picture) if picture else None,
        "choices": [KIND_WORDS[each] for each in reversed(RISING)],
    }


def _facts(file: PilotFile, picture: DecisionPicture | None) -> list[tuple[str, str]]:
    found = picture.assessed if picture else None
    return [
        ("Owner", file.project.owner),
        ("Assessed", f"{day(found.on)}, {found.questionnaire}" if found else ""),
        ("As it stood on", day(picture.on) if picture else ""),
    ]


def _decision(decision: Decision, file: PilotFile) -> dict[str, Any]:
    before = file.decisions[-2] if len(file.decisions) > 1 else None
    superseded = f"{KIND_WORDS[before.kind]}, {day(before.decided_on)}, {before.decided_by}" if before else ""
    return decision_told(decision, file.actions) | {"before": told(superseded)}


def _stood(picture: DecisionPicture) -> dict[str, Any]:
    return {
        "assessed": _assessed(picture.assessed) if picture.assessed else None,
        "plan": [
            {"words": told(words), "presses": presses}
            for words, presses in (
                (picture.decision_due, picture.decision_pressing),
                (picture.review, picture.review_pressing),
            )
            if words
        ],
        "conditions": [
            told(f"{each.text} ({each.owner or 'no owner'}{f', {day(each.due)}' if each.due else ''})")
            for each in picture.conditions
        ],
        "systems": _systems(picture),
        "criteria": [_criterion(each, picture.on) for each in picture.criteria],
    }


def _assessed(found: AssessmentShown) -> dict[str, Any]:
    known = found.place is not None and 0 <= found.place < found.bands
    return {
        "verdict": _together(found.verdict),
        "colour": band_colour(found.place or 0, found.bands, LIGHT).line if known else LIGHT.outline,
        "asides": [_together(each) for each in (found.provisional, found.evidence) if each],
        "coverage": f"{found.coverage} covered",
        "blockers": [told(each) for each in found.blockers],
        "dimensions": [
            {
                "title": told(each.title),
                "claimed": each.shares[0] if each.shares else None,
                "evidenced": each.shares[1] if each.shares and each.evidenced is not None else None,
                "figure": told(each.figure),
                "proven": told(each.proven),
            }
            for each in found.dimensions
        ],
    }


def _systems(picture: DecisionPicture) -> list[str]:
    """What they would take, and which the pilot goes round."""
    said = []
    if picture.estimate:
        said.append(f"Estimated at {picture.estimate}; production usually takes {picture.usual}.")
    deferred = [each.system for each in picture.systems if not each.confronted]
    confronted = [each.system for each in picture.systems if each.confronted]
    if confronted:
        said.append(f"Confronted: {', '.join(confronted)}.")
    if deferred:
        said.append(f"Deferred: {', '.join(deferred)}.")
    return [told(each) for each in said] or ["No system is listed."]


def _criterion(found: CriterionShown, on: date) -> dict[str, Any]:
    amended = found.amendments[-1] if found.amendments else None
    place = found.place(on)
    return {
        "metric": told(found.metric),
        "owner": told(found.owner),
        "first": _together(found.first_goal),
        "now": _together(amended.goal) if amended else "",
        "reason": told(f"{day(amended.on)}, {amended.by}: “{amended.reason}”") if amended else "",
        "measured": told(found.measured),
        "evidence": told(found.evidence),
        "mark": _MARKS.get(found.standing, ""),
        "says": told(found.says),
        "first_says": told(f"As it was sealed: {found.first_says.lower()}") if found.first_says else "",
        "colour": LIGHT.muted if place is None else band_colour(place, 3, LIGHT).text,
    }


def _together(text: str) -> str:
    """The text with a figure and what belongs to it on one line: "2.3 of 4", "92 %"."""
    return _FIGURES.sub("\N{NO-BREAK SPACE}", told(text))


def _choice(kind: DecisionKind, recommended: DecisionKind, decided: DecisionKind | None) -> dict[str, Any]:
    marks = [words for words, one in (("recommended", recommended), ("decided", decided)) if one is kind]
    return {
        "kind": KIND_WORDS[kind],
        "marks": " and ".join(marks).capitalize(),
        "recommended": kind is recommended,
        "decided": kind is decided,
        "colours": kind_colours(kind),
    }
