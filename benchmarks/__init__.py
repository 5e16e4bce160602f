"""What is measured against what: `make bench` prints a table and keeps it in README.md. Never fails a build."""
