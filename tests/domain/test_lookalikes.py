"""B8: names that nobody can tell apart, and those that only look a little alike."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preflight.domain.lookalikes import look_alike, skeleton

ALIKE = [
    ("Invoice triage", "invoice TRIAGE"),
    ("Invoice triage", "Invoice  triage"),
    ("Invoice triage", "Invoice\u00a0triage"),
    ("Invoice triage", "Invoice\u3000triage"),
    ("Invoice triage", "Invoice\u200b triage"),
    ("Invoice triage", "Inv\u00adoice triage"),
    ("Invoice triage", "Invoice\u2060 triage"),
    ("Invoice triage", "\ufeffInvoice triage"),
    ("Invoice triage", "Invoice\ufe0f triage"),
    ("Invoice triage", "Invoice\u034f triage"),
    ("Invoice triage", "Invoice \u202etriage"),
    ("Invoice triage", "Invоice triage"),  # a Cyrillic о
    ("Invoice triage", "Іnvоісе trіаgе"),
    ("Invoice triage", "Invοice triage"),  # a Greek omicron
    ("Invoice triage", "Ｉｎｖｏｉｃｅ ｔｒｉａｇｅ"),
    ("Invoice triage", "𝐈𝐧𝐯𝐨𝐢𝐜𝐞 𝐭𝐫𝐢𝐚𝐠𝐞"),
    ("Invoice triage", "ınvoıce trıage"),
    ("Invoice triage", "Invoice triaɡe"),
    ("PAY", "РАУ"),
    ("OPEN", "ՕPEN"),
    ("DEAL", "ᎠᎬAᏞ"),
    ("Café", "Cafe\u0301"),
    ("Straße", "STRASSE"),
    ("ﬁnance", "finance"),
    ("Don't stop", "Don’t stop"),
    ("A-B", "A–B"),
]
APART = [
    ("Invoice triage", "Invoice triage 2"),
    ("Café", "Cafe"),
    ("Phase 1", "Phase I"),
    ("Q10", "QIO"),
    ("счёт", "cuet"),
    ("请求", "請求"),
    ("العربية", "العربي"),
    ("A", "B"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert look_alike(one, other)
    assert look_alike(other, one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_a_reader_can_tell_apart_is_apart(one: str, other: str) -> None:
    assert not look_alike(one, other)


def test_the_table_is_long_enough() -> None:
    assert len(ALIKE) + len(APART) >= 30


@given(st.text())
def test_a_skeleton_has_no_skeleton_in_it(text: str) -> None:
    assert look_alike(text, text)
    assert skeleton(f"  {text} ") == skeleton(text)


def test_a_long_name_takes_no_time() -> None:
    start = time.process_time()
    skeleton("Ｉоɡ\u200b" * 30)
    assert time.process_time() - start < 0.05
