"""Who may do what: the one table that the documentation shows and the test holds the services to.

`python -m tests.services.permission_table` writes docs/permissions.md.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from preflight.access.permissions import Operation
from tests.browser.server import ROOT

PAGE: Final = ROOT / "docs" / "permissions.md"


class Reach(StrEnum):
    """What an operation is about."""

    PROJECT = "one project"
    SOME = "whatever they see of all projects"
    WHOLE = "everybody"


class Outcome(StrEnum):
    """What somebody meets who does it."""

    YES = "yes"
    NO = "no"
    UNSEEN = "not there"
    OUT = "sign in"


PERSONAS: Final = (
    "viewer", "contributor", "facilitator", "owner", "facilitator of every project", "administrator", "auditor",
    "owner of another project", "no role at all", "disabled", "signed out", "nobody", "local owner",
)  # fmt: skip
_LETTERS: Final = {"y": Outcome.YES, ".": Outcome.NO, "u": Outcome.UNSEEN, "o": Outcome.OUT}

# In this order, one letter each: viewer, contributor, facilitator, owner; facilitator of every project; administrator,
# auditor; owner of another project, no role at all; disabled, signed out, nobody, local owner (on a server where
# people sign in).
_TABLE: Final = """
SEE              project yyyy y yy uu oooo
SEE              some    yyyy y yy y. oooo
EXPORT           project yyyy y yy uu oooo
EXPORT           some    yyyy y yy y. oooo
ANSWER           project .yyy y y. uu oooo
ACT              project .yyy y y. uu oooo
MEASURE          project .yyy y y. uu oooo
ASSESS           project ..yy y y. uu oooo
PLAN             project ..yy y y. uu oooo
SET_CRITERIA     project ..yy y y. uu oooo
FACILITATE       project ..yy y y. uu oooo
IMPORT           project ..yy y y. uu oooo
DECIDE           project ...y . y. uu oooo
MANAGE_PROJECT   project ...y . y. uu oooo
SHARE            project ...y . y. uu oooo
JOIN             whole   yyyy y yy yy oooo
START_PROJECTS   whole   .... y y. .. oooo
MANAGE_TEMPLATES whole   .... y y. .. oooo
RESTORE          whole   .... . y. .. oooo
MANAGE_PEOPLE    whole   .... . y. .. oooo
AUDIT            whole   .... . yy .. oooo
"""

TABLE: Final[dict[tuple[Operation, Reach], dict[str, Outcome]]] = {
    (Operation[name], Reach[reach.upper()]): dict(
        zip(PERSONAS, (_LETTERS[each] for each in "".join(letters)), strict=True)
    )
    for name, reach, *letters in (line.split() for line in _TABLE.strip().splitlines())
}

ROWS: Final[dict[str, tuple[Operation, Reach]]] = {
    name: (Operation[operation], Reach[reach.upper()])
    for operation, reach, names in (
        ("SEE", "project", """
            actions.actions_of answering.answer_changes assessments.open_assessment assessments.startable_from_last
            criteria.criteria_of paths.paths_of pilot_file.pilot_file_of pilot_plans.plan_of
            integrations.integrations_of projects.get_project projects.overview_of results.history_of
            results.moved_between results.result_of room_record.room_record sharing.people_in
        """),
        ("SEE", "some", """
            assessments.kept_questionnaires portfolio.portfolio projects.list_drafts projects.list_overviews
            projects.list_projects projects.touched_projects results.names_of rooms.list_open_rooms
            worked_out.not_worked_out worked_out.work_out_all worked_out.work_out_some
        """),
        ("EXPORT", "project", "dossier.dossier_of dossier_beside.held_against recording.record_of"),
        ("EXPORT", "some", "dossier.assessments_to_export templates.template_content templates.templates"),
        ("ANSWER", "project", """
            answering.add_evidence answering.choose answering.remember_place answering.remove_evidence
            answering.say_not_applicable answering.say_number answering.say_text answering.say_unknown
            answering.take_back answering.write_note
        """),
        ("ACT", "project", "actions.change_action actions.make_actions actions.remove_action actions.set_status"),
        ("MEASURE", "project", "measuring.measure measuring.strike_measurement"),
        ("ASSESS", "project", """
            assessments.complete_assessment assessments.discard_draft assessments.start_assessment rooms.complete_room
        """),
        ("PLAN", "project", """
            integrations.add_integration integrations.change_integration integrations.move_integration
            integrations.remove_integration paths.keep_path_setting pilot_plans.lay_plan pilot_plans.move_plan
            pilots.add_step pilots.change_step pilots.finish_step pilots.move_step pilots.remove_step
            pilots.reopen_step
        """),
        ("SET_CRITERIA", "project", """
            criteria.add_late_criterion criteria.amend_criterion criteria.change_criterion criteria.remove_criterion
            criteria.seal_criteria criteria.withdraw_criterion criteria.write_criterion
        """),
        ("FACILITATE", "project", """
            room_closing.closing_of room_steps.agree room_steps.count_hands room_steps.next_question
            room_steps.previous_question room_steps.reveal room_steps.show_question room_steps.to_closing
            room_steps.vote_again rooms.blank_room rooms.change_room rooms.close_room rooms.get_room rooms.lock_room
            rooms.open_room rooms.order_questions rooms.remove_participant rooms.start_clock rooms.start_countdown
        """),
        ("IMPORT", "project", "importing.import_answers importing.preview_answers importing.read_answers_file"),
        ("DECIDE", "project", "decisions.record_decision"),
        ("MANAGE_PROJECT", "project", "projects.change_project projects.remove_project"),
        ("SHARE", "project", """
            inviting.invitations_to inviting.invite inviting.withdraw_invitation sharing.change_role sharing.take_role
        """),
        ("JOIN", "whole", "inviting.accept_invitation inviting.offer_of"),
        ("START_PROJECTS", "whole", "projects.create_project sample.load_sample"),
        ("MANAGE_TEMPLATES", "whole", "templates.keep_template templates.remove_template"),
        ("RESTORE", "whole", "restoring.preview_document restoring.restore_document"),
        ("AUDIT", "whole", """
            auditing.all_events auditing.audit_choices auditing.audit_head auditing.check_trail auditing.look_for
            trail_check.last_check trail_check.start_check
        """),
        ("MANAGE_PEOPLE", "whole", """
            people.disable_person people.enable_person people.give_whole_role people.introduce_person
            people.list_people people.sign_out_everywhere people.take_whole_role
        """),
    )
    for name in names.split()
}  # fmt: skip
"""Every service that a person acts through."""

NOT_ASKED: Final = {
    "voting.find_room": "a phone, with the code or the token of an open room",
    "voting.titles_of": "a phone that has found the room: two names",
    "voting.join_room": "a phone, with the secret that it made for this room",
    "voting.admit": "a phone: it is what proves its secret",
    "voting.cast_vote": "a phone that `admit` has proven, for itself",
    "voting.choose_role": "a phone that `admit` has proven, for itself",
    "voting.own_vote": "a phone that `admit` has proven, for itself",
    "room_view.room_now": "the live channel, which hands each screen and phone what it may see, and asks who it is",
    "room_view.people_now": "the live channel, as above",
    "room_view.voters_now": "the live channel, as above: numbers",
    "signing_in.begin": "whoever comes back from the provider, with a token that it has signed",
    "signing_in.visitor_of_digest": "it is what finds out who is there",
    "signing_in.is_known": "whether a cookie is known, before anybody is",
    "signing_in.end": "whoever has the cookie, of their own sign-in",
    "signing_in.end_everywhere": "whoever is signed in, of their own sign-ins",
    "signing_in.has_a_role": "whoever is signed in, of themselves",
    "signing_in.tell_refused": "it writes into the audit trail that somebody could not sign in",
    "room_notes.announce": "a note without content, to the screens of a room",
    "room_notes.announce_end": "as above",
    "signing_in.administrators": "whoever is signed in and has no role: whom to ask for one",
    "auditing.tell_started": "the server, when it starts",
    "auditing.tell_exported": "it writes into the audit trail that it was taken out, after that was asked for",
    "backups.make_backup": "commands on the machine and the server itself, never a screen",
    "backups.remove_left_over": "as above",
    "backup_schedule.run_schedule": "the server itself",
    "standing.reading_stands": "/ready: a word, whoever asks",
    "standing.writing_stands": "as above",
    "standing.shelf_stands": "as above",
    "actions.removable": "a rule, of an action that was read before",
}
"""Functions of services that ask for no permission, and who calls them."""


def page() -> str:
    """The page of the documentation."""
    return "\n".join([*_INTRODUCTION.strip().splitlines(), "", *_who_may_what(), "", *_by_function(), ""])


_INTRODUCTION: Final = """
# Who may do what

