"""One call of each service, on a project with one of everything; and the people who try it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Any

from preflight.access.admission import Access
from preflight.access.budget import Budget, Rate
from preflight.access.people import LOCAL_OWNER
from preflight.access.role_mapping import read_mapping
from preflight.catalog.importers.filled import Columns, FormReading
from preflight.domain.action import Action, ActionStatus
from preflight.domain.assessment import Assessment
from preflight.domain.audit import Head, Outcome
from preflight.domain.criterion import Criterion
from preflight.domain.decision import DecisionKind
from preflight.domain.measurable import draft_of
from preflight.domain.path_setting import PathSetting
from preflight.domain.pilot import Integration, PilotStep
from preflight.domain.project import Person, Project
from preflight.domain.roles import ProjectRole, WholeRole
from preflight.exports.document_json import document_bytes
from preflight.services.actions import ActionDetails, ActionDraft, actions_of
from preflight.services.answering import Place, add_evidence, choose
from preflight.services.assessments import complete_assessment, start_assessment
from preflight.services.criteria import criteria_of
from preflight.services.decisions import DecisionDetails, recommendation_for
from preflight.services.dossier import dossier_of
from preflight.services.integrations import SystemDetails, integrations_of
from preflight.services.inviting import Invited, invite
from preflight.services.measuring import Measured, measure
from preflight.services.pilot_file import pilot_file_of
from preflight.services.pilot_plans import plan_of
from preflight.services.pilots import StepDetails
from preflight.services.projects import ProjectDetails, create_project
from preflight.services.recording import record_of
from preflight.services.rooms import RoomPlace, list_open_rooms, open_room
from preflight.services.sample_story import QUESTIONNAIRE
from preflight.services.templates import keep_template
from preflight.services.workspace import Workspace
from preflight.storage.audit import events
from preflight.storage.audit import head as audit_head
from preflight.storage.audit_search import Wanted
from preflight.storage.engine import Connection, Database
from preflight.storage.login_sessions import end_login_sessions
from preflight.storage.people import set_disabled
from tests.browser.server import ROOT
from tests.full_pilot import begin_pilot
from tests.signed_in import ISSUER, give, make, signed_in
from tests.workshops import LEVEL, a_building

MANY = Rate(at_once=1e9, a_second=1e9)


class Undone(Exception):
    """The call was about to commit; it is undone, so that the next one finds the same."""


class UndoingDatabase:
    """A database that commits nothing but refusals in the audit trail."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self._database.writing() as connection:
            before, newest = _written(connection), audit_head(connection)
            yield connection
            if _written(connection) != before and not _refused(connection, since=newest):
                raise Undone


def _written(connection: Connection) -> int:
    return int(connection.connection.driver_connection.total_changes)  # type: ignore[union-attr]


def _refused(connection: Connection, *, since: Head | None) -> bool:
    new = list(events(connection, after=since.seq if since else 0))
    return bool(new) and all(each.outcome is Outcome.REFUSED for each in new)


@dataclass(frozen=True, kw_only=True)
class World:
    """`workspace` is a server's, on which every write is undone; `here` and `elsewhere` are two projects."""

    workspace: Workspace
    machine: Workspace
    here: Project
    elsewhere: Project
    completed: Assessment
    draft: Assessment
    room: RoomPlace
    action: Action
    criterion: Criterion
    step: PilotStep
    system: Integration
    measurement_id: str
    template_id: str
    invited: Invited
    decision: DecisionDetails
    document: bytes
    people: dict[str, Person | None]

    def person_id(self, persona: str) -> str:
        found = self.people[persona]
        assert found is not None
        return found.id


