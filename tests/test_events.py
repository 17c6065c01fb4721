"""Events: what is written down of a case, when it happened and when it was recorded."""

import copy
import pickle
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs.exceptions import FrozenInstanceError

import servicehall as sh
from servicehall.events import Field, FieldKind, Sensitivity, check_instant

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 9, 18, 9, 0, tzinfo=SHANGHAI)
TEN = datetime(2026, 9, 18, 10, 0, tzinfo=SHANGHAI)
NAIVE = datetime(2026, 9, 18, 9, 0)  # noqa: DTZ001  # naive on purpose: it is to be refused


def event(**given: Any) -> sh.Event:
    """Make a receipt at nine, with something else about it."""
    return sh.Event(**{"id": "e1", "kind": "received", "occurred_at": NINE, **given})


def refusal(make: Callable[[], object], kind: type[sh.ServiceHallError]) -> sh.ServiceHallError:
    """Return the error with which something is refused, which is of just this type."""
    with pytest.raises(kind) as caught:
        make()
    assert type(caught.value) is kind
    return caught.value


def pickled(one: sh.Event) -> sh.Event:
    """Return what comes back from a pickle."""
    found: sh.Event = pickle.loads(pickle.dumps(one))  # noqa: S301  # made on this line
    return found


# ---- instants


@pytest.mark.requirement("R-101")
@pytest.mark.parametrize("name", ["occurred_at", "recorded_at"])
def test_an_instant_without_time_zone_is_refused(name: str) -> None:
    """A naive instant means different moments on different machines."""
    error = refusal(lambda: event(**{name: NAIVE}), sh.InputValueError)
    assert error.code == "SH103"
    assert name in error.what


@pytest.mark.parametrize("name", ["occurred_at", "recorded_at"])
@pytest.mark.parametrize(
    "value", [date(2026, 9, 18), "2026-09-18T09:00+08:00", 1_790_000_000, 1.5, (), NINE.timetz()]
)
def test_what_is_no_instant_is_refused(name: str, value: object) -> None:
    """A day, a text, a number and a time of day are no instants, and the value is shown."""
    error = refusal(lambda: event(**{name: value}), sh.InputTypeError)
    assert error.code == "SH601"
    assert name in error.what
    assert type(value).__name__ in error.what
    assert f"{name} 不是时刻" in error.in_chinese()
    assert "2026-09-18T09:30+08:00" in error.in_chinese()


def test_an_event_has_happened_at_some_time() -> None:
    """None is no instant for what happened; for the record it means the same instant."""
    assert refusal(lambda: event(occurred_at=None), sh.InputTypeError).code == "SH601"
    assert event(recorded_at=None).recorded_at == NINE


@pytest.mark.parametrize(
    "same",
    [
        datetime(2026, 9, 18, 1, 0, tzinfo=UTC),
        datetime(2026, 9, 17, 15, 0, tzinfo=timezone(timedelta(hours=-10))),
        datetime(2026, 9, 18, 3, 0, tzinfo=ZoneInfo("Europe/Paris")),  # summer time, UTC+2
        datetime(2026, 9, 18, 9, 0, tzinfo=timezone(timedelta(hours=8))),
    ],
)
def test_an_instant_of_another_zone_is_read_in_shanghai(same: datetime) -> None:
    """The moment stays, its day and time are those of Asia/Shanghai."""
    found = event(occurred_at=same, recorded_at=same)
    assert found == event()
    for instant in (found.occurred_at, found.recorded_at, check_instant(same, "as_of")):
        assert instant.isoformat() == "2026-09-18T09:00:00+08:00"
        assert instant.tzinfo == SHANGHAI


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_an_instant_in_an_impossible_year_is_refused(year: int) -> None:
    """No case lies before 1900 or after 2199: the year is mistyped."""
    error = refusal(lambda: event(occurred_at=NINE.replace(year=year)), sh.InputValueError)
    assert error.code == "SH108"


@pytest.mark.requirement("R-100", "R-101")
def test_what_was_registered_by_hand_keeps_its_time() -> None:
    """A receipt written by hand at nine and entered at ten happened at nine."""
    found = event(recorded_at=TEN, payload={"by_hand": True})
    assert found.occurred_at == NINE
    assert found.recorded_at == TEN


def test_an_event_is_recorded_when_it_happens() -> None:
    """Left out, the instant of the record is that of what happened."""
    assert event().recorded_at == NINE
    assert event() == event(recorded_at=NINE)


@pytest.mark.parametrize("earlier", [timedelta(microseconds=1), timedelta(days=400)])
def test_nothing_is_recorded_before_it_happens(earlier: timedelta) -> None:
    """A record older than what it records is refused, and both instants are shown."""
    error = refusal(lambda: event(recorded_at=NINE - earlier), sh.InputValueError)
    assert error.code == "SH602"
    for shown in ("e1", "2026-09-18T09:00:00+08:00", (NINE - earlier).isoformat(), "早于"):
        assert shown in error.in_chinese()


