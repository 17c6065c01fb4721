"""What a quote says (收费测算结果): its lines, what is missing, and in words how it came about."""

import enum
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from servicehall.citations import Citation
from servicehall.fees.rates import WHETHER, Fixed, NoFigure
from servicehall.fees.rules import PERIODS, FeeRule, Waiver, label_of
from servicehall.money import ZERO, difference, plain, product, say_yuan, sum_of, to_fen

__all__ = ["FeeLine", "FeeQuote", "FeeStatus", "LineStatus", "Needed"]


class LineStatus(enum.StrEnum):
    """What became of one line (收费项目状态)."""

    COMPUTED = "computed"
    """It has an amount."""
    NEEDED = "needed"
    """A quantity is missing."""
    NOT_COMPUTABLE = "not_computable"
    """The rule gives no figure."""
    DISABLED = "disabled"
    """The rule is kept for the record, and was not asked for."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return _STATUSES[self.value]


class FeeStatus(enum.StrEnum):
    """What became of a quote (收费测算状态).

    Where lines differ, the first of ``NOT_COMPUTABLE``, ``NEEDED``, ``DISABLED``, ``COMPUTED``
    that any line has: what no answer of the caller can mend comes first.
    """

    COMPUTED = "computed"
    """Every line has an amount."""
    FREE = "free"
    """The locality states that nothing is charged."""
    NEEDED = "needed"
    """Quantities are missing."""
    NOT_COMPUTABLE = "not_computable"
    """A line has no figure; it is not zero."""
    UNKNOWN = "unknown"
    """Nothing is known about a fee; that is not free."""
    DISABLED = "disabled"
    """Rules are kept for the record, and were not asked for."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return _STATUSES[self.value]


_STATUSES: Final = {
    "computed": "已算出",
    "free": "免费",
    "needed": "缺少数量",
    "not_computable": "无法计算",
    "unknown": "收费不明",
    "disabled": "标准已停用，未予计算",
}


@frozen
class Needed:
    """A quantity that is missing (所缺数量).

    Attributes:
        name: The key under which it is handed over, for example 自用材.
        what: What it is: 数量, 初交价, 计费期数; 是否办理 where the fee is fixed (1 if it is).
        unit: Its unit; empty where it has none.
    """

    name: str
    what: str
    unit: str = ""

    def __str__(self) -> str:
        unit = f"（{self.unit}）" if self.unit else ""
        if self.what == WHETHER:
            return f"{self.name}{self.what}（是则填1）"
        if self.what == PERIODS or self.name in (self.what, self.unit):
            return f"{self.what}{unit}"
        return f"{self.name}的{self.what}{unit}"


@frozen(kw_only=True)
class FeeLine:
    """One charge of a quote (收费明细).

    Attributes:
        rule: The rule.
        item: The item as the caller named it; empty where the rule always applies.
        quantity: How much of it; None while it is missing. 1 for a fixed fee.
        periods: How many charging periods; None without any, or while it is missing.
        status: What became of it.
        reason: Why it has no amount; empty where it has.
        needed: What is missing.
        assessed: The amount before waivers, to the fen; None unless computed.
        amount: The amount to pay, to the fen; None unless computed.
    """

    rule: FeeRule
    item: str
    quantity: Decimal | None
    periods: Decimal | None
    status: LineStatus
    reason: str = ""
    needed: tuple[Needed, ...] = ()
    assessed: Decimal | None = None
    amount: Decimal | None = None

    @property
    def quantities(self) -> dict[str, Decimal]:
        """The quantities that were used, by name."""
        used = {}
        name = self.item or self.rule.rate.base
        if name and self.quantity is not None:
            used[name] = self.quantity
        if self.periods is not None:
            used[PERIODS] = self.periods
        return used

    @property
    def disabled(self) -> str:
        """Why the rule is not charged unless asked for; empty where it is."""
        return self.rule.disabled

    def __str__(self) -> str:
        return self.say()

    def say(self) -> str:
        """Say the line with its formula: ``自用材：3.5立方米 × 20元/立方米 = 70.00元``."""
        if self.assessed is None or self.quantity is None or isinstance(self.rule.rate, NoFigure):
            standard = evolve(self.rule, item=self.item).say()
            return f"{standard}——{self.status.zh}：{self.reason}"
        steps = self.rule.rate.worked(self.quantity)
        factors = [self.rule.rate.exact(self.quantity)]
        if self.periods is not None:
            steps = f"（{steps}）" if " + " in steps else steps
            steps += f" × {plain(self.periods)}{self.rule.per_period}"
            factors.append(self.periods)
        exact = product(factors)
        result = say_yuan(exact)
        if self.periods is not None or not isinstance(self.rule.rate, Fixed):
            result = f"{steps} = {result}"
        if to_fen(exact) != exact:
            result += "（四舍五入到分）"
        result += _say_bounds(exact, self.rule)
        if self.amount is not None and self.amount != self.assessed:
            less = say_yuan(difference(self.assessed, self.amount))
            result += f"，减免{less}，应收{say_yuan(self.amount)}"
        disabled = "（标准已停用，仅供参考）" if self.disabled else ""
        return label_of(self.item) + result + disabled


