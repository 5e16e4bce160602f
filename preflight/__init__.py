"""Preflight tells a team, honestly, whether its AI pilot can live in production, and what is missing."""
