"""Made-up cases for tests of laws (性质测试), with Hypothesis. Needs the extra ``testing``.

``@given(cases(registry, "530926103"))`` hands a test one case of any made-up year after another.
"""

from collections.abc import Iterable

from servicehall.errors import MissingExtraError
from servicehall.plugins.registry import Registry
from servicehall.testing.ledgers import synthetic_ledger
from servicehall.testing.shares import Shares
from servicehall.timeline import Timeline

try:
    from hypothesis import strategies as st
except ImportError as error:  # pragma: no cover  # seen by the test that installs no extra
    told = {"extra": "testing", "module": "servicehall.testing.strategies", "package": "hypothesis"}
    raise MissingExtraError("SH901", **told) from error

__all__ = ["cases"]

_MOST_SEEDS = 2**32


def cases(
    registry: Registry,
    division: str,
    *,
    year: int = 2026,
    shares: Shares = Shares(),  # noqa: B008  # it never changes
    profiles: Iterable[str] = (),
) -> st.SearchStrategy[Timeline]:
    """Return a strategy for cases of a place (办件), one of any made-up year at a time.

    Args:
        registry: The rules.
        division: The place.
        year: The year.
        shares: How often what happens.
        profiles: Profiles to suppose adopted.
    """
    supposed = tuple(profiles)

    def made(seed: int) -> Timeline:
        one = synthetic_ledger(
            registry,
            division,
            year=year,
            cases=1,
            seed=seed,
            shares=shares,
            profiles=supposed,
        )
        return next(one)

    return st.integers(0, _MOST_SEEDS - 1).map(made)
