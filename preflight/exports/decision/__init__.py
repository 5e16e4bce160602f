"""The decision on a page: its record, or the paper that prepares it."""
