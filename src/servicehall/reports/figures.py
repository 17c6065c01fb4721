"""Figures (统计指标): what each is called and counts; the list stands in ``figures.toml``."""

import functools
import tomllib

from attrs import frozen

from servicehall.reports.outcomes import Outcome
from servicehall.reports.tally import Mean, Rate, Tally

__all__ = ["Figure", "figures", "value_of"]

_OUTCOMES = frozenset(Outcome)


@frozen(kw_only=True)
class Figure:
    """A figure of a report (统计指标).

    Attributes:
        id: Its name: an outcome, or what :class:`~servicehall.reports.Tally` calls it.
        label: What it is called, in Chinese.
        note: What exactly it counts, in Chinese.
        table: Whether it stands in the tables by group.
    """

    id: str
    label: str
    note: str
    table: bool = False


@functools.cache
def figures() -> tuple[Figure, ...]:
    """Return all figures, in the order in which a report gives them."""
    from importlib import resources  # loads when the first report is written

    file = resources.files("servicehall.reports") / "figures.toml"
    listed = tomllib.loads(file.read_text(encoding="utf-8"))
    return tuple(Figure(id=name, **told) for name, told in listed.items())


def value_of(figure: Figure, tally: Tally) -> int | Rate | Mean:
    """Return a figure of some cases."""
    if figure.id in _OUTCOMES:
        return tally.outcomes[Outcome(figure.id)]
    value: int | Rate | Mean = getattr(tally, figure.id)
    return value
