"""The catalogue of matters (事项目录), in the words of GB/T 39046-2020.

What the source does not say is :class:`NotStated` with a reason, never empty and never a default.
"""

import contextlib
import enum
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from servicehall.checks import check_text, read_only, shown
from servicehall.citations import Citation
from servicehall.entries import NotStated, Settled
from servicehall.errors import InputValueError
from servicehall.fees import FeeRule
from servicehall.forms import Form
from servicehall.levels import PROFILE
from servicehall.limits import Limit, NotBefore, Unknown, parse_limit
from servicehall.vocabulary import Value, hint_for

__all__ = [
    "APPROVAL_LEVELS",
    "CLIENTS",
    "MANNERS",
    "MATTER_KINDS",
    "PUBLIC_ITEMS",
    "Copy",
    "Material",
    "Matter",
    "Window",
    "say",
]

MATTER_KINDS: Final = {
    "行政权力": "00",
    "行政许可": "01",
    "行政处罚": "02",
    "行政强制": "03",
    "行政征收": "04",
    "行政给付": "05",
    "行政检查": "06",
    "行政确认": "07",
    "行政奖励": "08",
    "行政裁决": "09",
    "其他行政权力": "10",
    "公共服务": "20",
}
"""Kinds of matter (事项类型) with their codes, GB/T 39046-2020 appendix A."""

APPROVAL_LEVELS: Final = {
    "国家": "1",
    "省": "2",
    "市": "3",
    "县": "4",
    "镇": "5",
    "村": "6",
    "分级": "7",
}
"""Levels at which a matter is decided (行使层级) with their codes, GB/T 39046-2020 appendix A."""

CLIENTS: Final = {
    "自然人": "1",
    "企业法人": "2",
    "事业法人": "3",
    "社会组织法人": "4",
    "行政机关": "5",
    "其他": "6",
}
"""Whom a matter serves (服务对象) with codes, GB/T 39046-2020 appendix A."""

MANNERS: Final = {"窗口": "1", "电脑网上": "2", "移动": "3", "快递": "4", "其他": "9"}
"""Ways of handling (办理形式) with codes, GB/T 39046-2020 appendix A."""

PUBLIC_ITEMS: Final = {
    "title": "事项名称",
    "departments": "服务部门",
    "window": "办理窗口",
    "basis": "办理依据",
    "conditions": "申报条件",
    "steps": "办理程序",
    "materials": "申报材料",
    "manner": "办理方式",
    "statutory": "法定时限",
    "promised": "承诺时限",
    "fee": "收费标准",
    "fee_basis": "收费依据",
    "place": "办理地点",
    "time": "办理时间",
    "phone": "咨询电话",
    "complaint_phone": "监督电话",
    "responsible": "责任人员",
    "tips": "温馨提示",
    "result": "办理结果",
    "result_query": "结果查询",
}
"""All that a public board can be asked to state of a matter (公开内容总表)."""

Text = str | NotStated


