"""The walk of a room through its questions: show one, reveal, vote again, agree, go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from preflight.domain.agenda import after, before
from preflight.domain.assessment import Answer, State
from preflight.domain.errors import Invalid, NotFound, Refused
from preflight.domain.project import Person
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.room import AgreedAnswer, Hands, Room, Round, Stage
from preflight.domain.saying import read_said
from preflight.domain.text import LINE, clean_text
from preflight.services.answering import EMPTY
from preflight.services.room_view import RoomView, see
from preflight.services.rooms import RoomPlace, change_room
from preflight.services.workspace import Workspace
from preflight.storage import answers as answer_rows
from preflight.storage import rounds as round_rows
from preflight.storage.engine import Connection

MOST_HANDS = 10_000


def show_question(workspace: Workspace, person: Person, place: RoomPlace, question_id: str) -> Room:
    """Put a question on the wall: where it was left, or its first round. Raises NotFound for one that is not asked."""

    def shown(connection: Connection, room: Room) -> Room:
        return _show(workspace, connection, see(workspace, connection, room), question_id)

    return change_room(workspace, person, place, shown)


def next_question(workspace: Workspace, person: Person, place: RoomPlace) -> Room:
    """Go on to the next question in the room's order; from the lobby to the first, after the last to the closing."""

    def following(connection: Connection, room: Room) -> Room:
        view = see(workspace, connection, room)
        name = after(room.order, view.agenda, room.question_id, view.agreed.keys())
        return _show(workspace, connection, view, name) if name else _closing(room)

    return change_room(workspace, person, place, following)


def previous_question(workspace: Workspace, person: Person, place: RoomPlace) -> Room:
    """Go back to the question before, from the closing to the last one, and from the first to the lobby."""

    def preceding(connection: Connection, room: Room) -> Room:
        view = see(workspace, connection, room)
        name = before(view.agenda, room.question_id)
        if room.stage is Stage.CLOSING and view.agenda:
            name = room.question_id if room.question_id in view.agenda else view.agenda[-1]
        if name is None:
            return replace(room, stage=Stage.LOBBY, question_id=None, round=0, countdown_until=None)
        return _show(workspace, connection, view, name)

    return change_room(workspace, person, place, preceding)


def reveal(workspace: Workspace, person: Person, place: RoomPlace) -> Room:
    """Show what was voted; from now on this round takes no vote."""

    def revealed(connection: Connection, room: Room) -> Room:
        if room.stage is not Stage.VOTING or room.question_id is None:
            raise Refused("There is nothing to reveal now.")
        round_rows.reveal_round(connection, room.id, (room.question_id, room.round), workspace.now())
        return replace(room, stage=Stage.REVEALED, countdown_until=None)

    return change_room(workspace, person, place, revealed)


def vote_again(workspace: Workspace, person: Person, place: RoomPlace) -> Room:
    """Open a new round on the question on the wall; the earlier rounds are kept."""

    def again(connection: Connection, room: Room) -> Room:
        if room.stage not in {Stage.REVEALED, Stage.AGREED} or room.question_id is None:
            raise Refused("Reveal this round first; then vote again.")
        round_rows.add_round(connection, room.id, room.question_id, room.round + 1)
        return replace(
            room, stage=Stage.VOTING, round=room.round + 1, question_since=workspace.now(), countdown_until=None
        )

    return change_room(workspace, person, place, again)


