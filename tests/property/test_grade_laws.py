"""Laws of grades: what follows from a grade is what the score that stands in the end gives.

Rows take one another's place, over months and for one fact, and ranges are not picked; none of it
may leave a measure behind for a grade that nobody has.
"""

from hypothesis import given, settings, strategies as st

import servicehall as sh
from tests.accountable import AS_OF, at, finding, rules


def row(name: str, kind: str, amount: object, **said: object) -> dict[str, object]:
    then = [{"who": "person", "score": "month", "amount": amount}]
    return {"id": name, "title": name, "kinds": kind, "then": then, **said}


def leads_to(measure: str) -> list[dict[str, str]]:
    return [{"who": "person", "measure": measure}]


MONTH = {
    "id": "month", "title": "月度", "of": "person", "period": "month", "base": "100",
    "grades": [
        {"points": ">= 80", "grade": "合格", "then": leads_to("award")},
        {"points": ">= 60, < 80", "grade": "基本合格"},
        {"points": "< 60", "grade": "不合格", "then": leads_to("talk")},
    ],
}  # fmt: skip
COUNT = {"label": "次数", "of": "smoking", "per": "person", "within": "year"}
SCHEME = rules(
    scores=[MONTH],
    measures=[{"id": name, "title": name} for name in ("award", "talk", "off")],
    counts=[COUNT | {"id": "n"}, COUNT | {"id": "talks", "of": "talk"}],
    sanctions=[
        row("first", "smoking", "-30", when={"n": 1}),
        row("more", "smoking", "-45", when={"n": ">= 2"}, supersedes=["first"]),
        row("serious", "smoking", "-10", when={"n": ">= 2", "serious": True}, supersedes=["more"]),
        row("quarrel", "quarrel", ["-10", "-25"]),
        row("chess", "chess", "-50", absorbs=["quarrel", "first"]),
        {"id": "off", "title": "off", "kinds": "talk", "when": {"talks": ">= 2"},
         "supersedes": ["quarrel", "more"], "then": leads_to("off")},
    ],
)  # fmt: skip


@st.composite
def findings(draw: st.DrawFn) -> list[sh.Finding]:
    """Draw findings of four months, some about one fact, some with what is not known."""
    listed = []
    for number in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(["smoking", "quarrel", "chess"]))
        serious = draw(st.sampled_from([True, False, None]))
        listed.append(
            finding(
                f"F{number}",
                kind,
                at(draw(st.integers(1, 4)), draw(st.integers(1, 28))),
                occurrence=draw(st.sampled_from(["", "", "x", "y"])),
                picks=draw(st.sampled_from([{}, {"quarrel": "-10"}])) if kind == "quarrel" else {},
                **({} if serious is None else {"serious": serious}),
            )
        )
    return listed


@settings(deadline=None)
@given(listed=findings())
def test_what_a_grade_leads_to_is_that_of_the_score_in_the_end(listed: list[sh.Finding]) -> None:
    """Of a certain grade its measure is proposed, of an open one each that may come is open."""
    found = sh.propose_sanctions(listed, SCHEME, as_of=AS_OF)
    for month in range(1, 5):
        period = f"2026-{month:02}"
        tally = found.score("month", "甲", period)
        given_ = {
            (item.says, item.status.value)
            for item in found.items
            if item.tally and item.tally.period == period
        }
        status = "open" if tally.is_undecided else "proposed"
        bands = tally.bands if tally.is_undecided else (tally.band,)
        concerned = bool(tally.items or tally.open)
        assert given_ == {
            (one.measures[0], status) for band in bands if band and concerned for one in band.then
        }


@settings(deadline=None)
@given(listed=findings(), data=st.data())
def test_the_order_of_findings_never_matters(listed: list[sh.Finding], data: st.DataObject) -> None:
    """What follows is the same, item by item, in whatever order findings are handed over."""

    def said(given_: list[sh.Finding]) -> list[tuple[str, str, str, str]]:
        items = sh.propose_sanctions(given_, SCHEME, as_of=AS_OF).items
        return [(one.finding.id, one.sanction.id, one.status, one.why) for one in items]

    assert said(data.draw(st.permutations(listed))) == said(listed)


@settings(deadline=None)
@given(listed=findings())
def test_once_all_is_picked_a_score_lies_where_it_could(listed: list[sh.Finding]) -> None:
    """A range that is picked from gives a score between the ends that were said before."""
    before = sh.propose_sanctions(listed, SCHEME, as_of=AS_OF).score("month", "甲", "2026-01")
    if any("picks." not in name for one in before.open for name in one.needed):
        return
    for pick in ("-10", "-17", "-25"):
        picked = [
            finding(
                one.id, one.breach, one.occurred_at, occurrence=one.occurrence,
                picks={"quarrel": pick, **one.picks} if one.breach == "quarrel" else {},
                **one.facts,
            )
            for one in listed
        ]  # fmt: skip
        after = sh.propose_sanctions(picked, SCHEME, as_of=AS_OF).score("month", "甲", "2026-01")
        assert before.ends is not None
        assert after.total is not None
        assert before.ends[0] <= after.total <= before.ends[1]
