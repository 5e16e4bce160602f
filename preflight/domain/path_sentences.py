"""The path to ready in words: what to do, what is reached, what it takes; the same on screen and slide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from preflight.domain.assessment import Answers, State
from preflight.domain.figures import percent, scale_end, shown
from preflight.domain.findings import Finding
from preflight.domain.paths.improvement import Path, Rung
from preflight.domain.paths.moves import UNSAID, Move
from preflight.domain.questionnaire import Basis, Effort, Kind, Questionnaire
from preflight.domain.scoring import Score
from preflight.domain.sentences import verdict_sentence
from preflight.domain.verdict import Verdict
from preflight.domain.wording import EFFORT_WORDS, answer_words, counted, day, listed, number_of, sentence, short_name

EXACT = (
    "No other set of improvements gets there with less effort: every combination was weighed, exactly. Of those that "
    "take as much, this one asks for the fewest questions."
)
ANSWER_IT = "Find out where it stands; even its lowest level is enough here."
SAID_NOWHERE = "Agree what it takes; the questionnaire names no step here."


def points_words(points: int) -> str:
    """Effort in points: "1 point", "7 points"."""
    return number_of(points, "point") if points < 10_000 else f"{points:,} points"


def path_headline(path: Path) -> str:
    """How many improvements lead where: "Three improvements lead to “Ready”."; no dot at its end."""
    count = len(path.moves)
    lead = "improvement leads" if count == 1 else "improvements lead"
    return f"{_capital(counted(count))} {lead} to “{(path.verdict.band or path.band).title}”"


def effort_sentence(path: Path) -> str:
    """What a path takes: "7 points of effort: three steps of days and two of weeks."."""
    sizes = Counter(size for move in path.moves for size in sizes_of(move))
    parts = [(sizes[size], EFFORT_WORDS[size]) for size in Effort if sizes[size]]
    if not parts:
        return "It takes no step, only answers."
    first, *others = parts
    words = [f"{counted(first[0])} step{'' if first[0] == 1 else 's'} of {first[1]}"]
    words += [f"{counted(count)} of {length}" for count, length in others]
    return f"{points_words(path.effort)} of effort: {listed(words)}."


def provisional_sentence(questionnaire: Questionnaire, path: Path) -> str:
    """That too little is answered for a firm verdict even after a path; empty where it is enough."""
    if not path.verdict.provisional:
        return ""
    needed, covered = percent(questionnaire.verdict.needs_coverage), percent(path.score.coverage)
    return f"The verdict stays provisional: {covered} would be covered, and a firm one needs {needed}."


def rung_title(place: int, rung: Rung, *, alone: bool) -> str:
    """What a rung, the first at place 0, asks for: "First, these three"; "Do this one" where it is the only rung."""
    count = len(rung.moves)
    these = "this one" if count == 1 else f"these {counted(count)}"
    return f"Do {these}" if alone else f"First, {these}" if place == 0 else f"Then {these}"


def rung_reaches(questionnaire: Questionnaire, rung: Rung) -> str:
    """Where a rung's dimension stands after it: "Operations reaches 3.0 of 4", or that a stage is passed."""
    found = rung.score.section(rung.section.id)
    title = rung.section.title
    if questionnaire.verdict.basis is Basis.STAGES and found is not None:
        open_to = {blocker.question for blocker in rung.verdict.blockers}
        held = any(question.id in open_to for question in rung.section.all_questions())
        if not held and found.fraction is not None and found.fraction >= rung.section.passes:
            return sentence(f"“{title}” is passed")
    if found is None or found.fraction is None:
        return sentence(f"{title} is answered")
    return sentence(f"{title} reaches {shown(found.fraction, found.out_of)} of {scale_end(found.out_of)}")


def rung_verdict(questionnaire: Questionnaire, before: Verdict, rung: Rung) -> str:
    """What a rung does to the verdict: "The verdict becomes “Ready”", or where it still stands."""
    if rung.verdict.band is not None and rung.verdict.band != before.band:
        return f"The verdict becomes “{rung.verdict.band.title}”"
    return verdict_sentence(questionnaire, rung.score, rung.verdict)


def sizes_of(move: Move) -> tuple[Effort, ...]:
    """The size of each step on the way."""
    return tuple(UNSAID if step is None else step.effort for step in move.steps)


def size_of(move: Move) -> Effort | None:
    """The size of its largest step; None where it is only to be answered."""
    return max(sizes_of(move), key=list(Effort).index, default=None)


