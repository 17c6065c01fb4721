"""Records of assessments: what they keep, what they find again, and which difference they tell.

The town 石桥 is made up and prints no hours; in September 2026 the 1st is a Tuesday, 5 and 6 are
rest days. Five working days from the 1st end on the 8th, four on the 7th.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall.explain.records import FORMAT, Difference, verify
from servicehall.fingerprints import canonical, fingerprint
from tests.places import place

Data = dict[str, Any]

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
STORIES: Final = sorted((EXAMPLES / "cases").glob("*.json"))
PACKS: Final = (sh.read_pack(EXAMPLES / "liuhe"), place("mengding"), place("longpo"))
REGISTRY: Final = sh.Registry.of(*PACKS)
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
EACH: Final = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)

TOWN: Final = "371302996"
CITE: Final[Data] = {"cite": "《石桥镇规定》一"}
PACK: Final[Data] = {
    "format": 1,
    "id": "shiqiao",
    "title": "石桥镇便民服务中心",
    "division": TOWN,
    "fields": {
        "heirs": {"label": "继承人", "type": "texts", "sensitivity": "personal"},
        "heir": {"label": "继承人代表", "sensitivity": "personal"},
    },
    "matters": [
        {
            "id": "allowance",
            "title": "补贴",
            "kind": "行政给付",
            "promised": "5个工作日",
            "fee": "free",
            "materials": "none",
            **CITE,
            "quote": "五个工作日",
            "note": "试行",
        },
        {"id": "copy", "title": "复印", "promised": "same day", "materials": "none", **CITE},
    ],
    "terms": [
        {"id": "shiqiao.call", "label": "回访", "type": "limit", "value": "3个工作日", **CITE},
    ],
    "fees": [
        {
            "id": "copy.fee",
            "matter": "copy",
            "item": "复印",
            "rate": "0.50",
            "per": "页",
            "basis": "unknown: 没有写",
            **CITE,
        },
    ],
    "duties": [
        {
            "id": "shiqiao.visit",
            "title": "回访",
            "on": "received",
            "who": "case_owner",
            "must": "explained",
            "within": "$shiqiao.call",
            "form": "shiqiao.visit",
            "grade": "service",
            "quote": "三个工作日内回访",
            **CITE,
        },
    ],
    "forms": [
        {
            "id": "shiqiao.visit",
            "title": "回访单",
            "of": "notice",
            "items": {"heir": "继承人代表"},
            **CITE,
        },
    ],
}


def at(day: int, clock: str = "09:00") -> datetime:
    """Return an instant of September 2026."""
    return datetime.fromisoformat(f"2026-09-{day:02}T{clock}").replace(tzinfo=SHANGHAI)


FACTS: Final[Data] = {
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
RECEIVED: Final[Data] = {"division": TOWN, "matter": "allowance", **FACTS}
PERSONAL: Final = {
    "applicant": "王小明",
    "phone": "13800000000",
    "id_number": "371302199001011234",
    "address": "石桥镇乙村3号",
}


def changed(old: str, new: str) -> sh.Registry:
    """Return a registry whose town says something else."""
    text = json.dumps(PACK, ensure_ascii=False)
    assert old in text
    return sh.Registry.of(sh.load_pack(json.loads(text.replace(old, new))))


TOWNS: Final = sh.Registry.of(sh.load_pack(PACK))


def found(
    *more: sh.Event, as_of: datetime, payload: Data | None = None, registry: sh.Registry = TOWNS
) -> sh.Assessment:
    """Assess a case of the town that was received on the first."""
    noted = RECEIVED if payload is None else payload
    first = sh.Event(id="e1", kind="received", occurred_at=at(1), actor="王芳", payload=noted)
    return registry.assess(sh.Timeline.of([first, *more]), as_of=as_of)


def closed(day: int, clock: str = "09:00") -> sh.Event:
    """Return the end of a case."""
    return sh.Event(id="e9", kind="closed", occurred_at=at(day, clock), actor="王芳")


def story(path: Path, as_of: datetime | None = None) -> sh.Assessment:
    """Assess a story a day after its last event, or at another instant."""
    timeline = sh.read_case(path)
    last = timeline.steps[-1].event.occurred_at
    return REGISTRY.assess(timeline, as_of=as_of or last.replace(hour=23, minute=59))


def told(differences: tuple[Difference, ...]) -> dict[str, tuple[object, object]]:
    """Return what differs, by its key."""
    return {one.where: (one.recorded, one.found) for one in differences}


def altered(text: str, *path: str | int, to: object) -> str:
    """Return a record in which one value was written over by hand."""
    data = json.loads(text)
    place_: Any = data
    for key in path[:-1]:
        place_ = place_[key]
    assert place_.get(path[-1]) != to if isinstance(place_, dict) else True
    place_[path[-1]] = to
    return json.dumps(data, ensure_ascii=False)


# ---- what a record keeps


@EACH
def test_a_record_verifies_and_is_made_again_to_the_letter(path: Path) -> None:
    """For each story: nothing differs, and a second assessment writes the same text."""
    one = story(path)
    assert verify(one.to_json(), REGISTRY) == ()
    assert story(path).to_json() == one.to_json()


@EACH
def test_a_record_verifies_after_every_event(path: Path) -> None:
    """Not only at its end: at the instant of each event, the case half done."""
    for step in sh.read_case(path).steps:
        assert verify(story(path, step.event.occurred_at).to_json(), REGISTRY) == ()


def test_a_record_verifies_with_the_packs_in_any_order() -> None:
    """Six orders of three packs; one answer."""
    text = story(EXAMPLES / "cases" / "hearing-too-long.json").to_json()
    for packs in permutations(PACKS):
        assert verify(text, sh.Registry.of(*packs)) == ()


def test_a_record_says_what_it_rests_on() -> None:
    """The day of filing, the instant, the place, the packs, the fingerprints, the format."""
    one = found(closed(3), as_of=at(10))
    record = json.loads(one.to_json())
    assert (record["format"], FORMAT) == (1, 1)
    assert (record["division"], record["filed_on"]) == (TOWN, "2026-09-01")
    assert record["as_of"] == "2026-09-10T09:00:00+08:00"
    assert record["servicehall"] == sh.__version__
    assert record["unmasked"] is False
    assert record["calendar"] == one.policy.calendar.fingerprint
    assert record["policy"] == one.policy.fingerprint
    assert "shiqiao" in [pack["id"] for pack in record["packs"]]
    assert [event["id"] for event in record["events"]] == ["e1", "e9"]


def test_a_record_says_what_was_found() -> None:
    """Five days from the 1st end on the 8th at 24:00; the case was closed on the 9th."""
    record = json.loads(found(closed(9), as_of=at(10)).to_json())
    (duty,) = [one for one in record["duties"] if one["duty"] == "decide.promised"]
    assert (record["state"], record["kind"], record["fee"]) == (
        "closed",
        "PROMISED",
        {"status": "free", "total": "0.00"},
    )
    assert duty["status"] == "breached"
    assert duty["limit"] == "5个工作日"
    assert duty["due_at"] == "2026-09-09T00:00:00+08:00" == duty["broken_at"]
    assert duty["completed_at"] == "2026-09-09T09:00:00+08:00"
    assert (duty["trigger"], duty["certainty"]) == ("e1", "certain")
    assert (duty["breach"], duty["bearer"]) == ("overdue_promised", "第一责任人（王芳）")
    # 9-1 09:00 to 9-9 09:00, two days of it rest
    assert record["shares"] == [
        {"kind": "unit", "name": "", "seconds": 6 * 86_400.0},
        {"kind": "rest", "name": "", "seconds": 2 * 86_400.0},
    ]


def test_a_kind_that_is_not_settled_is_recorded_as_such() -> None:
    """What is possible and what is asked for; without a matter there is no fee."""
    payload = {"division": TOWN, "must_forward": True, "survey": "not_needed"}
    one = found(as_of=at(2), payload=payload)
    record = json.loads(one.to_json())
    assert (record["kind"], record["fee"]) == (None, None)
    assert set(record["possible"]) == {"RETURNED", "SUPPLEMENT", "NOT_ACCEPTED", "FORWARDED"}
    assert record["needed"] == ["contrary_to_policy", "main_document", "other_materials"]
    assert verify(one.to_json(), TOWNS) == ()


def test_a_fee_is_recorded_to_the_fen() -> None:
    """Seven pages at 0.50 are 3.50; without the number nothing is computed."""
    payload = RECEIVED | {"matter": "copy", "quantities": {"复印": "7"}}
    one = found(as_of=at(2), payload=payload)
    assert json.loads(one.to_json())["fee"] == {"status": "computed", "total": "3.50"}
    assert verify(one.to_json(), TOWNS) == ()
    open_ = found(as_of=at(2), payload=RECEIVED | {"matter": "copy"})
    assert json.loads(open_.to_json())["fee"]["total"] is None
    assert verify(open_.to_json(), TOWNS) == ()


def test_a_record_keeps_what_was_corrected() -> None:
    """Both records stand in it, with the instants at which they were written down."""
    one = story(EXAMPLES / "cases" / "corrected-later.json")
    events = json.loads(one.to_json())["events"]
    assert {"e3", "e4"} <= {event["id"] for event in events}
    (after,) = [event for event in events if event["id"] == "e4"]
    assert after["corrects"] == "e3"
    assert after["recorded_at"].startswith("2026-10-22")


def test_a_part_and_an_effect_are_recorded() -> None:
    """The part by its name; what follows from silence by its word."""
    joint = json.loads(story(EXAMPLES / "cases" / "joint-restaurant.json").to_json())
    parts = [one["thing"] for one in joint["duties"] if one["duty"] == "part"]
    assert sorted(parts) == sorted(["消防", "卫生", "市场"])
    late = json.loads(story(EXAMPLES / "cases" / "notice-a-day-late.json").to_json())
    effects = {one["duty"]: one["effect"] for one in late["duties"] if one["effect"]}
    assert effects == {"licence.one-time-notice": "deemed_accepted"}


def test_what_did_not_count_is_recorded_with_its_event() -> None:
    """The extension that came too late, by the name of its event."""
    record = json.loads(story(EXAMPLES / "cases" / "extension-too-late.json").to_json())
    (duty,) = [one for one in record["duties"] if one["duty"] == "decide.statutory"]
    ((event, text),) = [(note["event"], note["text"]) for note in duty["notes"]]
    assert (event, "届满" in text) == ("e8", True)


def test_a_record_of_a_supposed_profile_verifies() -> None:
    """A what-if answer says which profile it supposes, and is found again."""
    timeline = sh.Timeline.of(
        [sh.Event(id="e1", kind="received", occurred_at=at(1), payload=dict(FACTS))]
    )
    one = sh.Registry.of().assess(timeline, as_of=at(2), division="530926104", profiles=["X8"])
    assert json.loads(one.to_json())["profiles"] == ["X8"]
    assert verify(one.to_json(), sh.Registry.of()) == ()


# ---- personal data


def test_personal_data_are_masked_and_verified_all_the_same() -> None:
    """Only the first letter stays; what is masked decides nothing."""
    one = found(closed(3), as_of=at(10), payload=RECEIVED | PERSONAL)
    text = one.to_json()
    assert not any(value in text for value in PERSONAL.values())
    payload = json.loads(text)["events"][0]["payload"]
    assert payload["applicant"] == "王＊＊"
    assert payload["phone"] == "1" + "＊" * 10
    assert payload["id_number"] == "3" + "＊" * 17
    assert payload["matter"] == "allowance"  # what is no personal field stays
    assert verify(text, TOWNS) == ()


def test_who_asks_for_personal_data_gets_them_and_the_record_says_so() -> None:
    """In full, with ``unmasked``; it verifies as well."""
    one = found(closed(3), as_of=at(10), payload=RECEIVED | PERSONAL)
    text = one.to_json(unmask=True)
    record = json.loads(text)
    assert record["unmasked"] is True
    assert {name: record["events"][0]["payload"][name] for name in PERSONAL} == PERSONAL
    assert verify(text, TOWNS) == ()


def test_personal_data_of_a_corrected_event_are_masked_too() -> None:
    """What was put right is in the record, and must not leak either."""
    wrong = sh.Event(
        id="e2", kind="facts.stated", occurred_at=at(2), payload={"applicant": "李大壮"}
    )
    right = sh.Event(
        id="e3",
        kind="facts.stated",
        occurred_at=at(2),
        recorded_at=at(3),
        payload={"applicant": "王小明"},
        corrects="e2",
    )
    text = found(wrong, right, as_of=at(4)).to_json()
    assert "李大壮" not in text
    assert "王小明" not in text


def test_lists_of_personal_texts_are_masked_one_by_one() -> None:
    """A town notes heirs, as a list; they are as personal as one name."""
    one = found(as_of=at(2), payload=RECEIVED | {"heirs": ["王一二", "李四"]})
    text = one.to_json()
    assert "王一二" not in text
    assert "李四" not in text
    assert json.loads(text)["events"][0]["payload"]["heirs"] == ["王＊＊", "李＊"]
    assert verify(text, TOWNS) == ()


@pytest.mark.parametrize("name", ["", " ", "王"])
def test_what_was_left_empty_is_not_filled_in_by_masking(name: str) -> None:
    """A paper that leaves out whom it must name does not count; the masked record finds the same.

    "王" is named, so the visit is done in either; of what is empty nothing is to be hidden.
    """
    visit = sh.Event(id="e2", kind="explained", occurred_at=at(2), payload={"heir": name})
    one = found(visit, as_of=at(3))
    done = one.duty("shiqiao.visit").status is sh.DutyStatus.FULFILLED
    assert done is bool(name.strip())
    assert verify(one.to_json(), TOWNS) == ()
    assert verify(one.to_json(unmask=True), TOWNS) == ()


# ---- what differs


def test_a_difference_is_said_in_chinese() -> None:
    """The key, what is written, what is found; nothing is called so."""
    assert str(Difference("state", "closed", "")) == "state：记录为'closed'，重新计算为无"
    assert str(Difference("needed", None, [])) == "needed：记录为无，重新计算为无"
    assert str(Difference("total", 0, "3.50")) == "total：记录为0，重新计算为'3.50'"


def test_another_promise_is_found() -> None:
    """Five days end on the 8th, four on the 7th; closed on the 8th at 10:00 that is late."""
    text = found(closed(8, "10:00"), as_of=at(10)).to_json()
    differences = told(verify(text, changed("5个工作日", "4个工作日")))
    assert differences.pop("policy")
    assert differences == {
        "decide.promised.limit": ("5个工作日", "4个工作日"),
        "decide.promised.due_at": ("2026-09-09T00:00:00+08:00", "2026-09-08T00:00:00+08:00"),
        "decide.promised.warn_at": ("2026-09-09T00:00:00+08:00", "2026-09-08T00:00:00+08:00"),
        "decide.promised.status": ("fulfilled", "breached"),
        "decide.promised.broken_at": (None, "2026-09-08T00:00:00+08:00"),
        "decide.promised.breach": ("", "overdue_promised"),
    }


def test_another_calendar_day_is_found() -> None:
    """A market on the 3rd moves the end from the 8th to the 9th, and is rest for a day."""
    text = found(closed(8, "10:00"), as_of=at(10)).to_json()
    days = [{"id": "market", "name": "赶集节", "rest": [date(2026, 9, 3)], "years": [2026], **CITE}]
    registry = sh.Registry.of(sh.load_pack(PACK | {"days": days}))
    differences = told(verify(text, registry))
    assert {"calendar", "shares"} <= differences.keys()
    assert differences["decide.promised.due_at"] == (
        "2026-09-09T00:00:00+08:00",
        "2026-09-10T00:00:00+08:00",
    )
    assert "decide.promised.status" not in differences
    assert "state" not in differences


def test_a_new_duty_is_told_whole() -> None:
    """Where the number of duties differs no pair can be told; both lists are."""
    text = found(as_of=at(2)).to_json()
    pack = PACK | {"duties": []}
    differences = told(verify(text, sh.Registry.of(sh.load_pack(pack))))
    assert "duties" in differences
    recorded, now = differences["duties"]
    assert (len(recorded), len(now)) == (3, 2)  # type: ignore[arg-type]  # lists


VALUES: Final = (
    "filed_on", "calendar", "policy", "state", "kind", "possible", "needed", "duties",
    "shares", "fee",
)  # fmt: skip


@pytest.mark.parametrize("key", VALUES)
def test_each_value_that_is_altered_by_hand_is_told(key: str) -> None:
    """One value is written over, one difference is told, with what was written."""
    text = found(closed(8), as_of=at(10)).to_json()
    (one,) = verify(altered(text, key, to="改"), TOWNS)
    assert (one.where, one.recorded) == (key, "改")
    assert one.found == json.loads(text)[key]


DUTY: Final = tuple(
    json.loads(found(closed(8), as_of=at(10)).to_json())["duties"][0]  # every duty has the same
)


@pytest.mark.parametrize("key", DUTY)
def test_each_value_of_a_duty_that_is_altered_by_hand_is_told(key: str) -> None:
    """The same for the values of the second duty of a case."""
    text = found(closed(8), as_of=at(10)).to_json()
    second = json.loads(text)["duties"][1]
    (one,) = verify(altered(text, "duties", 1, key, to="改"), TOWNS)
    assert (one.where, one.recorded) == (f"{second['duty']}.{key}", "改")
    assert one.found == second[key]


@pytest.mark.parametrize("key", VALUES)
def test_a_value_that_is_missing_is_told(key: str) -> None:
    """What was taken out of a record differs, unless nothing was found there anyway."""
    record = json.loads(found(closed(8), as_of=at(10)).to_json())
    value = record.pop(key)
    differences = told(verify(json.dumps(record), TOWNS))
    assert set(differences) == {key}
    assert differences[key] == (None, value)


def test_what_was_added_by_hand_is_told() -> None:
    """A key that no record has, at the top and in a duty."""
    text = found(closed(8), as_of=at(10)).to_json()
    assert told(verify(altered(text, "seal", to="章"), TOWNS)) == {"seal": ("章", None)}
    assert told(verify(altered(text, "duties", 0, "seal", to="章"), TOWNS)) == {
        "decide.promised.seal": ("章", None)
    }
    differences = told(verify(altered(text, "duties", 0, to="章"), TOWNS))
    assert set(differences) >= {f"decide.promised.{key}" for key in ("duty", "status", "due_at")}


@pytest.mark.parametrize("key", ["servicehall", "unmasked", "packs"])
def test_who_made_a_record_is_no_finding(key: str) -> None:
    """Another version may find the same: the fingerprints say whether the rules are."""
    text = found(closed(8), as_of=at(10)).to_json()
    assert verify(altered(text, key, to="改"), TOWNS) == ()


def test_another_instant_is_another_question() -> None:
    """Altered from the 2nd to the 10th, the case is overdue: the record said it was open."""
    text = found(as_of=at(2)).to_json()
    differences = told(verify(altered(text, "as_of", to="2026-09-10T09:00:00+08:00"), TOWNS))
    assert differences["decide.promised.status"] == ("open", "breached")
    assert "shares" in differences


def test_a_place_that_was_taken_out_is_read_from_the_events_and_told() -> None:
    """The events still say where it was."""
    text = found(as_of=at(2)).to_json()
    assert told(verify(altered(text, "division", to=None), TOWNS)) == {"division": (None, TOWN)}


def test_another_place_has_other_rules() -> None:
    """The town's own duty does not hold elsewhere."""
    payload: Data = dict(FACTS)
    timeline = sh.Timeline.of(
        [sh.Event(id="e1", kind="received", occurred_at=at(1), payload=payload)]
    )
    text = TOWNS.assess(timeline, as_of=at(2), division=TOWN).to_json()
    assert "duties" in told(verify(altered(text, "division", to="53"), TOWNS))


