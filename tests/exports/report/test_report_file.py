"""The report says all that was answered, in a PDF that other programs read, tag by tag."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.assessment import Answer, Evidence
from preflight.domain.decision import DecisionKind
from preflight.domain.questionnaire import Basis, Effort, Improvement, Questionnaire
from preflight.domain.sentences import verdict_sentence
from preflight.domain.wording import answer_words, day
from preflight.exports.footing import foot
from preflight.exports.report.report_file import report_file
from preflight.services.dossier import Dossier, dossier_of
from tests.builders import (
    BANDS,
    NOT_APPLICABLE,
    TODAY,
    UNKNOWN,
    answer,
    answers,
    evidence,
    multi,
    number,
    question,
    questionnaire,
    section,
    text,
    verdict_rule,
)
from tests.documents import a_full_project
from tests.exports.dossiers import a_dossier, monthly
from tests.exports.pilot_files import a_decision, a_pilot_file, many_actions, some_actions
from tests.exports.report.reading import Read, read, squeezed
from tests.office import to_pictures

pytestmark = pytest.mark.slow


PARTS = (
    "Dimensions", "Path to ready", "What to mend first", "What carries", "Plan", "Actions", "Success criteria",
    "Pilot plan", "Systems", "Decision", "Every question", "How this was made",
)  # fmt: skip
"""The sample's, after its verdict."""


def wide(sections: int, questions: int) -> Questionnaire:
    """So many dimensions of so many questions, each with a next step."""
    step = {"1": Improvement(do="Write it down, and let somebody else read it.", effort=Effort.S)}
    return questionnaire(
        *(
            section(f"s{at}", *(question(f"s{at}.q{nth}", improve=step) for nth in range(questions)))
            for at in range(sections)
        )
    )


def everywhere(asked: Questionnaire, said: str | Answer) -> dict[str, Answer]:
    return {each.id: answer(said) for each in asked.questions()}


def test_the_sample_is_a_report_of_a_few_pages_with_every_question_answer_note_and_proof(
    sample: Dossier, sample_read: Read
) -> None:
    assert 4 <= len(sample_read.pages) <= 12
    for asked in sample.questionnaire.questions():
        said = sample.open.answers.get(asked.id, Answer())
        for words in (asked.text, answer_words(asked, said), said.note, *(each.text for each in said.evidence)):
            assert squeezed(words) in sample_read.text, words
    for words in (
        verdict_sentence(sample.questionnaire, sample.score, sample.verdict),
        sample.project.summary,
        *(each.title for each in sample.questionnaire.sources),
        *(each.next_step.do for each in sample.result.findings if each.next_step and each.fraction < 3 / 4),
    ):
        assert squeezed(words) in sample_read.text, words


def test_each_page_bears_the_foot_and_its_number(sample: Dossier, sample_read: Read) -> None:
    for place, page in enumerate(sample_read.pages, start=1):
        assert squeezed(foot(sample)) in squeezed(page)
        assert f"Page {place} of {len(sample_read.pages)}" in page


def test_it_is_tagged_named_and_in_a_language_for_whoever_hears_it(sample: Dossier, sample_read: Read) -> None:
    root = sample_read.root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert sample_read.reader.metadata is not None
    assert sample_read.reader.metadata.title == "Invoice triage: readiness report"
    assert sample_read.reader.xmp_metadata is not None
    assert b"pdfuaid" in sample_read.reader.xmp_metadata.stream.get_data(), "it names the standard PDF/UA"
    tags = sample_read.tags()
    assert tags.count("H1") == sample_read.outline().count("Verdict") + len(PARTS)
    assert tags.count("H3") == len(list(sample.questionnaire.questions()))
    assert tags.count("Table") >= 3
    assert tags.count("THead") == tags.count("Table")
    assert tags.count("Figure") == 4, "the radar, the trend, before and after, the plan"
    assert sample.result.previous is not None
    assert sample_read.outline() == [
        "Verdict",
        "In short",
        "Dimensions",
        "Over time",
        f"Since {day(sample.result.previous.date)}",
        *PARTS[1:-2],
        "Every question",
        *(each.title for each in sample.questionnaire.sections),
        "How this was made",
    ]


