"""Tests that drive real Chromium against the real server."""