def test_events_that_were_altered_are_found_out() -> None:
    """The end moved from the 9th to the 8th: what was late looks timely, and the record says so."""
    text = found(closed(9), as_of=at(10)).to_json()
    moved = altered(text, "events", 1, "occurred_at", to="2026-09-08T09:00:00+08:00")
    differences = told(verify(moved, TOWNS))
    assert differences["decide.promised.status"] == ("breached", "fulfilled")
    assert differences["decide.promised.completed_at"] == (
        "2026-09-09T09:00:00+08:00",
        "2026-09-08T09:00:00+08:00",
    )
    fewer = json.loads(text)
    del fewer["events"][1]
    assert told(verify(json.dumps(fewer), TOWNS))["state"] == ("closed", "received")
    other = altered(text, "events", 0, "actor", to="李强")
    assert told(verify(other, TOWNS))["decide.promised.bearer"] == (
        "第一责任人（王芳）",
        "第一责任人（李强）",
    )


# ---- what is no record


@pytest.mark.parametrize("text", ["", "{", "[1,]", "ok", "[" * 100_000])
def test_what_is_no_json_is_told(text: str) -> None:
    """SH619, for the record."""
    with pytest.raises(sh.FaultyDataError) as caught:
        verify(text, TOWNS)
    (problem,) = caught.value.problems
    assert (problem.code, caught.value.facts["source"]) == ("SH619", "record")