def _say_bounds(exact: Decimal, rule: FeeRule) -> str:
    if rule.least is not None and exact < rule.least:
        return f"，不足最低收费，按{say_yuan(rule.least)}计"
    if rule.most is not None and exact > rule.most:
        return f"，超过最高收费，按{say_yuan(rule.most)}计"
    return ""


@frozen(kw_only=True)
class FeeQuote:
    """What a case costs, or why that cannot be said (收费测算).

    Attributes:
        title: The matter, in words.
        status: What became of it.
        lines: The charges that apply, in the order of the rules.
        needed: Every quantity that is missing; if nothing was chosen, the items to choose from.
        remarks: What a reader must know, in Chinese sentences.
        waivers: The waivers handed over.
        free: What states that nothing is charged.
        reason: Why the fee is not known.
    """

    title: str
    status: FeeStatus
    lines: tuple[FeeLine, ...] = ()
    needed: tuple[Needed, ...] = ()
    remarks: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    free: Citation | None = None
    reason: str = ""

    @property
    def total(self) -> Decimal | None:
        """What is to be paid, to the fen; None unless every line is computed, 0.00 if free."""
        if self.status is FeeStatus.FREE:
            return ZERO
        if self.status is not FeeStatus.COMPUTED:
            return None
        return sum_of(line.amount for line in self.lines if line.amount is not None)

    @property
    def is_choice(self) -> bool:
        """Whether no item was named yet: ``needed`` then lists items, of which one is enough."""
        return self.status is FeeStatus.NEEDED and not self.lines

    def __str__(self) -> str:
        return f"{self.title}：{self._result()}"

    def _result(self) -> str:
        if self.total is not None and not self.free:
            disabled = any(line.disabled for line in self.lines)
            return say_yuan(self.total) + ("（含已停用的标准，仅供参考）" if disabled else "")
        detail = str(self.free) if self.free else self.reason
        if self.status is FeeStatus.NEEDED:
            detail = ("请选择：" if self.is_choice else "") + "、".join(map(str, self.needed))
        if self.lines and self.status is not FeeStatus.NEEDED:
            lines = [line for line in self.lines if line.status.value == self.status.value]
            detail = "；".join(label_of(line.item) + line.reason for line in lines)
        return f"{self.status.zh}（{detail}）"

    def explain(self) -> str:
        """Explain every line: formula, legal basis, source, what is missing (测算说明)."""
        text = [str(self)]
        for number, line in enumerate(self.lines, start=1):
            rule = line.rule
            text.append(f"{number}. {line.say()}")
            text.append(f"   收费依据：{rule.say_basis()}")
            text.append(f"   出处：{rule.citation}{f'，{rule.span}' if str(rule.span) else ''}")
            text += [f"   {what}的出处：{citation}" for what, citation in rule.also]
            if rule.disabled:
                text.append(f"   停用：{rule.disabled}")
            if rule.note:
                text.append(f"   说明：{rule.note}")
        if self.needed:
            text.append("请选择收费项目：" if self.is_choice else "尚缺：")
            text += [f"- {needed}" for needed in self.needed]
        if self.waivers:
            text.append("减免：")
            text += [f"- {waiver}" for waiver in self.waivers]
        if self.remarks:
            text.append("提示：")
            text += [f"- {remark}" for remark in self.remarks]
        return "\n".join(text)
