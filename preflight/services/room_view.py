"""A room as it stands, for the screens: everything that may be seen, and of votes only what was revealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from preflight.domain.agenda import agenda
from preflight.domain.assessment import Answer, State
from preflight.domain.consensus import Distribution, distribution
from preflight.domain.questionnaire import Question, Section
from preflight.domain.room import AgreedAnswer, Hands, Participant, Room, Round, RoundKey, Vote
from preflight.services.assessments import OpenAssessment, opened
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import restored as restored_rows
from preflight.storage import rooms as room_rows
from preflight.storage import rounds as round_rows
from preflight.storage import votes as vote_rows
from preflight.storage.engine import Connection
from preflight.storage.votes import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealedRound:
    """One round that everybody may see."""

    number: int
    shown: Distribution
    lines: tuple[Line, ...]


_MOST_KEPT = 5_000
_kept: dict[tuple[str, str, int], RevealedRound] = {}
"""By room, question and round. A revealed round never changes, and a room looks at all of them at each step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """A room, its assessment, its rounds and its people. `revealed` holds the revealed rounds of each question, the
    oldest first; `voters` are the ids of the participants who voted in the round on the wall, `removed` of those who
    may not be here any more."""

    room: Room
    open: OpenAssessment
    agenda: tuple[str, ...]
    rounds: Mapping[str, tuple[Round, ...]]
    revealed: Mapping[str, tuple[RevealedRound, ...]]
    agreed: Mapping[str, AgreedAnswer]
    voted: frozenset[str]
    people: tuple[Participant, ...]
    removed: frozenset[str]
    voters: frozenset[str]

    @property
    def question(self) -> Question | None:
        """The question on the wall, None in the lobby."""
        name = self.room.question_id
        return None if name is None else self.open.questionnaire.question(name)

    @property
    def section(self) -> Section | None:
        """The dimension of the question on the wall."""
        name = self.room.question_id
        return None if name is None else self.open.questionnaire.section_of(name)

    def newest_round(self, question_id: str) -> Round | None:
        """The newest round of a question, None before its first."""
        found = self.rounds.get(question_id)
        return found[-1] if found else None

    @property
    def hands(self) -> Hands | None:
        """The show of hands of the round on the wall, None where none was counted."""
        newest = self.newest_round(self.room.question_id) if self.room.question_id else None
        return newest.hands if newest else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomNow:
    """What the live channel hands out: the view to everybody who may, and each own vote to its own phone alone."""

    view: RoomView
    own: Mapping[str, Vote]


def room_now(workspace: Workspace, room_id: str) -> RoomNow:
    """The room at this moment, in one reading. Raises NotFound."""
    with workspace.database.reading() as connection:
        room = room_rows.get_room(connection, room_id)
        view = see(workspace, connection, room)
        own = vote_rows.own_votes(connection, room_id, (room.question_id, room.round)) if room.question_id else {}
        return RoomNow(view=view, own=own)


def people_now(workspace: Workspace, view: RoomView) -> RoomView:
    """The view with the people who are in the room now and who of them has voted; all else as it was."""
    room = view.room
    with workspace.database.reading() as connection:
        return _with_people(connection, view, room)


def voters_now(workspace: Workspace, room: Room) -> frozenset[str]:
    """Who has voted in the round on the wall, by participant id; never what."""
    if room.question_id is None:
        return frozenset()
    with workspace.database.reading() as connection:
        return vote_rows.voters(connection, room.id, (room.question_id, room.round))


def see(workspace: Workspace, connection: Connection, room: Room) -> RoomView:
    """The room's view within a transaction that is under way."""
    found = opened(workspace, connection, assessment_rows.get_assessment(connection, room.assessment_id))
    rounds: dict[str, tuple[Round, ...]] = {}
    for each in round_rows.rounds_of(connection, room.id):
        rounds[each.question_id] = (*rounds.get(each.question_id, ()), each)
    revealed = see_revealed(connection, room.id, found, rounds)
    agreed = _agreed(connection, room, found)
    shown = [
        question.id
        for question in found.questionnaire.questions()
        if found.score.questions[question.id].state is not State.HIDDEN or question.id == room.question_id
    ]
    view = RoomView(
        room=room,
        open=found,
        agenda=agenda(shown, order=room.order, spreads=newest_spreads(revealed), agreed=agreed.keys()),
        rounds=rounds,
        revealed=revealed,
        agreed=agreed,
        voted=vote_rows.voted_questions(connection, room.id),
        people=(),
        removed=frozenset(),
        voters=frozenset(),
    )
    return _with_people(connection, view, room)


def _agreed(connection: Connection, room: Room, found: OpenAssessment) -> dict[str, AgreedAnswer]:
    """What was agreed in this room, and in earlier rooms on the same draft (or before it was restored) where the answer
    still says so."""
    earlier = restored_rows.restored_agreed_answers(connection, room.assessment_id)
    for each in room_rows.rooms_of(connection, room.assessment_id):
        if each.id != room.id:
            earlier |= round_rows.agreed_answers(connection, each.id)
    standing = {
        name: replace(agreed, round=0)
        for name, agreed in earlier.items()
        if replace(found.answers.get(name, Answer()), note="", evidence=()) == agreed.said
    }
    return standing | round_rows.agreed_answers(connection, room.id)


def _with_people(connection: Connection, view: RoomView, room: Room) -> RoomView:
    everyone = room_rows.participants_of(connection, room.id)
    voters = frozenset[str]()
    if room.question_id is not None:
        voters = vote_rows.voters(connection, room.id, (room.question_id, room.round))
    return replace(
        view,
        people=tuple(each for each in everyone if not each.removed),
        removed=frozenset(each.id for each in everyone if each.removed),
        voters=voters,
    )


def see_revealed(
    connection: Connection, room_id: str, found: OpenAssessment, rounds: Mapping[str, tuple[Round, ...]]
) -> dict[str, tuple[RevealedRound, ...]]:
    """From question id to its revealed rounds, the oldest first."""
    wanted = [each for all_rounds in rounds.values() for each in all_rounds if each.revealed]
    seen = {(each.question_id, each.number): _kept.get((room_id, each.question_id, each.number)) for each in wanted}
    unread = [each for each in wanted if seen[(each.question_id, each.number)] is None]
    if unread:
        seen |= _read(connection, room_id, found, unread)
    revealed: dict[str, tuple[RevealedRound, ...]] = {}
    for each in wanted:
        one = seen[(each.question_id, each.number)]
        if one is not None:
            revealed[each.question_id] = (*revealed.get(each.question_id, ()), one)
    return revealed


def _read(
    connection: Connection, room_id: str, found: OpenAssessment, rounds: Sequence[Round]
) -> dict[RoundKey, RevealedRound]:
    names = {each.question_id for each in rounds}
    ballots = vote_rows.revealed_ballots(connection, room_id, names)
    lines = vote_rows.revealed_lines(connection, room_id, names)
    read = {}
    for each in rounds:
        question, key = found.questionnaire.question(each.question_id), (each.question_id, each.number)
        if question is not None:
            read[key] = RevealedRound(
                number=each.number,
                shown=distribution(question, ballots.get(key, ()), each.hands),
                lines=tuple(line for line in lines if (line.question_id, line.round) == key),
            )
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept.update({(room_id, *key): one for key, one in read.items()})
    return read


def newest_spreads(revealed: Mapping[str, tuple[RevealedRound, ...]]) -> dict[str, Fraction | None]:
    """From question id to the spread of its newest revealed round."""
    return {name: each[-1].shown.spread for name, each in revealed.items()}
