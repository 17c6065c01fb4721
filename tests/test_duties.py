"""Duties: how a town writes them, what is refused, and what becomes of them in a case.

The town 云岭 is made up. Every due day was counted by hand, in September 2026: the 1st is a
Tuesday, 5, 6, 12, 13 and 19 are rest days, Sunday the 20th is worked, 25 to 27 are rest. There are
no office hours unless a test says so: "due on the 4th" means by 24:00, which is the 5th at 00:00.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall import CaseState, DutyStatus
from servicehall.assessment import Assessment
from servicehall.clocks import SilenceEffect
from servicehall.duties import Grade, Within
from servicehall.explain.html import to_html
from servicehall.replay import Obligation

Data = dict[str, Any]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
TOWN: Final = "530926199"
CITE: Final[Data] = {"cite": "《云岭镇办法》第1条"}
EVENTS: Final = ("talk", "ask", "told", "hear.on", "hear.off", "survey.on", "survey.off")
KINDS: Final = {kind: {"title": kind} for kind in EVENTS}
DUTY: Final[Data] = {
    "id": "d",
    "title": "约谈",
    "on": "received",
    "who": "case_owner",
    "must": "talk",
    "within": "3 working days",
}
PROMISED: Final[Data] = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": True,
    "same_day_possible": False,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
"""The facts of a plain 承诺件."""
SUPPLEMENT: Final = PROMISED | {"main_document": "held_not_brought"}


def stated(*given: Data, **others: Any) -> list[Data]:
    """Write records with their source; a key that is None is left out."""
    return [{k: v for k, v in {**CITE, **one, **others}.items() if v is not None} for one in given]


def duty(**others: Any) -> Data:
    """Write the town's duty, some keys otherwise."""
    return stated(DUTY, **others)[0]


def term(name: str, value: object = "3 working days", kind: object = "limit") -> Data:
    """Write a term."""
    return {"id": name, "type": kind, "value": value, **CITE}


def matter(**others: Any) -> Data:
    """Write the town's matter."""
    free = {"fee": "free", "materials": "none"}
    return stated({"id": "m", "title": "事项", "promised": "5个工作日", **free}, **others)[0]


def pack(*duties: Data, **sections: Any) -> sh.Pack:
    """Return the pack of the town."""
    events = {**KINDS, **sections.pop("events", {})}
    facts = {"severe": {"label": "情况严重", "type": "yes_no"}}
    head: Data = {"id": "yunling", "division": TOWN, "events": events, "facts": facts}
    data = head | sections
    return sh.load_pack(data | ({"duties": list(duties)} if duties else {}))


def town(*duties: Data, **sections: Any) -> sh.Registry:
    """Return a registry that knows the town."""
    return sh.Registry.of(pack(*duties, **sections))


def policy(*duties: Data, **sections: Any) -> sh.Policy:
    """Return what is in force in the town."""
    return town(*duties, **sections).policy(TOWN, on=date(2026, 9, 1))


def at(text: str) -> datetime:
    """Return an instant of September 2026: ``"4"`` is 09:00 of the 4th, ``"4 17:30"`` says when."""
    day, _, clock = text.partition(" ")
    month, _, day = day.rpartition("-")
    hour, minute = map(int, (clock or "09:00").split(":"))
    return datetime(2026, int(month or 9), int(day), hour, minute, tzinfo=SHANGHAI)


Happened = tuple[str, str] | tuple[str, str, Data]


def happen(*told: Happened) -> list[sh.Event]:
    """Make events: when, what, and what is noted, its references, actor and unit among it."""
    found = []
    for number, (when, kind, *rest) in enumerate(told):
        payload = dict(rest[0]) if rest else {}
        own = {key: payload.pop(key) for key in ("refs", "actor", "unit") if key in payload}
        found.append(
            sh.Event(id=f"e{number}", kind=kind, occurred_at=at(when), payload=payload, **own)
        )
    return found


def told(registry: sh.Registry, as_of: str, *happened: Happened) -> sh.Assessment:
    """Assess a case of the town."""
    timeline = sh.Timeline.of(happen(*happened))
    return registry.assess(timeline, as_of=at(as_of), division=TOWN)


RECEIVED: Final = ("1", "received")


def became(one: Obligation) -> str:
    """Return the status of a duty, and its last day where it has one."""
    if one.due_at is None:
        return one.status.value
    return f"{one.status.value} {(one.due_at - timedelta.resolution).day}"


def outcome(registry: sh.Registry, as_of: str, *happened: Happened, name: str = "d") -> str:
    """Return what became of a duty of a case that was received on the first."""
    first = () if any(h[1] == "received" for h in happened) else (RECEIVED,)
    return became(told(registry, as_of, *first, *happened).duty(name))


def notes(one: Obligation) -> list[str]:
    """Return what did not count."""
    return [note.text for note in one.notes]


# ---- writing a duty


def test_a_duty_says_all_that_it_was_written_with() -> None:
    """Each key of a duty arrives in the record, a name and a list of names alike."""
    found = policy(
        duty(
            on=["received", "ask"],
            must=["talk", "told"],
            within="$t",
            when={"severe": True},
            how={"form": ["written", "electronic"]},
            form="notice.supplement",
            before="decided",
            counting="same_day",
            released=["withdrawn"],
            grade="unlawful",
            breach="talk_missed",
            restart={"on": "ask", "when": {"seen:told": False}, "counting": "same_day"},
            extend={"on": "told", "when": {"consent": True}, "by": "2 working days"},
        ),
        terms=[term("t")],
    ).duties["d"]
    assert (found.on, found.must, found.before) == (
        ("received", "ask"),
        ("talk", "told"),
        ("decided",),
    )
    assert found.within == Within(sh.WorkingDays(3), term="t")
    assert found.form is not None
    assert found.form.id == "notice.supplement"
    assert (found.counting_from, found.released, found.breach) == (
        "same_day",
        ("withdrawn",),
        "talk_missed",
    )
    assert (found.grade, found.is_lawful, str(found)) == (Grade.UNLAWFUL, True, "约谈")
    assert found.restart is not None
    assert (found.restart.on, found.restart.counting_from) == (("ask",), "same_day")
    assert found.extend is not None
    assert found.extend.by == Within(sh.WorkingDays(2))
    assert {one.zh for one in Grade} == {"内部目标", "服务承诺", "法定义务", "申请人事项"}


FAULTS: Final[list[tuple[Data, str, str]]] = [
    ({"on": "recieved"}, "SH443", ".on"),
    ({"must": ["talk", "tlak"]}, "SH443", ".must"),
    ({"before": "tlak"}, "SH443", ".before"),
    ({"released": "tlak"}, "SH443", ".released"),
    ({"must": None, "must_not": "tlak"}, "SH443", ".must_not"),
    ({"released": []}, "SH205", ".released"),
    ({"before": 3}, "SH205", ".before"),
    ({"who": "boss"}, "SH465", ".who"),
    ({"form": "nope"}, "SH465", ".form"),
    ({"title": None}, "SH206", ""),
    ({"who": None}, "SH206", ""),
    ({"cite": None}, "SH433", ".cite"),
    ({"wihtin": "3 working days"}, "SH204", ""),
    ({"within": 5}, "SH205", ".within"),
    ({"within": "5 days"}, "SH115", ".within"),
    ({"within": "matter.promise"}, "SH115", ".within"),
    ({"within": "$nope"}, "SH430", ".within"),
    ({"within": "$joint.threshold"}, "SH430", ".within"),
    ({"counting": "tomorrow"}, "SH217", ".counting"),
    ({"counting": "$nope"}, "SH430", ".counting"),
    ({"counting": "$joint.threshold"}, "SH430", ".counting"),
    ({"counting": "$supplement.resume"}, "SH430", ".counting"),
    ({"grade": "grave"}, "SH217", ".grade"),
    ({"when": {"sevre": True}}, "SH424", ".when.sevre"),
    ({"when": [{"severe": True}, {"sevre": True}]}, "SH424", ".when[2].sevre"),
    ({"when": {"severe": "maybe"}}, "SH427", ".when.severe"),
    ({"when": {"outcome": "lost"}}, "SH426", ".when.outcome"),
    ({"when": {"count:tlak": ">= 1"}}, "SH443", ".when.count:tlak"),
    ({"when": {"count:talk": "< 0"}}, "SH429", ".when.count:talk"),
    ({"how": {"form": "verbal"}}, "SH426", ".how.form"),
    ({"only_if": {"nope": 1}}, "SH430", ".only_if"),
    ({"only_if": {"licence.decide": "20 working days"}}, "SH430", ".only_if"),
    ({"only_if": {"supplement.resume": "stop"}}, "SH426", ".only_if"),
    ({"restart": {"on": "talk", "wen": {}}}, "SH204", ".restart.wen"),
    ({"restart": {"on": "tlak"}}, "SH443", ".restart.on"),
    ({"restart": {"on": "talk", "counting": "now"}}, "SH217", ".restart.counting"),
    ({"restart": {"on": "talk", "when": {"sevre": True}}}, "SH424", ".restart.when.sevre"),
    ({"restart": {"on": "talk", "only_if": {"x": 1}}}, "SH430", ".restart.only_if"),
    ({"restart": {"on": "talk", "by": "1 month"}}, "SH204", ".restart.by"),
    ({"restart": "talk"}, "SH205", ".restart"),
    ({"restart": {"when": {"severe": True}}}, "SH206", ".restart"),
    ({"extend": {"on": "talk", "counting": "next_day"}}, "SH204", ".extend.counting"),
    ({"extend": {"on": "talk", "by": "$nope"}}, "SH430", ".extend.by"),
    ({"extend": {"on": "talk", "by": "soon"}}, "SH115", ".extend.by"),
    ({"extend": {"by": "3 working days"}}, "SH206", ".extend"),
    ({"when": []}, "SH437", ".when"),
    ({"when": "severe"}, "SH205", ".when"),
]
"""What somebody wrote wrongly, its code, and the place that is told."""


@pytest.mark.parametrize(("written", "code", "place"), FAULTS)
def test_a_fault_of_a_duty_is_told_with_its_place(written: Data, code: str, place: str) -> None:
    """Each fault has its code, and its place to the key (DESIGN 7: what, where, why, fix)."""
    with pytest.raises(sh.FaultyDataError) as caught:
        pack(duty(**written))
    (problem,) = caught.value.problems
    assert problem.code == code
    assert f"duties[1] d{place}" in problem.where


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ({"must_not": "decided"}, "SH491"),
        ({"must": None}, "SH491"),
        ({"on": None}, "SH206"),
    ],
)
def test_a_duty_must_or_must_not(written: Data, code: str) -> None:
    """Both or neither is refused, and so is a duty to act that nothing begins."""
    with pytest.raises(sh.FaultyDataError) as caught:
        policy(duty(**written))
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "duties d" in problem.where


