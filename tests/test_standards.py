"""Standards of premises and equipment: met, missed, unknown, or not asked of a place."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.plugins.files import PackFiles
from tests.command_line import Run

TOWN = "371302996"
CITE = {"cite": "《某镇便民服务大厅建设标准》一"}
FACTS = {
    "area": {"label": "办公面积", "type": "decimal", "unit": "平方米"},
    "place": {"label": "大厅类型", "values": {"community": "社区", "town": "镇"}},
}
AREA = {
    "id": "area",
    "title": "办公面积",
    "of": "服务场所",
    "when": {"place": "community"},
    "must": {"area": ">= 35"},
    **CITE,
}
BEST = {**AREA, "id": "area.best", "must": {"area": ">= 50"}, "advised": True}


def pack(**others: Any) -> sh.Pack:
    data = {"id": "town", "division": TOWN, "facts": FACTS, "standards": [AREA, BEST]}
    return sh.load_pack({**data, **others})


def check(**facts: Any) -> dict[str, sh.StandardCheck]:
    policy = sh.Registry.of(pack()).policy(TOWN, on=date(2026, 9, 1))
    return {one.standard.id: one for one in policy.check_standards(facts)}


@pytest.mark.parametrize(
    ("facts", "status", "needed"),
    [
        ({}, "unknown", ("place", "area")),
        ({"place": "community"}, "unknown", ("area",)),
        ({"area": Decimal("34.9")}, "unknown", ("place",)),
        ({"area": 35}, "met", ()),  # whatever kind of hall it is
        ({"place": "community", "area": 35}, "met", ()),
        ({"place": "community", "area": Decimal("34.99")}, "failed", ()),
        ({"place": "town", "area": 1}, "not_applicable", ()),
        ({"place": "town"}, "not_applicable", ()),
    ],
)
def test_a_standard_is_met_missed_or_open(
    facts: dict[str, Any], status: str, needed: tuple[str, ...]
) -> None:
    """What nobody measured is neither met nor missed."""
    found = check(**facts)["area"]
    assert (found.status.value, found.needed) == (status, needed)
    assert dict(found.stated) == facts


def test_what_is_only_advised_is_said_to_be() -> None:
    found = check(place="community", area=40)
    told = {name: (one.standard.advised, one.status.zh) for name, one in found.items()}
    assert told["area"] == (False, "符合")
    assert told["area.best"] == (True, "不符合")


def test_a_standard_is_called_by_its_title() -> None:
    assert str(check()["area"].standard) == "办公面积"


def test_a_badge_is_a_standard_everywhere() -> None:
    assert check(badge_worn=False)["badge"].status is sh.StandardStatus.FAILED
    assert check()["badge"].needed == ("badge_worn",)


@given(st.sampled_from([None, "community", "town"]), st.none() | st.integers(0, 100))
def test_an_answer_stands_whatever_else_becomes_known(place: str | None, area: int | None) -> None:
    """The oracle: what is open could go both ways, what is settled only one, in all completions."""
    facts = {name: one for name, one in (("place", place), ("area", area)) if one is not None}
    places = [place] if place else ["community", "town"]
    areas = [area] if area is not None else [0, 34, 35, 100]
    possible = {
        "not_applicable" if where == "town" else "met" if size >= 35 else "failed"
        for where in places
        for size in areas
    }
    found = check(**facts)["area"].status.value
    if found == "met":
        assert "failed" not in possible
    elif found == "unknown":
        assert len(possible) > 1
    else:
        assert possible == {found}


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"aera": 1}, "SH401"), ({"place": "city"}, "SH402"), ({"area": 1.5}, "SH404")],
)
def test_what_was_measured_must_be_known(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(sh.ServiceHallError, match=code):
        check(**facts)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"must": {"aera": 1}}, ["SH424"]),
        ({"must": {"area": 1.5}}, ["SH428"]),
        ({"of": None}, ["SH206"]),
        ({"must": None}, ["SH206"]),
        ({"mst": {}}, ["SH204"]),
    ],
)
def test_a_standard_that_cannot_be_read(change: dict[str, Any], codes: list[str]) -> None:
    record = {key: one for key, one in {**AREA, **change}.items() if one is not None}
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Registry.of(pack(standards=[record]))
    assert [problem.code for problem in caught.value.problems] == codes


def test_a_place_below_asks_for_more() -> None:
    """It changes one key; the rest stays, and who said what is told."""
    village = sh.Pack.open(
        PackFiles.of_data(
            {
                "id": "village",
                "division": "371302996001",
                "standards": [
                    {"changes": "area", "must": {"area": ">= 60"}, "cite": "《某村标准》一"}
                ],
            },
            "village",
        )
    )
    policy = sh.Registry.of(pack(), village).policy("371302996001", on=date(2026, 9, 1))
    facts = {"area": 59, "place": "community"}
    found = {one.standard.id: one for one in policy.check_standards(facts)}
    assert found["area"].status is sh.StandardStatus.FAILED
    assert found["area"].standard.title == "办公面积"
    assert "《某村标准》一" in policy.explain("standards/area.must")


# ---- the command


def toml(tmp_path: Any) -> Any:
    file = tmp_path / "town.toml"
    file.write_text(
        'id = "town"\ndivision = "371302996"\n'
        '[facts.area]\nlabel = "办公面积"\ntype = "decimal"\nunit = "平方米"\n'
        '[[standards]]\nid = "area"\ntitle = "办公面积"\nof = "服务场所"\n'
        'must = { area = ">= 35" }\ncite = "《标准》一"\n'
        '[[standards]]\nid = "best"\ntitle = "办公面积"\nof = "服务场所"\n'
        'must = { area = ">= 50" }\nadvised = true\ncite = "《标准》一"\n',
        encoding="utf-8",
    )
    return file


def test_the_command_says_what_is_missing(run: Run, tmp_path: Any) -> None:
    file = toml(tmp_path)
    found = run("standards", TOWN, "--pack", file, "--on", "2026-09-01", "--area", "34.5")
    assert found.status == 1
    assert "✗ 办公面积：不符合（办公面积34.5平方米）" in found.output
    assert "？ 挂牌上岗：未查明" in found.output
    assert "还须查明：挂牌上岗（--badge-worn）" in found.output


def test_the_command_passes_what_is_only_advised(run: Run, tmp_path: Any) -> None:
    options = ["--area", "36", "--badge-worn", "是", "--sample-provided", "是"]
    found = run("standards", TOWN, "--pack", toml(tmp_path), "--on", "2026-09-01", *options)
    assert (found.status, "△ 办公面积（建议）：未达到建议" in found.output) == (0, True)


def test_the_command_names_what_can_be_written(run: Run, tmp_path: Any) -> None:
    """A choice is listed with its Chinese; a mistyped option is told with the right one."""
    file = toml(tmp_path)
    choice = (
        '[facts.place]\nlabel = "大厅"\nvalues = { town = "镇", community = "社区" }\n'
        '[[standards]]\nid = "place"\ntitle = "社区"\nof = "服务场所"\n'
        'must = { place = "community" }\ncite = "《标准》一"\n'
    )
    file.write_text(file.read_text("utf-8") + choice, encoding="utf-8")
    found = run("standards", TOWN, "--pack", file, "--on", "2026-09-01")
    assert "还须查明：大厅（--place：town（镇）、community（社区））" in found.output
    wrong = run("standards", TOWN, "--pack", file, "--on", "2026-09-01", "--badge-wron", "是")
    assert "办法  是否想写 --badge-worn（挂牌上岗）？" in wrong.errors
    assert "petition_office" not in wrong.errors


def test_the_command_is_unsettled_where_nothing_was_looked_at(run: Run, tmp_path: Any) -> None:
    found = run("standards", TOWN, "--pack", toml(tmp_path), "--json")
    assert found.status == 3
    assert '"needed": [\n      "area"\n    ]' in found.output
