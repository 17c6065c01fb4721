"""The command about notices, run as the script runs it: of a case, of a ledger, one paper.

The story ``returned-after-survey``: returned on 2026-11-03 at 15:00, the notice served at 15:30.
``supplement-never-came`` and the ledger are of the same made-up town.
"""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from tests.command_line import Run
from tests.places import PLUGINS

pytest.importorskip("typer")

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
PACKS: Final = (
    *("--pack", EXAMPLES / "liuhe"),
    *("--pack", PLUGINS / "mengding" / "src" / "servicehall_mengding"),
    *("--pack", PLUGINS / "dunhou" / "src" / "servicehall_dunhou"),
    *("--pack", PLUGINS / "longpo" / "src" / "servicehall_longpo"),
)
CASES: Final = EXAMPLES / "cases"
LEDGER: Final = EXAMPLES / "ledger.jsonl"


def case_file(folder: Path, *events: dict[str, Any]) -> Path:
    """Write a case of the made-up town."""
    numbered = [{"id": f"e{number}", **event} for number, event in enumerate(events)]
    file = folder / "case.json"
    file.write_text(json.dumps({"format": 1, "events": numbered}), encoding="utf-8")
    return file


FACTS: Final = {
    "division": "371302998",
    "matter": "outdoor-sign",
    "case": "LH-9",
    "applicant": "李小明",
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": True,
    "same_day_possible": False,
    "windows": 1,
    "departments": 1,
}


def happened(kind: str, at: str, **payload: Any) -> dict[str, Any]:
    """Return what happened in October 2026."""
    return {
        "kind": kind,
        "occurred_at": f"2026-10-{at}+08:00",
        "actor": "陈静",
        "unit": "综合执法窗口",
        "payload": payload,
    }


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    """Return a licence that was refused: the paper without remedies, said aloud is the promise."""
    return case_file(
        tmp_path,
        happened("received", "12T09:00", **FACTS),
        happened("notice.promise", "12T09:10", form="oral", limit="10个工作日"),
        happened("accepted", "12T09:30"),
        happened("notice.acceptance", "12T09:30", form="written"),
        happened("decided", "14T09:00", outcome="refused", reasons="影响消防通道"),
        happened("notice.refusal", "14T10:00", form="written", reasons="有", remedies=""),
    )


AFTER: Final = ("--as-of", "2026-10-15")


# ---- a case


def test_a_case_lists_its_notices_with_what_they_lack(run: Run, refused: Path) -> None:
    """Status 0: missed, served and to be checked, served without an item, still owed."""
    found = run("notices", refused, *AFTER, *PACKS)
    assert (found.status, found.errors) == (0, "")
    assert found.output.startswith("LH-9　户外招牌设置许可　截至2026年10月15日24:00")
    lines = [line.split("│") for line in found.output.splitlines() if "│" in line]
    status = "".join(line[2].strip() for line in lines)
    assert status == "应送未送已送达，不符合要求已送达待送达已送达，不符合要求"
    items = "".join(line[5].strip() for line in lines)
    assert "没有登记，待核：专用印章、日期" in items
    assert "未写明：申请行政复议或者提起行政诉讼的权利" in items


def test_the_same_as_json(run: Run, refused: Path) -> None:
    """Every notice with kind, code, status, by when, by whom, and the items that it lacks."""
    rows = json.loads(run("notices", refused, *AFTER, *PACKS, "--json").output)
    assert [(row["kind"], row["status"]) for row in rows] == [
        ("promise", "missed"),
        ("promise", "faulty"),
        ("acceptance", "served"),
        ("refusal", "owed"),
        ("refusal", "faulty"),
    ]
    assert rows[2]["unrecorded"] == ["专用印章", "日期"]
    assert rows[4]["missing"] == ["申请行政复议或者提起行政诉讼的权利"]
    assert rows[3]["before"] == ["办结"]
    assert rows[3]["bearer"] == "第一责任人（综合执法窗口陈静）"
    assert "李小明" not in json.dumps(rows, ensure_ascii=False)


def test_a_limit_is_told_with_its_last_day(run: Run, tmp_path: Path) -> None:
    """Five working days after 10-12: 13 to 16 and Monday the 19th, when it closes at 17:00."""
    case = case_file(
        tmp_path,
        happened("received", "12T09:00", **{**FACTS, "main_document": "held_not_brought"}),
    )
    found = run("notices", case, "--as-of", "2026-10-13", *PACKS)
    assert "2026年10月19日17:00前" in "".join(found.output.split()).replace("│", "")


