"""Case files: the events of one case as JSON, read with every fault and written back the same."""

import contextlib
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall.cases import FORMAT, event_data

SHANGHAI = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 9, 18, 9, 0, tzinfo=SHANGHAI)
WRITTEN = "2026-09-18T09:00+08:00"

CASE: dict[str, Any] = {
    "format": 1,
    "about": "一件低保申请",
    "events": [
        {
            "id": "e1",
            "kind": "received",
            "occurred_at": WRITTEN,
            "recorded_at": "2026-09-18T15:30+08:00",
            "actor": "李四",
            "unit": "民政窗口",
            "refs": {"visit": "v1"},
            "payload": {"division": "530926103", "matter": "低保", "by_hand": True},
        },
        {"id": "e2", "kind": "accepted", "occurred_at": "2026-09-18T02:00Z", "corrects": ""},
    ],
}


def written(**given: Any) -> dict[str, Any]:
    """Return a receipt as it is written, with something else about it."""
    return {"id": "e1", "kind": "received", "occurred_at": WRITTEN, **given}


def case(*events: object) -> dict[str, object]:
    """Return a case of some events as it is written."""
    return {"events": list(events)}


def problems(data: object) -> list[tuple[str, str]]:
    """Return the codes and places of the faults for which a case is refused."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_case(data, "办件.json")
    assert caught.value.source == "办件.json"
    assert caught.value.in_chinese().count("\n- [SH") == len(caught.value.problems)
    return [(fault.code, str(fault.facts.get("path", ""))) for fault in caught.value.problems]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a file and return its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "办件.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


# ---- reading


def check_case(found: sh.Timeline) -> None:
    """Assert that a course is that of the case above."""
    first, second = found.events
    assert first == sh.Event(
        id="e1",
        kind="received",
        occurred_at=NINE,
        recorded_at=NINE + timedelta(hours=6, minutes=30),
        actor="李四",
        unit="民政窗口",
        refs={"visit": "v1"},
        payload={"division": "530926103", "matter": "低保", "by_hand": True},
    )
    assert second == sh.Event(
        id="e2", kind="accepted", occurred_at=NINE + timedelta(hours=1), corrects=""
    )
    assert (found.division, found.matter) == ("530926103", "低保")


def test_a_case_is_read(file: Callable[[str | bytes], Path]) -> None:
    """Each key of an event stands in the event, whether the path is a path or a text."""
    path = file(json.dumps(CASE, ensure_ascii=False))
    for name in (path, str(path)):
        check_case(sh.read_case(name))
    check_case(sh.load_case(CASE))


@pytest.mark.requirement("R-100", "R-101")
def test_a_case_keeps_both_instants() -> None:
    """When it happened and when it was entered are two things in the file too."""
    first = sh.load_case(CASE).events[0]
    assert first.occurred_at == NINE
    assert first.recorded_at == datetime(2026, 9, 18, 15, 30, tzinfo=SHANGHAI)


def test_the_format_may_be_left_out() -> None:
    """Whoever writes an event by hand need not know of formats."""
    assert FORMAT == 1
    expected = (sh.Event(id="e1", kind="received", occurred_at=NINE),)
    assert sh.load_case(case(written())).events == expected
    assert sh.load_case({"format": 1, **case(written())}).events == expected


def test_a_file_of_a_windows_editor_is_read(file: Callable[[str | bytes], Path]) -> None:
    """The mark that such editors put first is passed over."""
    check_case(sh.read_case(file(b"\xef\xbb\xbf" + json.dumps(CASE).encode())))


def test_a_key_does_not_stand_twice(file: Callable[[str | bytes], Path]) -> None:
    """JSON would let the last one count, and lose the other without a word."""
    event = f'{{"id": "e1", "id": "e2", "kind": "received", "occurred_at": "{WRITTEN}"}}'
    with pytest.raises(sh.FaultyDataError, match="'id' stands there twice"):
        sh.read_case(file(f'{{"events": [{event}]}}'))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-09-18T09:00+08:00", NINE),
        ("2026-09-18 09:00+08:00", NINE),
        ("2026-09-18T09:00:00.000000+08:00", NINE),
        ("2026-09-18T01:00Z", NINE),
        ("2026-09-18T01:00:00-00:00", NINE),
        ("20260918T0900+0800", NINE),
        ("2026-09-18T09:00:30.25+08:00", NINE + timedelta(seconds=30.25)),
    ],
)
def test_an_instant_is_read_in_the_forms_of_the_standard(text: str, expected: datetime) -> None:
    """With T or a blank, with or without seconds, in any time zone."""
    assert sh.load_case(case(written(occurred_at=text))).events[0].occurred_at == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-09-18",
        "20260918",
        "2026-W38-5",
        "09:00+08:00",
        "2026-09-18T",
        "2026-09-18x09:00+08:00",
        "2026-09-18T25:00+08:00",
        "2026-09-31T09:00+08:00",
        "2026-09-18T09:00+08:00 ",
        "2026年9月18日 9:00",
        "9/18/2026 9:00",
        "今天 9:00",
        "９:00",
        "now",
        "2" * 5000,
    ],
)
@pytest.mark.parametrize("name", ["occurred_at", "recorded_at"])
def test_what_is_no_instant_is_refused(name: str, text: str) -> None:
    """A day without a time is none; the value and a way to write it are shown."""
    data = case(written(**{name: text}))
    if (name, text) == ("recorded_at", ""):  # as good as left out
        assert sh.load_case(data).events[0].recorded_at == NINE
        return
    assert problems(data) == [("SH621", "events[1] e1")]
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_case(data)
    message = caught.value.in_chinese()
    assert f"{name} 不是时刻：{text[:40]!r}"[:-1] in message
    assert "2026-09-18T09:30+08:00" in message
    assert len(message) < 1000


def test_an_instant_without_time_zone_is_refused() -> None:
    """It is an instant, but of no place."""
    assert problems(case(written(occurred_at="2026-09-18T09:00"))) == [("SH103", "events[1] e1")]


# ---- files that are none


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    """A path that leads nowhere, or to a folder, cannot be read."""
    for path in (tmp_path / "none.json", tmp_path, f"{tmp_path}/a\0b"):
        with pytest.raises(sh.FaultyDataError) as caught:
            sh.read_case(path)
        assert caught.value.source == str(path)
        assert [fault.code for fault in caught.value.problems] == ["SH201"]


def test_a_file_of_millions_of_letters_is_no_case(file: Callable[[str | bytes], Path]) -> None:
    """It is the wrong file, and it is not read to its end."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_case(file(b" " * 4_000_001))
    assert [fault.code for fault in caught.value.problems] == ["SH203"]