@pytest.mark.parametrize("text", ["null", "[]", "3", '"x"', "{}", '{"events": []}'])
def test_what_is_no_record_is_told(text: str) -> None:
    """SH622, with the keys that a record has."""
    with pytest.raises(sh.FaultyDataError) as caught:
        verify(text, TOWNS)
    (problem,) = caught.value.problems
    assert problem.code == "SH622"
    assert "division" in str(problem.facts["missing"])


def test_a_case_is_no_record() -> None:
    """A case file has events and a format, and nothing of what was found."""
    with pytest.raises(sh.FaultyDataError) as caught:
        verify(STORIES[0].read_text(encoding="utf-8"), TOWNS)
    (problem,) = caught.value.problems
    assert (problem.code, problem.facts["missing"]) == ("SH622", ("division", "as_of"))


@pytest.mark.parametrize("format_", [0, 2, "1", None, [1]])
def test_another_format_is_told(format_: object) -> None:
    """SH620, with the format that is known."""
    text = altered(found(as_of=at(2)).to_json(), "format", to=format_)
    with pytest.raises(sh.FaultyDataError) as caught:
        verify(text, TOWNS)
    (problem,) = caught.value.problems
    assert (problem.code, problem.facts["known"]) == ("SH620", 1)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("as_of", "yesterday"),
        ("as_of", "2026-09-31T09:00:00+08:00"),
        ("as_of", ""),
        ("as_of", 3),
        ("as_of", None),
        ("as_of", "2026-09-02T09:00:00"),
        ("as_of", "2026-08-31T09:00:00+08:00"),
        ("division", 53),
        ("division", "53092"),
        ("events", 3),
        ("events", []),
        ("events", [{}]),
        ("events", "e1"),
        ("events", None),
    ],
)
def test_a_record_that_cannot_be_assessed_again_is_refused(key: str, value: object) -> None:
    """With an error of this library that says what and why, whatever was written there."""
    text = altered(found(as_of=at(2)).to_json(), key, to=value)
    with pytest.raises(sh.ServiceHallError) as caught:
        verify(text, TOWNS)
    assert caught.value.in_chinese()


