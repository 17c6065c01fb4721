"""Words (说法): what stands in the fields of records, as people read it."""

import enum
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from attrs import field, frozen

from servicehall.accountability.items import digits
from servicehall.accountability.words import say_consequence
from servicehall.assessment import book_of
from servicehall.cells import Cell
from servicehall.clocks import SilenceEffect
from servicehall.conditions import When, earlier_fact, fact_before, history_fact, kind_counted
from servicehall.duties import Grade
from servicehall.forms import FormSubject
from servicehall.matters import Copy, say
from servicehall.money import say_yuan, yuan
from servicehall.plugins.entries import FromMatter
from servicehall.plugins.penalties import count_fact, points_fact
from servicehall.plugins.sections import SECTIONS, keys_of
from servicehall.policy import Policy
from servicehall.provenance import LABELS
from servicehall.sanctions import (
    ANY,
    SCORE,
    Appraisal,
    Band,
    Category,
    Consequence,
    Factor,
    Period,
    Propagation,
    Unit,
)
from servicehall.terms import TermReference
from servicehall.vocabulary import Choice, Domain, Fact, Number

__all__ = ["Words", "label_of", "references", "say_domain"]


# ---- labels


@functools.cache
def _about() -> Mapping[tuple[str, str], str]:
    """Return what packs are told of each key of each kind of record, without details."""
    said = ((s.name, key, text) for s in SECTIONS for key, text in keys_of(s))
    return {(kind, key): _first(text) for kind, key, text in said}


def _first(text: str) -> str:
    for sign in "，；：（":
        text = text.partition(sign)[0]
    return text


def label_of(kind: str, key: str) -> str:
    """Return what a field of a record is called in Chinese (项目名称)."""
    if kind in ("matters", "materials", "fees") and key in LABELS:
        return LABELS[key]
    return _about().get((kind, key)) or LABELS.get(key, key)


# ---- values


_EVENTS: Final = frozenset(
    {"on", "must", "must_not", "before", "released", "until", "told", "covered", "taken_on"}
)
_RECORDS: Final = {
    **dict.fromkeys(("who", "per", "each", "distinct", "prefers_role"), "roles"),
    **dict.fromkeys(("person", "unit"), "fields"),
    **dict.fromkeys(("absorbs", "supersedes"), "sanctions"),
    "window": "windows",
    "matter": "matters",
    "form": "forms",
    "judged": "tables",
    "made_of": "scores",
}
"""The kinds of record that are named under a key."""
_SOURCES: Final = {
    "matter.promised": "事项的承诺时限",
    "matter.statutory": "事项的法定时限",
    "matter.forwarding": "事项的上报时限",
    "event.limit": "告知的期限",
    "extension": "法定的延长时间",
}
_PARTS: Final = {
    "on": "事件",
    "when": "条件",
    "counting": "起算",
    "only_if": "只在",
    "by": "延长多少",
    "person": "写明的人",
    "unit": "写明的单位",
}
_EVERY: Final = {
    "day": "每日",
    "working day": "每个工作日",
    **{
        name: f"每周{weekday}"
        for name, weekday in zip(
            ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "一二三四五六日", strict=True
        )
    },
    "week": "每周",
    "half-month": "每半月",
    "month": "每月",
    "quarter": "每季度",
    "year": "每年",
    "day before holiday": "每个节假日的前一日",
}
_PLAIN: Final[Mapping[tuple[str, str], Callable[[str], str]]] = {
    ("duties", "grade"): lambda value: Grade(value).zh,
    ("silences", "effect"): lambda value: SilenceEffect(value).zh,
    ("forms", "of"): lambda value: FormSubject(value).zh,
    ("scores", "by"): {"average": "平均", "sum": "合计"}.__getitem__,
    ("scores", "unit"): lambda value: Unit(value).zh,
    ("matters", "fee"): {"free": "不收费"}.__getitem__,
    ("matters", "materials"): {"none": "不需要材料"}.__getitem__,
    ("silences", "dated"): {"trigger": "期限起算之时", "expiry": "期限届满之时"}.__getitem__,
    ("duties", "every"): lambda value: _EVERY[value],
    ("duties", "slot"): {"morning": "上午", "afternoon": "下午"}.__getitem__,
    ("duties", "rest"): {"keep": "照旧", "next": "顺延", "skip": "免去"}.__getitem__,
    ("duties", "throughout"): {
        "day": "全天",
        "open hours": "办公时间",
        "closed hours": "办公时间以外",
    }.__getitem__,
    **{("fees", key): lambda value: say_yuan(yuan(value)) for key in ("least", "most")},
    **{
        (kind, "counting"): {"next_day": "自次日起算", "same_day": "自当日起算"}.__getitem__
        for kind in ("duties", "restart")
    },
}