def test_what_is_no_text_is_told(file: Callable[[str | bytes], Path]) -> None:
    """A file in another encoding cannot be read."""
    path = file(json.dumps(CASE, ensure_ascii=False).encode("gb18030"))
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_case(path)
    assert [fault.code for fault in caught.value.problems] == ["SH201"]


@pytest.mark.parametrize("path", [None, 5, b"case.json", ["case.json"], CASE])
def test_what_is_no_path_is_refused(path: Any) -> None:
    """Numbers, bytes, and a case that is already there, are no paths."""
    with pytest.raises(sh.InputTypeError) as caught:
        sh.read_case(path)
    assert caught.value.code == "SH119"
    assert "文件路径" in caught.value.in_chinese()


class Somewhere(PathLike[str]):
    """A path of somebody else's making."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


def test_a_path_of_any_make_is_named_as_a_path(file: Callable[[str | bytes], Path]) -> None:
    """Read like any other, and messages name the file, not the object that led to it."""
    check_case(sh.read_case(Somewhere(file(json.dumps(CASE)))))
    for content in ("{", "[]"):
        path = file(content)
        with pytest.raises(sh.FaultyDataError) as caught:
            sh.read_case(Somewhere(path))
        assert caught.value.source == str(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        " ",
        "{",
        "{'events': []}",
        "{“events”: []}",
        '{"events": [],}',
        "format = 1",
        "id,kind\ne1,received",
        '{"events": []} {"events": []}',
        '{"about": "a\nb", "events": []}',
        pytest.param("[" * 100_000, id="deep"),
        pytest.param("9" * 100_000, id="long"),
    ],
)
def test_what_is_no_json_is_told(content: str, file: Callable[[str | bytes], Path]) -> None:
    """The message says where, and what is commonly wrong."""
    path = file(content)
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_case(path)
    assert caught.value.source == str(path)
    (fault,) = caught.value.problems
    assert fault.code == "SH619"
    assert fault.why
    assert "半角引号" in fault.in_chinese()
    assert len(caught.value.in_chinese()) < 1000


@pytest.mark.parametrize("depth", [10, 100, 500, 900, 3000, 50_000])
def test_whatever_is_nested_is_read_or_refused(
    depth: int, file: Callable[[str | bytes], Path]
) -> None:
    """However deep: what can be read can be written, all else is told as a fault of the file."""
    event = json.dumps(written(payload={"note": "?"}))
    path = file('{"events": [' + event.replace('"?"', "[" * depth + "]" * depth) + "]}")
    found: list[Any] = []
    with contextlib.suppress(sh.FaultyDataError):
        found = [event_data(sh.read_case(path).events[0])["payload"]["note"]]
    levels = 0
    while found:
        (found, levels) = (found[0], levels + 1)
    assert levels in (0, depth)


# ---- cases that are none


@pytest.mark.parametrize("data", [None, [], [written()], "events", 5, 1.5, True, [[]]])
def test_what_is_no_record_is_refused(data: object) -> None:
    """A list at the top, nothing, a text or a number is no case."""
    assert problems(data) == [("SH205", "(top level)")]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, ("SH206", "(top level)")),
        ({"events": None}, ("SH205", "events")),
        ({"events": {}}, ("SH205", "events")),
        ({"events": "e1"}, ("SH205", "events")),
        ({"events": 1}, ("SH205", "events")),
        ({"events": [], "event": []}, ("SH204", "(top level)")),
        ({"events": [], "about": None}, ("SH205", "about")),
        ({"events": [], "about": "a\u202eb"}, ("SH485", "about")),
        ({"events": [], "format": "1"}, ("SH205", "format")),
        ({"events": [], "format": True}, ("SH205", "format")),
        ({"events": [], "format": 1.0}, ("SH205", "format")),
        ({"events": [], "format": None}, ("SH205", "format")),
        ({"events": [written()], "format": 2}, ("SH620", "format")),
        ({"events": [written()], "format": 0}, ("SH620", "format")),
        ({"events": [written()], "format": -(10**400)}, ("SH620", "format")),
    ],
)
def test_what_is_wrong_with_a_case_is_told(data: object, expected: tuple[str, str]) -> None:
    """Unknown keys, missing keys, wrong types and formats, each with its place."""
    assert problems(data) == [expected]


def test_another_format_is_told() -> None:
    """Which one it is, and which this version reads."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_case({"format": 7, "events": [written()]})
    (fault,) = caught.value.problems
    assert "文件的格式是 7" in fault.in_chinese()
    assert "本版本读取的格式是 1" in fault.in_chinese()


