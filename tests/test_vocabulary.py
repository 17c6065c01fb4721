"""Facts and their domains: what can be said, and how everything else is refused."""

from collections.abc import Callable
from decimal import Decimal

import pytest

import servicehall as sh
from servicehall.vocabulary import Value, nearest, read_number

SURVEY = sh.Fact("survey", sh.Choice({"pending": "尚未完成", "passed": "已通过"}), label="现场踏勘")
READY = sh.Fact("ready", sh.YesNo(), label="材料齐全")
WINDOWS = sh.Fact("windows", sh.Number(least=1, most=9, unit="个"), label="涉及窗口")
RATE = sh.Fact("rate", sh.Number(whole=False, least=Decimal(0)), label="比例")
ALL = sh.Vocabulary.of([SURVEY, READY, WINDOWS, RATE])


# ---- values


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (SURVEY, "pending"),
        (READY, True),
        (READY, False),
        (WINDOWS, 1),
        (WINDOWS, 9),
        (RATE, 0),
        (RATE, Decimal("0.1")),
        (RATE, 10**50),
    ],
)
def test_a_value_of_the_domain_is_taken_unchanged(fact: sh.Fact, value: object) -> None:
    """What belongs comes back as it is."""
    assert fact.check(value) is value


WRONG: list[tuple[sh.Fact, object, str, type[sh.ServiceHallError]]] = [
    (SURVEY, "Pending", "SH402", sh.InputValueError),
    (SURVEY, "", "SH402", sh.InputValueError),
    (SURVEY, "尚未完成", "SH402", sh.InputValueError),
    (SURVEY, "x'; import os", "SH402", sh.InputValueError),
    (SURVEY, "{0}", "SH402", sh.InputValueError),
    (SURVEY, True, "SH403", sh.InputTypeError),
    (SURVEY, 1, "SH403", sh.InputTypeError),
    (SURVEY, None, "SH403", sh.InputTypeError),
    (SURVEY, ["pending"], "SH403", sh.InputTypeError),
    (SURVEY, {}, "SH403", sh.InputTypeError),
    (READY, 1, "SH403", sh.InputTypeError),
    (READY, 0, "SH403", sh.InputTypeError),
    (READY, "true", "SH403", sh.InputTypeError),
    (READY, [True], "SH403", sh.InputTypeError),
    (WINDOWS, 0, "SH402", sh.InputValueError),
    (WINDOWS, 10, "SH402", sh.InputValueError),
    (WINDOWS, True, "SH403", sh.InputTypeError),
    (WINDOWS, "3", "SH403", sh.InputTypeError),
    (WINDOWS, Decimal(3), "SH403", sh.InputTypeError),
    (WINDOWS, 3.0, "SH404", sh.InputTypeError),
    (RATE, 0.1, "SH404", sh.InputTypeError),
    (RATE, float("nan"), "SH404", sh.InputTypeError),
    (RATE, Decimal("NaN"), "SH402", sh.InputValueError),
    (RATE, Decimal("sNaN"), "SH402", sh.InputValueError),
    (RATE, Decimal("Infinity"), "SH402", sh.InputValueError),
    (RATE, Decimal("-0.1"), "SH402", sh.InputValueError),
    (RATE, 1j, "SH403", sh.InputTypeError),
]


@pytest.mark.parametrize(("fact", "value", "code", "kind"), WRONG)
def test_another_value_is_refused(
    fact: sh.Fact, value: object, code: str, kind: type[sh.ServiceHallError]
) -> None:
    """The message names the fact, its label and the value, in both languages."""
    with pytest.raises(kind) as caught:
        fact.check(value)
    error = caught.value
    assert error.code == code
    assert error.where.startswith(f"{fact.name} = {value!r}")
    assert fact.label in error.what
    assert fact.label in error.in_chinese()
    with pytest.raises(kind):
        ALL.check({fact.name: value} if value is not None else {fact.name: [None]})


