"""Laws of the course of a case and of conditions: what holds for every case there can be.

The oracle of the course is the picture in the documentation, written out below as a plain dict,
and sets of names; that of conditions goes through all that the unknown facts can still be.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import frozen
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.cases import event_data
from servicehall.cells import Cell, parse_cell
from servicehall.conditions import Known, Possible, When, holds, unsettled

START = datetime(2026, 9, 18, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

# ---- the oracle of the course

ENDED = ["closed", "returned", "not_accepted", "withdrawn", "transferred"]
GIVEN_UP = {"withdrawn": "withdrawn", "transferred": "transferred"}
TAKEN_UP = {"complaint.received": "handling", "petition.received": "handling"}
MOVES: dict[str, dict[str, str]] = {
    "new": {"contacted": "contacted", "received": "received", **TAKEN_UP},
    "contacted": {"received": "received", **TAKEN_UP, **GIVEN_UP},
    "handling": {
        "complaint.closed": "closed",
        "petition.closed": "closed",
        "complaint.withdrawn": "withdrawn",
        "petition.withdrawn": "withdrawn",
    },
    "received": {
        "notice.supplement": "supplementing",
        "accepted": "accepted",
        "not_accepted": "not_accepted",
        "decided": "decided",
        "returned": "returned",
        "closed": "closed",
        **GIVEN_UP,
    },
    "supplementing": {
        "materials.completed": "received",
        "accepted": "accepted",
        "not_accepted": "not_accepted",
        "decided": "decided",
        "returned": "returned",
        **GIVEN_UP,
    },
    "accepted": {"decided": "decided", "returned": "returned", "closed": "closed", **GIVEN_UP},
    "decided": {"closed": "closed", "reopened": "received"},
    **{ended: {"reopened": "received"} for ended in ENDED},
}
"""From each state, the events that lead on, and where."""

ADDED = {
    *("contacted", "explained", "rated", "visit.ended", "notice.promise", "handover.offered"),
    *("complaint.received", "petition.received", "complaint.closed", "petition.closed"),
}
"""Events that only add something, once a case has begun."""

REPEATED = {"notice.supplement", "materials.completed"}
"""Events that can also happen, and then lead nowhere, while a decision is still to come."""

FROM_PACKS = {"stamp.lent", "well.inspected"}
"""Kinds that packs declare: they can happen at any time."""


def possible(state: str) -> list[str]:
    """Return the kinds of event that can happen in a state."""
    added = set() if state == "new" else ADDED
    again = REPEATED if "decided" in MOVES[state] else set()
    return sorted({*MOVES[state], *added, *again, *FROM_PACKS})


def walked(kinds: Sequence[str]) -> list[tuple[str, int]]:
    """Return the state and the cycle after each event."""
    state, cycle = "new", 1
    found = []
    for kind in kinds:
        state = MOVES[state].get(kind, state)
        cycle += kind == "reopened"
        found.append((state, cycle))
    return found


# ---- what is drawn

HOURS = st.integers(0, 40)


def event(name: str, kind: str, hours: int, **given: Any) -> sh.Event:
    """Make an event so many hours after nine."""
    instant = START + timedelta(hours=hours)
    return sh.Event(**{"id": name, "kind": kind, "occurred_at": instant, **given})


@st.composite
def courses(draw: st.DrawFn) -> list[str]:
    """Draw kinds of event that can follow one another."""
    kinds: list[str] = []
    state = "new"
    for _ in range(draw(st.integers(1, 12))):
        kinds.append(draw(st.sampled_from(possible(state))))
        state = MOVES[state].get(kinds[-1], state)
    return kinds


@st.composite
def records(draw: st.DrawFn) -> list[sh.Event]:
    """Draw the record of a case: each event at another hour, some written down late, some mended.

    An event that is mended was first written down otherwise: it may have happened at another hour,
    and may be of a kind that only packs know.
    """
    found: list[sh.Event] = []
    for number, kind in enumerate(draw(courses())):
        hours, wait = 3 * number, draw(st.sampled_from([0, 0, 0, 1, 5, 30]))
        name, corrects = f"e{number}", ""
        for turn in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
            first = hours + 1 + turn  # an hour of its own
            wait += draw(st.integers(2, 9))
            found.append(
                event(
                    f"{name}.{turn}",
                    draw(st.sampled_from([kind, "stamp.lent"])),
                    first,
                    recorded_at=START + timedelta(hours=hours + wait),
                    corrects=corrects,
                )
            )
            corrects = f"{name}.{turn}"
        wait += draw(st.integers(0, 9))
        recorded = START + timedelta(hours=hours + wait)
        found.append(event(name, kind, hours, recorded_at=recorded, corrects=corrects))
    return found


@st.composite
def heaps(draw: st.DrawFn) -> list[sh.Event]:
    """Draw events without any regard to what can happen, many of them at one instant."""
    kinds = ["received", "accepted", "part.assigned", "part.done", "decided", "stamp.lent"]
    kinds += ["notice.supplement", "materials.completed", "closed", "reopened", "pause.ended"]
    names = draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True))
    return [
        event(
            name,
            draw(st.sampled_from(kinds)),
            draw(st.integers(0, 3)),
            refs=draw(st.sampled_from([{}, {"part": "p1"}, {"part": "p2"}])),
            recorded_at=START + timedelta(hours=draw(st.integers(3, 5))),
            corrects=draw(st.sampled_from(["", "", "", *(set("abcdefghx") - {name})])),
        )
        for name in names
    ]


def outcome(events: Sequence[sh.Event]) -> object:
    """Return all that is found out about events, or all the faults for which they are refused."""
    try:
        found = sh.Timeline.of(events)
    except sh.FaultyDataError as error:
        return [(fault.code, fault.facts) for fault in error.problems]
    return (
        found.steps,
        found.recorded,
        found.corrections,
        found.filed_on,
        found.division,
        found.matter,
    )


# ---- laws of the course


@pytest.mark.requirement("R-101")
@given(courses(), HOURS)
def test_the_state_is_the_fold_of_the_picture(kinds: list[str], hours: int) -> None:
    """Going along the arrows gives the state and the cycle after each event, and at any instant."""
    found = sh.Timeline.of(event(f"e{hour}", kind, hour) for hour, kind in enumerate(kinds))
    expected = walked(kinds)
    assert [(step.state.value, step.cycle) for step in found.steps] == expected
    before = expected[: hours + 1]
    assert len(found.until(START + timedelta(hours=hours))) == len(before)
    assert found.state(START + timedelta(hours=hours)).value == before[-1][0]
    assert found.state(START - timedelta(seconds=1)).value == "new"


@given(courses(), st.sampled_from(sorted({kind for to in MOVES.values() for kind in to})))
def test_an_arrow_that_is_not_drawn_is_refused(kinds: list[str], kind: str) -> None:
    """What leads somewhere from another state but is not possible here cannot come next."""
    (state, _) = walked(kinds)[-1]
    if kind in possible(state):
        return
    events = [event(f"e{hour:02}", one, hour) for hour, one in enumerate([*kinds, kind])]
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Timeline.of(events)
    (fault,) = caught.value.problems
    assert (fault.code, fault.facts["id"], fault.facts["state"]) == ("SH608", events[-1].id, state)


@pytest.mark.requirement("R-101")
@given(st.data(), records() | heaps())
def test_the_order_of_arrival_never_matters(data: st.DataObject, events: list[sh.Event]) -> None:
    """Any order of the same events gives the same course, or is refused for the same faults."""
    assert outcome(data.draw(st.permutations(events))) == outcome(events)


@given(st.data(), records() | heaps())
def test_what_is_sent_again_changes_nothing(data: st.DataObject, events: list[sh.Event]) -> None:
    """Some events twice, anywhere among the others."""
    again = data.draw(st.lists(st.sampled_from(events), max_size=5))
    assert outcome(data.draw(st.permutations([*events, *again]))) == outcome(events)


@given(records())
def test_what_stands_is_what_nothing_corrects(events: list[sh.Event]) -> None:
    """In the order of time, nothing lost and nothing added."""
    found = sh.Timeline.of(events)
    assert [one.id for one in found.events] == standing(events)
    assert set(found.recorded) == set(events)
    assert {(one.before.id, one.after.id) for one in found.corrections} == {
        (one.corrects, one.id) for one in events if one.corrects
    }


def standing(events: Sequence[sh.Event]) -> list[str]:
    """Return the names of the events that nothing corrects, in the order of time."""
    gone = {one.corrects for one in events}
    return [one.id for one in sorted(events, key=lambda one: one.occurred_at) if one.id not in gone]


@given(records())
def test_after_everything_the_record_is_the_course(events: list[sh.Event]) -> None:
    """As recorded at the last record, the course is what it is."""
    found = sh.Timeline.of(events)
    last = max(one.recorded_at for one in events)
    for when in (last, last + timedelta(days=100)):
        then = found.as_recorded(when)
        assert (then.steps, then.recorded, then.corrections) == (
            found.steps,
            found.recorded,
            found.corrections,
        )


def as_recorded(timeline: sh.Timeline, hours: int) -> sh.Timeline | str:
    """Return the course as recorded so many hours after nine, or the code of its refusal."""
    try:
        return timeline.as_recorded(START + timedelta(hours=hours))
    except sh.ServiceHallError as error:
        return error.code


@pytest.mark.requirement("R-100")
@given(records(), HOURS)
def test_on_record_is_what_was_written_down(events: list[sh.Event], hours: int) -> None:
    """Only that, and of it what nothing written down by then corrects; or there is a gap."""
    found = as_recorded(sh.Timeline.of(events), hours)
    written = [one for one in events if one.recorded_at <= START + timedelta(hours=hours)]
    kinds = {one.id: one.kind for one in written}
    names = standing(written)
    if not written:
        assert found == "SH604"
    elif not can_happen([kinds[name] for name in names]):
        assert found == "SH200"
    else:
        assert isinstance(found, sh.Timeline)
        assert [one.id for one in found.events] == names
        assert set(found.recorded) == set(written)


def can_happen(kinds: Sequence[str]) -> bool:
    """Tell whether events can follow one another."""
    state = "new"
    for kind in kinds:
        if kind not in possible(state):
            return False
        state = MOVES[state].get(kind, state)
    return True


@given(records(), HOURS, HOURS)
def test_the_record_only_grows(events: list[sh.Event], one: int, other: int) -> None:
    """What was on record stays on record, and can be found again in every later record."""
    early, late = sorted((one, other))
    course = sh.Timeline.of(events)
    before, after = as_recorded(course, early), as_recorded(course, late)
    if isinstance(after, sh.Timeline):
        again = as_recorded(after, early)
        if isinstance(before, sh.Timeline):
            assert isinstance(again, sh.Timeline)
            assert again.steps == before.steps
            assert set(before.recorded) <= set(after.recorded)
            assert set(before.corrections) <= set(after.corrections)
        else:
            assert again == before
    if after == "SH604":
        assert before == "SH604"


@given(records())
def test_a_case_file_holds_the_whole_record(events: list[sh.Event]) -> None:
    """Written and read, it is the same course with the same corrections."""
    found = sh.load_case({"events": [event_data(one) for one in events]})
    expected = sh.Timeline.of(events)
    assert (found.steps, found.recorded, found.corrections) == (
        expected.steps,
        expected.recorded,
        expected.corrections,
    )


# ---- conditions

VALUES: Mapping[str, Sequence[Any]] = {
    "ready": (False, True),
    "told": (False, True),
    "survey": ("pending", "passed", "failed"),
    "n": (0, 1, 2, 3),
    "m": (0, 1, 2, 3),
    "k": (0, 1, 2, 3),
}
FACTS = {
    "ready": sh.Fact("ready", sh.YesNo()),
    "told": sh.Fact("told", sh.YesNo()),
    "survey": sh.Fact("survey", sh.Choice(["pending", "passed", "failed"])),
    **{name: sh.Fact(name, sh.Number(least=0, most=3)) for name in "nmk"},
}

Case = Mapping[str, Any]


@frozen
class Asked:
    """A condition as it is written, and what it means: of which facts, and when it is met."""

    fact: str
    written: object
    met: Callable[[Case], bool]
    other: str = ""

    @property
    def cell(self) -> Cell:
        """The condition of the library."""
        found = parse_cell(FACTS[self.fact], self.written, FACTS, {})
        assert found is not None
        return found


ASKED = {
    "ready": [
        Asked("ready", [True], lambda case: case["ready"]),
        Asked("ready", [False], lambda case: not case["ready"]),
        Asked("ready", "@told", lambda case: case["ready"] == case["told"], "told"),
        Asked("ready", "!= @told", lambda case: case["ready"] != case["told"], "told"),
    ],
    "told": [Asked("told", [True], lambda case: case["told"])],
    "survey": [
        Asked("survey", "failed", lambda case: case["survey"] == "failed"),
        Asked("survey", "!= failed", lambda case: case["survey"] != "failed"),
        Asked("survey", ["failed", "passed"], lambda case: case["survey"] != "pending"),
    ],
    "n": [
        Asked("n", 2, lambda case: case["n"] == 2),
        Asked("n", "> 0, <= 2", lambda case: 0 < case["n"] <= 2),
        Asked("n", ["< 1", "> 2"], lambda case: not 1 <= case["n"] <= 2),
        Asked("n", "> @m", lambda case: case["n"] > case["m"], "m"),
        Asked("n", "> @m, < 3", lambda case: case["m"] < case["n"] < 3, "m"),
        Asked("n", [0, "= @m"], lambda case: case["n"] in (0, case["m"]), "m"),
    ],
    "m": [Asked("m", "!= 1", lambda case: case["m"] != 1)],
    "k": [
        Asked("k", ">= 2", lambda case: case["k"] >= 2),
        Asked("k", "< 3", lambda case: case["k"] < 3),
    ],
}


@st.composite
def asked(draw: st.DrawFn) -> list[list[Asked]]:
    """Draw sets of conditions in which no fact occurs twice."""
    rows: list[list[Asked]] = [[] for _ in range(draw(st.integers(1, 3)))]
    used: set[str] = set()
    for name in draw(st.permutations(list(ASKED))):
        one = draw(st.sampled_from(ASKED[name]))
        if draw(st.booleans()) and not used & {one.fact, one.other}:
            used |= {one.fact, one.other} - {""}
            rows[draw(st.integers(0, len(rows) - 1))].append(one)
    return rows


@st.composite
def partly_known(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what is known of each fact: its value, what it can still be, or nothing (left out)."""
    found: dict[str, Any] = {}
    for name, values in VALUES.items():
        some = draw(st.lists(st.sampled_from(values), min_size=1, unique=True))
        what = draw(st.sampled_from(["value", "possible", "nothing"]))
        if what != "nothing":
            found[name] = some[0] if what == "value" else Possible(frozenset(some))
    return found