def steps_of(move: Move) -> tuple[tuple[str, str], ...]:
    """What to do for a move, one step after another, each with what it takes in words ("days"; empty for nothing)."""
    if not move.steps:
        return ((ANSWER_IT, ""),)
    if move.question.kind is Kind.CHOICE:
        return tuple(
            (SAID_NOWHERE if step is None else step.do, EFFORT_WORDS[size])
            for step, size in zip(move.steps, sizes_of(move), strict=True)
        )
    takes = (
        EFFORT_WORDS[UNSAID] if len(move.steps) == 1 else f"{EFFORT_WORDS[UNSAID]}, {counted(len(move.steps))} times"
    )
    if move.question.kind is Kind.NUMBER:
        return ((f"Bring it to {answer_words(move.question, move.after)}.", takes),)
    had = set(move.before.choices or ()) if move.before is not None else set()
    has = set(move.after.choices or ())
    added = [option.label for option in move.question.options if option.id in has - had]
    dropped = [option.label for option in move.question.options if option.id in had - has]
    said = [f"Add {_quoted(added)}." if added else "", f"Leave {_quoted(dropped)} behind." if dropped else ""]
    return ((" ".join(filter(None, said)) or SAID_NOWHERE, takes),)


def starts_unknown(move: Move) -> str:
    """From where a move is counted, when nobody has said where its question stands; empty otherwise."""
    state = State.UNANSWERED if move.before is None else move.before.state
    if state is State.ANSWERED or not move.steps:
        return ""
    return "Counted from its lowest level, until somebody knows."


def beside_sentence(path: Path, earlier: Path) -> str:
    """How a path differs from the one to the band before: which of its moves are shared, go further, or fall away."""
    now = {move.question.id: move for move in path.moves}
    shared = [move for move in earlier.moves if move.question.id in now]
    further = sum(now[move.question.id].after != move.after for move in shared)
    away = len(earlier.moves) - len(shared)
    parts = [
        f"{counted(len(shared) - further)} stand here as well" if len(shared) > further else "",
        f"{counted(further)} go{'es' if further == 1 else ''} further here" if further else "",
        f"{counted(away)} {'is' if away == 1 else 'are'} not needed here" if away else "",
    ]
    if not further and not away:
        if len(now) == len(shared):
            return f"It is the same way as to “{earlier.band.title}”."
        of_them = "the one improvement" if len(shared) == 1 else f"all {counted(len(shared))} improvements"
        return f"It holds {of_them} on the way to “{earlier.band.title}”, and {counted(len(now) - len(shared))} more."
    total = counted(len(earlier.moves))
    return f"Of the {total} on the way to “{earlier.band.title}”, {listed([part for part in parts if part])}."


def waiting_sentence(path: Path, mend_first: Sequence[Finding]) -> str:
    """Which of the questions under “Mend first” this path leaves as they are; empty where it takes them all."""
    moved = {move.question.id for move in path.moves}
    left = [short_name(one.question) for one in mend_first if one.question.id not in moved]
    if not left:
        return ""
    can = "can wait for this" if len(left) < len(mend_first) else "can all wait for this"
    return f"Of what stands under “Mend first” on Results, {counted(len(left))} {can}: {listed(left)}."


def look_after(questionnaire: Questionnaire, answers: Answers, score: Score, verdict: Verdict, on: date) -> list[str]:
    """What to keep an eye on at the best verdict: the weakest dimension, and evidence that is missing or ends first."""
    said = []
    weakest = score.section(verdict.weakest) if verdict.weakest else None
    if weakest is not None and weakest.fraction is not None and weakest.fraction < 1 and len(score.sections) > 1:
        figure = f"{shown(weakest.fraction, weakest.out_of)} of {scale_end(weakest.out_of)}"
        said.append(sentence(f"{weakest.title} carries the least: {figure}."))
    scored = [each for each in score.questions.values() if each.fraction is not None and each.fraction > 0]
    bare = sum(each.evidenced is None or each.fraction is None or each.evidenced < each.fraction for each in scored)
    if bare:
        count = "One answer has" if bare == 1 else f"{bare} of {len(scored)} answers have"
        said.append(f"{count} no evidence that counts today.")
    ends = [
        (each.date + timedelta(days=questionnaire.evidence_days), question)
        for question in questionnaire.questions()
        for each in (answers[question.id].evidence if question.id in answers else ())
        if each.date is not None and each.valid_on(on, questionnaire.evidence_days)
    ]
    if ends:
        last, question = min(ends, key=lambda one: one[0])
        said.append(f"The first evidence to grow too old is that for “{question.text}”, after {day(last)}.")
    return said


def _quoted(labels: Sequence[str]) -> str:
    return listed([f"“{label}”" for label in labels])


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
