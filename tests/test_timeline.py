"""The course of a case: each line of the one table, corrections, cycles, and what was on record."""

import itertools
import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall import CaseState
from servicehall.timeline import ENDS, KINDS, TABLE, Correction, Step, Transition, next_state

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 9, 18, 9, 0, tzinfo=SHANGHAI)

PATHS: dict[str, tuple[str, ...]] = {
    "new": (),
    "contacted": ("contacted",),
    "handling": ("complaint.received",),
    "received": ("received",),
    "supplementing": ("received", "notice.supplement"),
    "accepted": ("received", "accepted"),
    "decided": ("received", "accepted", "decided"),
    "closed": ("received", "accepted", "decided", "closed"),
    "returned": ("received", "returned"),
    "not_accepted": ("received", "not_accepted"),
    "withdrawn": ("received", "withdrawn"),
    "transferred": ("received", "transferred"),
}
"""A short way to each state, as the picture in the documentation draws it."""

OPEN = ("received", "supplementing", "accepted")
ENDED = ("closed", "returned", "not_accepted", "withdrawn", "transferred")
HANDLED = ("complaint", "petition", "hotline")
ARROWS = {
    *(("new", kind, "contacted") for kind in ("contacted", "consulted", "phoned")),
    *((state, "received", "received") for state in ("new", "contacted")),
    ("received", "notice.supplement", "supplementing"),
    ("supplementing", "materials.completed", "received"),
    *((state, "accepted", "accepted") for state in ("received", "supplementing")),
    *((state, "not_accepted", "not_accepted") for state in ("received", "supplementing")),
    *((state, "decided", "decided") for state in OPEN),
    *((state, "returned", "returned") for state in OPEN),
    *((state, "withdrawn", "withdrawn") for state in ("contacted", *OPEN)),
    *((state, "transferred", "transferred") for state in ("contacted", *OPEN)),
    *(
        (state, f"{thing}.received", "handling")
        for state in ("new", "contacted")
        for thing in HANDLED
    ),
    *(("handling", f"{thing}.closed", "closed") for thing in HANDLED),
    *(("handling", f"{thing}.withdrawn", "withdrawn") for thing in HANDLED),
    *((state, "closed", "closed") for state in ("received", "accepted", "decided")),
    *((state, "reopened", "received") for state in ("decided", *ENDED)),
}
"""All that moves a case: from a state, by an event, to another. Written from the picture."""

BEFORE_RECEIPT = {
    *("contacted", "consulted", "phoned", "received", "annulled"),
    *(f"{thing}.received" for thing in HANDLED),
}
"""All that can come first: first contact, a question, a call, receipt, annulment of a record."""


def at(hours: float) -> datetime:
    """Return the instant so many hours after nine."""
    return NINE + timedelta(hours=hours)


def event(name: str, kind: str, hours: float = 0, **given: Any) -> sh.Event:
    """Make an event so many hours after nine."""
    return sh.Event(**{"id": name, "kind": kind, "occurred_at": at(hours), **given})


def late(name: str, kind: str, hours: float, recorded: float, **given: Any) -> sh.Event:
    """Make an event that was written down later than it happened."""
    return event(name, kind, hours, recorded_at=at(recorded), **given)


def course(*kinds: str) -> list[sh.Event]:
    """Make events of some kinds, one an hour, named a, b, c …"""
    return [event("abcdefghijklm"[hour], kind, hour) for hour, kind in enumerate(kinds)]


