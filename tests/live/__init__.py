"""Tests of the live channel: addresses, the room, the phone page."""
