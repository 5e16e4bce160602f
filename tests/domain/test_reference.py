"""The domain beside a second scorer that was written from the format's text alone, on thousands of assessments."""

from __future__ import annotations

from random import Random

import pytest

from tests.builders import TODAY
from tests.domain.generated import a_case
from tests.domain.plain import plain_result
from tests.domain.reference_scoring import reference_score

pytestmark = pytest.mark.slow

CASES_IN_A_BATCH = 250


@pytest.mark.parametrize("batch", range(8))
def test_the_domain_and_the_reference_agree_on_every_number(batch: int) -> None:
    for seed in range(batch * CASES_IN_A_BATCH, (batch + 1) * CASES_IN_A_BATCH):
        case = a_case(Random(seed))
        expected = reference_score(case.plain, case.said, on=TODAY, completed=case.completed)
        assert plain_result(case.score, case.verdict) == expected, f"seed {seed}: a_case(Random({seed}))"


def test_the_generated_cases_reach_every_state_risk_band_and_stage() -> None:
    """Agreement says little about what never came up."""
    met = set()
    for seed in range(CASES_IN_A_BATCH):
        case = a_case(Random(seed))
        met |= {question.state.value for question in case.score.questions.values()}
        met |= {f"risk {question.risk}" for question in case.score.questions.values()}
        met |= {case.verdict.band.id if case.verdict.band else "no band"}
        met |= {f"held by {blocker.has}" for blocker in case.verdict.blockers if not blocker.has.isdigit()}
        for name, found in (
            ("gap in a section", any(section.fraction is None for section in case.score.sections)),
            ("no fraction at all", case.score.fraction is None),
            ("demo gap", case.score.fraction != case.score.evidenced),
            ("a stage passed", case.verdict.stage is not None),
            ("a next stage", case.verdict.next_stage is not None),
            ("capped", case.verdict.capped),
            ("provisional", case.verdict.provisional),
            ("nested", any(section.sections for section in case.score.sections)),
        ):
            met |= {name} if found else set()
    assert met == {
        *("answered", "unknown", "not_applicable", "unanswered", "hidden"),
        *("risk None", "risk none", "risk medium", "risk high", "risk undefined"),
        *("no band", "b0", "b1", "b2", "held by unknown", "held by unanswered"),
        *("gap in a section", "no fraction at all", "demo gap", "a stage passed", "a next stage"),
        *("capped", "provisional", "nested"),
    }