def completions(lasting: Case) -> Iterator[Case]:
    """Go through all that the case can be."""
    options = [sorted(still(lasting, name), key=str) for name in VALUES]
    for values in itertools.product(*options):
        yield dict(zip(VALUES, values, strict=True))


def still(lasting: Case, name: str) -> frozenset[Any]:
    """Return what a fact can be: anything where nothing is known of it."""
    value = lasting.get(name, Possible(frozenset(VALUES[name])))
    return value.values if isinstance(value, Possible) else frozenset({value})


def meanings(rows: list[list[Asked]], lasting: Case) -> set[bool]:
    """Return whether the conditions are met in each of all cases."""
    return {any(all(one.met(c) for one in row) for row in rows) for c in completions(lasting)}


def when(rows: list[list[Asked]]) -> When:
    """Return the conditions of the library."""
    return tuple(tuple(one.cell for one in row) for row in rows)


@given(asked(), partly_known())
def test_a_condition_is_settled_when_all_cases_agree(
    rows: list[list[Asked]], lasting: dict[str, Any]
) -> None:
    """It holds where it is met whatever the unknown facts are, and fails where it never is.

    What nothing at all is known of is written out here as everything that it can be.
    """
    spelt = {name: lasting.get(name, Possible(frozenset(VALUES[name]))) for name in VALUES}
    found = meanings(rows, spelt)
    assert holds(when(rows), Known(spelt)) is (found.pop() if len(found) == 1 else None)


