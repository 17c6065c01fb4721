"""The vocabulary (词汇): the facts that rules speak of, and the values that they can have.

A fact has a name for programs, a label and a question for people, and a domain: yes or no, one of
a list, or a number. What is not declared here is refused wherever facts come in, so that a
misspelt word can never be read as "no".
"""

import difflib
import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from servicehall.checks import check_text, shown, wrong_type
from servicehall.errors import DataError, InputTypeError, InputValueError

__all__ = [
    "Choice",
    "Domain",
    "Fact",
    "Number",
    "Refusal",
    "Value",
    "Vocabulary",
    "YesNo",
    "hint_for",
    "is_too_long",
    "most_alike",
    "nearest",
    "read_number",
]

Value = bool | int | Decimal | str
"""What a fact can be: yes or no, a number, one of a list."""

_NUMBER = re.compile(r"[+-]?[0-9]{1,1000}(\.[0-9]{1,1000})?")
_GREATEST: Final = 10**1000
_FEW: Final = 20
_MANY: Final = 30
"""So many facts can be read through; of more only those most like what was written are named."""
_ALIKE: Final = 0.4
"""How much alike words must be to be told beside the nearest."""
_SPECIAL: Final = "<>=!$@-,[]{}"
"""Letters with which a value cannot begin: the cell language uses them."""


def nearest(word: object, known: Iterable[str]) -> str:
    """Return the known word that is most like another, or an empty text."""
    close = difflib.get_close_matches(str(word), list(known), n=1)
    return close[0] if close else ""


def most_alike(word: object, known: Iterable[str], most: int = 5) -> list[str]:
    """Return the known words that are most like another, the nearest first; perhaps none."""
    return difflib.get_close_matches(str(word), list(known), n=most, cutoff=_ALIKE)


def hint_for(word: object, known: Iterable[str]) -> str:
    """Return what to propose in the place of a word that is not known: the nearest, or a few."""
    words = list(known)
    few = words[:_FEW] + ["…"] * (len(words) > _FEW)
    return nearest(word, words) or ", ".join(few) or "—"


