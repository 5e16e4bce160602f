"""The settings: defaults, what is read, and a sentence for each bad value."""

from __future__ import annotations

from pathlib import Path

import pytest

from preflight.settings import ROOT, Settings, UnsoundSettings, from_environment, is_loopback, table
from preflight.settings.document import PAGE, markdown_row, settings_page


def test_without_variables_the_defaults_hold() -> None:
    settings = from_environment({"PATH": "/bin"})
    assert settings == Settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8501)
    assert settings.database_url == f"sqlite:///{ROOT.as_posix()}/data/preflight.db"
    assert settings.url == "http://127.0.0.1:8501"


def test_each_setting_is_read(tmp_path: Path) -> None:
    settings = from_environment(
        {
            "PREFLIGHT_HOST": "0.0.0.0",
            "PREFLIGHT_PORT": " 9000 ",
            "PREFLIGHT_DATA": str(tmp_path),
            "PREFLIGHT_QUESTIONNAIRES": str(tmp_path / "asked"),
            "PREFLIGHT_DATABASE_URL": "postgresql+psycopg://me:word@db/preflight",
            "PREFLIGHT_PUBLIC_ORIGINS": "https://preflight.example.org/, http://box:8080",
            "PREFLIGHT_SHARE": "Yes",
            "PREFLIGHT_JOIN_ADDRESS": "http://192.168.1.20:8501/",
            "PREFLIGHT_SCREEN_TOKEN": "a-token-of-five-servers",
            "PREFLIGHT_LOG_LEVEL": "DEBUG",
        }
    )
    assert settings.url == "http://127.0.0.1:9000"
    assert settings.data == tmp_path
    assert settings.questionnaires == tmp_path / "asked"
    assert settings.public_origins == ("https://preflight.example.org", "http://box:8080")
    assert settings.share
    assert settings.join_address == "http://192.168.1.20:8501"
    assert settings.origins == (*settings.public_origins, "http://192.168.1.20:8501")
    assert settings.log_level == "debug"
    assert settings.effective()["PREFLIGHT_DATABASE_URL"] == "postgresql+psycopg://me:***@db/preflight"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:se@cret@db/preflight", "postgresql://me:***@db/preflight"),
        ("postgresql://db/it?password=secret&sslmode=require", "postgresql://db/it?password=***&sslmode=require"),
        ("postgresql://db/it?sslmode=require&sslpassword=secret", "postgresql://db/it?sslmode=require&sslpassword=***"),
        ("sqlite:////srv/a:b@c.db", "sqlite:////srv/a:b@c.db"),
    ],
)
def test_a_password_is_not_shown_wherever_it_stands(url: str, shown: str) -> None:
    assert from_environment({"PREFLIGHT_DATABASE_URL": url}).effective()["PREFLIGHT_DATABASE_URL"] == shown


