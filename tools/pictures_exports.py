"""Takes the pictures of what leaves the house: a slide, a page of the report and a chart, as second programs draw them.

python tools/pictures_exports.py
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from preflight.access.people import LOCAL_OWNER  # noqa: E402 - the repository is no installed package
from preflight.catalog.shelf import Shelf  # noqa: E402
from preflight.exports.chart_kinds import ChartKind  # noqa: E402
from preflight.exports.making import make_file  # noqa: E402
from preflight.exports.orders import Format, Order  # noqa: E402
from preflight.services.dossier import assessments_to_export  # noqa: E402
from preflight.services.sample import load_sample  # noqa: E402
from preflight.services.workspace import opened_workspace  # noqa: E402
from tests.office import to_pdf, to_pictures  # noqa: E402
from tools.camera import keep  # noqa: E402

WIDTH, PAGE_HEIGHT = 1280, 1100
SLIDE, PAGE = 3, 1
"""Counted from 1: the radar's slide, and the report's first page."""


def export_pictures() -> None:
    """Write a slide, a report page and a chart of the sample's newest assessment."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = _made(folder)
        slides = to_pictures(to_pdf(files[Format.DECK], folder), folder, dpi=110)
        pages = to_pictures(files[Format.REPORT], folder, dpi=110)
        _keep(slides[SLIDE - 1], "export-slide", width=WIDTH)
        _keep(pages[PAGE - 1], "export-report", height=PAGE_HEIGHT)
        _keep(files[Format.CHART], "export-chart", width=WIDTH)


def _made(folder: Path) -> dict[Format, Path]:
    shelf = Shelf(ROOT / "questionnaires")
    workspace = opened_workspace(f"sqlite:///{(folder / 'preflight.db').as_posix()}", shelf, owner=LOCAL_OWNER)
    try:
        project = load_sample(workspace, LOCAL_OWNER)
        newest = assessments_to_export(workspace, LOCAL_OWNER, project.id)[-1]
        made = {}
        for what in (Format.DECK, Format.REPORT, Format.CHART):
            order = Order(format=what, assessment=newest.id, chart=ChartKind.RADAR)
            file = make_file(workspace, LOCAL_OWNER, order)
            made[what] = folder / f"{what}{Path(file.name).suffix}"
            made[what].write_bytes(file.content)
        return made
    finally:
        workspace.together.close()
        workspace.database.close()


def _keep(picture: Path, name: str, *, width: int = 0, height: int = 0) -> None:
    with Image.open(picture) as opened:
        scale = width / opened.width if width else height / opened.height
        drawn = opened.convert("RGB").resize((round(opened.width * scale), round(opened.height * scale)))
        kept = io.BytesIO()
        drawn.save(kept, "png")
    keep(name, kept.getvalue())


if __name__ == "__main__":
    export_pictures()
