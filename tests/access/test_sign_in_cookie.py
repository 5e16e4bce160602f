"""The digest of a sign-in's cookie: of exactly what was set, with all its parts and no other's."""

from __future__ import annotations

import pytest
from itsdangerous import URLSafeTimedSerializer

from preflight.access.sign_in_cookie import NAME, digest_of

SECRET = "wq8Zk3vB9qLw8Xn2TfH6mRj4PsY7cGd1UaEoiQx5KtN0"


def signed(name: str, value: str) -> str:
    return str(URLSafeTimedSerializer(SECRET, salt=name).dumps(value))


def cut(*parts: str) -> dict[str, str]:
    """A cookie in parts, as Streamlit cuts it."""
    cookies = {NAME: signed(NAME, f"chunks-{len(parts)}")}
    return cookies | {f"{NAME}_{n}": signed(f"{NAME}_{n}", part) for n, part in enumerate(parts, start=1)}


def test_a_cookie_in_one_piece_has_one_digest() -> None:
    whole = {NAME: signed(NAME, '{"sub": "ada"}' * 40)}
    assert digest_of(whole) == digest_of(dict(whole) | {"other": "x", f"{NAME}_tokens": "y"})
    assert len(digest_of(whole) or "") == 64


def test_parts_of_an_older_sign_in_that_are_still_sent_change_nothing() -> None:
    two = cut("a" * 3_000, "b" * 500)
    assert digest_of(two) == digest_of(two | {f"{NAME}_3": signed(f"{NAME}_3", "old")})
    whole = {NAME: signed(NAME, '{"sub": "ada"}' * 40)}
    assert digest_of(whole) == digest_of(whole | {f"{NAME}_1": "old"})


@pytest.mark.parametrize("part", [NAME, f"{NAME}_1", f"{NAME}_2"])
def test_any_other_sign_for_a_sign_is_another_digest(part: str) -> None:
    """Also where the signature would hold still: base64 can be written in several ways."""
    cookies = cut("a" * 3_000, "b" * 500)
    digests = {digest_of(cookies)}
    for changed in (
        cookies[part] + "=",
        cookies[part] + "!",
        cookies[part][:-1] + "_",
        cookies[part].replace(".", ".."),
    ):
        if changed != cookies[part]:
            digests.add(digest_of(cookies | {part: changed}))
    assert len(digests) >= 4


def test_a_part_that_is_missing_or_swapped_is_no_sign_in_that_is_known() -> None:
    cookies = cut("a" * 3_000, "b" * 500)
    swapped = cookies | {f"{NAME}_1": cookies[f"{NAME}_2"], f"{NAME}_2": cookies[f"{NAME}_1"]}
    assert digest_of({name: value for name, value in cookies.items() if name != f"{NAME}_2"}) is None
    assert digest_of(swapped) != digest_of(cookies)


@pytest.mark.parametrize(
    "first", ["", "x", "....", "ImNodW5rcy05OTk5OSI", "ImNodW5rcy0wIg", "bnVsbA", "\x00", "ü", "=" * 50]
)
def test_what_no_server_has_set_does_no_harm(first: str) -> None:
    digest_of({NAME: first})


def test_no_cookie_is_nobody() -> None:
    assert digest_of({}) is None
    assert digest_of({f"{NAME}_1": "x"}) is None