def faults(events: Sequence[sh.Event]) -> tuple[sh.ServiceHallError, ...]:
    """Return the faults for which events are refused."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Timeline.of(events)
    return caught.value.problems


def codes(events: Sequence[sh.Event]) -> list[tuple[str, object]]:
    """Return the codes and places of the faults for which events are refused."""
    return [(fault.code, fault.facts["path"]) for fault in faults(events)]


def ids(timeline: sh.Timeline) -> str:
    """Return the names of the events that stand, in order."""
    return "".join(step.event.id for step in timeline.steps)


def states(timeline: sh.Timeline) -> list[str]:
    """Return the state after each event."""
    return [step.state.value for step in timeline.steps]


# ---- the table


def arranged(row: Transition, state: str) -> list[sh.Event]:
    """Return a way to a state, and an event of a line of the table after it.

    What the event needs before it (a part for the end of a part) has happened after the beginning.
    """
    way = list(PATHS[state])
    if row.follows and way and next_state(CaseState.NEW, way[0]) in KINDS[row.follows].allowed:
        way.insert(1, row.follows)
    return course(*way, row.kind)


def test_each_state_is_reached_as_the_picture_shows() -> None:
    """The ways used here lead where they say, and to every state there is."""
    assert set(PATHS) == {state.value for state in CaseState}
    for state, way in PATHS.items():
        if way:
            assert states(sh.Timeline.of(course(*way)))[-1] == state


def test_a_case_ends_in_five_ways() -> None:
    """Closed, returned, not accepted, withdrawn, transferred."""
    assert {"closed", "returned", "not_accepted", "withdrawn", "transferred"} == ENDS


def test_the_table_has_each_kind_once() -> None:
    """Two lines for one kind would contradict one another; what is followed is in the table."""
    assert len(KINDS) == len(TABLE)
    assert {row.follows for row in TABLE if row.follows} <= set(KINDS)
    assert len({row.zh for row in TABLE}) == len(TABLE)
    for row in TABLE:
        assert row.allowed >= set(row.to)


def test_states_have_chinese_labels() -> None:
    """Each another."""
    assert len({state.zh for state in CaseState}) == len(CaseState)
    assert (CaseState.NEW.zh, CaseState.SUPPLEMENTING.zh) == ("尚未开始", "待补正")


@pytest.mark.requirement("R-101")
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.kind)
@pytest.mark.parametrize("state", PATHS)
def test_an_event_happens_in_the_states_that_its_line_names(row: Transition, state: str) -> None:
    """There it leads where the line says; in all other states it is refused, with reasons."""
    events = arranged(row, state)
    here = CaseState(state)
    if here in row.allowed:
        assert sh.Timeline.of(events).steps[-1] == Step(
            events[-1], row.to.get(here, here), 1 + (row.kind == "reopened")
        )
        return
    fault = next(one for one in faults(events) if one.code == "SH608")
    assert fault.facts["path"] == events[-1].id
    message = fault.in_chinese()
    assert f"事件 {events[-1].id}（{row.zh}）不可能发生在“{here.zh}”时" in message
    assert events[-1].occurred_at.isoformat(timespec="minutes") in message
    for allowed in row.allowed:
        assert allowed.zh in message
    for other in set(CaseState) - row.allowed - {here}:
        assert other.zh not in fault.part("why", "zh").split("：")[1].split(", ")


@pytest.mark.requirement("R-101")
@pytest.mark.parametrize("state", PATHS)
def test_only_the_arrows_of_the_picture_move_a_case(state: str) -> None:
    """Every event that is possible in a state either follows an arrow or leaves it as it is."""
    moved = set()
    for row in TABLE:
        if CaseState(state) in row.allowed:
            after = sh.Timeline.of(arranged(row, state)).steps[-1].state.value
            if after != state or (state, row.kind, after) in ARROWS:
                moved.add((state, row.kind, after))
    assert moved == {arrow for arrow in ARROWS if arrow[0] == state}


@pytest.mark.parametrize("state", PATHS)
def test_where_an_event_leads_can_be_asked(state: str) -> None:
    """Along the arrow, where there is one; what cannot happen, or only packs know, stays."""
    arrows = {kind: to for here, kind, to in ARROWS if here == state}
    for kind in (*KINDS, "stamp.lent"):
        assert next_state(CaseState(state), kind).value == arrows.get(kind, state)


@pytest.mark.requirement("R-088")
def test_a_question_is_a_first_contact() -> None:
    """Who asks is received afterwards like anybody; a later question moves nothing."""
    kinds = ("consulted", "notice.one-time", "received", "consulted", "accepted")
    found = sh.Timeline.of(course(*kinds))
    assert states(found) == ["contacted", "contacted", "received", "received", "accepted"]
    assert found.state(at(0.5)) is CaseState.CONTACTED


def test_nobody_is_told_before_anybody_came() -> None:
    """A one-time notice answers a question or an application."""
    (fault,) = faults(course("notice.one-time"))
    assert fault.code == "SH608"
    assert "咨询" in fault.part("fix", "zh")


@pytest.mark.requirement("R-064")
@pytest.mark.parametrize("kind", sorted(set(KINDS) - BEFORE_RECEIPT))
def test_nothing_is_handled_before_it_is_received(kind: str) -> None:
    """A case begins with first contact or with the receipt; all else needs one of them."""
    assert ("SH608", "a") in codes(course(kind))


@pytest.mark.requirement("R-064")
@pytest.mark.parametrize(
    "kind",
    [
        "notice.supplement",
        "materials.completed",
        "notice.deferred",
        "accepted",
        "not_accepted",
        "joint.convened",
        "part.assigned",
        "survey.done",
        "forwarded",
        "pause.started",
        "extension.requested",
        "extension.approved",
        "notice.extension",
        "decided",
        "returned",
        "closed",
    ],
)
@pytest.mark.parametrize("before", [(), ("contacted",)], ids=["nobody came", "only contact"])
def test_handling_begins_with_the_receipt(before: tuple[str, ...], kind: str) -> None:
    """Without a receipt there is nothing to handle, and the message says to add it; with it, so."""
    (fault,) = faults(course(*before, kind))
    assert fault.code == "SH608"
    assert "received" in fault.fix
    assert "收件" in fault.part("fix", "zh")
    assert sh.Timeline.of(course(*before, "received", kind)).filed_on == date(2026, 9, 18)


@pytest.mark.parametrize(
    ("kinds", "fix"),
    [
        (("received", "closed", "accepted"), "重新办理"),
        (("received", "notice.supplement", "closed"), "补齐材料"),
        (("received", "notice.supplement", "closed"), "作出决定"),
        (("received", "accepted", "delivered"), "作出决定"),
        (("contacted", "survey.done"), "收件"),
    ],
)
def test_a_refusal_says_what_would_mend_it(kinds: tuple[str, ...], fix: str) -> None:
    """The events that lead from the state at hand to one that is allowed are named in Chinese."""
    (fault,) = faults(course(*kinds))
    assert fix in fault.part("fix", "zh")


def test_no_refusal_proposes_nothing() -> None:
    """Where no single event would help, the message does not end in empty brackets."""
    refused = [
        (row.kind, state, fault.part("fix", language))
        for row in TABLE
        for state in PATHS
        if CaseState(state) not in row.allowed
        for fault in faults(arranged(row, state))
        for language in ("en", "zh")
    ]
    assert [one for one in refused if "（）" in one[2] or "()" in one[2]] == []


def test_all_that_cannot_happen_is_told_at_once() -> None:
    """What cannot happen is noted, and taken to have happened: one slip makes one fault."""
    kinds = ("accepted", "decided", "accepted", "part.done", "closed", "closed")
    assert codes(course(*kinds)) == [
        ("SH608", "a"),  # not received
        ("SH608", "c"),  # decided already
        ("SH609", "d"),  # no part
        ("SH608", "f"),  # closed already
    ]


def test_one_event_can_have_two_faults() -> None:
    """It comes in the wrong state, and ends what did not begin."""
    assert codes(course("pause.ended")) == [("SH608", "a"), ("SH609", "a")]


def test_a_refusal_reads_well() -> None:
    """The whole message: what, where, why, what to do, under the head of the case."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Timeline.of(course("accepted"))
    assert caught.value.source == "timeline"
    assert caught.value.in_chinese().splitlines()[3:] == [
        "- [SH608]: 事件 a（受理）不可能发生在“尚未开始”时",
        "  何处  a: 事件 a，2026-09-18T09:00+08:00",
        "  原因  它只能发生在：已收件, 待补正",
        "  办法  补上此前遗漏的事件（收件），或用更正事件改正时间",
    ]


