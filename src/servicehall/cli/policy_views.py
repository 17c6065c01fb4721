"""The policy in force (现行规则) as tables for the terminal, and as plain data."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from rich.cells import cell_len, chop_cells
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from servicehall.calendars import Overlay
from servicehall.citations import Confidence
from servicehall.divisions import NATION
from servicehall.duties import Duty
from servicehall.entries import NotStated, Settled
from servicehall.levels import LAYERS, PROFILE
from servicehall.limits import Limit, Unknown
from servicehall.matters import Matter, Window, say
from servicehall.plugins import Pack
from servicehall.policy import Policy
from servicehall.provenance import Remark
from servicehall.terms import TermValue
from servicehall.timeline import TABLE

__all__ = [
    "WIDTH",
    "fee_status",
    "grid",
    "is_local",
    "place_of",
    "plain",
    "policy_data",
    "policy_view",
    "show",
]

WIDTH: Final = 100
"""How wide tables are at least."""
_NARROWEST: Final = 8
"""How narrow a column becomes at most."""


def show(view: RenderableType) -> None:
    """Print a view; brackets in it are no markup."""
    width = max(_console_width(), WIDTH)
    Console(highlight=False, markup=False, emoji=False, width=width).print(view)


def _console_width() -> int:
    return Console().width


def grid(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    """Return a table with its title; nothing where it has no rows."""
    listed = list(rows)
    if not listed:
        return Group()
    widths = _widths([headings, *listed])
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    for row in listed:
        table.add_row(*(Text(_folded(text, w)) for text, w in zip(row, widths, strict=True)))
    return Group(*([Text(f"\n{title}", style="bold")] if title else []), table)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how many cells each column may take: the widest give way, names are not broken."""
    columns = list(zip(*rows, strict=True))
    widths = [max(cell_len(line) for text in c for line in text.split("\n")) for c in columns]
    least = [max(len(text.partition("\n")[2]) for text in column) for column in columns]
    room = max(_console_width(), WIDTH) - 2 * len(widths)
    while sum(widths) > room and max(wide := _spare(widths, least)) > 0:
        widths[wide.index(max(wide))] -= 1
    return widths


def _spare(widths: Sequence[int], least: Sequence[int]) -> list[int]:
    """Return how much each column could give."""
    return [width - max(name, _NARROWEST) for width, name in zip(widths, least, strict=True)]


def _folded(text: str, width: int) -> str:
    """Break text where it is wider than its column; Chinese needs no space to break at."""
    return "\n".join(part for line in text.split("\n") for part in chop_cells(line, width) or [""])


def plain(value: object) -> Any:
    """Return a value of a record as plain data: what is not known stays a text that says why."""
    if isinstance(value, Window):
        return value.title
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


# ---- what is told of records


def place_of(policy: Policy) -> str:
    """Return the name of a division, where a pack says it, with its code."""
    for pack in policy.packs:
        if pack.division == policy.division:
            return str(pack.level.place)
    return "全国" if policy.division == NATION else policy.division


def is_local(policy: Policy, matter: Matter) -> bool:
    """Tell whether a profile or a place says something of a matter, its materials or its fees."""
    if matter.is_taken_up:
        return True
    records = [policy.settled["fees"][rule.id] for rule in matter.fees]
    materials = () if isinstance(matter.materials, NotStated) else matter.materials
    records += [material.settled for material in materials]
    return any(_rank(record) >= PROFILE for record in records)


def _rank(settled: Settled) -> int:
    return max(entry.level.rank for entry in settled.entries)


def _by(settled: Settled) -> str:
    """Say who set a record, the most special first."""
    ordered = sorted(settled.entries, key=lambda entry: -entry.level.rank)
    return "、".join(dict.fromkeys(str(entry.level) for entry in ordered))


def _cite(settled: Settled) -> str:
    return "；".join(map(str, settled.citations))


def _special_first(records: Iterable[Any]) -> list[Any]:
    return sorted(records, key=lambda record: -_rank(record.settled))


