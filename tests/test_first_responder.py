"""The first responder (首问责任): who was asked first, who stands in, what is referred and to whom.

The days are of October 2026: the 12th is a Monday, the 12th to the 16th and the 19th are working
days, the 17th and 18th are not. Without office hours a day ends at 24:00.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.instants import SHANGHAI
from servicehall.ledgers import open_items, register_form, register_rows
from tests.command_line import Run

ROOT: Final = Path(__file__).parent.parent
TOWN: Final = "371302991"
CITE: Final = {"cite": "《首问办法》一"}
HALL: Final = sh.Registry.of()

Happened = tuple[str, str, dict[str, Any]]


def at(said: str) -> datetime:
    """Read ``"12 09:00"`` of October 2026."""
    return datetime.fromisoformat(f"2026-10-{said}+08:00").astimezone(SHANGHAI)


def on(when: str, kind: str, actor: str = "", unit: str = "", **noted: Any) -> Happened:
    """Write down what happened; ``referral`` is a reference, all else is noted."""
    return when, kind, {"actor": actor, "unit": unit, **noted}


def events(*happened: Happened) -> list[sh.Event]:
    """Make events, named by their places."""
    found = []
    for number, (when, kind, noted) in enumerate(happened):
        payload = dict(noted)
        own = {"actor": payload.pop("actor"), "unit": payload.pop("unit")}
        refs = {"referral": payload.pop("referral")} if "referral" in payload else {}
        made = {"occurred_at": at(when), "refs": refs, "payload": payload, **own}
        found.append(sh.Event(id=f"e{number:02}", kind=kind, **made))
    return found


def assess(
    *happened: Happened, as_of: str = "30 12:00", registry: sh.Registry = HALL, **how: Any
) -> sh.Assessment:
    """Assess what happened in a town that has no rules of its own."""
    return registry.assess(sh.Timeline.of(events(*happened)), as_of=at(as_of), division=TOWN, **how)


def town(**sections: Any) -> sh.Registry:
    """Return a registry with the pack of the town."""
    return sh.Registry.of(sh.load_pack({"id": "town", "division": TOWN, **sections}))


def holder(found: sh.Assessment, role: str, when: str = "30 12:00") -> str:
    """Return who played a part at an instant."""
    return str(found.holder(role, at(when)))


def became(found: sh.Assessment) -> dict[str, str]:
    """Return what became of each duty, of several the last."""
    return {
        one.duty.id + (f"/{one.thing}" if one.thing else ""): one.status.value
        for one in found.duties
    }


def broken(found: sh.Assessment) -> dict[str, str]:
    """Return the breaches, each with who answers for it."""
    return {one.duty.breach: str(found.bearer(one)) for one in found.breaches}


# ---- who is first


CALL: Final = on("12 08:30", "phoned", "孙丽", "咨询台")
VISIT: Final = on("12 09:00", "contacted", "王芳", "综合窗口")
QUESTION: Final = on("12 09:30", "consulted", "李刚", "民政窗口")
RECEIPT: Final = on("12 10:00", "received", "赵强", "残联窗口")


@pytest.mark.requirement("R-135")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ((CALL, VISIT, QUESTION, RECEIPT), "首问责任人（咨询台孙丽）"),
        ((VISIT, QUESTION, RECEIPT), "首问责任人（综合窗口王芳）"),
        ((QUESTION, RECEIPT), "首问责任人（民政窗口李刚）"),
        ((RECEIPT,), "首问责任人（残联窗口赵强）"),
    ],
    ids=["a call before the visit", "the first who met", "the first who was asked", "the receiver"],
)
def test_the_first_responder_is_the_first_who_met_or_answered(
    happened: tuple[Happened, ...], expected: str
) -> None:
    """第一个遇到……或第一个接听: and stays so, in whatever order the events are handed over."""
    for order in permutations(happened):
        assert holder(assess(*order), "first_responder") == expected


@pytest.mark.requirement("R-135", "R-148")
def test_the_first_responder_and_the_case_owner_are_two() -> None:
    """王芳 was asked first; 赵强 received it and owns the case; 钱红 accepts a handover of that."""
    found = assess(VISIT, RECEIPT, on("13 09:00", "handover.accepted", "钱红", "残联窗口"))
    assert holder(found, "first_responder") == "首问责任人（综合窗口王芳）"
    assert holder(found, "case_owner", "12 12:00") == "第一责任人（残联窗口赵强）"
    assert holder(found, "case_owner") == "第一责任人（残联窗口钱红）"
    assert holder(found, "first_responder", "12 08:59") == "首问责任人"


def test_a_part_that_is_not_there_has_no_holder() -> None:
    """A name that no rule knows is refused, with those that are near; an instant needs a zone."""
    found = assess(VISIT)
    assert str(found.holder("first_responder")) == "首问责任人（综合窗口王芳）"
    with pytest.raises(sh.InputValueError, match="first_responder"):
        found.holder("first_responsible")
    with pytest.raises(sh.InputValueError, match="SH103"):
        found.holder("first_responder", datetime(2026, 10, 12))  # noqa: DTZ001  # what is refused


CONTACTS: Final = st.lists(
    st.tuples(
        st.sampled_from(["contacted", "consulted", "phoned"]),
        st.integers(0, 59),
        st.sampled_from("甲乙丙丁"),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.requirement("R-135")
@given(CONTACTS, st.randoms(use_true_random=False))
def test_law_the_earliest_contact_whatever_the_order(
    contacts: list[tuple[str, int, str]], shuffle: Any
) -> None:
    """The earliest minute decides; within it a visit, a question, a call; among those nothing."""
    ranks = ["contacted", "consulted", "phoned"]
    happened = [on(f"12 09:{minute:02}", kind, actor) for kind, minute, actor in contacts]
    order = sorted(
        range(len(contacts)), key=lambda n: (contacts[n][1], ranks.index(contacts[n][0]))
    )
    made = events(*happened)
    shuffle.shuffle(made)
    found = HALL.assess(sh.Timeline.of(made), as_of=at("12 12:00"), division=TOWN)
    kind, minute, actor = contacts[order[0]]
    others = [contacts[n][2] for n in order if contacts[n][:2] == (kind, minute)]
    said = found.holder("first_responder")
    if set(others) == {actor}:
        assert str(said) == f"首问责任人（{actor}）"
    else:
        assert (said.actor, set(said.among)) == ("", set(others))


RANKED: Final = {
    "details": {"rank": {"label": "职级", "type": "count"}},
    "roles": [{"changes": "first_responder", "prefers": "rank", **CITE}],
}


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ((1, 3, 2), "乙"),
        ((3, 3, 2), "未定：甲、乙同时担任，没有写明以谁为准"),
        ((3, 3, 4), "丙"),
        ((None, 0, None), "乙"),
        ((None, None, None), "未定：甲、乙、丙同时担任，没有写明以谁为准"),
        ((2, None, 1), "甲"),
    ],
)
def test_of_two_asked_at_once_the_higher_rank_answers(
    ranks: tuple[int | None, ...], expected: str
) -> None:
    """A rule of some offices: the greater number has it, none of equals; unknown is least."""
    happened = [
        on("12 09:00", "contacted", actor, **({} if rank is None else {"rank": rank}))
        for actor, rank in zip("甲乙丙", ranks, strict=True)
    ]
    later = on("12 09:01", "contacted", "丁", rank=9)
    found = assess(*happened, later, registry=town(**RANKED))
    assert holder(found, "first_responder") == f"首问责任人（{expected}）"


ASKED: Final = [("contacted", "first.direct"), ("consulted", "consultation.direct")]
ASKED_HOW: Final = [*ASKED, ("phoned", "call.direct")]


@pytest.mark.requirement("R-136")
@pytest.mark.parametrize(("kind", "duty"), ASKED_HOW)
@pytest.mark.parametrize("second", ["own", "other"])
def test_who_is_asked_answers_whoever_is_asked_after_him(kind: str, duty: str, second: str) -> None:
    """甲 was asked at nine, 乙 a minute later: that nobody was named is 甲's."""
    asked = (
        on("12 09:00", kind, "甲", inquiry="other"),
        on("12 09:01", kind, "乙", inquiry=second),
        on("12 09:02", "answered", "乙"),
    )
    left = on("12 09:05", "visit.ended")
    found = assess(*asked, left)
    assert found.bearer(found.duty(duty)).actor == "甲"
    away = on("12 09:03", "substituted", "丙", absent="甲")
    found = assess(*asked, away, left)
    assert found.bearer(found.duty(duty)).actor == "丙"