def test_records_of_other_zones_are_compared_as_moments() -> None:
    """Half past nine in Tokyo is before nine in Shanghai, half past eleven is after it."""
    tokyo = ZoneInfo("Asia/Tokyo")  # one hour ahead
    early, late = (datetime(2026, 9, 18, hour, 30, tzinfo=tokyo) for hour in (9, 11))
    assert refusal(lambda: event(recorded_at=early), sh.InputValueError).code == "SH602"
    assert event(recorded_at=late).recorded_at.hour == 10


# ---- names


@pytest.mark.parametrize("name", ["id", "kind"])
@pytest.mark.parametrize("empty", ["", " ", "\n\t", "　"])
def test_an_empty_name_is_refused(name: str, empty: str) -> None:
    """An event without id cannot be told from others, one without kind means nothing."""
    error = refusal(lambda: event(**{name: empty}), sh.InputValueError)
    assert error.code == "SH126"
    assert f"{name} 是空的" in error.in_chinese()


@pytest.mark.parametrize("name", ["id", "kind"])
@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u00ad", "\x00", "\x1b", "\ud800", "\ufeff"])
def test_a_name_with_signs_that_nobody_sees_is_refused(name: str, sign: str) -> None:
    """Two names that look alike would be two events."""
    error = refusal(lambda: event(**{name: f"a{sign}b"}), sh.DataError)
    assert error.code == "SH485"
    assert "看不见" in error.in_chinese()
    error.in_chinese().encode()  # it can be printed, whatever the sign is


@pytest.mark.parametrize("name", ["id", "kind", "actor", "unit", "corrects"])
@pytest.mark.parametrize("value", [None, 7, b"e1", ["e1"], True])
def test_a_text_is_a_text(name: str, value: object) -> None:
    """Numbers, bytes and lists are no texts; they are not turned into one."""
    assert refusal(lambda: event(**{name: value}), sh.InputTypeError).code == "SH118"


def test_an_event_cannot_correct_itself() -> None:
    """A correction is an event of its own; the first record stays."""
    error = refusal(lambda: event(corrects="e1"), sh.InputValueError)
    assert error.code == "SH603"
    assert "e1" in error.in_chinese()
    assert event(corrects="e0").corrects == "e0"


def test_everything_is_named() -> None:
    """Arguments have names: nobody tells two instants apart by their place."""
    with pytest.raises(TypeError, match="positional"):
        sh.Event("e1", "received", NINE)  # type: ignore[call-arg]  # to be refused


def test_an_event_says_little_by_default() -> None:
    """Who, for whom, what it concerns and what was noted may all be left out."""
    found = event()
    assert (found.actor, found.unit, found.corrects) == ("", "", "")
    assert (dict(found.refs), dict(found.payload)) == ({}, {})


# ---- references and what was noted


@pytest.mark.parametrize("name", ["refs", "payload"])
@pytest.mark.parametrize("value", [None, "part", ["part"], 3, {1: "p1"}, {None: "p1"}, {b"a": "b"}])
def test_a_mapping_has_names_as_keys(name: str, value: object) -> None:
    """A list, a text, and a mapping with other keys than texts are refused."""
    error = refusal(lambda: event(**{name: value}), sh.InputTypeError)
    assert error.code == "SH119"
    assert f"{name} 应为以名称为键的对照" in error.in_chinese()


@pytest.mark.parametrize("value", [None, 7, ["p1"], {"id": "p1"}])
def test_a_reference_is_a_text(value: object) -> None:
    """What an event concerns is named by a text."""
    assert refusal(lambda: event(refs={"part": value}), sh.InputTypeError).code == "SH118"


def test_an_empty_reference_is_refused() -> None:
    """A reference to nothing is a slip, and the message says which."""
    error = refusal(lambda: event(refs={"visit": "v1", "part": " "}), sh.InputValueError)
    assert error.code == "SH126"
    assert "refs.part" in error.in_chinese()


def test_an_event_cannot_be_changed() -> None:
    """No field can be set, nothing can be noted later."""
    found = event(refs={"part": "p1"}, payload={"note": "甲"})
    with pytest.raises(FrozenInstanceError):
        found.kind = "accepted"  # type: ignore[misc]  # to be refused
    for mapping in (found.refs, found.payload):
        with pytest.raises(TypeError):
            mapping["note"] = "乙"  # type: ignore[index]  # to be refused


def noted() -> dict[str, Any]:
    """Return something to note, new each time."""
    return {
        "missing": ["身份证", ["照片", "户口簿"]],
        "quantities": {"copies": 2, "area": {"m2": "3.5"}},
        "ready": True,
    }