@given(asked(), partly_known())
def test_a_plain_condition_is_open_where_its_fact_is_not_known(
    rows: list[list[Asked]], lasting: dict[str, Any]
) -> None:
    """The same law for facts of which nothing is known: each condition here could go either way."""
    plain = [[one for one in row if not one.other] for row in rows]
    found = meanings(plain, lasting)
    assert holds(when(plain), Known(lasting)) is (found.pop() if len(found) == 1 else None)


@given(asked(), partly_known(), st.sampled_from([1, 2]))
def test_what_is_settled_is_true_in_every_case(
    rows: list[list[Asked]], lasting: dict[str, Any], times: int
) -> None:
    """A yes is never a no later on, also where facts occur more than once."""
    rows = [row * times for row in rows] * times
    found = holds(when(rows), Known(lasting))
    if found is not None:
        assert meanings(rows, lasting) == {found}


@given(asked(), partly_known())
def test_what_is_open_names_what_is_missing(
    rows: list[list[Asked]], lasting: dict[str, Any]
) -> None:
    """The facts named are those asked for and not known; where none is, all is settled."""
    missing = unsettled(when(rows), Known(lasting))
    names = {name for row in rows for one in row for name in (one.fact, one.other) if name}
    assert set(missing) == {
        name for name in names if isinstance(lasting.get(name, Possible(frozenset())), Possible)
    }
    if not missing:
        assert holds(when(rows), Known(lasting)) is not None


@given(asked(), partly_known(), st.data())
def test_the_more_is_known_the_more_is_settled(
    rows: list[list[Asked]], lasting: dict[str, Any], data: st.DataObject
) -> None:
    """To learn a fact never takes back an answer; a complete case always has one, the right one."""
    case = data.draw(st.sampled_from(list(completions(lasting))))
    before, told = holds(when(rows), Known(lasting)), dict(lasting)
    for name in data.draw(st.permutations(list(VALUES))):
        told[name] = case[name]
        after = holds(when(rows), Known(told))
        assert before is None or after is before
        before = after
    assert before is any(all(one.met(case) for one in row) for row in rows)
