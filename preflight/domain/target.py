"""What a result is held against: the score that each dimension needs for the best verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from preflight.domain.figures import scale_end
from preflight.domain.questionnaire import Basis, Questionnaire
from preflight.domain.scoring import Score, SectionScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The best band's start for every dimension; with stages, what passes each. `sections` goes from id to fraction.

    `exclusive` means above it, not at it. With `of_mean` the verdict asks it of the whole, not of each dimension.
    """

    name: str
    sections: Mapping[str, Fraction]
    exclusive: bool = False
    of_mean: bool = False

    @property
    def same(self) -> Fraction | None:
        """The one fraction that is asked everywhere; None where sections differ."""
        values = set(self.sections.values())
        return values.pop() if len(values) == 1 else None

    def reached_by(self, section: SectionScore) -> bool:
        """Whether a top section that has a score stands where it should."""
        needed = self.sections[section.id]
        return section.fraction is not None and (
            section.fraction > needed if self.exclusive else section.fraction >= needed
        )


def target_of(questionnaire: Questionnaire) -> Target | None:
    """The target; None where the best band asks for nothing, or there are no bands."""
    rule = questionnaire.verdict
    if rule.basis is Basis.STAGES:
        passes = {section.id: section.passes for section in questionnaire.sections}
        return Target(name="Target: every stage passed", sections=passes)
    best = rule.bands[-1] if rule.bands else None
    if best is None or (best.start <= 0 and not best.exclusive):
        return None
    word = "above" if best.exclusive else "from"
    mean = rule.basis is Basis.OVERALL
    start = scale_end(best.start * questionnaire.out_of)
    return Target(
        name=f"Target{' of the mean' if mean else ''}: {best.title} {word} {start}",
        sections={section.id: best.start for section in questionnaire.sections},
        exclusive=best.exclusive,
        of_mean=mean,
    )


def short_of(target: Target, score: Score) -> tuple[SectionScore, ...]:
    """The top sections with a score that have not reached the target, the furthest away first."""
    found = [section for section in score.sections if section.fraction is not None and not target.reached_by(section)]
    return tuple(sorted(found, key=lambda section: (section.fraction or 0) - target.sections[section.id]))
