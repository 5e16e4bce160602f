"""What the rules recommend: they stand in an order, and the first that holds decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from preflight.domain.deciding_facts import Facts
from preflight.domain.decision import DecisionKind, Recommendation
from preflight.domain.decision_words import kind_spoken
from preflight.domain.rule_sight import OLDEST, SIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: a title that can end a sentence, what it says, and the idea behind it."""

    id: str
    title: str
    sentence: str
    idea: str
    kind: DecisionKind


RULES: Final = (
    Rule(
        id="not-assessed",
        title="Nothing was assessed",
        sentence="Without a completed assessment the recommendation is no-go.",
        idea="A pilot shows that the AI can do the task; whether the organisation can run it is another question.",
        kind=DecisionKind.NO_GO,
    ),
    Rule(
        id="no-criteria",
        title="No criterion is sealed",
        sentence="Without a sealed criterion it is no-go; one that was withdrawn does not count.",
        idea="A pilot whose success was not written down first can never clearly succeed, so nobody has a mandate.",
        kind=DecisionKind.NO_GO,
    ),
    Rule(
        id="not-measured",
        title="A criterion was not measured",
        sentence="While a sealed criterion has no measurement it is no-go.",
        idea="“It seems to work well” is no case for production; a figure beside the one from before is.",
        kind=DecisionKind.NO_GO,
    ),
    Rule(
        id="worse-than-before",
        title="Nothing is better than before",
        sentence="When targets are not met, and no criterion with a baseline came out better than its baseline, it is "
        "stop.",
        idea="A use case that improves nothing may not be viable; a longer pilot would only prolong the uncertainty.",
        kind=DecisionKind.STOP,
    ),
    Rule(
        id="missed",
        title="A criterion is not met",
        sentence="While a sealed criterion is not met it is no-go.",
        idea="Criteria met mean go on; criteria missed mean say what has to change, and decide again on a day.",
        kind=DecisionKind.NO_GO,
    ),
    Rule(
        id="blocked",
        title="The verdict holds it back",
        sentence="When the verdict is in its worst band, or a critical question is below its minimum, it is no-go.",
        idea="A pilot can work around what is missing; production meets it on the first bad day.",
        kind=DecisionKind.NO_GO,
    ),
    Rule(
        id="thin",
        title="Too little is known",
        sentence="When the verdict is provisional, or there is none, it is no-go.",
        idea="What nobody looked at during the pilot comes up after the decision, when it costs most.",
        kind=DecisionKind.NO_GO,
    ),
    Rule(
        id="conditions",
        title="Something is still open",
        sentence="When the verdict is below its best band, a condition is open, a system is deferred, the security and "
        f"compliance review is not done, or the assessment is older than {OLDEST} days, it is go with conditions.",
        idea="Integration and reviews that are left for after the pilot are the wall that a rollout runs into.",
        kind=DecisionKind.GO_WITH_CONDITIONS,
    ),
    Rule(
        id="ready",
        title="Nothing stands in the way",
        sentence="When no rule above holds, it is go.",
        idea="Criteria that were agreed on first and are met are the mandate to go on; waiting loses it again.",
        kind=DecisionKind.GO,
    ),
)
"""In their order: the first that holds decides. The last one always holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A rule and what it saw, in sentences: nothing where it does not hold. One of them `decides`."""

    rule: Rule
    because: tuple[str, ...]
    decides: bool = False

    @property
    def holds(self) -> bool:
        return bool(self.because)


def recommend(facts: Facts) -> Recommendation:
    """What the first rule that holds recommends, and what it saw."""
    deciding = next(look for look in looked_at(facts) if look.decides)
    return Recommendation(kind=deciding.rule.kind, rule=deciding.rule.id, because=deciding.because)


def looked_at(facts: Facts) -> tuple[Look, ...]:
    """Every rule in its order; also those after the deciding one say whether they would hold."""
    found: list[Look] = []
    for rule in RULES:
        before = any(look.holds for look in found)
        because = () if rule.id == "ready" and before else tuple(SIGHTS[rule.id](facts))
        found.append(Look(rule=rule, because=because, decides=bool(because) and not before))
    return tuple(found)


def rule_called(rule_id: str) -> Rule | None:
    """The rule of this id; None for one that there is no more."""
    return next((rule for rule in RULES if rule.id == rule_id), None)


def recommendation_headline(recommendation: Recommendation) -> str:
    """The recommendation as a title: "Recommended: no-go; a criterion is not met"."""
    rule = rule_called(recommendation.rule)
    behind = f"; {rule.title[0].lower()}{rule.title[1:]}" if rule else ""
    return f"Recommended: {kind_spoken(recommendation.kind)}{behind}"