# ---- kinds of packs


def test_a_kind_that_only_packs_know_never_moves_a_case() -> None:
    """It may happen in any state, and leaves every state as it is."""
    for state, way in PATHS.items():
        found = sh.Timeline.of(course(*way, "stamp.lent", "stamp.returned"))
        assert states(found)[-2:] == [state, state]


def test_a_case_can_begin_with_a_kind_of_a_pack() -> None:
    """Then it is as new as before, and its first day is that of the event."""
    found = sh.Timeline.of(course("called"))
    assert states(found) == ["new"]
    assert found.filed_on == date(2026, 9, 18)


# ---- order


def test_events_are_put_in_the_order_of_time() -> None:
    """In whatever order they are handed over, the course is the same."""
    events = course("contacted", "received", "notice.supplement", "materials.completed", "accepted")
    expected = sh.Timeline.of(events)
    assert states(expected) == ["contacted", "received", "supplementing", "received", "accepted"]
    for mixed in itertools.permutations(events):
        found = sh.Timeline.of(mixed)
        assert (found.steps, found.recorded) == (expected.steps, expected.recorded)


def test_events_of_one_instant_are_in_the_order_of_the_table() -> None:
    """A case is received before it is accepted, and decided before it is closed."""
    kinds = ["contacted", "received", "accepted", "decided", "served", "closed", "rated"]
    events = [event("gfedcba"[place], kind) for place, kind in enumerate(kinds)]
    for seed in range(20):
        mixed = random.Random(seed).sample(events, len(events))  # noqa: S311  # no secret
        assert [one.kind for one in sh.Timeline.of(mixed).events] == kinds