IDLE: Final[list[Data]] = [
    {"must": None, "must_not": "talk", "how": {"form": "oral"}},
    {"must": None, "must_not": "talk", "form": "notice.supplement"},
    {"must": None, "must_not": "talk", "on": None},
    {"within": None, "counting": "same_day"},
    {"within": None, "restart": {"on": "ask"}},
    {"within": None, "extend": {"on": "ask", "by": "1 working day"}},
]
"""Keys that nothing reads beside the others: how an event is forbidden, how nothing is counted."""


@pytest.mark.parametrize("written", IDLE)
def test_a_key_that_does_nothing_is_refused(written: Data) -> None:
    """Lessons, Deadlines 4: settings that do nothing; an unread key is an error."""
    with pytest.raises(sh.FaultyDataError):
        policy(duty(**written))


OTHERS: Final[list[tuple[str, Data, str, str]]] = [
    ("pauses", {"of": ["nope"], "on": "ask"}, "SH430", ".of"),
    ("pauses", {"of": ["matter.statutory"], "on": "ask"}, "SH486", ""),
    ("pauses", {"of": ["matter.promised"], "on": "aks"}, "SH443", ".on"),
    ("pauses", {"of": ["matter.promised"], "on": "ask", "until": "aks"}, "SH443", ".until"),
    ("pauses", {"of": ["matter.promised"], "on": "ask", "told": "aks"}, "SH443", ".told"),
    ("pauses", {"of": ["matter.promised"], "on": "ask", "how": {"x": 1}}, "SH424", ".how.x"),
    ("pauses", {"of": ["matter.promised"], "on": "ask", "when": {"x": 1}}, "SH424", ".when.x"),
    ("pauses", {"of": ["matter.promised"], "on": "ask", "capped": "yes"}, "SH205", ".capped"),
    ("pauses", {"of": ["matter.promised"], "on": "ask", "only_if": {"x": 1}}, "SH430", ".only_if"),
    ("pauses", {"of": ["matter.promised"], "on": "ask", "untill": "talk"}, "SH204", ""),
    ("silences", {"of": "matter.promised", "effect": "deemed"}, "SH217", ".effect"),
    ("silences", {"of": "matter.promised", "effect": "flag", "dated": "now"}, "SH217", ".dated"),
    ("silences", {"of": "matter.promised", "effect": "flag", "when": {"x": 1}}, "SH424", ".when.x"),
    ("silences", {"of": "nope", "effect": "flag"}, "SH430", ".of"),
    ("silences", {"of": "matter.statutory", "effect": "flag"}, "SH486", ""),
    ("silences", {"of": "matter.promised"}, "SH206", ""),
    ("roles", {"taken_on": "aks"}, "SH443", ".taken_on"),
    ("roles", {"taken_on": "ask", "title": None}, "SH206", ""),
]


@pytest.mark.parametrize(("section", "written", "code", "place"), OTHERS)
def test_a_fault_of_a_pause_a_silence_or_a_role_is_told(
    section: str, written: Data, code: str, place: str
) -> None:
    """As of duties: the code, and the place to the key."""
    with pytest.raises(sh.FaultyDataError) as caught:
        pack(**{section: stated({"id": "x", "title": "名称"}, **written)})
    (problem,) = caught.value.problems
    assert problem.code == code
    assert f"{section}[1] x{place}" in problem.where


def test_a_pause_needs_grounds_or_an_event_of_its_own() -> None:
    """A pause with neither would stop the clock for anything."""
    with pytest.raises(sh.FaultyDataError) as caught:
        policy(pauses=stated({"id": "p", "title": "停", "of": ["matter.promised"]}))
    (problem,) = caught.value.problems
    assert (problem.code, "pauses p" in problem.where) == ("SH206", True)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("number", "type = 'number'"),
        ({"type": "number"}, "type = 'number'"),
        ({"sensitivity": "secret"}, "sensitivity = 'secret'"),
    ],
)
def test_a_field_has_one_of_the_known_types(written: object, told: str) -> None:
    """What is none of the listed words is refused with the list."""
    with pytest.raises(sh.FaultyDataError) as caught:
        pack(fields={"heard": written})
    (problem,) = caught.value.problems
    assert (problem.code, told in str(problem)) == ("SH217", True)


def test_what_an_event_sets_is_checked() -> None:
    """The facts that an event sets are known facts, with values of their domain."""
    for sets, code in (({"sevre": True}, "SH424"), ({"outcome": "lost"}, "SH426")):
        with pytest.raises(sh.FaultyDataError) as caught:
            pack(events={"noted": {"title": "登记", "sets": sets}})
        assert [problem.code for problem in caught.value.problems] == [code]


def test_a_field_has_a_name_of_its_own() -> None:
    """One that a fact has already would be two things under one name."""
    with pytest.raises(sh.FaultyDataError) as caught:
        pack(fields={"severe": {"label": "情况严重"}})
    (problem,) = caught.value.problems
    assert (problem.code, "fields.severe" in problem.where) == ("SH432", True)


def test_a_condition_names_no_term_that_is_not_in_force_on_the_day() -> None:
    """A limit of 2027 says nothing about a case of 2026."""
    later = {**term("t", 3, "integer"), "since": date(2027, 1, 1)}
    with pytest.raises(sh.FaultyDataError) as caught:
        policy(duty(when={"windows": "> $t"}), terms=[later])
    (problem,) = caught.value.problems
    assert (problem.code, "duties d" in problem.where) == ("SH453", True)


def test_all_faults_of_a_duty_are_told_together() -> None:
    """Nobody mends a pack one message at a time."""
    with pytest.raises(sh.FaultyDataError) as caught:
        pack(duty(on="recieved", who="boss", within="$nope", when={"sevre": True}))
    codes = sorted(problem.code for problem in caught.value.problems)
    assert codes == ["SH424", "SH430", "SH443", "SH465"]


# ---- changing one


def test_changing_one_cell_keeps_the_rest() -> None:
    """A town that shortens the talk keeps who, what and when; citations stay with values."""
    above = sh.load_pack(
        {"id": "yun", "division": "5309", "events": KINDS, "duties": [duty(breach="talk_missed")]}
    )
    change = {"changes": "d", "within": "1 working day", "cite": "《云岭镇规定》第9条"}
    below = sh.load_pack({"id": "yunling", "division": TOWN, "duties": [change]}, above=[above])
    registry = sh.Registry.of(above, below)
    found = registry.policy(TOWN, on=date(2026, 9, 1))
    changed, kept = found.duties["d"], registry.policy("5309", on=date(2026, 9, 1)).duties["d"]
    assert (changed.within, kept.within) == (Within(sh.WorkingDays(1)), Within(sh.WorkingDays(3)))
    assert (changed.must, changed.who, changed.breach) == (("talk",), "case_owner", "talk_missed")
    sources = found.settled["duties"]["d"].sources
    assert [one.pack for one in sources["within"]] == ["yunling", "yun"]
    assert [one.pack for one in sources["must"]] == ["yun"]


@pytest.mark.requirement("R-092")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"changes": "decide.statutory", "within": "60 working days"}, "SH461"),
        ({"changes": "licence.one-time-notice", "must": "talk"}, "SH461"),
        ({"changes": "decide.promisd", "within": "3 working days"}, "SH465"),
        ({"changes": "decide.promised"}, "SH451"),
        ({"changes": "decide.promised", "fixed": True, "breach": "x"}, "SH459"),
        ({**DUTY, "id": "decide.promised"}, "SH432"),
        ({**DUTY, "changes": "decide.promised"}, "SH449"),
    ],
)
def test_a_change_that_cannot_be_is_refused(change: Data, code: str) -> None:
    """What is fixed, what is not there, what says nothing, what would be made twice."""
    with pytest.raises(sh.FaultyDataError) as caught:
        pack({**change, **CITE})
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_change_cannot_make_a_duty_of_both_sorts() -> None:
    """A change that adds must_not to what must be done is refused where it is put together."""
    with pytest.raises(sh.FaultyDataError) as caught:
        policy({"changes": "decide.promised", "must_not": "talk", **CITE})
    assert [problem.code for problem in caught.value.problems] == ["SH491"]


def test_a_duty_holds_only_where_the_terms_say_so() -> None:
    """``only_if`` on a duty, on a restart, on an extension, on a pause."""
    listening = {"only_if": {"supplement.resume": "continue"}, "on": "ask"}
    written = [
        duty(only_if={"supplement.resume": "continue"}),
        duty(id="e", restart=listening, extend={**listening, "by": "1 working day"}),
    ]
    resting = stated({"id": "p", "title": "停", "of": ["matter.promised"], **listening})
    plain = policy(*written, pauses=resting)
    set_ = [{"changes": "supplement.resume", "value": "continue", **CITE}]
    other = policy(*written, pauses=resting, terms=set_)
    assert ("d" in plain.duties, "d" in other.duties) == (False, True)
    assert (plain.duties["e"].restart, plain.duties["e"].extend) == (None, None)
    assert other.duties["e"].restart
    assert other.duties["e"].extend
    assert ("p" in plain.pauses, "p" in other.pauses) == (False, True)


# ---- beginning and ending


@pytest.mark.requirement("R-039", "R-101")
def test_a_duty_from_its_beginning_to_its_end() -> None:
    """Received on Tuesday the 1st: three working days end on Friday the 4th, at 24:00."""
    registry = town(duty())
    midnight = ("5 00:00", "talk")
    assert outcome(registry, "5 00:00") == "open 4"
    assert outcome(registry, "5 00:01") == "breached 4"
    assert outcome(registry, "30", midnight) == "fulfilled 4"
    late = told(registry, "30", RECEIVED, ("5 00:01", "talk")).duty("d")
    assert became(late) == "breached 4"
    assert (late.completed_at, late.broken_at) == (at("5 00:01"), at("5 00:00"))
    assert late.completed_by is not None
    assert repr(late) == "<Obligation d breached due 2026-09-05 00:00>"


@pytest.mark.requirement("R-039")
def test_days_left_count_the_last_day_but_not_today() -> None:
    """On the 2nd two working days are left, on the 4th none; on what is over there is no answer."""
    registry = town(duty())
    for day, left in (("1", 3), ("2", 2), ("4", 0), ("5", None)):
        assert told(registry, day, RECEIVED).duty("d").days_left == left
    assert told(registry, "2", RECEIVED, ("2", "talk")).duty("d").days_left is None


def test_a_duty_begins_once_while_it_runs() -> None:
    """A second question is about the same duty; after the answer it begins anew."""
    registry = town(duty(on="ask"))
    asked = [("1", "ask"), ("2", "ask"), ("3", "talk"), ("8", "ask")]
    found = told(registry, "9", RECEIVED, *asked)
    assert [became(one) for one in found.duties if one.duty.id == "d"] == ["fulfilled 4", "open 11"]
    assert found.duty("d").trigger.id == "e4"
    assert "d" in found.deadlines


def test_it_is_released() -> None:
    """Released in time it is discharged; released after its time it was missed."""
    registry = town(duty(released=["withdrawn"]))
    assert outcome(registry, "30", ("4", "withdrawn")) == "discharged 4"
    assert outcome(registry, "30", ("5", "withdrawn")) == "breached 4"


