"""`python -m preflight export`: every format, without the app running or beside it."""

from __future__ import annotations

import sys

from preflight.catalog.problems import nearest_or_listed, quoted
from preflight.cli.commands import DONE, SEE_LIST, argument, command
from preflight.cli.files import STANDARD_OUT, check_free, write_out
from preflight.domain.errors import Invalid
from preflight.exports.chart_kinds import ChartKind, Ground, PictureForm, PictureSize
from preflight.exports.deck.model import SlideKind
from preflight.exports.orders import OF_AUDIT, OF_PROJECT, Format, Order

_TEXT = {Format.CSV, Format.JSON, Format.MARKDOWN, Format.PORTFOLIO_CSV, *OF_PROJECT} - {Format.DECISION}
_FORMATS = [each.value for each in Format if each not in OF_AUDIT]  # `audit export` writes those


@command(
    argument("format", metavar="FORMAT", nargs="?", choices=_FORMATS, help=", ".join(_FORMATS)),
    argument("--list", dest="listed", action="store_true", help="tell the projects and assessments with their ids"),
    argument("--assessment", metavar="ID", help="the assessment; the first characters of its id are enough"),
    argument(
        "--project",
        metavar="NAME|ID",
        help="its newest completed assessment; with form its newest draft, with json and bundle all of it, with jira, "
        "github, calendar and decision what it keeps beside them",
    ),
    argument("--out", metavar="FILE|FOLDER|-", help="where to; else the present folder, - for standard output"),
    argument("--force", action="store_true", help="replace a file that is there"),
    argument("--chart", choices=[each.value for each in ChartKind], help="with chart: which one"),
    argument("--as", dest="form", default="png", choices=[each.value for each in PictureForm], help="with chart"),
    argument("--size", default="1080p", choices=[each.value for each in PictureSize], help="with chart as png"),
    argument("--ground", default="white", choices=[each.value for each in Ground], help="with chart"),
    argument("--slides", metavar="KIND,…", default="", help=f"with deck: {', '.join(SlideKind)}"),
    argument("--history", action="store_true", help="with deck and bundle: the slides of the project's history"),
    argument(
        "--which", metavar="QUERY", default="", help="with a portfolio: its filter, such as stage=pilot&tag=claims"
    ),
    argument("--template", metavar="FILE|ID", help="of decks and slides: a .pptx or .potx file, or a kept one's id"),
)
def export(
    format: str | None,  # noqa: A002 - as it is typed
    listed: bool,
    assessment: str | None,
    project: str | None,
    out: str | None,
    force: bool,
    chart: str | None,
    form: str,
    size: str,
    ground: str,
    slides: str,
    history: bool,
    which: str,
    template: str | None,
) -> int:
    """Take results out of Preflight, as one file; 0 done, 2 nothing was written."""
    if listed:
        from preflight.cli.ordering import list_all

        return list_all()
    if format is None:
        raise Invalid(f"Say what to export: {', '.join(_FORMATS)}. {SEE_LIST}")
    wanted = Order(
        format=Format(format),
        chart=ChartKind(chart) if chart is not None else None,
        form=PictureForm(form),
        size=PictureSize(size),
        ground=Ground(ground),
        slides=_slides(slides),
        history=history,
        which=which,
    )
    check_free(out, force=force)
    if out == STANDARD_OUT and sys.stdout.isatty() and wanted.format not in _TEXT:
        raise Invalid("This file is no text for a terminal; give --out FILE, or pipe it on.")
    from preflight.cli.ordering import make_ordered

    made = make_ordered(wanted, assessment=assessment, project=project, template=template, tell=_tell)
    written = write_out(made.content, made.name, out, force=force)
    if written is not None:
        print(f"{written} ({_size(len(made.content))})")
    return DONE


def _slides(typed: str) -> tuple[SlideKind, ...]:
    """The kinds of slides that were typed with commas between them. Raises Invalid."""
    names = [name for name in (part.strip() for part in typed.split(",")) if name]
    kinds = [each.value for each in SlideKind]
    for name in names:
        if name not in kinds:
            raise Invalid(f"--slides: there is no {quoted(name)}; {nearest_or_listed(name, kinds)}")
    return tuple(SlideKind(name) for name in names)


def _tell(done: int, steps: int, what: str) -> None:
    """Progress for whoever watches; a pipe or a log hears nothing."""
    if not sys.stderr.isatty():
        return
    line = f"{done} of {steps}: {what}"[:100]
    print(f"\r\033[K{line if done < steps else ''}", end="", file=sys.stderr, flush=True)


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB" if size_bytes >= 1_000_000 else f"{max(1, size_bytes // 1000)} kB"