def test_a_notice_and_its_answer_can_fall_on_one_instant() -> None:
    """Materials asked for and completed in the same minute: received, not supplementing."""
    kinds = ["received", "notice.supplement", "materials.completed"]
    assert states(sh.Timeline.of([event(kind, kind) for kind in kinds]))[-1] == "received"


def test_kinds_of_packs_come_last_within_an_instant() -> None:
    """They do not stand in the table; those recorded together go by name."""
    events = [
        event("a", "stamp.lent"),
        event("b", "another"),
        event("z", "received"),
        event("y", "explained"),
        event("x", "explained"),
    ]
    assert ids(sh.Timeline.of(events)) == "zxyab"


def test_within_an_instant_the_record_decides_between_equals() -> None:
    """Events of one kind, and all kinds of packs, stand in the order of their recording."""
    events = [
        event("z", "received"),
        late("b", "explained", 0, 1),
        event("c", "explained"),
        late("a", "explained", 0, 2),
        late("d", "stamp.lent", 0, 9),
        late("e", "another", 0, 8),
    ]
    for seed in range(10):
        mixed = random.Random(seed).sample(events, len(events))  # noqa: S311  # no secret
        assert ids(sh.Timeline.of(mixed)) == "zcbaed"


def test_an_hour_that_came_twice_is_two_hours() -> None:
    """When summer time ended in 1991, a quarter past one came again after half past one."""
    first = datetime(1991, 9, 15, 1, 30, tzinfo=SHANGHAI)
    again = datetime(1991, 9, 15, 1, 15, tzinfo=SHANGHAI, fold=1)
    assert first.astimezone(UTC) < again.astimezone(UTC)
    receipt = event("r", "received", occurred_at=first, recorded_at=again)
    assert ids(sh.Timeline.of([receipt, event("a", "accepted", occurred_at=again)])) == "ra"


def test_moments_count_not_clocks() -> None:
    """An event written in another zone stands where it happened."""
    early = event("e", "received", occurred_at=datetime(2026, 9, 18, 0, 59, tzinfo=UTC))
    assert ids(sh.Timeline.of([event("a", "accepted"), early])) == "ea"


# ---- the same event twice


def test_the_same_event_twice_is_one_event() -> None:
    """Sent again, written another way, or in another zone: it is the same."""
    first = event("a", "received", payload={"missing": ["照片"]})
    again = event(
        "a",
        "received",
        occurred_at=datetime(2026, 9, 18, 1, 0, tzinfo=UTC),
        payload={"missing": ("照片",)},
    )
    found = sh.Timeline.of([first, again, event("b", "accepted", 1), first])
    assert ids(found) == "ab"
    assert found.recorded == (first, event("b", "accepted", 1))


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "contacted"},
        {"occurred_at": at(-1)},
        {"recorded_at": at(1)},
        {"actor": "张三"},
        {"unit": "民政窗口"},
        {"refs": {"part": "p1"}},
        {"payload": {"note": "甲"}},
        {"corrects": "z"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_one_name_with_two_contents_is_refused(other: dict[str, Any]) -> None:
    """Which of the two is true cannot be told, whatever it is in which they differ."""
    plain: dict[str, Any] = {"id": "a", "kind": "received", "occurred_at": NINE}
    events = [sh.Event(**plain), sh.Event(**{**plain, **other})]
    assert ("SH605", "a") in codes(events)
    assert ("SH605", "a") in codes(events[::-1])


def test_a_conflict_is_the_same_in_any_order() -> None:
    """Whichever of the two comes first, the same faults are told."""
    events = [
        event("a", "received"),
        event("a", "received", corrects="z"),
        event("a", "received", 1),
        event("b", "explained", corrects="a"),
    ]
    expected = codes(events)
    for mixed in itertools.permutations(events):
        assert codes(mixed) == expected


def test_conflicts_are_told_once_for_each_name() -> None:
    """Three contents of one name are one fault; two names are two."""
    events = [event(name, "received", hour) for name in "ab" for hour in (0, 1, 2)]
    found = faults(events)
    assert [(fault.code, fault.facts["id"]) for fault in found] == [("SH605", "a"), ("SH605", "b")]
    assert 'corrects = "a"' in found[0].in_chinese()


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, "1")])
def test_contents_that_python_calls_equal_may_differ(one: object, other: object) -> None:
    """Yes is not the number 1: taken for the same, the order of arrival would decide."""
    events = [event("a", "received", payload={"n": value}) for value in (one, other)]
    assert codes(events) == [("SH605", "a")]
    assert codes(events[::-1]) == [("SH605", "a")]