def test_lists_become_tuples() -> None:
    """A list, and a list in it, becomes a tuple of the same things."""
    payload = event(payload=noted()).payload
    assert payload["missing"] == ("身份证", ("照片", "户口簿"))
    assert payload["ready"] is True


@pytest.mark.parametrize(
    "change",
    [
        lambda given: given.update(more="丙"),
        lambda given: given.pop("ready"),
        lambda given: given["missing"].append("丙"),
        lambda given: given["missing"][1].clear(),
        lambda given: given["quantities"].update(copies=3),
        lambda given: given["quantities"]["area"].update(m2="9"),
    ],
    ids=["a name", "a name less", "a list", "a list in a list", "a mapping", "a mapping in it"],
)
def test_later_changes_of_what_was_handed_over_have_no_effect(
    change: Callable[[dict[str, Any]], object],
) -> None:
    """What was noted stays, whatever the caller does with the dict afterwards."""
    given = noted()
    found = event(payload=given)
    change(given)
    assert found == event(payload=noted())


def test_a_list_within_a_mapping_becomes_a_tuple() -> None:
    """However deep a list lies, nobody can change it later."""
    inner = ["身份证"]
    found = event(payload={"missing": {"first": inner}})
    inner.append("照片")
    assert found.payload["missing"]["first"] == ("身份证",)


def test_a_window_on_a_dict_is_no_way_in() -> None:
    """A read-only view of the caller's dict is copied too: the dict below it can change."""
    below: dict[str, object] = {"copies": 2}
    view: Mapping[str, object] = MappingProxyType(below)
    outer, inner = event(payload=view), event(payload={"quantities": view})
    below["copies"] = 3
    assert outer.payload["copies"] == 2
    assert inner.payload["quantities"]["copies"] == 2


@pytest.mark.parametrize("given", [0.1, ["1", 0.1], {"area": {"m2": 0.1}}], ids=str)
def test_a_binary_fraction_is_refused_wherever_it_lies(given: object) -> None:
    """0.1 is not a tenth; a figure is a whole number, a text or a Decimal."""
    with pytest.raises(sh.InputTypeError, match=r"0\.1") as refused:
        event(payload={"quantities": given})
    assert refused.value.code == "SH404"
    assert "payload.quantities" in refused.value.where


def test_references_are_copied() -> None:
    """Later changes of the caller's references have no effect."""
    refs = {"part": "p1"}
    found = event(refs=refs)
    refs["part"] = "p2"
    assert dict(found.refs) == {"part": "p1"}


# ---- the same and not the same


@pytest.mark.parametrize(
    "other",
    [
        {"id": "e2"},
        {"kind": "accepted"},
        {"occurred_at": NINE - timedelta(minutes=1)},
        {"recorded_at": TEN},
        {"actor": "张三"},
        {"unit": "民政窗口"},
        {"refs": {"part": "p1"}},
        {"payload": {"note": "甲"}},
        {"corrects": "e0"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_events_that_differ_anywhere_are_not_the_same(other: dict[str, Any]) -> None:
    """Every field counts."""
    assert event() != event(**other)
    assert event(**other) == event(**other)


def test_the_same_events_are_one_in_a_set() -> None:
    """Equal events have equal hashes, also where mappings are noted, in any order."""
    one = event(refs={"a": "1", "b": "2"}, payload={"x": [1], "y": {"z": Decimal("0.5")}})
    other = event(refs={"b": "2", "a": "1"}, payload={"y": {"z": Decimal("0.5")}, "x": (1,)})
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other, event()}) == 2


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("payload", [{}, noted()], ids=["plain", "noted"])
def test_an_event_can_be_copied_and_sent(
    again: Callable[[sh.Event], sh.Event], payload: dict[str, Any]
) -> None:
    """A copy, and what comes back from a pickle, is the same event, and as little to be changed."""
    sent = event(recorded_at=TEN, refs={"part": "p1"}, payload=payload, corrects="e0")
    found = again(sent)
    assert found == sent
    assert hash(found) == hash(sent)
    with pytest.raises(TypeError):
        found.payload["note"] = "乙"  # type: ignore[index]  # to be refused


# ---- fields


def test_a_field_is_a_text_that_anybody_may_see() -> None:
    """Unless it says otherwise, a field is text and open."""
    found = Field("note", "备注")
    assert (found.kind, found.sensitivity) == (FieldKind.TEXT, Sensitivity.OPEN)


def test_kinds_of_fields_have_chinese_labels() -> None:
    """Whoever reads a form sees Chinese words, each another."""
    kinds = ["文字", "文字列表", "期限", "日期，如 2026-09-18", "数量"]
    assert [one.zh for one in FieldKind] == kinds
    assert [one.zh for one in Sensitivity] == ["可以显示", "个人信息"]
