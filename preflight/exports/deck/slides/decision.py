"""The decision that is asked for: by rule from the verdict's place among the bands, and what it hangs on."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.domain.figures import scale_end
from preflight.domain.plan import plan
from preflight.domain.sentences import evidence_sentence
from preflight.domain.target import short_of, target_of
from preflight.domain.verdict_headline import Asked, blockers_lowest_first, decision_asked, decision_headline
from preflight.domain.wording import listed, topic
from preflight.exports.deck.model import Layout, Paragraph, Size, Slide, SlideKind, Tone, Words
from preflight.exports.deck.slides.parts import (
    draft_words,
    figure_words,
    heading,
    plain_slide,
    provisional_words,
    remark,
    slide,
)
from preflight.services.dossier import Dossier

MOST_TOLD = 4
BLANK = "…" * 14
_FIGURES = {
    Asked.NOTHING: ("Open", Tone.MUTED),
    Asked.NOT_YET: ("Not yet", Tone.BAD),
    Asked.CONDITIONS: ("Go, with conditions", Tone.WARN),
    Asked.GO: ("Go", Tone.GOOD),
}
_WHAT_FOR = {
    Asked.NOTHING: "Cover more of the questionnaire first, then decide.",
    Asked.NOT_YET: "Mend what stands to the right, assess again, and decide then.",
    Asked.CONDITIONS: "Go on, and keep to the conditions; assess again before they fall due.",
    Asked.GO: "Go on, and keep the evidence fresh.",
}
_HEADINGS = {
    Asked.NOTHING: "What stands out so far",
    Asked.NOT_YET: "What has to change first",
    Asked.CONDITIONS: "On condition that",
    Asked.GO: "Worth doing on the way",
}


def decision_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """The decision large, what it is for, and to the right its conditions."""
    questionnaire, score, verdict = dossier.questionnaire, dossier.score, dossier.verdict
    asked = decision_asked(questionnaire, verdict)
    title = decision_headline(questionnaire, score, verdict)
    if verdict.value is None:
        return plain_slide(dossier, SlideKind.DECISION, title, "Answer the questions, and the decision stands here.")
    figure, tone = _FIGURES[asked]
    left = [
        Paragraph(text=figure, size=Size.FIGURE, tone=tone),
        Paragraph(text=f"for {dossier.project.name}", size=Size.LEAD),
        Paragraph(text=_WHAT_FOR[asked]),
    ]
    if provisional := provisional_words(questionnaire, verdict, score.coverage):
        left.append(Paragraph(text=provisional))
    right = [heading(_HEADINGS[asked]), *_conditions(dossier), *_to_fill_in()]
    return (
        slide(
            dossier,
            SlideKind.DECISION,
            Layout.STATEMENT,
            title,
            Words(paragraphs=tuple(left)),
            Words(paragraphs=tuple(right)),
            notes=[
                "The decision follows from the verdict’s place among its bands.",
                "In the worst it is not yet, in the best it is go; between them, go with conditions.",
                "It is what the answers ask for; whether to follow it is for the room to say.",
                "Write down who decided, and when.",
                provisional,
                evidence_sentence(questionnaire, score, verdict),
                draft_words(dossier),
            ],
        ),
    )


def _to_fill_in() -> tuple[Paragraph, ...]:
    return (heading("The decision"), *(Paragraph(text=f"{each}: {BLANK}") for each in ("Decided", "By", "On")))


def _conditions(dossier: Dossier) -> Iterator[Paragraph]:
    """Blockers, then dimensions short of the target, then the first steps of the plan."""
    questionnaire = dossier.questionnaire
    known = blockers_lowest_first(questionnaire, dossier.score, dossier.verdict)
    for question, blocker in known[:MOST_TOLD]:
        needed = question.option(blocker.needs)
        yield Paragraph(
            strong=question.text, text=f"At least “{needed.label if needed else blocker.needs}”.", bullet=True
        )
    if more := known[MOST_TOLD:]:
        yield remark(f"And {len(more)} more: {listed([topic(question) for question, _ in more])}.")
    if known:
        return
    target = target_of(questionnaire)
    short = short_of(target, dossier.score) if target and not target.of_mean else ()
    if target is not None and short:
        for section in short[:MOST_TOLD]:
            goal = (
                f"{'more than ' if target.exclusive else ''}{scale_end(target.sections[section.id] * section.out_of)}"
            )
            now = figure_words(section.fraction, section.out_of)
            yield Paragraph(strong=section.title, text=f"reaches {goal}; now {now}.", bullet=True)
        if others := short[MOST_TOLD:]:
            yield remark(f"And {len(others)} more: {listed([each.title for each in others])}.")
    steps = plan(questionnaire, dossier.result.findings, dossier.score, dossier.verdict)[:2]
    for step in steps:
        yield Paragraph(text=step.do, bullet=True)
    if not short and not steps:
        yield Paragraph(text="Nothing stands below three quarters.")
