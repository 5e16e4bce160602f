"""Dossiers whose charts are drawn: a history of three assessments, every state, and any names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from preflight.services.dossier import Dossier
from tests.builders import NOT_APPLICABLE, TODAY, UNKNOWN, question, questionnaire, section
from tests.exports.dossiers import DIMENSIONS, a_dossier

DATES = (date(2026, 3, 12), date(2026, 7, 2))
SCRIPTS = (
    "جاهزية الإنتاج",
    "מוכנות לייצור",
    "可靠性與運營",
    "विश्वसनीयता",
    "ความน่าเชื่อถือ",
    "🚀 Rollout ✅",
    "Надёжность",
)
HOSTILE = (
    "</text><script>alert(1)</script>",
    "&#x0; &amp; &lt;b&gt;",
    "#eval(1) #panic()",
    "$x$ *b* \\ @a <l>",
    "a\x00b\x07c\x1bd",
    '"><image href="http://x.example/a.png"/>',
)


def story(names: Sequence[str] = DIMENSIONS[:5], *, project: str = "Invoice triage", past: bool = True) -> Dossier:
    """Three questions a dimension, each named for it; one unknown, one that does not apply, one not answered."""
    asked = questionnaire(
        *(
            section(
                f"s{at}",
                *(question(f"s{at}.q{nth}", text=f"{name}, question {nth}?") for nth in range(3)),
                title=name,
            )
            for at, name in enumerate(names)
        )
    )
    levels = {f"s{at}.q{nth}": f"{(at + nth) % 5}" for at in range(len(names)) for nth in range(3)}
    now = levels | {"s0.q0": "4", "s0.q1": UNKNOWN}
    if len(names) > 1:
        now |= {"s1.q0": NOT_APPLICABLE}
        now.pop("s1.q1")
    first = dict.fromkeys(levels, "1")
    second = levels | {"s0.q0": "0", "s0.q2": "4"}
    history = [(DATES[0], first), (DATES[1], second)] if past else []
    return a_dossier(asked, now, on=TODAY, past=history, project=project)
