"""Fees as packs write them: each way of charging, and each way of getting it wrong."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import servicehall as sh

DAY = date(2026, 11, 21)
CITE = {"cite": "《收费办法》第1条"}
MATTER = {"id": "m", "title": "事项", "promised": "3个工作日", **CITE}


def pack(*fees: Mapping[str, Any], **matter: Any) -> sh.Pack:
    """Load a town with one matter and its fees."""
    listed = [{"matter": "m", "basis": "《收费办法》", **CITE, **fee} for fee in fees]
    data = {"id": "t", "division": "371302999", "matters": [{**MATTER, **matter}], "fees": listed}
    return sh.load_pack(data)


def quote(fee: Mapping[str, Any], quantities: Mapping[str, object]) -> sh.FeeQuote:
    """Say what a matter with one fee costs."""
    policy = sh.Registry.of(pack({"id": "f", **fee})).policy("371302999", on=DAY)
    return policy.quote("m", quantities)


TIERS = [{"up_to": "10", "rate": "2"}, {"rate": "3"}]


@pytest.mark.requirement("R-113")
@pytest.mark.parametrize(
    ("fee", "quantities", "total"),
    [
        ({"amount": "14"}, {}, "14.00"),
        ({"rate": "28.40", "per": "立方米", "item": "锯材"}, {"锯材": "2"}, "56.80"),
        ({"rate": "5%", "of": "初交价", "item": "松香"}, {"松香": "1000"}, "50.00"),
        # 10 × 2 + 5 × 3, against 15 × 3
        ({"tiers": TIERS, "tiering": "slice", "per": "吨"}, {"吨": "15"}, "35.00"),
        ({"tiers": TIERS, "tiering": "whole", "per": "吨"}, {"吨": "15"}, "45.00"),
        (
            {"tiers": [{"up_to": "100", "rate": "1%"}, {"rate": "2%"}], "tiering": "slice",
             "of": "价款"},
            {"价款": "150"},
            "2.00",
        ),
        (
            {"least_rate": "20", "most_rate": "50", "per": "件", "charge": "lowest"},
            {"件": "3"},
            "60.00",
        ),
        ({"rate": "1", "per": "件", "least": "5"}, {"件": "3"}, "5.00"),
        ({"rate": "1", "per": "件", "most": "2"}, {"件": "3"}, "2.00"),
        (
            {"rate": "0.6", "per": "平方米", "period": "月"},
            {"平方米": "10", "计费期数": 3},
            "18.00",
        ),
    ],
)  # fmt: skip
def test_each_way_of_charging(
    fee: Mapping[str, Any], quantities: Mapping[str, object], total: str
) -> None:
    """What is written with a few keys comes to the amount worked out by hand."""
    assert quote(fee, quantities).total == Decimal(total)


@pytest.mark.requirement("R-128")
def test_a_range_is_not_computed_unless_the_lowest_is_to_be_taken() -> None:
    """Which amount within the range it is, nobody has said."""
    found = quote({"least_rate": "20", "most_rate": "50"}, {})
    assert (found.total, found.status) == (None, sh.FeeStatus.NOT_COMPUTABLE)


@pytest.mark.requirement("R-113", "R-133")
@pytest.mark.parametrize(
    ("fee", "code"),
    [
        ({}, "SH206"),
        ({"amount": "14", "rate": "2", "per": "件"}, "SH473"),
        ({"amount": "14", "per": "件"}, "SH459"),
        ({"rate": "2"}, "SH206"),
        ({"rate": "2%", "per": "件"}, "SH206"),
        ({"rate": "2%", "of": "价款", "per": "件"}, "SH459"),
        ({"rate": "2", "of": "价款", "per": "件"}, "SH459"),
        ({"tiers": TIERS, "per": "吨"}, "SH206"),
        ({"tiers": TIERS, "tiering": "both", "per": "吨"}, "SH217"),
        ({"least_rate": "20"}, "SH206"),
        ({"least_rate": "20", "most_rate": "50", "charge": "middle"}, "SH217"),
        ({"least_rate": "50", "most_rate": "20"}, "SH446"),
        ({"amount": 14}, "SH205"),
        ({"amount": "十四"}, "SH503"),
        ({"amount": "14", "basis": ""}, "SH126"),
        ({"amount": "14", "basis": "unknown:"}, "SH126"),
        ({"amount": "14", "matter": "n"}, "SH465"),
    ],
)
def test_a_fee_that_is_written_wrongly_is_refused(fee: Mapping[str, Any], code: str) -> None:
    """One report, with the place of the fee in it."""
    with pytest.raises(sh.FaultyDataError) as caught:
        pack({"id": "f", **fee})
    assert [problem.code for problem in caught.value.problems] == [code]
    assert "f" in caught.value.problems[0].where


@pytest.mark.requirement("R-133")
def test_a_fee_without_basis_is_refused() -> None:
    """Its legal basis is stated, or it is stated why it is not known."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_pack({
            "id": "t", "division": "371302999", "matters": [MATTER],
            "fees": [{"id": "f", "matter": "m", "amount": "14", **CITE}],
        })  # fmt: skip
    (problem,) = caught.value.problems
    assert (problem.code, problem.facts["key"]) == ("SH206", "basis")


@pytest.mark.requirement("R-124")
@pytest.mark.parametrize(
    ("matter", "status", "total"),
    [
        ({}, sh.FeeStatus.UNKNOWN, None),
        ({"fee": "unknown: 原文没有写"}, sh.FeeStatus.UNKNOWN, None),
        ({"fee": "free"}, sh.FeeStatus.FREE, Decimal("0.00")),
    ],
)
def test_no_fee_text_is_not_free(
    matter: Mapping[str, Any], status: sh.FeeStatus, total: Decimal | None
) -> None:
    """Free is what a place says is free."""
    found = sh.Registry.of(pack(**matter)).policy("371302999", on=DAY).quote("m")
    assert (found.status, found.total) == (status, total)