# ---- fingerprints


def print_of(pack: Mapping[str, Any] = PACK, **others: Any) -> str:
    """Return the fingerprint of the policy of a town."""
    registry = sh.Registry.of(sh.load_pack({**pack, **others}))
    return registry.policy(TOWN, on=date(2026, 9, 1)).fingerprint


def with_one(section: str, number: int = 0, **others: Any) -> str:
    """Return the fingerprint where one record says something else."""
    records = [dict(one) for one in PACK[section]]
    records[number] |= others
    return print_of({**PACK, section: records})


def test_equal_rules_have_equal_fingerprints() -> None:
    """Read twice, in two registries, and with the records the other way round."""
    assert print_of() == print_of()
    assert print_of(matters=PACK["matters"][::-1]) == print_of()
    assert print_of(dict(reversed(PACK.items()))) == print_of()
    duty = dict(reversed(PACK["duties"][0].items()))
    assert print_of(duties=[duty]) == print_of()


def test_the_day_decides_only_where_the_rules_change() -> None:
    """On another day of 2026 the same rules hold; before 2004 the 行政许可法 did not."""
    assert TOWNS.policy(TOWN, on=date(2026, 9, 2)).fingerprint == print_of()
    assert TOWNS.policy(TOWN, on=date(2004, 6, 30)).fingerprint != print_of()


