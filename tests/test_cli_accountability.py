"""The commands findings, propose, score and sanctions."""

import json
from pathlib import Path

import pytest

from servicehall.accountability import Finding, read_findings, write_finding
from tests.accountable import TOWN, at, finding
from tests.command_line import Result, Run

PACK = f"""
format = 1
id = "scheme"
title = "某镇考核办法"
division = "{TOWN}"

[[scores]]
id = "month"
title = "月度得分"
of = "person"
period = "month"
base = "100"
grades = [{{ points = ">= 60", grade = "合格" }}, {{ points = "< 60", grade = "不合格" }}]
cite = "《某镇考核办法》第一条"

[[sanctions]]
id = "quarrel"
title = "与办事人吵架的，扣2分"
kinds = "quarrel"
then = [{{ who = "person", score = "month", amount = "-2" }}]
cite = "《某镇考核办法》第二条"

[[sanctions]]
id = "smoking"
title = "吸烟的，扣2至5分"
kinds = "smoking"
then = [{{ who = "person", score = "month", amount = ["-2", "-5"] }}]
cite = "《某镇考核办法》第三条"
"""
LATE = """
[[sanctions]]
id = "late"
title = "逾期的"
kinds = "*"
then = [{ who = "person", score = "month", amount = "-1", per = "late_days" }]
cite = "《某镇考核办法》第四条"
"""
UNKNOWN = """
[[sanctions]]
id = "unknown"
title = "其他的"
kinds = "*"
then = [{ who = "person", score = "month", amount = "unknown: 没有写" }]
cite = "《某镇考核办法》第五条"
"""
LEDGER = Path(__file__).parent.parent / "examples" / "ledger.jsonl"
LIUHE = Path(__file__).parent.parent / "examples" / "liuhe"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "scheme.toml"
    file.write_text(PACK, encoding="utf-8")
    return file


@pytest.fixture
def found(tmp_path: Path) -> Path:
    """Return two verified findings about 甲 and an alleged one about 乙, of March 2026."""
    listed = [
        finding("F1", "quarrel", at(3, 2)),
        finding("F2", "quarrel", at(3, 9)),
        finding("F3", "quarrel", at(3, 10), "alleged", who={"person": "乙"}),
    ]
    file = tmp_path / "findings.jsonl"
    file.write_text("".join(f"{write_finding(one)}\n" for one in listed), encoding="utf-8")
    return file


def test_a_ledger_gives_findings_to_verify(run: Run, tmp_path: Path) -> None:
    """What the example ledger shows is listed, written down, and read back; nobody is judged."""
    out = tmp_path / "found.jsonl"
    told = run("findings", LEDGER, "--pack", LIUHE, "--as-of", "2026-12-01", "--out", out)
    assert told.status == 1  # three cases are of other towns
    found = read_findings(out)
    assert found.rejects == ()
    assert f"违反{len(found.findings)}项：待查实{len(found.findings)}项" in told.output
    assert {one.rulings for one in found.findings} == {()}
    late = next(one for one in found.findings if one.id == "LH-0008/decide.promised/e1/陈静")
    assert f"{late.id}　2026年10月15日　陈静" in told.output
    assert "应于2026年10月15日17:00以前完成" in told.output
    again = run("propose", out, "--pack", LIUHE, "--as-of", "2026-12-01")
    assert again.status == 0
    assert again.output.count("未经查实，或已不成立，不作处理") == len(found.findings)


def test_what_nobody_is_on_record_for_is_told(run: Run, tmp_path: Path) -> None:
    """The same case without an actor or a unit: the breach is told, and laid to nobody."""
    (line,) = [text for text in LEDGER.read_text(encoding="utf-8").splitlines()
               if "LH-0007" in text]  # fmt: skip
    case = json.loads(line)
    for event in case["events"]:
        event.pop("actor", None)
        event.pop("unit", None)
    ledger = tmp_path / "one.jsonl"
    ledger.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    told = run("findings", ledger, "--pack", LIUHE, "--as-of", "2026-12-01")
    assert "违反0项" in told.output
    assert "没有登记由谁承担：LH-0007　承诺时限内办结" in told.output


