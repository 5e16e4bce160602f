"""What a skilled stranger would change in a document of `tests.documents.a_full_project`, beside its assessments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from preflight.domain.decision_picture import picture_from, picture_json
from preflight.domain.plain_json import written
from tests.forged import Content, Edit, change, drop


def repaint(**fields: Any) -> Edit:
    """The first decision's picture with other fields."""

    def painted(content: Content) -> None:
        first = content["pilot"]["decisions"][0]
        found = picture_from(first["picture"])
        assert found is not None
        first["picture"] = picture_json(replace(found, **fields))

    return painted


def twice(*path: str | int, id: str = "") -> Edit:  # noqa: A002 - what it is called
    """The last item of a list once more, under another id where one is given."""

    def doubled(content: Content) -> None:
        place: Any = content
        for step in path:
            place = place[step]
        place.append(place[-1] | ({"id": id} if id else {}))

    return doubled


def both(*edits: Edit) -> Edit:
    def edited(content: Content) -> None:
        for each in edits:
            each(content)

    return edited


def turned(*path: str | int) -> Edit:
    def reversed_(content: Content) -> None:
        place: Any = content
        for step in path:
            place = place[step]
        place.reverse()

    return reversed_


ACTION, CRITERION = ("pilot", "actions", 0), ("pilot", "criteria", 0)
MEASURED = (*CRITERION, "measurements")
AMENDED, WITHDRAWN, LATE = (("pilot", "criteria", at) for at in (1, 2, 3))
STEP, SYSTEM, PATH = ("pilot", "steps", 0), ("pilot", "systems", 0), ("pilot", "paths", 0)
FIRST, LAST = ("pilot", "decisions", 0), ("pilot", "decisions", 1)
CONDITION = ("pilot", "actions", 5)
NO_SEAL = both(change(*CRITERION, "sealed_at", to=None), change(*CRITERION, "sealed_by", to=None))
FORGED: dict[str, tuple[Edit, str]] = {
    "a key too many": (change("pilot", "votes", to=[]), r"pilot: the key 'votes' is not known"),
    "a part missing": (drop("pilot", "paths"), r"pilot: paths is missing"),
    "a title with a bidi override": (change(*ACTION, "title", to="a\u202eb"), r"actions\[0\]\.title: .*not kept"),
    "a title with a line break": (change(*ACTION, "title", to="a\nb"), r"actions\[0\]\.title: .*not kept"),
    "an action of a decision that is not there": (
        change(*CONDITION, "decision", to="nope"), r"actions\[5\]\.decision: there is no such decision"
    ),
    "a condition of no decision": (change(*CONDITION, "decision", to=None), r"actions\[5\]\.decision: it belongs to"),
    "a decision behind an action by hand": (
        lambda content: content["pilot"]["actions"][3].update(decision=content["pilot"]["decisions"][0]["id"]),
        r"actions\[3\]\.decision: it belongs to",
    ),
    "done without a moment": (change(*ACTION, "done_at", to=None), r"actions\[0\]\.done_at: it belongs to what"),
    "a due day beyond all years": (change(*ACTION, "due", to="2101-01-01"), r"actions\[0\]\.due: a day lies between"),
    "a question that is not asked": (change(*ACTION, "link", "question", to="a.b"), r"link\.question: .*no such quest"),
    "an assessment of elsewhere": (change(*ACTION, "link", "assessment", to="x"), r"link\.assessment: .*not among"),
    "an aim above all points": (change(*ACTION, "link", "aim", to="5/4"), r"link\.aim: it may be 0 to 1"),
    "an author who is nobody": (change(*ACTION, "created_by", to="nobody"), r"actions\[0\]\.created_by: .*people"),
    "an action twice": (twice("pilot", "actions"), r"pilot\.actions: something stands here twice"),
    "actions out of order": (turned("pilot", "actions"), r"pilot\.actions: they don't stand in their order"),
    "an amendment without a reason": (
        change(*AMENDED, "versions", 1, "reason", to=""), r"criteria\[1\]\.versions\[1\]\.reason: an amendment has"
    ),
    "a reason for what was first": (change(*AMENDED, "versions", 0, "reason", to="x"), r"versions\[0\]\.reason: an am"),
    "a late one without a reason": (change(*LATE, "versions", 0, "reason", to=""), r"versions\[0\]\.reason: .*late"),
    "late to nothing": (lambda content: content["pilot"].update(criteria=content["pilot"]["criteria"][3:]),
                        r"criteria\[0\]: nothing was sealed"),
    "an early one after a late one": (turned("pilot", "criteria"), r"criteria\[\d\]: (nothing was|criteria are) "),
    "a measurement of an unsealed criterion": (NO_SEAL, r"criteria\[0\]: what is not sealed was not amended, measured"),
    "an unsealed one beside sealed ones": (
        both(NO_SEAL, change(*MEASURED, to=[])), r"criteria\[1\]: criteria are sealed together"
    ),
    "a seal of nobody": (change(*CRITERION, "sealed_by", to=None), r"sealed_by: a seal has a moment and a person"),
    "no version": (change(*CRITERION, "versions", to=[]), r"versions: a criterion says something"),
    "withdrawn at first": (change(*CRITERION, "versions", 0, "withdrawn", to=True), r"never written down"),
    "null for versions": (change(*WITHDRAWN, "versions", to=None), r"criteria\[2\]\.versions: a list belongs here"),
    "a version behind the withdrawal": (
        twice(*WITHDRAWN, "versions"), r"criteria\[2\]\.versions\[2\]: nothing comes after it was withdrawn"
    ),
    "a withdrawal that changes the target": (
        change(*WITHDRAWN, "versions", 1, "target", to="7/1"), r"versions\[1\]: .*a withdrawal only that"
    ),
    "an amendment that changes nothing": (
        twice(*AMENDED, "versions"), r"criteria\[1\]\.versions\[2\]: an amendment changes something"
    ),
    "another unit": (change(*AMENDED, "versions", 1, "unit", to="minutes"), r"versions\[1\]: the unit .*stays"),
    "a target of thirteen digits": (change(*CRITERION, "versions", 0, "target", to="1000000000000/1"), r"12 digits"),
    "a target of seven decimals": (change(*CRITERION, "versions", 0, "target", to="1/10000000"), r"six digits"),
    "measured before the seal": (
        change(*MEASURED, 0, "date", to="2026-02-28"), r"measurements\[0\]: it was measured before the criterion was se"
    ),
    "measured tomorrow": (change(*MEASURED, 2, "date", to="2026-04-09"), r"\[2\]: it was written down before it was"),
    "measured without evidence": (
        both(change(*MEASURED, 0, "url", to=""), change(*MEASURED, 0, "text", to="")), r"\[0\]\.text: a measurement"
    ),
    "evidence that runs": (change(*MEASURED, 0, "url", to="javascript:alert(1)"), r"measurements\[0\]\.url: .*web"),
    "struck without why": (change(*MEASURED, 1, "struck", "why", to=""), r"struck\.why: it may not be empty"),
    "struck by nobody": (change(*MEASURED, 1, "struck", "by", to="nobody"), r"struck\.by: this person is not among"),
    "a measurement twice": (twice(*MEASURED), r"criteria\[0\]: something stands here twice"),
    "measurements out of order": (turned(*MEASURED), r"measurements: measurements stand in the order"),
    "a criterion twice": (twice("pilot", "criteria"), r"criteria\[4\]: something stands here twice"),
    "a step that ends before it begins": (change(*STEP, "end", to="2026-01-01"), r"steps\[0\]\.end: a step ends on"),
    "a step of three years": (change(*STEP, "end", to="2029-03-06"), r"steps\[0\]\.end: a step takes at most 1,100"),
    "a review in week 5": (
        lambda content: next(each for each in content["pilot"]["steps"] if each["kind"] == "review").update(
            start="2026-03-30", end="2026-04-03"),
        r"pilot\.steps: The review .* would start in week 5",
    ),
    "no review": (
        lambda content: content["pilot"].update(
            steps=[each for each in content["pilot"]["steps"] if each["kind"] != "review"]),
        r"pilot\.steps: a plan has a run, a review and a decision",
    ),
    "a decision that takes a week": (
        lambda content: next(each for each in content["pilot"]["steps"] if each["kind"] == "decision").update(
            end="2026-12-31"),
        r"steps\[\d\]: a decision is a day",
    ),
    "two reviews": (
        lambda content: [each.update(kind="review") for each in content["pilot"]["steps"] if each["kind"] == "design"],
        r"pilot\.steps: a plan has each kind of step at most once",
    ),
    "a step twice": (twice("pilot", "steps"), r"pilot\.steps: something stands here twice"),
    "steps out of order": (turned("pilot", "steps"), r"pilot\.steps: they don't stand in their order"),
    "a third of a day": (change(*SYSTEM, "estimate", to="1/3"), r"systems\[0\]\.estimate: an estimate has two digits"),
    "less than nothing": (change(*SYSTEM, "estimate", to="-1/1"), r"systems\[0\]\.estimate: it may be 0 to 10000"),
    "a system twice": (twice("pilot", "systems"), r"pilot\.systems: something stands here twice"),
    "a decision against without why": (
        change(*FIRST, "against_why", to=""), r"decisions\[0\]\.against_why: it belongs to a decision against"
    ),
    "why behind what was recommended": (change(*FIRST, "kind", to="no_go"), r"decisions\[0\]\.against_why: it belongs"),
    "no reasons": (change(*FIRST, "reasons", to=""), r"decisions\[0\]\.reasons: it may not be empty"),
    "a go with no condition": (change(*LAST, "conditions", to=[]), r"decisions\[1\]\.conditions: they belong to"),
    "a condition due before the decision": (
        change(*LAST, "conditions", 0, "due", to="2026-03-31"), r"conditions\[0\]\.due: a condition is not due before"
    ),
    "a chain of decisions out of order": (
        turned("pilot", "decisions"), r"decisions\[1\]: a decision is not dated before the one that it supersedes"
    ),
    "a decision twice": (twice("pilot", "decisions"), r"decisions\[2\]: this decision stands here twice"),
    "decided on a draft": (
        lambda content: content["pilot"]["decisions"][0].update(assessment=content["assessments"][1]["id"]),
        r"decisions\[0\]\.assessment: this assessment is not among the completed",
    ),
    "decided by nobody": (change(*FIRST, "by", to="nobody"), r"decisions\[0\]\.by: this person is not among"),
    "a bidi override in what was seen": (change(*FIRST, "because", to=["a\u202eb"]), r"because\[0\]: it holds U\+202E"),
    "more seen than is kept": (change(*FIRST, "because", to=["a" * 60_000] * 2), r"because: it may have at most 100"),
    "a picture with a control character": (repaint(project="a\x07b"), r"decisions\[0\]\.picture: it holds U\+0007"),
    "a picture with a bidi override": (repaint(owner="a\u2066b"), r"decisions\[0\]\.picture: it holds U\+2066"),
    "a picture in other letters": (
        lambda content: content["pilot"]["decisions"][0].update(
            picture=content["pilot"]["decisions"][0]["picture"].replace(":", ": ", 1)),
        r"picture: it is no picture of a decision",
    ),
    "a picture of another kind": (change(*FIRST, "picture", to=written({"version": 1, "picture": {}})), r"no picture"),
    "a picture that is none": (change(*FIRST, "picture", to="[" * 100_000), r"no picture"),
    "an effort of nothing": (change(*PATH, "small", to=0), r"paths\[0\]\.small: it may be 1 to 1,000"),
    "a lock twice": (change(*PATH, "locked", to=["a", "a"]), r"paths\[0\]\.locked: a question stands here twice"),
    "a path twice": (twice("pilot", "paths"), r"pilot\.paths: something stands here twice"),
}  # fmt: skip
"""By what was forged: how, and what is said of it."""