def test_the_token_is_shown_to_nobody() -> None:
    settings = from_environment({"PREFLIGHT_SCREEN_TOKEN": "a-token-of-five-servers"})
    assert settings.screen_token == "a-token-of-five-servers"
    assert settings.effective()["PREFLIGHT_SCREEN_TOKEN"] == "***"
    assert "five" not in repr(settings)
    with pytest.raises(UnsoundSettings) as caught:
        from_environment({"PREFLIGHT_SCREEN_TOKEN": "five words are too few"})
    assert "five" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "host"),
    [
        ({"PREFLIGHT_SHARE": "yes"}, "0.0.0.0"),
        ({"PREFLIGHT_SHARE": "no"}, "127.0.0.1"),
        ({"PREFLIGHT_SHARE": "yes", "PREFLIGHT_HOST": "192.168.1.20"}, "192.168.1.20"),
        ({"PREFLIGHT_SHARE": "yes", "PREFLIGHT_HOST": "127.0.0.1"}, "127.0.0.1"),
    ],
)
def test_sharing_listens_for_other_machines_unless_a_host_is_given(environ: dict[str, str], host: str) -> None:
    assert from_environment(environ).host == host


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.0.0.53", True),
        ("localhost", True),
        ("LOCALHOST", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.20", False),
        ("::ffff:192.168.1.20", False),
        ("localhost.example.org", False),
        ("my-laptop", False),
        ("", False),
    ],
)
def test_loopback_is_what_nobody_else_can_reach(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_an_empty_variable_counts_as_absent() -> None:
    assert from_environment({"PREFLIGHT_PORT": " "}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eighty", "PREFLIGHT_PORT must be a whole number from 1 to 65535; it is 'eighty'."),
        ("PORT", "0", "PREFLIGHT_PORT must be a whole number from 1 to 65535; it is '0'."),
        ("PORT", "65536", "PREFLIGHT_PORT must be a whole number from 1 to 65535; it is '65536'."),
        ("PORT", "٣", "PREFLIGHT_PORT must be a whole number from 1 to 65535; it is '٣'."),
        ("HOST", "not a host", "PREFLIGHT_HOST must be an address like 127.0.0.1 or a host name; it is 'not a host'."),
        ("HOST", "300.1.1.1", "PREFLIGHT_HOST must be an address like 127.0.0.1 or a host name; it is '300.1.1.1'."),
        ("DATA", __file__, "PREFLIGHT_DATA must be a folder, not a file; it is "),
        (
            "DATABASE_URL",
            "mysql://me:word@db/x",
            "PREFLIGHT_DATABASE_URL must be a database URL that starts with sqlite:/// or postgresql://; it is 'mysql://me:***@",
        ),
        ("PUBLIC_ORIGINS", "preflight.example.org", "PREFLIGHT_PUBLIC_ORIGINS must be addresses like https://"),
        ("PUBLIC_ORIGINS", "https://*.example.org", "PREFLIGHT_PUBLIC_ORIGINS must be addresses like https://"),
        ("PUBLIC_ORIGINS", "https://a.org/path", "PREFLIGHT_PUBLIC_ORIGINS must be addresses like https://"),
        ("SHARE", "maybe", "PREFLIGHT_SHARE must be yes or no; it is 'maybe'."),
        (
            "JOIN_ADDRESS",
            "box:8501",
            "PREFLIGHT_JOIN_ADDRESS must be one address like http://192.168.1.20:8501, without",
        ),
        (
            "JOIN_ADDRESS",
            "http://a/join",
            "PREFLIGHT_JOIN_ADDRESS must be one address like http://192.168.1.20:8501, w",
        ),
        ("JOIN_ADDRESS", "http://a,http://b", "PREFLIGHT_JOIN_ADDRESS must be one address like http://192.168.1.20"),
        (
            "SCREEN_TOKEN",
            "short",
            "PREFLIGHT_SCREEN_TOKEN must be at least 20 letters, digits and . _ ~ -, and hard to ",
        ),
        (
            "SCREEN_TOKEN",
            "a" * 20,
            "PREFLIGHT_SCREEN_TOKEN must be at least 20 letters, digits and . _ ~ -, and hard to ",
        ),
        (
            "SCREEN_TOKEN",
            "ä" * 20,
            "PREFLIGHT_SCREEN_TOKEN must be at least 20 letters, digits and . _ ~ -, and hard to ",
        ),
        ("LOG_LEVEL", "loud", "PREFLIGHT_LOG_LEVEL must be one of debug, info, warning, error; it is 'loud'."),
        ("LOG_FORMAT", "xml", "PREFLIGHT_LOG_FORMAT must be one of text, json; it is 'xml'."),
        ("MOST_SESSIONS", "0", "PREFLIGHT_MOST_SESSIONS must be a whole number from 1 to 100,000; it is '0'."),
        ("OTEL_ENDPOINT", "grpc://a:4317", "PREFLIGHT_OTEL_ENDPOINT must be an address like http://127.0.0.1:4318; "),
        ("PROT", "8501", "PREFLIGHT_PROT is not a setting; did you mean PREFLIGHT_PORT?"),
        ("ZZZ", "1", "PREFLIGHT_ZZZ is not a setting."),
    ],
)
def test_a_bad_value_is_one_sentence(name: str, value: str, sentence: str) -> None:
    with pytest.raises(UnsoundSettings) as caught:
        from_environment({f"PREFLIGHT_{name}": value})
    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)


def test_all_bad_values_are_named_at_once() -> None:
    with pytest.raises(UnsoundSettings) as caught:
        from_environment({"PREFLIGHT_PORT": "x", "PREFLIGHT_HOST": "a b", "PREFLIGHT_NEW": "1"})
    assert len(str(caught.value).splitlines()) == 3


def test_the_page_of_settings_is_made_of_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == settings_page(), "python -m preflight.settings.document writes it anew"
    assert all(markdown_row(row) in settings_page() for row in table())


def test_the_table_names_every_setting_with_default_and_description() -> None:
    rows = table()
    assert [row.variable for row in rows] == list(Settings().effective())
    assert all(row.default and row.description.endswith(".") for row in rows)