def test_a_project_without_a_pilot_has_no_parts_about_one() -> None:
    asked = wide(3, 8)
    outline = read(a_dossier(asked, everywhere(asked, "4"))).outline()
    assert not {"Path to ready", "Actions", "Success criteria", "Pilot plan", "Systems", "Decision"} & set(outline)


def test_a_pilot_stands_in_the_report_with_every_version_measurement_and_reason() -> None:
    asked = wide(3, 2)
    file = a_pilot_file(actions=[*some_actions("s0.q0"), *many_actions(30)])
    found = read(a_dossier(asked, everywhere(asked, "1"), pilot=file))
    said = [each.title for each in file.actions] + [each.title for each in file.steps]
    said += [words for each in file.criteria for words in (each.newest.terms.metric, each.newest.terms.how)]
    said += [version.reason for each in file.criteria for version in each.versions]
    said += [each.system for each in file.integrations]
    said += [words for each in file.decisions for words in (each.reasons, each.against_why, *each.recommended.because)]
    for words in (
        *said,
        "Sealed on 9 October 2026: at most 9 minutes by 16 November 2026",
        "Amended on 23 October 2026: at most 10 minutes by 16 November 2026",
        "95 minutes on 19 November 2026: struck as a mistake",
        "Read from the wrong column.",
        "As it was sealed: missed",
        "Withdrawn on 23 October 2026",
        "12.5 working days",
        "37.5 to 62.5 working days",
        "Against the recommendation, because",
        "The rules recommended no-go: a criterion is not met.",
        "improvements lead to “Conditional”",
    ):
        assert squeezed(words) in found.text, words
    assert set(found.links()) == {"https://tickets.example/week/46"}


def test_before_a_decision_stands_what_is_recommended_and_after_it_what_it_supersedes() -> None:
    asked = wide(2, 2)
    said = everywhere(asked, "3")
    open_to = read(a_dossier(asked, said, pilot=a_pilot_file(decisions=())))
    for words in ("Nothing is decided yet. The rules recommend", "“Calls from suppliers” has no measurement."):
        assert squeezed(words) in open_to.text, words
    twice = (a_decision(DecisionKind.NO_GO, id="first"), a_decision(supersedes="first"))
    found = read(a_dossier(asked, said, pilot=a_pilot_file(decisions=twice)))
    assert found.outline()[found.outline().index("Decision") + 1] == "Superseded"


def test_the_same_dossier_gives_the_same_bytes(sample: Dossier) -> None:
    assert report_file(sample) == report_file(sample)


def test_it_is_named_for_the_project_and_the_day(sample: Dossier) -> None:
    made = report_file(sample)
    assert made.name == f"Invoice triage - report - {sample.assessment.date.isoformat()}.pdf"
    assert made.media_type == "application/pdf"


def test_it_is_made_while_somebody_waits(sample: Dossier) -> None:
    report_file(sample)
    begun = time.thread_time()
    report_file(sample)
    assert time.thread_time() - begun < 3


@pytest.mark.slow
def test_no_page_of_it_is_blank_or_runs_over_its_edge(sample: Dossier, tmp_path: Path) -> None:
    from PIL import Image

    file = tmp_path / "report.pdf"
    file.write_bytes(report_file(sample).content)
    for page in to_pictures(file, tmp_path, dpi=40):
        with Image.open(page) as picture:
            grey = picture.convert("L")
            width, height = grey.size
            ink = grey.point(lambda shade: 255 * (shade < 200)).getbbox()
            assert ink is not None
            left, top, right, bottom = ink
            assert left > width * 0.05
            assert right < width * 0.95
            assert top > height * 0.03
            assert bottom < height * 0.98
            body = grey.crop((0, 0, width, int(height * 0.9))).point(lambda shade: 255 * (shade < 200))
            assert body.getbbox() is not None, f"{page.name} has a foot and nothing else"