@frozen(kw_only=True)
class Window:
    """A window of the hall (窗口).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        department: The department behind it.
        place: Where it is.
        phone: Its telephone.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    department: Text = ""
    place: Text = ""
    phone: Text = ""
    settled: Settled


class Copy(enum.StrEnum):
    """In which form a material is handed in (材料形式)."""

    ORIGINAL = "original"
    COPY = "copy"
    EITHER = "original or copy"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"original": "原件", "copy": "复印件", "original or copy": "原件或复印件"}[
            self.value
        ]


@frozen(kw_only=True)
class Material:
    """A paper that the applicant hands in (申请材料).

    Attributes:
        id: Its name.
        titles: Its Chinese name; of several, any one will do (或).
        main: Whether it is the main document (主件), not an attachment (附件).
        form: Original or copy; None where the source does not say.
        number: How many (份数); None where the source does not say.
        condition: When it is needed; empty for always.
        issuer: Who issues it.
        settled: Who set it, on what authority.
    """

    id: str
    titles: tuple[str, ...]
    main: bool = False
    form: Copy | NotStated | None = None
    number: int | None = None
    condition: Text = ""
    issuer: Text = ""
    settled: Settled

    def __str__(self) -> str:
        form = self.form.zh if isinstance(self.form, Copy) else self.form
        details = [
            *(["主件"] if self.main else []),
            *([str(form)] if form is not None else []),
            *([f"{self.number}份"] if self.number else []),
            *([f"由{self.issuer}出具"] if self.issuer else []),
        ]
        condition = f"{self.condition}，须有" if self.condition else ""
        return condition + "或".join(self.titles) + (f"（{'，'.join(details)}）" if details else "")


@frozen(kw_only=True)
class Matter:
    """A matter that people come for (事项).

    Attributes:
        id: Its name.
        title: Its Chinese name (事项名称).
        code: Its code (实施编码), or empty.
        window: The window that takes it.
        departments: The departments that handle it (实施主体、联办机构).
        kind: Its kind (事项类型), one of :data:`MATTER_KINDS`.
        approval_level: Where it is decided (行使层级), one of :data:`APPROVAL_LEVELS`.
        clients: Whom it serves (服务对象).
        steps: The procedure (办理流程).
        promised: The promised limit (承诺办结时限); None where no promise is made.
        words: The promise as printed.
        statutory: The statutory limit (法定办结时限); None where none is known to apply.
        statutory_words: The statutory limit as the law says it.
        forwarding: The hall's own limit for passing a case on to a higher authority (上报时限),
            apart from that authority's time; None where no promise is made.
        conditions: When an application is accepted (受理条件).
        manner: Ways of handling (办理形式).
        result: What the applicant gets (结果名称).
        place: Where (办理地点).
        time: When (办理时间).
        phone: Telephone for questions (咨询电话).
        complaint_phone: Telephone for complaints (监督电话).
        responsible: Who answers for it (责任人员).
        tips: What else people should know (温馨提示).
        result_query: How the result can be asked for (结果查询).
        visits: How often one must come (到现场次数); None where the source does not say.
        basis: What the matter rests on (设定依据).
        facts: Facts of classification that the matter settles in advance: the values that it
            allows, of which the first holds until a case says otherwise.
        materials: What must be handed in; none, or why they are not known.
        fees: The rules of its fees.
        free: What says that it is free of charge, or None.
        fee_unknown: Why nothing is known of a fee; empty where something is.
        unusable: Why the record is kept but must not be used; empty where it may.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    code: str = ""
    window: Window | NotStated | None = None
    departments: tuple[str, ...] | NotStated = ()
    kind: str = ""
    approval_level: str = ""
    clients: tuple[str, ...] = ()
    steps: tuple[str, ...] | NotStated = ()
    promised: Limit | None = None
    words: str = ""
    statutory: Limit | None = None
    statutory_words: str = ""
    forwarding: Limit | None = None
    conditions: Text = ""
    manner: tuple[str, ...] | NotStated = ()
    result: Text = ""
    place: Text = ""
    time: Text = ""
    phone: Text = ""
    complaint_phone: Text = ""
    responsible: Text = ""
    tips: Text = ""
    result_query: Text = ""
    visits: int | None = None
    basis: tuple[str, ...] | NotStated = ()
    facts: Mapping[str, tuple[Value, ...]] = field(factory=dict, converter=read_only)
    materials: tuple[Material, ...] | NotStated = ()
    fees: tuple[FeeRule, ...] = ()
    free: Citation | None = None
    fee_unknown: str = ""
    unusable: str = ""
    settled: Settled

    @property
    def known(self) -> Mapping[str, Value]:
        """The facts of a case that the matter tells, until a case says otherwise."""
        known: dict[str, Value] = {"has_forwarding_limit": self.forwarding is not None}
        known |= {"matter_kind": self.kind} if self.kind else {}
        return {**known, **{name: allowed[0] for name, allowed in self.facts.items()}}

    @property
    def limit(self) -> Limit:
        """The limit that governs: the promised one where it is known, else the statutory one."""
        for limit in (self.promised, self.statutory):
            if limit is not None and not isinstance(limit, Unknown):
                return limit
        return self.promised or self.statutory or Unknown("没有规定期限")

    @property
    def has_longest(self) -> bool:
        """Whether anything says by when it must be done: "after 30 days" does not."""
        return not isinstance(self.limit, Unknown | NotBefore)

    @property
    def is_taken_up(self) -> bool:
        """Whether a place, or a profile, has said something of it; else it is only in the law."""
        papers = self.materials if isinstance(self.materials, tuple) else ()
        said = [*self.settled.entries, *(e for one in papers for e in one.settled.entries)]
        return bool(self.fees) or any(entry.level.rank >= PROFILE for entry in said)

    @property
    def stated(self) -> Mapping[str, object]:
        """What is known of the items that can be made public, by :data:`PUBLIC_ITEMS`."""
        known: dict[str, object] = {
            name: getattr(self, name, None)
            for name in PUBLIC_ITEMS
            if name not in ("fee", "fee_basis")
        }
        known |= {"promised": _definite(self.promised), "statutory": _definite(self.statutory)}
        if isinstance(self.window, Window):
            at_window = {"departments": self.window.department}
            at_window |= {"place": self.window.place, "phone": self.window.phone}
            known |= {name: said for name, said in at_window.items() if said and not known[name]}
        unknown = NotStated(self.fee_unknown) if self.fee_unknown else None
        if self.materials == ():
            known["materials"] = "不需要提交材料"
        rules = "；".join(rule.say() for rule in self.fees)
        known["fee"] = "不收费" if self.free else rules if unknown is None else unknown
        known["fee_basis"] = _fee_basis(self)
        return known

    def missing(self, form: Form) -> dict[str, str]:
        """Return what a form asks of a matter and its record does not state (公开缺项)."""
        return form.missing(self.stated)

    def differing(self, published: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Compare what was made public with the register (公开内容与登记不一致).

        Args:
            published: What the board says, by item, for example
                ``{"promised": "3个工作日", "fee": "不收费"}``. A limit may be written as packs
                write it, or as printed.

        Returns:
            The items that differ, each with what is published and what is registered.

        Raises:
            InputTypeError: What is published is no text (SH118).
            InputValueError: An item that no board is asked for (SH468), or an empty text (SH126).
        """
        stated = self.stated
        differing: dict[str, tuple[str, str]] = {}
        for name, text in published.items():
            if name not in PUBLIC_ITEMS:
                hint = hint_for(name, PUBLIC_ITEMS)
                raise InputValueError("SH468", name=shown(name), hint=hint)
            check_text(text, name)
            words = {"promised": self.words, "statutory": self.statutory_words}.get(name, "")
            if not _says(text, stated[name], words):
                differing[name] = (text, words or say(stated[name]))
        return differing

    def __str__(self) -> str:
        return self.title


def say(value: object) -> str:
    """Return a value of the register as people read it."""
    if isinstance(value, tuple):
        return "、".join(map(say, value))
    if isinstance(value, Mapping):
        return "、".join(f"{name}（{say(one)}）" for name, one in value.items())
    if isinstance(value, Window):
        return value.title
    if isinstance(value, bool):
        return "是" if value else "否"
    return "未登记" if value is None or value == "" else str(value)


def _says(text: str, registered: object, words: str) -> bool:
    """Tell whether a published text says what is registered."""
    if isinstance(registered, Limit):
        with contextlib.suppress(InputValueError):  # words that are no limit are compared as words
            return parse_limit(text) == registered
    return _plain(text) in {_plain(say(registered)), _plain(words)} - {""}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _definite(limit: Limit | None) -> Any:
    return NotStated(limit.why) if isinstance(limit, Unknown) else limit


def _fee_basis(matter: Matter) -> object:
    """Return the legal basis of all fees, or what is missing of it."""
    if matter.free:
        return str(matter.free)
    for rule in matter.fees:
        if rule.basis_unknown:
            return NotStated(rule.basis_unknown)
    return "；".join(dict.fromkeys(rule.basis for rule in matter.fees))
