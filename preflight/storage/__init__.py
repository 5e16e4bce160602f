"""Domain objects to SQL and back. Rows never leave this package, and nothing here decides anything.

The way in: `engine.open_database` gives a Database; its `writing()` and `reading()` give a Connection; the functions
in people, projects, questionnaires, assessments, answers and scores take that Connection. Its `notices` tell the other
processes that something changed. Tables and functions are portable SQL. What is peculiar to SQLite stands in
sqlite_database, sqlite, sqlite_errors, soundness, filesystem, backup and upgrade, and what is to PostgreSQL in the
modules whose names begin with postgres.
"""