def test_proposals_are_explained(run: Run, pack: Path, found: Path) -> None:
    told = run("propose", found, "--pack", pack, "--as-of", "2026-04-01")
    assert told.status == 0
    assert "以下是按规定提出的建议，由有权机关决定。" in told.output
    assert told.output.count("月度得分扣2分") == 2
    assert "《某镇考核办法》第二条" in told.output
    only = run("propose", found, "--pack", pack, "--as-of", "2026-04-01", "--name", "乙")
    assert "F1" not in only.output
    assert "F3" in only.output
    nobody = run("propose", found, "--pack", pack, "--as-of", "2026-04-01", "--name", "王小二")
    assert "没有关于“王小二”的认定。" in nobody.output
    record = json.loads(
        run("propose", found, "--pack", pack, "--as-of", "2026-04-01", "--json").output
    )
    assert [one["amount"] for one in record["items"]] == ["-2", "-2"]


def test_every_point_of_a_score_is_explained(run: Run, pack: Path, found: Path) -> None:
    """100 − 2 − 2, each with day, finding, rule and clause."""
    asked = ("score", found, "--period", "2026-03", "--pack", pack, "--as-of", "2026-04-01")
    told = run(*asked)
    assert told.status == 0
    for part in (
        "甲　月度得分　2026-03", "基础100分", "（认定 F1）", "（认定 F2）", "得分：96分，合格",
    ):  # fmt: skip
        assert part in told.output
    assert "乙" not in told.output
    base = run(*asked, "--score", "month", "--name", "乙")
    assert "得分：100分，合格" in base.output
    (record,) = json.loads(run(*asked, "--json", "--name", "甲").output)
    assert (record["total"], record["grade"], record["base"]) == ("96", "合格", "100")
    assert (record["division"], record["name"]) == (TOWN, "甲")
    assert [item["finding"] for item in record["items"]] == ["F1", "F2"]
    assert "没有得分变化" in run(*asked, "--name", "丙").output
    assert "没有得分变化" in run(*asked[:3], "2026-05", *asked[4:]).output


def test_what_is_open_is_told_by_the_status(run: Run, pack: Path, tmp_path: Path) -> None:
    """A range from which nobody has picked settles nothing: status 3."""
    file = tmp_path / "one.jsonl"
    file.write_text(write_finding(finding("F1", "smoking", at(3, 2))), encoding="utf-8")
    for command in (("propose", file), ("score", file, "--period", "2026-03", "--name", "甲",
                                        "--score", "month")):  # fmt: skip
        told = run(*command, "--pack", pack, "--as-of", "2026-04-01")
        assert told.status == 3
        assert "由有权机关在-2至-5之间选定" in told.output


def test_a_line_that_cannot_be_taken_is_told_and_the_rest_goes_on(
    run: Run, pack: Path, found: Path
) -> None:
    appeal = {"finding": "F9", "state": "appealed", "at": "2026-03-20T09:00+08:00"}
    with found.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(appeal))
    told = run("score", found, "--period", "2026-03", "--pack", pack, "--as-of", "2026-04-01")
    assert told.status == 1
    assert "得分：96分" in told.output
    assert "第4行：[SH804]" in told.errors
    assert "共采用3个认定，有1处未采用。" in told.errors


def test_an_appeal_in_a_line_of_its_own_is_replayed(run: Run, pack: Path, found: Path) -> None:
    appeal = {"finding": "F1", "state": "appealed", "at": "2026-03-20T09:00+08:00", "by": "甲"}
    with found.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(appeal, ensure_ascii=False))
    asked = ("score", found, "--period", "2026-03", "--pack", pack, "--as-of")
    assert "得分：98分" in run(*asked, "2026-04-01").output
    assert "得分：96分" in run(*asked, "2026-03-19").output
    assert "未写 --as-of" in run(*asked[:-1]).errors


def test_the_rules_are_listed_and_checked(run: Run, pack: Path) -> None:
    told = run("sanctions", "--division", TOWN, "--pack", pack, "--on", "2026-03-02")
    assert told.status == 0
    for part in (
        "与办事人吵架的，扣2分　（quarrel）", "针对：在大厅内吸烟", "当事人：月度得分 -2至-5分",
        "警告、记过、记大过之一", "检查：没有空档",
    ):  # fmt: skip
        assert part in told.output