# ---- what comes from outside


@pytest.mark.parametrize("value", [None, 5, "received", event("a", "received"), 1.5])
def test_what_is_no_list_of_events_is_refused(value: Any) -> None:
    """One event is no list of events, and neither is a text."""
    with pytest.raises(sh.InputTypeError) as caught:
        sh.Timeline.of(value)
    assert caught.value.code == "SH119"
    assert "事件的列表" in caught.value.in_chinese()


@pytest.mark.parametrize("value", [None, 5, "received", {"id": "a"}, [event("a", "received")]])
def test_only_events_are_events(value: Any) -> None:
    """A dict, a text, None and a list within the list are refused."""
    with pytest.raises(sh.InputTypeError) as caught:
        sh.Timeline.of([event("a", "received"), value])
    assert caught.value.code == "SH119"


@pytest.mark.parametrize("value", [[], (), {}, iter(())])
def test_a_case_without_events_is_refused(value: Any) -> None:
    """A case begins with an event."""
    with pytest.raises(sh.InputValueError) as caught:
        sh.Timeline.of(value)
    assert caught.value.code == "SH604"
    assert "没有任何事件" in caught.value.in_chinese()


def test_any_collection_of_events_will_do() -> None:
    """A set, a generator, the events of another course."""
    events = course("received", "accepted")
    expected = sh.Timeline.of(events).steps
    for value in (set(events), (one for one in events), tuple(events), dict.fromkeys(events, 1)):
        assert sh.Timeline.of(value).steps == expected


# ---- corrections


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    """The receipt was at eight, not at nine; both records stay."""
    first = event("a", "received")
    mended = late("b", "received", -1, 5, corrects="a")
    found = sh.Timeline.of([first, mended, event("c", "accepted", 2)])
    assert ids(found) == "bc"
    assert found.corrections == (Correction(first, mended),)
    assert [one.id for one in found.recorded] == ["b", "a", "c"]


def test_a_correction_may_be_of_another_kind() -> None:
    """Taken down as acceptance, it was a request to supplement."""
    wrong = event("b", "accepted", 1)
    mended = late("c", "notice.supplement", 1, 3, corrects="b")
    found = sh.Timeline.of([event("a", "received"), wrong, mended])
    assert states(found) == ["received", "supplementing"]


def test_a_correction_may_itself_be_corrected() -> None:
    """Only the last one stands, each is kept with what it took the place of."""
    first, second, third = (
        event("a", "received"),
        late("b", "received", -1, 1, corrects="a"),
        late("c", "received", -2, 2, corrects="b"),
    )
    for mixed in itertools.permutations([first, second, third]):
        found = sh.Timeline.of(mixed)
        assert ids(found) == "c"
        assert set(found.corrections) == {Correction(first, second), Correction(second, third)}


def test_a_correction_may_be_recorded_in_the_same_instant() -> None:
    """Whoever mistypes and mends at once has recorded nothing too early."""
    events = [event("a", "received"), event("b", "received", corrects="a")]
    assert ids(sh.Timeline.of(events)) == "b"


def test_what_a_correction_corrects_is_on_record() -> None:
    """A correction of an event that nobody has written down is refused."""
    (fault,) = faults([event("a", "received"), event("b", "accepted", 1, corrects="z")])
    assert (fault.code, fault.facts["path"]) == ("SH606", "b")
    assert "事件 b 更正的 z 不存在" in fault.in_chinese()


def test_one_event_is_corrected_once() -> None:
    """Of two corrections nobody can tell which counts; both are named."""
    events = [
        event("a", "received"),
        late("b", "received", 0, 1, corrects="a"),
        late("c", "received", 0, 2, corrects="a"),
    ]
    for mixed in itertools.permutations(events):
        (fault,) = faults(mixed)
        assert (fault.code, fault.facts["id"]) == ("SH607", "a")
        assert "事件 a 被更正了两次：b, c" in fault.in_chinese()


