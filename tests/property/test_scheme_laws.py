"""Laws of findings and scores, over all published schemes of examples/schemes.

The order of findings never matters; a finding that does not stand is as if it were not there,
and so is what followed from it; what a finding cost is what comes back without it; no score
leaves its bounds. Beside them an oracle: the printed figures of three schemes, added up by
hand-written loops.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

import servicehall as sh
from servicehall.accountability import COUNTING, FindingState, Proposals, Tally, propose_sanctions
from tests.schemes import END_OF_YEAR, SCHEMES, TOWN, found, rules, under

FACTS: Mapping[str, Mapping[str, st.SearchStrategy[Any]]] = {
    "late": {"late_minutes": st.sampled_from([0, 1, 10, 11, 14, 15, 60])},
    "early": {"late_minutes": st.sampled_from([10, 15])},
    "away": {"late_minutes": st.sampled_from([14, 15])},
    "absent": {"half_days": st.integers(0, 5), "absent_days": st.integers(0, 5)},
    "overdue_promised": {"late_days": st.integers(0, 20)},
    "complaint_verified": {"serious": st.booleans()},
    "accountable": {"employment": st.sampled_from(["own", "seconded", "temporary"])},
}
"""What findings of a kind state."""
PLAIN = (
    "no_sign_in", "no_sign_out", "joint_meeting_late", "joint_meeting_absent", "not_accepting",
    "unclear_supplement", "refusal_without_reasons", "illegal_fee", "document_error", "lost_file",
    "poor_first_check", "instant_as_promised", "wrong_result", "first_contact_unanswered",
    "poor_morals", "ignorance", "efficiency_breach", "games", "minor_error", "major_error",
    "item_of_half", "item_of_one", "item_of_two", "item_of_three", "not_mended",
    "praised", "training_failed",
)  # fmt: skip
COURSES = (
    ("verified",), ("verified", "appealed", "upheld"), (), ("unfounded",), ("excused",),
    ("verified", "appealed"), ("verified", "appealed", "revoked"), ("verified", "excused"),
)  # fmt: skip
"""What can become of a finding; of the first two something follows."""


FEWER = settings(max_examples=max(1, settings.default.max_examples // 3))
"""For laws that are tried on every scheme."""


@st.composite
def findings(draw: st.DrawFn, courses: Sequence[tuple[str, ...]] = COURSES) -> list[sh.Finding]:
    """Draw the findings of a year, close to one another, so that ladders are climbed."""
    listed = []
    for number in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from([*FACTS, *PLAIN]))
        subjects = {"person": draw(st.sampled_from(["张某", "李某"])), "window": "民政窗口"}
        subjects |= {"unit": "民政局", "unit_head": "赵某", "chief_representative": "孙某"}
        listed.append(
            found(
                f"2026-{draw(st.sampled_from(['01', '02', '11']))}-{draw(st.integers(1, 28)):02}",
                kind,
                facts={name: draw(values) for name, values in FACTS.get(kind, {}).items()},
                subjects=subjects,
                states=draw(st.sampled_from(courses)),
                id=f"F{number}",
            )
        )
    return listed


def said(proposals: Proposals, findings: Sequence[sh.Finding]) -> list[tuple[Any, ...]]:
    """Return what is proposed for some findings, as plain values."""
    names = {one.id for one in findings}
    return [
        (one.finding.id, one.sanction.id, one.name, one.status, one.amount, one.says)
        for one in proposals.items
        if one.finding.id in names
    ]


def tallies(proposals: Proposals) -> list[Tally]:
    """Return all scores of the year and of its months."""
    periods = ("2026", "2026-01", "2026-02", "2026-11")
    return [one for period in periods for one in proposals.scores(period, division=TOWN)]


@pytest.mark.parametrize("scheme", SCHEMES)
@FEWER
@given(data=st.data())
def test_the_order_of_findings_never_matters(scheme: str, data: st.DataObject) -> None:
    """Shuffled findings give the same items in the same order."""
    listed = data.draw(findings())
    shuffled = data.draw(st.permutations(listed))
    assert said(under(scheme, shuffled), listed) == said(under(scheme, listed), listed)


@pytest.mark.parametrize("scheme", SCHEMES)
@FEWER
@given(data=st.data())
def test_what_does_not_stand_is_as_if_it_were_not_there(scheme: str, data: st.DataObject) -> None:
    """Alleged, unfounded, excused, appealed and revoked findings cost nothing, and ladders that
    they would have been steps of are replayed without them."""
    listed = data.draw(findings())
    standing = [one for one in listed if one.state(END_OF_YEAR) in COUNTING]
    everything = under(scheme, listed)
    assert said(everything, listed) == said(under(scheme, standing), listed)
    for one in listed:
        if one.state(END_OF_YEAR) not in COUNTING:
            assert not everything.cost(one.id)


@pytest.mark.parametrize("scheme", SCHEMES)
@FEWER
@given(data=st.data())
def test_without_a_finding_exactly_what_it_cost_comes_back(
    scheme: str, data: st.DataObject
) -> None:
    """Each score is what it is without the finding, and what the finding cost beside it; a score
    that the cost does not name is the same."""
    listed = data.draw(findings(courses=COURSES[:2]))
    gone = data.draw(st.sampled_from(listed))
    everything = under(scheme, listed)
    others = under(scheme, [one for one in listed if one is not gone])
    cost = everything.cost(gone.id)
    for tally in tallies(everything):
        score, name, period = tally.score.id, tally.name, tally.period
        without = others.score(score, name, period, division=TOWN)
        assert tally.change - without.change == cost.get((score, name, period), 0)
        if tally.total is not None and without.total is not None:
            assert tally.total - without.total == cost.get((score, name, period), 0)


@pytest.mark.parametrize("scheme", SCHEMES)
@FEWER
@given(data=st.data())
def test_revoked_is_the_same_as_removed(scheme: str, data: st.DataObject) -> None:
    """Whether a finding is taken out of the file, or revoked, the rest follows in the same way."""
    listed = data.draw(findings(courses=COURSES[:1]))
    gone = data.draw(st.sampled_from(listed))
    left = [one for one in listed if one is not gone]
    revoked = gone.with_ruling(sh.Ruling(state=FindingState.REVOKED, at=END_OF_YEAR))
    assert said(under(scheme, [*left, revoked]), listed) == said(under(scheme, left), listed)


@pytest.mark.parametrize("scheme", SCHEMES)
@FEWER
@given(data=st.data())
def test_no_score_leaves_its_bounds(scheme: str, data: st.DataObject) -> None:
    """A score stays between its least and its most; additions and categories within theirs."""
    for tally in tallies(under(scheme, data.draw(findings()))):
        score, base = tally.score, tally.score.base
        if isinstance(base, Decimal) and tally.total is not None:
            assert score.least is None or tally.total >= score.least
            assert score.most is None or tally.total <= score.most
            assert score.most_on is None or tally.total <= base + score.most_on
        off = [one.most_off for one in score.categories]
        if off and all(one is not None for one in off):
            assert tally.change >= -sum(one for one in off if one is not None)


# ---- an oracle: the printed figures, added up

_S2 = {
    "poor_morals": ("morals", "3"), "first_contact_unanswered": ("work", "0.5"),
    "document_error": ("work", "1.5"), "lost_file": ("work", "4"),
    "poor_first_check": ("work", "2"), "instant_as_promised": ("work", "2"),
    "wrong_result": ("work", "4"), "not_accepting": ("speed", "3"),
}  # fmt: skip


def _s1(one: sh.Finding) -> int:
    """Return what a finding costs under S1, from its printed figures."""
    if one.breach in ("late", "early", "away"):
        minutes = one.facts["late_minutes"]
        if minutes >= 15:
            return 3
        return 1 if minutes <= 10 and one.breach != "away" else 0
    if one.breach == "absent":
        return int(5 * one.facts["half_days"])
    return 2 if one.breach in ("no_sign_in", "no_sign_out") else 0


@given(findings())
def test_s1_is_a_hundred_less_what_is_printed(listed: list[sh.Finding]) -> None:
    """A month of S1 is 100 less the printed figures of what stands in it."""
    result = under("S1", listed)
    for name in ("张某", "李某"):
        for month in (1, 2, 11):
            expected = 100
            for one in listed:
                stands = one.state(END_OF_YEAR) in COUNTING
                if stands and one.subjects["person"] == name and one.occurred_at.month == month:
                    expected -= _s1(one)
            tally = result.score("month", name, f"2026-{month:02}", division=TOWN)
            assert tally.total == expected


@given(findings())
def test_s2_takes_off_each_category_until_nothing_is_left(listed: list[sh.Finding]) -> None:
    """A year of S2 is the printed figures by category, of each no more than 10, 20 and 30."""
    result = under("S2", listed)
    for name in ("张某", "李某"):
        off = {"morals": Decimal(0), "work": Decimal(0), "speed": Decimal(0)}
        for one in listed:
            if one.subjects["person"] != name or one.state(END_OF_YEAR) not in COUNTING:
                continue
            if one.breach == "overdue_promised":
                off["speed"] += 2 * one.facts["late_days"]
            elif one.breach in _S2:
                category, figure = _S2[one.breach]
                off[category] += Decimal(figure)
        expected = min(off["morals"], 10) + min(off["work"], 20) + min(off["speed"], 30)
        assert result.score("appraisal", name, "2026", division=TOWN).change == -expected


@given(findings())
def test_s6_is_a_ladder_of_what_stands(listed: list[sh.Finding]) -> None:
    """The bound of a year's grade under S6 is how many admonitions stand in it."""
    result = under("S6", listed)
    for name in ("张某", "李某"):
        times = sum(
            one.breach == "efficiency_breach"
            and one.subjects["person"] == name
            and one.state(END_OF_YEAR) in COUNTING
            for one in listed
        )
        ladder = (None, "称职", "基本称职", "不称职")
        assert result.ceiling(name, 2026) == ladder[min(times, 3)]


@given(findings(), st.sampled_from(["S1", "S2", "S3", "S12"]))
def test_a_scheme_says_the_same_alone_and_beside_others(
    listed: list[sh.Finding], scheme: str
) -> None:
    """What S10 gives is the same whichever scheme of points is supposed beside it."""
    alone = under("S10", listed)
    both = propose_sanctions(listed, rules(), as_of=END_OF_YEAR, profiles=["S10", scheme])
    own = {one.sanction.id for one in alone.items}
    assert [one for one in said(both, listed) if one[1] in own] == said(alone, listed)
