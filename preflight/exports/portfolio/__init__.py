"""The portfolio as files: a deck, a report, a table."""