@pytest.mark.parametrize("size", [2, 3, 5])
def test_corrections_do_not_go_round_in_a_circle(size: int) -> None:
    """None of them would stand; the circle is told once, with its members."""
    names = "abcde"[:size]
    events = [event(one, "received", corrects=names[i - 1]) for i, one in enumerate(names)]
    (fault,) = faults([*events, event("x", "received")])
    assert fault.code == "SH610"
    assert sorted(fault.facts["ids"]) == list(names)  # type: ignore[call-overload]  # a tuple
    assert all(name in fault.in_chinese() for name in names)


def test_two_circles_are_two_faults() -> None:
    """Each is told once, under the first of its names."""
    pairs = [("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")]
    events = [event(one, "received", corrects=other) for one, other in pairs]
    assert codes(events) == [("SH610", "a"), ("SH610", "c")]


def test_only_what_is_on_record_is_corrected() -> None:
    """A correction that was recorded before what it corrects is refused."""
    events = [late("a", "received", 0, 2), late("b", "received", 0, 1, corrects="a")]
    (fault,) = faults(events)
    assert (fault.code, fault.facts["path"]) == ("SH611", "b")
    assert "事件 b 的登记早于它所更正的 a" in fault.in_chinese()


def test_all_faults_of_the_record_are_told_at_once() -> None:
    """A conflict, a correction of nothing, one too early, two of one event, and a circle."""
    events = [
        event("a", "received"),
        event("a", "received", 1),
        event("b", "accepted", corrects="z"),
        late("c", "explained", 0, 2),
        late("d", "explained", 0, 1, corrects="c"),
        event("e", "explained"),
        event("f", "explained", corrects="e"),
        event("g", "explained", corrects="e"),
        event("h", "explained", corrects="i"),
        event("i", "explained", corrects="h"),
    ]
    expected = ["SH605", "SH606", "SH607", "SH610", "SH611"]
    for seed in range(10):
        mixed = random.Random(seed).sample(events, len(events))  # noqa: S311  # no secret
        assert sorted(fault.code for fault in faults(mixed)) == expected


# ---- what ends what began


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("part.assigned", "part.done"),
        ("pause.started", "pause.ended"),
        ("forwarded", "superior.received"),
        ("forwarded", "superior.answered"),
    ],
)
def test_each_end_has_a_beginning_of_its_own(begins: str, ends: str) -> None:
    """Once for each, with the same references, and not after it."""

    def refused(*pairs: tuple[str, dict[str, str]]) -> list[tuple[str, object]]:
        kinds = [("received", {}), *pairs]
        events = [event("abcdefg"[i], kind, i, refs=refs) for i, (kind, refs) in enumerate(kinds)]
        try:
            sh.Timeline.of(events)
        except sh.FaultyDataError as error:
            return [(fault.code, fault.facts["path"]) for fault in error.problems]
        return []

    one, two = {"part": "p1"}, {"part": "p2"}
    assert refused((begins, {}), (ends, {})) == []
    assert refused((begins, one), (begins, two), (ends, two), (ends, one)) == []
    assert refused((begins, {}), (ends, {}), (begins, {}), (ends, {})) == []
    assert refused((begins, {}), (begins, {}), (ends, {}), (ends, {})) == []
    assert refused((ends, {})) == [("SH609", "b")]
    assert refused((ends, {}), (begins, {})) == [("SH609", "b")]
    assert refused((begins, {}), (ends, {}), (ends, {})) == [("SH609", "d")]
    assert refused((begins, one), (ends, two)) == [("SH609", "c")]
    assert refused((begins, one), (ends, {})) == [("SH609", "c")]
    assert refused((begins, {}), (ends, one)) == [("SH609", "c")]
    assert refused((begins, one), (begins, two), (ends, one), (ends, one)) == [("SH609", "e")]


def test_a_missing_beginning_is_named() -> None:
    """The message says what should stand before, in Chinese."""
    (fault,) = faults(course("received", "pause.ended"))
    assert "事件 b（恢复）没有对应的开始" in fault.in_chinese()
    assert "补上事件“中止”" in fault.in_chinese()


def test_the_visit_does_not_tell_parts_apart() -> None:
    """A part given out on one visit is done on another; it is the same part."""
    events = [
        event("a", "received", 0, refs={"visit": "v1"}),
        event("b", "part.assigned", 1, refs={"visit": "v1", "part": "p1"}),
        event("c", "part.done", 2, refs={"visit": "v2", "part": "p1"}),
    ]
    assert ids(sh.Timeline.of(events)) == "abc"


