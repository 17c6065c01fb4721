"""Policies as files: made again from their own packs, or refused."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

import servicehall as sh
from servicehall.cases import read_case
from servicehall.interop.policies import policy_from_json, policy_to_json
from servicehall.plugins import loading
from servicehall.plugins.files import PackFiles
from tests.places import place

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
PLACES: Final = tuple(map(place, ("dunhou", "guangxi", "longpo", "mengding", "wuyi")))
REGISTRY: Final = sh.Registry.of(sh.read_pack(EXAMPLES / "liuhe"), *PLACES)
DAY: Final = date(2026, 11, 20)
LIUHE: Final = REGISTRY.policy("371302998", on=DAY)
TEXT: Final = policy_to_json(LIUHE)


def altered(**values: Any) -> str:
    """Write over values of the file by hand."""
    return json.dumps(json.loads(TEXT) | values, ensure_ascii=False)


def codes(text: str, **options: Any) -> list[str]:
    """Return the codes of all faults of a file."""
    with pytest.raises(sh.FaultyDataError) as error:
        policy_from_json(text, **options)
    return [problem.code for problem in error.value.problems]


@pytest.mark.parametrize(
    ("division", "profiles"),
    [
        ("000000", ()),
        ("371302998", ()),
        ("371302998", ("X8",)),
        ("530926103", ()),
        ("460203/longpo", ()),
        ("45", ()),
    ],
)
def test_a_policy_is_the_same_after_a_round_trip(division: str, profiles: tuple[str, ...]) -> None:
    """The nation, towns with and without profiles, a hall, a region with days of its own: the same
    rules, the same packs in the same words, the same calendar, the same file."""
    policy = REGISTRY.policy(division, on=DAY, profiles=profiles)
    text = policy_to_json(policy)
    again = policy_from_json(text)
    assert again.fingerprint == policy.fingerprint
    assert again.calendar == policy.calendar
    assert (again.division, again.on, again.profiles) == (policy.division, DAY, policy.profiles)
    assert policy_to_json(again) == text


def test_it_answers_alike() -> None:
    """A case assessed by either gives the same text, citations and labels included."""
    timeline = read_case(EXAMPLES / "cases" / "extension-in-time.json")
    policy = REGISTRY.policy(timeline.division, on=timeline.filed_on)
    again = policy_from_json(policy_to_json(policy))
    at = datetime(2026, 11, 20, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
    one, other = (sh.assess(timeline, each, as_of=at) for each in (policy, again))
    assert one.explain() == other.explain()


def test_it_does_not_use_the_built_in_packs_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this version ships none, the policy is made all the same."""
    monkeypatch.setattr(loading, "built_in_packs", tuple)
    again = policy_from_json(TEXT)
    assert again.fingerprint == LIUHE.fingerprint
    assert [pack.id for pack in again.packs] == [pack.id for pack in LIUHE.packs]


def test_the_package_of_a_pack_is_kept() -> None:
    """Who installed what is part of the record."""
    packs = tuple(evolve(pack, origin="servicehall-liuhe 1.2") for pack in LIUHE.packs[-1:])
    text = policy_to_json(evolve(LIUHE, packs=(*LIUHE.packs[:-1], *packs)))
    last = policy_from_json(text, source="p.json").packs[-1]
    assert last.origin == "servicehall-liuhe 1.2"
    assert last.source == "servicehall-liuhe 1.2: p.json: liuhe"


def test_days_and_strange_keys_survive() -> None:
    """A day is marked; a text that looks like one stays a text; a key with $ is no mark."""
    notes = {"$date": "2026-01-01", "$$": 1, "day": date(2026, 1, 1), "text": "2026-01-01"}
    data = {"id": "odd", "division": "371302998", "note": "n", "x": [notes, True, {}]}
    odd = sh.Pack.open(PackFiles.of_data(data, "odd"))
    written = json.loads(policy_to_json(evolve(LIUHE, packs=(odd,))))["packs"][0]["files"][""]
    assert written["x"] == [
        {
            "$$date": "2026-01-01",
            "$$$": 1,
            "day": {"$date": "2026-01-01"},
            "text": "2026-01-01",
        },
        True,
        {},
    ]


