"""Quotes (收费测算): which rules apply to a case, and what they come to."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, field, frozen

from servicehall.checks import check_many, check_text, check_type, wrong_type
from servicehall.citations import Citation
from servicehall.errors import DataError, InputValueError
from servicehall.fees.lines import FeeLine, FeeQuote, FeeStatus, LineStatus, Needed
from servicehall.fees.rates import WHETHER, NoFigure, Range, Rate, check_yes_no, text_of
from servicehall.fees.rules import EVERY_OTHER, PERIODS, FeeRule, Waiver, shown_item
from servicehall.money import (
    ZERO,
    check_not_negative,
    difference,
    plain,
    product,
    sum_of,
    to_fen,
    yuan,
)

__all__ = ["quote"]

_ONE: Final = Decimal(1)
_WEAKEST_FIRST: Final = (LineStatus.NOT_COMPUTABLE, LineStatus.NEEDED, LineStatus.DISABLED)
_SILENT: Final = "没有收费的记载，不等于免费"


def quote(
    title: str,
    rules: Iterable[FeeRule],
    quantities: Mapping[str, object],
    *,
    free: Citation | None = None,
    unknown: str = "",
    include_disabled: bool = False,
    waivers: Iterable[Waiver] = (),
) -> FeeQuote:
    """Say what a case costs (收费测算).

    A rule with an item applies if its item is a key of ``quantities``; a rule without one always
    does. Each line is the rate by the quantity by the number of charging periods, then held within
    the rule's least and most, then rounded half up to the fen; waivers come last, and never take a
    line below zero.

    Args:
        title: The matter, in words.
        rules: Its fee rules in force.
        quantities: By item, or, for rules that always apply, by unit (平方米) or price
            (初交价); ``计费期数`` for the number of charging periods, or ``计费期数（年）``, which
            has to be where the periods of several lines differ. A name as :class:`Needed` shows it
            is read too. None: not known yet. 1 or True for a fixed fee.
        free: What states that nothing is charged, where that is stated.
        unknown: Why the fee is not known, where that is known.
        include_disabled: Whether to compute rules that are kept for the record only.
        waivers: Approved reductions.

    Raises:
        InputTypeError: Something is of another type, a float among them (SH119, SH501, SH502).
        InputValueError: A quantity is no sensible number (SH503 to SH505, SH508), or not 1 for a
            fixed fee (SH520); a name is not known (SH518) or nothing needs it (SH519), or it is
            there twice (SH417); a waiver is for what is not charged (SH524), or there twice
            (SH525).
        DataError: The rules contradict one another (SH521 to SH523).

    >>> from servicehall.citations import Citation
    >>> timber = FeeRule(
    ...     id="timber",
    ...     matter="own-use-timber",
    ...     item="自用材",
    ...     rate=PerUnit("20", "立方米"),
    ...     basis_unknown="原文未写明",
    ...     citation=Citation("便民服务事项"),
    ... )
    >>> print(quote("农民自用材", [timber], {"自用材": "3.5"}).lines[0])
    自用材：3.5立方米 × 20元/立方米 = 70.00元
    >>> print(quote("农民自用材", [timber], {"自用材": None}))
    农民自用材：缺少数量（自用材的数量（立方米））
    """
    check_text(title, "title")
    check_yes_no(include_disabled, "include_disabled")
    sheet = _Sheet(title=title, rules=rules, written=quantities)
    approved = _checked_waivers(waivers)
    status, reason = _without_rules(sheet, free, text_of(unknown, "unknown"))
    chosen = sheet.chosen()
    names, given = sheet.period_names(chosen), sheet.read(chosen)
    lines = tuple(
        _line(rule, item, given, names, include_disabled=include_disabled) for rule, item in chosen
    )
    sheet.check_waivers(approved, lines)
    lines = _waived(lines, approved)
    choice = sheet.choice() if sheet.rules and not lines else ()
    needed = dict.fromkeys((*choice, *(one for line in lines for one in line.needed)))
    return FeeQuote(
        title=title,
        status=status or _status(lines),
        lines=lines,
        needed=tuple(needed),
        remarks=tuple(_remarks(sheet, lines, approved)),
        waivers=approved,
        free=free,
        reason=reason,
    )


def _checked_waivers(waivers: object) -> tuple[Waiver, ...]:
    several = tuple(check_many(waivers, "waivers", "a list of waivers", "减免的列表"))
    for number, waiver in enumerate(several):
        check_type(waiver, Waiver, "waivers")
        if waiver in several[:number]:
            raise InputValueError("SH525", document=waiver.document)
    return several


def _without_rules(
    sheet: "_Sheet", free: Citation | None, unknown: str
) -> tuple[FeeStatus | None, str]:
    """Return the status that needs no rules, and the reason; None where there are rules."""
    if free is not None:
        check_type(free, Citation, "free")
    stated = {"free": free is not None, "unknown": bool(unknown), "rules": bool(sheet.rules)}
    if sum(stated.values()) > 1:
        words = {"free": "免费", "unknown": "不明", "rules": "有收费标准"}
        both = [name for name, said in stated.items() if said]
        about = {"stated": both, "stated_zh": "、".join(words[name] for name in both)}
        raise DataError("SH522", title=sheet.title, **about)
    if free:
        return FeeStatus.FREE, ""
    if not sheet.rules:
        return FeeStatus.UNKNOWN, unknown or _SILENT
    return None, ""


def _status(lines: tuple[FeeLine, ...]) -> FeeStatus:
    found = {line.status for line in lines}
    weakest = next((status for status in _WEAKEST_FIRST if status in found), LineStatus.COMPUTED)
    return FeeStatus(weakest.value if lines else LineStatus.NEEDED.value)


# ---- which rules apply


def _rules(value: object) -> tuple[FeeRule, ...]:
    rules = tuple(check_many(value, "rules", "a list of fee rules", "收费标准的列表"))
    for rule in rules:
        check_type(rule, FeeRule, "rules")
    return rules


def _given(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise wrong_type(value, "quantities", "a mapping of names to numbers", "名称与数的对照")
    for name in value:
        check_text(name, "quantities")
    return dict(value)


@frozen(kw_only=True)
class _Sheet:
    """The rules of one matter and the quantities of one case, checked."""

    title: str
    rules: tuple[FeeRule, ...] = field(converter=_rules)
    written: dict[str, object] = field(converter=_given)
    given: dict[str, object] = field(init=False)

    @given.default
    def _by_name(self) -> dict[str, object]:
        """Return what is given, also under a name as it is shown where it is missing."""
        return _renamed((self._meant(name), value) for name, value in self.written.items())

    def _meant(self, name: str) -> str:
        if name in map(_name, self.rules):
            return name
        for rule in filter(_name, self.rules):
            asked = str(_needed(rule, rule.item))
            if rule.item == EVERY_OTHER and name.endswith(asked.removeprefix(EVERY_OTHER)):
                return name.removesuffix(asked.removeprefix(EVERY_OTHER))
            if name == asked:
                return _name(rule)
        return name

    def __attrs_post_init__(self) -> None:
        ids = set()
        meant: dict[str, tuple[bool, str, str]] = {}
        for rule in self.rules:
            if rule.id in ids or rule.matter != self.rules[0].matter:
                raise DataError("SH523", title=self.title, rule=rule.id)
            ids.add(rule.id)
            name, measured = _name(rule), (bool(rule.item), rule.rate.what, rule.rate.unit)
            if name and meant.setdefault(name, measured) != measured:
                raise DataError("SH521", title=self.title, rule=rule.id, name=name)

    def known(self) -> tuple[str, ...]:
        """Return the names under which quantities can be handed over."""
        return self._known(self.period_names(()))

    def _known(self, periods: Mapping[str, str]) -> tuple[str, ...]:
        names = [shown_item(name) for rule in self.rules if (name := _name(rule))]
        return tuple(dict.fromkeys((*names, *periods.values())))

    def chosen(self) -> tuple[tuple[FeeRule, str], ...]:
        """Return the rules that apply, each with the item as the caller named it."""
        others = sorted(self._others())
        chosen = []
        for rule in self.rules:
            if rule.item == EVERY_OTHER:
                chosen += [(rule, name) for name in others]
            elif not rule.item or rule.item in self.given:
                chosen.append((rule, rule.item))
        return tuple(chosen)

    def _others(self) -> Iterator[str]:
        """Yield the items that only the rule for every other item covers; refuse the rest."""
        names = {_name(rule) for rule in self.rules} - {EVERY_OTHER}
        bases = {rule.rate.base for rule in self.rules} - {""}
        covered = any(rule.item == EVERY_OTHER for rule in self.rules)
        for name in self.given:
            if name in names or name.startswith(PERIODS):
                continue
            if name in bases:
                raise self._not_needed(name, self.period_names(()))
            if not covered:
                known = self.known()
                hint = difflib.get_close_matches(name, known, n=1) or known or ("—",)
                about = {"hint": hint, "known": known or "—"}
                raise InputValueError("SH518", title=self.title, name=name, **about)
            yield name

    def _not_needed(self, name: str, periods: Mapping[str, str]) -> InputValueError:
        known = self._known(periods) or "—"
        return InputValueError("SH519", title=self.title, name=name, known=known)

    def period_names(self, chosen: tuple[tuple[FeeRule, str], ...]) -> dict[str, str]:
        """Return the name of the number of periods for each unit of periods in use."""
        rules = [rule for rule, _ in chosen] or self.rules
        units = dict.fromkeys(rule.per_period for rule in rules if rule.per_period)
        alone = len(units) == 1
        return {unit: PERIODS if alone else _periods_of(unit) for unit in units}

    def read(self, chosen: tuple[tuple[FeeRule, str], ...]) -> dict[str, object]:
        """Return what is given, numbers of periods by the names of :meth:`period_names`."""
        names = self.period_names(chosen)
        meant = {_periods_of(unit): name for unit, name in names.items()}
        meant |= {name: name for name in names.values()}
        if names and not chosen:
            meant[PERIODS] = PERIODS
        read = []
        for name, value in self.given.items():
            typed = name.replace("(", "（").replace(")", "）")
            if name.startswith(PERIODS) and typed not in meant:
                raise self._not_needed(name, names)
            read.append((meant.get(typed, name), value))
        return _renamed(read)

    def choice(self) -> tuple[Needed, ...]:
        """Return the items to choose from, and the number of periods if all of them need it."""
        items = [_needed(rule, shown_item(rule.item)) for rule in self.rules]
        names, given = self.period_names(()), self.read(())
        if len(names) == 1 and all(rule.per_period for rule in self.rules):
            items += [
                Needed(name, PERIODS, unit)
                for unit, name in names.items()
                if given.get(name) is None
            ]
        return tuple(items)

    def check_waivers(self, waivers: tuple[Waiver, ...], lines: tuple[FeeLine, ...]) -> None:
        """Refuse a waiver that is for no line."""
        for waiver in waivers:
            if waiver.item and not any(_concerns(waiver, line) for line in lines):
                known = tuple(line.item or line.rule.id for line in lines) or "—"
                raise InputValueError("SH524", title=self.title, item=waiver.item, known=known)


def _renamed(given: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Return numbers by name; one that is there twice is refused, not chosen (SH417)."""
    renamed: dict[str, object] = {}
    for name, value in given:
        if name in renamed:
            raise InputValueError("SH417", name=name)
        renamed[name] = value
    return renamed


