"""Every setting: its variable, its default and what it does, in one table (table.py)."""

from __future__ import annotations

from preflight.settings.environment import from_environment
from preflight.settings.readers import is_loopback
from preflight.settings.table import ROOT, Row, Settings, UnsoundSettings, table, variable

__all__ = ["ROOT", "Row", "Settings", "UnsoundSettings", "from_environment", "is_loopback", "table", "variable"]