def test_what_has_no_limit_ends_with_an_event() -> None:
    """Without a limit a duty stays open until it is done; ``before`` ends its time."""
    registry = town(duty(within=None), duty(id="b", within=None, before="decided"))
    found = told(registry, "30", RECEIVED)
    assert [became(found.duty(name)) for name in ("d", "b")] == ["open", "open"]
    assert (found.duty("d").deadline, found.duty("d").days_left) == (None, None)
    found = told(registry, "30", RECEIVED, ("10", "decided"))
    assert [became(found.duty(name)) for name in ("d", "b")] == ["open", "breached"]
    assert found.duty("b").broken_at == at("10")
    found = told(registry, "30", RECEIVED, ("9", "talk"), ("10", "decided"))
    assert became(found.duty("b")) == "fulfilled"


@pytest.mark.parametrize(
    ("decided", "talk", "broken"),
    [("3", None, "3"), ("8", None, "5 00:00"), ("8", "7", "5 00:00"), ("30", "3", None)],
)
def test_what_comes_first_breaks_it(decided: str, talk: str | None, broken: str | None) -> None:
    """Of a limit and an event, the earlier is the instant of the breach."""
    registry = town(duty(before="decided"))
    happened = [RECEIVED, *([(talk, "talk")] if talk else []), (decided, "decided")]
    found = told(registry, "30 12:00", *happened).duty("d")
    assert found.broken_at == (at(broken) if broken else None)
    assert found.status is (DutyStatus.BREACHED if broken else DutyStatus.FULFILLED)


# ---- limits of every sort


WITHIN: Final = [
    ("4 working days", "7"),
    ("10 natural days", "11"),
    ("4 natural days", "7"),  # the 5th is a Saturday: rolled to Monday
    ("$t", "4"),
    ("matter.promised", "8"),
    ("matter.statutory", "15"),
    ("matter.forwarding", "3"),
    ("event.limit", "2"),
    ("same day", "1"),
]


@pytest.mark.parametrize(("within", "day"), WITHIN)
def test_a_limit_of_every_sort(within: str, day: str) -> None:
    """From Tuesday the 1st: the day, and where the limit stands."""
    limits = {"promised": "5个工作日", "statutory": "10个工作日", "forwarding": "2 working days"}
    registry = town(duty(within=within), terms=[term("t")], matters=[matter(**limits)])
    note = {"matter": "m", "limit": "1 working day"}
    found = told(registry, "1 10:00", ("1", "received", note)).duty("d")
    assert became(found) == f"open {day}"
    assert found.deadline is not None
    assert (found.deadline.due_at, found.warn_at) == (found.due_at, found.due_at)


@pytest.mark.parametrize(
    ("within", "others", "why"),
    [
        ("event.limit", {}, "没有写明期限"),
        ("matter.promised", {}, "没有写明是哪个事项"),
        ("matter.promised", {"promised": "unknown: 原文残缺"}, "原文残缺"),
        ("unknown: 未印发", {}, "未印发"),
        ("30 office minutes", {}, "没有写明办公时间"),
        ("36500 working days", {}, ""),
    ],
)
def test_a_limit_that_is_not_known_is_no_limit_of_zero(within: str, others: Data, why: str) -> None:
    """The duty is open, has no day, and says why; it is never missed, and never done late."""
    registry = town(duty(within=within), matters=[matter(**others)] if others else [])
    note = {"matter": "m"} if others else {}
    received = ("1", "received", note)
    found = told(registry, "30", received).duty("d")
    assert (found.status, found.due_at, found.warn_at) == (DutyStatus.OPEN, None, None)
    assert found.deadline is not None
    assert found.deadline.certainty is sh.Certainty.UNKNOWN
    assert why in found.deadline.reason
    assert outcome(registry, "30", received, ("29", "talk")) == "fulfilled"


def test_a_matter_without_promise_begins_no_promised_clock() -> None:
    """Nobody promised anything: there is no duty to keep a promise, only that of the law."""
    only = matter(promised=None, statutory="10个工作日")
    registry = town(duty(within="matter.promised"), matters=[only])
    found = told(registry, "30", ("1", "received", PROMISED | {"matter": "m"}), ("2", "accepted"))
    names = {one.duty.id for one in found.duties}
    assert names.isdisjoint({"d", "decide.promised"})
    assert became(found.duty("decide.statutory")) == "breached 16"


def test_minutes_run_while_the_hall_is_open_and_a_day_ends_at_closing() -> None:
    """With hours 08:00 to 12:00 and 14:30 to 17:30: 11:45 and thirty minutes make 14:45."""
    hours = stated({"id": "hours", "sessions": ["08:00-12:00", "14:30-17:30"]})
    registry = town(duty(within="30 office minutes"), duty(id="c"), hours=hours)
    found = told(registry, "1 12:00", ("1 11:45", "received"))
    assert (found.duty("d").due_at, found.duty("c").due_at) == (at("1 14:45"), at("4 17:30"))


@pytest.mark.parametrize(("counting", "day"), [("next_day", "4"), ("same_day", "3")])
def test_counting_begins_where_the_duty_or_a_term_says(counting: str, day: str) -> None:
    """The day of receipt is day 0, or day 1 where a rule counts it."""
    for written in (counting, "$counting.from"):
        terms = [{"changes": "counting.from", "value": counting, **CITE}]
        registry = town(duty(counting=written), terms=terms)
        assert outcome(registry, "1 10:00") == f"open {day}"


def test_beyond_what_is_published_an_answer_is_provisional() -> None:
    """From 28 December 2026 on the days are not fixed by a notice: estimated, and said to be."""
    registry = town(duty(within="20 working days"))
    found = told(registry, "12-28 10:00", ("12-28", "received")).duty("d")
    assert found.due_at is not None
    assert found.due_at > datetime(2027, 1, 20, tzinfo=SHANGHAI)
    assert found.deadline is not None
    assert found.deadline.certainty is sh.Certainty.PROVISIONAL


# ---- two calendars

FESTIVAL: Final = stated({"id": "f", "name": "赶集", "rest": ["2026-09-03"], "years": [2026]})
MAKE_UP: Final = stated(
    {"id": "f", "name": "赶集", "rest": ["2026-09-10"], "work": ["2026-09-05"], "years": [2026]}
)


def _dated(days: Iterable[Data]) -> list[Data]:
    """Write the days as TOML reads them."""
    return [
        {k: [*map(date.fromisoformat, v)] if k in ("rest", "work") else v for k, v in one.items()}
        for one in days
    ]


@pytest.mark.parametrize(
    ("days", "grade", "warned", "due"),
    [
        (FESTIVAL, "unlawful", "5", "8"),  # by the nation the 4th, by the town Monday the 7th
        (FESTIVAL, "service", "8", "8"),
        (FESTIVAL, "target", "8", "8"),
        (MAKE_UP, "unlawful", "8", "8"),  # from the 1st four days: the 7th, or Saturday the 5th
        (MAKE_UP, "service", "6", "6"),
    ],
)
def test_a_limit_of_the_law_is_counted_by_two_calendars(
    days: list[Data], grade: str, warned: str, due: str
) -> None:
    """Warned at the earlier, late only after the later; a promise goes by the town alone."""
    within = "3 working days" if days is FESTIVAL else "4 working days"
    registry = town(duty(within=within, grade=grade), days=_dated(days))
    found = told(registry, "2", RECEIVED).duty("d")
    early = "6" if days is MAKE_UP and grade == "unlawful" else warned
    assert (found.warn_at, found.due_at) == (at(f"{early} 00:00"), at(f"{due} 00:00"))
    assert (found.national_clock is not None) == (grade == "unlawful")
    assert outcome(registry, f"{due} 00:00").startswith("open")
    assert outcome(registry, f"{due} 00:01").startswith("breached")


def test_what_is_due_by_one_calendar_only_is_late_by_none() -> None:
    """An open pause leaves a limit of the law without end by both calendars."""
    registry = town(
        duty(within="$t", grade="unlawful"),
        terms=[term("t")],
        pauses=_hearing(),
        days=_dated(FESTIVAL),
    )
    assert outcome(registry, "30", ("2", "hear.on")) == "paused"


# ---- how, and what must be stated


def test_it_must_be_done_in_the_right_way() -> None:
    """In writing: orally is not enough, and what is not said is taken on trust, with a note."""
    registry = town(duty(how={"form": ["written", "electronic"]}))
    for form, expected, count in (
        ({"form": "written"}, "fulfilled 4", 0),
        ({"form": "oral"}, "breached 4", 1),
        ({}, "fulfilled 4", 1),
    ):
        found = told(registry, "30", RECEIVED, ("3", "talk", form)).duty("d")
        assert (became(found), len(found.notes)) == (expected, count)
    assert "须核实" in notes(found)[0]
    assert found.notes[0].event == "e1"
    assert "《云岭镇办法》" in str(found.notes[0])
    found = told(
        registry,
        "30",
        RECEIVED,
        ("2", "talk", {"form": "oral"}),
        ("3", "talk", {"form": "written"}),
    ).duty("d")
    assert (became(found), len(found.notes)) == ("fulfilled 4", 1)


@pytest.mark.requirement("R-069")
def test_a_notice_must_state_all_that_its_form_asks_for() -> None:
    """A notice without the list of what is missing is none; one that is sent in time counts."""
    registry = town(duty(must="notice.supplement", form="notice.supplement"))
    empty = told(registry, "30", RECEIVED, ("2", "notice.supplement", {"missing": []})).duty("d")
    assert became(empty) == "breached 4"
    assert "没有写明需补办的全部材料" in notes(empty)[0]
    whole = ("2", "notice.supplement", {"missing": ["户口簿"]})
    assert outcome(registry, "30", whole) == "fulfilled 4"


# ---- restart and supplement


@pytest.mark.parametrize(
    ("seen", "when", "expected", "noted"),
    [
        ("3", {"knowable_before": False}, "open 8", ""),  # from the 3rd: 4, 7, 8
        ("3", {"knowable_before": True}, "breached 4", ""),
        ("3", {}, "breached 4", "不重新计算，须核实"),
        ("5 00:01", {"knowable_before": False}, "breached 4", "已经届满，不重新计算"),
    ],
)
def test_a_restart(seen: str, when: Data, expected: str, noted: str) -> None:
    """On its conditions, in time, counting begins anew; not known is not yes, late is too late."""
    registry = town(duty(restart={"on": "ask", "when": {"knowable_before": False}}))
    found = told(registry, "8", RECEIVED, (seen, "ask", when)).duty("d")
    assert became(found) == expected
    assert noted in "".join(notes(found))
    assert bool(found.notes) == bool(noted)


SUPPLEMENTED: Final[list[Happened]] = [
    ("1", "received", SUPPLEMENT | {"matter": "m"}),
    ("2", "notice.supplement", {"missing": ["身份证"]}),
    ("9", "materials.completed"),
]


