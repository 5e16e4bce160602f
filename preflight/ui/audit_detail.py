"""One opened event: what was before and what is now, side by side, in the field's words."""

from __future__ import annotations

import json
from typing import Any, Final

from markupsafe import Markup

from preflight.domain.audit import AuditEvent
from preflight.domain.audit_words import column_words, table_words
from preflight.ui.markup import html, joined

MOST_ROWS: Final = 20
LONGEST: Final = 400


def told(event: AuditEvent) -> Markup:
    """What an event tells."""
    try:
        detail = json.loads(event.detail)
    except ValueError:
        return html('<p class="pf-kicker">What stood here can’t be read any more.</p>')
    if not isinstance(detail, dict) or not detail:
        return html("")
    changes = detail.get("changes")
    if isinstance(changes, list):
        shown = joined([_change(each) for each in changes[:MOST_ROWS] if isinstance(each, dict)])
        return html("{}{}", shown, _more(len(changes) - MOST_ROWS))
    rows = detail.get("rows")
    if isinstance(rows, dict):
        return _facts({_counted(name): count for name, count in rows.items()})
    return _facts({column_words(str(name)).capitalize(): value for name, value in detail.items()})


def _change(change: dict[str, Any]) -> Markup:
    before, after = change.get("before"), change.get("after")
    names = list(dict.fromkeys([*(before or {}), *(after or {})]))
    head = "New" if before is None else "Removed" if after is None else "Changed"
    rows = joined(
        [
            html(
                '<tr{}><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
                Markup("") if _same(before, after, name) else Markup(' class="other"'),
                column_words(name),
                _value((before or {}).get(name)),
                _value((after or {}).get(name)),
            )
            for name in names
        ]
    )
    return html(
        '<table><caption>{} <em>{}</em></caption><thead><tr><th scope="col">What</th><th scope="col">Before</th>'
        '<th scope="col">After</th></tr></thead><tbody>{}</tbody></table>',
        table_words(str(change.get("table", ""))),
        head,
        rows,
    )


def _same(before: Any, after: Any, name: str) -> bool:
    return not before or not after or before.get(name) == after.get(name)


def _facts(facts: dict[str, Any]) -> Markup:
    pairs = [html("<div><dt>{}</dt><dd>{}</dd></div>", name, _value(value)) for name, value in facts.items()]
    return html('<dl class="pf-facts">{}</dl>', joined(pairs))


def _value(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and "sha256" in value:
        return f"{_size(value)}, {value.get('begins', '')}…" if value.get("begins") else _size(value)
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    elif isinstance(value, dict):
        value = ", ".join(f"{name}: {each}" for name, each in value.items())
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _size(value: dict[str, Any]) -> str:
    return f"{value['bytes']:,} bytes" if "bytes" in value else f"{value.get('characters', 0):,} characters"


def _counted(name: str) -> str:
    kind, _, table = name.partition(" ")
    words = {"inserted": "New", "changed": "Changed", "deleted": "Removed"}.get(kind, kind)
    return f"{words}: {table_words(table)}"


def _more(count: int) -> Markup:
    if count <= 0:
        return html("")
    return html('<p class="pf-kicker">{} more. `python -m preflight audit export` writes them all.</p>', count)
