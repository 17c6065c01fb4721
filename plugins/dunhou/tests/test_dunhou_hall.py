"""The life of the centre of 敦厚: signing in, leaders on duty, hygiene.

Expected values are read off the sentences in ``source.txt``; the days are those of the State
Council notice of 2026: Monday 14 to Friday 18 September and the make-up Sunday, the 20th, are
working days. The centre is open from 8:00 to 12:00 and from 14:30 to 17:30. Persons are made up.
"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_dunhou

import servicehall as sh
from servicehall.accountability import detect_turns

TOWN = "360821100"
SHANGHAI = ZoneInfo("Asia/Shanghai")
REGISTRY = sh.Registry.of(servicehall_dunhou.pack)
POLICY = REGISTRY.policy(TOWN, on=date(2026, 9, 1))

Happening = tuple[datetime, str, dict[str, Any]]
"""An instant, what happened, and what was noted; ``actor``, ``unit`` and ``refs`` among it."""


def sep(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of September 2026; the 31st is 1 October."""
    return datetime(2026, 9, 1, hour, minute, tzinfo=SHANGHAI) + timedelta(days=day - 1)


def on(at: datetime, kind: str, **noted: Any) -> Happening:
    """Write down what happened."""
    return at, kind, noted


def events(*happened: Happening) -> list[sh.Event]:
    """Return events."""
    found = []
    for number, (at, kind, noted) in enumerate(happened):
        payload = dict(noted)
        made = {name: payload.pop(name) for name in ("actor", "unit", "refs") if name in payload}
        one = sh.Event(id=f"{number:03}", kind=kind, occurred_at=at, payload=payload, **made)
        found.append(one)
    return found


def turns(
    duty: str, first: datetime, last: datetime, *happened: Happening, **staff: list[str]
) -> tuple[sh.Turn, ...]:
    """Return what became of a duty that recurs."""
    return sh.rounds(
        POLICY,
        events(*happened),
        first.date(),
        last.date(),
        as_of=last + timedelta(days=100),
        staff=staff,
        duties=[duty],
    )


def told(found: tuple[sh.Turn, ...]) -> list[tuple[int, str]]:
    """Return the day of each turn, and what became of it."""
    return [(one.occurrence.due.day, one.status.value) for one in found]


def became(duty: str, *happened: Happening) -> str:
    """Return what became of a duty that an event begins."""
    timeline = sh.Timeline.of(events(*happened))
    found = REGISTRY.assess(timeline, as_of=sep(30), division=TOWN)
    return {one.duty.id: one.status.value for one in found.duties}.get(duty, "")


MONDAY = sep(14)

# ---- appointments, and urgent matters on a holiday


@pytest.mark.requirement("R-200")
@pytest.mark.parametrize("asked_by", ["call", "letter", "mail", None])
def test_any_one_way_of_asking_is_enough(asked_by: str | None) -> None:
    """一个电话、一封书信、一封邮件等即可: one of them, whichever; open until somebody has come."""
    noted = {} if asked_by is None else {"asked_by": asked_by}
    asked = on(MONDAY, "visit.asked", refs={"visit": "1"}, **noted)
    assert became("visit.make", asked) == "open"
    made = on(sep(15), "visit.made", unit="民政服务窗口", refs={"visit": "1"})
    assert became("visit.make", asked, made) == "fulfilled"


@pytest.mark.requirement("R-200")
@pytest.mark.parametrize("window", ["民政服务窗口", ""])
def test_the_window_that_was_asked_goes(window: str) -> None:
    """Where nothing says which one was asked, none is named."""
    noted = {"to_unit": window} if window else {}
    asked = on(MONDAY, "visit.asked", actor="李明", refs={"visit": "1"}, **noted)
    found = REGISTRY.assess(sh.Timeline.of(events(asked)), as_of=sep(30), division=TOWN)
    (duty,) = [one for one in found.duties if one.duty.id == "visit.make"]
    bearer = found.bearer(duty)
    assert (bearer.actor, bearer.unit) == ("", window)


@pytest.mark.requirement("R-200")
def test_the_three_ways_of_asking_are_those_of_the_sentence() -> None:
    """And another one, for the sentence goes on with 等."""
    domain = POLICY.vocabulary["asked_by"].domain
    assert isinstance(domain, sh.Choice)
    assert list(domain.labels.values()) == ["电话", "书信", "邮件", "其他方式"]
    quote = POLICY.duties["visit.make"].settled.citation.quote
    assert "采取一个电话、一封书信、一封邮件等即可" in quote