@contextmanager
def a_world(folder: Path) -> Iterator[World]:
    """One of everything, in SQLite."""
    shutil.copy(ROOT / "questionnaires" / f"{QUESTIONNAIRE}.yaml", folder)
    with a_building(folder) as building:
        machine = Workspace(database=building.database, shelf=building.shelf)
        here, completed = _assessed(machine, "Here")
        elsewhere, _ = _assessed(machine, "Elsewhere")
        begin_pilot(machine, here.id, completed.id)
        criterion = criteria_of(machine, LOCAL_OWNER, here.id).criteria[0]
        said = Measured(value="8", date=machine.today(), evidence="The log")
        measurement = measure(machine, LOCAL_OWNER, criterion.id, said)
        draft = start_assessment(machine, LOCAL_OWNER, project_id=here.id, questionnaire_id="workshop")
        open_room(machine, LOCAL_OWNER, draft.id)
        other = start_assessment(machine, LOCAL_OWNER, project_id=elsewhere.id, questionnaire_id="workshop")
        open_room(machine, LOCAL_OWNER, other.id)
        ((room, _),) = [each for each in list_open_rooms(machine, LOCAL_OWNER) if each[1].id == draft.id]
        file = pilot_file_of(machine, LOCAL_OWNER, here.id)
        at = machine.now()
        server = replace(
            machine,
            database=UndoingDatabase(building.database),  # type: ignore[arg-type]
            access=Access(local=False, mapping=read_mapping("teams=facilitator")),
            now=lambda: at,
            _refusals=Budget(monotonic, each=MANY, altogether=MANY, most_names=100),
        )
        yield World(
            workspace=server,
            machine=machine,
            here=here,
            elsewhere=elsewhere,
            completed=completed,
            draft=draft,
            room=RoomPlace(room_id=room.id, seen=room.version),
            action=actions_of(machine, LOCAL_OWNER, here.id)[0],
            criterion=criterion,
            step=plan_of(machine, LOCAL_OWNER, here.id).steps[0],
            system=integrations_of(machine, LOCAL_OWNER, here.id)[0],
            measurement_id=measurement.id,
            template_id=keep_template(machine, LOCAL_OWNER, name="Ours", content=b"PK").id,
            invited=invite(machine, LOCAL_OWNER, here.id, ProjectRole.OWNER),
            decision=DecisionDetails(
                kind=DecisionKind.NO_GO,
                reasons="Too early",
                decided_by="Ada",
                decided_on=machine.today(),
                recommended_seen=recommendation_for(file),
                decision_seen=file.decision.id if file.decision else None,
                against_why="We know more",
            ),
            document=document_bytes(record_of(machine, LOCAL_OWNER, project=here.id), exported_at=machine.now()),
            people=_people(machine, here, elsewhere),
        )


def _assessed(workspace: Workspace, name: str) -> tuple[Project, Assessment]:
    project = create_project(workspace, LOCAL_OWNER, ProjectDetails(name=name))
    draft = start_assessment(workspace, LOCAL_OWNER, project_id=project.id, questionnaire_id="workshop")
    place = Place(assessment_id=draft.id, question_id=LEVEL, seen=0)
    choose(workspace, LOCAL_OWNER, place, ["2"])
    day = workspace.today()
    add_evidence(workspace, LOCAL_OWNER, replace(place, seen=1), text="The report", url="", dated=day)
    return project, complete_assessment(workspace, LOCAL_OWNER, draft.id)


def _people(workspace: Workspace, here: Project, elsewhere: Project) -> dict[str, Person | None]:
    people: dict[str, Person | None] = {}
    for role in ProjectRole:
        people[role.value] = found = signed_in(workspace, role.value)
        give(workspace, found, here.id, role)
    people["facilitator of every project"] = signed_in(workspace, "everywhere", claims=("teams",))
    for whole in WholeRole:
        people[whole.value] = found = signed_in(workspace, whole.value)
        make(workspace, found, whole)
    people["owner of another project"] = found = signed_in(workspace, "stranger")
    give(workspace, found, elsewhere.id, ProjectRole.OWNER)
    people["no role at all"] = signed_in(workspace, "newcomer")
    for name in ("disabled", "signed out"):
        people[name] = found = signed_in(workspace, name)
        give(workspace, found, here.id, ProjectRole.OWNER)
        make(workspace, found, WholeRole.ADMINISTRATOR)
        with workspace.database.writing() as connection:
            if name == "disabled":
                set_disabled(connection, found.id, workspace.now())
            else:
                end_login_sessions(connection, at=workspace.now(), because=name, person_id=found.id)
    return {**people, "nobody": None, "local owner": LOCAL_OWNER}