def test_a_return_has_no_last_day(run: Run, tmp_path: Path) -> None:
    """No rule gives a figure, and no event ends its time."""
    case = case_file(
        tmp_path, happened("received", "12T09:00", **FACTS), happened("returned", "13T09:00")
    )
    rows = run("notices", case, "--as-of", "2026-10-14", *PACKS).output
    assert "没有规定期限，应当及时" in "".join(rows.split()).replace("│", "")


def test_a_case_without_notices_says_so(run: Run, tmp_path: Path) -> None:
    """Somebody came and went; nobody wrote anything, neither the matter nor a number."""
    case = case_file(tmp_path, happened("contacted", "12T09:00", division="371302998"))
    found = run("notices", case, "--as-of", "2026-10-13", *PACKS)
    assert found.output.splitlines() == [
        "（没有办件编号）　未登记事项　截至2026年10月13日24:00",
        "没有应当送达或者已经送达的告知书。",
    ]


def test_without_an_instant_it_says_which_it_took(run: Run, refused: Path) -> None:
    """The clock is read by the command line only, and it says so."""
    assert "未写 --as-of，按现在" in run("notices", refused, *PACKS).errors


# ---- one paper


def test_a_paper_is_printed(run: Run) -> None:
    """The reasons are noted with the return; nothing is left to fill in."""
    case = CASES / "returned-after-survey.json"
    found = run("notices", case, "--as-of", "2026-11-03T15:10", *PACKS, "--kind", "return")
    assert (found.status, found.output.split()[0]) == (0, "退回件通知书")
    assert "文稿：个人信息只显示首字" in found.output


def test_what_must_be_filled_in_is_told_on_stderr(run: Run, refused: Path) -> None:
    """A kind that the case does not owe says so too."""
    found = run("notices", refused, *AFTER, *PACKS, "--kind", "return")
    assert found.status == 0
    assert found.errors.splitlines() == [
        "提示：按登记的情况，目前没有待送达的这种告知书。",
        "还须填写：退回的原因",
    ]


def test_items_are_typed(run: Run, refused: Path) -> None:
    """One text, or several of one name."""
    once = ("--item", "reasons=影响=消防")
    assert (
        "理由：影响=消防\n"
        in run("notices", refused, *AFTER, *PACKS, "--kind", "refusal", *once).output
    )
    twice = ("--item", "missing=户口簿", "--item", "missing=照片")
    said = run("notices", refused, *AFTER, *PACKS, "--kind", "supplement", *twice).output
    assert "1．户口簿" in said
    assert "2．照片" in said


def test_a_paper_as_json(run: Run, refused: Path) -> None:
    """Its paragraphs, its basis, and what is missing."""
    found = run("notices", refused, *AFTER, *PACKS, "--kind", "refusal", "--json")
    data = json.loads(found.output)
    assert data["paragraphs"][1] == "不予许可的理由：影响消防通道"
    assert (data["addressee"], data["missing"]) == ("李＊＊", {})
    assert data["basis"] == ["《中华人民共和国行政许可法》第三十八条第二款"]


def test_a_page_is_written(run: Run, refused: Path, tmp_path: Path) -> None:
    """In full for who serves it, and the page says so; nothing else is printed."""
    page = tmp_path / "page.html"
    options = ("--kind", "refusal", "--html", page, "--unmask")
    found = run("notices", refused, *AFTER, *PACKS, *options)
    assert (found.status, found.output) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert "李小明：" in text
    assert "未作隐去处理" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--unmask",), "--kind"),
        (("--item", "reasons=缺"), "--kind"),
        (("--html", "-"), "--kind"),
        (("--kind", "return", "--item", "reasons"), "名称=内容"),
    ],
)
def test_options_that_do_nothing_are_refused(
    run: Run, refused: Path, options: tuple[str, ...], words: str
) -> None:
    """Status 2: bad usage."""
    found = run("notices", refused, *AFTER, *PACKS, *options)
    assert found.status == 2
    assert words in found.errors


def test_an_unknown_kind_is_refused(run: Run, refused: Path) -> None:
    """Status 3, with what is near."""
    found = run("notices", refused, *AFTER, *PACKS, "--kind", "refuse")
    assert found.status == 3
    assert "[SH705]" in found.errors
    assert "refusal" in found.errors


# ---- a ledger