def test_faults_of_rules_are_told_by_the_status(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "twice.toml"
    again = PACK.split("[[sanctions]]")[1].replace('"quarrel"\ntitle', '"again"\ntitle')
    text = f"{PACK}\n[[sanctions]]{again}\n{LATE}\n{UNKNOWN}"
    file.write_text(text, encoding="utf-8")
    told = run("sanctions", "--division", TOWN, "--pack", file, "--on", "2026-03-02")
    assert told.status == 1
    assert "同一事实重复处理：quarrel、again" in told.output
    assert "针对：任何违反" in told.output
    assert "每逾期的工作日" in told.output
    assert "不明（没有写）" in told.output


def test_findings_to_which_rulings_were_added_are_not_written_over(run: Run, found: Path) -> None:
    before = found.read_bytes()
    asked = ("findings", LEDGER, "--pack", LIUHE, "--as-of", "2026-12-01", "--out", found)
    told = run(*asked)
    assert told.status == 3
    assert "SH738" in told.errors
    assert found.read_bytes() == before
    run(*asked, "--force")
    assert read_findings(found).findings[0].id.startswith("LH-")


def test_a_finding_that_cannot_be_taken_is_told_and_the_others_count(
    run: Run, pack: Path, found: Path
) -> None:
    """An unknown kind of breach, and a pick outside the range: each says how to put it right."""
    wrong = [
        finding("F8", "quarel", at(3, 11)),
        finding("F9", "smoking", at(3, 12), picks={"smoking": "-9"}),
    ]
    with found.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{write_finding(one)}\n" for one in wrong)
    for command in (("propose", found), ("score", found, "--period", "2026-03")):
        told = run(*command, "--pack", pack, "--as-of", "2026-04-01")
        assert told.status == 1
        assert "认定 F8：[SH801]" in told.errors
        assert "认定 F9：[SH807]" in told.errors
        assert "共采用3个认定，有2处未采用。" in told.errors
        assert "F1" in told.output


def test_a_complaint_that_is_about_nobody_is_told_by_the_status(run: Run, tmp_path: Path) -> None:
    """It was found to be true, and nothing says of whom."""
    payload = {"case": "TS-1", "division": TOWN}
    received = {"id": "c1", "kind": "complaint.received", "payload": payload}
    events = [
        {"occurred_at": f"2026-03-{day:02}T09:00+08:00", "refs": {"complaint": "TS1"}, **one}
        for day, one in ((2, received), (5, {"id": "c2", "kind": "complaint.verified"}))
    ]
    ledger = tmp_path / "one.jsonl"
    ledger.write_text(json.dumps({"events": events}), encoding="utf-8")
    told = run("findings", ledger, "--as-of", "2026-12-01")
    assert told.status == 1
    assert "不能写成认定：TS-1　TS1：" in told.output


def scored(run: Run, tmp_path: Path, pack: Path, listed: list[Finding], *said: str) -> Result:
    """Return what the command score says of findings."""
    file = tmp_path / "scored.jsonl"
    file.write_text("".join(f"{write_finding(one)}\n" for one in listed), encoding="utf-8")
    return run("score", file, "--pack", pack, "--as-of", "2026-04-01", *said)


def test_whoever_has_only_open_points_is_listed(run: Run, tmp_path: Path, pack: Path) -> None:
    """吸烟扣2至5分, not picked: 甲 may have 95 to 98, and the status says that it is open."""
    told = scored(run, tmp_path, pack, [finding("S1", "smoking", at(3, 2))], "--period", "2026-03")
    assert told.status == 3
    assert "甲　月度得分　2026-03" in told.output
    assert "待定：甲" in told.output


def test_points_of_nobody_are_told(run: Run, tmp_path: Path, pack: Path) -> None:
    """The finding names a window, the rule a person: whose points they are is not known."""
    listed = [finding("S1", "quarrel", at(3, 2), who={"window": "民政窗口"})]
    told = scored(run, tmp_path, pack, listed, "--period", "2026-03")
    assert told.status == 3
    assert "没有计入任何人：认定 S1　月度得分扣2分〔没有写明当事人是谁〕" in told.errors


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (["--period", "2026-3"], "SH834"),
        (["--period", "2026-13"], "SH834"),
        (["--period", "2026年"], "SH834"),
        (["--period", "2026-3", "--score", "month"], "SH811"),
        (["--period", "2026", "--score", "month"], "SH811"),
        (["--period", "2026-03", "--score", "nope"], "SH810"),
        (["--period", "2026-03", "--division", "53092610300"], "SH445"),
    ],
)
def test_what_no_score_is_of_is_refused(
    run: Run, tmp_path: Path, pack: Path, said: list[str], code: str
) -> None:
    """It is no period, no score, no place; that is not the same as no change."""
    told = scored(run, tmp_path, pack, [finding("S1", "quarrel", at(3, 2))], *said)
    assert told.status != 0
    assert code in told.output + told.errors


def test_a_place_is_written_long_or_short(run: Run, tmp_path: Path, pack: Path) -> None:
    """530926103000 is 530926103: 2 points are missing in both."""
    listed = [finding("S1", "quarrel", at(3, 2))]
    told = scored(run, tmp_path, pack, listed, "--period", "2026-03", "--division", f"{TOWN}000")
    assert "得分：98分" in told.output