def fee_status(matter: Matter) -> str:
    """Say in a few words what is known of the fee of a matter (收费情况)."""
    if matter.free:
        return "不收费"
    if matter.fee_unknown:
        return "不明"
    disabled = sum(bool(rule.disabled) for rule in matter.fees)
    stopped = "，均已停用" if disabled == len(matter.fees) else f"，其中{disabled}项已停用"
    return f"{len(matter.fees)}项标准" + (stopped if disabled else "")


def _limit(limit: Limit | None, without: str) -> str:
    """Say a limit in a few words; why it is not known stands among what is open."""
    return without if limit is None else "不明" if isinstance(limit, Unknown) else str(limit)


# ---- the view


def policy_view(policy: Policy, *, everything: bool) -> RenderableType:
    """Show what is in force, with its layers; of national matters, only how many there are."""
    matters = _listed(policy, everything=everything)
    remarks = _open(policy, matters, everything=everything)
    return Group(
        Text(f"{place_of(policy)}　{policy.on} 现行规则", style="bold"),
        grid("层级（由一般到特殊）", ("层级", "名称", "规则包", "把握", "来自"), _packs(policy)),
        *_profiles(policy),
        grid("事项", ("名称", "窗口", "承诺时限", "法定时限", "收费"), map(_matter, matters)),
        *_left_out(policy, matters),
        grid("窗口", ("名称", "部门", "地点", "电话", "设定"), _windows(policy)),
        grid("格式（须写明的项目）", ("名称", "对象", "项目", "设定"), _forms(policy)),
        grid("告知书", ("本地名称", "统一代码", "格式", "设定"), _notices(policy)),
        grid("办公时间", ("时间", "设定", "依据"), _hours(policy)),
        grid("地方放假与调休", ("地方", "安排", "年份已写全", "依据"), _days(policy)),
        grid("规则表", ("名称", "内容", "行数"), _tables(policy)),
        grid("参数", ("参数", "取值", "设定", "依据"), _terms(policy)),
        grid("义务", ("名称", "承担人", "期限", "性质", "依据"), _duties(policy)),
        grid("不计入期限的时间", ("名称", "事由（有其一即可）", "依据"), _pauses(policy)),
        grid("逾期的后果", ("名称", "后果", "依据"), _silences(policy)),
        grid(
            "待核事项", ("序号", "内容"), ((str(n), one.text) for n, one in enumerate(remarks, 1))
        ),
        *_left_open(len(policy.remarks) - len(remarks)),
    )


def _listed(policy: Policy, *, everything: bool) -> list[Matter]:
    matters = policy.matters.values()
    return [matter for matter in matters if everything or is_local(policy, matter)]


def _packs(policy: Policy) -> Iterator[Sequence[str]]:
    for pack in policy.packs:
        mark = "" if pack.confidence is Confidence.CLEAN else pack.confidence.zh
        yield LAYERS[pack.level.layer], pack.level.place, pack.id, mark, pack.origin


def _profiles(policy: Policy) -> Iterator[RenderableType]:
    adopted = policy.settled["adopts"].values()
    for one in adopted:
        yield Text(f"采用的模式：{one.fields['profile']}（{_by(one)}，{_cite(one)}）")
    supposed = set(policy.profiles) - {one.fields["profile"] for one in adopted}
    for name in sorted(supposed):
        yield Text(f"假设采用的模式：{name}")
    for pack in policy.packs:
        if pack.note:
            yield Text(f"说明（{pack.title}）：{pack.note}")


def _matter(matter: Matter) -> Sequence[str]:
    title = f"{matter.title}\n{matter.id}"
    if matter.unusable:
        return title, say(matter.window), "不得使用", "不得使用", "不得使用"
    limits = (_limit(matter.promised, "未作承诺"), _limit(matter.statutory, "未登记"))
    return title, say(matter.window), *limits, fee_status(matter)


def _left_out(policy: Policy, matters: Sequence[Matter]) -> Iterator[RenderableType]:
    count = len(policy.matters) - len(matters)
    if count:
        yield Text(f"\n另有全国通用事项{count}项，本地没有另作规定（--all 列出）")