def test_every_state_is_told_in_words_of_its_own() -> None:
    asked = questionnaire(
        section(
            "s",
            question("s.said", critical="3"),
            question("s.unknown"),
            question("s.apart"),
            question("s.open"),
            question("s.hidden", show_if="s.said:4"),
            multi("s.many"),
            number("s.count", unit="days"),
            text("s.story"),
        )
    )
    said = answers(
        {"s.said": "1", "s.unknown": UNKNOWN, "s.apart": NOT_APPLICABLE, "s.many": ["a", "b"], "s.count": 12}
    )
    found = read(a_dossier(asked, {**said, "s.story": Answer(text="First line\nSecond line")}))
    for words in (
        "2 · Option 1",
        "Nobody knows",
        "Does not apply: A batch job, nobody waits",
        "Not answered",
        "Not asked: an earlier answer leaves it out",
        "Option a, Option b",
        "12 days",
        "First line",
        "Second line",
        "Context, not scored",
        "Holds the verdict back. Now: “Option 1”. Needed at least: “Option 3”.",
        "8 questions: 4 answered, 1 that nobody knows, 1 that do not apply, 1 not answered, 1 not asked",
    ):
        assert squeezed(words) in found.text, words


def test_evidence_says_whether_it_counts_and_only_its_own_web_address_is_a_link() -> None:
    asked = questionnaire(section("s", *(question(f"s.q{nth}") for nth in range(5))), evidence_days=90)
    proofs = (
        evidence(days_old=10, text="Load test", url="https://ci.example/run/7"),
        evidence(days_old=100, text="Old test"),
        evidence(days_old=None, text="Undated"),
        Evidence(text="Script", url="javascript:alert(1)", date=TODAY),
        Evidence(text="File", url="file:///etc/passwd", date=TODAY),
    )
    said = {f"s.q{nth}": answer("3", proof, note="See https://note.example/x") for nth, proof in enumerate(proofs)}
    found = read(a_dossier(asked, said, summary="https://summary.example", project="https://name.example"))
    assert found.links() == ["https://ci.example/run/7"]
    for words in (
        "Evidence, 10 November 2026, counts: Load test https://ci.example/run/7",
        "Evidence, 12 August 2026, older than 90 days: counts no more: Old test",
        "Evidence, no date, so it does not count: Undated",
        "javascript:alert(1)",
    ):
        assert squeezed(words) in found.text, words


def test_a_draft_says_so_and_an_empty_one_claims_nothing() -> None:
    asked = wide(3, 8)
    found = read(a_dossier(asked, {}, completed=False))
    assert "Draft, so far" in found.pages[0]
    assert found.reader.metadata is not None
    assert "draft, so far" in (found.reader.metadata.title or "")
    assert squeezed("There is no verdict yet: nothing has been scored.") in found.text
    assert squeezed("24 questions: 24 not answered.") in found.text
    assert "Whatcarries" not in found.text
    assert "Plan" not in found.outline()


def test_a_provisional_verdict_says_what_it_needs() -> None:
    asked = questionnaire(
        section("s", question("s.one"), question("s.two")), verdict=verdict_rule(needs_coverage="0.8")
    )
    found = read(a_dossier(asked, answers({"s.one": "4"})))
    assert squeezed("Provisional: 50 % of it is covered; a firm verdict needs 80 %.") in squeezed(found.pages[0])
    assert squeezed("Below 80 % the verdict is provisional") in found.text


def test_blockers_stand_on_the_first_page_with_what_they_have_and_need() -> None:
    asked = questionnaire(section("s", *(question(f"s.q{nth}", critical="2") for nth in range(9))))
    found = read(a_dossier(asked, everywhere(asked, "1") | {"s.q8": UNKNOWN}))
    first = squeezed(found.pages[0])
    for nth in range(9):
        assert squeezed(f"What about s.q{nth}?") in first
    assert squeezed("2 · Option 1 3 · Option 2") in first
    assert squeezed("Nobody knows 3 · Option 2") in first
    assert "Dimensions" in found.pages[1]


