"""Streamlit's configuration: one file, above every other source (THREATS A16, A17)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from preflight.door import streamlit_config
from preflight.settings import UnsoundSettings


@pytest.fixture(autouse=True)
def restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Streamlit's configuration is one for the process: give it back as it was."""
    monkeypatch.setattr(streamlit_config, "_keep_alive", [])
    yield
    monkeypatch.undo()
    config.get_config_options(force_reparse=True)


def test_the_file_keeps_what_the_product_promises() -> None:
    options = streamlit_config.options()
    promised = {
        "browser.gatherUsageStats": False,
        "client.allowedOrigins": [],
        "client.showErrorDetails": "none",
        "global.developmentMode": False,
        "logger.enableRich": False,
        "logger.hideWelcomeMessage": True,
        "runner.postScriptGC": False,
        "server.address": "127.0.0.1",
        "server.enableAgentApi": False,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",
        "server.headless": True,
        "server.maxUploadSize": 5,
        "server.showEmailPrompt": False,
    }
    assert {name: options[name] for name in promised} == promised


def test_this_streamlit_knows_every_option() -> None:
    assert set(streamlit_config.options()) <= set(config.get_config_options())


def test_an_option_that_streamlit_no_longer_knows_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[runner]\npostScriptGC = false\ncollectNever = true\n", encoding="utf-8")
    with pytest.raises(UnsoundSettings, match=r"this Streamlit does not know runner\.collectNever"):
        streamlit_config.enforce(file)


def test_the_file_wins_over_flags_and_later_readings() -> None:
    config.get_config_options(force_reparse=True, options_from_flags={"server.maxUploadSize": 200})
    assert config.get_option("server.maxUploadSize") == 200
    streamlit_config.enforce()
    assert config.get_option("server.maxUploadSize") == 5
    config.get_config_options(force_reparse=True, options_from_flags={"server.maxUploadSize": 200})
    assert config.get_option("server.maxUploadSize") == 5


def test_the_listening_address_is_left_to_who_opened_the_socket() -> None:
    config.get_config_options(force_reparse=True, options_from_flags={"server.port": 9123})
    streamlit_config.enforce()
    assert config.get_option("server.port") == 9123
