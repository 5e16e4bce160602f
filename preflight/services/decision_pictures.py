"""What the decision's page shows of a project, as one value: drawn today, kept with what is decided."""

from __future__ import annotations

from collections.abc import Mapping

from preflight.access.people import told_to_others
from preflight.domain.action import ActionOrigin
from preflight.domain.criterion import Criterion, CriterionTerms, standing_of
from preflight.domain.criterion_words import STANDING_WORDS, goal_words, number_words, standing_words, value_words
from preflight.domain.decision import DecisionKind
from preflight.domain.decision_picture import (
    AmendmentShown,
    AssessmentShown,
    ConditionShown,
    CriterionShown,
    DecisionPicture,
    DimensionShown,
    RuleShown,
    SystemShown,
)
from preflight.domain.figures import percent, scale_end, shown
from preflight.domain.integration_range import days_words, integration_picture, range_words
from preflight.domain.pilot import Confronting, Integration
from preflight.domain.pilot_plan import decision_date, passed_words, review_step, undecided_days
from preflight.domain.recommending import looked_at
from preflight.domain.scoring import SectionScore, shown_sections
from preflight.domain.sentences import evidence_sentence, verdict_sentence
from preflight.domain.wording import day, number_of
from preflight.services.assessments import OpenAssessment
from preflight.services.decision_facts import facts_of
from preflight.services.pilot_file import PilotFile

SOMEBODY = "Somebody"


def picture_of(file: PilotFile) -> DecisionPicture:
    """Everything that speaks for or against going on, as it stands on the day on which the file was read."""
    facts = facts_of(file)
    systems = integration_picture(file.integrations)
    estimated = systems.systems - len(systems.not_estimated)
    of_them = f", for {estimated} of {number_of(systems.systems, 'system')}" if systems.not_estimated else ""
    due, pressing = _decision_due(file)
    review, late = _review(file)
    return DecisionPicture(
        on=file.on,
        project=file.project.name,
        owner=file.project.owner,
        assessed=_assessment(file.newest, facts.assessed.blockers) if file.newest and facts.assessed else None,
        criteria=tuple(_criterion(each, file) for each in file.criteria),
        conditions=tuple(
            ConditionShown(text=each.title, owner=each.owner, due=each.due, overdue=each.overdue_on(file.on))
            for each in file.actions
            if each.origin is ActionOrigin.CONDITION and not each.closed
        ),
        systems=tuple(map(_system, file.integrations)),
        estimate="" if systems.estimate is None else f"{days_words(systems.estimate)}{of_them}",
        usual="" if systems.estimate is None else range_words(systems.estimate),
        decision_due=due,
        decision_pressing=pressing,
        review=review,
        review_pressing=late,
        rules=tuple(
            RuleShown(
                title=each.rule.title,
                sentence=each.rule.sentence,
                idea=each.rule.idea,
                kind=each.rule.kind.value,
                because=each.because,
                decides=each.decides,
            )
            for each in looked_at(facts)
        ),
    )


def _assessment(newest: OpenAssessment, blockers: tuple[str, ...]) -> AssessmentShown:
    questionnaire, score, verdict = newest.questionnaire, newest.score, newest.verdict
    places = [each.id for each in questionnaire.verdict.bands]
    needed = percent(questionnaire.verdict.needs_coverage)
    return AssessmentShown(
        on=newest.assessment.date,
        questionnaire=f"{questionnaire.title}, version {questionnaire.version}",
        verdict=verdict_sentence(questionnaire, score, verdict),
        evidence=evidence_sentence(questionnaire, score, verdict),
        provisional=f"Provisional: {percent(score.coverage)} of it is covered; a firm verdict needs {needed}."
        if verdict.provisional
        else "",
        band=verdict.band.title if verdict.band else "",
        place=places.index(verdict.band.id) if verdict.band else None,
        bands=len(places),
        coverage=percent(score.coverage),
        dimensions=tuple(map(_dimension, shown_sections(score, questionnaire))),
        blockers=blockers,
    )


