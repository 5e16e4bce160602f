"""The decision: what was decided, by whom and why; before that what the rules recommend, with room to write it down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from preflight.domain.decision import Decision, DecisionKind, Recommendation
from preflight.domain.decision_words import KIND_MEANS, KIND_WORDS, ConditionTold, conditions_told, kind_spoken
from preflight.domain.headlines_to_decide import decided_headline
from preflight.domain.recommending import recommendation_headline, rule_called
from preflight.domain.sentences import evidence_sentence
from preflight.domain.wording import counted, day
from preflight.exports.deck.model import Layout, Paragraph, Size, Slide, SlideKind, Tone, Words
from preflight.exports.deck.slides.parts import draft_words, heading, plain_slide, provisional_words, remark, slide
from preflight.services.decisions import recommendation_for
from preflight.services.dossier import Dossier

MOST_TOLD = 5
"""So many reasons of a recommendation stand on the slide; the notes have them all."""
BLANK = "…" * 14
_TONES = {
    DecisionKind.GO: Tone.GOOD,
    DecisionKind.GO_WITH_CONDITIONS: Tone.WARN,
    DecisionKind.NO_GO: Tone.BAD,
    DecisionKind.STOP: Tone.BAD,
}


def decision_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """The last decision; where there is none, the recommendation."""
    if dossier.pilot.decisions:
        return (_decided(dossier, dossier.pilot.decisions),)
    recommended = recommendation_for(dossier.pilot)
    if dossier.score.fraction is None:
        title = recommendation_headline(recommended)
        return plain_slide(dossier, SlideKind.DECISION, title, *recommended.because[:1])
    return (_recommended(dossier, recommended),)


def _decided(dossier: Dossier, decisions: Sequence[Decision]) -> Slide:
    *earlier, decision = decisions
    left = [
        *_figure(decision.kind, f"for {dossier.project.name}"),
        Paragraph(text=f"Decided by {decision.decided_by}."),
    ]
    if decision.against:
        left.append(Paragraph(strong="Against the recommendation:", text=_recommendation(decision.recommended)))
        left.append(Paragraph(strong="Why it departs:", text=decision.against_why))
    if earlier:
        before = earlier[-1]
        left.append(remark(f"It supersedes {kind_spoken(before.kind)}, decided on {day(before.decided_on)}."))
    right = [heading("The reasons"), Paragraph(text=decision.reasons)]
    if decision.conditions:
        right += [heading("On condition that"), *map(_condition, conditions_told(decision, dossier.pilot.actions))]
    return slide(
        dossier,
        SlideKind.DECISION,
        Layout.STATEMENT,
        decided_headline(decision),
        Words(paragraphs=tuple(left)),
        Words(paragraphs=tuple(right)),
        notes=[
            f"{decision.decided_by} decided on {day(decision.decided_on)}. {KIND_MEANS[decision.kind]}",
            f"The rules recommended {kind_spoken(decision.recommended.kind)}, and saw:",
            *decision.recommended.because,
            "A decision is never changed; a later one supersedes it.",
            draft_words(dossier),
        ],
    )


def _recommended(dossier: Dossier, found: Recommendation) -> Slide:
    rule, newest = rule_called(found.rule), dossier.pilot.newest
    left = [*_figure(found.kind, f"recommended for {dossier.project.name}"), Paragraph(text=KIND_MEANS[found.kind])]
    if rule:
        left.append(remark(f"The rule: {rule.sentence}"))
    if newest is not None and newest.assessment.id != dossier.assessment.id:
        left.append(remark(f"By the newest completed assessment, of {day(newest.assessment.date)}."))
    more = len(found.because) - MOST_TOLD
    right = [heading("Because"), *(Paragraph(text=each, bullet=True) for each in found.because[:MOST_TOLD])]
    if more > 0:
        right.append(remark(f"And {counted(more)} more, in the notes."))
    right += [heading("The decision"), *(Paragraph(text=f"{each}: {BLANK}") for each in ("Decided", "By", "On"))]
    return slide(
        dossier,
        SlideKind.DECISION,
        Layout.STATEMENT,
        recommendation_headline(found),
        Words(paragraphs=tuple(left)),
        Words(paragraphs=tuple(right)),
        notes=[
            "The rules stand in an order, and the first that holds decides what is recommended.",
            f"Here it is: {rule.title}. {rule.idea}" if rule else "",
            *found.because,
            "It is what the rules say; to decide is for people. Write down who decided, and when.",
            provisional_words(dossier.questionnaire, dossier.verdict, dossier.score.coverage),
            evidence_sentence(dossier.questionnaire, dossier.score, dossier.verdict),
            draft_words(dossier),
        ],
    )


def _figure(kind: DecisionKind, what: str) -> Iterator[Paragraph]:
    yield Paragraph(text=KIND_WORDS[kind], size=Size.FIGURE, tone=_TONES[kind])
    yield Paragraph(text=what, size=Size.LEAD)


def _recommendation(found: Recommendation) -> str:
    rule = rule_called(found.rule)
    return f"{kind_spoken(found.kind)}{f'; {rule.title[0].lower()}{rule.title[1:]}' if rule else ''}."


def _condition(told: ConditionTold) -> Paragraph:
    return Paragraph(strong=told.text, text=f"({told.aside})", bullet=True)
