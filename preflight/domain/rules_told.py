"""The rules that lead from a score to a decision, each in a sentence, with the idea behind it: help, README and report
say the same. What a decision's own rules say stands in `recommending.RULES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTold:
    """One rule for a newcomer: what it is called, what it does, and why."""

    title: str
    sentence: str
    idea: str


_TOLD: Final = {
    "path": RuleTold(
        title="The path to ready",
        sentence="Of all sets of improvements that reach the next band, the one with the least effort is shown, "
        "exactly; critical minimums, the weakest dimension, weights and answers that can’t change are part "
        "of the reckoning.",
        idea="The way out of a pilot is rarely more of what already works; it is the few things around the model"
        " that hold it back.",
    ),
    "efforts": RuleTold(
        title="What a step costs",
        sentence="Days count 1 point, weeks 3, a quarter 8; change the figures, and the path is worked out again.",
        idea="Only the team knows what a quarter of its time is worth.",
    ),
    "locked": RuleTold(
        title="Answers that can’t change",
        sentence="A locked answer stays where it is, and the path goes round it, or says that there is none.",
        idea="An old system or a law will not move because a plan asks for it.",
    ),
    "actions": RuleTold(
        title="Actions",
        sentence="An action has an owner and a day; the next assessment that asks its question says whether it rose.",
        idea="Where nobody owns a thing when the pilot ends, it decays without anyone noticing.",
    ),
    "confirmed": RuleTold(
        title="Done is not confirmed",
        sentence="Done is what somebody says; confirmed is what a later assessment found, and when the question did "
        "not move the action says exactly that.",
        idea="Anecdotes make a system look finished or broken; a second look at the same question tells.",
    ),
    "measurable": RuleTold(
        title="Measurable, or refused",
        sentence="A criterion names what is counted, its unit, where it stands today, the number that is enough, how"
        " it is measured, by when, and who stands for it in the business.",
        idea="“Works well” convinces nobody to pay for production; a figure beside the one from before does.",
    ),
    "sealed": RuleTold(
        title="Sealed before it is measured",
        sentence="Criteria are sealed before the first measurement; after that a change is an amendment with its "
        "reason, and the decision shows both.",
        idea="A target that is written down after the result can always be met.",
    ),
    "plan": RuleTold(
        title="Production first",
        sentence="The plan begins with requirements (weeks 1–2) and a design that tests production (2–3), runs the "
        "pilot (4–8), decides in week 9, and deploys (9–12).",
        idea="A pilot is the first phase of a production deployment, not an experiment beside it.",
    ),
    "review": RuleTold(
        title="The review in week 4",
        sentence="The review by security and compliance starts in week 4 at the latest; a later start is refused.",
        idea="Reviews that begin after the pilot hold production up for months, and find what has to be rebuilt.",
    ),
    "integrations": RuleTold(
        title="Three to five times",
        sentence="Beside each estimate stands three to five times as much: what connecting a system in production "
        "usually costs.",
        idea="Pilots go round the old systems with files and test accounts; production meets them.",
    ),
    "decision": RuleTold(
        title="Recommended by rules, decided by a person",
        sentence="The first of nine stated rules that holds recommends; a person decides, with reasons, name and "
        "date, and deciding otherwise asks why. A decision stays as it is; a later one supersedes it.",
        idea="A decision on a day is better than uncertainty without end.",
    ),
    "purgatory": RuleTold(
        title="In purgatory",
        sentence="A pilot whose decision date has passed with nothing decided is in purgatory, and its days are "
        "counted.",
        idea="Most pilots are not stopped; they are quietly kept alive until nobody remembers why.",
    ),
    "ageing": RuleTold(
        title="Evidence grows old",
        sentence="Evidence counts for as many days as its questionnaire says; in the portfolio the evidenced score, "
        "the mean of all dimensions, falls on the day on which a piece grows too old.",
        idea="What was proven in spring says little about the system of autumn.",
    ),
    "build-once": RuleTold(
        title="Build once",
        sentence="The blocker that most projects share comes first: solved once, it helps all of them.",
        idea="Pipelines, security patterns and monitoring made for the first use case make the second one faster.",
    ),
}
RULES: Final = MappingProxyType(_TOLD)
"""From a rule's short name to its words, in the order in which a team meets them."""