@pytest.mark.requirement("R-090", "R-091")
@pytest.mark.parametrize(
    ("terms", "day"),
    [
        ({}, "16"),  # day 0 is the 9th: 10, 11, 14, 15, 16
        ({"supplement.counting.from": "same_day"}, "15"),  # 9, 10, 11, 14, 15
        ({"supplement.resume": "continue"}, "15"),  # 2; then 10, 11, 14, 15
    ],
)
def test_a_supplement_restarts_or_continues(terms: Mapping[str, str], day: str) -> None:
    """Five working days: anew after the papers are complete, that day counted or not, or on."""
    set_ = [{"changes": name, "value": value, **CITE} for name, value in terms.items()]
    registry = town(matters=[matter()], terms=set_)
    assert outcome(registry, "9 12:00", *SUPPLEMENTED, name="decide.promised") == f"open {day}"


@pytest.mark.requirement("R-069", "R-090")
def test_a_second_request_for_what_was_knowable_breaks_the_rule_and_moves_nothing() -> None:
    """The hall asked for everything once; asking again for what it could see is its own breach."""
    registry = town(matters=[matter()])
    again: list[Happened] = [
        ("10", "notice.supplement", {"missing": ["户口簿"], "knowable_before": True}),
        ("14", "materials.completed", {"knowable_before": True}),
    ]
    found = told(registry, "14 12:00", *SUPPLEMENTED, *again)
    assert became(found.duty("decide.promised")) == "open 16"
    second = found.duty("one-time-notice.again")
    assert (second.status, second.broken_at) == (DutyStatus.BREACHED, at("10"))
    assert second in found.breaches
    assert {one.duty.id for one in found.notices} >= {"one-time-notice", "notice.promise"}


# ---- longer


LONGER: Final[Data] = {
    "on": "extension.approved",
    "when": {"approver": "agency_head", "reasons_told": True},
    "by": "2 working days",
}
LAWFUL: Final[Data] = {"approver": "agency_head", "reasons_told": True}


@pytest.mark.requirement("R-093", "R-094")
@pytest.mark.parametrize(
    ("approvals", "expected", "noted"),
    [
        ([("4", LAWFUL)], "open 8", ""),  # 4, then 7 and 8
        ([("4", LAWFUL | {"limit": "1 working day"})], "breached 7", ""),
        ([("4", LAWFUL | {"limit": "9 working days"})], "open 8", "超过允许的"),
        ([("4", LAWFUL | {"limit": "2 natural days"})], "breached 4", "单位不同"),
        ([("5 00:01", LAWFUL)], "breached 4", "已经届满"),
        ([("3", LAWFUL), ("4", LAWFUL)], "open 8", "已经延长过一次"),
        ([("4", {"approver": "leader", "reasons_told": True})], "breached 4", "不具备"),
        ([("4", {"approver": "agency_head", "reasons_told": False})], "breached 4", "不具备"),
        ([("4", {"approver": "agency_head"})], "breached 4", "没有登记已将理由告知申请人"),
    ],
)
def test_an_extension(approvals: list[tuple[str, Data]], expected: str, noted: str) -> None:
    """Once, in time, approved and told, by no more than the rule allows, in the same unit."""
    registry = town(duty(extend=LONGER))
    events: list[Happened] = [(when, "extension.approved", said) for when, said in approvals]
    found = told(registry, "8 12:00", RECEIVED, *events).duty("d")
    assert became(found) == expected
    assert noted in "".join(notes(found))
    assert bool(found.notes) == bool(noted)


@pytest.mark.parametrize(
    ("within", "by", "expected"),
    [
        ("3 working days", None, "breached 4"),  # nothing says by how much
        ("3 working days", "extension", "breached 4"),  # of a limit without a name
        ("$t", "extension", "breached 4"),  # a limit that no term extends
        ("$licence.decide", "extension", "open 15"),  # 20 working days and 10 more
        ("$t", "$more", "open 8"),
        ("3 working days", "event.limit", "breached 4"),  # and the event does not say
    ],
)
def test_by_how_much_a_limit_is_lengthened(
    within: str | None, by: str | None, expected: str
) -> None:
    """By what the duty, a term, or the law of the limit itself says; else by nothing."""
    extend = {k: v for k, v in {"on": "extension.approved", "by": by}.items() if v}
    terms = [term("t"), term("more", "2 working days")]
    registry = town(duty(within=within, extend=extend), terms=terms)
    found = told(registry, "8 12:00", RECEIVED, ("4", "extension.approved")).duty("d")
    if within == "$licence.decide":  # the 29th; the 30th, 8 to 10, 12 to 16 and 19 October
        assert found.due_at == at("10-20 00:00")
        assert found.extensions == (sh.WorkingDays(10),)
        return
    assert became(found) == expected


def test_a_limit_is_lengthened_by_what_the_event_states() -> None:
    """Where no rule caps it, the new limit is the one that was approved and told."""
    registry = town(duty(extend={"on": "extension.approved", "by": "event.limit"}))
    approved: Happened = ("4", "extension.approved", {"limit": "4 working days"})
    assert outcome(registry, "8 12:00", approved) == "open 10"


def test_what_has_no_limit_is_not_lengthened() -> None:
    """The event that begins it states no limit: an approval makes none, and no harm."""
    registry = town(duty(within="event.limit", extend=LONGER))
    found = told(registry, "8 12:00", RECEIVED, ("4", "extension.approved", LAWFUL)).duty("d")
    assert (became(found), found.extensions) == ("open", ())


@pytest.mark.requirement("R-092")
def test_a_promise_is_not_extended() -> None:
    """The built-in promise knows no extension: five working days from the 1st stay the 8th."""
    registry = town(matters=[matter()])
    received = ("1", "received", PROMISED | {"matter": "m"})
    approved = ("2", "extension.approved", LAWFUL | {"limit": "9 working days"})
    assert outcome(registry, "2 12:00", received, approved, name="decide.promised") == "open 8"


@pytest.mark.requirement("R-097")
def test_an_agency_limit_is_extended_with_the_applicants_consent_only() -> None:
    """代办: with consent it is lengthened, without it or where nobody noted it, it is not."""
    extend = {"on": "extension.approved", "when": {"consent": True}, "by": "2 working days"}
    registry = town(duty(extend=extend))
    for said, expected in (
        ({"consent": True}, "open 8"),
        ({"consent": False}, "breached 4"),
        ({}, "breached 4"),
    ):
        approved = ("4", "extension.approved", said)
        assert outcome(registry, "8 12:00", approved) == expected


# ---- pauses


def _hearing(**others: Any) -> list[Data]:
    """Write the town's pause."""
    plain = {"id": "hear", "title": "听证", "of": ["t"], "on": "hear.on", "until": "hear.off"}
    return stated(plain, **others)


TOLD: Final[Data] = {"told": ["hear.on", "told"], "how": {"form": "written"}, "capped": True}
WRITTEN: Final[Data] = {"form": "written", "limit": "3 natural days"}


def paused(as_of: str, *happened: Happened, **rule: Any) -> str:
    """Return what becomes of three working days from the 1st, with a pause."""
    registry = town(duty(within="$t"), terms=[term("t")], pauses=_hearing(**rule))
    return outcome(registry, as_of, *happened)


@pytest.mark.requirement("R-099")
@pytest.mark.parametrize(
    ("happened", "as_of", "expected"),
    [
        ([("2", "hear.on")], "30", "paused"),
        ([("2", "hear.on"), ("8", "hear.off")], "10", "open 10"),  # 2; then 9 and 10
        ([("2", "hear.on"), ("2 17:00", "hear.off")], "4", "open 4"),  # within one day: nothing
        ([("2", "hear.on"), ("3", "hear.off")], "4", "open 7"),  # 2, 4, 7
        ([("4", "hear.on")], "9", "paused"),  # what is left of the last day
        ([("4", "hear.on"), ("8", "hear.off")], "9", "breached 8"),  # is left on the 8th
        ([("4", "hear.on"), ("5", "hear.off")], "5", "open 7"),  # the 5th is a Saturday
        ([("4", "hear.on"), ("4 17:00", "hear.off")], "5", "breached 4"),
        ([("5 00:00", "hear.on"), ("8", "hear.off")], "9", "breached 4"),
        ([("5 00:01", "hear.on")], "9", "breached 4"),  # begun after expiry
        (
            [("2", "hear.on"), ("8", "hear.off"), ("9", "hear.on"), ("11", "hear.off")],
            "12",
            "open 14",
        ),
    ],
)
def test_a_pause_gives_back_the_days_after_its_first(
    happened: list[Happened], as_of: str, expected: str
) -> None:
    """The days after the one on which it starts, up to that on which it ends; nothing once late."""
    assert paused(as_of, *happened) == expected


def _with_pause(days: int, as_of: str, *happened: Happened) -> Assessment:
    """Return a case with a limit of so many working days from the 1st, and a pause."""
    limit = term("t", value=f"{days} working days")
    registry = town(duty(within="$t"), terms=[limit], pauses=_hearing())
    return told(registry, as_of, RECEIVED, *happened)


@pytest.mark.requirement("R-099")
def test_a_pause_that_begins_on_the_last_day_is_told_as_it_was() -> None:
    """From the 4th to the 8th, whichever limit it is for; of three days the 4th waits for the 8th.

    Of five days it is an ordinary one: 2, 3, 4, then 9 and 10.
    """
    happened = (("4", "hear.on"), ("8", "hear.off"))
    three, five = (_with_pause(days, "30", *happened) for days in (3, 5))
    dues = [found.duty("d").deadline for found in (three, five)]
    assert [one and one.due for one in dues] == [date(2026, 9, 8), date(2026, 9, 10)]
    texts = [one.explain() for one in dues if one]
    for text in texts:
        assert "，中止2026年9月5日至8日" in text
    held, plain = texts
    assert "  3. 2026年9月5日至8日中止\n" in held
    assert (
        "  4. 2026年9月4日（星期五）是期限的最后一日，当日开始中止；期限不在中止期间届满，"
        "这一日不计入，待中止结束时再计入\n"
    ) in held
    assert "  2026年9月4日 星期五：当日开始中止，不计入，待中止结束时再计入，工作日\n" in held
    assert "  2026年9月5日至7日：中止，不计入\n  2026年9月8日 星期二：第3日，工作日\n" in held
    assert "  3. 2026年9月5日至8日中止，首尾两日均不计入\n" in plain
    assert "最后一日" not in plain
    page = to_html(three)
    assert "2026年9月5日至2026年9月8日；2026年9月4日是最后一日，待中止结束时再计入" in page
    assert "2026年9月5日至2026年9月8日<" in to_html(five)


@pytest.mark.requirement("R-099")
def test_an_open_pause_that_began_on_the_last_day_is_told_as_it_was() -> None:
    """Begun on the 4th and looked at on the same day, and later."""
    for as_of, until in (("4 12:00", "2026-09-05"), ("11", "2026-09-11")):
        deadline = _with_pause(3, as_of, ("4", "hear.on")).duty("d").deadline
        assert deadline is not None
        assert "，自2026年9月5日（星期六）起中止，尚未恢复" in deadline.explain()
        assert f"自2026年9月5日（星期六）起中止，暂计至{until}" in deadline.explain()
        assert "2026年9月4日（星期五）是期限的最后一日，当日开始中止" in deadline.explain()


