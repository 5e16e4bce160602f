"""The steps from an empty database to today's schema, run by `preflight.storage.upgrade`. A step never changes."""
