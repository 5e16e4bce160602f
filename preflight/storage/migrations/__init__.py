"""The steps from an empty database to today's schema, run by `preflight.storage.steps`. A step never changes."""
