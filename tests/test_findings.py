"""Findings: what they say, what can become of them, and files of them."""

import itertools
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import (
    ALLOWED,
    LaterRuling,
    check_findings,
    load_finding,
    load_ruling,
    read_findings,
    with_rulings,
    write_finding,
)
from servicehall.accountability.findings import merge_rulings
from tests.accountable import TOWN, at, finding

STATES = tuple(sh.FindingState)


def ruling(state: str, month: int, day: int) -> sh.Ruling:
    return sh.Ruling(state=sh.FindingState(state), at=at(month, day))


@pytest.mark.requirement("R-272", "R-292")
def test_a_finding_stands_as_it_did_at_each_instant() -> None:
    """Alleged until it is verified on the 3rd, appealed on the 4th, upheld on the 5th."""
    one = finding("F1", "quarrel", at(3, 2), "verified", "appealed", "upheld")
    states = [one.state(at(3, day, 8)).value for day in (2, 3, 4, 5, 6)]
    assert states == ["alleged", "alleged", "verified", "appealed", "upheld"]
    assert one.state(at(3, 3)).value == "verified"  # the instant itself counts


@pytest.mark.parametrize("states", [("verified", "appealed"), ("appealed", "verified")])
def test_rulings_of_one_instant_are_taken_as_they_can_follow(states: tuple[str, str]) -> None:
    """In whichever order they were written down, the appeal is the later."""
    rulings = [ruling(state, 3, 3) for state in states]
    one = sh.Finding(
        id="F1", breach="quarrel", occurred_at=at(3, 2), division=TOWN,
        subjects={"person": "甲"}, rulings=rulings,
    )  # fmt: skip
    assert one.state(at(4, 1)) is sh.FindingState.APPEALED
    first, second = (LaterRuling(finding="F1", ruling=each) for each in rulings)
    bare = finding("F1", "quarrel", at(3, 2), "alleged")
    (later,) = with_rulings([bare], [first, second])
    assert later.state(at(4, 1)) is sh.FindingState.APPEALED


@pytest.mark.parametrize(
    ("before", "at_once", "last"),
    [
        (["verified"], ["appealed", "excused"], "excused"),
        (["verified"], ["excused", "appealed"], "excused"),
        ([], ["unfounded", "verified"], "verified"),
        ([], ["verified", "unfounded"], "verified"),
        ([], ["excused", "verified"], "verified"),
        ([], ["verified", "excused"], "excused"),
        (["verified", "appealed"], ["appealed", "revoked", "upheld"], "revoked"),
        (["verified"], ["upheld", "excused", "appealed"], "excused"),
    ],
)
def test_of_one_instant_the_order_that_can_be_is_found(
    before: list[str], at_once: list[str], last: str
) -> None:
    """Where two orders can be, as that a mistake was excused or not, the one written down holds."""
    bare = finding("F1", "quarrel", at(3, 2), *(before or ["alleged"]))
    later = [LaterRuling("F1", ruling(state, 3, 20)) for state in at_once]
    (found,) = with_rulings([bare], later)
    assert found.state(at(4, 1)).value == last
    whole = sh.Finding(
        id="F1", breach="quarrel", occurred_at=at(3, 2), division=TOWN, subjects={"person": "甲"},
        rulings=[*bare.rulings, *(one.ruling for one in later)],
    )  # fmt: skip
    assert whole == found


def test_of_several_rulings_only_those_that_cannot_be_are_refused() -> None:
    """Verified, excused and appealed of one minute, and an appeal before: that one cannot be."""
    later = [
        LaterRuling("F1", ruling("upheld", 3, 20)),
        LaterRuling("F1", ruling("revoked", 3, 5)),
        LaterRuling("F1", ruling("appealed", 3, 20)),
        LaterRuling("F1", ruling("verified", 3, 10)),
    ]
    taken, refused = merge_rulings([finding("F1", "quarrel", at(3, 2), "alleged")], later)
    assert [one.state.value for one in taken[0].rulings] == ["verified", "appealed", "upheld"]
    assert [(one, error.code) for one, error in refused] == [(later[1], "SH805")]


