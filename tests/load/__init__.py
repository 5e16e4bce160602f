"""A room under load: a real server, a hundred phones and a screen. `python -m tests.load` measures it."""
