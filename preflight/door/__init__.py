"""The door: everything between the network and Streamlit, and how the app starts.

`app.py` builds the app from the functions named here; nothing else imports this package.
"""

from __future__ import annotations

from preflight.door.routes import middleware, routes
from preflight.door.script_errors import on_script_error
from preflight.door.serving import SCRIPT, configure, serve
from preflight.door.sign_in.configuration import secrets
from preflight.door.startup import lifespan

__all__ = ["SCRIPT", "configure", "lifespan", "middleware", "on_script_error", "routes", "secrets", "serve"]