@pytest.mark.parametrize("value", [1.5, datetime(2026, 1, 1), None])  # noqa: DTZ001  # TOML's
def test_what_json_cannot_hold_exactly_is_refused(value: object) -> None:
    """No binary fractions, no instants without time zone: the pack is named."""
    pack = sh.Pack.open(PackFiles.of_data({"id": "odd", "x": [value]}, "odd"))
    with pytest.raises(sh.InputTypeError) as error:
        policy_to_json(evolve(LIUHE, packs=(pack,)))
    assert error.value.code == "SH744"
    assert "odd" in error.value.where


def test_only_a_policy_is_written() -> None:
    with pytest.raises(sh.InputTypeError) as error:
        policy_to_json("371302998")  # type: ignore[arg-type]  # refused
    assert error.value.code == "SH119"


# ---- what is refused


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "SH619"),
        ("[]", "SH205"),
        (altered(format=2, new="key"), "SH620"),
        (altered(format="1"), "SH620"),
        (altered(more=1), "SH204"),
        (altered(on="2026-11-31"), "SH205"),
        (altered(on="20261120"), "SH205"),
        (altered(on=20261120), "SH205"),
        (json.dumps({"format": 1}), "SH206"),
        (altered(packs=[]), "SH745"),
        (altered(digest="0"), "SH745"),
        (TEXT.replace("招牌", "标牌"), "SH745"),
    ],
)
def test_what_is_no_policy_is_refused(text: str, code: str) -> None:
    """The text itself is at fault, or its packs are not as they were written."""
    assert code in codes(text)


def test_a_mark_before_the_text_does_no_harm() -> None:
    """As before cases and ledgers: some programs write one. What is no text is refused as such."""
    assert policy_from_json("\ufeff" + TEXT).fingerprint == LIUHE.fingerprint
    with pytest.raises(sh.InputTypeError, match="SH119"):
        policy_from_json(TEXT.encode())  # type: ignore[arg-type]  # refused


def test_a_day_that_is_none_is_refused() -> None:
    """The digest is right, the day is not: whoever wrote the file did not make it here."""
    from servicehall.fingerprints import fingerprint

    packs = [{"id": "x", "package": "", "files": {"": {"id": "x", "since": {"$date": "never"}}}}]
    assert codes(altered(packs=packs, digest=fingerprint(packs))) == ["SH205"]


def test_other_rules_are_refused_unless_they_are_accepted() -> None:
    """Both fingerprints are told, and which version wrote the file."""
    text = altered(fingerprint="0123456789abcdef", servicehall="9.9")
    with pytest.raises(sh.FaultyDataError) as error:
        policy_from_json(text)
    told = error.value.in_chinese()
    assert "[SH746]" in told
    assert "0123456789abcdef" in told
    assert LIUHE.fingerprint in told
    assert "9.9" in told
    assert policy_from_json(text, accept=["rules"]).fingerprint == LIUHE.fingerprint


def test_another_calendar_is_refused_unless_it_is_accepted() -> None:
    """A hall keeps its rules and counts by the notices of today, but not unasked."""
    text = altered(calendar="0" * 64)
    assert codes(text, accept=["rules"]) == ["SH749"]
    assert policy_from_json(text, accept=["calendar"]).calendar == LIUHE.calendar


def test_all_that_differs_is_told_at_once() -> None:
    assert codes(altered(calendar="0", fingerprint="0")) == ["SH746", "SH749"]


def test_nothing_else_can_be_accepted() -> None:
    with pytest.raises(sh.InputValueError) as error:
        policy_from_json(TEXT, accept=["everything"])  # type: ignore[list-item]  # refused
    assert error.value.code == "SH112"


def test_two_packs_of_one_name_are_refused() -> None:
    with pytest.raises(sh.InputValueError) as error:
        sh.Registry.alone([*LIUHE.packs, LIUHE.packs[0]])
    assert error.value.code == "SH413"