@frozen(eq=False)
class Words:
    """What a policy calls things (称谓)."""

    policy: Policy
    _breaches: Mapping[str, str] = field(init=False, repr=False)

    @_breaches.default
    def _all_breaches(self) -> Mapping[str, str]:
        """Return what kinds of breach, measures, and what is taken off scores are called."""
        policy = self.policy
        measures = {one.id: one.title for one in policy.measures.values()}
        scores = {f"{SCORE}{one.id}": f"{one.title}扣减" for one in policy.scores.values()}
        return {ANY: "任何违反", **scores, **measures, **policy.breach_titles()}

    def say(self, kind: str, key: str, value: Any) -> str:
        """Return what stands in a field, as people read it.

        Args:
            kind: The kind of record.
            key: The field.
            value: What stands in it.
        """
        match value:
            case TermReference(term=name):
                return self._term(name)
            case FromMatter(source=source):
                return _SOURCES.get(source, source)
            case tuple() if key in ("when", "how") or (kind, key) == ("standards", "must"):
                return self.when(value)
            case tuple():
                return "、".join(self.say(kind, key, one) for one in value)
            case Mapping() if key == "only_if":
                return "、".join(
                    f"“{self._label(n)}”为{self._value(n, v)}" for n, v in value.items()
                )
            case Mapping():
                said = (f"{_PARTS.get(k, k)}：{self.say(k, k, v)}" for k, v in value.items())
                return "；".join(said)
            case str() if not isinstance(value, enum.Enum):
                return self._name(kind, key, value)
        return self._record(value)

    def matter(self, name: str) -> str:
        """Return what a matter is called."""
        return self.policy.matters[name].title if name in self.policy.matters else name

    def fact(self, name: str, values: Iterable[Any]) -> str:
        """Return values of a fact, as people read them."""
        return "、".join(map(self.policy.vocabulary[name].say, values))

    def facts(self, names: Iterable[str]) -> str:
        """Return what facts are called."""
        return book_of(self.policy).labels(names)

    def noted(self, name: str) -> str:
        """Return what something that an event notes is called."""
        return self.policy.fields[name].label if name in self.policy.fields else name

    def item(self, key: str, name: str, value: Any) -> str:
        """Return what an item of a field is called: a fact by its label, others by their name."""
        facts = self.policy.vocabulary.facts
        if key == "facts" and name in facts:
            return facts[name].label
        return str(value) if key == "items" else name

    def _term(self, name: str) -> str:
        found = self.policy.terms.get(name)
        if found is None:
            return f"参数 {name}（该日没有施行的取值）"
        return f"{found.term.say(found.value)}（参数“{found.term.label}”）"

    def _name(self, kind: str, key: str, value: str) -> str:
        """Return a text; where it is the name of something, what that is called."""
        if (kind, key) in _PLAIN:
            return _PLAIN[kind, key](value)
        if key in _EVENTS:
            return book_of(self.policy).title(value)
        if key in ("kinds", "breach") or (kind in ("breaches", "counts") and key == "of"):
            return self._breaches.get(value, value)
        if (kind, key) == ("silences", "of"):
            return _SOURCES.get(value) or self._label(value)
        records = "roles" if (kind, key) == ("scores", "of") else _RECORDS.get(key, "")
        named = getattr(self.policy, records, {}).get(value)
        return say(value) if named is None else str(getattr(named, "title", "") or named.label)

    def _record(self, value: Any) -> str:
        match value:
            case Consequence():
                return say_consequence(value, self.policy)
            case Factor():
                return f"{value.title or self.when(value.when)}：乘以{digits(value.times)}"
            case Category():
                off = "" if value.most_off is None else f"最多扣{digits(value.most_off)}"
                on = "" if value.most_on is None else f"最多加{digits(value.most_on)}"
                bounds = "，".join(filter(None, (off, on)))
                return value.title + (f"（{bounds}）" if bounds else "")
            case Band():
                then = self.say("sanctions", "then", value.then)
                points = value.points.say(points_fact().domain, {})
                return f"{value.grade}（{points}）" + (f"：{then}" if then else "")
            case Propagation():
                score = self.policy.scores[value.score].title
                return f"按{digits(value.ratio)}计入{self.policy.roles[value.to].title}的{score}"
        return _plain(value)

    # ---- conditions

    def when(self, when: When) -> str:
        """Say conditions, any one set of which suffices (条件)."""
        said = ["，".join(map(self._cell, cells)) or "任何情形" for cells in when]
        return "；或者".join(said) or "任何情形"

    def _cell(self, cell: Cell) -> str:
        fact = self._fact(cell.fact)
        labels = {name: self._fact(name).label for name in cell.references("@")}
        terms = {name: self._label(name) for name in cell.references("$")}
        return f"{fact.label}：{cell.say(fact.domain, labels | terms)}"

    def _label(self, term: str) -> str:
        found = self.policy.terms.get(term)
        return found.term.label if found else term

    def _value(self, term: str, value: Any) -> str:
        found = self.policy.terms.get(term)
        return found.term.say(value) if found else say(value)

    def _fact(self, name: str) -> Fact:
        """Return a fact of which conditions speak: declared, counted, or read from the course."""
        if kind := kind_counted(name):
            return history_fact(name, book_of(self.policy).title(kind))
        if before := fact_before(name):
            return earlier_fact(self.policy.vocabulary[before])
        if name in self.policy.counts:
            count = self.policy.counts[name]
            return count_fact(name, count.label, adds_up=count.adds_up)
        return self.policy.vocabulary[name]


def _plain(value: Any) -> str:
    """Say a value that is no name and no record."""
    if isinstance(value, Decimal):
        return digits(value)
    return str(value.zh) if isinstance(value, Period | Copy | Appraisal) else say(value)


def say_domain(domain: Domain | None) -> str:
    """Say what a fact or a term can be; a term without a domain is a limit (取值范围)."""
    match domain:
        case None:
            return "期限"
        case Choice(labels=labels):
            return "、".join(labels.values())
        case Number():
            return domain.allowed_zh
    return "是、否"


def references(value: Any) -> Iterator[str]:
    """Go through the terms by whose names something is said (引用的参数)."""
    match value:
        case TermReference(term=name):
            yield name
        case Cell():
            yield from value.references("$")
            yield from (one.term for one in value.comparisons() if one.term)
        case Mapping():
            yield from value.get("only_if", {})
            for one in value.values():
                yield from references(one)
        case tuple():
            for one in value:
                yield from references(one)
