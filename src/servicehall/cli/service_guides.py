"""Service guides (办事指南): what a citizen must know of a matter, and what the register lacks."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from servicehall.citations import Confidence
from servicehall.cli.policy_views import place_of, plain
from servicehall.entries import NotStated
from servicehall.fees import FeeRule
from servicehall.forms import Form
from servicehall.levels import STATUTES
from servicehall.limits import Limit, NotBefore
from servicehall.matters import Matter, say
from servicehall.policy import Policy
from servicehall.terms import TermReference

__all__ = ["guide", "guide_data"]

_LABELS: Final = {
    "code": "实施编码",
    "kind": "事项类型",
    "approval_level": "行使层级",
    "clients": "服务对象",
    "window": "办理窗口",
    "departments": "实施主体",
    "place": "办理地点",
    "time": "办理时间",
    "phone": "咨询电话",
    "complaint_phone": "监督电话",
    "conditions": "受理条件",
    "manner": "办理形式",
    "visits": "到现场次数",
    "result": "办理结果",
    "result_query": "结果查询",
    "responsible": "责任人员",
    "tips": "温馨提示",
}
"""What is told in one line each, in the order of a guide; before the procedure, then after it."""
_CLEAN: Final = Confidence.CLEAN
_BEFORE: Final = tuple(_LABELS)[: tuple(_LABELS).index("conditions") + 1]


def guide(policy: Policy, matter: Matter, form: Form | None = None) -> Iterator[str]:
    """Go through the lines of a service guide.

    Args:
        policy: What is in force.
        matter: The matter.
        form: What must be made public, to tell what is missing of it.
    """
    stated = _stated(policy, matter)
    yield f"办事指南：{matter.title}（{matter.id}）"
    yield f"{_place(policy)}，按{policy.on}施行的规则"
    if matter.unusable:
        yield f"不得使用：{matter.unusable}"
    yield ""
    yield from (f"{_LABELS[key]}：{_told(stated[key])}" for key in _BEFORE if _is_told(stated[key]))
    yield from _numbered("办理流程", matter.steps)
    yield from _numbered("申请材料", matter.materials, none="不需要提交材料")
    yield from _limit(policy, matter, "promised")
    yield from _limit(policy, matter, "statutory")
    if matter.forwarding is not None:
        yield from _limit(policy, matter, "forwarding")
    yield from _fees(matter)
    after = [key for key in _LABELS if key not in _BEFORE]
    yield from (f"{_LABELS[key]}：{_told(stated[key])}" for key in after if _is_told(stated[key]))
    yield from _numbered("设定依据", matter.basis)
    yield from _classification(policy, matter)
    yield from _sources(matter)
    lacking = [label for key, label in _LABELS.items() if not _is_told(stated[key])]
    lacking += [] if matter.steps or isinstance(matter.steps, NotStated) else ["办理流程"]
    lacking += [] if matter.basis or isinstance(matter.basis, NotStated) else ["设定依据"]
    if lacking:
        yield f"没有登记：{'、'.join(lacking)}"
    if form is not None:
        yield from _missing(matter, form)


def _place(policy: Policy) -> str:
    own = [pack for pack in policy.packs if pack.division == policy.division]
    doubt = "".join(f"（归属：{p.confidence.zh}）" for p in own if p.confidence is not _CLEAN)
    return place_of(policy) + doubt


def _stated(policy: Policy, matter: Matter) -> Mapping[str, Any]:
    """Return what is told in one line each; a window and the hall speak where a matter does not."""
    stated = {key: getattr(matter, key) for key in _LABELS}
    for key, of_window in (("departments", "department"), ("place", "place"), ("phone", "phone")):
        if not _is_told(stated[key]):
            stated[key] = getattr(matter.window, of_window, "")
    if not _is_told(stated["time"]) and policy.hours is not None:
        stated["time"] = f"工作日{policy.hours}"
    return stated


def _is_told(value: object) -> bool:
    return isinstance(value, NotStated) or (value is not None and value not in ("", ()))


def _told(value: object) -> str:
    return f"{value}次" if isinstance(value, int) else say(value)


def _numbered(label: str, items: tuple[Any, ...] | NotStated, *, none: str = "") -> Iterator[str]:
    if isinstance(items, NotStated):
        yield f"{label}：{items}"
    elif items:
        yield f"{label}："
        for number, item in enumerate(items, 1):
            yield f"  {number}. {item}"
            settled = getattr(item, "settled", None)
            yield from (f"     说明：{note}" for note in (settled.notes if settled else ()))
    elif none:
        yield f"{label}：{none}"


# ---- limits


_LIMITS: Final = {
    "promised": ("承诺时限", "words", "没有作出承诺"),
    "statutory": ("法定时限", "statutory_words", "没有登记"),
    "forwarding": ("上报时限", "", ""),
}


def _limit(policy: Policy, matter: Matter, key: str) -> Iterator[str]:
    label, words, without = _LIMITS[key]
    limit: Limit | None = getattr(matter, key)
    if limit is None:
        yield f"{label}：{without}"
        return
    printed = getattr(matter, words) if words else ""
    earliest = "，是最早办结的日子，不是最迟的期限" if isinstance(limit, NotBefore) else ""
    yield f"{label}：{limit}{earliest}{f'（原文：“{printed}”）' if printed else ''}"
    yield f"  依据：{_limit_source(policy, matter, key)}"


def _limit_source(policy: Policy, matter: Matter, key: str) -> str:
    """Say where a limit stands: with the matter, or with the term that sets it."""
    settled = matter.settled
    written = settled.fields[key]
    if isinstance(written, TermReference) and written.term in policy.terms:
        value = policy.terms[written.term]
        trigger = f"，自{value.term.trigger}起算" if value.term.trigger else ""
        lawful = [one for one in value.set_by if one.level.rank == STATUTES]
        return f"{(lawful or value.set_by)[0].citation}{trigger}"
    return str(settled.sources[key][0].citation)


# ---- fees


def _fees(matter: Matter) -> Iterator[str]:
    if matter.free:
        yield "收费：不收费"
        yield f"  依据：{matter.free}"
    elif matter.fee_unknown:
        yield f"收费：不明（{matter.fee_unknown}），不等于免费"
    else:
        yield "收费："
        for number, rule in enumerate(matter.fees, 1):
            yield f"  {number}. {rule.say()}"
            yield from (f"     {line}" for line in _fee_details(rule))


def _fee_details(rule: FeeRule) -> Iterator[str]:
    yield f"收费依据：{rule.say_basis()}"
    yield f"出处：{rule.citation}{f'，{rule.span}' if str(rule.span) else ''}"
    yield from (f"{what}的出处：{citation}" for what, citation in rule.also)
    if rule.disabled:
        yield f"已停用，不得据以收费：{rule.disabled}"
    if rule.note:
        yield f"说明：{rule.note}"


# ---- where it stands, and what is missing


def _classification(policy: Policy, matter: Matter) -> Iterator[str]:
    if matter.facts:
        facts = [policy.vocabulary[name] for name in matter.facts]
        settled = "；".join(
            f"{fact.label}：{'或'.join(map(fact.say, matter.facts[fact.name]))}" for fact in facts
        )
        yield f"办件分类时已经确定：{settled}"


def _sources(matter: Matter) -> Iterator[str]:
    yield "出处："
    for entry in matter.settled.entries:
        span = f"，{entry.span}" if str(entry.span) else ""
        yield f"  {entry.level.place}，{entry.citation}{span}"
        if entry.citation.quote:
            yield f"    原文：“{entry.citation.quote}”"
        if entry.note:
            yield f"    说明：{entry.note}"


def _missing(matter: Matter, form: Form) -> Iterator[str]:
    lacking = matter.missing(form)
    head = f"按“{form.title}”（{form.id}）公开"
    if lacking:
        yield f"{head}，缺{len(lacking)}项：{'、'.join(lacking.values())}"
    else:
        yield f"{head}：{len(form.items)}项齐全"


# ---- plain data


def guide_data(policy: Policy, matter: Matter, form: Form | None = None) -> dict[str, Any]:
    """Return a service guide as plain data; what is not known is a text that begins with 不明."""
    return {
        "id": matter.id,
        "title": matter.title,
        "division": policy.division,
        "on": policy.on.isoformat(),
        "unusable": matter.unusable,
        **{key: plain(value) for key, value in _stated(policy, matter).items()},
        "steps": plain(matter.steps),
        "materials": _materials_data(matter),
        "promised": _limit_data(policy, matter, "promised"),
        "statutory": _limit_data(policy, matter, "statutory"),
        "forwarding": _limit_data(policy, matter, "forwarding"),
        "fees": [_fee_data(rule) for rule in matter.fees],
        "free": plain(matter.free),
        "fee_unknown": matter.fee_unknown,
        "basis": plain(matter.basis),
        "facts": {name: plain(value) for name, value in matter.facts.items()},
        "citations": [str(citation) for citation in matter.settled.citations],
        "notes": list(matter.settled.notes),
        "missing": None if form is None else matter.missing(form),
    }


def _materials_data(matter: Matter) -> Any:
    if isinstance(matter.materials, NotStated):
        return str(matter.materials)
    return [
        {
            "id": one.id,
            "titles": list(one.titles),
            "main": one.main,
            "form": plain(one.form),
            "number": one.number,
            "condition": plain(one.condition),
            "issuer": plain(one.issuer),
            "citation": str(one.settled.citation),
        }
        for one in matter.materials
    ]


def _limit_data(policy: Policy, matter: Matter, key: str) -> dict[str, Any] | None:
    limit: Limit | None = getattr(matter, key)
    if limit is None:
        return None
    words = getattr(matter, _LIMITS[key][1])
    source = _limit_source(policy, matter, key)
    return {"limit": str(limit), "words": words, "citation": source}


def _fee_data(rule: FeeRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "standard": rule.say(),
        "basis": rule.basis or None,
        "basis_unknown": rule.basis_unknown,
        "disabled": rule.disabled,
        "citation": str(rule.citation),
        "also": {what: str(citation) for what, citation in rule.also},
        "note": rule.note,
    }
