"""How a room ends: the radar as it grew, the verdict, the largest disagreements."""

from __future__ import annotations

from dataclasses import dataclass

from preflight.access.about import About
from preflight.access.permissions import Operation
from preflight.domain.assessment import Answer
from preflight.domain.project import Person
from preflight.domain.scoring import Score, score
from preflight.domain.verdict import Verdict, decide
from preflight.services.assessments import OpenAssessment
from preflight.services.room_record import QuestionRecord, records_of
from preflight.services.room_view import RoomView, see
from preflight.services.workspace import Workspace
from preflight.storage import rooms as room_rows

MOST_DISAGREEMENTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Where the room stands at its end.

    `verdict` is the one that completing now would keep: what is critical and not answered blocks. `steps` are the
    scores as the room went on, from before its first agreement to now.
    """

    view: RoomView
    verdict: Verdict
    steps: tuple[Score, ...]
    disagreements: tuple[QuestionRecord, ...]

    @property
    def open(self) -> OpenAssessment:
        """The assessment as it stands."""
        return self.view.open


def closing_of(workspace: Workspace, person: Person, room_id: str, *, most_steps: int = 13) -> Closing:
    """What the closing screen shows, with at most `most_steps` steps. Raises NotFound."""
    with workspace.reading(person, Operation.FACILITATE, About("room", room_id)) as connection:
        view = see(workspace, connection, room_rows.get_room(connection, room_id))
    records = records_of(view.open, view.revealed, view.agreed)
    return Closing(
        view=view,
        verdict=decide(view.open.questionnaire, view.open.answers, view.open.score, completed=True),
        steps=_steps(workspace, view, most_steps),
        disagreements=tuple(each for each in records if each.spread)[:MOST_DISAGREEMENTS],
    )


def _steps(workspace: Workspace, view: RoomView, most: int) -> tuple[Score, ...]:
    """The scores after each agreement, evenly thinned out; the last one is how it stands."""
    agreed = list(view.agreed)
    answers: dict[str, Answer] = {name: each for name, each in view.open.answers.items() if name not in view.agreed}
    growing = [dict(answers)]
    for name in agreed:
        answers[name] = view.open.answers.get(name, Answer())
        growing.append(dict(answers))
    places = sorted({round(place * (len(growing) - 1) / max(1, most - 1)) for place in range(most)})
    today = workspace.today()
    return (*(score(view.open.questionnaire, growing[place], on=today) for place in places[:-1]), view.open.score)
