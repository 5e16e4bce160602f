"""The cover: whose result this is, what it finds, and from when."""

from __future__ import annotations

from preflight.domain.verdict_headline import verdict_headline
from preflight.domain.wording import day
from preflight.exports.deck.model import Layout, Paragraph, Size, Slide, SlideKind, Tone, Words
from preflight.exports.deck.slides.parts import draft_words, slide
from preflight.exports.footing import voters
from preflight.services.dossier import Dossier


def title_slides(dossier: Dossier) -> tuple[Slide, ...]:
    """The project's name, the verdict's headline beneath it, the questionnaire and the date."""
    project, questionnaire = dossier.project, dossier.questionnaire
    finding = verdict_headline(questionnaire, dossier.result.open.answers, dossier.score, dossier.verdict)
    source = f"{questionnaire.title}, version {questionnaire.version} · {day(dossier.assessment.date)}"
    draft = "" if dossier.assessment.completed else " · draft, so far"
    people = " · ".join(each for each in (project.team, project.owner) if each)
    paragraphs = [Paragraph(text=finding, size=Size.LEAD), Paragraph(text=source + draft, tone=Tone.MUTED)]
    if people:
        paragraphs.append(Paragraph(text=people, size=Size.SMALL, tone=Tone.MUTED))
    room = voters(dossier.voters)
    return (
        slide(
            dossier,
            SlideKind.TITLE,
            Layout.COVER,
            project.name,
            Words(paragraphs=tuple(paragraphs)),
            notes=[
                f"Where {project.name} stands as of {day(dossier.assessment.date)}.",
                f"It was assessed with the questionnaire “{questionnaire.title}”, version {questionnaire.version}.",
                f"In the workshop there {'was' if dossier.voters == 1 else 'were'} {room}." if room else "",
                draft_words(dossier),
                project.summary,
                "Each slide’s title says what it finds; the line at its foot says what it rests on.",
            ],
        ),
    )
