"""How a line of the log looks, and what never stands in one."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from preflight.logs.lines import JsonLines, TextLines, without_secrets
from preflight.logs.request_id import as_request, current_id, new_id, reference, sound_id
from preflight.logs.setting_up import set_up_logs


def record(message: str, *arguments: object, **beside: object) -> logging.LogRecord:
    found = logging.LogRecord("preflight.door", logging.INFO, __file__, 1, message, arguments, None)
    found.__dict__.update(beside)
    return found


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("postgresql://me:se@cret-word@db/preflight", "cret-word"),
        ("GET /?token=0123456789abcdef0123456789abcdef HTTP", "0123456789abcdef"),
        ("callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj", "SplxlOBeZQQYbYS6WxSbIA"),
        ("callback?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj", "af0ifjsldkj"),
        ("{'access_token': 'SlAV32hkKG', 'client_secret': 'very-secret'}", "SlAV32hkKG"),
        ("Authorization: Bearer mF_9.B5f-4.1JqM", "mF_9.B5f-4.1JqM"),
        ("id eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmN", "eyJzdWIiOiIxIn0"),
        ("INSERT INTO answer\n[parameters: ('we have no owner', 3)]", "no owner"),
        ("null value\nDETAIL:  Failing row contains (1, we have no owner, null).", "no owner"),
        ("DETAIL:  Key (note)=(we have no owner) already exists.", "no owner"),
        ("Session with id 1c1bcbf5-9a5e-4d3b-8a5b-5e0c9d9d2a11 is already connected", "1c1bcbf5-9a5e"),
    ],
)
def test_secrets_and_rows_are_left_out(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in without_secrets(text)
    assert "***" in without_secrets(text)


@pytest.mark.parametrize(
    "text", ["the page answered in 12 ms", "https://preflight.example.org:8443/results", "state: ok", "2 of 3 saved"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_secrets(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "a-", "://", "://a:", "token", "secret='", "code: ", "token\n", "eyJ", "eyJ-", "eyJaaaaaaaa.", "bearer ", "@",
        "Key (", "Key ()=(", "[parameters: ", "[parameters: ]", "Failing row contains (", "0a1b2c3d-", "://a:b@", " ",
    ],
)  # fmt: skip
def test_whatever_anybody_has_logged_takes_no_time(piece: str) -> None:
    """Reasons come with the way back from a sign-in, of whatever length a request may have."""
    text = (piece * 64_000)[:64_000]
    began = time.process_time()
    without_secrets(text)
    assert time.process_time() - began < 0.5


def test_a_line_for_machines_is_one_object_with_its_request() -> None:
    with as_request("abc-123456"):
        said = json.loads(JsonLines().format(record("%s %d", "GET page", 200, route="page", status=200)))
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "info",
        "logger": "preflight.door",
        "message": "GET page 200",
        "request": "abc-123456",
        "route": "page",
        "status": 200,
    }


def test_what_comes_from_outside_begins_no_line_of_its_own() -> None:
    hostile = "a\n2026-01-01 INFO root: forged\r\x1b[31m\u2028\u202e"
    for form in (TextLines(), JsonLines()):
        line = form.format(record("refused %s", hostile))
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line
        assert "\u202e" not in line


def test_a_trace_stands_beside_without_its_secrets() -> None:
    url = "postgresql://me:" + "word-of-it" + "@db/x"
    try:
        raise RuntimeError(url)
    except RuntimeError:
        failed = record("a page failed")
        failed.exc_info = sys.exc_info()
    assert "word-of-it" not in TextLines().format(failed)
    said = json.loads(JsonLines().format(failed))
    assert said["trace"].endswith("RuntimeError: postgresql://me:***@db/x")


def test_what_an_error_says_begins_no_line_of_its_own() -> None:
    try:
        raise RuntimeError("no\n2026-01-01 00:00:00,000 INFO root: forged\x1b[31m\u2028")
    except RuntimeError:
        failed = record("a page failed")
        failed.exc_info = sys.exc_info()
    first, *others = TextLines().format(failed).splitlines()
    assert first.endswith("a page failed")
    assert others
    assert all(each.startswith("  ") for each in others)
    for form in (TextLines(), JsonLines()):
        assert "\x1b" not in form.format(failed)


def test_a_request_goes_with_tasks_and_threads() -> None:
    async def inner() -> set[str]:
        task = asyncio.create_task(asyncio.to_thread(current_id))
        with ThreadPoolExecutor(1) as pool:
            beside = await asyncio.get_running_loop().run_in_executor(pool, copy_context().run, current_id)
        return {await task, beside, current_id(), reference()}

    with as_request("of-this-request"):
        assert asyncio.run(inner()) == {"of-this-request"}
    assert current_id() == ""
    assert reference() != reference()


def test_an_id_of_somebody_else_is_taken_only_when_it_can_stand_in_a_line() -> None:
    assert sound_id("3f9a0c12-77aa-4b1e-9e6b-000000000000")
    assert sound_id(new_id())
    for bad in (
        "",
        "short",
        "a" * 65,
        "with space in it",
        "new\nline-here",
        "öäü-öäü-öäü",
        "-leading-dash",
        "a_b_c_d_e",
    ):
        assert sound_id(bad) is None


def test_every_logger_takes_one_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    uvicorn = logging.getLogger("uvicorn.error")
    uvicorn.addHandler(logging.StreamHandler())
    try:
        set_up_logs(level="info", form="json")
        logging.getLogger("preflight.x").info("ours")
        logging.getLogger("somebody").info("unheard")
        uvicorn.error("theirs")
        said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [each["message"] for each in said] == ["ours", "theirs"]
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        logging.captureWarnings(False)