def test_what_was_done_stays_his_who_did_it() -> None:
    """甲 named somebody on the 12th, and 丁 met the visitor on the 15th: the first stays 甲's."""
    happened = (
        on("12 09:00", "contacted", "甲", inquiry="other"),
        on("12 09:01", "referred", "甲", referral="R1", to_unit="残联窗口", receiver="赵强"),
        on("15 09:00", "contacted", "丁", inquiry="own"),
        on("15 09:10", "substituted", "丙", absent="甲"),
    )
    found = assess(*happened)
    one = found.duty("first.direct")
    assert (one.status.value, found.bearer(one).actor) == ("fulfilled", "甲")
    assert one.settled_at == at("12 09:01")


@pytest.mark.parametrize(("kind", "duty"), ASKED_HOW)
@pytest.mark.parametrize(
    ("ranks", "expected"),
    [((2, 5), "乙"), ((5, 2), "甲"), ((5, 5), "")],
)
def test_what_two_are_asked_at_once_is_owed_by_the_first_responder(
    kind: str, duty: str, ranks: tuple[int, int], expected: str
) -> None:
    """Not by the one who happens to be written down first; among equals by nobody that we name."""
    asked = [
        on("12 09:00", kind, actor, inquiry="other", rank=rank)
        for actor, rank in zip("甲乙", ranks, strict=True)
    ]
    found = assess(*asked, on("12 09:05", "visit.ended"), registry=town(**RANKED))
    assert found.holder("first_responder").actor == expected
    assert found.bearer(found.duty(duty)).actor == expected
    unsettled = "首问责任人（未定：甲、乙同时担任，没有写明以谁为准）" in found.explain()
    assert unsettled == (not expected)