def _dimension(section: SectionScore) -> DimensionShown:
    end = scale_end(section.out_of)
    return DimensionShown(
        title=section.title,
        claimed=section.fraction,
        evidenced=section.evidenced,
        figure=shown(section.fraction, section.out_of) + ("" if section.fraction is None else f" of {end}"),
        proven=shown(section.evidenced, section.out_of),
        coverage=percent(section.coverage),
    )


def _criterion(criterion: Criterion, file: PilotFile) -> CriterionShown:
    first, newest, measured = criterion.first.terms, criterion.newest.terms, criterion.measured
    standing = standing_of(criterion)
    of_first = standing_of(criterion, criterion.first)
    differs = of_first is not standing and not criterion.withdrawn and measured is not None
    return CriterionShown(
        metric=newest.metric,
        first_goal=_goal(first, newest),
        goal=_goal(newest, newest),
        by_when=newest.by_when,
        how=newest.how,
        owner=newest.business_owner,
        sealed_on=criterion.sealed_at.astimezone().date() if criterion.sealed_at else None,
        late=criterion.first.reason if criterion.late else "",
        amendments=tuple(
            AmendmentShown(
                on=each.at.astimezone().date(),
                by=_name(told_to_others(file.names), each.by),
                goal="Withdrawn" if each.withdrawn else _goal(each.terms, newest),
                reason=each.reason,
            )
            for each in criterion.versions[1:]
        ),
        measured=f"{value_words(measured.value, newest.unit)} on {day(measured.date)}" if measured else "",
        evidence=measured.evidence.text if measured else "",
        link=measured.evidence.url if measured else "",
        standing=standing.value,
        says=standing_words(criterion, file.on),
        first_says=STANDING_WORDS[of_first] if differs else "",
    )


def _goal(terms: CriterionTerms, beside: CriterionTerms) -> str:
    """From where to where and by when; whatever else differs from the terms beside it is said too."""
    said = [f"{goal_words(terms)}, by {day(terms.by_when)}"]
    if terms.metric != beside.metric:
        said.insert(0, f"{terms.metric}:")
    if terms.how != beside.how:
        said.append(f"– measured so: {terms.how}")
    if terms.business_owner != beside.business_owner:
        said.append(f"– answered for by {terms.business_owner}")
    return " ".join(said)


def _system(integration: Integration) -> SystemShown:
    estimate = integration.estimate
    return SystemShown(
        system=integration.system,
        interface=integration.interface,
        owner=integration.owner,
        confronted=integration.confronting is Confronting.CONFRONTED,
        estimate="" if estimate is None else number_words(estimate),
        usual="" if estimate is None else range_words(estimate).removesuffix("s").removesuffix(" working day"),
    )


def _decision_due(file: PilotFile) -> tuple[str, bool]:
    due = decision_date(file.steps)
    if due is None:
        waits = file.decision is None or file.decision.kind is DecisionKind.NO_GO
        return "No decision date is set.", waits
    passed = undecided_days(file.steps, file.decisions, file.on)
    if passed is not None:
        return f"The decision was due on {day(due)}: {passed_words(passed)}.", True
    ahead = (due - file.on).days
    if ahead < 0:
        return f"The decision was due on {day(due)}.", False
    when = f"in {number_of(ahead, 'day')}" if ahead else "today"
    return f"The decision is due on {day(due)}, {when}.", False


def _review(file: PilotFile) -> tuple[str, bool]:
    review = review_step(file.steps)
    if review is None:
        return "No review by security and compliance is planned.", True
    if review.done_on is not None:
        return f"The review by security and compliance was done on {day(review.done_on)}.", False
    if review.end < file.on:
        return f"The review by security and compliance was to end on {day(review.end)}; it is not done.", True
    return f"The review by security and compliance is planned for {day(review.start)} to {day(review.end)}.", False


def _name(names: Mapping[str, str], by: str) -> str:
    return names.get(by, SOMEBODY)