@pytest.mark.requirement("R-099")
def test_nothing_pauses_without_a_rule() -> None:
    """A pause of another limit, and the event where no rule hears it, stop nothing."""
    assert paused("8", ("2", "survey.on")) == "breached 4"
    plain = town(duty(within="$t"), terms=[term("t")])
    assert outcome(plain, "8", ("2", "hear.on")) == "breached 4"
    other = town(duty(within="$t"), terms=[term("t"), term("u")], pauses=_hearing(of=["u"]))
    assert outcome(other, "8", ("2", "hear.on")) == "breached 4"


@pytest.mark.parametrize(
    ("ground", "expected", "why"),
    [
        ({"ground": "听证"}, "paused", ""),
        ({"ground": "踏勘"}, "breached 4", "不属于规定的事由"),
        ({}, "breached 4", "没有写明事由"),
    ],
)
def test_only_a_listed_ground_stops_a_clock(ground: Data, expected: str, why: str) -> None:
    """Lessons, Deadlines 11: only listed grounds; another one, or none, stops nothing."""
    registry = town(duty(within="$t"), terms=[term("t")], pauses=_hearing(grounds=["听证", "鉴定"]))
    found = told(registry, "8", RECEIVED, ("2", "hear.on", ground))
    assert became(found.duty("d")) == expected
    (span,) = found.replay.pauses
    assert why in span.why_not
    assert bool(span.why_not) == bool(why)


@pytest.mark.requirement("R-099")
@pytest.mark.parametrize(
    ("happened", "as_of", "expected"),
    [
        ([("2", "hear.on", WRITTEN)], "4", "paused"),  # told three days: the 5th
        ([("2", "hear.on", WRITTEN)], "8", "open 8"),  # 2; the 3rd to the 7th back; 8 and 9
        ([("2", "hear.on")], "8", "breached 4"),
        ([("2", "hear.on", {"form": "oral", "limit": "3 natural days"})], "8", "breached 4"),
        ([("2", "hear.on", {"form": "written"})], "8", "breached 4"),  # how long, nobody said
        ([("2", "hear.on"), ("3", "told", WRITTEN)], "4", "paused"),
        ([("2", "hear.on", WRITTEN), ("3", "hear.off")], "4", "open 7"),
        ([("2", "hear.on", WRITTEN), ("17", "hear.off")], "18", "breached 9"),
    ],
)
def test_a_pause_counts_once_the_applicant_was_told_for_how_long(
    happened: list[Happened], as_of: str, expected: str
) -> None:
    """In writing, with the time; what lasts longer is an excess that is not given back.

    Three natural days from the 2nd end on Saturday the 5th, which rolls to Monday the 7th: 3 to 7
    are given back; 2, 8 and 9 count.
    """
    if expected == "open 8":
        expected = "open 9"
    assert paused(as_of, *happened, **TOLD) == expected


def test_what_lasts_longer_than_was_told_is_marked() -> None:
    """Past its cap a pause is over, ended or not; one that ends in time exceeds nothing."""
    registry = town(duty(within="$t"), terms=[term("t")], pauses=_hearing(**TOLD))
    on: Happened = ("2", "hear.on", WRITTEN)
    for as_of, more, exceeds in (
        ("3", [], False),
        ("8", [], True),
        ("8", [("7", "hear.off")], False),
        ("9", [("8", "hear.off")], True),
    ):
        (span,) = told(registry, as_of, RECEIVED, on, *more).replay.pauses
        assert span.exceeds is exceeds
        assert span.cap == date(2026, 9, 7)


def test_telling_does_not_mend_a_wrong_ground() -> None:
    """What is no listed ground stays none, however well the applicant was told."""
    on: Happened = ("2", "hear.on", {"ground": "踏勘", **WRITTEN})
    assert paused("8", on, ("3", "told", WRITTEN), grounds=["听证"], **TOLD) == "breached 4"


def test_a_pause_that_needs_no_figure_counts_once_it_was_told() -> None:
    """Told but not capped: from its beginning, however long."""
    rule = {"told": "told"}
    assert paused("8", ("2", "hear.on"), **rule) == "breached 4"
    assert paused("8", ("2", "hear.on"), ("3", "told"), **rule) == "paused"


@pytest.mark.requirement("R-099")
@pytest.mark.parametrize("rule", [{"told": "told"}, TOLD])
def test_telling_after_expiry_does_not_un_breach(rule: Data) -> None:
    """Lessons, Deadlines 13 and 6: missed on the 4th for want of telling, it stays missed.

    The hearing begins on the 2nd; the applicant is told on the 8th, when the limit has run out.
    """
    before: list[Happened] = [("2", "hear.on")]
    assert paused("8 08:00", *before, **rule) == "breached 4"
    told_: Happened = ("8", "told", {"form": "written", "limit": "9 natural days"})
    assert paused("8 12:00", *before, told_, **rule) == "breached 4"


@pytest.mark.requirement("R-099")
def test_a_longer_time_told_after_expiry_does_not_un_breach() -> None:
    """Told until the 7th, it ran out on the 9th: to tell a longer time on the 10th is too late."""
    before: list[Happened] = [("2", "hear.on", WRITTEN)]
    assert paused("10 08:00", *before, **TOLD) == "breached 9"
    longer: Happened = ("10", "told", {"form": "written", "limit": "20 natural days"})
    assert paused("10 12:00", *before, longer, **TOLD) == "breached 9"


def test_parallel_pauses_are_the_union_of_their_days() -> None:
    """Lessons, Deadlines 2: 3 to 8 and 4 to 10 give back 3 to 10; 2, 11 and 14 count."""
    other = _hearing(id="survey", on="survey.on", until="survey.off")
    registry = town(duty(within="$t"), terms=[term("t")], pauses=[*_hearing(), *other])
    happened: list[Happened] = [
        ("2", "hear.on"),
        ("3", "survey.on"),
        ("8", "hear.off"),
        ("10", "survey.off"),
    ]
    assert outcome(registry, "11", *happened) == "open 14"
    assert outcome(registry, "9", *happened) == "paused"


def test_pauses_that_are_named_end_each_for_itself() -> None:
    """An end that names a pause ends that one; an end without a name ends all."""
    on: list[Happened] = [
        ("2", "hear.on", {"refs": {"pause": "A"}}),
        ("2 10:00", "hear.on", {"refs": {"pause": "B"}}),
    ]
    assert paused("9", *on, ("3", "hear.off", {"refs": {"pause": "A"}})) == "paused"
    assert paused("9", *on, ("8", "hear.off")) == "open 10"


@pytest.mark.parametrize(
    ("severe", "expected"), [(True, "paused"), (False, "breached 4"), (None, "breached 4")]
)
def test_a_pause_has_conditions(*, severe: bool | None, expected: str) -> None:
    """It begins where they hold; what is not known stops no clock."""
    said = {} if severe is None else {"severe": severe}
    assert paused("8", ("2", "hear.on", said), when={"severe": True}) == expected


def test_an_order_of_a_day_is_not_paused() -> None:
    """A fixed date set by an order stands, whatever pauses."""
    registry = town(duty(within="$t"), terms=[term("t", "2026-09-04")], pauses=_hearing())
    assert outcome(registry, "8", ("2", "hear.on")) == "breached 4"


def test_a_pause_that_ended_before_a_limit_began_is_no_affair_of_it() -> None:
    """Begun anew on the 8th, after a pause to the 7th: 9, 10 and 11."""
    registry = town(duty(within="$t", restart={"on": "ask"}), terms=[term("t")], pauses=_hearing())
    happened: list[Happened] = [("2", "hear.on"), ("7", "hear.off"), ("8", "ask")]
    found = told(registry, "8 12:00", RECEIVED, *happened).duty("d")
    assert (became(found), found.pauses) == ("open 11", ())


def test_a_pause_of_a_promise_is_one_of_the_term_that_sets_it() -> None:
    """A promise set by a term is paused under its own name and under that of the term."""
    for of in ("matter.promised", "t"):
        registry = town(
            duty(within="matter.promised"),
            terms=[term("t")],
            matters=[matter(promised="$t")],
            pauses=_hearing(of=[of]),
        )
        received = ("1", "received", {"matter": "m"})
        assert outcome(registry, "8", received, ("2", "hear.on")) == "paused"


# ---- silence


def silence(effect: str, **others: Any) -> list[Data]:
    """Write what follows from silence about the limit ``t``."""
    return stated({"id": "s", "title": "逾期", "of": "t", "effect": effect}, **others)


def silent(effect: str, as_of: str, *happened: Happened, **others: Any) -> sh.Assessment:
    """Tell what follows where the talk of the limit ``t`` is missed."""
    registry = town(
        duty(within="$t"),
        duty(id="after", on=["accepted", "withdrawn"], within="2 working days"),
        terms=[term("t")],
        silences=silence(effect, **others),
    )
    return told(registry, as_of, RECEIVED, *happened)


@pytest.mark.parametrize("effect", list(SilenceEffect))
def test_silence_makes_an_event_only_where_a_rule_dates_one(effect: SilenceEffect) -> None:
    """Lessons, Deadlines 14: each effect is its own; without a date a person decides."""
    found = silent(effect.value, "8")
    assert found.duty("d").silence is not None
    assert found.duty("d").silence.effect is effect  # type: ignore[union-attr]  # see above
    assert found.replay.derived == {}
    dated = silent(effect.value, "8", dated="expiry").replay.derived
    makes = effect in (SilenceEffect.DEEMED_ACCEPTED, SilenceEffect.DEEMED_WITHDRAWN)
    assert dated == ({"s@e0": "d"} if makes else {})


@pytest.mark.parametrize(("dated", "start"), [("trigger", "1"), ("expiry", "5 00:00")])
def test_what_follows_is_dated(dated: str, start: str) -> None:
    """Accepted as of receipt, or at the end of the limit; nothing of it before it is missed."""
    assert silent("deemed_accepted", "5 00:00", dated=dated).replay.derived == {}
    found = silent("deemed_accepted", "8", dated=dated)
    assert found.state is CaseState.ACCEPTED
    assert (found.duty("after").start, found.duty("d").status) == (at(start), DutyStatus.BREACHED)


def test_silence_has_conditions_as_of_the_end_of_the_limit() -> None:
    """PACKS, Duties: history is read as of the due instant; what is not known has no effect."""
    rule = {"dated": "expiry", "when": {"seen:explained": False}}
    assert silent("deemed_withdrawn", "8", **rule).state is CaseState.WITHDRAWN
    for when, state in (("3", CaseState.RECEIVED), ("5 00:01", CaseState.WITHDRAWN)):
        found = silent("deemed_withdrawn", "8", (when, "explained"), **rule)
        assert ("s@e0" in found.replay.derived) == (state is CaseState.WITHDRAWN)
    unknown = silent("deemed_withdrawn", "8", dated="expiry", when={"severe": True})
    assert (unknown.duty("d").silence, unknown.state) == (None, CaseState.RECEIVED)


