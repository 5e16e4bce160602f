"""The History screen: radars over time, trend lines, and what moved."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from preflight.charts.history_radar import DatedRadar, history_radar_figure
from preflight.charts.movement import Movement, movement_figure, movement_summary
from preflight.charts.trend import TrendLine, trend_figure, trend_rows, trend_summary
from preflight.domain.comparison import Comparison
from preflight.domain.sentences import movement_sentence, shown, signed
from preflight.services.projects import ProjectOverview, list_overviews
from preflight.services.results import History, PastRun, compare_assessments
from preflight.ui import state
from preflight.ui.appearance import palette
from preflight.ui.context import PageContext, go
from preflight.ui.markup import draw, html, md
from preflight.ui.pieces import table
from preflight.ui.question_data import answer_words
from preflight.ui.registry import RESULTS
from preflight.ui.results_view import chart, twin
from preflight.ui.words import day

MOST_OVERLAID = 4
ALL_RUNS, ONLY_THIS = "All runs", "This questionnaire alone"
