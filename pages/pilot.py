"""Pilot: success criteria, the plan on the calendar, and the systems it has to live with."""