def test_a_case_deemed_withdrawn_stays_so_when_something_is_noted_later() -> None:
    """State is derived for an instant: a rating after the case ended does not open it again."""
    found = silent("deemed_withdrawn", "10", ("9", "rated"), dated="expiry")
    assert found.state is CaseState.WITHDRAWN
    assert found.responsibility.total == at("5 00:00") - at("1")


@pytest.mark.parametrize("dated", ["trigger", "expiry"])
def test_a_derived_event_never_fulfils_what_was_missed(dated: str) -> None:
    """DESIGN 6: silence about acceptance is deemed acceptance, and stays silence."""
    registry = town(
        duty(must="accepted", within="$t", released=["accepted", "withdrawn"]),
        terms=[term("t")],
        silences=silence("deemed_accepted", dated=dated),
    )
    found = told(registry, "8", RECEIVED)
    assert (became(found.duty("d")), found.duty("d").completed_by) == ("breached 4", None)
    assert found.state is CaseState.ACCEPTED


def test_a_derived_event_fulfils_neither_of_two_duties_that_made_it() -> None:
    """DESIGN 6: both duties of one limit were missed; neither is done by what silence makes."""
    written = {"must": "accepted", "within": "$t"}
    registry = town(
        duty(**written),
        duty(id="twin", **written),
        terms=[term("t")],
        silences=silence("deemed_accepted", dated="trigger"),
    )
    found = told(registry, "8", RECEIVED)
    assert [became(found.duty(name)) for name in ("d", "twin")] == ["breached 4", "breached 4"]


def test_what_follows_from_silence_makes_no_more_of_it() -> None:
    """A chain ends: what silence made begins duties, but their being missed makes no event."""
    registry = town(
        duty(within="$t"),
        duty(id="next", on="accepted", must="accepted", within="$t"),
        terms=[term("t")],
        silences=silence("deemed_accepted", dated="expiry"),
    )
    found = told(registry, "30", RECEIVED)
    assert list(found.replay.derived) == ["s@e0"]
    assert found.duty("next").status is DutyStatus.BREACHED
    assert found.duty("next").silence is not None


def test_what_silence_made_goes_when_what_was_missed_falls_away() -> None:
    """Replay goes on until nothing changes: an event whose duty fell away was never made.

    The talk is missed on the 4th: accepted as of receipt, which releases the answer, due on the
    8th. So nobody missed the answer, and nothing follows from it, on the 5th or on the 9th.
    """
    registry = town(
        duty(within="$t"),
        duty(id="answer", must="told", within="$u", released=["accepted"]),
        terms=[term("t"), term("u", "5 working days")],
        silences=[
            *silence("deemed_accepted", dated="trigger"),
            *silence("deemed_withdrawn", id="w", of="u", dated="expiry"),
        ],
    )
    for as_of in ("5", "9"):
        found = told(registry, as_of, RECEIVED)
        assert found.duty("answer").status is DutyStatus.DISCHARGED
        assert list(found.replay.derived) == ["s@e0"]
        assert found.state is CaseState.ACCEPTED


def test_what_follows_from_silence_does_not_move_with_the_instant_asked_for() -> None:
    """Lessons, Deadlines 8: there is no hidden clock.

    What had to be done before the decision was missed on the 3rd, while its limit was paused.
    """
    registry = town(
        duty(within="$t", before="decided"),
        terms=[term("t")],
        pauses=_hearing(),
        silences=silence("deemed_withdrawn", dated="expiry"),
    )
    happened: list[Happened] = [RECEIVED, ("2", "hear.on"), ("3", "decided")]
    dates = []
    for as_of in ("8", "9"):
        found = told(registry, as_of, *happened)
        assert found.duty("d").status is DutyStatus.BREACHED
        derived = found.replay.derived
        dates.append([s.event.occurred_at for s in found.replay.steps if s.event.id in derived])
    assert dates[0] == dates[1]


def test_silence_about_a_promise_that_a_term_sets() -> None:
    """What follows from a missed promise follows too where a term says how long it is."""
    for promised in ("3 working days", "$t"):
        registry = town(
            duty(within="matter.promised"),
            terms=[term("t")],
            matters=[matter(promised=promised)],
            silences=silence("flag", of="matter.promised"),
        )
        found = told(registry, "8", ("1", "received", {"matter": "m"})).duty("d")
        assert (became(found), found.silence is not None) == ("breached 4", True)


# ---- forbidden


def forbidden(**others: Any) -> sh.Registry:
    """Return a town in which talking is forbidden."""
    return town(duty(must=None, must_not="talk", **others))


def test_what_is_always_forbidden_is_broken_each_time() -> None:
    """Nothing begins it; each time it happens is a breach, at that instant."""
    registry = forbidden(on=None, within=None)
    found = told(registry, "8", RECEIVED, ("2", "talk"), ("3", "talk"))
    broken = [one.broken_at for one in found.breaches if one.duty.id == "d"]
    assert broken == [at("2"), at("3")]
    with pytest.raises(sh.InputValueError):
        told(registry, "8", RECEIVED).duty("d")


@pytest.mark.parametrize(
    ("happened", "as_of", "expected"),
    [
        ([], "4", "open 4"),
        ([], "8", "fulfilled 4"),
        ([("3", "talk")], "8", "breached 4"),
        ([("5 00:00", "talk")], "8", "breached 4"),
        ([("5 00:01", "talk")], "8", "fulfilled 4"),
        ([("3", "withdrawn")], "8", "discharged 4"),
        ([("8", "withdrawn")], "9", "fulfilled 4"),  # its time had passed, and nothing was done
    ],
)
def test_what_is_forbidden_for_a_time(happened: list[Happened], as_of: str, expected: str) -> None:
    """Three working days from the 1st without a talk: kept once they are over."""
    registry = forbidden(released=["withdrawn"])
    assert outcome(registry, as_of, *happened) == expected


def test_what_is_forbidden_before_an_event_is_kept_when_the_event_comes() -> None:
    """No talk before acceptance: acceptance comes, and nothing was broken."""
    registry = forbidden(within=None, before="accepted")
    assert outcome(registry, "8", ("2", "talk"), ("3", "accepted")) == "breached"
    assert outcome(registry, "8", ("3", "accepted")) != "breached"


def test_what_was_kept_stays_kept_when_the_case_is_reopened() -> None:
    """Lessons, Deadlines 6: one verdict for each cycle, kept."""
    registry = forbidden()
    ended: list[Happened] = [("7", "withdrawn")]
    assert outcome(registry, "8", *ended) == "fulfilled 4"
    assert outcome(registry, "9", *ended, ("9", "reopened")) == "fulfilled 4"


# ---- what is not settled


def test_a_duty_is_dormant_while_it_is_not_settled_whether_it_began() -> None:
    """A missing fact is not false: the duty waits for it, and says so."""
    registry = town(duty(when={"severe": True}))
    found = told(registry, "8", RECEIVED).duty("d")
    assert (found.status, found.needed) == (DutyStatus.DORMANT, ("severe",))
    assert found.days_left is None
    late: list[Happened] = [("8", "facts.stated", {"severe": True})]
    assert outcome(registry, "8", *late) == "breached 4"
    assert outcome(registry, "3", ("3", "facts.stated", {"severe": True})) == "open 4"
    for when in ("1", "8"):
        known = told(registry, "9", RECEIVED, (when, "facts.stated", {"severe": False}))
        assert "d" not in {one.duty.id for one in known.duties}


def test_a_dormant_duty_asks_for_the_facts_that_decide_the_kind() -> None:
    """Where the kind is open, what is needed are the facts that decide it, one less each time."""
    registry = town(duty(when={"kind": "PROMISED"}))
    facts = {k: v for k, v in PROMISED.items() if k not in ("contrary_to_policy", "must_forward")}
    found = told(registry, "8", ("1", "received", facts)).duty("d")
    assert (found.status, set(found.needed)) == (
        DutyStatus.DORMANT,
        {"contrary_to_policy", "must_forward"},
    )
    more = ("2", "facts.stated", {"must_forward": False})
    assert set(told(registry, "8", ("1", "received", facts), more).duty("d").needed) == {
        "contrary_to_policy"
    }
    last = ("3", "facts.stated", {"contrary_to_policy": False})
    assert outcome(registry, "8", ("1", "received", facts), more, last) == "breached 4"


@pytest.mark.parametrize(
    ("happened", "severe", "expected"),
    [
        (("2", "talk"), None, "dormant 4"),
        (("2", "talk"), True, "fulfilled 4"),
        (("7", "talk"), True, "breached 4"),
        (("2", "withdrawn"), None, "dormant 4"),
        (("2", "withdrawn"), True, "discharged 4"),
        (("2", "withdrawn"), False, "none"),
    ],
)
def test_what_happens_to_a_dormant_duty_counts_once_it_is_settled(
    *, happened: Happened, severe: bool | None, expected: str
) -> None:
    """A verdict rests on what happened, not on when somebody noted a fact."""
    registry = town(duty(when={"severe": True}, released=["withdrawn"]))
    late: list[Happened] = [] if severe is None else [("8", "facts.stated", {"severe": severe})]
    found = told(registry, "9", RECEIVED, happened, *late)
    listed = [became(one) for one in found.duties if one.duty.id == "d"]
    assert listed == ([] if expected == "none" else [expected])


def test_what_was_never_settled_stays_dormant_when_the_case_is_reopened() -> None:
    """A new cycle asks for its own facts; the old question stays open."""
    registry = town(duty(on=["received", "reopened"], when={"severe": True}))
    happened: list[Happened] = [RECEIVED, ("3", "withdrawn"), ("8", "reopened")]
    stated_: Happened = ("9", "facts.stated", {"severe": True})
    for more, expected in (([], ["dormant", "dormant"]), ([stated_], ["dormant", "open"])):
        found = told(registry, "9 12:00", *happened, *more)
        assert [one.status.value for one in found.duties if one.duty.id == "d"] == expected


@pytest.mark.requirement("R-090")
def test_a_restart_is_heard_while_it_is_not_settled_whether_a_duty_began() -> None:
    """A fact that is learnt later tells what was so before: the limit runs from the 3rd.

    The same is known on the 8th, whether severity was noted at once or afterwards.
    """
    registry = town(duty(when={"severe": True}, restart={"on": "ask"}))
    at_once = outcome(registry, "8", ("1", "received", {"severe": True}), ("3", "ask"))
    later = outcome(registry, "8", ("3", "ask"), ("7", "facts.stated", {"severe": True}))
    assert at_once == "open 8"  # from the 3rd: 4, 7, 8
    assert later == at_once