def test_many_rulings_of_one_instant_that_cannot_be_are_told_at_once() -> None:
    """Forty of one minute, and nobody ever verified what is appealed: no search without end."""
    rulings = [
        sh.Ruling(state=sh.FindingState(state), at=at(3, 3), reason=f"{n}")
        for n in range(10)
        for state in ("verified", "excused", "appealed", "upheld")
    ]
    rulings += [
        sh.Ruling(state=sh.FindingState(state), at=at(3, 3)) for state in ("unfounded",) * 2
    ]
    rulings += [sh.Ruling(state=sh.FindingState("unfounded"), at=at(3, 3), reason="again")]
    with pytest.raises(sh.DataError) as caught:
        sh.Finding(
            id="F1", breach="quarrel", occurred_at=at(3, 2), division=TOWN,
            subjects={"person": "甲"}, rulings=rulings,
        )  # fmt: skip
    assert caught.value.code == "SH805"


@pytest.mark.parametrize("name", ["甲 ", " 甲", "\u3000甲", "甲\u00a0", "甲\t", "甲\n"])
def test_blanks_at_the_ends_of_a_name_make_nobody_else_of_him(name: str) -> None:
    """甲 with a blank behind, as cells of sheets often have one, is 甲."""
    padded = finding(name, "quarrel", at(3, 2), who={"person": name, "unit": f"U{name[-1:]} "})
    assert padded.subjects["person"] == padded.id == "甲"
    later = LaterRuling(name, ruling("appealed", 3, 9))
    assert with_rulings([padded], [later])[0].state(at(4, 1)).value == "appealed"


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\u2028", "\x0b", "\x85"])
@pytest.mark.parametrize("key", ["id", "person", "occurrence", "case", "duty"])
def test_a_name_of_two_lines_is_refused(key: str, sign: str) -> None:
    """The second line would stand in an explanation as if it were ours."""
    said: dict[str, Any] = {
        "id": "F1", "breach": "quarrel", "occurred_at": at(3, 2), "division": TOWN,
        "subjects": {"person": "甲"},
    }  # fmt: skip
    text = f"甲{sign}  → 乙：开除"
    said |= {"subjects": {"person": text}} if key == "person" else {key: text}
    with pytest.raises(sh.DataError) as caught:
        sh.Finding(**said)
    assert caught.value.code in ("SH836", "SH485")


@pytest.mark.parametrize(("before", "after"), list(itertools.product(STATES, STATES[1:])))
def test_the_table_says_what_can_follow(before: sh.FindingState, after: sh.FindingState) -> None:
    """Every step that the table allows can be taken, and no other."""
    routes = {
        "alleged": (),
        "verified": ("verified",),
        "unfounded": ("unfounded",),
        "excused": ("excused",),
        "appealed": ("verified", "appealed"),
        "upheld": ("verified", "appealed", "upheld"),
        "revoked": ("verified", "revoked"),
    }
    states = (*routes[before.value], after.value)
    if after in ALLOWED[before]:
        assert finding("F1", "quarrel", at(3, 2), *states).state(at(4, 1)) is after
        return
    with pytest.raises(sh.DataError) as caught:
        finding("F1", "quarrel", at(3, 2), *states)
    assert caught.value.code == "SH805"
    assert before.zh in caught.value.in_chinese()


def test_a_ruling_cannot_be_older_than_the_breach() -> None:
    with pytest.raises(sh.DataError) as caught:
        finding("F1", "quarrel", at(3, 2)).with_ruling(ruling("revoked", 3, 1))
    assert caught.value.code == "SH806"


def test_what_is_no_decision_is_refused() -> None:
    with pytest.raises(sh.InputValueError) as caught:
        ruling("alleged", 3, 2)
    assert caught.value.code == "SH112"


@pytest.mark.requirement("R-292")
def test_a_finding_against_nobody_is_refused() -> None:
    with pytest.raises(sh.DataError) as caught:
        finding("F1", "quarrel", at(3, 2), who={})
    assert caught.value.code == "SH802"
    assert "person" in caught.value.fix


def test_a_text_that_is_none_is_refused() -> None:
    with pytest.raises(sh.InputTypeError) as caught:
        sh.Ruling(state=sh.FindingState.VERIFIED, at=at(3, 2), by=3)  # type: ignore[arg-type]
    assert caught.value.code == "SH118"


def test_floats_and_naive_instants_are_refused() -> None:
    """0.1 is no tenth, and nine o'clock is nine o'clock somewhere."""
    with pytest.raises(sh.InputTypeError) as caught:
        finding("F1", "quarrel", at(3, 2), late_days=0.5)
    assert caught.value.code == "SH404"
    assert caught.value.where == "F1: facts.late_days = 0.5"
    with pytest.raises(sh.InputTypeError, match=r"F1: picks\.smoking = -2\.5"):
        finding("F1", "smoking", at(3, 2), picks={"smoking": -2.5})
    with pytest.raises(sh.InputValueError) as naive:
        finding("F1", "quarrel", at(3, 2).replace(tzinfo=None))
    assert naive.value.code == "SH103"