@pytest.mark.requirement("R-201")
@pytest.mark.parametrize("done_at", ["centre", "site"])
def test_who_is_told_on_a_holiday_comes(done_at: str) -> None:
    """及时通知, by who is on watch; 迅速赶到中心或现场, by who is told. No figures."""
    refs = {"urgent": "1"}
    asked = on(sep(19), "holiday.asked", actor="李明", refs=refs)
    told_of = {"receiver": "王芳", "to_unit": "民政服务窗口"}
    told_window = on(sep(19, 10), "window.told", actor="李明", refs=refs, **told_of)
    came = on(sep(19, 11), "window.arrived", actor="王芳", refs=refs, done_at=done_at)
    happened, seen = [asked], []
    for one in (None, told_window, came):
        happened += [] if one is None else [one]
        found = REGISTRY.assess(sh.Timeline.of(events(*happened)), as_of=sep(30), division=TOWN)
        begun = [one for one in found.duties if one.status is not sh.DutyStatus.DORMANT]
        seen.append({one.duty.id: (one.status.value, found.bearer(one).actor) for one in begun})
    assert seen == [
        {"holiday.tell": ("open", "李明")},
        {"holiday.tell": ("fulfilled", "李明"), "holiday.come": ("open", "王芳")},
        {"holiday.tell": ("fulfilled", "李明"), "holiday.come": ("fulfilled", "王芳")},
    ]


@pytest.mark.requirement("R-201")
def test_the_way_to_the_centre_is_quoted() -> None:
    """工作人员在接到通知后要迅速赶到中心或现场进行办理, and nothing longer than the sentence."""
    quote = "工作人员在接到通知后要迅速赶到中心或现场进行办理"
    assert POLICY.duties["holiday.come"].settled.citation.quote == quote


# ---- signing in


@pytest.mark.requirement("R-219")
@pytest.mark.parametrize(
    ("signed", "morning", "afternoon"),
    [
        ([(8, 0), (14, 30)], "fulfilled", "fulfilled"),
        ([(8, 1), (14, 31)], "breached", "breached"),
        ([(7, 55)], "fulfilled", "breached"),
        ([(14, 0)], "breached", "fulfilled"),
        ([(7, 50), (12, 1)], "fulfilled", "fulfilled"),  # signed for the afternoon in the break
        ([], "breached", "breached"),
    ],
)
def test_people_sign_in_twice_a_day(
    signed: list[tuple[int, int]], morning: str, afternoon: str
) -> None:
    """每天上、下午上班时签到: by eight, and by half past two; how late is late, nothing says."""
    happened = [on(sep(14, *at), "signed_in", actor="王芳") for at in signed]
    for slot, expected in (("morning", morning), ("afternoon", afternoon)):
        found = turns(f"attendance.{slot}", MONDAY, MONDAY, *happened, staff=["王芳"])
        assert told(found) == [(14, expected)]
        (verdict,) = [one.verdict for one in found]
        assert isinstance(verdict, sh.Decision)
        assert verdict.outcome == ("present" if expected == "fulfilled" else "not_stated")
        assert detect_turns(found, POLICY).findings == ()


@pytest.mark.requirement("R-219")
@pytest.mark.parametrize(("explained", "expected"), [(True, "fulfilled"), (False, "open")])
def test_who_is_late_tells_the_office(*, explained: bool, expected: str) -> None:
    """须向中心办公室说明情况: nothing says when."""
    refs = {"irregularity": "1"}
    happened = [on(MONDAY, "attendance.irregular", actor="王芳", refs=refs)]
    if explained:
        happened.append(on(sep(15), "attendance.explained", actor="王芳", refs=refs))
    assert became("attendance.tell-office", *happened) == expected


@pytest.mark.requirement("R-234")
def test_the_head_looks_every_day() -> None:
    """每天进行抽查: on Thursday, not on Friday; Saturday is free."""
    found = turns("attendance.spot-check", sep(17), sep(19), on(sep(17), "attendance.spot-checked"))
    assert told(found) == [(17, "fulfilled"), (18, "breached")]


@pytest.mark.requirement("R-234")
def test_what_a_look_finds_counts_at_the_end_of_the_year() -> None:
    """与年终考评挂钩: by how much, the source does not say."""
    finding = sh.Finding(
        id="F1",
        breach="spot_check_failed",
        occurred_at=MONDAY,
        division=TOWN,
        subjects={"person": "王芳"},
        rulings=[sh.Ruling(state="verified", at=sep(15))],
    )
    (item,) = sh.propose_sanctions([finding], REGISTRY, as_of=sep(16)).items
    assert item.score is not None
    assert (item.score.id, item.category, item.amount) == ("year-end", "attendance", None)
    assert "没有写" in item.why