def test_an_extension_is_heard_while_it_is_not_settled_whether_a_duty_began() -> None:
    """Approved in time on the 3rd, it holds also where severity was noted afterwards."""
    extend = {"on": "ask", "by": "2 working days"}
    registry = town(duty(when={"severe": True}, extend=extend))
    at_once = outcome(registry, "8", ("1", "received", {"severe": True}), ("3", "ask"))
    later = outcome(registry, "8", ("3", "ask"), ("7", "facts.stated", {"severe": True}))
    assert (at_once, later) == ("open 8", "open 8")


def test_what_was_forbidden_is_settled_later() -> None:
    """Dormant for want of a fact, it is broken, or not, as soon as the fact is known."""
    registry = forbidden(on=None, within=None, when={"severe": True})
    asked = told(registry, "8", RECEIVED, ("2", "talk")).duty("d")
    assert (asked.status, asked.needed) == (DutyStatus.DORMANT, ("severe",))
    known = told(registry, "8", RECEIVED, ("2", "talk"), ("3", "facts.stated", {"severe": True}))
    assert (known.duty("d").status, known.duty("d").needed) == (DutyStatus.BREACHED, ())
    none = told(registry, "8", RECEIVED, ("2", "talk"), ("3", "facts.stated", {"severe": False}))
    assert "d" not in {one.duty.id for one in none.duties}


def test_the_details_of_the_trigger_are_kept_until_it_is_settled() -> None:
    """Asked in writing, which is known; that it was severe is learnt later: it began."""
    registry = town(duty(on="ask", when={"form": "written", "severe": True}))
    asked: list[Happened] = [RECEIVED, ("1 10:00", "ask", {"form": "written"})]
    assert told(registry, "2", *asked).duty("d").needed == ("severe",)
    found = told(registry, "3", *asked, ("2", "facts.stated", {"severe": True}))
    assert became(found.duty("d")) == "open 4"


def test_history_is_that_of_the_trigger_when_it_is_settled_later() -> None:
    """Whether it was the first question is settled when it is asked, not by later ones."""
    registry = town(duty(on="ask", when={"count:ask": "<= 1", "severe": True}))
    happened: list[Happened] = [
        RECEIVED,
        ("1 10:00", "ask"),
        ("2", "ask"),
        ("3", "facts.stated", {"severe": True}),
    ]
    found = told(registry, "4", *happened)
    assert [became(one) for one in found.duties if one.duty.id == "d"] == ["open 4"]


def test_a_duty_that_surely_begins_is_not_hidden_by_one_that_perhaps_did() -> None:
    """PACKS, Duties: a missing fact is not false, and not true either.

    Of the first question nobody noted the form, which belongs to it alone and can never be settled.
    The second was put in writing: three working days from the 2nd end on Monday the 7th.
    """
    registry = town(duty(on="ask", when={"form": "written"}))
    asked: list[Happened] = [("1 10:00", "ask"), ("2", "ask", {"form": "written"})]
    found = told(registry, "8", RECEIVED, *asked)
    assert "breached 7" in [became(one) for one in found.duties if one.duty.id == "d"]


def test_facts_that_an_event_sets_hold_unless_it_says_otherwise() -> None:
    """``materials.completed`` says that the papers are there; what it states itself counts."""
    sets = {"noted": {"title": "登记", "sets": {"severe": True}}}
    registry = town(duty(on="noted", when={"severe": True}), events=sets)
    assert outcome(registry, "3", ("1 10:00", "noted")) == "open 4"
    known = told(registry, "3", RECEIVED, ("1 10:00", "noted", {"severe": False}))
    assert "d" not in {one.duty.id for one in known.duties}
    unsaid = told(registry, "3", RECEIVED, ("1 10:00", "noted", {"severe": None}))
    assert became(unsaid.duty("d")) == "open 4"


# ---- parts


def part(name: str, **others: Any) -> Data:
    """Return what an event about a part notes."""
    return {"refs": {"part": name}, **others}


PART: Final[Data] = {
    "of": "part",
    "on": "part.assigned",
    "must": "part.done",
    "who": "part_unit",
    "released": ["closed", "withdrawn"],
}


@pytest.mark.requirement("R-105")
def test_parts_run_beside_each_other_under_one_promise() -> None:
    """Each part is done, late or not, for itself; the promise of the whole is one."""
    registry = town(matters=[matter()])
    happened: list[Happened] = [
        ("1", "received", PROMISED | {"matter": "m", "windows": 3}),
        ("1 10:00", "part.assigned", part("A", limit="2 working days", unit="消防")),
        ("1 10:00", "part.assigned", part("B", limit="2 working days", unit="卫生")),
        ("3", "part.done", part("A")),
        ("4", "part.done", part("B")),
    ]
    found = told(registry, "4 12:00", *happened)
    assert (became(found.duty("part/A")), became(found.duty("part/B"))) == (
        "fulfilled 3",
        "breached 3",
    )
    assert became(found.duty("decide.promised")) == "open 8"
    assert str(found.bearer(found.duty("part/A"))) == "协办单位（消防）"
    assert str(found.bearer(found.duty("part/B"))) == "协办单位（卫生）"
    assert repr(found.duty("part/B")).startswith("<Obligation part/B breached")


def test_an_event_without_reference_can_only_stop_pause_or_release_parts() -> None:
    """PACKS, Duties: what names no part neither does a part nor begins one, but releases all."""
    registry = town(duty(**PART, must_not=None), events={"loose": {"title": "未指明"}})
    assigned: list[Happened] = [
        ("1 10:00", "part.assigned", part("A")),
        ("1 10:00", "part.assigned", part("B")),
    ]
    found = told(registry, "3", RECEIVED, *assigned, ("2", "part.assigned"), ("3", "part.done"))
    assert [name for name in ("d/A", "d/B") if found.duty(name).is_running] == ["d/A", "d/B"]
    assert "d" not in {one.duty.id for one in found.duties if not one.thing}
    ended = told(registry, "8", RECEIVED, *assigned, ("3", "withdrawn"))
    assert {became(ended.duty(name)) for name in ("d/A", "d/B")} == {"discharged 4"}
    one = told(registry, "3", RECEIVED, *assigned, ("3", "part.done", part("A")))
    assert (became(one.duty("d/A")), became(one.duty("d/B"))) == ("fulfilled 4", "open 4")


def test_what_concerns_a_part_is_not_about_the_case() -> None:
    """A talk about one part is no talk about the case; a visit is about all of it."""
    registry = town(duty())
    assert outcome(registry, "8", ("2", "talk", part("A"))) == "breached 4"
    assert outcome(registry, "8", ("2", "talk", {"refs": {"visit": "V"}})) == "fulfilled 4"


def test_history_of_a_part_is_its_own() -> None:
    """Conditions count what happened to the thing in question: each part is assigned once."""
    registry = town(duty(**PART, when={"count:part.assigned": "<= 1"}))
    assigned: list[Happened] = [
        ("1 10:00", "part.assigned", part("A")),
        ("1 11:00", "part.assigned", part("B")),
    ]
    found = told(registry, "3", RECEIVED, *assigned)
    assert [one.thing for one in found.duties if one.duty.id == "d"] == ["A", "B"]


# ---- forwarded


@pytest.mark.requirement("R-108")
def test_a_forwarded_case_has_two_clocks() -> None:
    """The hall forwards in two working days; the level above has ten from the day it receives it.

    Accepted on the 1st: the 3rd. Received above on the 7th: 8 to 11, 14 to 18, Sunday the 20th.
    """
    limits = {"statutory": "10 working days", "forwarding": "2 working days"}
    registry = town(matters=[matter(**limits)])
    happened: list[Happened] = [
        ("1", "received", PROMISED | {"matter": "m", "must_forward": True}),
        ("1 10:00", "accepted"),
        ("4", "forwarded"),
        ("7", "superior.received", {"unit": "县局"}),
    ]
    found = told(registry, "8", *happened)
    assert became(found.duty("forward")) == "breached 3"
    assert became(found.duty("decide.superior")) == "open 20"
    assert str(found.bearer(found.duty("decide.superior"))) == "上级机关（县局）"
    assert "decide.statutory" not in {one.duty.id for one in found.duties}


# ---- who answers


@pytest.mark.parametrize(
    ("handed", "actor"), [("4", "乙"), ("5 00:00", "乙"), ("5 00:01", "甲"), (None, "甲")]
)
def test_the_bearer_is_who_holds_the_role_at_the_instant_of_the_breach(
    handed: str | None, actor: str
) -> None:
    """Handed over until the very instant it passes; offered is not accepted."""
    registry = town(duty())
    happened: list[Happened] = [("1", "received", {"actor": "甲", "unit": "民政窗口"})]
    happened.append(("2", "handover.offered", {"actor": "乙"}))
    if handed:
        happened.append((handed, "handover.accepted", {"actor": "乙"}))
    found = told(registry, "8", *happened)
    bearer = found.bearer(found.duty("d"))
    assert (bearer.role, bearer.actor) == ("第一责任人", actor)


def test_a_role_that_nobody_has_taken_has_a_name_only() -> None:
    """Nobody is made up: without an actor the role itself is named."""
    roles = stated({"id": "talker", "title": "约谈人", "taken_on": "ask"})
    registry = town(duty(who="talker"), roles=roles)
    found = told(registry, "8", RECEIVED, ("9", "ask", {"actor": "丙"}))
    assert str(found.bearer(found.duty("d"))) == "约谈人"
    applicant = town(duty(who="applicant"))
    found = told(applicant, "8", RECEIVED)
    assert str(found.bearer(found.duty("d"))) == "申请人"


# ---- cycles


def test_a_reopened_case_begins_anew_and_keeps_the_old_verdicts() -> None:
    """Missed in the first cycle stays missed; what still ran ends; the new cycle counts its own."""
    registry = town(duty(on=["received", "reopened"]), duty(id="e", within="20 working days"))
    happened: list[Happened] = [RECEIVED, ("7", "withdrawn"), ("8", "reopened")]
    found = told(registry, "9", *happened)
    verdicts = [(one.duty.id, one.cycle, became(one)) for one in found.duties]
    assert [one for one in verdicts if one[0] == "d"] == [
        ("d", 1, "breached 4"),
        ("d", 2, "open 11"),
    ]
    assert ("e", 1, "discharged 29") in verdicts
    early = told(registry, "9", RECEIVED, ("3", "withdrawn"), ("4", "reopened"))
    assert [became(one) for one in early.duties if one.duty.id == "d"] == ["discharged 4", "open 9"]


def test_a_pause_ends_with_its_cycle() -> None:
    """A pause of the first cycle stops no clock of the second; it is still told."""
    registry = town(
        duty(on=["received", "reopened"], within="$t"), terms=[term("t")], pauses=_hearing()
    )
    happened: list[Happened] = [RECEIVED, ("2", "hear.on"), ("3", "withdrawn"), ("8", "reopened")]
    found = told(registry, "9", *happened)
    assert became(found.duty("d")) == "open 11"
    assert len(found.replay.pauses) == 1