def test_two_who_meet_a_later_visitor_at_once_are_not_told_apart() -> None:
    """The first responder is 甲 of the 12th; of 乙 and 丁 on the 15th nothing says who owes it."""
    happened = (
        on("12 09:00", "contacted", "甲"),
        on("12 09:01", "answered", "甲"),
        on("12 09:02", "visit.ended"),
        on("15 09:00", "contacted", "乙", inquiry="other"),
        on("15 09:00", "contacted", "丁", inquiry="other"),
        on("15 09:05", "visit.ended"),
    )
    found = assess(*happened)
    assert found.holder("first_responder").actor == "甲"
    assert found.bearer(found.duty("first.direct")).among == ("乙", "丁")


def test_of_several_at_once_each_is_named_once() -> None:
    """甲 is written down twice, 乙 once: two are in doubt."""
    both = [on("12 09:00", "contacted", actor) for actor in "甲乙甲"]
    assert assess(*both).holder("first_responder").among == ("甲", "乙")


def test_one_who_is_written_down_twice_is_one() -> None:
    """Two records of one contact are no doubt; nor are two of a window where nobody is named."""
    for who in ({"actor": "甲"}, {"unit": "综合窗口"}):
        twice = [on("12 09:00", "contacted", inquiry="other", **who) for _ in range(2)]
        found = assess(*twice, on("12 09:05", "visit.ended"))
        assert not found.holder("first_responder").among
        assert not found.bearer(found.duty("first.direct")).among


def test_a_role_that_passes_on_prefers_too() -> None:
    """Of two at the same instant the higher one has it; whoever comes later has it after that."""
    role = {"id": "boss", "title": "组长", "taken_on": "contacted", "prefers": "rank", **CITE}
    registry = town(details=RANKED["details"], roles=[role])
    both = (on("12 09:00", "contacted", "甲", rank=2), on("12 09:00", "contacted", "乙", rank=1))
    assert holder(assess(*both, registry=registry), "boss") == "组长（甲）"
    later = on("12 10:00", "contacted", "丙", rank=1)
    assert holder(assess(*both, later, registry=registry), "boss") == "组长（丙）"


def test_a_role_is_taken_under_its_conditions() -> None:
    """Not by who is known not to be on duty; what nobody noted is no hindrance."""
    registry = town(
        details={"by_duty": {"type": "yes_no"}},
        roles=[{"changes": "first_responder", "when": {"by_duty": True}, **CITE}],
    )
    passer_by = on("12 08:00", "contacted", "丁", by_duty=False)
    found = assess(passer_by, VISIT, registry=registry)
    assert holder(found, "first_responder") == "首问责任人（综合窗口王芳）"
    found = assess(on("12 08:00", "contacted", "丁", by_duty=True), VISIT, registry=registry)
    assert holder(found, "first_responder") == "首问责任人（丁）"


# ---- who stands in


STAND_IN: Final = on("13 09:00", "substituted", "钱红", "综合窗口", absent="王芳")
BACK: Final = on("15 09:00", "substitution.ended", absent="王芳")


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("13 08:59", "综合窗口王芳"),
        ("13 09:00", "综合窗口钱红"),
        ("15 08:59", "综合窗口钱红"),
        ("15 09:00", "综合窗口王芳"),
    ],
)
def test_a_substitute_plays_all_parts_until_the_end(when: str, expected: str) -> None:
    """From the very instant to the very instant; the first responder and the attendant alike."""
    found = assess(VISIT, STAND_IN, BACK)
    assert holder(found, "first_responder", when) == f"首问责任人（{expected}）"
    assert holder(found, "attendant", when) == f"接待人员（{expected}）"


def test_the_clock_runs_on_and_the_substitute_answers_for_what_he_misses() -> None:
    """Five working days from the 12th end on the 19th: 钱红 stands in for 赵强 then; a day later
    赵强 is back, and the breach stays hers."""
    matter = {"id": "m", "title": "证", "promised": "5个工作日", "fee": "free", "materials": "none"}
    registry = town(matters=[{**matter, **CITE}])
    plain = {"main_document": "provided", "other_materials": "complete", "windows": 1}
    facts = {**plain, "contrary_to_policy": False, "survey": "not_needed", "needs_process": True}
    open_ = {**facts, "same_day_possible": False, "departments": 1, "must_forward": False}
    happened = (
        on("12 10:00", "received", "赵强", "残联窗口", matter="m", **open_),
        on("16 09:00", "substituted", "钱红", absent="赵强"),
        on("20 09:00", "substitution.ended", absent="赵强"),
        on("21 09:00", "closed", "赵强", "残联窗口"),
    )
    found = assess(*happened, registry=registry)
    late = found.duty("decide.promised")
    assert (late.status.value, late.due_at) == ("breached", at("20 00:00"))
    assert str(found.bearer(late)) == "第一责任人（残联窗口钱红）"
    in_time = assess(*happened[:2], registry=registry, as_of="16 08:00")
    assert str(in_time.bearer(in_time.duty("decide.promised"))) == "第一责任人（残联窗口赵强）"


