"""From the settings to Streamlit's sign-in (`st.login`): the same however the app is started, and no file beside it."""

from __future__ import annotations

from typing import Any, Final

from streamlit import config

from preflight.settings import Settings, UnsoundSettings
from preflight.settings.sign_in import callback_address, sign_in_problems

SCOPES: Final = "openid profile email"
PROVIDER: Final = "default"


def enforce(settings: Settings) -> None:
    """Refuse what is not safe, and let every server sign with the same secret. Raises UnsoundSettings."""
    problems = sign_in_problems(settings)
    if problems:
        raise UnsoundSettings("\n".join(problems))
    if settings.signing_in:
        # The cookie that carries the state of a sign-in on its way is signed with this one: whichever server somebody
        # comes back to can read it. Streamlit would otherwise make up another on each start.
        config.set_option("server.cookieSecret", settings.cookie_secret)


def secrets(settings: Settings) -> dict[str, Any] | None:
    """What st.App takes as its secrets; None where nobody signs in."""
    if not settings.signing_in:
        return None
    return {
        "auth": {
            "redirect_uri": callback_address(settings),
            "cookie_secret": settings.cookie_secret,
            "client_id": settings.oidc_client_id,
            "client_secret": settings.oidc_client_secret,
            "server_metadata_url": settings.oidc_url,
            "client_kwargs": {"scope": f"{SCOPES} {settings.oidc_scopes}".strip(), "prompt": "select_account"},
        }
    }