def _periods_of(unit: str) -> str:
    return f"{PERIODS}（{unit}）"


def _name(rule: FeeRule) -> str:
    return rule.item or rule.rate.base


def _needed(rule: FeeRule, item: str) -> Needed:
    return Needed(item or rule.rate.base, rule.rate.what, rule.rate.unit)


# ---- what they come to


def _line(
    rule: FeeRule,
    item: str,
    given: Mapping[str, object],
    period_names: Mapping[str, str],
    *,
    include_disabled: bool,
) -> FeeLine:
    rate = rule.rate
    name = item or rate.base
    quantity = _quantity(rate, name, given.get(name)) if name else _ONE
    periods, missing = None, []
    if quantity is None:
        missing.append(_needed(rule, item))
    if rule.per_period:
        key = period_names[rule.per_period]
        periods = not_negative_or_none(given.get(key), key)
        if periods is None:
            missing.append(Needed(key, PERIODS, rule.per_period))
    line = FeeLine(
        rule=rule, item=item, quantity=quantity, periods=periods, status=LineStatus.COMPUTED
    )
    if rule.disabled and not include_disabled:
        return evolve(line, status=LineStatus.DISABLED, reason=rule.disabled)
    if isinstance(rate, NoFigure) or (isinstance(rate, Range) and not rate.lowest):
        return evolve(line, status=LineStatus.NOT_COMPUTABLE, reason=rate.why)
    if missing or quantity is None:
        reason = "、".join(map(str, missing))
        return evolve(line, status=LineStatus.NEEDED, needed=tuple(missing), reason=reason)
    exact = product((rate.exact(quantity), _ONE if periods is None else periods))
    if rule.least is not None:
        exact = max(exact, rule.least)
    if rule.most is not None:
        exact = min(exact, rule.most)
    assessed = to_fen(exact)
    return evolve(line, assessed=assessed, amount=assessed)