def test_a_case_without_events_is_a_faulty_file(file: Callable[[str | bytes], Path]) -> None:
    """What is wrong with a file is told as a fault of the file, which is named."""
    assert [code for code, _ in problems({"events": []})] == ["SH604"]
    path = file('{"events": []}')
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_case(path)
    assert str(path) in caught.value.in_chinese()


@pytest.mark.parametrize("event", [None, [], "e1", 5, True, [written()]])
def test_what_is_no_event_is_refused(event: object) -> None:
    """Each event is a record."""
    assert problems(case(written(), event)) == [("SH205", "events[2]")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"id": None}, ("SH205", "events[1].id")),
        ({"id": 5}, ("SH205", "events[1].id")),
        ({"id": ""}, ("SH126", "events[1] ")),
        ({"kind": ["received"]}, ("SH205", "events[1] e1.kind")),
        ({"kind": " "}, ("SH126", "events[1] e1")),
        ({"occurred_at": 1_790_000_000}, ("SH205", "events[1] e1.occurred_at")),
        ({"occurred_at": None}, ("SH205", "events[1] e1.occurred_at")),
        ({"occurred_at": "1026-09-18T09:00+08:00"}, ("SH108", "events[1] e1")),
        ({"recorded_at": None}, ("SH205", "events[1] e1.recorded_at")),
        ({"recorded_at": "2026-09-18T08:59+08:00"}, ("SH602", "events[1] e1")),
        ({"actor": None}, ("SH205", "events[1] e1.actor")),
        ({"unit": 3}, ("SH205", "events[1] e1.unit")),
        ({"refs": None}, ("SH205", "events[1] e1.refs")),
        ({"refs": ["p1"]}, ("SH205", "events[1] e1.refs")),
        ({"refs": {"part": 1}}, ("SH205", "events[1] e1.refs[part]")),
        ({"refs": {"part": ""}}, ("SH126", "events[1] e1")),
        ({"payload": None}, ("SH205", "events[1] e1.payload")),
        ({"payload": "低保"}, ("SH205", "events[1] e1.payload")),
        ({"corrects": None}, ("SH205", "events[1] e1.corrects")),
        ({"corrects": "e1"}, ("SH603", "events[1] e1")),
        ({"occured_at": WRITTEN}, ("SH204", "events[1] e1")),
    ],
)
def test_what_is_wrong_with_an_event_is_told(
    given: dict[str, object], expected: tuple[str, str]
) -> None:
    """With its number in the file and its name, where it has one."""
    assert problems(case(written(**given))) == [expected]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\x1b[31m", "\x00", "\ud800"])
def test_a_name_that_nobody_can_read_is_not_repeated(sign: str) -> None:
    """Signs that steer a terminal, or that nothing can print, do not reach the message."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_case(case(written(id=f"a{sign}b")))
    assert [fault.code for fault in caught.value.problems] == ["SH485"]
    for message in (caught.value.in_chinese(), str(caught.value)):
        assert sign not in message
        message.encode()


@pytest.mark.parametrize("key", ["id", "kind", "occurred_at"])
def test_an_event_has_a_name_a_kind_and_an_instant(key: str) -> None:
    """Without one of them it means nothing."""
    event = {name: value for name, value in written().items() if name != key}
    ((code, place),) = problems(case(event))
    assert code == "SH206"
    assert place == ("events[1]" if key == "id" else "events[1] e1")


def test_a_misspelt_key_is_answered_with_a_proposal() -> None:
    """The right key is named."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_case(case(written(payloads={})))
    assert "是否想写：payload" in caught.value.in_chinese()


def test_all_faults_of_a_file_are_told_at_once() -> None:
    """The format, and each event that cannot be read, with all that is wrong with it."""
    data = {
        "format": 3,
        "events": [
            written(),
            written(id="e2", occurred_at="gestern"),
            {"id": "e3", "kind": 5, "occurred_at": None, "pay": {}},
            None,
            {"kind": "accepted", "occurred_at": "2026-09-18T09:00"},
        ],
    }
    assert sorted(problems(data)) == [
        ("SH204", "events[3] e3"),
        ("SH205", "events[3] e3.kind"),
        ("SH205", "events[3] e3.occurred_at"),
        ("SH205", "events[4]"),
        ("SH206", "events[5]"),
        ("SH620", "format"),
        ("SH621", "events[2] e2"),
    ]


def test_what_the_course_refuses_is_a_fault_of_the_file() -> None:
    """All of it, under the name of the file."""
    events = [
        {"id": "e2", "kind": "accepted", "occurred_at": WRITTEN},
        {"id": "e3", "kind": "pause.ended", "occurred_at": "2026-09-18T10:00+08:00"},
    ]
    assert problems(case(*events)) == [("SH608", "e2"), ("SH609", "e3")]
    assert problems(case(written(), written(kind="contacted"))) == [("SH605", "e1")]
    assert problems(case(written(corrects="e9"))) == [("SH606", "e1")]


# ---- writing


def again(events: tuple[sh.Event, ...]) -> tuple[sh.Event, ...]:
    """Return what comes back when events are written as JSON and read."""
    text = json.dumps({"events": [event_data(event) for event in events]})
    return sh.load_case(json.loads(text)).recorded


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"recorded_at": NINE + timedelta(days=3)},
        {"occurred_at": NINE.replace(second=59, microsecond=999_999)},
        {"occurred_at": datetime(1900, 1, 1, 12, 0, tzinfo=SHANGHAI)},  # 8:05:43 before UTC
        {"occurred_at": datetime(1991, 9, 15, 1, 30, tzinfo=SHANGHAI, fold=1)},  # summer time ended
        {"occurred_at": datetime(2026, 9, 18, 1, 0, tzinfo=UTC)},
        {"actor": "李四", "unit": "民政窗口"},
        {"refs": {"visit": "v1", "part": "p1"}},
        {"payload": {"note": "“甲”\n\\乙\u2028", "ready": False, "n": 0, "empty": ""}},
        {"payload": {"missing": ["照片", ["户口簿"]], "none": []}},
        {"payload": {"quantities": {"copies": 2, "area": {"m2": "3.50"}}, "empty": {}}},
        {"payload": {"huge": 10**400, "less": -(2**70)}},
        {"payload": {"missing": {"first": ["照片", "户口簿"]}}},
        {"payload": {"missing": [{"first": ["照片"]}, {"second": []}]}},
        {"payload": {"ground": None}},
        {"payload": {"texts": [None, True, "甲"]}},
    ],
    ids=lambda given: ",".join(given) + ":" + ",".join(given.get("payload", {})),
)
def test_what_is_written_is_read_as_it_was(given: dict[str, Any]) -> None:
    """Events come back from a case file as they went in."""
    event = sh.Event(**{"id": "e1", "kind": "received", "occurred_at": NINE, **given})
    assert again((event,)) == (event,)