def test_the_superior_receives_and_answers_one_forwarding() -> None:
    """A case is forwarded once; that the superior has it and has answered are two events of it."""
    events = course("received", "accepted", "forwarded", "superior.received", "superior.answered")
    assert ids(sh.Timeline.of(events)) == "abcde"


def test_references_are_told_apart_by_name_and_by_value() -> None:
    """Whatever signs stand in a reference, two are not read as one."""
    events = [
        event("a", "received"),
        event("b", "part.assigned", 1, refs={"part": "1/unit=2"}),
        event("c", "part.done", 2, refs={"part": "1", "unit": "2"}),
    ]
    assert codes(events) == [("SH609", "c")]


def test_a_corrected_beginning_begins_nothing() -> None:
    """Where the pause was an error, its end has nothing to end."""
    events = [
        event("a", "received"),
        event("b", "pause.started", 1),
        late("c", "explained", 1, 3, corrects="b"),
        event("d", "pause.ended", 2),
    ]
    assert codes(events) == [("SH609", "d")]


# ---- cycles


def test_each_reopening_begins_another_cycle() -> None:
    """The event that reopens belongs to the new cycle; receipt is not repeated."""
    kinds = ("received", "closed", "reopened", "accepted", "decided", "reopened", "withdrawn")
    found = sh.Timeline.of(course(*kinds))
    assert [step.cycle for step in found.steps] == [1, 1, 2, 2, 2, 3, 3]
    assert states(found) == [
        "received",
        "closed",
        "received",
        "accepted",
        "decided",
        "received",
        "withdrawn",
    ]


def test_a_reopened_case_keeps_its_day_of_filing() -> None:
    """The rules of the day of filing stay those of the case."""
    events = [event("a", "received"), event("b", "closed", 1), event("c", "reopened", 24 * 30)]
    assert sh.Timeline.of(events).filed_on == date(2026, 9, 18)


# ---- what the events say of the case


def test_the_day_of_filing_is_that_of_the_receipt() -> None:
    """Not of the first contact, and as the clock stands in Shanghai."""
    night = datetime(2026, 9, 18, 16, 30, tzinfo=UTC)  # half past midnight on the 19th
    events = [event("a", "contacted"), event("b", "received", occurred_at=night)]
    assert sh.Timeline.of(events).filed_on == date(2026, 9, 19)
    assert sh.Timeline.of(events[:1]).filed_on == date(2026, 9, 18)


@pytest.mark.requirement("R-100")
def test_a_case_entered_after_a_power_cut_keeps_its_times() -> None:
    """Registered by hand on the 18th and entered on the 21st, it was filed on the 18th."""
    by_hand = [
        late("a", "received", 0, 72, payload={"by_hand": True}),
        late("b", "accepted", 1, 73, payload={"by_hand": True}),
    ]
    found = sh.Timeline.of(by_hand)
    assert found.filed_on == date(2026, 9, 18)
    assert [step.event.occurred_at for step in found.steps] == [at(0), at(1)]
    assert [step.event.recorded_at for step in found.steps] == [at(72), at(73)]
    assert found.state(at(0.5)) is CaseState.RECEIVED
    assert found.state(at(1)) is CaseState.ACCEPTED
    assert ids(found.as_recorded(at(72))) == "a"


@pytest.mark.parametrize("name", ["division", "matter"])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ([None, None], ""),
        (["530926103", None], "530926103"),
        ([None, "530926103"], "530926103"),
        (["530926103", "53"], "530926103"),
        (["", "53"], "53"),
        ([530926103, "53"], "53"),
        ([["53"], None], ""),
    ],
)
def test_where_and_what_are_said_by_the_first_event_that_says_so(
    name: str, said: list[object], expected: str
) -> None:
    """What is no text, or empty, says nothing."""
    kinds = ("contacted", "received")
    events = [
        event(kind, kind, hour, payload={} if value is None else {name: value})
        for hour, (kind, value) in enumerate(zip(kinds, said, strict=True))
    ]
    assert getattr(sh.Timeline.of(events), name) == expected


def test_what_was_corrected_says_nothing() -> None:
    """The place of a wrong receipt is not that of the case."""
    wrong = event("a", "received", payload={"division": "53", "matter": "低保"})
    right = late("b", "received", 0, 1, corrects="a", payload={"division": "54"})
    found = sh.Timeline.of([wrong, right])
    assert (found.division, found.matter) == ("54", "")


