"""Privacy: what a citizen says of himself is shown to nobody who does not ask for it expressly.

In the number of an identity card (GB 11643) six digits of a place are followed by a birthday.
"""

from datetime import date, datetime

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.forms import Form, FormSubject
from servicehall.instants import SHANGHAI
from servicehall.ledgers import register_row
from servicehall.privacy import hide, is_personal, mask, mask_numbers, persons_of, say_field

POLICY = sh.Registry.of().policy("000000", on=date(2026, 11, 21))
CARD = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("李小明", "李＊＊"),
        ("李", "＊"),
        ("43", "＊＊"),
        ("2024", "2＊＊＊"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_of_a_name_the_first_letter_is_shown(text: str, shown: str) -> None:
    """Of a single letter, or an age, nothing is; blank stays blank."""
    assert mask(text) == shown


@pytest.mark.requirement("R-163")
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"身份证{CARD}复印件", "身份证1" + "＊" * 17 + "复印件"),
        (f"{CARD.lower()}", "1" + "＊" * 17),
        ("电话13812345678，下午打", "电话1" + "＊" * 10 + "，下午打"),
        ("138-1234-5678", "1" + "＊" * 12),
        ("+86 13812345678", "+" + "＊" * 14),
        ("110105194912310021", "1" + "＊" * 17),  # mistyped: its last digit is not that of a card
        ("tel13812345678", "tel1" + "＊" * 10),
        ("１３８１２３４５６７８", "１" + "＊" * 10),
        ("008613812345678", "0" + "＊" * 14),
        ("138.1234.5678", "1" + "＊" * 12),
        ("(138)12345678", "(1" + "＊" * 11),
        ("530921 1990 0101 123Ｘ", "5" + "＊" * 20),
        ("371302900101123", "3" + "＊" * 14),  # the cards of 15 digits
        ("202611210001234567", "202611210001234567"),  # no birthday stands in it
        ("900000000000000", "900000000000000"),
        ("2026-09-18 2026-10-12", "2026-09-18 2026-10-12"),
        ("文号202611210001234567890", "文号202611210001234567890"),
        ("12345", "12345"),
        ("房屋所有权证一份", "房屋所有权证一份"),
        ("139\u30008765\u30004321", "1" + "＊" * 12),
        ("139－8765－4321", "1" + "＊" * 12),
        ("1398 765 4321", "1" + "＊" * 12),
        ("139876-54321", "1" + "＊" * 11),
        ("139\u200b87654321", "1" + "＊" * 11),
        ("139 - 8765 - 4321", "1" + "＊" * 16),
        ("013987654321", "0" + "＊" * 11),
        ("53092119900307123 X", "5" + "＊" * 18),
        ("5309 2119 9003 0712 34", "5" + "＊" * 21),
        ("1398765432113800001111", "1" + "＊" * 21),  # two without anything between
        (f"{CARD}13987654321", "1" + "＊" * 28),
        ("13987654321 13800001111", "1" + "＊" * 10 + " 1" + "＊" * 10),
        ("2026-10-14 1398 765 4321", "2026-10-14 1" + "＊" * 12),
        ("2026-09-18 2026-10-12 3件", "2026-09-18 2026-10-12 3件"),
        ("15-2026-00012", "15-2026-00012"),  # a year is no part of a telephone
        ("139876543211", "139876543211"),  # twelve digits
    ],
)
def test_numbers_of_cards_and_telephones_are_hidden_in_any_text(text: str, shown: str) -> None:
    """Wherever they stand; other numbers, of papers and cases, are nobody's and stay."""
    assert mask_numbers(text) == shown


@pytest.mark.parametrize("last", range(10))
def test_place_day_and_a_count_are_the_number_of_a_case(last: int) -> None:
    """The card of a child born since 2020 has the right check digit; one of ten numbers has it.

    GB 11643: the sum of the digits of 53092620260901000, weighted 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4
    2, is 5*7 + 3*9 + 0*10 + 9*5 + 2*8 + 6*4 + 2*2 + 0 + 2*6 + 6*3 + 0 + 9*9 + 0 + 1*5 = 267, and
    267 mod 11 = 3: the check digit that goes with 3 is 9.
    """
    number = f"53092620260901000{last}"
    assert mask_numbers(number) == ("5" + "＊" * 17 if last == 9 else number)


@given(st.text(), st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.text())
def test_no_telephone_number_stays(before: str, number: str, after: str) -> None:
    """Between any two texts that are no digits or letters of its own."""
    assert number not in mask_numbers(f"{before}：{number}：{after}")