def test_substitutes_have_substitutes_and_nobody_goes_round_in_a_circle() -> None:
    """钱红 for 王芳, 孙丽 for 钱红; when 王芳 stands in for 孙丽, she plays her own parts."""
    second = on("14 09:00", "substituted", "孙丽", absent="钱红")
    found = assess(VISIT, STAND_IN, second)
    assert holder(found, "first_responder") == "首问责任人（综合窗口孙丽）"
    round_ = on("15 09:00", "substituted", "王芳", absent="孙丽")
    found = assess(VISIT, STAND_IN, second, round_)
    assert holder(found, "first_responder") == "首问责任人（综合窗口孙丽）"


def test_a_second_substitute_takes_the_place_of_the_first() -> None:
    """And when the person is back, neither of them plays the parts."""
    second = on("14 09:00", "substituted", "孙丽", "咨询台", absent="王芳")
    found = assess(VISIT, STAND_IN, second)
    assert holder(found, "first_responder") == "首问责任人（咨询台孙丽）"
    found = assess(VISIT, STAND_IN, second, BACK)
    assert holder(found, "first_responder") == "首问责任人（综合窗口王芳）"


@pytest.mark.parametrize(
    ("happened", "named"),
    [
        ([on("13 09:00", "substituted", "钱红")], ["absent"]),
        ([on("13 09:00", "substituted", absent="王芳")], ["actor"]),
        ([on("13 09:00", "substituted")], ["absent", "actor"]),
        ([STAND_IN, on("15 09:00", "substitution.ended")], ["absent"]),
    ],
)
def test_nobody_stands_in_for_nobody(happened: list[Happened], named: list[str]) -> None:
    """Who, and for whom, must be written down; the message says what is missing."""
    with pytest.raises(sh.FaultyDataError) as caught:
        assess(VISIT, *happened)
    assert [(one.code, one.facts["name"]) for one in caught.value.problems] == [
        ("SH650", name) for name in named
    ]


def test_what_did_not_begin_does_not_end() -> None:
    """Neither a substitution nor a referral that nobody knows of."""
    for kind, referral in (
        ("substitution.ended", {}),
        ("referral.accepted", {"referral": "R9"}),
        ("referral.refused", {"referral": "R9"}),
        ("referral.followed-up", {"referral": "R9"}),
        ("referral.closed", {"referral": "R9"}),
    ):
        with pytest.raises(sh.FaultyDataError, match="SH609"):
            assess(VISIT, on("13 09:00", kind, absent="王芳", **referral))


def test_a_referral_is_followed_up_as_often_as_needed_and_closed_once() -> None:
    """Two follow-ups are two; closing twice what was referred once is a fault."""
    again = [on(f"13 0{hour}:00", "referral.followed-up", "王芳", referral="R1") for hour in (8, 9)]
    assert became(assess(VISIT, REFERRED, *again))["referral.follow-up/R1"] == "breached"
    closed = [on(f"13 1{hour}:00", "referral.closed", "李刚", referral="R1") for hour in (0, 1)]
    with pytest.raises(sh.FaultyDataError, match="SH609"):
        assess(VISIT, REFERRED, *closed)


# ---- own scope, another's


TO: Final = {"to_unit": "民政窗口", "receiver": "李刚", "handler_phone": "5555-1002"}
LEFT: Final = on("12 09:20", "visit.ended")
REFERRED: Final = on(
    "12 09:10", "referred", "王芳", "综合窗口", referral="R1", referral_matter="低保", **TO
)
OTHER: Final = on("12 09:00", "contacted", "王芳", "综合窗口", inquiry="other")


@pytest.mark.requirement("R-137")
@pytest.mark.parametrize("done", ["received", "answered", "explained", "notice.one-time", ""])
def test_what_is_in_ones_own_scope_is_handled_or_explained(done: str) -> None:
    """应及时处理,一时不能办理的,要耐心说明理由: sent away with nothing, 王芳 answers for it."""
    found = assess(VISIT, *([on("12 09:10", done, "王芳")] if done else []), LEFT)
    assert became(found)["first.attend"] == ("fulfilled" if done else "breached")
    missed = {"first_not_attended": "接待人员（综合窗口王芳）"}
    assert broken(found) == ({} if done else missed)


@pytest.mark.requirement("R-138", "R-147")
@pytest.mark.parametrize("inquiry", ["other", "outside", "unclear"])
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        pytest.param(TO, "fulfilled", id="window and person named"),
        pytest.param({**TO, "receiver": ""}, "breached", id="nobody named"),
        pytest.param({**TO, "to_unit": ""}, "breached", id="no window named"),
        pytest.param(None, "breached", id="not directed at all"),
    ],
)
@pytest.mark.parametrize(
    ("kind", "duty"), [("contacted", "first.direct"), ("consulted", "consultation.direct")]
)
def test_what_is_anothers_is_directed_to_a_window_and_a_person(
    kind: str, duty: str, noted: Mapping[str, str] | None, expected: str, inquiry: str
) -> None:
    """指明……具体承办人, also where it is not clear whose it is, before the visitor leaves."""
    asked = on("12 09:00", kind, "王芳", "综合窗口", inquiry=inquiry)
    directed = [] if noted is None else [on("12 09:10", "referred", "王芳", referral="R1", **noted)]
    found = assess(asked, *directed, LEFT)
    assert became(found)[duty] == expected
    assert "first.attend" not in became(found)
    assert "consultation" not in became(found)