# ---- leaders


@pytest.mark.requirement("R-237")
def test_main_leaders_come_one_day_each_half_month() -> None:
    """The half-months end on the 15th and the 30th; 镇长 missed the second: a target, 一般."""
    happened = [
        on(sep(day), "leader.received", actor=who) for day, who in ((1, "书记"), (2, "镇长"))
    ]
    happened += [on(sep(16), "leader.received", actor="书记")]
    found = turns("leaders.main", sep(1), sep(30), *happened, main_leader=["书记", "镇长"])
    assert [(one.who, one.occurrence.due.day, one.status.value) for one in found] == [
        ("书记", 15, "fulfilled"),
        ("镇长", 15, "fulfilled"),
        ("书记", 30, "fulfilled"),
        ("镇长", 30, "breached"),
    ]
    assert detect_turns(found, POLICY).findings == ()


@pytest.mark.requirement("R-237")
def test_the_leader_in_charge_comes_every_day_and_somebody_is_there() -> None:
    """Monday: led. Tuesday: another leader received. Wednesday: nobody."""
    happened = [
        on(sep(14), "leader.led", actor="副镇长"),
        on(sep(15), "leader.received", actor="书记"),
    ]
    own = turns("leaders.in-charge", sep(14), sep(16), *happened, leader_in_charge=["副镇长"])
    assert told(own) == [(14, "fulfilled"), (15, "breached"), (16, "breached")]
    anybody = turns("leaders.daily", sep(14), sep(16), *happened)
    assert told(anybody) == [(14, "fulfilled"), (15, "fulfilled"), (16, "breached")]
    listed = turns("leaders.daily", sep(14), sep(16), *happened, town_leader=["副镇长", "镇长"])
    assert told(listed) == [(14, "fulfilled"), (15, "breached"), (16, "breached")]


@pytest.mark.requirement("R-237")
@pytest.mark.parametrize(
    ("came", "expected"), [(sep(17), "fulfilled"), (sep(18), "breached"), (None, "breached")]
)
def test_other_leaders_come_as_they_are_scheduled(came: datetime | None, expected: str) -> None:
    """按指定时间: down for Thursday the 17th."""
    refs = {"turn": "1"}
    happened = [on(MONDAY, "leader.scheduled", actor="委员", refs=refs, limit="2026-09-17")]
    if came:
        happened.append(on(came, "leader.received", actor="委员", refs=refs))
    assert became("leaders.scheduled", *happened) == expected


@pytest.mark.requirement("R-238")
@pytest.mark.parametrize(
    ("stated", "expected"),
    [({"schedule_posted": True}, "met"), ({"schedule_posted": False}, "failed"), ({}, "unknown")],
)
def test_the_schedule_of_the_leaders_is_posted(stated: dict[str, object], expected: str) -> None:
    """在醒目位置向群众公示; what it says has a form of its own."""
    found = {one.standard.id: one.status.value for one in POLICY.check_standards(stated)}
    assert found["leaders.schedule"] == expected
    assert list(POLICY.forms["leaders-reception"].items) == ["schedule"]


# ---- hygiene


@pytest.mark.requirement("R-328")
def test_each_window_is_cleaned_every_day_after_work() -> None:
    """小扫须在下班后: 民政 at 17:40; 社保 at noon, which does not count."""
    happened = [
        on(sep(14, 17, 40), "cleaned.daily", unit="民政窗口"),
        on(sep(14, 12, 10), "cleaned.daily", unit="社保窗口"),
    ]
    windows = ["民政窗口", "社保窗口"]
    found = turns("hygiene.daily", MONDAY, MONDAY, *happened, window=windows)
    assert [(one.who, one.status.value) for one in found] == [
        ("民政窗口", "fulfilled"),
        ("社保窗口", "breached"),
    ]
    assert detect_turns(found, POLICY).findings[0].subjects == {"unit": "社保窗口"}


@pytest.mark.requirement("R-328", "R-300")
@pytest.mark.parametrize(
    ("duty", "kind", "staff"),
    [
        ("hygiene.weekly", "cleaned.weekly", {"window": ["民政窗口"]}),
        ("hygiene.inspection", "hygiene.inspected", {}),
    ],
)
def test_once_a_week(duty: str, kind: str, staff: dict[str, list[str]]) -> None:
    """Done on Wednesday the 16th, by the make-up Sunday; in the next week not at all.

    It ends on Thursday the 24th: Friday the 25th is a holiday.
    """
    done = on(sep(16), kind, unit="民政窗口")
    found = turns(duty, sep(14), sep(27), done, **staff)
    assert told(found) == [(20, "fulfilled"), (24, "breached")]