@pytest.mark.parametrize(
    ("matter", "code"),
    [({"fee": "free"}, "SH471"), ({"fee": "unknown: 缺"}, "SH471"), ({"fee": "cheap"}, "SH217")],
)
def test_a_matter_with_fees_is_neither_free_nor_unknown(
    matter: Mapping[str, Any], code: str
) -> None:
    """Both cannot be true."""
    with pytest.raises(sh.FaultyDataError, match=code):
        pack({"id": "f", "amount": "14"}, **matter)


def test_a_change_of_a_rate_states_it_whole() -> None:
    """The village charges a fixed amount where the town charged by the piece."""
    town = pack({"id": "f", "rate": "2", "per": "件"})
    change = {"changes": "f", "amount": "9", "cite": "《村规》第2条"}
    village = sh.load_pack({"id": "v", "division": "371302999201", "fees": [change]}, above=[town])
    registry = sh.Registry.of(village, town)
    assert registry.policy("371302999201", on=DAY).quote("m").total == Decimal("9.00")
    assert registry.policy("371302999", on=DAY).quote("m", {"件": 3}).total == Decimal("6.00")
    told = registry.policy("371302999201", on=DAY).explain("fees/f")
    assert "现行：9元" in told
    assert "取代：2元/件" in told


# ---- what set the figures


def lines_of(*changes: Mapping[str, Any], county: Mapping[str, Any]) -> list[str]:
    """Return the explanation of a fee of a county that its towns' packs change."""
    above = sh.load_pack({
        "id": "county", "division": "371302",
        "matters": [MATTER],
        "fees": [{"id": "f", "matter": "m", "basis": "《办法》", "cite": "《县》第1条", **county}],
    })  # fmt: skip
    fees = [{"changes": "f", **change} for change in changes]
    below = sh.load_pack({"id": "t", "division": "371302999", "fees": fees}, above=[above])
    policy = sh.Registry.of(above, below).policy("371302999", on=DAY)
    return policy.quote("m").explain().splitlines()


@pytest.mark.requirement("R-113", "R-306")
def test_a_line_cites_what_really_set_its_figures() -> None:
    """The town set the rate since 2025, the county the least: both are cited, each for its own."""
    town = {"amount": "5", "cite": "《镇》第1条", "since": date(2025, 1, 1)}
    lines = lines_of(town, county={"amount": "80", "least": "50", "since": date(2020, 1, 1)})
    assert "   出处：《镇》第1条，自2025-01-01起" in lines
    assert "   最低收费的出处：《县》第1条" in lines
    assert "   收费依据的出处：《县》第1条" in lines
    assert not any("2020" in line for line in lines)


@pytest.mark.requirement("R-113", "R-306")
def test_what_disables_a_fee_is_cited() -> None:
    """The county's rate, disabled by the town: the reason and its source are the town's."""
    town = {"disabled": "县里已取消", "cite": "《镇通知》"}
    lines = lines_of(town, county={"amount": "80", "most": "50"})
    assert "   出处：《县》第1条" in lines
    assert "   停用的出处：《镇通知》" in lines
    assert not any(line.startswith("   最高收费的出处") for line in lines)


# ---- shares in other words


@pytest.mark.requirement("R-113", "R-133")
@pytest.mark.parametrize(
    ("rate", "percent"),
    [
        ("5‰", "0.5%"),
        ("千分之五", "0.5%"),
        ("万分之五", "0.05%"),
        ("3 ‱", "0.03%"),
        ("百分之十", "10%"),
        ("百分之二十五", "25%"),
        ("百分之十二点五", "12.5%"),
        ("百分之零点五", "0.5%"),
        ("千分之12.50", "1.25%"),
        ("５％", "5%"),
        ("百分之一百", "0.5%"),  # the example: the number is not read
    ],
)
def test_a_share_in_other_words_is_told_in_percent(rate: str, percent: str) -> None:
    """Thousandths are not guessed to be a price per unit; the remedy is the share in percent."""
    tiers = {"tiers": [{"rate": rate}], "tiering": "whole", "of": "成交价"}
    for fee in ({"rate": rate, "of": "成交价"}, tiers):
        with pytest.raises(sh.FaultyDataError) as caught:
            pack({"id": "f", **fee})
        (problem,) = caught.value.problems
        assert problem.code == "SH528"
        assert f'"{percent}"' in problem.fix


@pytest.mark.requirement("R-133")
def test_a_fault_of_several_keys_is_told_at_the_first_of_the_form() -> None:
    """Whatever the order in which they are written, and in whatever order sets are gone through."""
    keys = {"tiering": "both", "per": "吨", "tiers": TIERS}
    for order in (list(keys), list(keys)[::-1]):
        with pytest.raises(sh.FaultyDataError) as caught:
            pack({"id": "f", **{key: keys[key] for key in order}})
        (problem,) = caught.value.problems
        assert str(problem.facts["path"]).endswith(".per")


@pytest.mark.requirement("R-133")
def test_a_change_of_a_fee_that_changes_nothing_is_told_what_it_could_change() -> None:
    """The remedy speaks of the keys of a fee, not of conditions of rows."""
    fees = [
        {"id": "f", "matter": "m", "amount": "14", "basis": "《收费办法》", **CITE},
        {"changes": "f", **CITE},
    ]
    data = {"id": "t", "division": "371302999", "matters": [MATTER], "fees": fees}
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_pack(data)
    (problem,) = caught.value.problems
    assert problem.code == "SH451"
    assert "amount" in problem.fix
    assert "least" in problem.part("fix", "zh")
    assert "when" not in problem.fix
