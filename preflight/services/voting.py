"""What somebody with a phone does in a room: join, vote, say their role.

They have no name here and no permission but their ticket: a random secret that only their phone knows. What comes from
many phones at a time is written together (storage/group_commit); each future is done once its write is on the disk.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from uuid import uuid4

from preflight.domain.errors import Immutable, Invalid, NotAllowed, NotFound, Refused
from preflight.domain.questionnaire import Kind, Question
from preflight.domain.room import LONGEST_WHY, Participant, Role, Room, RoundKey, Vote, read_code
from preflight.domain.saying import read_said
from preflight.domain.text import clean_text
from preflight.services.assessments import kept_questionnaire
from preflight.services.watching import VOTE, WRITE
from preflight.services.workspace import Workspace
from preflight.storage import assessments as assessment_rows
from preflight.storage import projects as project_rows
from preflight.storage import rooms as room_rows
from preflight.storage import votes as vote_rows
from preflight.storage.engine import Connection

MOST_PARTICIPANTS = 2_000
LARGEST_N = 2**31 - 1
"""What every database keeps as an integer."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
CLOSED = "This workshop is over. Thank you for taking part."
REMOVED = "The facilitator has removed this phone from the room."
_MOST_ASKED = 2_000
_asked: dict[tuple[str, str], Question] = {}
"""A room's questions never change: a hundred votes on one need it looked up once."""
LATE = "This round was revealed before your vote arrived; it does not count."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What proves a participant: the room, and the secret of their phone."""

    room_id: str
    secret: str

    @property
    def digest(self) -> str:
        """What the database keeps of it: different in each room, so that no two rooms can be joined up."""
        return hashlib.sha256(f"{self.room_id}:{self.secret}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """A vote as a phone sends it; `said` is its plain form (see `read_said`)."""

    question_id: str
    round: int
    n: int
    said: Mapping[str, object]
    why: str = ""


def new_secret() -> str:
    """A secret for a phone that has none: 256 random bits."""
    return secrets.token_urlsafe(32)


def known_secret(kept: str) -> str | None:
    """The secret that a phone kept, where it is one that `new_secret` may have given; None otherwise."""
    return kept if _SECRET.fullmatch(kept) else None


def find_room(workspace: Workspace, *, code: str = "", token: str = "") -> Room:
    """The open room of a token, or of a code as it was typed. Raises NotFound, and Immutable when it is closed."""
    read = None if token else read_code(code)
    with workspace.database.reading() as connection:
        room = None
        if token and len(token) <= 64 and token.isascii() and token.isprintable():
            room = room_rows.find_room(connection, token=token)
        elif read:
            room = room_rows.find_room(connection, code=read)
    if room is None:
        raise NotFound("No open room has this code. Look at the big screen and type it again.")
    if not room.admits_at(workspace.now()):
        raise Immutable(CLOSED)
    return room


def titles_of(workspace: Workspace, room: Room) -> tuple[str, str]:
    """What a room is about, for whoever has joined it: the questionnaire's title and the project's name."""
    with workspace.database.reading() as connection:
        assessment = assessment_rows.get_assessment(connection, room.assessment_id)
        project = project_rows.get_project(connection, assessment.project_id)
        return kept_questionnaire(connection, assessment).title, project.name


def join_room(workspace: Workspace, ticket: Ticket, role: str | None = None) -> Future[Participant]:
    """Join a room, or come back into it as the same participant.

    The future raises NotFound, Immutable when the room is closed, NotAllowed when it is locked for newcomers or this
    participant was removed, and Refused when it is full.
    """
    wanted = _checked_role(role)

    def joined(connection: Connection) -> Participant:
        room = room_rows.get_room(connection, ticket.room_id)
        if not room.admits_at(workspace.now()):
            raise Immutable(CLOSED)
        known = room_rows.find_participant(connection, room.id, ticket.digest)
        if known is not None and known.removed:
            raise NotAllowed(REMOVED)
        if known is None and room.locked:
            raise NotAllowed("The facilitator has locked the room for newcomers. Ask them to let you in.")
        if known is None and room_rows.count_participants(connection, room.id) >= MOST_PARTICIPANTS:
            raise Refused(f"The room is full: {MOST_PARTICIPANTS:,} phones have joined.")
        found = known or room_rows.add_participant(connection, uuid4().hex, room.id, ticket.digest)
        if wanted is not None and found.role is not wanted:
            room_rows.set_role(connection, found.id, wanted)
            return Participant(id=found.id, room_id=room.id, number=found.number, role=wanted)
        return found

    return workspace.together.submit(joined)


def admit(workspace: Workspace, ticket: Ticket) -> Participant:
    """The participant of this ticket. Raises NotFound when it is nobody's, NotAllowed once removed, Immutable when the
    room is closed."""
    with workspace.database.reading() as connection:
        room = room_rows.get_room(connection, ticket.room_id)
        if room.closed_at is not None:
            raise Immutable(CLOSED)
        found = room_rows.find_participant(connection, room.id, ticket.digest)
    if found is None:
        raise NotFound("This phone has not joined yet.")
    if found.removed:
        raise NotAllowed(REMOVED)
    return found


def cast_vote(workspace: Workspace, participant: Participant, casting: Casting) -> Future[Vote]:
    """Save a vote; the future gives it as it is kept, once that is on the disk.

    A vote that was sent again is kept once. The future raises Immutable when the round is revealed or the room closed,
    Refused when the participant was removed, and Invalid and NotFound for what can't be voted.
    """
    if not 1 <= casting.n <= LARGEST_N or not 1 <= casting.round <= LARGEST_N:
        raise Invalid("This vote can't be read.")
    why = clean_text(casting.why, what="The line", longest=LONGEST_WHY)
    key: RoundKey = (casting.question_id, casting.round)

    def cast(connection: Connection) -> Vote:
        question = _question(connection, participant.room_id, casting.question_id)
        if question.kind is Kind.TEXT:
            raise Invalid("This question is talked through together; there is nothing to vote.")
        vote = Vote(said=read_said(question, casting.said), why=why, n=casting.n)
        try:
            return vote_rows.put_vote(connection, participant.room_id, key, participant.id, vote)
        except Immutable:
            raise Immutable(LATE) from None

    done = workspace.together.submit(cast)
    workspace.watching.follow(done, WRITE, VOTE)
    return done


def choose_role(workspace: Workspace, participant: Participant, role: str | None) -> Future[Role | None]:
    """Keep what somebody has to do with the pilot, or that they'd rather not say."""
    wanted = _checked_role(role)

    def chosen(connection: Connection) -> Role | None:
        room_rows.set_role(connection, participant.id, wanted)
        return wanted

    return workspace.together.submit(chosen)


def own_vote(workspace: Workspace, participant: Participant, key: RoundKey) -> Vote | None:
    """What this participant said in this round."""
    with workspace.database.reading() as connection:
        return vote_rows.own_vote(connection, participant.room_id, key, participant.id)


def _question(connection: Connection, room_id: str, question_id: str) -> Question:
    found = _asked.get((room_id, question_id))
    if found is not None:
        return found
    room = room_rows.get_room(connection, room_id)
    assessment = assessment_rows.get_assessment(connection, room.assessment_id)
    question = kept_questionnaire(connection, assessment).question(question_id)
    if question is None:
        raise NotFound("This question is not part of the questionnaire.")
    if len(_asked) >= _MOST_ASKED:
        _asked.clear()
    _asked[(room_id, question_id)] = question
    return question


def _checked_role(role: str | None) -> Role | None:
    if role is None:
        return None
    if role not in set(Role):
        raise Invalid("Choose one of the roles, or none.")
    return Role(role)