@pytest.mark.requirement("R-139")
@pytest.mark.parametrize(
    ("inquiry", "kind", "noted", "duty", "expected"),
    [
        ("own", "answered", {}, "call.answer", "fulfilled"),
        ("own", "", {}, "call.answer", "breached"),
        ("other", "referred", {"handler_phone": "5555-1002"}, "call.direct", "fulfilled"),
        ("other", "referred", {"handler_phone": ""}, "call.direct", "breached"),
        ("other", "", {}, "call.direct", "breached"),
    ],
)
def test_a_caller_gets_an_answer_or_a_number(
    inquiry: str, kind: str, noted: Mapping[str, str], duty: str, expected: str
) -> None:
    """给予答复, else 告知该承办人的电话号码, before the call ends; the one on the phone answers."""
    called = on("12 09:00", "phoned", "孙丽", "咨询台", inquiry=inquiry)
    done = [on("12 09:10", kind, "孙丽", **noted)] if kind else []
    found = assess(called, *done, LEFT)
    assert became(found)[duty] == expected
    assert str(found.bearer(found.duty(duty))) == "接听人员（咨询台孙丽）"


@pytest.mark.requirement("R-143")
def test_a_question_in_own_scope_is_answered_by_who_is_asked() -> None:
    """须详细解答,并对结果负责: told nothing, it is on the person asked; another's is directed."""
    found = assess(QUESTION, on("12 09:40", "visit.ended"))
    assert broken(found) == {"consultation": "接受咨询的工作人员（民政窗口李刚）"}


@pytest.mark.requirement("R-146")
def test_to_send_a_visitor_away_is_always_a_breach() -> None:
    """Whatever else was done: on the person who did it, not on the first responder."""
    away = on("12 09:15", "turned.away", "李刚", "民政窗口")
    found = assess(OTHER, REFERRED, away, LEFT)
    assert broken(found)["first_turned_away"] == "经手人员（民政窗口李刚）"


@pytest.mark.requirement("R-147")
@pytest.mark.parametrize(("explained", "expected"), [(True, "fulfilled"), (False, "breached")])
def test_the_town_hall_explains_patiently_and_directs(*, explained: bool, expected: str) -> None:
    """RS: 不清楚的,应耐心解释,并详细告知到相关窗口; it may be directed, not without explanation."""
    asked = on("12 09:00", "consulted", "王芳", "综合窗口", inquiry="unclear")
    noted = {**TO, "referral_reason": "unclear", "patiently_explained": explained}
    directed = on("12 09:10", "referred", "王芳", referral="R1", **noted)
    found = assess(asked, directed, LEFT, profiles=["RS"])
    assert became(found)["consultation.direct"] == expected


# ---- a referral is a thing: named, accepted, followed up, closed


ACCEPTED: Final = on("12 15:00", "referral.accepted", "李刚", "民政窗口", referral="R1")
CLOSED: Final = on("14 10:00", "referral.closed", "李刚", "民政窗口", referral="R1")


@pytest.mark.requirement("R-144", "R-157")
def test_a_referral_is_open_until_its_receiver_closes_it() -> None:
    """Not by the end of the visit or of the case: by the receiver; then all is done."""
    visited = assess(OTHER, REFERRED, LEFT, ACCEPTED, as_of="12 16:00")
    assert became(visited) == {
        "first.direct": "fulfilled",
        "referral.accept/R1": "fulfilled",
        "referral.accept.in-time/R1": "fulfilled",
        "referral.supervise/R1": "open",
        "referral.follow-up/R1": "open",
        "referral.handle/R1": "open",
    }
    assert set(became(assess(OTHER, REFERRED, LEFT, ACCEPTED, CLOSED)).values()) == {"fulfilled"}
    received = on("13 09:00", "received", "李刚", "民政窗口")
    ended = on("13 10:00", "closed", "李刚", "民政窗口")
    still = became(assess(OTHER, REFERRED, LEFT, ACCEPTED, received, ended))
    assert still["referral.handle/R1"] == "open"


@pytest.mark.requirement("R-157")
@pytest.mark.parametrize("kind", ["withdrawn", "transferred"])
def test_what_falls_away_is_followed_up_no_longer(kind: str) -> None:
    """Withdrawn or transferred on the 13th, before any term runs out: all of it is discharged."""
    found = became(assess(OTHER, REFERRED, ACCEPTED, on("13 09:00", kind)))
    rest = {name: status for name, status in found.items() if status != "fulfilled"}
    assert set(rest) == {"referral.supervise/R1", "referral.follow-up/R1", "referral.handle/R1"}
    assert set(rest.values()) == {"discharged"}


