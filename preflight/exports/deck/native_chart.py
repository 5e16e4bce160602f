"""A chart that stays a chart: editable in PowerPoint, its numbers in a workbook inside, its looks from the theme."""

from __future__ import annotations

from typing import Any, Final, cast

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries, LineSeries, RadarSeries
from pptx.dml.color import ColorFormat, RGBColor
from pptx.dml.fill import FillFormat
from pptx.dml.line import LineFormat
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.package import Package
from pptx.parts.chart import ChartPart
from pptx.util import Pt

from preflight.charts.colour import more_readable
from preflight.charts.series import SeriesLook
from preflight.charts.theme import level_colour
from preflight.domain.figures import COARSE
from preflight.exports.deck.chart_numbers import DAY_FORMAT, chart_workbook, cut
from preflight.exports.deck.chart_room import ChartRoom, chart_room
from preflight.exports.deck.chart_xml import first_on_top, label_each, place_legend, place_plot, repair
from preflight.exports.deck.letters import clean
from preflight.exports.deck.model import ChartForm, NativeChart
from preflight.exports.deck.radar_scale import only, shown_ticks
from preflight.exports.deck.series_looks import looks_of, looks_of_values
from preflight.exports.deck.theme import DeckTheme, Rectangle

_TYPES: Final = {
    ChartForm.RADAR: XL_CHART_TYPE.RADAR_MARKERS,
    ChartForm.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartForm.LINES: XL_CHART_TYPE.LINE_MARKERS,
    ChartForm.STACKED: XL_CHART_TYPE.BAR_STACKED_100,
    ChartForm.CHANGES: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartForm.SPANS: XL_CHART_TYPE.BAR_STACKED,
}
_DASHES: Final = {
    "solid": MSO_LINE.SOLID,
    "dash": MSO_LINE.DASH,
    "dot": MSO_LINE.ROUND_DOT,
    "dashdot": MSO_LINE.DASH_DOT,
    "longdash": MSO_LINE.LONG_DASH,
}
_MARKERS: Final = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "cross": XL_MARKER_STYLE.PLUS,
    "triangle-down": XL_MARKER_STYLE.STAR,
    "x": XL_MARKER_STYLE.X,
}
"""PowerPoint has no triangle that points down."""
_SIGNED: Final = {True: "+0;\N{MINUS SIGN}0;0", False: "+0.0##;\N{MINUS SIGN}0.0##;0.0"}
"""Changes in whole numbers, and others."""
_BARRED: Final = frozenset({ChartForm.BARS, ChartForm.STACKED, ChartForm.CHANGES, ChartForm.SPANS})
_FEW_BARS: Final = 24
"""Up to so many bars each bears its number."""


def chart_part(chart: NativeChart, room: Rectangle, theme: DeckTheme, package: Package) -> ChartPart:
    """The chart as a part of the package, to be shown in a frame of this room; sizes in points."""
    shared = chart_room(chart, room, theme)
    values = [tuple(map(cut(chart), one.values)) for one in chart.series]
    data = CategoryChartData(number_format="General")
    data.categories = shared.labels
    for one, numbers in zip(chart.series, values, strict=True):
        data.add_series(clean(one.name), numbers)
    written = data.xml_bytes(_TYPES[chart.form])
    part = cast(
        "ChartPart", ChartPart.load(package.next_partname(ChartPart.partname_template), CT.DML_CHART, package, written)
    )
    part.chart_workbook.update_from_xlsx_blob(chart_workbook(chart, shared.labels, values))
    _Dressing(part.chart, chart, shared, theme, room).dress()
    repair(part.chart.element)
    if chart.form is not ChartForm.RADAR:
        label_each(part.chart.element, 1 if chart.form is ChartForm.SPANS else shared.skip)
    place_plot(part.chart.element, shared.plot)
    if shared.legend is not None:
        place_legend(part.chart.element, shared.legend)
    return part