def read_number(text: str) -> int | Decimal:
    """Read a number that was written as text: ``"3"`` whole, ``"0.5"`` exact.

    Raises:
        ValueError: It is no number, or has more than 1,000 digits.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text) if "." in text else int(text)


def is_too_long(value: object) -> bool:
    """Tell of a figure in a rule whether it is so long that it must be a mistake."""
    return isinstance(value, int) and abs(value) > _GREATEST


# ---- domains


@frozen
class Refusal:
    """Why a value does not belong to a domain.

    Attributes:
        reason: ``"type"``, ``"float"``, or ``"value"`` where the type is right.
        hint: The nearest value that does.
    """

    reason: str
    hint: str = ""


@frozen
class YesNo:
    """Yes or no (是否). In programs ``True`` and ``False``."""

    values = (False, True)

    def refusal(self, value: object) -> Refusal | None:
        """Return why a value does not belong to the domain, or None where it does."""
        return None if value is True or value is False else Refusal("type")

    def say(self, value: Value) -> str:
        """Return a value as people read it."""
        return "是" if value else "否"

    def question(self, label: str) -> str:
        """Return the plain question for a fact with a label."""
        return f"是否{label}？"

    @property
    def allowed(self) -> str:
        """What can be answered, for messages."""
        return "true, false"

    @property
    def allowed_zh(self) -> str:
        """The same in Chinese."""
        return "true（是）、false（否）"


_NO_TEXT: Final = {"reason": "values and labels are texts", "reason_zh": "取值和名称都应是文字"}


def _labels(values: Iterable[str] | Mapping[str, str]) -> Mapping[str, str]:
    """Take values with labels, or values that are their own labels."""
    if isinstance(values, Mapping):
        return dict(values)
    listed = list(values)
    for number, value in enumerate(listed):
        if value in listed[:number]:
            reasons = {"reason": "it is listed twice", "reason_zh": "重复列出"}
            raise DataError("SH423", value=shown(value), **reasons)
        if not isinstance(value, str):
            raise DataError("SH423", value=shown(value), **_NO_TEXT)
    return {value: value for value in listed}


@frozen
class Choice:
    """One of a list (枚举).

    Attributes:
        labels: Each value with its Chinese label, in the order in which they are shown.

    Raises:
        DataError: There is no value, or one that cannot be told from the cell language (SH423).
    """

    labels: Mapping[str, str] = field(converter=_labels, hash=False)
    values: tuple[str, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        for value, label in self.labels.items() or [("", "")]:
            if fault := _value_fault(value, label):
                raise DataError("SH423", value=shown(value), reason=fault[0], reason_zh=fault[1])
        object.__setattr__(self, "values", tuple(self.labels))

    def refusal(self, value: object) -> Refusal | None:
        """Return why a value does not belong to the domain, or None where it does."""
        if not isinstance(value, str):
            return Refusal("type")
        if value in self.labels:
            return None
        labels = {label: value for value, label in self.labels.items()}
        close = nearest(value, [*self.values, *labels])
        return Refusal("value", labels.get(close, close))

    def say(self, value: Value) -> str:
        """Return a value as people read it."""
        return self.labels[str(value)]

    def question(self, label: str) -> str:
        """Return the plain question for a fact with a label."""
        return f"{label}属于哪一种？"

    @property
    def allowed(self) -> str:
        """What can be answered, for messages."""
        return ", ".join(self.values)

    @property
    def allowed_zh(self) -> str:
        """The same in Chinese."""
        return "、".join(v if v == label else f"{v}（{label}）" for v, label in self.labels.items())


def _value_fault(value: object, label: object) -> tuple[str, str] | None:
    if not isinstance(value, str) or not isinstance(label, str):
        return _NO_TEXT["reason"], _NO_TEXT["reason_zh"]
    if not value or value != value.strip() or value[0] in _SPECIAL or not value.isprintable():
        return (
            f"a value is a word that does not begin with one of {_SPECIAL}",
            f"取值应是一个词，不能以 {_SPECIAL} 开头",
        )
    return None if label.strip() else ("its label is empty", "名称为空")


@frozen
class Number:
    """A number (数值): whole, or with decimals; never a binary float.

    Attributes:
        whole: Whether it is a whole number.
        least: The smallest value, or None.
        most: The greatest value, or None.
        unit: The unit in which it is given, for example ``"个"``.

    Raises:
        DataError: The bounds are the wrong way round (SH446), or no numbers (SH421).
    """

    whole: bool = True
    least: int | Decimal | None = None
    most: int | Decimal | None = None
    unit: str = ""

    def __attrs_post_init__(self) -> None:
        for bound in (self.least, self.most):
            if bound is not None and Number(self.whole).refusal(bound):
                raise DataError("SH421", value=shown(bound))
        if self.least is not None and self.most is not None and self.most < self.least:
            raise DataError("SH446", least=self.least, most=self.most)

    def refusal(self, value: object) -> Refusal | None:
        """Return why a value does not belong to the domain, or None where it does."""
        if isinstance(value, float):
            return Refusal("float")
        kinds = (int,) if self.whole else (int, Decimal)
        if isinstance(value, bool) or not isinstance(value, kinds):
            return Refusal("type")
        if isinstance(value, Decimal) and not value.is_finite():
            return Refusal("value")
        above = self.least is None or value >= self.least
        below = self.most is None or value <= self.most
        return None if above and below else Refusal("value")

    def say(self, value: Value) -> str:
        """Return a value as people read it."""
        return f"{value}{self.unit}"

    def question(self, label: str) -> str:
        """Return the plain question for a fact with a label."""
        return f"{label}是多少？"

    @property
    def allowed(self) -> str:
        """What can be answered, for messages."""
        kind = "whole numbers" if self.whole else "numbers"
        least = "" if self.least is None else f", at least {self.least}"
        most = "" if self.most is None else f", at most {self.most}"
        return kind + least + most

    @property
    def allowed_zh(self) -> str:
        """The same in Chinese."""
        kind = "整数" if self.whole else "数"
        least = "" if self.least is None else f"，不小于{self.least}"
        most = "" if self.most is None else f"，不大于{self.most}"
        return kind + least + most


Domain = YesNo | Choice | Number


def _like(close: str) -> str:
    return f" ({close}?)" if close else ""


# ---- facts


def _check_name(value: str) -> None:
    """Refuse a name that cannot stand in a program, or could be written in another way."""
    name = str(value)
    plain = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")
    if not plain or unicodedata.normalize("NFKC", name) != value:
        raise DataError("SH422", name=shown(value))


def _as_domain(value: Domain) -> Domain:
    if not isinstance(value, Domain):
        raise wrong_type(value, "domain", "YesNo, Choice or Number", "YesNo、Choice 或 Number")
    return value


@frozen
class Fact:
    """One thing that rules ask about (事实).

    Attributes:
        name: Its name in programs and packs, for example ``"main_document"``.
        domain: The values that it can have.
        label: Its name for people, in Chinese.
        question: The question that asks for it, in Chinese.
        detail: Whether it belongs to one event only (事件情节), such as the form of a notice, and
            does not last for the case.
        history: Whether it is read from the course of the case (办件经过): how often something has
            happened. Its name is made, not chosen.

    Raises:
        DataError: The name cannot stand in a program (SH422).
    """

    name: str
    domain: Domain = field(converter=_as_domain)
    label: str = field(kw_only=True)
    question: str = field(kw_only=True)
    detail: bool = field(default=False, kw_only=True)
    history: bool = field(default=False, kw_only=True)

    @label.default
    def _own_name(self) -> str:
        return self.name

    @question.default
    def _plain_question(self) -> str:
        return self.domain.question(self.label)

    def __attrs_post_init__(self) -> None:
        if not self.history:
            _check_name(self.name)
        check_text(self.label, "label")
        check_text(self.question, "question")

    def check(self, value: object) -> Value:
        """Return a value of this fact unchanged, or refuse it.

        Raises:
            InputTypeError: It has the wrong type (SH403), or is a float (SH404).
            InputValueError: It does not belong to the domain (SH402).
        """
        refusal = self.domain.refusal(value)
        if refusal is None:
            return value  # type: ignore[return-value]  # the domain has just taken it
        about = {"fact": self.name, "label": self.label, "value": shown(value)}
        allowed = {"allowed": self.domain.allowed, "allowed_zh": self.domain.allowed_zh}
        match refusal.reason:
            case "float":
                raise InputTypeError("SH404", **about)
            case "type":
                raise InputTypeError("SH403", type=type(value).__name__, **allowed, **about)
            case _:
                raise InputValueError("SH402", hint=_like(refusal.hint), **allowed, **about)

    def say(self, value: Value) -> str:
        """Return a value of it as people read it."""
        return self.domain.say(value)

    def read(self, text: str) -> Value:
        """Read a value that somebody typed: the value itself or its Chinese label.

        Raises:
            InputTypeError: See :meth:`check`.
            InputValueError: See :meth:`check`.
        """
        if not isinstance(text, str):
            raise wrong_type(text, self.name, "text", "文字")
        typed = text.strip()
        match self.domain:
            case YesNo():
                return self.check(_YES_NO.get(typed.lower(), typed))
            case Choice(labels=labels):
                meant = {label: value for value, label in labels.items()}
                return self.check(typed if typed in labels else meant.get(typed, typed))
            case _:
                return self.check(read_number(typed) if _NUMBER.fullmatch(typed) else typed)


_YES_NO: Final = {
    **dict.fromkeys(("true", "yes", "y", "是", "1"), True),
    **dict.fromkeys(("false", "no", "n", "否", "0"), False),
}


@frozen
class Vocabulary:
    """All facts that may be spoken of, by name (词汇表)."""

    facts: Mapping[str, Fact] = field(factory=dict, hash=False)

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> "Vocabulary":
        """Make a vocabulary of facts.

        Raises:
            DataError: Two facts have one name (SH432).
        """
        known: dict[str, Fact] = {}
        for fact in facts:
            if fact.name in known:
                raise DataError("SH432", kind="fact", kind_zh="事实", id=fact.name)
            known[fact.name] = fact
        return cls(known)

    def __contains__(self, name: object) -> bool:
        return name in self.facts

    def __getitem__(self, name: str) -> Fact:
        return self.facts[name]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts.values())

    def check(self, values: object, ask: Iterable[str] = ()) -> dict[str, Value]:
        """Return what is known, checked; ``None`` stands for what is not known and is left out.

        Args:
            values: Names of facts with their values.
            ask: The facts to propose in the place of an unknown one; all where it is empty.

        Raises:
            InputTypeError: It is no mapping (SH119), or a value has the wrong type (SH403, SH404).
            InputValueError: A name (SH401) or a value (SH402) is unknown.
        """
        if not isinstance(values, Mapping):
            raise InputTypeError(
                "SH119",
                name="facts",
                value=repr(values),
                expected="a mapping of facts to values",
                expected_zh="事实与取值的对照",
            )
        for name in values:
            if name not in self.facts:
                raise self.unknown(name, tuple(ask) or tuple(self.facts))
        return {n: self.facts[n].check(v) for n, v in values.items() if v is not None}

    def unknown(
        self, name: object, ask: Sequence[str], *, spell: Callable[[str], str] = str
    ) -> InputValueError:
        """Return what is said of a name that no fact has: the nearest, then what can be written.

        Args:
            name: The name.
            ask: The facts to propose in its place; of many only those that are most like it.
            spell: How names of facts are typed.
        """
        close = nearest(name, ask)
        listed = ask if len(ask) <= _MANY else (*most_alike(name, ask), "…")
        labels = {
            one: f"{spell(one)}（{self.facts[one].label}）" if one in self.facts else one
            for one in listed
        }
        return InputValueError(
            "SH401",
            name=shown(spell(name) if isinstance(name, str) else name),
            hint=_like(spell(close) if close else ""),
            hint_zh=f"是否想写 {labels[close]}？" if close else "",
            known=tuple(spell(one) if one in self.facts else one for one in listed),
            known_zh="、".join(labels.values()),
        )
