"""Forms (格式): what a notice, a ledger or a public board must state, and what it lacks."""

import enum
from collections.abc import Mapping

from attrs import field, frozen

from servicehall.checks import read_only, wrong_type
from servicehall.entries import NotStated, Settled

__all__ = ["Form", "FormSubject", "NoticeKind"]


class FormSubject(enum.StrEnum):
    """What a form is about (格式的对象)."""

    MATTER = "matter"
    """A matter: publicity and service guides; its items are those of the matters' register."""
    STAFF = "staff"
    NOTICE = "notice"
    LEDGER = "ledger"
    HALL = "hall"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "matter": "事项",
            "staff": "工作人员",
            "notice": "告知书",
            "ledger": "台账",
            "hall": "大厅",
        }[self.value]


@frozen(kw_only=True)
class Form:
    """The named items that something must state (格式); places below may add to them.

    Attributes:
        id: Its name.
        title: Its Chinese name.
        of: What it is about.
        items: The items, each with its Chinese name, in order.
        each: What a line of a ledger is about, such as a referral; empty for the case.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    of: FormSubject
    items: Mapping[str, str] = field(converter=read_only)
    each: str = ""
    settled: Settled

    def missing(self, stated: Mapping[str, object]) -> dict[str, str]:
        """Return the items that are not stated (缺项), each with its Chinese name.

        Args:
            stated: What is stated, by item; empty or blank, ``None`` and :class:`NotStated` count
                as missing, and so does what is stated for several units where one has nothing.

        Raises:
            InputTypeError: It is no mapping (SH119).
        """
        if not isinstance(stated, Mapping):
            expected = {"expected": "a mapping of items", "expected_zh": "项目与内容的对照"}
            raise wrong_type(stated, "stated", **expected)
        return {name: label for name, label in self.items.items() if _is_empty(stated.get(name))}


def _is_empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):  # what each unit asks for: all of them must be there
        return not value or any(map(_is_empty, value.values()))
    return value is None or isinstance(value, NotStated) or value in ((), [])


@frozen(kw_only=True)
class NoticeKind:
    """A kind of notice (告知书种类), with the name that this place gives it.

    Attributes:
        id: Its name, the same everywhere, for example ``"supplement"``.
        title: What it is called here, for example ``"补办通知单"``.
        code: Its short code, the same everywhere.
        form: The form that it must have, or None.
        text: What it says: one paragraph a line, with the names of what is filled in in ``{{ }}``;
            see :mod:`servicehall.notices.texts`. Empty where its form alone is printed.
        says: What it says of an item in every case, by item.
        limit: The duty whose limit it tells, or empty.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    code: str = ""
    form: Form | None = None
    text: str = field(default="", repr=False)
    says: Mapping[str, str] = field(factory=dict, converter=read_only, repr=False)
    limit: str = ""
    settled: Settled