def test_the_kind_of_field_decides() -> None:
    """Personal fields are masked whole, names of matters never, the rest for numbers."""
    assert [is_personal(POLICY, name) for name in ("applicant", "reasons", "none")] == [
        True,
        False,
        False,
    ]
    assert hide(POLICY, "applicant", "李小明") == "李＊＊"
    assert hide(POLICY, "applicant", ("李小明", "王五")) == ("李＊＊", "王＊")
    assert hide(POLICY, "phone", 13812345678) == "1" + "＊" * 10
    assert hide(POLICY, "phone", {"家": "12345678"}) == {"家": "1＊＊＊＊＊＊＊"}
    assert hide(POLICY, "reasons", ["缺" + CARD]) == ["缺1" + "＊" * 17]
    assert hide(POLICY, "case", "13812345678") == "1" + "＊" * 10
    assert hide(POLICY, "matter", "13812345678") == "13812345678"
    assert hide(POLICY, "outcome", "granted") == "granted"
    assert hide(POLICY, "windows", 2) == 2


def test_a_field_is_said_in_chinese() -> None:
    """Lists with 、, yes and no in words, limits as limits; in full only where it is asked for."""
    assert say_field(POLICY, "missing", ("申请表", "照片")) == "申请表、照片"
    assert say_field(POLICY, "limit", "5 working days") == "5个工作日"
    assert say_field(POLICY, "limit", " ") == " "
    assert say_field(POLICY, "quantities", {"自用材": "3.5"}) == "自用材：3.5"
    assert [say_field(POLICY, "sealed", known) for known in (True, False)] == ["是", "否"]
    assert say_field(POLICY, "applicant", "李小明") == "李＊＊"
    assert say_field(POLICY, "applicant", "李小明", unmask=True) == "李小明"


def test_what_personal_fields_hold_is_gathered() -> None:
    """Texts, of lists and tables too; no numbers, single letters, ages or years."""
    payload = {
        "applicant": ("欧阳翠花", "李", "2026"),
        "phone": {"家": "0539-123456", "ages": 43},
        "id_number": 43,
        "address": "43",
        "note": "王五",
    }
    at = datetime(2026, 9, 18, 9, tzinfo=SHANGHAI)
    event = sh.Event(id="a", kind="received", occurred_at=at, payload=payload)
    assert persons_of(POLICY, [event]) == {"欧阳翠花", "0539-123456"}


@pytest.mark.requirement("R-162")
def test_who_is_known_in_a_case_is_masked_wherever_he_stands() -> None:
    """In a note, as an actor, in a register: what a personal field holds is hidden there too."""
    at = datetime(2026, 9, 18, 9, tzinfo=SHANGHAI)
    who = {"applicant": "欧阳翠花", "phone": "0539-123456", "division": "000000"}
    noted = {"note": "联系欧阳翠花 0539-123456", "missing": ["欧阳翠花的照片"]}
    events = [
        sh.Event(id="a", kind="received", occurred_at=at, payload=who),
        sh.Event(id="b", kind="withdrawn", occurred_at=at, actor="欧阳翠花", payload=noted),
    ]
    registry = sh.Registry.of()
    found = registry.assess(sh.Timeline.of(events), as_of=at, division="000000")
    assert found.persons == {"欧阳翠花", "0539-123456"}
    for said in (found.explain(), found.to_json(), found._repr_html_(), repr(found)):
        assert "欧阳翠花" not in said
        assert "0539-123456" not in said
    assert "联系欧＊＊＊ 0＊＊＊＊＊＊＊＊＊＊" in found.explain()
    for said in (found.explain(unmask=True), found.to_json(unmask=True)):
        assert "联系欧阳翠花 0539-123456" in said


def test_an_applicant_is_masked_as_an_actor_and_an_officer_is_not() -> None:
    """An actor is who did it for the hall, and answers for it by name (首问负责); so only a name
    that a personal field holds is hidden."""
    at = datetime(2026, 9, 18, 9, tzinfo=SHANGHAI)
    who = {"applicant": "欧阳翠花", "division": "000000"}
    form = Form(
        id="x",
        title="登记簿",
        of=FormSubject.LEDGER,
        items={"first_responder": "首问责任人"},
        settled=next(iter(POLICY.forms.values())).settled,
    )
    for actor, shown in (("欧阳翠花", "欧＊＊＊"), ("王芳", "王芳")):
        event = sh.Event(id="a", kind="received", occurred_at=at, actor=actor, payload=who)
        found = sh.Registry.of().assess(sh.Timeline.of([event]), as_of=at, division="000000")
        assert dict(register_row(found, form)) == {"first_responder": shown}
        assert dict(register_row(found, form, unmask=True)) == {"first_responder": actor}


def test_a_wrong_value_of_a_personal_field_is_not_quoted() -> None:
    """The message says which field, of which type; what stood there it masks."""
    at = datetime(2026, 9, 18, 9, tzinfo=SHANGHAI)
    payload = {"applicant": ["欧阳翠花"], "division": "000000"}
    event = sh.Event(id="a", kind="received", occurred_at=at, payload=payload)
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Registry.of().assess(sh.Timeline.of([event]), as_of=at)
    assert "欧阳翠花" not in str(caught.value)