@pytest.mark.requirement("R-144")
def test_the_first_responder_follows_up_until_it_is_closed() -> None:
    """Each follow-up begins the next three working days (ours, a target): 15th; 14th → 19th."""
    followed = on("14 09:00", "referral.followed-up", "王芳", referral="R1")
    found = assess(OTHER, REFERRED, ACCEPTED, followed, as_of="20 09:00")
    ups = [one for one in found.duties if one.duty.id == "referral.follow-up"]
    assert [(one.status.value, one.due_at) for one in ups] == [
        ("fulfilled", at("16 00:00")),
        ("breached", at("20 00:00")),
    ]
    assert {str(found.bearer(one)) for one in ups} == {"首问责任人（综合窗口王芳）"}
    assert all(one.duty.grade is sh.Grade.TARGET for one in ups)
    closed = on("15 10:00", "referral.closed", "李刚", referral="R1")
    late = on("16 09:00", "referral.followed-up", "王芳", referral="R1")
    done = assess(OTHER, REFERRED, ACCEPTED, followed, closed, late)
    assert set(became(done).values()) == {"fulfilled"}


@pytest.mark.requirement("R-145")
def test_to_refuse_a_referral_is_to_shift_it() -> None:
    """不得推诿: on the person who refused; the named one owes nothing more, the first one all."""
    refused = on("12 11:00", "referral.refused", "李刚", "民政窗口", referral="R1")
    found = assess(OTHER, REFERRED, LEFT, refused, as_of="12 12:00")
    assert broken(found) == {"referral_shifted": "推诿的人员（民政窗口李刚）"}
    assert became(found)["referral.accept/R1"] == "discharged"
    assert became(found)["referral.supervise/R1"] == "open"
    again = on("12 11:30", "referred", "王芳", "综合窗口", referral="R1", to_unit="残联窗口")
    sent = assess(OTHER, REFERRED, LEFT, refused, again, as_of="12 12:00")
    assert became(sent)["referral.accept/R1"] == "open"
    assert str(sent.bearer(sent.duty("referral.accept/R1"))) == "指明的承办人（残联窗口）"


@pytest.mark.requirement("R-145")
def test_a_place_that_sets_a_term_makes_it_a_duty() -> None:
    """The model hall blames nobody for a figure of its own; the town promises half a day less."""
    own = {"within": "$referral.accept", "grade": "service"}
    registry = town(
        terms=[{"changes": "referral.accept", "value": "same day", **CITE}],
        duties=[{"changes": "referral.accept", **own, **CITE}],
    )
    happened = (OTHER, REFERRED, LEFT, on("13 09:00", "referral.accepted", "李刚", referral="R1"))
    ours = assess(*happened, as_of="13 10:00").duty("referral.accept.in-time/R1")
    assert (ours.status.value, ours.due_at) == ("fulfilled", at("14 00:00"))
    found = assess(*happened, as_of="13 10:00", registry=registry)
    assert broken(found)["referral_not_accepted"] == "指明的承办人（民政窗口李刚）"


CHAIN: Final = (
    OTHER,
    REFERRED,
    LEFT,
    ACCEPTED,
    on(
        "14 10:00",
        "referred",
        "李刚",
        "民政窗口",
        referral="R2",
        to_unit="残联窗口",
        receiver="赵强",
    ),
)


@pytest.mark.requirement("R-135", "R-144", "R-157")
def test_three_windows_and_one_who_never_accepts() -> None:
    """王芳 → 李刚, who accepts → 赵强, who never does: 王芳 is still the first responder and
    follows both up; 李刚 holds what he took; 赵强 was named, and a working day has passed."""
    found = assess(*CHAIN, as_of="20 12:00")
    open_ = {
        (one.duty.id, one.thing): (one.status.value, str(found.bearer(one)))
        for one in found.duties
        if one.is_undone
    }
    first, taker = "首问责任人（综合窗口王芳）", "承办人（民政窗口李刚）"
    named = "指明的承办人（残联窗口赵强）"
    assert open_ == {
        ("referral.supervise", "R1"): ("open", first),
        ("referral.follow-up", "R1"): ("breached", first),
        ("referral.handle", "R1"): ("open", taker),
        ("referral.accept", "R2"): ("open", named),
        ("referral.accept.in-time", "R2"): ("breached", named),
        ("referral.supervise", "R2"): ("open", first),
        ("referral.follow-up", "R2"): ("breached", first),
    }
    assert found.duty("referral.accept.in-time/R2").due_at == at("16 00:00")


@pytest.mark.requirement("R-157")
def test_time_is_the_senders_until_the_receiver_takes_it() -> None:
    """王芳 from 09:10, when she sends it, to 15:00; then 李刚, for 赵强 never took it: the 12th to
    the 20th at 12:00, without the two days of the weekend."""
    shares = {
        str(one): time
        for one, time in assess(*CHAIN, as_of="20 12:00").responsibility.shares.items()
    }
    minutes = {name: time.total_seconds() / 60 for name, time in shares.items()}
    assert minutes == {
        "未登记单位": 10,
        "综合窗口": 5 * 60 + 50,
        "民政窗口": 9 * 60 + (4 * 24 + 24 + 12) * 60,
        "休息日": 2 * 24 * 60,
    }


