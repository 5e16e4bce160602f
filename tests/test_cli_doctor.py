"""`python -m preflight doctor`: each check finds what is wrong, says what to do, and gives no secret away."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from preflight.cli import doctor, main
from preflight.cli.doctor import coming_in, keeping, machine
from preflight.cli.doctor.checks import FAIL, OK, WARN, Check, careful
from preflight.domain.audit import Head
from preflight.opening import open_workspace
from preflight.services.trail import Trail
from preflight.settings import Settings, from_environment, table

SECRET = "abcdefghijklmnopqrstuvwxyz-0123456789"


def words(checking: Callable[[Settings], Iterator[Check]], settings: Settings) -> list[tuple[str, str]]:
    return [(each.name, each.word) for each in careful(checking, settings)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return from_environment({"PREFLIGHT_DATA": str(tmp_path / "data")})


@pytest.fixture
def begun(settings: Settings) -> Settings:
    """Its database is there."""
    workspace = open_workspace(settings, door="command line")
    workspace.finish()
    workspace.database.close()
    return settings


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(settings: Settings) -> None:
    assert words(keeping.data_folder, settings) == [("data folder", OK)]
    assert words(keeping.database, settings) == [("database", OK), ("audit head", OK)]
    assert words(machine.disk, settings) == [("disk", OK)] or words(machine.disk, settings) == [("disk", WARN)]
    assert not settings.data.exists()


def test_a_database_is_looked_at_without_changing_it(begun: Settings) -> None:
    file = begun.data / "preflight.db"
    before = file.read_bytes()
    assert words(keeping.database, begun) == [("database", OK), ("audit head", OK)]
    assert words(keeping.data_folder, begun) == [("data folder", OK), ("key files", OK)]
    assert file.read_bytes() == before


def test_an_older_copy_of_the_database_is_found_by_the_audit_head(begun: Settings) -> None:
    assert begun.audit_head is not None
    Trail(head_file=begun.audit_head).keep(Head(seq=99, mac="0" * 64))
    found = list(keeping.database(begun))
    assert [each.word for each in found] == [OK, FAIL]
    assert "older copy" in found[1].sentence


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be read as one" * 40, b"SQLite format 3\0"]
)
def test_a_damaged_database_fails_with_its_sentence(settings: Settings, content: bytes) -> None:
    settings.data.mkdir()
    (settings.data / "preflight.db").write_bytes(content)
    (found,) = careful(keeping.database, settings)
    assert found.word == FAIL


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_keys_that_others_can_read_fail_with_what_to_do(begun: Settings) -> None:
    (begun.data / "audit.key").chmod(0o644)
    begun.data.chmod(0o777)
    found = list(keeping.data_folder(begun))
    assert [each.word for each in found] == [WARN, FAIL]
    assert "chmod 600" in found[1].sentence


@pytest.mark.parametrize(
    ("environ", "checking", "word"),
    [
        ({}, coming_in.origins, OK),
        ({"HOST": "0.0.0.0"}, coming_in.origins, WARN),
        ({"PUBLIC_ORIGINS": "https://a.org"}, coming_in.origins, OK),
        ({"PUBLIC_ORIGINS": "http://a.org"}, coming_in.origins, WARN),
        ({}, coming_in.proxies, OK),
        ({"PUBLIC_ORIGINS": "https://a.org"}, coming_in.proxies, WARN),
        ({"PUBLIC_ORIGINS": "https://a.org", "TRUSTED_PROXIES": "10.0.0.1"}, coming_in.proxies, OK),
        ({}, coming_in.sign_in, OK),
        ({"OIDC_URL": "https://127.0.0.1:1/x"}, coming_in.sign_in, FAIL),
        ({"METRICS_PORT": "8501"}, machine.ports, FAIL),
        ({"QUESTIONNAIRES": "/nowhere"}, keeping.questionnaires, FAIL),
        ({}, keeping.questionnaires, OK),
        ({}, machine.python, OK),
        ({}, machine.packages, OK),
        ({}, machine.fonts, OK),
    ],
)
def test_each_check_has_its_word(
    environ: dict[str, str], checking: Callable[[Settings], Iterator[Check]], word: str
) -> None:
    settings = from_environment({f"PREFLIGHT_{name}": value for name, value in environ.items()})
    found = list(careful(checking, settings))
    assert found[-1].word == word, found
    assert all(each.sentence for each in found)


def test_a_provider_that_does_not_answer_fails_soon_and_says_so() -> None:
    names = {"OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": SECRET, "COOKIE_SECRET": SECRET}
    environ = {f"PREFLIGHT_{name}": value for name, value in names.items()}
    settings = from_environment(environ | {"PREFLIGHT_OIDC_URL": "http://127.0.0.1:1/x"})
    found = {each.name: each for each in careful(coming_in.sign_in, settings)}
    assert found["cookie secret"].word == FAIL, "it is the client secret"
    assert found["sign-in"].word == FAIL
    assert SECRET not in str(found)


def test_a_taken_port_is_found() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        settings = from_environment({"PREFLIGHT_PORT": str(other.getsockname()[1])})
        (found,) = machine.ports(settings)
    assert found.word == FAIL
    assert "PREFLIGHT_PORT" in found.sentence


def test_a_missing_package_and_another_version_are_named(tmp_path: Path, settings: Settings) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("pytest==0.0.1 \\\n    --hash=sha256:0\nno-such-package==1.0 ; sys_platform == 'x' \\\n", "utf-8")
    (found,) = machine.packages(settings, lock)
    assert (found.word, "instead of 0.0.1" in found.sentence) == (WARN, True)
    lock.write_text("no-such-package==1.0 \\\n", "utf-8")
    (found,) = machine.packages(settings, lock)
    assert (found.word, "no-such-package" in found.sentence) == (FAIL, True)


def test_a_check_that_fails_by_itself_is_a_finding_and_no_other_is_lost(settings: Settings) -> None:
    def odd(_settings: Settings) -> Iterator[Check]:
        yield Check("first", OK, "here")
        raise RuntimeError("odd")

    assert words(odd, settings) == [("first", OK), ("odd", FAIL)]


def test_the_command_tells_settings_sources_and_checks_and_hides_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (machine.python, keeping.questionnaires))
    monkeypatch.setenv("PREFLIGHT_DATA", str(tmp_path))
    monkeypatch.setenv("PREFLIGHT_SCREEN_TOKEN", SECRET)
    monkeypatch.setenv("PREFLIGHT_DATABASE_URL", "postgresql://me:" + SECRET + "@db/preflight")
    assert main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["sound"] is True
    assert set(said["settings"]) == {row.variable for row in table()}
    assert said["settings"]["PREFLIGHT_DATA"] == {"value": str(tmp_path), "from": "environment"}
    assert said["settings"]["PREFLIGHT_PORT"] == {"value": "8501", "from": "default"}
    assert SECRET not in json.dumps(said)
    assert main(["doctor"]) == 0
    text = capsys.readouterr().out
    assert "← " + str(tmp_path) in text
    assert "(none: no sign-in)" in text
    assert SECRET not in text


def test_settings_that_are_not_sound_are_told_and_end_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PREFLIGHT_PROT", "1")
    assert main(["doctor"]) == 1
    assert "did you mean PREFLIGHT_PORT?" in capsys.readouterr().out


@pytest.mark.slow
def test_streamlits_options_are_in_force_whatever_its_variables_say(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION", "false")
    (found,) = machine.streamlit_options(settings)
    assert found.word == WARN
    assert "without effect: STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION" in found.sentence
