"""Privacy: what a citizen says of himself is shown to nobody who does not ask for it expressly.

The numbers of identity cards end in the digit that GB 11643 sets: of 11010519491231002X the
weighted sum of the first seventeen digits is 167, which leaves 2 by 11, and 2 stands for X.
"""

from datetime import date

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.privacy import hide, is_personal, mask, mask_numbers, say_field

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
        ("110105194912310021", "110105194912310021"),  # its last digit is not that of a card
        ("文号202611210001234567890", "文号202611210001234567890"),
        ("12345", "12345"),
        ("房屋所有权证一份", "房屋所有权证一份"),
    ],
)
def test_numbers_of_cards_and_telephones_are_hidden_in_any_text(text: str, shown: str) -> None:
    """Wherever they stand; other numbers, of papers and cases, are nobody's and stay."""
    assert mask_numbers(text) == shown


@given(st.text(), st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.text())
def test_no_telephone_number_stays(before: str, number: str, after: str) -> None:
    """Between any two texts that are no digits or letters of its own."""
    assert number not in mask_numbers(f"{before}：{number}：{after}")


def test_the_kind_of_field_decides() -> None:
    """Personal fields are masked whole, names of things never, the rest for numbers."""
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
    assert hide(POLICY, "case", "13812345678") == "13812345678"
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