def test_the_nearest_value_is_proposed() -> None:
    """A misspelt value is met with the one that was most likely meant, and with all others."""
    with pytest.raises(sh.InputValueError) as caught:
        SURVEY.check("pendin")
    assert "(pending?)" in caught.value.where
    assert caught.value.fix == "use one of: pending, passed"
    assert "pending（尚未完成）、passed（已通过）" in caught.value.in_chinese()
    with pytest.raises(sh.InputValueError, match=r"passed\?"):
        SURVEY.check("已通过了")


@pytest.mark.parametrize(
    ("domain", "allowed", "allowed_zh"),
    [
        (sh.YesNo(), "true, false", "true（是）、false（否）"),
        (sh.Choice(["a", "b"]), "a, b", "a、b"),
        (sh.Choice({"a": "甲"}), "a", "a（甲）"),
        (sh.Number(), "whole numbers", "整数"),
        (
            sh.Number(least=1, most=5),
            "whole numbers, at least 1, at most 5",
            "整数，不小于1，不大于5",
        ),
        (
            sh.Number(whole=False, least=Decimal("0.5")),
            "numbers, at least 0.5",
            "数，不小于0.5",
        ),
    ],
)
def test_what_is_allowed_is_said(
    domain: sh.YesNo | sh.Choice | sh.Number, allowed: str, allowed_zh: str
) -> None:
    """A message can say all that a domain takes, in both languages."""
    assert (domain.allowed, domain.allowed_zh) == (allowed, allowed_zh)


@pytest.mark.parametrize(
    ("fact", "value", "said", "question"),
    [
        (SURVEY, "passed", "已通过", "现场踏勘属于哪一种？"),
        (READY, True, "是", "是否材料齐全？"),
        (READY, False, "否", "是否材料齐全？"),
        (WINDOWS, 3, "3个", "涉及窗口是多少？"),
        (RATE, Decimal("0.50"), "0.50", "比例是多少？"),
    ],
)
def test_facts_and_values_have_words(fact: sh.Fact, value: Value, said: str, question: str) -> None:
    """A value reads as people say it, and a fact without a question of its own has a plain one."""
    assert fact.say(value) == said
    assert fact.question == question


# ---- what people type


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        (SURVEY, " passed ", "passed"),
        (SURVEY, "已通过", "passed"),
        (READY, "是", True),
        (READY, "Yes", True),
        (READY, "Y", True),
        (READY, "1", True),
        (READY, "否", False),
        (READY, "no", False),
        (READY, "FALSE", False),
        (WINDOWS, "3", 3),
        (WINDOWS, "+3", 3),
        (RATE, "0.10", Decimal("0.10")),
        (RATE, "2", 2),
    ],
)
def test_what_is_typed_is_read(fact: sh.Fact, typed: str, value: object) -> None:
    """A value can be typed as it is or by its Chinese label; numbers are read exactly."""
    found = fact.read(typed)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        (SURVEY, "maybe"),
        (READY, "perhaps"),
        (READY, ""),
        (WINDOWS, "three"),
        (WINDOWS, "3.0"),
        (WINDOWS, "1e3"),
        (WINDOWS, "３"),
        (WINDOWS, "0"),
        (RATE, "1/2"),
        (RATE, "NaN"),
        (RATE, ".5"),
    ],
)
def test_what_cannot_be_read_is_refused(fact: sh.Fact, typed: str) -> None:
    """Nothing that was typed is guessed at."""
    with pytest.raises((sh.InputValueError, sh.InputTypeError)) as caught:
        fact.read(typed)
    assert caught.value.code in {"SH402", "SH403"}


