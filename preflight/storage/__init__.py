"""Domain objects to SQL and back. Rows never leave this package, and nothing here decides anything.

The way in: `engine.open_database` gives a Database; its `writing()` and `reading()` give a Connection; the functions
in people, projects, questionnaires, assessments, answers and scores take that Connection. What is peculiar to SQLite
stands in sqlite, soundness, filesystem, backup and upgrade; tables and functions are portable SQL.
"""