def test_a_whole_case_is_read_as_it_was() -> None:
    """With its corrections, and as often as one likes."""
    mended = written(
        id="e3", occurred_at="2026-09-18T08:00+08:00", recorded_at=WRITTEN, corrects="e1"
    )
    found = sh.load_case({"events": [written(), *CASE["events"][1:], mended]})
    assert len(found.corrections) == 1
    assert again(found.recorded) == found.recorded
    assert again(again(found.recorded)) == found.recorded


def test_only_what_is_known_is_written() -> None:
    """What is empty is left out, and so is a record of the same instant."""
    assert event_data(sh.Event(id="e1", kind="received", occurred_at=NINE)) == {
        "id": "e1",
        "kind": "received",
        "occurred_at": "2026-09-18T09:00:00+08:00",
    }


def test_all_that_is_known_is_written() -> None:
    """As in a file that somebody wrote."""
    first = sh.load_case(CASE).events[0]
    assert event_data(first) == {
        **CASE["events"][0],
        "occurred_at": "2026-09-18T09:00:00+08:00",
        "recorded_at": "2026-09-18T15:30:00+08:00",
    }


def test_numbers_with_decimals_stand_in_quotation_marks() -> None:
    """JSON has binary floats only: 0.1 would not be a tenth."""
    event = sh.Event(
        id="e1", kind="received", occurred_at=NINE, payload={"a": Decimal("0.10"), "n": 3}
    )
    assert event_data(event)["payload"] == {"a": "0.10", "n": 3}


def test_what_is_written_shares_nothing_with_the_event() -> None:
    """Whoever changes it changes no event."""
    event = sh.Event(
        id="e1", kind="received", occurred_at=NINE, payload={"a": ["甲"], "b": {"c": {"d": 1}}}
    )
    data = event_data(event)
    data["payload"]["a"].append("乙")
    data["payload"]["b"]["c"]["d"] = 2
    assert event_data(event)["payload"] == {"a": ["甲"], "b": {"c": {"d": 1}}}


def test_the_example_of_the_documentation_is_a_case() -> None:
    """What the module shows as the format can be read."""
    text = (sys.modules["servicehall.cases"].__doc__ or "").split("\n\n")[1]
    found = sh.load_case(json.loads(text))
    assert found.division == "530926103"
    assert [event.id for event in found.events] == ["e1"]
