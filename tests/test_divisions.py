"""Division codes: their shortest form, and the path from the nation down to a hall."""

import pytest

import servicehall as sh
from servicehall.divisions import NATION, check_division, path_of


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("37", "37"),
        ("3713", "3713"),
        ("370000", "37"),
        ("371300", "3713"),
        ("371300000000", "3713"),
        ("530926", "530926"),
        ("530926103", "530926103"),
        ("530926103000", "530926103"),
        ("530926103201", "530926103201"),
        ("441900003", "441900003"),  # a town directly below a prefecture
        ("000000", NATION),
        ("00", NATION),
        ("000000000000", NATION),
        ("460203/longpo", "460203/longpo"),
        ("371300/hall-1_a", "3713/hall-1_a"),
        ("000000/hall", "000000/hall"),
    ],
)
def test_a_code_has_one_shortest_form(code: str, short: str) -> None:
    """Zeros that stand for no level below are left out, whatever the length of the code."""
    assert check_division(code) == short
    assert check_division(short) == short


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("000000", ("000000",)),
        ("37", ("000000", "37")),
        ("371300", ("000000", "37", "3713")),
        ("530926103", ("000000", "53", "5309", "530926", "530926103")),
        (
            "530926103201",
            ("000000", "53", "5309", "530926", "530926103", "530926103201"),
        ),
        ("460203/longpo", ("000000", "46", "4602", "460203", "460203/longpo")),
        ("000000/hall", ("000000", "000000/hall")),
    ],
)
def test_the_path_leads_from_the_nation_to_the_division(code: str, path: tuple[str, ...]) -> None:
    """Every level above is named once, the division itself last."""
    assert path_of(code) == path


@pytest.mark.parametrize(
    "code",
    [
        "",
        "3",
        "371",
        "37130",
        "3713001",
        "5309261031",
        "37130000000000",
        "3713 ",
        " 3713",
        "3713\n",
        "37-13",
        "３７１３",
        "沂水",
        "3713/",
        "3713/Hall",
        "3713/大厅",
        "3713/a/b",
        "3713/-a",
        "/hall",
        "__class__",
        "'; import os",
        "{0}",
        "9" * 5000,
    ],
)
def test_what_is_no_code_is_refused(code: str) -> None:
    """Another length, other letters or a hall without a name are refused with the code shown."""
    with pytest.raises(sh.InputValueError) as caught:
        check_division(code)
    assert caught.value.code == "SH445"
    assert repr(code) in caught.value.where
    assert repr(code) in caught.value.in_chinese()
    assert "2, 4, 6, 9 or 12" in caught.value.why


@pytest.mark.parametrize("code", [3713, 371300.0, None, True, ["3713"], b"3713"])
def test_a_code_is_text(code: object) -> None:
    """A number has lost its leading zeros, so it is refused with its type."""
    with pytest.raises(sh.InputTypeError) as caught:
        path_of(code)  # type: ignore[arg-type]  # that is the point
    assert caught.value.code == "SH118"
    assert type(code).__name__ in caught.value.where