This page is made of the table that the tests hold Preflight to (`tests/services/permission_table.py`,
`tests/services/test_permissions.py`): every function of every service is called as every kind of person, and each must
meet what stands here. A new function without a row fails the tests.

Everything goes through the services: screens, command line, exports, what is brought in, live rooms. Each of them asks
in the transaction in which it reads or writes, and the database is asked each time: nothing is remembered. What is not
in the table is refused. Refusals stand in the audit trail.

- **Roles in a project**, each of which may do what the one before may: *viewer*, *contributor*, *facilitator*,
  *owner*. They are given by owners of the project (“People in this project”: roles, and links that invite somebody,
  once, within seven days) and by groups of the company’s sign-in service (`PREFLIGHT_ROLES`). The larger role holds.
- **Roles for the whole**: *administrator* and *auditor*, given by administrators (“People”), by groups, and on the
  machine itself by `python -m preflight people --make-administrator ISSUER SUBJECT`.
- Groups may also give a role **in every project**, such as *facilitator of every project*, who may create projects.
- Whoever creates a project becomes its owner. A project keeps an owner, and Preflight keeps an administrator: taking
  the last one is refused (an administrator may take a project’s last owner).
- Whoever is disabled, signed out, or not signed in at all may do nothing of this: they are asked to **sign in**. So is
  the owner of the machine, on a server where people sign in.
