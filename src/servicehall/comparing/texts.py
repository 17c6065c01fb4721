"""Texts (文字): what text and page share, section by section, and the text itself.

A section has entries: what it is, by the one, by the other, and notes. A list is cut where it is
long, and says how much more there is.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from servicehall.accountability.items import digits
from servicehall.accountability.scoring import Tally
from servicehall.accountability.words import say_total
from servicehall.comparing.cases import CaseChange, FeeView, LimitChange
from servicehall.comparing.changes import KINDS, Change, say_grounds
from servicehall.comparing.comparison import Comparison, name_of
from servicehall.comparing.differences import TableChange
from servicehall.comparing.findings import FindingsComparison, ItemChange, ScoreChange
from servicehall.comparing.ledgers import LedgerComparison, Shift, SideReject
from servicehall.comparing.sides import NEW, OLD
from servicehall.errors import ServiceHallError
from servicehall.explain.words import say_at
from servicehall.fees import FeeStatus
from servicehall.instants import ONE_DAY
from servicehall.ledgers import say_reject
from servicehall.money import say_yuan
from servicehall.plugins import Pack
from servicehall.policy import Policy
from servicehall.privacy import mask_numbers
from servicehall.sanctions import Unit
from servicehall.tables.differences import SHOWN
from servicehall.tables.views import say_region

__all__ = [
    "Entry",
    "Section",
    "comparison_foot",
    "comparison_head",
    "comparison_sections",
    "comparison_text",
    "findings_head",
    "findings_sections",
    "findings_text",
    "ledger_head",
    "ledger_sections",
    "ledger_text",
]

NONE: Final = "没有"
SAME: Final = "两方相同。"
UNWRITTEN: Final = "没有写"
_LONGEST: Final = 160
"""How many letters of a text are shown where lists are cut."""
_SHORT: Final = 60
"""How many letters stand in one line with an arrow between them."""


@frozen(kw_only=True)
class Entry:
    """One line of a list (一项).

    Attributes:
        head: What it is about.
        old: By the one; empty where it is not there.
        new: By the other; empty where it is not there.
        notes: What stands below it.
    """

    head: str
    old: str = ""
    new: str = ""
    notes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Section:
    """A list with its title (一节).

    Attributes:
        title: What it is called.
        entries: Its lines, all of them.
        is_short: Whether it is never cut: sums.
    """

    title: str
    entries: tuple[Entry, ...]
    is_short: bool = False

    def first(self, most: int | None) -> tuple[Sequence[Entry], int]:
        """Return the first lines, and how many are left out."""
        if most is None or self.is_short:
            return self.entries, 0
        return self.entries[:most], max(len(self.entries) - most, 0)


# ---- rules


def comparison_text(found: Comparison, most: int | None) -> str:
    """Say what differs between two policies."""
    text = _text(comparison_head(found), comparison_sections(found, most), most)
    foot = comparison_foot(found, most)
    return "\n".join([text, *([""] if foot else []), *foot])


def comparison_head(found: Comparison) -> tuple[str, ...]:
    """Say which policies are compared; first of all, that they are of different days."""
    days = found.days
    gone, come = found.packs
    lines = [
        f"注意：两方不是同一天的规则：{OLD}{days[0]}，{NEW}{days[1]}。" if days else "",
        f"{OLD}：{_policy(found.old)}",
        f"{NEW}：{_policy(found.new)}",
        f"只有{OLD}有的规则包：{_packs(gone)}" if gone else "",
        f"只有{NEW}有的规则包：{_packs(come)}" if come else "",
        (f"这一天{SAME}" if any(found.later) else SAME) if found.is_empty else "",
    ]
    return tuple(filter(None, lines))


def comparison_foot(found: Comparison, most: int | None) -> tuple[str, ...]:
    """Say what begins or ends after the day compared, by side and day: it is not compared."""
    lines = []
    for side, listed in zip((OLD, NEW), found.later, strict=True):
        for day in sorted({one.day for one in listed}):
            own = [one for one in listed if one.day == day]
            starts = [one.title for one in own if one.begins]
            stops = [one.title for one in own if not one.begins]
            told = [
                f"{word}的{len(titles)}条（{'、'.join(_cut_list(titles, most))}）"
                for word, titles in (
                    (f"自{day}起施行", starts),
                    (f"施行至{day - ONE_DAY}为止", stops),
                )
                if titles
            ]
            lines.append(f"注意：{side}另有{'、'.join(told)}，这里没有比较；要比较，加 --on {day}")
    return tuple(lines)


def _policy(policy: Policy) -> str:
    profiles = f"，模式{'、'.join(policy.profiles)}" if policy.profiles else ""
    return f"{name_of(policy)}，{policy.on}{profiles}"


def _packs(packs: Iterable[Pack]) -> str:
    return "、".join(f"{pack.title or pack.id}（{pack.id}）" for pack in packs)


def comparison_sections(found: Comparison, most: int | None) -> tuple[Section, ...]:
    """Return what differs: what tables decide, then records by kind, then mere sources."""
    sections = [Section(title="规则表的结论", entries=tuple(_table(t, most) for t in found.tables))]
    for kind, zh in KINDS.items():
        sections.append(Section(title=zh, entries=tuple(_records(found, kind, most))))
    sources = (_entry(one, most) for one in found.sources)
    sections.append(Section(title="内容相同，只是出处、说明或施行期间不同", entries=tuple(sources)))
    return tuple(section for section in sections if section.entries)


def _table(table: TableChange, most: int | None) -> Entry:
    head, found = f"{table.label}（{table.id}）", table.difference
    if found is None:
        return Entry(head=head, notes=(table.reason,))
    if not found.checked or found.is_empty:
        return Entry(head=head, notes=(str(found),))
    changes = [
        f"{found.say(change.old)} → {found.say(change.new)}：{say_region(change.region)}"
        for change in found.changes
    ]
    changes += [
        f"{'新增' if one.added else '不再'}兼具{found.say(one.trait)}：{say_region(one.region)}"
        for one in found.trait_changes
    ]
    pairs = Counter((one.old, one.new) for one in found.changes)
    cut = [f"（每种变化最多列出{SHOWN}处）"] if max(pairs.values(), default=0) >= SHOWN else []
    share = f"全部{found.cells:,}种情形中，{found.changed_cells:,}种的结论不同"
    return Entry(head=f"{head}：{share}", notes=(*_cut_list(changes, most), *cut))


def _records(found: Comparison, kind: str, most: int | None) -> Iterator[Entry]:
    """Go through the changes of a kind: those within records first, then what goes and comes."""
    whole = {
        (one.kind, one.id) for one in found.changes if one.kind in ("matters", "tables")
        and not one.field
    }  # fmt: skip
    above = {"materials": "matters", "fees": "matters", "rows": "tables"}.get(kind, "")
    listed = [one for one in found.of(kind) if (above, one.of) not in whole]
    for one in sorted(listed, key=lambda one: (one.is_added, one.is_removed)):
        parts = [c for c in found.changes if c.of == one.id and kind in ("matters", "tables")]
        yield _entry(one, most, parts if not one.field else ())


def _entry(one: Change, most: int | None, parts: Iterable[Change] = ()) -> Entry:
    sign = "新增：" if one.is_added else "取消：" if one.is_removed else ""
    old, new = _texts(one, most)
    if one.field:
        old, new = old or UNWRITTEN, new or UNWRITTEN
    grounds = _grounds(one)
    if isinstance(one.old, tuple) and not one.field and one.old_grounds == one.old:
        grounds = []  # they are what it says
    counts = [
        f"连同{zh}{count}项"
        for kind, zh in KINDS.items()
        if (count := sum(part.kind == kind for part in parts))
    ]
    affects = [f"用于：{'、'.join(_cut_list(one.affects, most))}"] if one.affects else []
    label = f"　{one.label}" if one.label else ""
    return Entry(
        head=f"{sign}{one.title}{label}",
        old=old,
        new=new,
        notes=(*counts, *affects, *grounds),
    )


def _grounds(one: Change) -> list[str]:
    """Say where both stand; once where that is one article, even if it is quoted otherwise."""
    old, new = say_grounds(one.old_grounds), say_grounds(one.new_grounds)
    if old == new:
        quotes = (
            {cited.quote for cited in side} for side in (one.old_citations, one.new_citations)
        )
        other = "" if len({*map(frozenset, quotes)}) == 1 else "（两方所引的原文不同）"
        return [f"依据：{new}{other}"] if new else []
    return [f"{side}依据：{said}" for side, said in (("原", old), ("新", new)) if said]


def _texts(one: Change, most: int | None) -> tuple[str, str]:
    old, new = one.old_text, one.new_text
    if most is not None and old and new and ("\n" in old or "\n" in new):
        old, new = _differing(old, new)
    return _cut(old, most), _cut(new, most)


def _differing(old: str, new: str) -> tuple[str, str]:
    """Return the lines of two texts that only one of them has."""
    lines = list(difflib.ndiff(old.splitlines(), new.splitlines()))
    one, other = (
        "".join(line[2:] for line in lines if line.startswith(sign)) for sign in ("- ", "+ ")
    )
    return one or "（没有这几行）", other or "（没有这几行）"


def _cut(text: str, most: int | None) -> str:
    plain = " ".join(text.split())
    if most is None or len(plain) <= _LONGEST:
        return plain
    return f"{plain[:_LONGEST]}……（共{len(plain)}字）"


def _cut_list(lines: Sequence[str], most: int | None) -> tuple[str, ...]:
    if most is None or len(lines) <= most:
        return tuple(lines)
    return (*lines[:most], f"还有{len(lines) - most}项")


# ---- ledgers


def ledger_text(found: LedgerComparison, most: int | None, *, unmask: bool = False) -> str:
    """Say what changes in a ledger: sums, then cases, then lines that were not taken."""
    return _text(ledger_head(found), ledger_sections(found, most, unmask=unmask), most)


def ledger_head(found: LedgerComparison) -> tuple[str, ...]:
    """Say how many cases change."""
    counts = (
        f"共{found.total}行：有变化的{len(found.cases)}件，没有变化的{found.unchanged}件，"
        f"未作比较的{len(found.rejects)}行。"
    )
    return f"台账比较：截至{say_at(found.as_of)}", counts


def ledger_sections(
    found: LedgerComparison, most: int | None, *, unmask: bool = False
) -> tuple[Section, ...]:
    """Return the sums of a ledger, the cases that change most first, and what was not taken."""
    sections = (
        Section(title="办理结果", entries=tuple(_verdicts(found)), is_short=True),
        Section(title="办件类型", entries=tuple(_kinds(found)), is_short=True),
        Section(title="期限", entries=tuple(_shifts(found)), is_short=True),
        Section(title="收费", entries=tuple(_fees(found)), is_short=True),
        Section(title="违反", entries=tuple(_breaches(found)), is_short=True),
        Section(
            title="有变化的办件（影响大的在前）",
            entries=tuple(_case(one, most) for one in found.by_weight()),
        ),
        Section(
            title="未作比较的行",
            entries=tuple(_reject(one, unmask=unmask) for one in found.rejects),
        ),
    )
    supposed = findings_sections(found.supposed) if found.supposed else ()
    listed = (*sections, *(evolve(one, title=f"如经查实：{one.title}") for one in supposed))
    return tuple(section for section in listed if section.entries)


def _by_count(pairs: Iterable[tuple[tuple[str, str], int]]) -> Iterator[Entry]:
    for (old, new), count in sorted(pairs, key=lambda pair: (-pair[1], pair[0])):
        yield Entry(head=f"{count}件", old=old, new=new)


def _verdicts(found: LedgerComparison) -> Iterator[Entry]:
    return _by_count(((a.zh, b.zh), count) for (a, b), count in found.verdicts.items())


def _kinds(found: LedgerComparison) -> Iterator[Entry]:
    return _by_count(found.kinds.items())


def _shifts(found: LedgerComparison) -> Iterator[Entry]:
    for word, shift in (("提前", found.earlier), ("推迟", found.later)):
        if shift.count:
            yield Entry(head=f"{word}：{_shift(shift)}")
    limits = [one for case in found.cases for one in case.limits if not one.is_moved]
    come = sum(one.old is None and one.new is not None for one in limits)
    gone = sum(one.new is None and one.old is not None for one in limits)
    if come:
        yield Entry(head=f"{OLD}没有届满日、{NEW}有的：{come}项")
    if gone:
        yield Entry(head=f"{OLD}有届满日、{NEW}没有的：{gone}项")


def _shift(shift: Shift) -> str:
    return f"{shift.count}项，合计{shift.days}个工作日"


def _fees(found: LedgerComparison) -> Iterator[Entry]:
    fees, changed = found.fees, [one for one in found.cases if one.old.fee != one.new.fee]
    if not changed:
        return
    yield Entry(head=f"收费有变化的{len(changed)}件")
    unknown = f"；另有{fees.unknown}件有一方不明，没有计入" if fees.unknown else ""
    yield Entry(
        head=f"{fees.cases}件两方都已算出的合计",
        old=say_yuan(fees.old),
        new=say_yuan(fees.new),
        notes=(f"相差{_signed(fees.difference, Unit.YUAN)}{unknown}",),
    )


def _signed(amount: Decimal, unit: Unit) -> str:
    return f"{'+' if amount > 0 else ''}{_amount(amount, unit)}"


def _amount(amount: Decimal, unit: Unit) -> str:
    """Say an amount with its unit: money to the fen, points without zeros that say nothing."""
    return say_yuan(amount) if unit is Unit.YUAN else f"{digits(amount)}{unit.zh}"


def _breaches(found: LedgerComparison) -> Iterator[Entry]:
    come = sum(len(one.come) for one in found.cases)
    gone = sum(len(one.gone) for one in found.cases)
    if come or gone:
        yield Entry(head=f"新增{come}项，减少{gone}项（均待查实）")


def _case(one: CaseChange, most: int | None) -> Entry:
    lines = [
        f"办理结果：{one.old.outcome.zh} → {one.new.outcome.zh}"
        if one.old.outcome != one.new.outcome
        else "",
        f"办件类型：{one.old.kind} → {one.new.kind}" if one.old.kind != one.new.kind else "",
        *_cut_list([_limit(limit) for limit in one.limits], most),
        f"收费：{_fee(one.old.fee)} → {_fee(one.new.fee)}" if one.old.fee != one.new.fee else "",
        *(f"新增违反：{said}" for said in one.come),
        *(f"不再违反：{said}" for said in one.gone),
        *(
            f"如经查实，得分增减：{_amount(old, unit)} → {_amount(new, unit)}"
            for unit, (old, new) in one.points.items()
        ),
    ]
    told = [mask_numbers(line) for line in lines if line]
    matter = f"　{one.matter}" if one.matter else ""
    head = f"第{one.number}行　{one.case}{matter}"
    return Entry(head=head, notes=tuple(told) or ("名称不同",))


def _limit(one: LimitChange) -> str:
    if not one.old_status or not one.new_status:
        word, at = ("新增", one.new) if one.new_status else ("不再有", one.old)
        status = one.new_status or one.old_status
        return f"{word}义务：{one.title}{f'，{say_at(at)}届满' if at else ''}（{status}）"
    ends = [] if one.old == one.new else [f"{_at(one.old)} → {_at(one.new)}{_moved(one)}"]
    if one.old_status != one.new_status:
        ends.append(f"{one.old_status} → {one.new_status}")
    return f"{one.title}：{'，'.join(ends) or f'性质改为{one.grade.zh}'}"


def _at(at: datetime | None) -> str:
    return "届满日不明" if at is None else say_at(at)


def _moved(one: LimitChange) -> str:
    if not one.days:
        return ""
    return f"（{'推迟' if one.days > 0 else '提前'}{abs(one.days)}个工作日）"


def _fee(fee: FeeView) -> str:
    status = fee.status or FeeStatus.UNKNOWN
    return status.zh if fee.total is None else say_yuan(fee.total)


def _reject(one: SideReject, *, unmask: bool) -> Entry:
    told = [(side, reject) for side, reject in ((OLD, one.old), (NEW, one.new)) if reject]
    said = {side: say_reject(reject, unmask=unmask).partition("：") for side, reject in told}
    reasons = [(side, reason) for side, (_, _, reason) in said.items()]
    if len(reasons) == 2 and reasons[0][1] == reasons[1][1]:
        reasons = [("两方", reasons[0][1])]
    notes = tuple(f"{side}：{reason}" for side, reason in reasons)
    return Entry(head=next(iter(said.values()))[0], notes=notes)


# ---- findings


def findings_text(found: FindingsComparison, most: int | None) -> str:
    """Say what follows otherwise from findings."""
    return _text(findings_head(found), findings_sections(found), most)


def findings_head(found: FindingsComparison) -> tuple[str, ...]:
    """Say how many findings are compared, and that nothing is decided."""
    counts = [
        f"认定比较：共采用{len(found.old.findings)}个认定",
        f"，其中{len(found.old.pending)}个未经查实或已不成立" if found.old.pending else "",
        f"，另有{len(found.old.later)}个在此以后发生" if found.old.later else "",
    ]
    same = [SAME] if found.is_empty else []
    return "".join(counts) + "。以下均为建议，由有权机关决定。", *same


def findings_sections(found: FindingsComparison) -> tuple[Section, ...]:
    """Return what differs: sums, scores, what comes and goes, what was not taken."""
    sums = (
        Entry(head=f"{title}合计：{_signed(amount, unit)}")
        for (unit, title), amount in found.sums.items()
    )
    rejects = (
        Entry(
            head=f"认定 {mask_numbers(one.finding)}", notes=(f"{one.side}：{_problem(one.error)}",)
        )
        for one in found.rejects
    )
    sections = (
        Section(title="合计", entries=tuple(sums), is_short=True),
        Section(title="得分和奖金", entries=tuple(map(_score, _by_difference(found.scores)))),
        Section(title="新增的措施", entries=tuple(map(_item, found.come))),
        Section(title="不再给予的措施", entries=tuple(map(_item, found.gone))),
        Section(title="其他各项", entries=tuple(map(_item, found.others))),
        Section(title="未采用的认定（两方都不计）", entries=tuple(rejects)),
    )
    return tuple(section for section in sections if section.entries)


def _by_difference(scores: Iterable[ScoreChange]) -> list[ScoreChange]:
    """Put scores in order: first those that cannot be compared, then by how much they differ."""

    def place(one: ScoreChange) -> tuple[bool, Decimal, str, str]:
        amount = one.difference
        return amount is not None, -abs(amount or Decimal(0)), one.name, one.period

    return sorted(scores, key=place)


def _score(one: ScoreChange) -> Entry:
    old, new = (_total(side) for side in (one.old, one.new))
    amount = one.difference
    notes = () if not amount else (f"相差{_signed(amount, one.unit)}",)
    return Entry(head=f"{one.name}　{one.title}　{one.period}", old=old, new=new, notes=notes)


def _total(one: Tally | None) -> str:
    """Say a score, with its grade; money to the fen."""
    if one is None:
        return "没有这项得分"
    unit = one.score.unit
    if unit is not Unit.YUAN:
        return say_total(one)
    if one.total is None:
        return f"不明，增减合计{_signed(one.change, unit)}"
    grade = "等次未定" if one.is_undecided else one.grade
    return _amount(one.total, unit) + (f"，{grade}" if grade else "")


def _item(one: ItemChange) -> Entry:
    sides = [(side, item) for side, item in (("原：", one.old), ("新：", one.new)) if item]
    rules = [(side, f"{item.sanction.title}。依据：{item.citation}") for side, item in sides]
    if len({rule for _, rule in rules}) == 1:
        rules = [("", rules[0][1])]
    return Entry(
        head=mask_numbers(f"{sides[0][1].subject}　认定 {one.finding}"),
        old=one.old_text or NONE,
        new=one.new_text or NONE,
        notes=tuple(f"{side}{rule}" for side, rule in rules),
    )


def _problem(error: ServiceHallError) -> str:
    return mask_numbers(f"[{error.code}] {error.part('what', 'zh')}，{error.part('fix', 'zh')}")


# ---- the text


_NUMBERS: Final = "一二三四五六七八九十"


def _text(head: Iterable[str], sections: Sequence[Section], most: int | None) -> str:
    lines = [*head]
    for number, section in enumerate(sections):
        lines += ["", f"{_number(number)}、{section.title}（{len(section.entries)}项）"]
        if section.is_short:
            lines[-1] = f"{_number(number)}、{section.title}"
        shown, more = section.first(most)
        lines += [line for entry in shown for line in _lines(entry)]
        if more:
            lines.append(f"  还有{more}项")
    return "\n".join(lines)


def _number(place: int) -> str:
    """Return a number in Chinese, from 0 for 一 up to 九十九."""
    tens, ones = divmod(place + 1, 10)
    ten = ("" if tens == 1 else _NUMBERS[tens - 1]) + "十" if tens else ""
    return ten + (_NUMBERS[ones - 1] if ones else "")


def _lines(entry: Entry) -> Iterator[str]:
    one_line = len(entry.old) + len(entry.new) <= _SHORT
    if entry.old and entry.new and one_line:
        yield f"  {entry.head}：{entry.old} → {entry.new}"
    elif entry.old and entry.new:
        yield from (f"  {entry.head}", f"    原：{entry.old}", f"    新：{entry.new}")
    elif entry.old or entry.new:
        yield f"  {entry.head}：{entry.old or entry.new}"
    else:
        yield f"  {entry.head}"
    yield from (f"    {line}" for note in entry.notes for line in note.splitlines())
