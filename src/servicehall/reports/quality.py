"""Gaps (数据缺项): what the catalogue of a place does not say of its matters (R-322)."""

from collections.abc import Iterator

from attrs import frozen

from servicehall.entries import NotStated
from servicehall.limits import Unknown
from servicehall.matters import Matter
from servicehall.policy import Policy

__all__ = ["Gap", "matter_gaps"]


@frozen(kw_only=True)
class Gap:
    """Something that the record of a matter does not say (数据缺项).

    Attributes:
        division: Whose catalogue it is.
        matter: The id of the matter.
        title: Its Chinese name.
        what: What is missing: 承诺时限, 法定时限, 材料, 收费.
        why: Why it is not known, in Chinese.
    """

    division: str
    matter: str
    title: str
    what: str
    why: str


def matter_gaps(policy: Policy) -> tuple[Gap, ...]:
    """Return what is not known of the matters in force that a place has taken up (数据缺项).

    A limit, a fee or the materials may be unknown. Matters that only the law speaks of are left
    out: it does not say what a hall asks for. So are those that must not be used.
    """
    return tuple(
        Gap(division=policy.division, matter=matter.id, title=matter.title, what=what, why=why)
        for matter in policy.matters.values()
        if matter.is_taken_up and not matter.unusable
        for what, why in _unknown(matter)
    )


def _unknown(matter: Matter) -> Iterator[tuple[str, str]]:
    limits = {"承诺时限": matter.promised, "法定时限": matter.statutory}
    for what, limit in limits.items():
        if isinstance(limit, Unknown):
            yield what, limit.why
    if isinstance(matter.materials, NotStated):
        yield "材料", matter.materials.why
    if matter.fee_unknown:
        yield "收费", matter.fee_unknown
