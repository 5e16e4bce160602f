"""Scales, options and their words: the possible answers of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from preflight.catalog import values
from preflight.catalog.fields import PROSE, Fields
from preflight.catalog.nodes import Broken, Mapping, Node
from preflight.catalog.problems import Problems, quoted
from preflight.catalog.reading_draft import Draft, note_twice
from preflight.domain.questionnaire import Effort, Improvement, Kind, Option, Question

_LEVEL_KEYS = ("id", "points", "label", "text")
_OPTION_KEYS = (*_LEVEL_KEYS, "exclusive")
_WORDS_KEYS = ("id", "label", "text", "exclusive")


def read_scales(node: Node | None, problems: Problems) -> dict[str, tuple[Option, ...]]:
    """`scales:` by id, each with its levels."""
    scales: dict[str, tuple[Option, ...]] = {}
    if not isinstance(node, Mapping):
        if node is not None and not isinstance(node, Broken):
            problems.add(node, f"scales is {values.kind_of(node)}", "write `name:` with a list of levels for each")
        return scales
    for key, value in node.entries:
        scale_id = values.identifier(key, problems, what="the name of a scale")
        holder = Fields(Mapping((*node.entries,), node.line, node.column), problems, what="scales", keys=_names(node))
        levels = tuple(read_option(item, problems, keys=_LEVEL_KEYS, what="a level") for item in holder.items(key.value))
        if not levels and not isinstance(value, Broken):
            problems.add(key, f"the scale {quoted(key.value)} has no levels", "list at least one")
        check_points(levels, holder.items(key.value), problems)
        if scale_id is not None:
            scales[scale_id] = tuple(level for level in levels if level.id)
    return scales
