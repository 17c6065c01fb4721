"""Standards (标准): what premises, counters, badges, equipment must be like, and whether they are.

A standard is data: conditions on facts that somebody measured or looked at. What was not measured
is not met, and not missed: it is unknown, and the facts to find out are named.
"""

import enum
from collections.abc import Mapping

from attrs import field, frozen

from servicehall.conditions import Known, When, holds, unsettled
from servicehall.entries import Settled
from servicehall.vocabulary import Value

__all__ = ["Standard", "StandardCheck", "StandardStatus", "check_standard"]


class StandardStatus(enum.StrEnum):
    """Whether a standard is met (达标情况)."""

    FAILED = "failed"
    UNKNOWN = "unknown"
    MET = "met"
    NOT_APPLICABLE = "not_applicable"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "failed": "不符合",
            "unknown": "未查明",
            "met": "符合",
            "not_applicable": "不适用",
        }[self.value]


@frozen(kw_only=True)
class Standard:
    """What something must be like (标准).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        of: What it is about, in Chinese, for example ``"柜台"``.
        when: The conditions under which it applies; none: always.
        must: What must be so.
        advised: Whether it is only recommended (宜、最好).
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    of: str
    when: When = ()
    must: When
    advised: bool = False
    settled: Settled = field(repr=False)

    def __str__(self) -> str:
        return self.title


@frozen(kw_only=True)
class StandardCheck:
    """Whether something is as a standard wants it (达标核查).

    Attributes:
        standard: The standard.
        status: Whether it is met.
        stated: What was stated of the facts that it asks for.
        needed: The facts that would settle it.
    """

    standard: Standard
    status: StandardStatus
    stated: Mapping[str, Value] = field(factory=dict)
    needed: tuple[str, ...] = ()


def check_standard(standard: Standard, facts: Mapping[str, Value]) -> StandardCheck:
    """Say whether something is as a standard wants it.

    Args:
        standard: The standard.
        facts: What is known of the thing, checked; what is missing is not known.
    """
    known = Known(facts)
    asked = [cell.fact for cells in (*standard.when, *standard.must) for cell in cells]
    stated = {name: facts[name] for name in dict.fromkeys(asked) if name in facts}
    applies = holds(standard.when, known)
    if applies is False:
        status = StandardStatus.NOT_APPLICABLE
        return StandardCheck(standard=standard, status=status, stated=stated)
    met = holds(standard.must, known)
    if applies and met is not None:
        status = StandardStatus.MET if met else StandardStatus.FAILED
        return StandardCheck(standard=standard, status=status, stated=stated)
    if met and applies is None:  # it is met, whether it applies or not
        return StandardCheck(standard=standard, status=StandardStatus.MET, stated=stated)
    missing = (*unsettled(standard.when, known), *unsettled(standard.must, known))
    return StandardCheck(
        standard=standard,
        status=StandardStatus.UNKNOWN,
        stated=stated,
        needed=tuple(dict.fromkeys(missing)),
    )
