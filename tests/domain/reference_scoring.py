"""A second scorer, written from the format's text alone, to hold the domain against.

It is deliberately plain: it reads the dictionaries that the YAML files hold (never the domain's types), works a
question at a time, repeats itself, and takes no care to be fast. All numbers are int or Fraction.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

Plain = dict[str, Any]


def reference_score(questionnaire: Plain, answers: Plain, *, on: date, completed: bool) -> Plain:
    """What the format's section 2 makes of these answers; the same shape as the command line's `--json`."""
    questions: Plain = {}
    for question in every_question(questionnaire["sections"]):
        questions[question["id"]] = one_question(questionnaire, question, answers, on)
    sections = [one_section(section, questions) for section in questionnaire["sections"]]
    how = questionnaire.get("aggregate", "mean")
    weights = [section.get("weight", 1) for section in questionnaire["sections"]]
    score = {
        "fraction": together(how, weights, [section["fraction"] for section in sections]),
        "evidenced": together(how, weights, [section["evidenced"] for section in sections]),
        "coverage": coverage(list(questions.values())),
    }
    return {
        "score": score,
        "sections": sections,
        "questions": {
            found: {
                "state": one["state"],
                "fraction": one["fraction"],
                "evidenced": one["evidenced"],
                "risk": one["risk"],
            }
            for found, one in questions.items()
        },
        "verdict": verdict(questionnaire, answers, score, sections, questions, completed),
    }


def every_question(sections: list[Plain]) -> list[Plain]:
    found = []
    for section in sections:
        found += section.get("questions", [])
        found += every_question(section.get("sections", []))
    return found


# States


def state_of(questionnaire: Plain, question_id: str, answers: Plain) -> str:
    if not is_shown(questionnaire, question_id, answers):
        return "hidden"
    answer = answers.get(question_id)
    if isinstance(answer, str):
        return "answered"
    if answer is None:
        return "unanswered"
    if answer.get("unknown"):
        return "unknown"
    if "not_applicable" in answer:
        return "not_applicable"
    if "choice" in answer or "choices" in answer or "number" in answer or "text" in answer:
        return "answered"
    return "unanswered"


def is_shown(questionnaire: Plain, question_id: str, answers: Plain) -> bool:
    return all(
        is_true(condition, questionnaire, answers) for condition in path_to(questionnaire["sections"], question_id)
    )


def path_to(sections: list[Plain], question_id: str) -> list[str]:
    """The conditions on the way down to a question: of each section it stands in, and its own."""
    for section in sections:
        if any(question["id"] == question_id for question in every_question([section])):
            here = [section["show_if"]] if "show_if" in section else []
            own = [question for question in section.get("questions", []) if question["id"] == question_id]
            here += [question["show_if"] for question in own if "show_if" in question]
            return here + path_to(section.get("sections", []), question_id)
    return []


def is_true(condition: str, questionnaire: Plain, answers: Plain) -> bool:
    def atom(match: re.Match[str]) -> str:
        question_id, option = match.group().split(":")
        answered = state_of(questionnaire, question_id, answers) == "answered"
        return str(answered and option in chosen_in(answers[question_id]))

    return in_python(re.sub(r"[\w.:-]+", atom, condition))


def is_true_inside(condition: str, chosen: list[str]) -> bool:
    return in_python(re.sub(r"[\w.:-]+", lambda m: str(m.group() == "default" or m.group() in chosen), condition))


def in_python(condition: str) -> bool:
    """The condition with True and False for atoms; Python's own not, and, or bind in the format's order."""
    words = condition.replace("!", " not ").replace("&&", " and ").replace("||", " or ")
    return bool(eval(words.strip(), {"__builtins__": {}}))


def chosen_in(answer: Any) -> list[str]:
    if isinstance(answer, str):
        return [answer]
    if "choice" in answer:
        return [answer["choice"]]
    return list(answer.get("choices", []))


# Questions


def one_question(questionnaire: Plain, question: Plain, answers: Plain, on: date) -> Plain:
    state = state_of(questionnaire, question["id"], answers)
    scored = most(question) > 0
    fraction = None
    risk = None
    if state == "answered":
        points, risk = points_of(question, answers[question["id"]])
        if scored and points is not None:
            fraction = min(max(Fraction(points) / most(question), Fraction(0)), Fraction(1))
    if state == "unknown" and scored:
        fraction = Fraction(0)
    if state == "unanswered" and scored and questionnaire.get("unanswered", "leave-out") == "zero":
        fraction = Fraction(0)
    evidenced = fraction
    if fraction is not None and not has_evidence(questionnaire, answers.get(question["id"]), on):
        evidenced = Fraction(0)
    return {
        "id": question["id"],
        "state": state,
        "scored": scored,
        "fraction": fraction,
        "evidenced": evidenced,
        "risk": risk,
        "weight": question.get("weight", 1),
    }


def most(question: Plain) -> Fraction:
    """The highest points that the question can give; 0 for what is only context."""
    kind = question.get("kind", "choice")
    if kind == "text":
        return Fraction(0)
    if kind == "number":
        return Fraction(max(band["points"] for band in question["bands"]))
    if "rules" in question:
        return Fraction(max([rule["points"] for rule in question["rules"] if "points" in rule] + [0]))
    if question.get("combine") == "share":
        return Fraction(len(question["options"]))
    points = [option["points"] for option in question["options"] if "points" in option]
    if question.get("combine") == "sum":
        return Fraction(sum(one for one in points if one > 0))
    return Fraction(max([*points, 0]))


def points_of(question: Plain, answer: Any) -> tuple[Fraction | None, str | None]:
    kind = question.get("kind", "choice")
    if kind == "text":
        return None, None
    if kind == "number":
        reached = [band["points"] for band in question["bands"] if answer["number"] >= band["from"]]
        return (Fraction(reached[-1]) if reached else Fraction(0)), None
    chosen = chosen_in(answer)
    if "rules" in question:
        for rule in question["rules"]:
            if is_true_inside(rule["when"], chosen):
                return rule.get("points"), rule.get("risk")
        return None, "undefined"
    points = [option["points"] for option in question["options"] if option["id"] in chosen and "points" in option]
    if kind == "choice":
        return (Fraction(points[0]) if points else None), None
    how = question["combine"]
    if how == "share":
        return Fraction(len(chosen)), None
    if not points:
        return Fraction(0), None
    if how == "sum":
        return Fraction(sum(points)), None
    if how == "mean":
        return Fraction(sum(points)) / len(points), None
    if how == "max":
        return Fraction(max(points)), None
    return Fraction(min(points)), None


def has_evidence(questionnaire: Plain, answer: Any, on: date) -> bool:
    if answer is None or isinstance(answer, str):
        return False
    for evidence in answer.get("evidence", []):
        said = evidence.get("text", "") != "" or evidence.get("url", "") != ""
        if said and "date" in evidence:
            age = (on - evidence["date"]).days
            if age <= questionnaire.get("evidence_days", 180):
                return True
    return False


# Sections


def one_section(section: Plain, questions: Plain) -> Plain:
    below = [questions[question["id"]] for question in every_question([section])]
    inner = [one_section(child, questions) for child in section.get("sections", [])]
    children = inner or [questions[question["id"]] for question in section["questions"]]
    weights = [child.get("weight", 1) for child in section.get("sections") or section["questions"]]
    how = section.get("aggregate", "mean")
    fractions = [one["fraction"] for one in below if one["fraction"] is not None]
    least = min(fractions) if fractions else None
    return {
        "id": section["id"],
        "fraction": together(how, weights, [child["fraction"] for child in children]),
        "evidenced": together(how, weights, [child["evidenced"] for child in children]),
        "coverage": coverage(below),
        "floor": {
            "fraction": least,
            "questions": [one["id"] for one in below if least is not None and one["fraction"] == least],
        },
        "risks": {
            risk: len([one for one in below if one["risk"] == risk]) for risk in ("high", "medium", "none", "undefined")
        },
        "sections": inner,
    }


def together(how: str, weights: list[Any], fractions: list[Fraction | None]) -> Fraction | None:
    there = [(Fraction(w), f) for w, f in zip(weights, fractions, strict=True) if f is not None]
    if not there:
        return None
    if how == "min":
        return min(fraction for _, fraction in there)
    if how == "max":
        return max(fraction for _, fraction in there)
    total = Fraction(0)
    for weight, fraction in there:
        total += weight * fraction
    return total / sum(weight for weight, _ in there)


def coverage(questions: list[Plain]) -> Fraction | None:
    counted = [one for one in questions if one["scored"] and one["state"] not in ("hidden", "not_applicable")]
    if not counted:
        return None
    known = [one for one in counted if one["state"] in ("answered", "unknown")]
    return Fraction(len(known), len(counted))


# Verdict


def verdict(
    questionnaire: Plain, answers: Plain, score: Plain, sections: list[Plain], questions: Plain, completed: bool
) -> Plain:
    rule = questionnaire["verdict"]
    blockers = blocking(questionnaire, answers, questions, completed)
    blocked = [one["question"] for one in blockers]
    stage = next_stage = None
    passed = 0
    weakest = None
    for section in sections:
        if section["fraction"] is not None and (weakest is None or section["fraction"] < weakest["fraction"]):
            weakest = section
    value = None
    basis = rule.get("basis", "weakest")
    if basis == "weakest" and weakest is not None:
        value = weakest["fraction"]
    if basis == "overall":
        value = score["fraction"]
    if basis == "stages":
        for asked, found in zip(questionnaire["sections"], sections, strict=True):
            good = found["fraction"] is not None and found["fraction"] >= Fraction(asked.get("pass", 1))
            # Open in the text: a stage that asks for nothing (hidden, not applicable) can't be failed.
            good = good or found["coverage"] is None
            if not good or any(one["id"] in blocked for one in every_question([asked])):
                next_stage = asked["id"]
                break
            stage = asked["id"]
            passed += 1
        # Open in the text: with stages, the share of stages passed is held against the bands.
        if [one for one in sections if one["fraction"] is not None]:
            value = Fraction(passed, len(sections))
    band = None
    if value is not None:
        band = 0
        for place, one in enumerate(rule["bands"]):
            above = "above" in one and value > Fraction(one["above"])
            from_it = "from" in one and value >= Fraction(one["from"])
            if above or from_it:
                band = place
        if blockers and "cap" in rule:
            band = min(band, [one["id"] for one in rule["bands"]].index(rule["cap"]))
    return {
        "band": None if band is None else rule["bands"][band]["id"],
        # Open in the text: where nothing is to be covered, the verdict is provisional once coverage is asked for.
        "provisional": (score["coverage"] or 0) < Fraction(rule.get("needs_coverage", 0)),
        "weakest": None if weakest is None else weakest["id"],
        "stage": stage,
        "next_stage": next_stage,
        "blockers": blockers,
    }


def blocking(questionnaire: Plain, answers: Plain, questions: Plain, completed: bool) -> list[Plain]:
    found = []
    for question in every_question(questionnaire["sections"]):
        if "critical" not in question:
            continue
        state = questions[question["id"]]["state"]
        points = {option["id"]: option["points"] for option in question["options"]}
        if state == "unknown":
            found.append({"question": question["id"], "has": "unknown", "needs": question["critical"]})
        if state == "unanswered" and completed:
            found.append({"question": question["id"], "has": "unanswered", "needs": question["critical"]})
        if state == "answered":
            has = chosen_in(answers[question["id"]])[0]
            if points[has] < points[question["critical"]]:
                found.append({"question": question["id"], "has": has, "needs": question["critical"]})
    return found
