"""`python -m preflight people`: who is known here; the first administrator, and emergencies."""

from __future__ import annotations

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.problems import quoted
from preflight.cli.commands import DONE, argument, command
from preflight.cli.places import workspace_of_settings
from preflight.domain.errors import NotFound
from preflight.domain.roles import WholeRole
from preflight.domain.wording import number_of
from preflight.services.people import (
    KnownPerson,
    disable_person,
    enable_person,
    give_whole_role,
    introduce_person,
    list_people,
)
from preflight.services.workspace import Workspace

_WHO = ("ISSUER", "SUBJECT")


@command(
    argument("--make-administrator", nargs=2, metavar=_WHO, help="whoever signs in so may do everything from then on"),
    argument("--disable", nargs=2, metavar=_WHO, help="end their sign-ins at once, and let them in no more"),
    argument("--enable", nargs=2, metavar=_WHO, help="let them sign in again"),
)
def people(make_administrator: list[str] | None, disable: list[str] | None, enable: list[str] | None) -> int:
    """List who is known here; make the first administrator, shut somebody out, or let them in again."""
    with workspace_of_settings() as workspace:
        for given, service in ((disable, disable_person), (enable, enable_person)):
            if given is not None:
                service(workspace, LOCAL_OWNER, _known(workspace, *given).person.id)
        if make_administrator is not None:
            issuer, subject = make_administrator
            found = introduce_person(workspace, LOCAL_OWNER, issuer=issuer, subject=subject)
            give_whole_role(workspace, LOCAL_OWNER, found.id, WholeRole.ADMINISTRATOR)
        known = list_people(workspace, LOCAL_OWNER).people
    print("1 person" if len(known) == 1 else f"{len(known)} people")
    for each in known:
        print(f"  {_line(each)}")
    return DONE


def _known(workspace: Workspace, issuer: str, subject: str) -> KnownPerson:
    for each in list_people(workspace, LOCAL_OWNER).people:
        if (each.person.issuer, each.person.subject) == (issuer, subject):
            return each
    raise NotFound(f"Nobody here signs in at {quoted(issuer)} as {quoted(subject)}. `people` tells who does.")


def _line(each: KnownPerson) -> str:
    signed_in = f"last sign-in {each.last_sign_in:%Y-%m-%d %H:%M} UTC" if each.last_sign_in else "never signed in"
    facts = [
        each.person.name,
        *(role.value for role in WholeRole if role in each.whole),
        f"{each.everywhere.value} everywhere" if each.everywhere else "",
        number_of(len({*each.projects, *each.claimed_projects}), "project"),
        signed_in,
        number_of(each.open, "open session") if each.open else "",
        "DISABLED" if each.disabled_at else "",
        f"{each.person.issuer} {each.person.subject}",
    ]
    return "  ".join(filter(None, facts))