def agree(workspace: Workspace, person: Person, place: RoomPlace, said: Mapping[str, object], why: str) -> Room:
    """Save what the room agreed on as the assessment's answer, with one line why. A running vote is revealed first.

    Raises Invalid for what can't be said, or for “not applicable” without a reason.
    """

    def agreed(connection: Connection, room: Room) -> Room:
        view = see(workspace, connection, room)
        question = _on_the_wall(view)
        earlier = view.agreed.get(question.id)
        line = clean_text(why, what="The reason", longest=LINE)
        answer = _agreed_answer(question, said, line)
        if room.stage is Stage.VOTING:
            round_rows.reveal_round(connection, room.id, (question.id, room.round), workspace.now())
        now = workspace.now()
        recorded = answer_rows.recorded_answer(connection, room.assessment_id, question.id)
        kept = recorded.answer if recorded else EMPTY
        note = "" if earlier and kept.note == earlier.why else kept.note  # the reason of what held until now
        answer_rows.put_answer(
            connection,
            assessment_id=room.assessment_id,
            question_id=question.id,
            answer=replace(answer, note=note or line, evidence=kept.evidence),
            seen=recorded.version if recorded else 0,
            at=now,
            by=person.id,
        )
        round_rows.put_agreed(
            connection,
            room.id,
            AgreedAnswer(question_id=question.id, round=room.round, said=answer, why=line, at=now, by=person.id),
        )
        return replace(room, stage=Stage.AGREED, countdown_until=None)

    return change_room(workspace, person, place, agreed)


def count_hands(
    workspace: Workspace, person: Person, place: RoomPlace, counts: Mapping[str, int], unknown: int, not_applicable: int
) -> Room:
    """Keep a show of hands beside the phones' votes; all zero takes it back. Raises Invalid, and Immutable once the
    round is revealed."""

    def counted(connection: Connection, room: Room) -> Room:
        question = _on_the_wall(see(workspace, connection, room))
        if room.stage is not Stage.VOTING or question.kind not in {Kind.CHOICE, Kind.MULTI}:
            raise Refused("Hands are counted while a question with levels is being voted on.")
        numbers = [*counts.values(), unknown, not_applicable]
        if not counts.keys() <= {option.id for option in question.options} or not all(
            0 <= number <= MOST_HANDS for number in numbers
        ):
            raise Invalid("Type how many hands went up for each level, as whole numbers.")
        hands = Hands(
            counts={name: number for name, number in counts.items() if number},
            unknown=unknown,
            not_applicable=not_applicable,
        )
        key = (question.id, room.round)
        round_rows.set_hands(connection, room.id, key, hands if any(numbers) else None)
        return room

    return change_room(workspace, person, place, counted)


def to_closing(workspace: Workspace, person: Person, place: RoomPlace) -> Room:
    """Put the closing screen on the wall."""
    return change_room(workspace, person, place, lambda _, room: _closing(room))


def _closing(room: Room) -> Room:
    return replace(room, stage=Stage.CLOSING, countdown_until=None)


def _show(workspace: Workspace, connection: Connection, view: RoomView, question_id: str) -> Room:
    room = view.room
    if question_id not in view.agenda:
        raise NotFound("This question is not asked here.")
    newest = view.newest_round(question_id)
    if newest is None:
        newest = Round(question_id=question_id, number=1)
        round_rows.add_round(connection, room.id, question_id, newest.number)
    stage = Stage.VOTING
    if newest.revealed:
        stage = Stage.AGREED if question_id in view.agreed else Stage.REVEALED
    return replace(
        room,
        stage=stage,
        question_id=question_id,
        round=newest.number,
        question_since=workspace.now(),
        clock_since=workspace.now() if room.question_since is None else room.clock_since,
        countdown_until=None,
    )


def _on_the_wall(view: RoomView) -> Question:
    if view.question is None or view.room.stage is Stage.CLOSING:
        raise Refused("Show a question first.")
    return view.question


def _agreed_answer(question: Question, said: Mapping[str, object], line: str) -> Answer:
    answer = read_said(question, said)
    if answer.state is State.NOT_APPLICABLE:
        reason = answer.not_applicable or line
        if not reason:
            raise Invalid("Say in a few words why this does not apply.")
        return Answer(not_applicable=reason)
    if answer.state is State.UNANSWERED:
        raise Invalid("Choose what the room agrees on.")
    return answer