def test_counts_begin_anew_with_a_cycle() -> None:
    """The first question of the second cycle is its first."""
    registry = town(duty(on="ask", when={"count:ask": "<= 1"}))
    happened: list[Happened] = [
        RECEIVED,
        ("2", "ask"),
        ("3", "withdrawn"),
        ("8", "reopened"),
        ("9", "ask"),
    ]
    found = told(registry, "9", *happened)
    assert [one.cycle for one in found.duties if one.duty.id == "d"] == [1, 2]


def test_silence_of_an_old_cycle_is_judged_by_what_happened_in_it() -> None:
    """Explained in time, nothing followed from silence; reopening changes no verdict."""
    rule = {"dated": "expiry", "when": {"seen:explained": False}}
    happened: list[Happened] = [("3", "explained"), ("7", "closed")]
    before = silent("deemed_withdrawn", "8", *happened, **rule)
    assert (before.duty("d").silence, before.replay.derived) == (None, {})
    after = silent("deemed_withdrawn", "8 12:00", *happened, ("8 10:00", "reopened"), **rule)
    assert (after.duty("d").silence, after.replay.derived) == (None, {})


# ---- words and questions that are refused


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("received", {"sevre": True}, "SH612"),
        ("tlak", {}, "SH613"),
        ("received", {"missing": "户口簿"}, "SH616"),
        ("received", {"missing": [1]}, "SH616"),
        ("received", {"quantities": "3.5"}, "SH616"),
        ("received", {"limit": 5}, "SH616"),
        ("received", {"note": 5}, "SH616"),
        ("received", {"limit": "5 days"}, "SH115"),
        ("received", {"outcome": "lost"}, "SH402"),
        ("received", {"severe": "yes"}, "SH403"),
        ("received", {"matter": "m", "survey": "passed"}, "SH477"),
    ],
)
def test_a_word_that_no_rule_knows_is_refused(kind: str, payload: Data, code: str) -> None:
    """Every wrong word has its code, and the event and word that it stands in."""
    registry = town(matters=[matter(facts={"survey": "pending"})])
    happened = [RECEIVED, ("2", kind, payload)] if kind != "received" else [("1", kind, payload)]
    with pytest.raises(sh.FaultyDataError) as caught:
        told(registry, "3", *happened)
    (problem,) = caught.value.problems
    assert problem.code == code
    expected = "e1" if kind != "received" else f"e0.{list(payload)[-1]}"
    assert problem.facts["path"] == expected


def test_all_wrong_words_are_told_together() -> None:
    """Also of events that lie after the instant asked for."""
    with pytest.raises(sh.FaultyDataError) as caught:
        told(town(), "2", ("1", "received", {"sevre": True}), ("3", "tlak"))
    assert [problem.code for problem in caught.value.problems] == ["SH612", "SH613"]


def test_words_that_are_known_are_taken() -> None:
    """Facts, details, fields, items of forms; nothing is no value; a matter's own facts."""
    registry = town(matters=[matter(facts={"survey": ["pending", "passed"]})])
    payload = {
        "matter": "m",
        "survey": "passed",
        "severe": None,
        "missing": ["户口簿"],
        "quantities": {"x": "1"},
        "limit": "5个工作日",
        "promised": "5个工作日",
    }
    found = told(registry, "3", ("1", "received", payload))
    assert found.matter is not None
    assert found.matter.id == "m"


def test_a_question_that_cannot_be_answered_is_refused() -> None:
    """A policy of another day, too early an instant, no division, no such duty or matter."""
    registry = town(duty())
    timeline = sh.Timeline.of(happen(RECEIVED))
    other = registry.policy(TOWN, on=date(2026, 9, 2))
    cases: list[tuple[str, Any]] = [
        ("SH614", lambda: sh.assess(timeline, other, as_of=at("3"))),
        ("SH615", lambda: registry.assess(timeline, as_of=at("1 08:59"), division=TOWN)),
        ("SH617", lambda: registry.assess(timeline, as_of=at("3"))),
        ("SH618", lambda: told(registry, "3", RECEIVED).duty("e")),
        ("SH467", lambda: told(registry, "3", ("1", "received", {"matter": "nope"}))),
    ]
    for code, ask in cases:
        with pytest.raises(sh.InputValueError) as caught:
            ask()
        assert caught.value.code == code
    nothing: Any = []
    wrong: list[tuple[Any, Any]] = [(nothing, other), (timeline, 3)]
    for one, rules in wrong:
        with pytest.raises(sh.InputTypeError):
            sh.assess(one, rules, as_of=at("3"))
    with pytest.raises(sh.InputValueError):
        sh.assess(timeline, other, as_of=datetime(2026, 9, 3))  # noqa: DTZ001  # on purpose
    right = registry.policy(TOWN, on=date(2026, 9, 1))
    assert sh.assess(timeline, right, as_of=at("3")).duty("d").status is DutyStatus.OPEN


# ---- the rest of an assessment


def test_an_assessment_knows_its_fee_and_its_kind() -> None:
    """The quantities of all events together make the fee; without a matter there is none."""
    fee = stated(
        {
            "id": "f",
            "matter": "m",
            "item": "占地",
            "rate": "2",
            "per": "平方米",
            "basis": "《某法》第1条",
        }
    )
    registry = town(matters=[matter(fee=None)], fees=fee)
    happened: list[Happened] = [
        ("1", "received", PROMISED | {"matter": "m"}),
        ("2", "facts.stated", {"quantities": {"占地": "3"}}),
    ]
    found = told(registry, "3", *happened)
    assert found.fee is not None
    assert str(found.fee.total).startswith("6")
    assert isinstance(found.classification, sh.Classification)
    assert found.classification.kind is sh.CaseKind.PROMISED
    bare = told(town(), "3", RECEIVED)
    assert bare.fee is None
    assert not isinstance(bare.classification, sh.Classification)


def test_whose_time_it_took_is_split_by_the_events() -> None:
    """From the 1st 09:00 to the 7th 09:00: parts, a pause, the applicant, rest days, units."""
    hear = stated(
        {
            "id": "h",
            "title": "听证",
            "of": ["t"],
            "grounds": ["听证"],
            "on": "hear.on",
            "until": "hear.off",
        }
    )
    registry = town(duty(within="$t"), terms=[term("t")], pauses=hear)
    happened: list[Happened] = [
        ("1", "received", SUPPLEMENT | {"unit": "甲"}),
        ("1 10:00", "notice.supplement", {"missing": ["证"], "limit": "9 working days"}),
        ("1 12:00", "materials.completed"),
        ("1 13:00", "part.assigned", part("A", unit="乙", limit="2 working days")),
        ("1 13:00", "part.assigned", part("B", unit="丙", limit="2 working days")),
        ("1 15:00", "part.done", part("B")),
        ("1 16:00", "part.done", part("A")),
        ("2", "hear.on", {"ground": "听证"}),
        ("3", "hear.off"),
        ("3 09:30", "forwarded"),
        ("3 10:00", "superior.received", {"unit": "县局"}),
        ("3 18:00", "superior.answered"),
        ("4", "handover.accepted", {"unit": "丁"}),
    ]
    found = told(registry, "7 09:00", *happened).responsibility
    hours = {str(share): time / timedelta(hours=1) for share, time in found.shares.items()}
    assert hours == {
        "甲": 1 + 1 + 17 + 1 + 15,
        "申请人": 2,
        "乙": 1 + 1,
        "丙": 1,
        "依法中止（听证）": 24,
        "县局": 8,
        "丁": 15 + 9,
        "休息日": 48,
    }
    assert found.total == timedelta(days=6)


def test_what_perhaps_is_the_applicants_to_do_takes_none_of_his_time() -> None:
    """What he should do gives him time only where a limit waits for it: the unit holds the case."""
    registry = town(duty(grade="effect", who="applicant", when={"severe": True}))
    received: Happened = ("1", "received", {"unit": "甲"})
    shares = told(registry, "2", received).responsibility.shares
    assert {str(share) for share in shares} == {"甲"}


def test_the_time_between_the_end_and_the_reopening_is_nobodys() -> None:
    """Deemed withdrawn when the hall closed on the 4th at 17:30, reopened on the 5th at 09:00.

    That somebody wrote the withdrawal down on the 5th at 08:00 changes nothing.
    """
    hours = stated({"id": "hours", "sessions": ["08:00-12:00", "14:30-17:30"]})
    registry = town(
        duty(within="$t"),
        terms=[term("t")],
        silences=silence("deemed_withdrawn", dated="expiry"),
        hours=hours,
    )
    received: Happened = ("1", "received", {"unit": "甲"})
    written: Happened = ("5 08:00", "withdrawn")
    found = told(registry, "5 10:00", received, written, ("5", "reopened", {"unit": "甲"}))
    shares = {share.kind.value: time for share, time in found.responsibility.shares.items()}
    assert shares["ended"] == timedelta(hours=15, minutes=30)
    assert found.responsibility.total == timedelta(days=4, hours=1)


def test_an_assessment_explains_itself() -> None:
    """In Chinese, with the duty, what was missed and the rule; as text and as HTML."""
    found = told(town(duty()), "8", ("1", "received", {"actor": "甲"}))
    for text in (found.explain(), found.explain_overdue()):
        assert "约谈" in text
    assert any("云岭镇" in str(step) for step in found.trail)
    labels = [one.zh for one in DutyStatus] + [one.zh for one in SilenceEffect]
    assert len(set(labels)) == len(DutyStatus) + len(SilenceEffect)


def test_an_assessment_shows_itself_in_a_notebook() -> None:
    """As HTML, with the duty and its state."""
    assert "约谈" in told(town(duty()), "8", RECEIVED)._repr_html_()


def test_days_of_which_nothing_is_known_belong_to_who_holds_the_case() -> None:
    """Of 1998 no notice is shipped: no day is called a rest day, and no limit has an end."""
    first = datetime(1998, 1, 5, 9, tzinfo=SHANGHAI)
    timeline = sh.Timeline.of([sh.Event(id="e0", kind="received", occurred_at=first, unit="甲")])
    later = first + timedelta(days=30)
    found = town(duty()).assess(timeline, as_of=later, division=TOWN)
    shares = {str(share): time for share, time in found.responsibility.shares.items()}
    assert shares == {"甲": timedelta(days=30)}
    assert (found.duty("d").status, found.duty("d").due_at) == (DutyStatus.OPEN, None)


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-09-01", True), ("20260901", False), ("9月", False)]
)
def test_a_field_for_a_day_takes_a_day(*, day: str, fits: bool) -> None:
    """A day is written as 2026-09-01, in one way only."""
    registry = town(fields={"heard_on": {"label": "听证日期", "type": "day"}})
    received: Happened = ("1", "received", {"heard_on": day})
    if fits:
        assert told(registry, "2", received).state is CaseState.RECEIVED
        return
    with pytest.raises(sh.FaultyDataError) as caught:
        told(registry, "2", received)
    assert [problem.code for problem in caught.value.problems] == ["SH616"]
