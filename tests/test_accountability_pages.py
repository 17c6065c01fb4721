"""Findings and scores for others: pages for notebooks, schemas, frozen files, pack check."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

import servicehall as sh
from servicehall.accountability import read_findings, write_finding
from servicehall.interop.schemas import schema
from tests.accountable import AS_OF, at, finding, rules
from tests.command_line import Run

ROOT = Path(__file__).parent.parent
SCHEME = ROOT / "examples" / "accountability" / "scheme.toml"
FROZEN = Path(__file__).parent / "data" / "format-1" / "findings.jsonl"
VALIDATOR = Draft202012Validator(schema("finding"))

POINTS = {"id": "month", "title": "月度得分", "of": "person", "period": "month", "base": "100"}
YEAR = {"id": "year", "title": "年度得分", "of": "person", "period": "year", "made_of": "month"}


def texts(fragment: str) -> str:
    """Return the texts of a fragment that is well-formed."""
    style = fragment[fragment.index("<style>") : fragment.index("</style>") + len("</style>")]
    return "\n".join(ET.fromstring(fragment.replace(style, "")).itertext())  # noqa: S314


def year() -> sh.Proposals:
    bounded = POINTS | {"least": "98"}
    then = [{"who": "person", "score": "month", "amount": "-3"}]
    rows = [
        {"id": "q", "title": "吵架扣3分", "kinds": "quarrel", "then": then},
        {"id": "s", "title": "吸烟", "kinds": "smoking", "when": {"serious": True}, "then": then},
    ]
    town = rules(scores=[bounded, YEAR], sanctions=rows)
    listed = [
        finding("F1", "quarrel", at(3, 2), who={"person": "<b>甲</b> 13912345678"}),
        finding("F2", "smoking", at(3, 3)),
        finding("F3", "quarrel", at(3, 4), "alleged"),
        finding("F4", "noise", at(3, 5)),
    ]
    return sh.propose_sanctions(listed, town, as_of=AS_OF)


def test_what_is_proposed_is_a_page_for_notebooks() -> None:
    """Every finding with its state and clause; markup in names is text, numbers are masked."""
    said = texts(year()._repr_html_())
    for part in (
        "由有权机关决定", "建议：月度得分扣3分", "吵架扣3分", "《某镇考核办法》第一条",
        "待定：月度得分扣3分", "需要：情节严重", "不作处理", "没有规定后果", "<b>甲</b>",
    ):  # fmt: skip
        assert part in said
    assert "13912345678" not in said


def test_a_score_is_a_page_for_notebooks() -> None:
    """100 − 3 is held at the floor of 98."""
    found = year()
    name = "<b>甲</b> 13912345678"
    said = texts(found.score("month", name, "2026-03")._repr_html_())
    for part in ("月度得分　2026-03：98分", "扣3分", "F1", "最低98", "《某镇考核办法》第一条"):
        assert part in said
    of_year = texts(found.score("year", name, "2026")._repr_html_())
    assert of_year.count("2026-") >= 12
    assert "年度得分　2026：99.83分" in of_year


# ---- files


def test_lines_are_as_the_schema_says() -> None:
    """What is written fits the schema; what cannot be read does not."""
    one = finding("F1", "quarrel", at(3, 2), "verified", "appealed", late_days=3)
    assert list(VALIDATOR.iter_errors(json.loads(write_finding(one)))) == []
    for text in FROZEN.read_text(encoding="utf-8").splitlines():
        assert list(VALIDATOR.iter_errors(json.loads(text))) == []
    good = json.loads(write_finding(one))
    for change in ({"subjects": {}}, {"occurred_at": "2026-03-02"}, {"other": 1}, {"format": 2}):
        assert list(VALIDATOR.iter_errors(good | change))
    ruling = {"finding": "F1", "state": "alleged", "at": "2026-03-02T09:00+08:00"}
    assert list(VALIDATOR.iter_errors(ruling))


def test_a_file_of_the_first_format_is_read() -> None:
    """Seven findings, of which one was appealed and revoked; this file is never rewritten."""
    found = read_findings(FROZEN)
    assert found.rejects == ()
    states = {one.id: one.state(at(12, 1)).value for one in found.findings}
    assert states == {
        "R1": "verified", "R2": "verified", "R3": "verified", "R4": "revoked",
        "R5": "verified", "R6": "alleged", "R7": "verified",
    }  # fmt: skip
    registry = sh.Registry.of(sh.open_pack(SCHEME))
    told = sh.propose_sanctions(found.findings, registry, as_of=at(12, 1))
    assert told.score("month", "王芳", "2026-03").total == 100 - 4 * 2 - 3


# ---- pack check


def test_pack_check_tells_what_is_wrong_with_the_rules(run: Run, tmp_path: Path) -> None:
    """A sound scheme leaves nothing open; one that punishes twice is told, and so is a circle."""
    assert "没有待核事项" in run("pack", "check", SCHEME).output
    text = SCHEME.read_text(encoding="utf-8")
    twice = tmp_path / "twice.toml"
    twice.write_text(text.replace('absorbs = ["complaint"]\n', ""), encoding="utf-8")
    told = run("pack", "check", twice)
    assert told.status == 0
    assert "责任追究，同一事实重复处理，投诉查实" in told.output
    assert "complaint、complaint.exposed" in told.output
    circle = tmp_path / "circle.toml"
    row = (
        '[[sanctions]]\nid = "again"\ntitle = "again"\nkinds = "talk"\n'
        'then = [{ who = "person", measure = "talk" }]\n'
        'cite = "《柳河镇便民服务中心考核办法（示例）》第二条"\n'
    )
    circle.write_text(f"{text}\n{row}", encoding="utf-8")
    refused = run("pack", "check", circle)
    assert refused.status == 1
    assert "SH821" in refused.output