def test_a_number_of_any_length_is_met() -> None:
    """Five thousand digits typed for a number are refused like any other number too great."""
    with pytest.raises(sh.ServiceHallError):
        WINDOWS.read("9" * 5000)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("-3", -3), ("+0", 0), ("0.50", Decimal("0.50")), ("-1.25", Decimal("-1.25"))],
)
def test_numbers_are_read_exactly(text: str, number: int | Decimal) -> None:
    """Whole numbers are int, others Decimal with all their digits."""
    found = read_number(text)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize("text", ["", "1.", ".5", "1e3", "1_000", "0x10", "３", "1 ", "--1", "inf"])
def test_what_is_no_number_is_told(text: str) -> None:
    """Only plain digits with a point are a number."""
    with pytest.raises(ValueError, match="^" if not text else None):
        read_number(text)


# ---- domains that cannot be


@pytest.mark.parametrize(
    ("make", "code", "shown"),
    [
        (lambda: sh.Choice([]), "SH423", "''"),
        (lambda: sh.Choice({}), "SH423", "''"),
        (lambda: sh.Choice(["a", "b", "a"]), "SH423", "a"),
        (lambda: sh.Choice([""]), "SH423", "''"),
        (lambda: sh.Choice([" a"]), "SH423", "' a'"),
        (lambda: sh.Choice(["a\nb"]), "SH423", repr("a\nb")),
        (lambda: sh.Choice([1, 2]), "SH423", "1"),  # type: ignore[list-item]
        (lambda: sh.Choice([True]), "SH423", "True"),  # type: ignore[list-item]
        (lambda: sh.Choice({"a": 1}), "SH423", "'a'"),  # type: ignore[dict-item]
        (lambda: sh.Choice({"a": " "}), "SH423", "'a'"),
        *((lambda sign=s: sh.Choice([f"{sign}a"]), "SH423", s) for s in "<>=!$@-,[]{}"),
        (lambda: sh.Number(least=3, most=2), "SH446", "least 3"),
        (lambda: sh.Number(least=1.5), "SH421", "1.5"),  # type: ignore[arg-type]
        (lambda: sh.Number(least=Decimal("0.5")), "SH421", "0.5"),
        (lambda: sh.Number(most=True), "SH421", "True"),
        (lambda: sh.Number(most="3"), "SH421", "'3'"),  # type: ignore[arg-type]
        (lambda: sh.Number(whole=False, most=Decimal("NaN")), "SH421", "NaN"),
    ],
)
def test_a_domain_that_cannot_be_is_refused(
    make: Callable[[], object], code: str, shown: str
) -> None:
    """The faulty value or bound is shown, in both languages."""
    with pytest.raises(sh.DataError) as caught:
        make()
    assert caught.value.code == code
    assert shown in caught.value.where
    assert shown in caught.value.in_chinese()


@pytest.mark.parametrize("values", [[["a"]], [{}], [1, 1, "a", "a"]])
def test_values_of_odd_types_are_refused(values: list[object]) -> None:
    """Whatever is listed, only texts are values."""
    with pytest.raises(sh.DataError, match="SH423"):
        sh.Choice(values)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("bound", [(3, 3), (None, 3), (3, None), (None, None)])
def test_bounds_belong_to_the_domain(bound: tuple[int | None, int | None]) -> None:
    """A number equal to a bound is within."""
    domain = sh.Number(least=bound[0], most=bound[1])
    assert domain.refusal(3) is None


# ---- names


@pytest.mark.parametrize(
    "name",
    [
        "",
        "1a",
        "a b",
        "a-b",
        "a.b",
        "_a",
        "__class__",
        "class",
        "None",
        "True",
        "import",
        "x; import os",
        "x\n",
        "x'",
        '"""',
        "{0}",
        "\\",
        "ﬁeld",  # a ligature that Python would read as "field"
        "ａ",
        1,
        ["a"],
    ],
)
def test_a_name_must_stand_in_a_program(name: str) -> None:
    """Only plain identifiers, written in one way only, are names of facts."""
    with pytest.raises(sh.DataError) as caught:
        sh.Fact(name, sh.YesNo())
    assert caught.value.code == "SH422"
    assert repr(name) in caught.value.where
    assert "事实的名称无法用于程序" in caught.value.in_chinese()


