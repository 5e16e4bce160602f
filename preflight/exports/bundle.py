"""Every file of an assessment, a project or the whole workspace in one zip, a folder for each assessment."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import Final

from preflight.domain.assessment import Assessment
from preflight.domain.errors import Refused
from preflight.domain.project import Person, Project
from preflight.exports.actions_csv import actions_to_export
from preflight.exports.calendar import all_events
from preflight.exports.chart_kinds import ChartKind, PictureForm
from preflight.exports.document_json import json_file
from preflight.exports.files import ExportFile, export_file, folder_name
from preflight.exports.makers import made_of, made_of_project
from preflight.exports.order_check import SPOKEN
from preflight.exports.orders import CALLED, OF_PORTFOLIO, OF_PROJECT, Format, Order, Progress
from preflight.exports.pictures.drawing import chart_available
from preflight.exports.portfolio.portfolio_files import made_of_portfolio
from preflight.services.dossier import Dossier, assessments_to_export, dossier_of
from preflight.services.pilot_file import PilotFile, pilot_file_of
from preflight.services.portfolio import portfolio
from preflight.services.projects import list_projects
from preflight.services.worked_out import work_out_all
from preflight.services.workspace import Workspace

_FILES: Final = (Format.DECK, Format.REPORT, Format.WORKBOOK, Format.CSV, Format.JSON, Format.MARKDOWN)
_CHART_FORMS: Final = (PictureForm.PNG, PictureForm.SVG)
_STEPS: Final = len(_FILES) + len(ChartKind) * len(_CHART_FORMS)
_WHOLE: Final = 1 + len(OF_PROJECT)
"""What a whole project has beside its assessments at most: the copy that restores it, and what is made of a project."""
PORTFOLIO: Final = "Portfolio"
"""The folder of what is of all projects."""
_PACKED_ALREADY: Final = ("pptx", "xlsx", "pdf", "png")


def bundle_file(
    workspace: Workspace, person: Person, order: Order, progress: Progress, *, template: bytes | None = None
) -> ExportFile:
    """The zip of what the order names: an assessment, a project, or everything. Decks stand in the template.

    `progress` counts files. Raises NotFound, and Refused where there is no assessment yet.
    """
    parts = _parts(workspace, person, order)
    if not parts:
        raise Refused("There is no assessment to export yet.")
    name = parts[0].project.name if len(parts) == 1 and (order.project or order.assessment) else "Preflight"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        _pack(workspace, person, order, parts, template, _Zip(opened, workspace.now()), progress)
    return export_file(packed.getvalue(), name, CALLED[Format.BUNDLE], workspace.today(), kind="zip")


def _pack(
    workspace: Workspace,
    person: Person,
    order: Order,
    parts: Sequence[_Part],
    template: bytes | None,
    packed: _Zip,
    progress: Progress,
) -> None:
    done, steps = 0, sum(_STEPS * len(part.assessments) + _WHOLE * part.whole for part in parts)
    steps += len(OF_PORTFOLIO) if _of_everything(order) else 0
    for part in parts:
        folder = packed.folder("", part.project.name)
        if part.whole:
            progress(done, steps, f"{part.project.name}: {SPOKEN[Format.JSON]}")
            packed.add(folder, json_file(workspace, person, project=part.project.id))
            file = pilot_file_of(workspace, person, part.project.id)
            for place, made in enumerate(_of_project(file), start=1):
                progress(done + place, steps, f"{part.project.name}: {SPOKEN[made]}")
                packed.add(folder, made_of_project(file, made))
            done += _WHOLE
        for assessment in part.assessments:
            dossier = dossier_of(workspace, person, assessment.id)
            inner = packed.folder(folder, assessment.date.isoformat(), dossier.questionnaire.title)
            said = f"{part.project.name}, {assessment.date.isoformat()}"
            for place, (where, each) in enumerate(_orders(dossier, order)):
                progress(done + place, steps, f"{said}: {each.chart or SPOKEN[each.format]}")
                packed.add(f"{inner}{where}", _made(workspace, person, dossier, each, template))
            done += _STEPS
    if _of_everything(order):
        work_out_all(workspace, person)
        found, folder = portfolio(workspace, person), packed.folder("", PORTFOLIO)
        for place, made in enumerate(OF_PORTFOLIO):
            progress(done + place, steps, SPOKEN[made])
            packed.add(folder, made_of_portfolio(found, made, template))
    progress(steps, steps, "Ready")


def _of_everything(order: Order) -> bool:
    return order.project is None and order.assessment is None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A project with what of it is packed; `whole` where that is all of it."""

    project: Project
    assessments: Sequence[Assessment]
    whole: bool


def _parts(workspace: Workspace, person: Person, order: Order) -> list[_Part]:
    """By the projects' names, then by when they were made."""
    if order.assessment is not None:
        found = dossier_of(workspace, person, order.assessment)
        return [_Part(project=found.project, assessments=[found.assessment], whole=False)]
    assessments = assessments_to_export(workspace, person, order.project)
    projects = {each.id: each for each in list_projects(workspace, person)}
    wanted = sorted(
        (projects[name] for name in {each.project_id for each in assessments}),
        key=lambda project: (project.name.casefold(), project.created_at, project.id),
    )
    return [
        _Part(project=each, assessments=[one for one in assessments if one.project_id == each.id], whole=True)
        for each in wanted
    ]


def _of_project(file: PilotFile) -> list[Format]:
    """What there is something to make of: no empty table, no calendar without a day."""
    empty = set() if actions_to_export(file) else {Format.JIRA, Format.GITHUB}
    empty |= set() if all_events(file) else {Format.CALENDAR}
    return [each for each in OF_PROJECT if each not in empty]


def _orders(dossier: Dossier, order: Order) -> Iterator[tuple[str, Order]]:
    """Each file of an assessment with the folder that it stands in."""
    one = Order(format=Format.DECK, assessment=dossier.assessment.id, history=order.history)
    for each in _FILES:
        yield "", replace(one, format=each)
    for kind in ChartKind:
        if chart_available(dossier, kind):
            for form in _CHART_FORMS:
                yield "charts/", replace(one, format=Format.CHART, chart=kind, form=form)


def _made(workspace: Workspace, person: Person, dossier: Dossier, order: Order, template: bytes | None) -> ExportFile:
    if order.format is Format.JSON:
        return json_file(workspace, person, assessment=order.assessment)
    return made_of(dossier, order, template)


class _Zip:
    """An open zip in which no two names are equal, whatever the letters' case."""

    def __init__(self, opened: zipfile.ZipFile, at: datetime) -> None:
        self._zip = opened
        self._at = at
        self._taken: set[str] = set()

    def folder(self, within: str, *parts: str) -> str:
        """A new folder's path, with its stroke at the end; `within` is such a path, or nothing."""
        return f"{self._free(within, folder_name(*parts), '')}/"

    def add(self, folder: str, file: ExportFile) -> None:
        """Pack a file into a folder, under its own name or a free one."""
        stem, _, suffix = file.name.rpartition(".")
        entry = zipfile.ZipInfo(self._free(folder, stem, f".{suffix}"), self._at.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_STORED if suffix in _PACKED_ALREADY else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, file.content)

    def _free(self, folder: str, stem: str, suffix: str) -> str:
        number, name = 1, f"{folder}{stem}{suffix}"
        while name.casefold() in self._taken:
            number += 1
            name = f"{folder}{stem} {number}{suffix}"
        self._taken.add(name.casefold())
        return name
