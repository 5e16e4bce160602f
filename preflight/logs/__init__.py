"""What is logged: which request a line belongs to, how a line looks, and what never stands in one."""

from __future__ import annotations
