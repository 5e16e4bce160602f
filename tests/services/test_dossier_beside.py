"""A chart that leaves shows the dates that were on the screen, and no others."""

from __future__ import annotations

import pytest

from preflight.access.people import LOCAL_OWNER
from preflight.domain.errors import NotAllowed, NotFound
from preflight.domain.project import Person
from preflight.exports.chart_kinds import ChartKind
from preflight.exports.making import make_file
from preflight.exports.orders import Format, Order, PictureForm
from preflight.services.dossier import Dossier, dossier_of
from preflight.services.dossier_beside import held_against
from preflight.services.results import history_of
from preflight.services.sample import load_sample
from preflight.services.workspace import Workspace

STRANGER = Person(id="x", issuer="https://id.example.org", subject="x", name="X")


@pytest.fixture
def runs(workspace: Workspace) -> list[str]:
    """The sample's six assessments, the oldest first."""
    project = load_sample(workspace, LOCAL_OWNER)
    history = history_of(workspace, LOCAL_OWNER, project.id)
    assert history is not None
    return [run.assessment.id for run in history.runs]


def shown(dossier: Dossier) -> list[str]:
    assert dossier.history is not None
    return [run.assessment.id for run in dossier.history.runs]


def test_the_chosen_ones_take_the_place_of_all_others(workspace: Workspace, runs: list[str]) -> None:
    whole = dossier_of(workspace, LOCAL_OWNER, runs[4])
    held = held_against(workspace, LOCAL_OWNER, whole, [runs[2], runs[0]])
    assert shown(held) == [runs[0], runs[2], runs[4]]
    assert held.result.previous is not None
    assert held.result.previous.id == runs[2]
    assert held.result.comparison is not None
    assert whole.result.comparison is not None
    assert len(held.result.comparison.moves) > len(whole.result.comparison.moves)
    assert held.score == whole.score


def test_what_is_not_before_it_is_refused(workspace: Workspace, runs: list[str]) -> None:
    dossier = dossier_of(workspace, LOCAL_OWNER, runs[2])
    for beside in ([], [runs[2]], [runs[0], runs[3]], ["nobody"]):
        with pytest.raises(NotFound):
            held_against(workspace, LOCAL_OWNER, dossier, beside)
    with pytest.raises(NotAllowed):
        held_against(workspace, STRANGER, dossier, [runs[0]])


@pytest.mark.parametrize("kind", [ChartKind.RADARS, ChartKind.MOVED])
def test_the_chart_is_drawn_of_them(workspace: Workspace, runs: list[str], kind: ChartKind) -> None:
    usual, chosen = (
        Order(format=Format.CHART, assessment=runs[5], chart=kind, form=PictureForm.SVG, beside=beside)
        for beside in ((), (runs[1],))
    )
    pictures = [make_file(workspace, LOCAL_OWNER, order).content.decode() for order in (usual, chosen)]
    assert pictures[0] != pictures[1]