# ---- at an instant


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(-1, "new"), (0, "received"), (0.99, "received"), (1, "accepted"), (99, "decided")],
)
def test_the_state_is_that_after_the_last_event(hours: float, expected: str) -> None:
    """The instant itself is included; before the first event the case is new."""
    found = sh.Timeline.of(course("received", "accepted", "decided"))
    assert found.state(at(hours)) is CaseState(expected)
    assert found.state(at(hours).astimezone(UTC)) is CaseState(expected)


def test_steps_up_to_an_instant() -> None:
    """Those that had happened by then, the instant included."""
    found = sh.Timeline.of(course("received", "accepted", "decided"))
    assert found.until(at(-0.01)) == ()
    assert found.until(at(1)) == found.steps[:2]
    assert found.until(at(2)) == found.steps


@pytest.mark.parametrize(
    "ask",
    [sh.Timeline.state, sh.Timeline.until, sh.Timeline.as_recorded],
    ids=["state", "until", "as_recorded"],
)
def test_only_instants_are_asked_for(ask: Callable[[sh.Timeline, Any], object]) -> None:
    """A day is no instant (SH601), a naive one could be any (SH103)."""
    found = sh.Timeline.of(course("received"))
    naive = datetime(2026, 9, 18)  # noqa: DTZ001  # naive on purpose: it is to be refused
    for value, code in ((date(2026, 9, 18), "SH601"), (None, "SH601"), (naive, "SH103")):
        with pytest.raises((sh.InputTypeError, sh.InputValueError)) as caught:
            ask(found, value)
        assert caught.value.code == code


# ---- as it was on record


def test_a_backdated_event_is_missing_before_it_was_recorded() -> None:
    """What happened at ten and was written down at three was not known at noon."""
    events = [event("a", "received"), late("b", "accepted", 1, 6), event("c", "explained", 2)]
    found = sh.Timeline.of(events)
    assert ids(found) == "abc"
    assert found.state(at(3)) is CaseState.ACCEPTED
    noon = found.as_recorded(at(3))
    assert ids(noon) == "ac"
    assert noon.state(at(3)) is CaseState.RECEIVED
    assert ids(found.as_recorded(at(6))) == "abc"


def test_before_a_correction_was_recorded_the_old_record_stands() -> None:
    """Each record stands from the instant at which it was written down to that of the next."""
    events = [
        event("a", "received", payload={"division": "51"}),
        late("b", "received", -1, 2, corrects="a", payload={"division": "52"}),
        late("c", "received", -2, 4, corrects="b", payload={"division": "53"}),
    ]
    found = sh.Timeline.of(events)
    told = {hour: found.as_recorded(at(hour)) for hour in (0, 1.99, 2, 3.99, 4, 99)}
    assert [ids(one) for one in told.values()] == ["a", "a", "b", "b", "c", "c"]
    assert [one.division for one in told.values()] == ["51", "51", "52", "52", "53", "53"]
    assert [len(one.corrections) for one in told.values()] == [0, 0, 1, 1, 2, 2]
    assert found.as_recorded(at(99)).steps == found.steps


def test_before_the_first_record_there_is_nothing() -> None:
    """A case that nobody had written down yet has no course."""
    found = sh.Timeline.of([late("a", "received", 0, 2)])
    with pytest.raises(sh.InputValueError) as caught:
        found.as_recorded(at(1))
    assert caught.value.code == "SH604"
    assert "在较早的时刻可能还没有任何记录" in caught.value.in_chinese()


def test_a_record_with_a_gap_is_told() -> None:
    """While the receipt was still to be written down, the acceptance could not be explained."""
    found = sh.Timeline.of([late("a", "received", 0, 5), event("b", "accepted", 1)])
    with pytest.raises(sh.FaultyDataError) as caught:
        found.as_recorded(at(2))
    assert [fault.code for fault in caught.value.problems] == ["SH608"]


def test_a_record_can_be_read_as_of_a_record() -> None:
    """What was on record at one, of what was on record at five, is what was on record at one."""
    events = [event("a", "received"), late("b", "accepted", 0.5, 3), late("c", "rated", 0.6, 6)]
    found = sh.Timeline.of(events)
    assert ids(found.as_recorded(at(5)).as_recorded(at(1))) == "a"
    assert ids(found.as_recorded(at(5))) == "ab"