def _windows(policy: Policy) -> Iterator[Sequence[str]]:
    for window in _special_first(policy.windows.values()):
        stated = (window.department, window.place, window.phone)
        yield window.title, *map(say, stated), _by(window.settled)


def _forms(policy: Policy) -> Iterator[Sequence[str]]:
    for form in _special_first(policy.forms.values()):
        items = "、".join(form.items.values())
        yield f"{form.title}\n{form.id}", form.of.zh, items, _by(form.settled)


def _notices(policy: Policy) -> Iterator[Sequence[str]]:
    for notice in _special_first(policy.notices.values()):
        form = notice.form.title if notice.form else ""
        yield f"{notice.title}\n{notice.id}", notice.code, form, _by(notice.settled)


def _hours(policy: Policy) -> Iterator[Sequence[str]]:
    hours = policy.settled["hours"].values()
    for one in sorted(hours, key=lambda one: -one.made.level.rank)[:1]:  # those that are in force
        yield str(policy.hours), _by(one), _cite(one)


def _days(policy: Policy) -> Iterator[Sequence[str]]:
    for overlay in policy.calendar.overlays:
        years = "、".join(map(str, overlay.years)) or "无"
        yield overlay.division, "；".join(_festivals(overlay)), years, str(overlay.citation)


def _festivals(overlay: Overlay) -> Iterator[str]:
    for days in overlay.days:
        rest = [f"{'、'.join(map(str, days.rest))}放假"] if days.rest else []
        work = [f"{'、'.join(map(str, days.work))}上班"] if days.work else []
        group = [f"仅限{days.group}，大厅照常办公"] if days.group else []
        yield f"{days.name}：{'，'.join((*rest, *work, *group))}"


def _tables(policy: Policy) -> Iterator[Sequence[str]]:
    for table in policy.tables.values():
        yield table.id, table.label, str(len(table.rows))


def _terms(policy: Policy) -> Iterator[Sequence[str]]:
    for value in sorted(policy.terms.values(), key=lambda one: -one.level.rank):
        name = f"{value.term.label}\n{value.term.id}"
        yield name, value.term.say(value.value), _setters(value), str(value.citation)


def _setters(value: TermValue) -> str:
    above = value.set_by[1:]
    if not above:
        return str(value.level)
    was = "、".join(f"{one.level}的{value.term.say(one.value)}" for one in above)
    return f"{value.level}，取代{was}"


def _duties(policy: Policy) -> Iterator[Sequence[str]]:
    for duty in _special_first(policy.duties.values()):
        who = policy.roles[duty.who].title
        limit = _within(duty, policy)
        yield f"{duty.title}\n{duty.id}", who, limit, duty.grade.zh, _cite(duty.settled)


def _within(duty: Duty, policy: Policy) -> str:
    """Say by when a duty must be done."""
    titles = {row.kind: row.zh for row in TABLE} | {e.id: e.title for e in policy.events.values()}
    before = "、".join(titles[kind] for kind in duty.before)
    parts = [
        *([_SOURCES.get(duty.within.source) or str(duty.within.limit)] if duty.within else []),
        *([f"在{before}以前"] if before else []),
        *(["不得" + "、".join(titles[kind] for kind in duty.must_not)] if duty.must_not else []),
    ]
    return "，".join(parts) or "未定期限"


_SOURCES: Final = {
    "matter.promised": "承诺时限",
    "matter.statutory": "法定时限",
    "matter.forwarding": "上报时限",
    "event.limit": "告知的期限",
}


def _pauses(policy: Policy) -> Iterator[Sequence[str]]:
    for pause in _special_first(policy.pauses.values()):
        grounds = "、".join(pause.grounds) or "（无须另有事由）"
        yield f"{pause.title}\n{pause.id}", grounds, _cite(pause.settled)


def _silences(policy: Policy) -> Iterator[Sequence[str]]:
    for silence in _special_first(policy.silences.values()):
        terms = (silence.scope, silence.condition, f"自{silence.as_of}起" if silence.as_of else "")
        limits = "，".join(term for term in terms if term)
        effect = silence.effect.zh + (f"（{limits}）" if limits else "")
        yield f"{silence.title}\n{silence.id}", effect, _cite(silence.settled)