@pytest.mark.requirement("R-157", "R-158")
def test_the_chain_is_told_in_every_output() -> None:
    """The explanation, the progress and the record name all three, and what is open with whom."""
    found = assess(*CHAIN, as_of="20 12:00")
    said = found.explain()
    assert "接收转办的事项〔R2〕（服务承诺；承担人：指明的承办人（残联窗口赵强））：办理中" in said
    assert (
        "认真办理转办的事项，直到办结〔R1〕（服务承诺；承担人：承办人（民政窗口李刚））：办理中"
        in said
    )
    assert (
        "对转办的事项督办到底〔R2〕（服务承诺；承担人：首问责任人（综合窗口王芳））：办理中" in said
    )
    assert found.explain_progress().splitlines()[2:] == [
        "转办〔R1〕：对转办的事项督办到底，首问责任人（综合窗口王芳）",
        "转办〔R1〕：认真办理转办的事项，直到办结，承办人（民政窗口李刚）",
        "转办〔R2〕：接收转办的事项，指明的承办人（残联窗口赵强）",
        "转办〔R2〕：对转办的事项督办到底，首问责任人（综合窗口王芳）",
        "查询：首问责任人综合窗口王芳",
    ]
    nobody = assess(on("12 09:00", "contacted"))
    assert nobody.explain_progress().endswith("查询：")
    record = json.loads(found.to_json())
    named = [one for one in record["duties"] if one["duty"] == "referral.accept.in-time"]
    assert [(one["thing"], one["status"], one["bearer"]) for one in named] == [
        ("R1", "fulfilled", "指明的承办人（民政窗口李刚）"),
        ("R2", "breached", "指明的承办人（残联窗口赵强）"),
    ]


def test_a_matter_passed_on_stays_with_who_accepted_it() -> None:
    """李刚 names 赵强 for the same referral; until 赵强 accepts, 李刚 has it."""
    passed = on("13 09:00", "referred", "李刚", "民政窗口", referral="R1", receiver="赵强")
    found = assess(OTHER, REFERRED, ACCEPTED, passed, as_of="13 10:00")
    assert str(found.bearer(found.duty("referral.handle/R1"))) == "承办人（民政窗口李刚）"
    assert str(found.bearer(found.duty("referral.accept/R1"))) == "指明的承办人（赵强）"
    taken = on("13 11:00", "referral.accepted", "赵强", "残联窗口", referral="R1")
    found = assess(OTHER, REFERRED, ACCEPTED, passed, taken, as_of="13 12:00")
    assert str(found.bearer(found.duty("referral.handle/R1"))) == "承办人（残联窗口赵强）"


@pytest.mark.requirement("R-157")
def test_a_referral_without_a_name_is_told_to_be_lost_sight_of() -> None:
    """Nothing can follow up what is not named: the explanation says so, of each such event."""
    unnamed = on("12 09:10", "referred", "王芳", **TO)
    said = assess(OTHER, unnamed, LEFT).explain()
    hint = "2026年10月12日（星期一）09:10“引导转办”没有写明是哪一件，不能跟踪到完成"
    assert hint in said
    assert "没有写明是哪一件" not in assess(OTHER, REFERRED, LEFT).explain()


@pytest.mark.requirement("R-157")
def test_what_is_open_stands_with_the_window_that_has_it() -> None:
    """Nobody received a case, so the window is that of who bears each duty."""
    windows = {(one.duty, one.thing): one.window for one in open_items(assess(*CHAIN))}
    assert windows["referral.handle", "R1"] == "民政窗口"
    assert windows["referral.accept", "R2"] == "残联窗口"
    assert windows["referral.supervise", "R2"] == "综合窗口"


# ---- the registers


def rows(found: sh.Assessment) -> list[dict[str, str]]:
    """Return the register of referrals."""
    return [dict(row) for row in register_rows(found, register_form(found, "ledger.referral"))]


@pytest.mark.requirement("R-157")
def test_the_register_has_a_line_for_each_referral() -> None:
    """From which window, to which, who, when, what; how it stands names who has it."""
    first, second = rows(assess(*CHAIN, as_of="20 12:00"))
    assert first == {
        "case": "",
        "thing": "R1",
        "first_responder": "王芳",
        "from_unit": "综合窗口",
        "from_actor": "王芳",
        "to_unit": "民政窗口",
        "receiver": "李刚",
        "begun_at": "2026年10月12日09:10",
        "referral_matter": "低保",
        "standing": "未完成：对转办的事项督办到底（首问责任人（综合窗口王芳））；"
        "认真办理转办的事项，直到办结（承办人（民政窗口李刚））",
    }
    assert (second["thing"], second["from_actor"], second["receiver"]) == ("R2", "李刚", "赵强")
    assert second["referral_matter"] == ""
    (closed,) = rows(assess(OTHER, REFERRED, ACCEPTED, CLOSED))
    assert closed["standing"] == "2026年10月14日10:00转办办结"
    assert rows(assess(VISIT)) == []


@pytest.mark.requirement("R-152")
def test_a_register_of_cases_names_who_was_asked_first() -> None:
    """Whoever stands in for him now; where no one is known, nobody."""
    found = assess(CALL, VISIT, STAND_IN, on("14 09:00", "substituted", "李刚", absent="孙丽"))
    form = {"id": "book", "title": "簿", "of": "ledger", "items": {"first_responder": "首问责任人"}}
    registry = town(forms=[{**form, **CITE}])
    found = assess(*[CALL, VISIT, STAND_IN], registry=registry)
    (row,) = register_rows(found, register_form(found, "book"))
    assert row["first_responder"] == "孙丽"
    nobody = assess(on("12 09:00", "contacted"), registry=registry)
    (row,) = register_rows(nobody, register_form(nobody, "book"))
    assert row["first_responder"] == ""