def test_a_rule_that_says_something_else_has_another_fingerprint() -> None:
    """A term, a limit of a matter, a fact that it settles, a fee, a duty: each counts."""
    prints = {
        "as it is": print_of(),
        "term": with_one("terms", value="4个工作日"),
        "term of others": print_of(
            terms=[*PACK["terms"], {"changes": "joint.threshold", "value": 2, **CITE}]
        ),
        "promise": with_one("matters", promised="4个工作日"),
        "unit of the promise": with_one("matters", promised="5个自然日"),
        "statutory": with_one("matters", statutory="20个工作日"),
        "fact": with_one("matters", facts={"survey": "not_needed"}),
        "kind": with_one("matters", kind="公共服务"),
        "unusable": with_one("matters", unusable="只有标题"),
        "fee": with_one("fees", rate="0.60"),
        "fee that is disabled": with_one("fees", disabled="旧标准"),
        "no fee": print_of(fees=[]),
        "limit of a duty": with_one("duties", within="3个自然日"),
        "trigger of a duty": with_one("duties", on="accepted"),
        "condition of a duty": with_one("duties", when={"urgent": True}),
        "bearer of a duty": with_one("duties", who="acceptor"),
        "grade of a duty": with_one("duties", grade="target"),
        "breach of a duty": with_one("duties", breach="late"),
        "no duty": print_of(duties=[]),
        "items of a form": with_one("forms", items={"heir": "代表", "reasons": "理由"}),
        "a row": print_of(
            rows=[
                {
                    "table": "case_kind",
                    "changes": "returned.contrary-to-policy",
                    "then": "NOT_ACCEPTED",
                    **CITE,
                }
            ]
        ),
        "hours": print_of(hours=[{"id": "hours", "sessions": ["09:00-12:00"], **CITE}]),
    }
    assert len(set(prints.values())) == len(prints), prints


