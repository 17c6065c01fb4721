"""The commands about matters: matter prints the service guide, fee says what a case costs."""

import difflib
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer

from servicehall.checks import shown
from servicehall.cli.options import (
    UNSETTLED,
    AsJson,
    Division,
    On,
    Packs,
    Profiles,
    assumed,
    policy_of,
)
from servicehall.cli.output import print_json
from servicehall.cli.policy_views import fee_status, grid, is_local, place_of, plain, show
from servicehall.cli.service_guides import guide, guide_data
from servicehall.divisions import NATION
from servicehall.errors import InputValueError
from servicehall.fees import FeeLine, FeeQuote, Fixed, NoFigure, Range
from servicehall.forms import Form, FormSubject
from servicehall.matters import Matter
from servicehall.money import plain as digits
from servicehall.policy import Policy

__all__ = ["fee", "matter"]

_LIKE: Final = 0.5
"""How alike names are at least: half of the four characters of a short Chinese one."""
_MOST_NEAR: Final = 5


# ---- the service guide


def matter(
    name: Annotated[
        str | None,
        typer.Argument(metavar="事项", help="事项的 id 或名称；缺省则列出该地的事项"),
    ] = None,
    division: Division = NATION,
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
    form: Annotated[
        str | None,
        typer.Option(metavar="格式", help="按这一公开格式检查缺项，如 publicity.matter"),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="列出事项时，也列出没有另作规定的全国通用事项")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """显示一个事项的办事指南：到哪里办、带什么、多久办好、收多少钱，不明的写明不明。"""
    policy = policy_of(division, on, profiles, packs)
    if name is None:
        _list_matters(policy, everything=everything, as_json=as_json)
    else:
        chosen = _chosen(policy, name)
        asked = None if form is None else _form(policy, form)
        if as_json:
            print_json(guide_data(policy, chosen, asked))
        else:
            typer.echo("\n".join(guide(policy, chosen, asked)))
    if not as_json and on is None:
        typer.echo(assumed(on, policy.on))


def _list_matters(policy: Policy, *, everything: bool, as_json: bool) -> None:
    matters = list(policy.matters.values())
    local = [one for one in matters if is_local(policy, one)]
    listed = matters if everything or not local else local
    if as_json:
        print_json([_listed_data(policy, one) for one in listed])
        return
    title = f"{place_of(policy)}的事项"
    show(grid(title, ("名称", "id", "收费"), ((m.title, m.id, _fee_of(m)) for m in listed)))
    if len(listed) < len(matters):
        left = len(matters) - len(listed)
        typer.echo(f"\n另有全国通用事项{left}项，本地没有另作规定（--all 列出）")


def _fee_of(matter: Matter) -> str:
    return "不得使用" if matter.unusable else fee_status(matter)


def _listed_data(policy: Policy, matter: Matter) -> dict[str, Any]:
    local = is_local(policy, matter)
    return {"id": matter.id, "title": matter.title, "local": local, "fee": _fee_of(matter)}


def _chosen(policy: Policy, name: str) -> Matter:
    """Return a matter by its id, or by its Chinese name where that is clear.

    Raises:
        InputValueError: There is none (SH467), or several have that name (SH531).
    """
    if name in policy.matters:
        return policy.matters[name]
    titled = [one for one in policy.matters.values() if one.title == name]
    if len(titled) > 1:
        raise InputValueError("SH531", title=name, ids=[one.id for one in titled])
    if titled:
        return titled[0]
    near = tuple(_near(policy, name)) or "用 servicehall matter 列出各事项"
    raise InputValueError("SH467", kind="matters", kind_zh="事项", id=shown(name), hint=near)


def _near(policy: Policy, name: str) -> list[str]:
    """Return the matters whose id or Chinese name is like what was typed, or holds it."""
    words = {one.id: one for one in policy.matters.values()}
    words |= {one.title: one for one in policy.matters.values()}
    holding = [word for word in words if name in word]
    close = difflib.get_close_matches(name, words, cutoff=_LIKE)
    near = [words[word] for word in (*holding, *close)]
    return list(dict.fromkeys(f"{one.title}（{one.id}）" for one in near))[:_MOST_NEAR]


def _form(policy: Policy, name: str) -> Form:
    """Return a form that says what must be made public of a matter.

    Raises:
        InputValueError: There is no such form (SH467), or it is about something else (SH532).
    """
    found = policy.form(name)
    if found.of is not FormSubject.MATTER:
        known = [one.id for one in policy.forms.values() if one.of is FormSubject.MATTER]
        raise InputValueError(
            "SH532", id=name, title=found.title, of=found.of.value, of_zh=found.of.zh, known=known
        )
    return found


# ---- what it costs


def fee(
    name: Annotated[str, typer.Argument(metavar="事项", help="事项的 id 或名称")],
    quantities: Annotated[
        list[str],
        typer.Argument(
            metavar="名称=数", help="如 自用材=3.5；数量未知的只写名称，定额的也只写名称"
        ),
    ] = [],
    division: Division = NATION,
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
    disabled: Annotated[
        bool, typer.Option("--disabled", help="已停用的标准也计算，仅供参考")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """测算一个事项的收费，逐项说明算法和依据；缺数量、标准不明的，说明缺什么，不作猜测。"""
    policy = policy_of(division, on, profiles, packs)
    chosen = _chosen(policy, name)
    given = _quantities(chosen, quantities)
    quote = policy.quote(chosen.id, given, include_disabled=disabled)
    if as_json:
        print_json(_quote_data(policy, chosen, quote))
    else:
        typer.echo(quote.explain())
        if on is None:
            typer.echo(assumed(on, policy.on))
    if quote.total is None:
        raise typer.Exit(UNSETTLED)


def _quantities(matter: Matter, written: Sequence[str]) -> dict[str, object]:
    """Read quantities, ``自用材=3.5``; a name alone is chosen, or not known yet.

    Raises:
        InputValueError: It has no name (SH530), or one is there twice (SH417).
    """
    given: dict[str, object] = {}
    for text in written:
        name, _, number = text.replace("＝", "=").partition("=")  # as people type it
        name = name.strip()
        if not name:
            raise InputValueError("SH530", text=repr(text))
        if name in given:
            raise InputValueError("SH417", name=name)
        given[name] = number.strip() or _unsaid(matter, name)
    return given


def _unsaid(matter: Matter, name: str) -> bool | None:
    """Return what a name alone means: that a fixed fee is chosen, or a quantity not known yet."""
    own = [rule.rate for rule in matter.fees if rule.item == name]
    rates = own or [rule.rate for rule in matter.fees if rule.item == "*"]
    per_case = (Fixed, NoFigure)
    fixed = any(isinstance(r, per_case) or (isinstance(r, Range) and not r.per) for r in rates)
    return True if fixed else None


def _quote_data(policy: Policy, matter: Matter, quote: FeeQuote) -> dict[str, Any]:
    return {
        "matter": matter.id,
        "title": matter.title,
        "division": policy.division,
        "on": policy.on.isoformat(),
        "status": quote.status.value,
        "status_zh": quote.status.zh,
        "total": None if quote.total is None else digits(quote.total),
        "lines": [_line_data(line) for line in quote.lines],
        "choice": quote.is_choice,
        "needed": [{"name": one.name, "what": one.what, "unit": one.unit} for one in quote.needed],
        "remarks": list(quote.remarks),
        "free": plain(quote.free),
        "reason": quote.reason,
    }


def _line_data(line: FeeLine) -> dict[str, Any]:
    return {
        "rule": line.rule.id,
        "item": line.item,
        "standard": line.rule.say(),
        "status": line.status.value,
        "quantities": {name: digits(number) for name, number in line.quantities.items()},
        "amount": None if line.amount is None else digits(line.amount),
        "text": line.say(),
        "reason": line.reason,
        "basis": line.rule.basis or None,
        "basis_unknown": line.rule.basis_unknown,
        "citation": str(line.rule.citation),
        "also": {what: str(citation) for what, citation in line.rule.also},
        "disabled": line.disabled,
        "note": line.rule.note,
    }