def test_one_finding_twice_is_one_and_two_of_one_id_are_refused() -> None:
    one = finding("F1", "quarrel", at(3, 2))
    assert check_findings([one, one]) == (one,)
    with pytest.raises(sh.FaultyDataError) as caught:
        check_findings([one, finding("F1", "rude", at(3, 2))])
    assert [problem.code for problem in caught.value.problems] == ["SH803"]
    with pytest.raises(sh.InputTypeError):
        check_findings(["F1"])


def test_later_rulings_are_added_and_those_that_cannot_be_are_told_together() -> None:
    """An appeal of an unknown finding, and one of what is not verified: both are told."""
    one = finding("F1", "quarrel", at(3, 2), "alleged")
    (verified,) = with_rulings([one], [LaterRuling("F1", ruling("verified", 3, 5))])
    assert verified.state(at(4, 1)).value == "verified"
    later = [
        LaterRuling("F2", ruling("appealed", 3, 6)),
        LaterRuling("F1", ruling("appealed", 3, 7)),
    ]
    with pytest.raises(sh.FaultyDataError) as caught:
        with_rulings([one], later)
    assert [problem.code for problem in caught.value.problems] == ["SH804", "SH805"]
    assert "F1" in caught.value.problems[0].fix


# ---- files


def test_a_finding_comes_back_as_it_was_written() -> None:
    one = finding(
        "F1", "quarrel", at(3, 2), "verified", "appealed",
        who={"person": "甲", "window": "民政窗口"}, picks={"rude": "-3"}, occurrence="O1",
        late_days=3, media_exposed=False,
    )  # fmt: skip
    assert load_finding(json.loads(write_finding(one))) == one


def line(**said: object) -> str:
    base = {
        "id": "F1", "breach": "quarrel", "occurred_at": "2026-03-02T09:00+08:00",
        "division": TOWN, "subjects": {"person": "甲"},
    }  # fmt: skip
    return json.dumps(base | said, ensure_ascii=False)


def test_a_bad_line_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    """One finding, written twice, and one ruling are taken; each other line has its reason.

    Of two lines of one id that differ neither is taken: nobody knows which is the right one.
    """
    appeal = {"finding": "F9", "state": "appealed", "at": "2026-03-09T10:00+08:00"}
    verified = appeal | {"finding": "F1", "state": "verified", "by": "监察室"}
    lines = [
        "# a remark",
        line(),
        json.dumps(verified, ensure_ascii=False),
        "{",
        line(id="F2", subjects={}),
        line(id="F3"),
        json.dumps(appeal),
        line(id="F3", breach="rude"),
        line(id="F4", occurred_at="2026-03-02"),
        line(id="F5", format=2),
        line(id="F6", occured_at="?"),
        '"F7"',
        json.dumps(appeal | {"finding": "F3"}),
        line(),
    ]
    file = tmp_path / "findings.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    found = read_findings(file)
    assert [one.id for one in found.findings] == ["F1"]
    assert found.findings[0].ruling(at(4, 1)).by == "监察室"  # type: ignore[union-attr]
    told = {reject.number: reject.error for reject in found.rejects}
    codes = {number: getattr(error, "problems", (error,))[0].code for number, error in told.items()}
    assert codes == {
        4: "SH619", 5: "SH802", 6: "SH803", 7: "SH804", 8: "SH803", 9: "SH621", 10: "SH620",
        11: "SH204", 12: "SH823", 13: "SH803",
    }  # fmt: skip


def test_bytes_that_are_no_text_cost_their_line_only(tmp_path: Path) -> None:
    file = tmp_path / "findings.jsonl"
    file.write_bytes(b"\xff\xff\n" + line().encode())
    found = read_findings(file)
    assert [one.id for one in found.findings] == ["F1"]
    assert [reject.number for reject in found.rejects] == [1]


def test_a_ruling_of_another_format_or_without_a_day_is_refused() -> None:
    good = {"finding": "F1", "state": "verified", "at": "2026-03-05T10:00+08:00"}
    assert load_ruling(good).ruling.at - at(3, 5, 10) == timedelta(0)
    for change, code in (({"format": 3}, "SH620"), ({"at": "gestern"}, "SH621")):
        with pytest.raises(sh.ServiceHallError) as caught:
            load_ruling(good | change)
        assert caught.value.code == code
