"""A portfolio is ordered of all projects or by a filter, and works out what older assessments still lack."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.catalog.shelf import Shelf
from preflight.domain.errors import NotAllowed
from preflight.domain.project import Person
from preflight.exports.making import make_file
from preflight.exports.orders import OF_PORTFOLIO, Format, Order, name_of
from preflight.services.portfolio import portfolio
from preflight.services.worked_out import not_worked_out
from preflight.services.workspace import Workspace, opened_workspace
from preflight.settings import ROOT
from tests.many_projects import many_projects

STRANGER = Person(id="x", issuer="https://id.example.org", subject="x", name="X")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    url = f"sqlite:///{tmp_path_factory.mktemp('orders') / 'preflight.db'}"
    opened = opened_workspace(url, Shelf(ROOT / "questionnaires"), owner=LOCAL_OWNER)
    many_projects(opened, 6, runs=1, originals=2, worked_out=False)
    yield opened
    opened.finish()
    opened.database.close()


def test_a_table_of_what_is_looked_at_has_what_was_worked_out_on_the_way(workspace: Workspace) -> None:
    assert not_worked_out(workspace, LOCAL_OWNER) == 6
    told: list[tuple[int, int, str]] = []
    order = Order(format=Format.PORTFOLIO_CSV, which="stage=pilot&view=heat")
    file = make_file(workspace, LOCAL_OWNER, order, lambda *each: told.append(each))
    assert not_worked_out(workspace, LOCAL_OWNER) == 0
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"), newline="")))
    expected = [row.project.name for row in portfolio(workspace, LOCAL_OWNER).rows if row.project.stage == "pilot"]
    assert [row["project"] for row in rows] == expected
    assert [done for done, _, _ in told] == [0, 1, 2]


@pytest.mark.parametrize("form", OF_PORTFOLIO)
def test_each_is_called_as_was_said_when_it_was_ordered(workspace: Workspace, form: Format) -> None:
    file = make_file(workspace, LOCAL_OWNER, Order(format=form))
    assert file.name == name_of(Order(format=form), "Preflight", workspace.today())
    with pytest.raises(NotAllowed):
        make_file(workspace, STRANGER, Order(format=form))
