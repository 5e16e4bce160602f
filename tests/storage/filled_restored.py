"""What revision 0003 brought, put into a database: a slide template, and what a restored assessment's rooms said.

`fill_restored` comes after `filled_rooms.fill_rooms`; the golden dump of 0003 holds what all of them write, so neither
ever changes.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from preflight.domain.assessment import AnswerChange, RecordedAnswer
from preflight.domain.consensus import Bar, Distribution, Group
from preflight.domain.questionnaire import Kind
from preflight.domain.record import RoundRecord
from preflight.domain.room import AgreedAnswer, Role
from preflight.domain.template import KeptTemplate
from preflight.storage import assessments, restored, templates
from preflight.storage.engine import Database
from tests.storage.filled import GUEST, NOW, OWNER, a_draft, complete
from tests.storage.filled_rooms import FOUR, TWO

CONTENT = b"PK\x03\x04 not a template, but \x00 bytes \xff"
TEMPLATE = KeptTemplate(id="house", name="Haus “Müller” 日本", size=len(CONTENT), added_at=NOW, added_by=OWNER.id)
ROUNDS = (
    RoundRecord(
        question_id="alpha.one",
        number=1,
        shown=Distribution(
            kind=Kind.CHOICE,
            bars=(
                Bar(id="0", label="Never", count=4, number=1),
                Bar(id="4", label="Always; “日本”", count=5, number=2),
            ),
            unknown=2,
            not_applicable=1,
            votes=12,
            by_hand=3,
            spread=Fraction(8, 9),
            lowest=0,
            highest=1,
            groups=(Group(role=Role.BUILDS, votes=4, counts=(1, 2), unknown=1, not_applicable=0),),
        ),
        lines=("Line “one”", "Line two\nof two"),
    ),
    RoundRecord(
        question_id="beta.one",
        number=1,
        shown=Distribution(
            kind=Kind.NUMBER,
            bars=(Bar(id="7/2", label="3.5", count=1),),
            unknown=0,
            not_applicable=0,
            votes=1,
            by_hand=0,
            spread=None,
            lowest=0,
            highest=0,
            groups=(),
        ),
        lines=(),
    ),
)
AGREED = AgreedAnswer(question_id="alpha.one", round=1, said=FOUR, why="We looked", at=NOW, by=GUEST.id)
RECORDED = {"alpha.one": RecordedAnswer(answer=FOUR, version=2, at=NOW + timedelta(minutes=1), by=GUEST.id)}
CHANGES = (
    AnswerChange(seq=1, assessment_id="back", question_id="alpha.one", at=NOW, by=OWNER.id, before=None, after=TWO),
    AnswerChange(
        seq=2,
        assessment_id="back",
        question_id="alpha.one",
        at=NOW + timedelta(minutes=1),
        by=GUEST.id,
        before=TWO,
        after=FOUR,
    ),
)


def fill_restored(database: Database) -> None:
    """One of everything, as revision 0003 knows it: the assessment `back` is completed."""
    with database.writing() as connection:
        templates.add_template(connection, TEMPLATE.id, name=TEMPLATE.name, content=CONTENT, at=NOW, by=OWNER.id)
        assessments.add_assessment(connection, a_draft("back", "second"))
        restored.put_restored_answers(connection, "back", RECORDED, CHANGES)
        restored.put_restored_rooms(connection, "back", ROUNDS, [AGREED])
        complete(connection, "back")