def test_the_register_of_referrals_on_the_command_line(run: Run, tmp_path: Path) -> None:
    """A line for each referral of each case of a ledger; a case without any adds none."""
    chain = json.loads((ROOT / "examples/cases/referral-chain.json").read_text(encoding="utf-8"))
    chain["events"][0]["payload"]["case"] = "LH-1"
    contact = {**chain["events"][0], "payload": {"division": "371302998", "case": "LH-2"}}
    plain = {"format": 1, "events": [contact]}
    ledger = tmp_path / "ledger.jsonl"
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in (chain, plain))
    ledger.write_text(text + "\n", encoding="utf-8")
    options = ("--as-of", "2026-10-20", "--pack", ROOT / "examples" / "liuhe")
    found = run("register", ledger, "--form", "ledger.referral", *options)
    assert found.status == 0
    assert [line.split(",")[:3] for line in found.output.splitlines()] == [
        ["办件编号", "转办编号", "首问责任人"],
        ["LH-1", "转办1", "王芳"],
        ["LH-1", "转办2", "王芳"],
    ]


# ---- bad packs


ROLE: Final = {"id": "r", "title": "角色", **CITE}


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        ({"roles": [{**ROLE, "named": {"on": "referred", "person": "recever"}}]}, "SH217"),
        ({"roles": [{**ROLE, "named": {"person": "receiver"}}]}, "SH206"),
        ({"roles": [{**ROLE, "named": {"on": "refered"}}]}, "SH443"),
        ({"roles": [{**ROLE, "prefers": "rank"}]}, "SH424"),
        ({"roles": [{**ROLE, "prefers": "urgent"}]}, "SH217"),
        ({"roles": [{**ROLE, "when": {"inquiry": "mine"}}]}, "SH426"),
        ({"events": {"x": {"title": "某", "in_place_of": "who"}}}, "SH217"),
        ({"events": {"x": {"title": "某", "back": "who"}}}, "SH217"),
        (
            {
                "forms": [
                    {
                        "id": "f",
                        "title": "格式",
                        "of": "notice",
                        "items": {"a": "甲"},
                        "each": "referral",
                        **CITE,
                    }
                ]
            },
            "SH459",
        ),
    ],
)
def test_a_pack_that_names_what_is_not_there_is_refused(
    sections: Mapping[str, Any], code: str
) -> None:
    """A field, a kind of event, a number, a value that does not exist; a form that is no ledger."""
    with pytest.raises(sh.FaultyDataError, match=code):
        town(**sections).policy(TOWN, on=at("12 09:00").date())


B_ROLE: Final = town(
    fields={"who_left": {"label": "离岗人"}},
    events={
        "b-role.on": {"title": "B角顶岗", "in_place_of": "who_left"},
        "b-role.off": {"title": "A角返岗", "back": "who_left"},
    },
)


def test_a_place_gives_substitution_a_kind_of_its_own() -> None:
    """The engine knows no kind by name: a pack says which event passes on all parts, and back."""
    happened = (
        VISIT,
        on("13 09:00", "b-role.on", "钱红", who_left="王芳"),
        on("14 09:00", "b-role.off", who_left="王芳"),
    )
    found = assess(*happened, registry=B_ROLE)
    assert holder(found, "first_responder", "13 12:00") == "首问责任人（综合窗口钱红）"
    assert holder(found, "first_responder", "14 12:00") == "首问责任人（综合窗口王芳）"


PEOPLE: Final = st.sampled_from("甲乙丙丁")
ROLES_PASSED: Final = st.lists(
    st.tuples(st.integers(1, 50), st.booleans(), PEOPLE, PEOPLE),
    max_size=8,
    unique_by=lambda one: one[0],
)


def stands_in(passed: list[tuple[int, bool, str, str]], until: int) -> str:
    """Say slowly who plays the parts of 甲 at a minute: follow the substitutes of the moment."""
    now: dict[str, str] = {}
    for minute, begins, absent, by in sorted(passed):
        if minute <= until:
            now.pop(absent, None)
            now.update({absent: by} if begins else {})
    chain = ["甲"]
    while now.get(chain[-1], chain[-1]) not in chain:
        chain.append(now[chain[-1]])
    return chain[-1]


@given(ROLES_PASSED, st.integers(0, 55))
def test_law_who_stands_in_at_any_moment(
    passed: list[tuple[int, bool, str, str]], minute: int
) -> None:
    """Whoever passes on what, and whenever one looks: the same as by following every event."""
    happened = [
        on(f"12 10:{when:02}", "b-role.on" if begins else "b-role.off", by, who_left=absent)
        for when, begins, absent, by in passed
    ]
    found = assess(on("12 10:00", "contacted", "甲"), *happened, registry=B_ROLE)
    expected = f"首问责任人（{stands_in(passed, minute)}）"
    assert holder(found, "first_responder", f"12 10:{minute:02}") == expected