class _Dressing:
    """One chart's looks. `frame` is python-pptx's chart, `chart` what it shows."""

    def __init__(self, frame: Chart, chart: NativeChart, room: ChartRoom, theme: DeckTheme, whole: Rectangle) -> None:
        self.frame, self.chart, self.room, self.theme = frame, chart, room, theme
        self.radius, self.height = room.plot.width * whole.width / 2, room.plot.height * whole.height
        self.palette = theme.content.palette

    def dress(self) -> None:
        font = self.frame.font
        font.size, font.name = Pt(round(self.room.size, 1)), "+mn-lt"
        self.colour(font.fill, self.palette.ink)
        self.frame.has_title = False
        self.frame.has_legend = self.room.legend is not None
        if self.frame.has_legend:
            self.frame.legend.position = XL_LEGEND_POSITION.BOTTOM
            self.frame.legend.include_in_layout = False
            self.frame.legend.font.size = Pt(round(self.room.legend_size, 1))
            self.colour(self.frame.legend.font.fill, self.palette.ink)
        self.axes()
        {
            ChartForm.RADAR: self.outlines,
            ChartForm.LINES: self.outlines,
            ChartForm.BARS: self.bars,
            ChartForm.STACKED: self.stacks,
            ChartForm.CHANGES: self.changes,
            ChartForm.SPANS: self.spans,
        }[self.chart.form]()

    def axes(self) -> None:
        numbers, names = self.frame.value_axis, self.frame.category_axis
        stacked = self.chart.form is ChartForm.STACKED
        numbers.minimum_scale = 0 if stacked else self.chart.least
        numbers.maximum_scale = 1 if stacked else self.chart.most
        numbers.major_unit = 0.25 if stacked else self.chart.step
        if self.chart.form is ChartForm.SPANS:
            numbers.major_unit = self.chart.step * self.room.skip
        numbers.tick_labels.number_format, numbers.tick_labels.number_format_is_linked = "General", False
        if stacked:
            numbers.tick_labels.number_format = "0%"
        elif self.chart.form is ChartForm.SPANS:
            numbers.tick_labels.number_format = DAY_FORMAT
        elif self.chart.form is ChartForm.RADAR:
            numbers.tick_labels.number_format = only(shown_ticks(self.chart, self.radius, self.room.size * 11 / 12))
        self.colour(numbers.tick_labels.font.fill, self.palette.muted)
        numbers.tick_labels.font.size = Pt(round(self.room.size * 11 / 12, 1))
        self.line(numbers.major_gridlines.format.line, self.palette.grid, 0.75)
        names.has_major_gridlines = self.chart.form is ChartForm.RADAR
        if names.has_major_gridlines:
            self.line(names.major_gridlines.format.line, self.palette.grid, 0.75)
        for axis in (numbers, names):
            axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        if self.chart.form is ChartForm.RADAR:
            self.line(numbers.format.line, self.palette.grid, 0.75)
        else:
            numbers.format.line.fill.background()
            self.line(names.format.line, self.palette.outline, 0.75)
        names.tick_labels.font.size = Pt(round(self.room.size, 1))
        names.tick_labels.number_format, names.tick_labels.number_format_is_linked = "General", False
        if self.chart.form in _BARRED:
            first_on_top(self.frame.element)

    def outlines(self) -> None:
        """Lines with markers, each series by its kind."""
        for one, how in zip(self.series(), self.looks(), strict=True):
            unit = self.theme.unit
            one.smooth = False
            self.line(one.format.line, how.colour, how.width * 0.9 * unit)
            one.format.line.dash_style = _DASHES[how.dash]
            one.marker.style, one.marker.size = _MARKERS[how.marker], max(5, round(how.size * 0.75 * unit))
            self.colour(one.marker.format.fill, how.colour)
            self.line(one.marker.format.line, self.palette.surface, 0.75)

    def bars(self) -> None:
        plot = self.frame.plots[0]
        plot.gap_width, plot.overlap, plot.vary_by_categories = 60, -8, False
        for one, how in zip(self.series(), self.looks(), strict=True):
            one.invert_if_negative = False
            self.colour(one.format.fill, how.colour)
        if len(self.chart.categories) * len(self.chart.series) <= _FEW_BARS:
            plot.has_data_labels = True
            labels = plot.data_labels
            labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
            labels.number_format = "0" if self.chart.most >= COARSE else "0.0"
            labels.number_format_is_linked = False
            labels.font.size = Pt(round(self.room.figure_size(len(self.chart.series), self.height, self.theme), 1))
            self.colour(labels.font.fill, self.palette.ink)

    def changes(self) -> None:
        self.bars()
        self.frame.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        self.frame.value_axis.tick_labels.number_format = _SIGNED[self.chart.whole]
        for one, given in zip(self.series(), self.chart.series, strict=True):
            self.colour(one.format.fill, self.palette.up)
            for place, value in enumerate(given.values):
                if value is not None and value < 0:
                    self.colour(one.points[place].format.fill, self.palette.down)
        if self.frame.plots[0].has_data_labels:
            self.frame.plots[0].data_labels.number_format = _SIGNED[self.chart.whole]

    def spans(self) -> None:
        plot = self.frame.plots[0]
        plot.gap_width, plot.overlap, plot.vary_by_categories = 60, 100, False
        begins, lasts = self.series()
        begins.format.fill.background()
        begins.format.line.fill.background()
        for place, how in enumerate(looks_of_values(self.chart.series[1], self.palette)):
            bar = lasts.points[place].format
            self.colour(bar.fill, how.colour)
            # One day of a quarter is a hairline: its edge lets it be seen.
            self.line(bar.line, how.colour, 1.5 * self.theme.unit)

    def stacks(self) -> None:
        plot = self.frame.plots[0]
        plot.gap_width, plot.overlap, plot.vary_by_categories = 45, 100, False
        for one, given, how in zip(self.series(), self.chart.series, self.looks(), strict=True):
            fill = how.colour if given.level is None else level_colour(given.level, self.palette).fill
            self.colour(one.format.fill, fill)
            self.line(one.format.line, self.palette.surface, 1.0)
            labels = one.data_labels
            labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;;", False
            labels.font.size = Pt(round(self.room.size, 1))
            self.colour(labels.font.fill, more_readable(fill, *self.palette.level_inks))

    def series(self) -> list[Any]:
        found: list[BarSeries | LineSeries | RadarSeries] = list(self.frame.plots[0].series)
        return found

    def looks(self) -> tuple[SeriesLook, ...]:
        return looks_of(self.chart.series, self.palette)

    def colour(self, fill: FillFormat, colour: str) -> None:
        fill.solid()
        self.paint(fill.fore_color, colour)

    def line(self, line: LineFormat, colour: str, width: float) -> None:
        line.width = Pt(width)
        self.paint(line.color, colour)

    def paint(self, target: ColorFormat, colour: str) -> None:
        name = self.theme.scheme.get(colour)
        if name:
            target.theme_color = _SCHEME[name]
        else:
            target.rgb = RGBColor.from_string(colour.removeprefix("#").upper())


_SCHEME: Final = {
    "tx1": MSO_THEME_COLOR.TEXT_1,
    "tx2": MSO_THEME_COLOR.TEXT_2,
    "bg1": MSO_THEME_COLOR.BACKGROUND_1,
    "bg2": MSO_THEME_COLOR.BACKGROUND_2,
    **{f"accent{number}": getattr(MSO_THEME_COLOR, f"ACCENT_{number}") for number in range(1, 7)},
}
