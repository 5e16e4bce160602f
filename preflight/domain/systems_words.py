"""The systems of a pilot in plain sentences."""

from __future__ import annotations

from preflight.domain.integration_range import IntegrationPicture, days_words, range_words
from preflight.domain.wording import apart, listed, number_of

MOST_NAMED = 4


def systems_sentence(picture: IntegrationPicture) -> str:
    """How many systems there are and how many the pilot meets: "5 systems: 2 confronted, 3 deferred."."""
    if not picture.systems:
        return "No system is named yet."
    count = number_of(picture.systems, "system")
    if not picture.deferred:
        return f"{count}: the pilot confronts {'it' if picture.systems == 1 else 'all of them'}."
    if not picture.confronted:
        return f"{count}: the pilot goes round {'it' if picture.systems == 1 else 'all of them'}."
    return f"{count}: {picture.confronted} confronted, {picture.deferred} deferred."


def estimate_sentence(picture: IntegrationPicture) -> str:
    """The sum of the estimates and what production usually costs; empty where nobody estimated anything."""
    if picture.estimate is None:
        return ""
    usual = range_words(picture.estimate)
    return f"The estimates come to {days_words(picture.estimate)}; production usually takes {usual}."


def not_estimated_sentence(picture: IntegrationPicture) -> str:
    """Which systems nobody has estimated: they are named, and in no sum. Empty where there are none."""
    left = picture.not_estimated
    if not left or not picture.systems:
        return ""
    named = [apart(each) for each in left[:MOST_NAMED]]
    if len(left) > MOST_NAMED:
        named.append(f"{len(left) - MOST_NAMED} more")
    return f"Without an estimate, and in no sum: {listed(named)}."