def test_what_an_event_settles_is_a_rule_too() -> None:
    """In one town papers that are completed are taken as urgent; what follows differs."""
    plain = print_of(events={"call": {"title": "来电"}})
    urgent = print_of(events={"call": {"title": "来电", "sets": {"urgent": True}}})
    assert plain != urgent


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("matters", {"note": "另注"}),
        ("matters", {"quote": "另文"}),
        ("matters", {"title": "别名"}),
        ("matters", {"cite": "《石桥镇规定》二"}),
        ("matters", {"confidence": "inferred"}),
        ("matters", {"words": "五天"}),
        ("terms", {"label": "别名"}),
        ("terms", {"note": "另注"}),
        ("duties", {"title": "别名"}),
        ("duties", {"quote": "另文"}),
        ("duties", {"note": "另注"}),
        ("forms", {"title": "别名"}),
    ],
)
def test_what_only_tells_people_something_does_not_count(section: str, said: Data) -> None:
    """Names, notes, quotes and citations decide nothing."""
    assert with_one(section, **said) == print_of()


def test_the_fingerprint_is_the_same_on_any_machine() -> None:
    """Whatever Python does with the hashes of texts, and in whatever order files are listed."""
    script = (
        "import servicehall as sh\nfrom datetime import date\n"
        "for day in (date(2010, 5, 5), date(2026, 9, 1)):\n"
        "    print(sh.Registry.of().policy('530926103', on=day).fingerprint)\n"
    )
    answers = {
        subprocess.run(  # this Python, and the script above
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    (answer,) = answers
    expected = [
        sh.Registry.of().policy("530926103", on=day).fingerprint
        for day in (date(2010, 5, 5), date(2026, 9, 1))
    ]
    assert answer.split() == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ["a", "b"]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a", "b"}, frozenset({"b", "a"})),
    ],
)
def test_what_says_the_same_is_written_the_same(one: object, other: object) -> None:
    """A list as a tuple; mappings and sets in any order."""
    assert canonical(one) == canonical(other)
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1, True),
        (None, "None"),
        (("a", "b"), ("b", "a")),
        (("a", "b"), {"a", "b"}),
        ((("a",), "b"), ("a", ("b",))),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"b": 1}),
        (Decimal("0.5"), "0.5"),
        (sh.WorkingDays(5), sh.NaturalDays(5)),
        (sh.CaseKind.JOINT, "JOINT"),
        (("a", "b"), ("a,str:b",)),
        ({"a": "1", "b": "2"}, {"a": "1,b:str:2"}),
        ({"a": ("x",)}, {"a": "[str:x]"}),
    ],
)
def test_what_says_something_else_is_written_otherwise(one: object, other: object) -> None:
    """By value and by type; signs within a text are no signs of the writing."""
    assert canonical(one) != canonical(other)
    assert fingerprint(one) != fingerprint(other)


def test_two_contents_of_one_event_are_told_apart() -> None:
    """An event whose list of papers is one text with a comma is not the one with two papers."""
    base = {"id": "e1", "kind": "received", "occurred_at": at(1)}
    one = sh.Event(**base, payload={"missing": ["证", "照"]})
    other = sh.Event(**base, payload={"missing": ["证,str:照"]})
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Timeline.of([one, other])
    assert [problem.code for problem in caught.value.problems] == ["SH605"]


def test_a_copy_of_a_pack_gives_the_same_fingerprint(tmp_path: Path) -> None:
    """Where its files lie does not matter."""
    shutil.copytree(EXAMPLES / "liuhe", tmp_path / "copy")
    day, code = date(2026, 9, 1), "371302998"
    copied = sh.Registry.of(sh.read_pack(tmp_path / "copy")).policy(code, on=day)
    assert copied.fingerprint == REGISTRY.policy(code, on=day).fingerprint
