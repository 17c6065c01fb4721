"""What the screen and files show of people: nothing in full that nobody asked for expressly.

The people are made up; 13987654321 is no telephone of anybody's known to us, and the card has a
birthday and no right check digit.
"""

import json
import re
from pathlib import Path
from typing import Any, Final

import pytest

import servicehall as sh
from servicehall.cases import load_case
from servicehall.errors import DataError, FaultyDataError
from servicehall.explain.records import verify
from servicehall.ledgers import Reject, discreet, open_items, say_reject
from servicehall.plugins import open_pack
from tests.command_line import Run

ROOT: Final = Path(__file__).parent.parent
LIUHE: Final = ("--pack", ROOT / "examples" / "liuhe")
DAY: Final = ("--as-of", "2026-10-14")
NAME, PHONE, CARD = "欧阳慧敏", "13987654321", "530921199003071234"
SECRET: Final = re.compile(f"{NAME}|{PHONE}|{CARD}")
BASE: Final[dict[str, Any]] = {
    "division": "371302998",
    "matter": "outdoor-sign",
    "applicant": NAME,
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


def event(name: str, kind: str, at: str, **more: Any) -> dict[str, Any]:
    """Return an event at the window."""
    about = {"id": name, "kind": kind, "occurred_at": f"{at}+08:00"}
    return {**about, "actor": "陈静", "unit": "综合执法窗口", **more}


def case(number: str, *events: dict[str, Any], **noted: Any) -> dict[str, Any]:
    """Return a case that was received, and what else happened."""
    payload = {"case": number, **BASE, **noted}
    received = event("e1", "received", "2026-10-12T09:00:00", payload=payload)
    return {"format": 1, "events": [received, *events]}


SUPPLEMENT: Final = event(
    "e2",
    "notice.supplement",
    "2026-10-12T10:00:00",
    payload={
        "form": "written",
        "missing": [f"{NAME}的身份证{CARD}", "平面图"],
        "note": f"电话{PHONE}找{NAME}",
    },
)
RETURNED: Final = event(
    "e2",
    "notice.return",
    "2026-10-13T10:00:00",
    payload={"form": "written", "reasons": f"{NAME}({PHONE})材料系伪造"},
)
NUMBERED: Final = [case(number, SUPPLEMENT) for number in (PHONE, NAME, CARD)]
"""Cases that somebody's telephone, name and card have for numbers."""


def saved(file: Path, *cases: dict[str, Any]) -> Path:
    """Write cases, one a line."""
    lines = [json.dumps(one, ensure_ascii=False) for one in cases]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


# ---- texts in which the applicant stands


@pytest.mark.requirement("R-162")
@pytest.mark.parametrize(
    ("kind", "of", "said"),
    [("supplement", SUPPLEMENT, "欧＊＊＊的身份证5"), ("return", RETURNED, "欧＊＊＊(1＊")],
)
def test_a_draft_hides_the_applicant_within_other_texts(
    run: Run, tmp_path: Path, kind: str, of: dict[str, Any], said: str
) -> None:
    """In what is missing and in reasons, noted or handed over; --unmask shows him."""
    file = saved(tmp_path / "a.json", case(PHONE, of))
    command = ("notices", file, *DAY, *LIUHE, "--kind", kind)
    options = ([], ["--html", "-"], ["--json"], ["--item", f"reasons={NAME}材料不实"])
    for more in options:
        found = run(*command, *more)
        assert not SECRET.search(found.output)
    assert said in run(*command).output
    bare = run(*command, "--unmask").output
    assert (NAME in bare, f"编号：{PHONE}" in bare) == (True, True)


@pytest.mark.requirement("R-162")
def test_a_sheet_of_events_hides_the_applicant_wherever_he_stands(run: Run, tmp_path: Path) -> None:
    """In texts, lists, as an actor, a kind, a key, a reference, and in what does not fit."""
    strange = event("e3", NAME, "2026-10-13T09:00:00", actor=NAME, refs={"part": NAME})
    strange["payload"] = {NAME: "x", "survey": NAME, "urgent": None, "matter": NAME}
    strange["payload"] |= {"division": 1}
    file = saved(tmp_path / "a.jsonl", case(PHONE, SUPPLEMENT, strange), case(NAME, RETURNED))
    out = tmp_path / "a.csv"
    run("export", "csv", file, "--out", out, *LIUHE)
    told = out.read_text(encoding="utf-8-sig")
    assert not SECRET.search(told)
    assert f"电话1{'＊' * 10}找欧＊＊＊" in told
    assert '""欧＊＊＊的身份证5' in told
    assert "\n1＊＊＊＊＊＊＊＊＊＊,371302998,e1,received,2026-10-12T09:00:00+08:00," in told


# ---- numbers of cases


@pytest.mark.requirement("R-163")
@pytest.mark.parametrize(
    "command",
    [
        ("assess",),
        ("assess", "--json"),
        ("due-list", "--all"),
        ("due-list", "--all", "--json"),
        ("notices",),
        ("notices", "--json"),
        ("report",),
        ("report", "--html", "-"),
        ("report", "--lists", "-"),
        ("register", "--form", "ledger.service"),
        ("moved", "--known-on", "2025-10-01"),
        ("moved", "--known-on", "2025-10-01", "--json"),
        ("moved", "--known-on", "2025-10-01", "--csv", "-"),
        ("feed", "--out", "FEED"),
    ],
)
def test_a_case_number_that_is_somebodys_is_hidden(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """A telephone, a card, a name: in every output over a ledger, also in what says of a line that
    another case has its number."""
    conflicts = [case(number, RETURNED) for number in (PHONE, NAME, CARD)]
    file = saved(tmp_path / "a.jsonl", *NUMBERED, *conflicts)
    feed = tmp_path / "a.ics"
    options = [feed if option == "FEED" else option for option in command[1:]]
    found = run(command[0], file, *options, *DAY, *LIUHE)
    told = feed.read_text(encoding="utf-8").replace("\n ", "") if feed.exists() else ""
    assert not SECRET.search(found.output + found.errors + told)
    assert found.errors.count("[SH635]") == 3
    number = "1" + "＊" * 10
    assert f"第4行（{number}）：[SH635] 办件 {number} 与第1行" in found.errors


@pytest.mark.parametrize("command", [("assess",), ("assess", "--html", "-"), ("progress",)])
def test_the_number_of_one_case_is_hidden(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """As over a ledger."""
    for one in NUMBERED:
        file = saved(tmp_path / "a.json", one)
        assert not SECRET.search(run(command[0], file, *command[1:], *DAY, *LIUHE).output)


def test_a_masked_record_can_be_verified(run: Run, tmp_path: Path) -> None:
    """Who bears a duty is hidden in the findings as in the events, so the same is found again."""
    accepted = event("e2", "accepted", "2026-10-12T10:00:00", actor=NAME)
    registry = sh.Registry.of(open_pack(LIUHE[1]))
    for one in (*NUMBERED, case("A1", accepted)):
        file, out = saved(tmp_path / "a.json", one), tmp_path / "record.json"
        told = run("assess", file, *DAY, *LIUHE, "--json").output
        assert not SECRET.search(told)
        assert verify(told, registry) == ()
        out.write_text(told, encoding="utf-8")
        assert run("verify", out, *LIUHE).status == 0


def test_in_full_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    """The number in a line, in a record, in the feed, and in what is said of a line."""
    file = saved(tmp_path / "a.jsonl", NUMBERED[0], case(PHONE, RETURNED))
    found = run("assess", file, *DAY, *LIUHE, "--unmask")
    assert found.output.startswith(f"{PHONE}  ")
    assert f"第2行（{PHONE}）：[SH635] 办件 {PHONE} 与第1行" in found.errors
    assert "（未作隐去处理：含有个人信息原文，请妥善保管）" in found.errors
    assert f'"case":"{PHONE}"' in run("assess", file, *DAY, *LIUHE, "--unmask", "--json").output


def test_an_open_item_keeps_the_number_and_shows_what_may_be_shown() -> None:
    """The number tells cases apart in programs; an age within it is nobody's."""
    registry = sh.Registry.of(open_pack(LIUHE[1]))
    shown = {}
    for number, noted in ((f"A-{NAME}", {}), (PHONE, {}), ("LH-0043", {"address": "43"})):
        timeline = load_case(case(number, **noted))
        found = registry.assess(timeline, as_of=timeline.steps[0].event.occurred_at)
        item = open_items(found)[0]
        assert item.case == number
        shown[number] = (item.shown_case, found.shown_case)
    assert shown == {
        f"A-{NAME}": ("A＊＊＊＊＊", "A-欧＊＊＊"),
        PHONE: ("1＊＊＊＊＊＊＊＊＊＊",) * 2,
        "LH-0043": ("LH-0043",) * 2,
    }


# ---- faults that quote a case


def faulty() -> list[dict[str, Any]]:
    """Return cases with a name in a place where something else belongs."""
    other = event(NAME, "accepted", "2026-10-12T10:00:00")
    wrong_kind, wrong_time, twice = case("A1"), case("A2"), case("A3", other)
    wrong_kind["events"][0]["kind"] = NAME
    wrong_time["events"][0]["occurred_at"] = NAME
    twice["events"][0]["id"] = NAME
    return [
        case("A4", matter=NAME),
        case("A5", survey=NAME),
        case("A6", applicant={"name": NAME}),
        case("A7", **{NAME: "x"}),
        case("A8", division=NAME),
        wrong_kind,
        wrong_time,
        twice,
        {**case("A9"), NAME: 1},
        case("A10", event("e2", "accepted", "2026-10-12T10:00:00", corrects=NAME)),
    ]


@pytest.mark.requirement("R-162")
@pytest.mark.parametrize(
    "command",
    [
        ("assess",),
        ("due-list",),
        ("notices",),
        ("report",),
        ("report", "--html", "-"),
        ("report", "--lists", "-"),
        ("register",),
        ("moved", "--known-on", "2025-10-01"),
    ],
)
def test_lines_that_are_not_taken_show_no_names(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    """In whichever place the name stands; the line, the number of the case and the key are told,
    and the file of rejects holds the line as it was."""
    file, kept = saved(tmp_path / "a.jsonl", *faulty()), tmp_path / "rejects.jsonl"
    found = run(command[0], file, *command[1:], *DAY, *LIUHE, "--rejects", kept)
    assert not SECRET.search(found.output + found.errors)
    assert "第2行（A5）：[SH402] e1.survey：现场踏勘（survey）的取值不在规定范围内" in found.errors
    assert "第4行（A7）：[SH612] e1.欧＊＊＊：事件 e1 登记了 '欧＊＊＊'" in found.errors
    assert "未采用10件。（个人信息只显示首字；原文见 --rejects 写出的文件）" in found.errors
    assert kept.read_text(encoding="utf-8").count(NAME) >= 10


@pytest.mark.parametrize("command", ["assess", "notices", "progress"])
def test_a_case_that_is_refused_shows_no_names(run: Run, tmp_path: Path, command: str) -> None:
    """The message says that it is masked; what was typed stays readable."""
    for one in faulty():
        file = saved(tmp_path / "a.json", one)
        found = run(command, file, *DAY, *LIUHE)
        assert (found.status, bool(SECRET.search(found.errors))) == (3, False)
        assert "错误 [SH" in found.errors
    found = run(command, saved(tmp_path / "a.json", faulty()[0]), *DAY, *LIUHE)
    assert "（个人信息只显示首字" in found.errors
    typed = run(command, saved(tmp_path / "a.json", case("A1")), *DAY, "--division", "甲县")
    assert "甲县" in typed.errors
    missing = run(command, tmp_path / "none.json", *DAY)
    assert str(tmp_path / "none.json") in missing.errors
    assert "首字" not in missing.errors


def test_a_case_that_is_refused_is_shown_where_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    """With --unmask, and a record that is refused never."""
    file = saved(tmp_path / "a.json", faulty()[0])
    found = run("assess", file, *DAY, *LIUHE, "--unmask")
    assert (NAME in found.errors, "首字" in found.errors) == (True, False)
    as_of = "2026-10-14T09:00+08:00"
    kept = {**faulty()[0], "division": "371302998", "as_of": as_of}
    refused = run("verify", saved(tmp_path / "b.json", kept), *LIUHE)
    assert (refused.status, NAME in refused.errors) == (3, False)


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (DataError("SH612", name="'aplicant'", id="e1", hint="applicant"), "'aplicant'"),
        (DataError("SH467", kind="matters", id="'elder-allowance'", hint="a, b"), "elder-allow"),
        (DataError("SH612", name="'139-8765-4321'", id="e1", hint="—"), "'1＊＊＊"),
        (DataError("SH612", name="'tel-139-8765-4321'", id="e1", hint="—"), "'t＊＊＊"),
        (DataError("SH612", name="'ouyanghuimin'", id="e1", hint="—"), "'o＊＊＊"),
        (DataError("SH206", key="occurred_at", path="events[1]"), "occurred_at"),
        (DataError("SH619", reason=f"the key '{NAME}' stands there twice"), "'欧＊＊＊'"),
        (DataError("SH619", reason=f'the key "{NAME}\'s" stands there twice'), '"欧＊＊＊'),
        (DataError("SH621", name="as_of", value="2026-10-12 24:61"), "2026-10-12 24:61"),
        (DataError("SH607", id="e1", both=("e2", NAME)), "e2, 欧＊＊＊"),
    ],
)
def test_what_cannot_be_a_name_is_shown(error: DataError, shown: str) -> None:
    """Words of rules and what is spelt nearly like one, days, numbers of events; nothing else."""
    for told in (discreet(error), discreet(FaultyDataError("第1行", [error]))):
        assert shown in str(told)
        assert not SECRET.search(str(told))


def test_a_reject_is_said_on_one_line() -> None:
    """Its number, what can be shown of its case, the reason; a label is masked as the reason is."""
    reject = Reject(7, DataError("SH634", case=PHONE, line=3), case=PHONE)
    masked = f"第7行（1{'＊' * 10}）：[SH634] 办件 1{'＊' * 10} 与第3行重复，内容相同，"
    assert say_reject(reject).startswith(masked)
    assert str(reject).startswith(masked)
    assert say_reject(reject, unmask=True).startswith(f"第7行（{PHONE}）：[SH634] 办件 {PHONE} ")
    assert say_reject(Reject(8, DataError("SH633"))).startswith("第8行：[SH633]")
