"""The verdict: its band large, why, and what is in the way of a better one."""

from __future__ import annotations

from collections.abc import Iterator

from preflight.domain.figures import scale_end, shown
from preflight.domain.questionnaire import Basis
from preflight.domain.sentences import blocker_sentence, evidence_sentence, verdict_sentence
from preflight.domain.target import short_of, target_of
from preflight.domain.verdict import band_of
from preflight.domain.verdict_headline import blockers_lowest_first, verdict_headline
from preflight.domain.wording import apart, listed, topic
from preflight.exports.deck.model import Layout, Paragraph, Size, Slide, SlideKind, Words
from preflight.exports.deck.slides.parts import (
    band_tone,
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
"""So many blockers or dimensions are told with all their words; the rest by name."""


def verdict_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """The band and its reason to the left, blockers or what the next band needs to the right."""
    questionnaire, score, verdict = dossier.questionnaire, dossier.score, dossier.verdict
    title = verdict_headline(questionnaire, dossier.result.open.answers, score, verdict)
    if verdict.value is None:
        return plain_slide(dossier, SlideKind.VERDICT, title, "Answer a question, and the verdict stands here.")
    left = [Paragraph(text=_band(dossier), size=Size.FIGURE, tone=band_tone(questionnaire, verdict))]
    first, *more = _reasons(dossier)
    left.append(Paragraph(text=first, size=Size.LEAD))
    left += [Paragraph(text=each) for each in more]
    return (
        slide(
            dossier,
            SlideKind.VERDICT,
            Layout.STATEMENT,
            title,
            Words(paragraphs=tuple(left)),
            Words(paragraphs=tuple(_in_the_way(dossier))),
            notes=[
                verdict_sentence(questionnaire, score, verdict),
                _how(dossier),
                provisional_words(questionnaire, verdict, score.coverage),
                evidence_sentence(questionnaire, score, verdict),
                draft_words(dossier),
                f"The mean over all dimensions is {figure_words(score.fraction, score.out_of)}.",
                "" if _of_mean(dossier) else "It does not decide.",
            ],
        ),
    )


def _band(dossier: Dossier) -> str:
    band = dossier.verdict.band
    return band.title if band else figure_words(dossier.score.fraction, dossier.score.out_of)


def _of_mean(dossier: Dossier) -> bool:
    return dossier.questionnaire.verdict.basis is Basis.OVERALL


def _reasons(dossier: Dossier) -> Iterator[str]:
    """Why it is this verdict, in a few sentences."""
    questionnaire, score, verdict = dossier.questionnaire, dossier.score, dossier.verdict
    rule = questionnaire.verdict
    weakest = score.section(verdict.weakest) if verdict.weakest else None
    if rule.basis is Basis.STAGES:
        yield verdict_sentence(questionnaire, score, verdict)
    elif verdict.capped:
        alone = band_of(rule.bands, verdict.value)
        count = len(verdict.blockers)
        held = "A critical question is" if count == 1 else f"{count} critical questions are"
        yield f"{held} below the minimum. By the scores alone it would be “{alone.title if alone else ''}”."
    elif rule.basis is Basis.OVERALL or weakest is None or len(score.sections) == 1:
        yield f"The score is {figure_words(score.fraction, score.out_of)}."
    else:
        least = figure_words(weakest.fraction, weakest.out_of)
        yield f"The weakest dimension decides: {apart(weakest.title)}, {least}."
        yield f"The mean is {shown(score.fraction, score.out_of)}, and does not decide."
    yield from filter(
        None,
        (
            provisional_words(questionnaire, verdict, score.coverage),
            evidence_sentence(questionnaire, score, verdict),
            draft_words(dossier),
        ),
    )


def _in_the_way(dossier: Dossier) -> Iterator[Paragraph]:
    """The critical questions below their minimum, else what the best band still needs."""
    questionnaire = dossier.questionnaire
    known = blockers_lowest_first(questionnaire, dossier.score, dossier.verdict)
    if known:
        yield heading("Critical, and below the minimum")
        for question, blocker in known[:MOST_TOLD]:
            yield Paragraph(strong=question.text, text=blocker_sentence(question, blocker), bullet=True)
        if rest := known[MOST_TOLD:]:
            yield remark(f"And {len(rest)} more: {listed([topic(question) for question, _ in rest])}.")
        return
    yield heading("Critical questions")
    critical = any(question.critical for question in questionnaire.questions())
    none = "None is below its minimum." if critical else "This questionnaire has none."
    yield Paragraph(text=none, size=Size.LEAD)
    target = target_of(questionnaire)
    short = short_of(target, dossier.score) if target and not target.of_mean else ()
    if target is None or not short:
        return
    best = questionnaire.verdict.bands[-1].title if questionnaire.verdict.bands else "the best verdict"
    yield heading(f"Still short of “{best}”")
    for section in short[:MOST_TOLD]:
        needed = scale_end(target.sections[section.id] * section.out_of)
        word = "needs more than" if target.exclusive else "needs"
        yield Paragraph(text=section.title, size=Size.LEAD)
        yield remark(f"{figure_words(section.fraction, section.out_of)}; {word} {needed}")
    if others := short[MOST_TOLD:]:
        yield remark(f"And {len(others)} more: {listed([each.title for each in others])}.")


def _how(dossier: Dossier) -> str:
    """How this questionnaire comes to its verdict, in plain words."""
    rule = dossier.questionnaire.verdict
    starts = [
        f"“{band.title}” {'above' if band.exclusive else 'from'} {scale_end(band.start * dossier.score.out_of)}"
        for band in rule.bands[1:]
    ]
    bands = f" The bands on the scale to {scale_end(dossier.score.out_of)}: {listed(starts)}." if starts else ""
    if rule.basis is Basis.STAGES:
        return "The stages are passed one after another; the first that is not passed decides."
    if rule.basis is Basis.OVERALL:
        return f"The overall score decides.{bands}"
    return f"The weakest dimension decides, never the average: what fails in one place fails for everybody.{bands}"