def _open(policy: Policy, matters: Iterable[Matter], *, everything: bool) -> list[Remark]:
    """Return what is open, of matters only where they are listed."""
    listed = {f"matters/{matter.id}" for matter in matters}
    left_out = {f"matters/{name}" for name in policy.matters} - listed
    return [one for one in policy.remarks if everything or one.about not in left_out]


def _left_open(count: int) -> Iterator[RenderableType]:
    if count:
        yield Text(f"\n另有全国通用事项的待核事项{count}项（--all 列出）")


# ---- plain data


def policy_data(policy: Policy, *, everything: bool) -> dict[str, Any]:
    """Return what is in force as plain data."""
    matters = _listed(policy, everything=everything)
    return {
        "division": policy.division,
        "on": policy.on.isoformat(),
        "profiles": list(policy.profiles),
        "packs": [_pack_data(pack) for pack in policy.packs],
        "terms": [_term_data(value) for value in policy.terms.values()],
        "matters": [_matter_data(matter) for matter in matters],
        "matters_left_out": len(policy.matters) - len(matters),
        "windows": _titles(policy.windows.values()),
        "forms": [
            {**_record_data(form), "of": form.of.value, "items": dict(form.items)}
            for form in policy.forms.values()
        ],
        "notices": [
            {**_record_data(one), "code": one.code, "form": one.form.id if one.form else None}
            for one in policy.notices.values()
        ],
        "hours": None if policy.hours is None else str(policy.hours),
        "days": [_overlay_data(overlay) for overlay in policy.calendar.overlays],
        "tables": {table.id: len(table.rows) for table in policy.tables.values()},
        "duties": [
            {**_record_data(duty), "who": duty.who, "grade": duty.grade.value}
            for duty in policy.duties.values()
        ],
        "pauses": [
            {**_record_data(one), "of": list(one.of), "grounds": list(one.grounds)}
            for one in policy.pauses.values()
        ],
        "silences": [
            {**_record_data(one), "of": one.of, "effect": one.effect.value}
            for one in policy.silences.values()
        ],
        "remarks": [
            {"about": remark.about, "text": remark.text}
            for remark in _open(policy, matters, everything=everything)
        ],
    }


def _pack_data(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "layer": pack.level.layer,
        "division": pack.division,
        "profile": pack.profile,
        "confidence": pack.confidence.value,
        "package": pack.origin,
        "note": pack.note,
    }


def _term_data(value: TermValue) -> dict[str, Any]:
    return {
        "id": value.term.id,
        "label": value.term.label,
        "value": plain(value.value),
        "set_by": [
            {
                "value": plain(one.value),
                "level": one.level.name,
                "pack": one.pack,
                "citation": str(one.citation),
                "note": one.note,
            }
            for one in value.set_by
        ],
    }


def _matter_data(matter: Matter) -> dict[str, Any]:
    return {
        **_record_data(matter),
        "window": plain(matter.window),
        "promised": plain(matter.promised),
        "statutory": plain(matter.statutory),
        "fee": fee_status(matter),
        "unusable": matter.unusable,
    }


def _record_data(record: Any) -> dict[str, Any]:
    """Return what every record says: its name, who set it, where it stands."""
    return {
        "id": record.id,
        "title": record.title,
        "levels": list(dict.fromkeys(entry.level.name for entry in record.settled.entries)),
        "citations": [str(citation) for citation in record.settled.citations],
    }


def _titles(windows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            **_record_data(window),
            "department": plain(window.department),
            "place": plain(window.place),
            "phone": plain(window.phone),
        }
        for window in windows
    ]


def _overlay_data(overlay: Overlay) -> dict[str, Any]:
    return {
        "division": overlay.division,
        "years": list(overlay.years),
        "festivals": [
            {
                "name": days.name,
                "rest": [day.isoformat() for day in days.rest],
                "work": [day.isoformat() for day in days.work],
                "group": days.group,
            }
            for days in overlay.days
        ],
        "citation": str(overlay.citation),
    }
