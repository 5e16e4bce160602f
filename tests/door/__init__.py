"""Tests of the door: settings, guard, configuration, start."""