def test_a_critical_question_that_nobody_answered_comes_first_in_gaps_and_plan() -> None:
    asked = questionnaire(section("s", question("s.open", critical="2"), question("s.low")))
    found = read(a_dossier(asked, answers({"s.low": "1"})))
    assert found.text.count(squeezed("Answer it: nobody has yet, and it is critical.")) == 2


def test_what_moved_since_last_time_is_told_and_marked_beside_the_question() -> None:
    asked = wide(1, 9)
    found = read(a_dossier(asked, everywhere(asked, "3"), past=monthly(everywhere(asked, "1"), 1)))
    assert "Since 21 October 2026" in found.outline()
    assert squeezed("3 more answers changed, with smaller effect; each says so beside its question.") in found.text
    assert found.text.count(squeezed("Last time: 2 · Option 1")) == 9


@pytest.mark.parametrize(("runs", "drawn"), [(0, False), (2, False), (3, True), (40, True)])
def test_the_trend_is_drawn_from_three_assessments_on(runs: int, drawn: bool) -> None:
    asked = wide(3, 1)
    found = read(a_dossier(asked, everywhere(asked, "2"), past=monthly(everywhere(asked, "2"), runs - 1)))
    assert ("Over time" in found.outline()) is drawn


def test_a_room_s_votes_and_agreements_stand_with_each_question_and_its_disagreements_apart(tmp_path: Path) -> None:
    with a_full_project(tmp_path) as full:
        with_room = dossier_of(full.workspace, LOCAL_OWNER, full.completed)
    found = read(with_room)
    assert "Where the workshop disagreed" in found.outline()
    for record in with_room.records:
        for each in record.rounds:
            assert squeezed(each.shown.summary) in found.text
        if record.agreed:
            words = f"Agreed in the room: {answer_words(record.question, record.agreed.said)}"
            assert squeezed(words) in found.text


@pytest.mark.parametrize("basis", Basis)
def test_the_method_says_what_the_verdict_follows(basis: Basis) -> None:
    asked = questionnaire(
        section("a", question("a.q"), passes="0.5"),
        section("b", question("b.q"), passes="0.5"),
        verdict=verdict_rule(*BANDS, basis=basis),
    )
    found = read(a_dossier(asked, answers({"a.q": "3", "b.q": "1"})))
    follows = {
        Basis.WEAKEST: "It follows the weakest dimension, never the mean.",
        Basis.OVERALL: "It follows the score of the whole.",
        Basis.STAGES: "It follows the share of stages passed",
    }[basis]
    assert squeezed(follows) in found.text
    assert (squeezed("stage passed") in found.text) is (basis is Basis.STAGES)
    assert squeezed("from 50 % of the stages" if basis is Basis.STAGES else "from 50 of 100") in found.text


@pytest.mark.parametrize(("sections", "questions", "most"), [(1, 1, 4), (1, 24, 10), (15, 2, 12), (5, 12, 16)])
def test_any_number_of_dimensions_and_questions_is_set(sections: int, questions: int, most: int) -> None:
    asked = wide(sections, questions)
    found = read(a_dossier(asked, everywhere(asked, "1"), past=monthly(everywhere(asked, "0"), 3)))
    assert len(found.pages) <= most
    for each in asked.questions():
        assert squeezed(each.text) in found.text
    assert found.root["/MarkInfo"]["/Marked"]


def test_sections_within_sections_have_headings_of_their_own() -> None:
    asked = questionnaire(section("a", section("a.b", section("a.b.c", question("a.b.c.q")))))
    found = read(a_dossier(asked, answers({"a.b.c.q": "2"})))
    tags = found.tags()
    assert [tags.count(f"H{level}") for level in (3, 4, 5)] == [1, 1, 1]
    assert "Section a.b.c" in found.outline()


def test_evidence_of_a_draft_grows_old_by_today() -> None:
    asked = questionnaire(section("s", question("s.q")), evidence_days=30)
    of = a_dossier(asked, {"s.q": answer("3", evidence(days_old=20))}, completed=False)
    assert squeezed("31 October 2026, counts") in read(of).text
    later = replace(of, on=TODAY + timedelta(days=30))
    assert squeezed("older than 30 days: counts no more") in read(later).text