@pytest.mark.parametrize("name", [None, True])
def test_a_name_is_text(name: object) -> None:
    """A name that is no text is refused like any other that cannot be used."""
    with pytest.raises(sh.ServiceHallError):
        sh.Fact(name, sh.YesNo())  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("name", ["a", "match", "main_document2", "材料"])
def test_a_plain_name_is_taken(name: str) -> None:
    """A fact without a label is shown under its name."""
    fact = sh.Fact(name, sh.YesNo())
    assert (fact.name, fact.label, fact.detail) == (name, name, False)


@pytest.mark.parametrize("part", ["label", "question"])
@pytest.mark.parametrize(("text", "code"), [("", "SH126"), ("  ", "SH126"), (3, "SH118")])
def test_words_are_not_empty(part: str, text: object, code: str) -> None:
    """A label or question that says nothing is refused."""
    with pytest.raises(sh.ServiceHallError, match=code):
        sh.Fact("a", sh.YesNo(), **{part: text})  # type: ignore[arg-type]


# ---- vocabularies


def test_a_vocabulary_knows_its_facts() -> None:
    """Facts are found by name, in the order in which they were declared."""
    assert list(ALL) == [SURVEY, READY, WINDOWS, RATE]
    assert "survey" in ALL
    assert "surveys" not in ALL
    assert ALL["survey"] is SURVEY


def test_two_facts_do_not_share_a_name() -> None:
    """A second fact of one name would hide the first."""
    with pytest.raises(sh.DataError) as caught:
        sh.Vocabulary.of([READY, sh.Fact("ready", sh.Number())])
    assert caught.value.code == "SH432"
    assert "fact ready" in caught.value.what


def test_a_shared_name_is_told_in_chinese() -> None:
    """The kind of thing that shares its name is named in the language of the message."""
    with pytest.raises(sh.DataError) as caught:
        sh.Vocabulary.of([READY, READY])
    assert "事实 ready" in caught.value.in_chinese()


def test_what_is_not_known_is_left_out() -> None:
    """None stands for a fact that is not known; the facts that are known come back."""
    assert ALL.check({"ready": False, "windows": None}) == {"ready": False}


@pytest.mark.parametrize("values", [None, [], "ready", [("ready", True)], 3, {"ready"}])
def test_facts_come_as_a_mapping(values: object) -> None:
    """Anything else than names with values is refused."""
    with pytest.raises(sh.InputTypeError, match="SH119"):
        ALL.check(values)


@pytest.mark.parametrize("name", ["redy", "__class__", "x; import os", "", 1, None, ("ready",)])
@pytest.mark.parametrize("value", [True, None])
def test_a_name_that_is_not_declared_is_refused(name: object, value: object) -> None:
    """A word that nobody declared is refused even without a value, with all that can be said."""
    with pytest.raises(sh.InputValueError) as caught:
        ALL.check({name: value})
    error = caught.value
    assert error.code == "SH401"
    assert repr(name) in error.where
    assert ("(ready?)" in error.where) is (name in {"redy", ("ready",)})
    assert error.fix == "use one of: survey, ready, windows, rate"


def test_the_nearest_word_is_found_or_none() -> None:
    """Far-off words are not proposed."""
    assert nearest("survy", ["survey", "ready"]) == "survey"
    assert not nearest("zzz", ["survey", "ready"])


def test_a_fact_needs_a_domain_and_text_to_read() -> None:
    """A domain is a record, not its name; what was typed is text."""
    for wrong in (lambda: sh.Fact("x", "yes_no"), lambda: sh.Fact("x", sh.YesNo()).read(5)):
        with pytest.raises(sh.InputTypeError) as refused:
            wrong()
        assert refused.value.code == "SH119"