- Alone on a machine nobody signs in, and whoever sits there may do everything. So may whoever types commands on the
  machine: they can read the database anyway. The audit trail tells them apart by its door.

**not there** means: nobody says whether there is such a project at all.
"""
_SHOWN: Final = PERSONAS[:9]


def _who_may_what() -> list[str]:
    lines = [
        "## The table",
        "",
        "| | about | " + " | ".join(_SHOWN) + " |",
        "|---|---|" + "---|" * len(_SHOWN),
    ]
    for (operation, reach), outcomes in TABLE.items():
        said = " | ".join(_WORDS[outcomes[name]] for name in _SHOWN)
        lines.append(f"| {operation.value} | {reach.value} | {said} |")
    return lines


_WORDS: Final = {Outcome.YES: "**yes**", Outcome.NO: "no", Outcome.UNSEEN: "not there", Outcome.OUT: "sign in"}


def _by_function() -> list[str]:
    lines = ["## What asks for it", "", "| | about | functions of `preflight/services` |", "|---|---|---|"]
    for key in TABLE:
        names = ", ".join(f"`{name}`" for name, row in ROWS.items() if row == key)
        if names:
            lines.append(f"| {key[0].value} | {key[1].value} | {names} |")
    lines += ["", "These ask for no permission:", "", "| function | who calls it |", "|---|---|"]
    return lines + [f"| `{name}` | {why} |" for name, why in NOT_ASKED.items()]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