def _quantity(rate: Rate, name: str, value: object) -> Decimal | None:
    """Read how much of an item there is; a fixed fee is charged once."""
    if value is True and rate.what == WHETHER:
        return _ONE
    if value is False and rate.what == WHETHER:
        raise InputValueError("SH520", name=name, value=value)
    number = not_negative_or_none(value, name)
    counted = rate.what != WHETHER or isinstance(rate, NoFigure)
    if number is not None and number != 1 and not counted:
        raise InputValueError("SH520", name=name, value=plain(number))
    return number


def not_negative_or_none(value: object, name: str) -> Decimal | None:
    return None if value is None else check_not_negative(yuan(value, name), name)


def _concerns(waiver: Waiver, line: FeeLine) -> bool:
    return waiver.item in ("", line.item, line.rule.id)


def _waived(lines: tuple[FeeLine, ...], waivers: tuple[Waiver, ...]) -> tuple[FeeLine, ...]:
    """Take off shares of each line first, then amounts, those for the whole fee last."""
    left = [_less_shares(line, waivers) for line in lines]
    amounts = [waiver for waiver in waivers if waiver.amount is not None]
    for waiver in sorted(amounts, key=lambda one: (not one.item, one.item)):
        rest = waiver.amount or ZERO
        for place, line in enumerate(left):
            if line.amount is not None and _concerns(waiver, line):
                taken = min(rest, line.amount)
                left[place] = evolve(line, amount=difference(line.amount, taken))
                rest = difference(rest, taken)
    return tuple(left)