def test_a_ledger_lists_what_is_owed_by_window(run: Run, tmp_path: Path, refused: Path) -> None:
    """Three cases, one of them without a window.

    Two licences whose supplement notice is late count as accepted (行政许可法第三十二条), so their
    voucher of acceptance is owed as well.
    """
    late = happened("received", "12T09:00", **{**FACTS, "main_document": "held_not_brought"})
    nowhere = {**late, "unit": "", "payload": {**late["payload"], "case": "LH-8"}}
    lines = [json.loads(refused.read_text(encoding="utf-8"))]
    lines += [{"format": 1, "events": [{"id": "e1", **one}]} for one in (late, nowhere)]
    lines[1]["events"][0]["payload"] = {**late["payload"], "case": "LH-7"}
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = run("notices", ledger, "--as-of", "2026-10-20", *PACKS)
    assert (found.status, found.errors) == (0, "")
    assert found.output.splitlines() == [
        "截至2026年10月20日24:00，待送达的告知书5份",
        "（没有登记窗口）：",
        "  LH-8　【逾期】办件通知书　2026年10月19日17:00前　收件人（陈静）",
        "  LH-8　受理通知书　作出决定、办结以前　收件人（陈静）",
        "综合执法窗口：",
        "  LH-7　【逾期】办件通知书　2026年10月19日17:00前　收件人（综合执法窗口陈静）",
        "  LH-7　受理通知书　作出决定、办结以前　收件人（综合执法窗口陈静）",
        "  LH-9　不予许可决定书　办结以前　第一责任人（综合执法窗口陈静）",
    ]


def test_lines_that_cannot_be_taken_are_told_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    """Status 1; each rejected line with its number and the reason, on stderr."""
    ledger = tmp_path / "ledger.jsonl"
    shutil.copy(LEDGER, ledger)
    with ledger.open("a", encoding="utf-8") as file:
        file.write('{"format": 1, "events": [')
    found = run("notices", ledger, "--as-of", "2026-12-31", *PACKS, "--json")
    assert found.status == 1
    assert found.errors.startswith("第22行：[SH632]")
    assert found.errors.splitlines()[-1] == "共采用21件，未采用1件。"
    assert all(row["is_owed"] for row in json.loads(found.output))


def test_a_paper_of_a_whole_ledger_is_refused(run: Run) -> None:
    """One paper is of one case."""
    found = run("notices", LEDGER, *AFTER, "--kind", "return")
    assert found.status == 2
    assert "台账" in found.errors


# ---- pack check


def town(folder: Path, text: str) -> Path:
    """Write a pack whose text of the return notice is this."""
    file = folder / "pack.toml"
    file.write_text(
        'format = 1\nid = "town"\ntitle = "甲镇"\ndivision = "371302001"\n'
        f"[[notices]]\nchanges = \"return\"\ntext = '''\n{text}\n'''\n"
        'cite = "《甲镇办法》第一条"\nquote = "原文"\n',
        encoding="utf-8",
    )
    return file


def test_a_faulty_text_is_found_by_pack_check(run: Run, tmp_path: Path) -> None:
    """With the line, the construct, and how to mend it; the built-in texts have no fault."""
    found = run("pack", "check", town(tmp_path, "{{ reason }}\n{{ reasons() }}"))
    assert found.status == 1
    assert "发现2处问题" in found.output
    assert "第1行" in found.output
    assert "'reason'" in found.output
    assert "第2行" in found.output
    data = json.loads(run("pack", "check", town(tmp_path, "{{ x }}"), "--json").output)
    assert [problem["code"] for problem in data["problems"]] == ["SH703"]
    assert "notices return.text" in data["problems"][0]["where"]


def test_a_sound_text_passes_pack_check(run: Run, tmp_path: Path) -> None:
    """Nothing is found."""
    assert run("pack", "check", town(tmp_path, "因{{ reasons }}退回。")).status == 0


def test_a_pack_without_texts_of_its_own_passes_pack_check(run: Run) -> None:
    """The made-up town leaves the words to the model hall."""
    assert run("pack", "check", EXAMPLES / "liuhe").status == 0


def test_a_fault_above_is_no_fault_of_the_pack(run: Run, tmp_path: Path) -> None:
    """The county's text cannot be printed; the town below it, which has its own, is sound."""
    county = tmp_path / "county"
    county.mkdir()
    file = town(county, "{{ x }}")
    said = file.read_text(encoding="utf-8").replace("371302001", "371302")
    file.write_text(
        said.replace('id = "town"', 'id = "county"').replace('"return"', '"supplement"'),
        encoding="utf-8",
    )
    found = run("pack", "check", town(tmp_path, "因{{ reasons }}退回。"), "--pack", file)
    assert found.status == 0


def test_a_second_supplement_notice_breaks_a_rule(run: Run) -> None:
    """In the story what was missing was plain the first time: the table does not say 齐全."""
    story = EXAMPLES / "cases" / "second-supplement.json"
    options = ("--as-of", "2026-12-31", "--pack", EXAMPLES / "liuhe")
    found = "".join(run("notices", story, *options).output.split("│"))
    assert "违反规定" in found
    assert found.count("齐全") == 2  # the first one, and the promise