NO_READING = FormReading(
    questionnaire_id="workshop",
    version=1,
    answers={},
    problems=(),
    columns=Columns(answer="", reason="", note="", evidence="", link="", date=""),
)
DETAILS = ActionDetails(title="Write the runbook")
STEP = StepDetails(title="Ask them", start=None, end=None)


def calls(world: World) -> dict[str, tuple[tuple[Any, ...], dict[str, Any]]]:
    """From each service's name to what it is called with, after the workspace and the person."""
    project, draft, done, criterion = world.here.id, world.draft.id, world.completed.id, world.criterion
    place = Place(assessment_id=draft, question_id=LEVEL, seen=0)
    terms, newest = draft_of(criterion.newest.terms), {"seen": criterion.newest}
    member, seen = world.person_id("viewer"), {"seen": 1}
    day = world.step.start

    def with_(*arguments: Any, **named: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return arguments, named

    room = {f"rooms.{name}": with_(world.room) for name in ("close_room", "complete_room")}
    room |= {
        f"room_steps.{name}": with_(world.room)
        for name in ("next_question", "previous_question", "reveal", "vote_again", "to_closing")
    }
    here = {
        name: with_(project)
        for name in (
            "actions.actions_of", "assessments.startable_from_last", "criteria.criteria_of",
            "pilot_file.pilot_file_of", "pilot_plans.plan_of", "integrations.integrations_of", "projects.get_project",
            "projects.overview_of", "results.history_of", "sharing.people_in", "inviting.invitations_to",
            "projects.remove_project", "pilot_plans.lay_plan",
        )
    }  # fmt: skip
    of_draft = {
        name: with_(draft)
        for name in (
            "answering.answer_changes", "assessments.open_assessment", "paths.paths_of", "results.result_of",
            "room_record.room_record", "dossier.dossier_of", "assessments.complete_assessment",
            "assessments.discard_draft", "rooms.open_room",
        )
    }  # fmt: skip
    alone = {
        name: with_()
        for name in (
            "portfolio.portfolio", "projects.list_drafts", "projects.list_overviews", "projects.list_projects",
            "projects.touched_projects", "rooms.list_open_rooms", "worked_out.not_worked_out",
            "worked_out.work_out_all", "worked_out.work_out_some", "dossier.assessments_to_export",
            "templates.templates", "sample.load_sample", "people.list_people", "auditing.all_events",
            "auditing.audit_choices", "auditing.audit_head", "auditing.check_trail", "trail_check.last_check",
            "trail_check.start_check",
        )
    }  # fmt: skip
    of_person = {f"people.{name}": with_(member) for name in ("disable_person", "enable_person", "sign_out_everywhere")}
    dossier = dossier_of(world.machine, LOCAL_OWNER, draft)
    return room | here | of_draft | alone | of_person | {
        "results.moved_between": with_(done, draft),
        "assessments.kept_questionnaires": with_([world.draft]),
        "results.names_of": with_({LOCAL_OWNER.id}),
        "dossier_beside.held_against": with_(dossier, [done]),
        "recording.record_of": with_(project=project),
        "templates.template_content": with_(world.template_id),
        "answering.add_evidence": with_(place, text="The log", url="", dated=day),
        "answering.choose": with_(place, ["1"]),
        "answering.remember_place": with_(draft, LEVEL),
        "answering.remove_evidence": with_(place, "none"),
        "answering.say_not_applicable": with_(place, "A batch job"),
        "answering.say_number": with_(place, "1"),
        "answering.say_text": with_(place, "It was so"),
        "answering.say_unknown": with_(place),
        "answering.take_back": with_(place),
        "answering.write_note": with_(place, "We will ask"),
        "actions.change_action": with_(world.action.id, DETAILS, **seen),
        "actions.make_actions": with_(project, [ActionDraft(title="Write the runbook")]),
        "actions.remove_action": with_(world.action.id, **seen),
        "actions.set_status": with_(world.action.id, ActionStatus.DROPPED, seen=world.action.version),
        "measuring.measure": with_(criterion.id, Measured(value="7", date=world.machine.today(), evidence="The log")),
        "measuring.strike_measurement": with_(world.measurement_id, reason="Counted twice"),
        "assessments.start_assessment": with_(project_id=project, questionnaire_id="workshop"),
        "integrations.add_integration": with_(project, SystemDetails(system="CRM")),
        "integrations.change_integration": with_(world.system.id, SystemDetails(system="CRM"), **seen),
        "integrations.move_integration": with_(world.system.id, 1),
        "integrations.remove_integration": with_(world.system.id, **seen),
        "paths.keep_path_setting": with_(draft, PathSetting(small=4)),
        "pilot_plans.move_plan": with_(project, 1, seen={}),
        "pilots.add_step": with_(project, replace(STEP, start=day, end=day)),
        "pilots.change_step": with_(world.step.id, replace(STEP, start=day, end=day), **seen),
        "pilots.finish_step": with_(world.step.id, **seen),
        "pilots.move_step": with_(world.step.id, day, day, **seen),
        "pilots.remove_step": with_(world.step.id, **seen),
        "pilots.reopen_step": with_(world.step.id, **seen),
        "criteria.add_late_criterion": with_(project, replace(terms, metric="Calls"), reason="It was forgotten"),
        "criteria.amend_criterion": with_(criterion.id, replace(terms, target="8"), reason="Better", **newest),
        "criteria.change_criterion": with_(criterion.id, terms, **newest),
        "criteria.remove_criterion": with_(criterion.id, **newest),
        "criteria.seal_criteria": with_(project, seen=()),
        "criteria.withdraw_criterion": with_(criterion.id, reason="Not needed", **newest),
        "criteria.write_criterion": with_(project, terms),
        "room_closing.closing_of": with_(world.room.room_id),
        "room_steps.agree": with_(world.room, {"choices": ["1"]}, "So it is"),
        "room_steps.count_hands": with_(world.room, {}, 1, 0),
        "room_steps.show_question": with_(world.room, LEVEL),
        "rooms.blank_room": with_(world.room, True),
        "rooms.change_room": with_(world.room, lambda _, found: found),
        "rooms.get_room": with_(world.room.room_id),
        "rooms.lock_room": with_(world.room, True),
        "rooms.order_questions": with_(world.room, "section"),
        "rooms.remove_participant": with_(world.room, 1),
        "rooms.start_clock": with_(world.room, 10),
        "rooms.start_countdown": with_(world.room, 10),
        "importing.import_answers": with_(draft, NO_READING, {}),
        "importing.preview_answers": with_(draft, NO_READING),
        "importing.read_answers_file": with_(draft, b"nothing"),
        "decisions.record_decision": with_(project, world.decision),
        "projects.change_project": with_(project, ProjectDetails(name="There")),
        "inviting.invite": with_(project, ProjectRole.VIEWER),
        "inviting.withdraw_invitation": with_(world.invited.invitation.id),
        "inviting.accept_invitation": with_(world.invited.token),
        "inviting.offer_of": with_(world.invited.token),
        "sharing.change_role": with_(project, member, ProjectRole.FACILITATOR),
        "sharing.take_role": with_(project, member),
        "projects.create_project": with_(ProjectDetails(name="Another")),
        "templates.keep_template": with_(name="Theirs", content=b"PK2"),
        "templates.remove_template": with_(world.template_id),
        "restoring.preview_document": with_(world.document),
        "restoring.restore_document": with_(world.document, as_copy=True),
        "auditing.look_for": with_(Wanted()),
        "people.give_whole_role": with_(member, WholeRole.AUDITOR),
        "people.introduce_person": with_(issuer=ISSUER, subject="new"),
        "people.take_whole_role": with_(member, WholeRole.AUDITOR),
    }  # fmt: skip