def _less_shares(line: FeeLine, waivers: tuple[Waiver, ...]) -> FeeLine:
    if line.assessed is None:
        return line
    shares = [waiver.share for waiver in waivers if waiver.share and _concerns(waiver, line)]
    taken = product((line.assessed, sum_of(share.factor for share in shares)))
    return evolve(line, amount=to_fen(max(difference(line.assessed, taken), ZERO)))


# ---- what a reader must know


def _remarks(
    sheet: _Sheet, lines: tuple[FeeLine, ...], waivers: tuple[Waiver, ...]
) -> Iterator[str]:
    for line in lines:
        yield from _remarks_on(line)
    optional = dict.fromkeys(shown_item(rule.item) for rule in sheet.rules if rule.item)
    if lines and optional and all(not line.item for line in lines):
        yield f"另有按项目收取的费用，未选定，未计入：{'、'.join(optional)}。"
    if not lines:
        for rule in sheet.rules:
            if rule.disabled:
                yield f"“{shown_item(rule.item)}”的标准已停用（{rule.disabled}）。"
    if waivers and all(line.amount == line.assessed for line in lines):
        yield "没有可减免的已算出费用，减免未起作用。"


def _in_a_sentence(line: FeeLine) -> str:
    if line.item:
        return f"“{line.item}”"
    base = line.rule.rate.base
    return f"按{base}收取的费用" if base else "本项收费"


def _remarks_on(line: FeeLine) -> Iterator[str]:
    rule = line.rule
    name = _in_a_sentence(line)
    if rule.disabled and line.status is LineStatus.DISABLED:
        yield f"{name}的标准已停用，未予计算（{rule.disabled}）。"
    elif rule.disabled:
        yield f"{name}的标准已停用，按要求列出，仅供参考（{rule.disabled}）。"
    if rule.item == EVERY_OTHER:
        yield f"{name}没有单独的标准，按“其他”计。"
    if isinstance(rule.rate, Range) and rule.rate.lowest:
        yield f"{name}有收费幅度，按低限执行。"
    if rule.period_unknown and line.periods is not None:
        yield f"{name}的收费周期不明（{rule.period_unknown}），按所填{plain(line.periods)}期计。"
    elif rule.period_unknown:
        yield f"{name}的收费周期不明（{rule.period_unknown}），须填计费期数。"
