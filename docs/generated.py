"""Pages made from data: errors, the pack format, its hooks, and the limits of statutes."""

import inspect
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, get_args

from attrs import fields, has

from servicehall.citations import Citation
from servicehall.clocks import SilenceEffect
from servicehall.entries import Entry
from servicehall.errors import PARTS, catalogue
from servicehall.plugins.entries import _RATES, _REQUIRED, TermReference
from servicehall.plugins.hooks import HOOKS
from servicehall.plugins.loading import Shelf, built_in_packs
from servicehall.plugins.packs import Rules
from servicehall.plugins.sections import SECTIONS, HeadForm, Section, Sourced
from servicehall.terms import SetValue, Term
from servicehall.timeline import ENDS, KINDS, TABLE, CaseState, Transition

GROUPS = {
    "SH1": "What a caller handed over",
    "SH2": "Data that somebody wrote: notices, overlays",
    "SH3": "How far the calendar reaches",
    "SH4": "Facts, tables, packs",
    "SH5": "Money and fees",
    "SH6": "Events and cases",
    "SH7": "Notices, sheets, exchange, reports",
    "SH8": "Accountability",
    "SH9": "The installation",
}
HEAD = """# Errors

Every error is a `ServiceHallError`, and also the closest builtin exception. It says what is wrong,
where, why and how to mend it; `error.code` is stable, `error.facts` holds the parts, and
`error.in_chinese()` says the same in Chinese. Words in braces stand for the facts of the case.
"""


def write_pages(folder: Path) -> None:
    """Write all pages that are made from data."""
    folder.mkdir(exist_ok=True)
    pages = {
        "errors": _errors(),
        "packs": _packs(),
        "hooks": _hooks(),
        "statutes": _statutes(),
        "course": _course(),
    }
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


# ---- errors


def _errors() -> str:
    """Return the reference of all errors."""
    lines = [HEAD]
    for prefix, title in GROUPS.items():
        lines.append(f"\n## {title}\n")
        for code, texts in sorted(catalogue().items()):
            if code.startswith(prefix):
                lines += [f"\n### {code}\n", "| | English | 中文 |", "|---|---|---|"]
                lines += _rows(texts["en"], texts["zh"])
    return "\n".join(lines) + "\n"


def _rows(english: Mapping[str, str], chinese: Mapping[str, str]) -> list[str]:
    """Write the parts of one message, in both languages side by side."""
    return [
        f"| {part} | {_cell(english[part])} | {_cell(chinese[part])} |"
        for part in PARTS
        if part in english
    ]


def _cell(text: str) -> str:
    """Write one part; what stands for a fact is set off."""
    plain = text.replace("!r}", "}").replace("|", r"\|")
    return re.sub(r"\{(\w+)\}", r"`{\1}`", plain)


# ---- the pack format

PACKS_HEAD = """# Pack format

Every kind of record of a pack, with its keys and an example (规则包的写法). A file in TOML opens a
section with the line shown. [For locality authors](../authors.md) tells how to begin;
`servicehall pack schema` prints the same for editors. A package written in Python hands over the
same records with [hooks](hooks.md).
"""


def _packs() -> str:
    """Return the reference of the sections of a pack."""
    lines = [PACKS_HEAD, "\n## head 表头\n", "The first lines of `pack.toml`.\n"]
    lines += [*_keys(HeadForm), *_example("", HEAD_EXAMPLE)]
    for section in SECTIONS:
        lines.append(f"\n## {section.name} {section.zh}\n")
        lines.append(
            f"In TOML: `{section.title}`. In Python: [`{section.name}`](hooks.md#{section.name}).\n"
        )
        lines += [*_keys(section.form), *_needed(section), *_examples(section)]
    return "\n".join(lines) + "\n"


HEAD_EXAMPLE = {"format": 1, "id": "town", "title": "某镇便民服务中心", "division": "530926103"}


def _examples(section: Section) -> Iterator[str]:
    """Write the example of a section as TOML."""
    if not section.named:
        yield from _example(section.title, *section.example)
    elif all(isinstance(one, dict) for one in section.example.values()):
        for name, one in section.example.items():
            yield from _example(f"[{section.name}.{name}]", one)
    else:
        yield from _example(section.title, section.example)


def _example(title: str, *records: Mapping[str, Any]) -> Iterator[str]:
    """Write records as TOML, each below the line that opens it."""
    for record in records:
        keys = (f"{_toml_key(key)} = {_toml(value)}" for key, value in record.items())
        yield "\n".join(["\n```toml", *filter(None, [title]), *keys, "```\n"])


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else json.dumps(key, ensure_ascii=False)


def _toml(value: object) -> str:
    """Write one value in TOML."""
    match value:
        case Mapping():
            keys = (f"{_toml_key(key)} = {_toml(one)}" for key, one in value.items())
            return f"{{ {', '.join(keys)} }}"
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)


# ---- hooks

HOOKS_HEAD = """# Hooks

What a package written in Python can hand over (插件钩子). Most need none of this: one line,
`pack = Pack.load(__name__)`, reads the TOML files beside it, see
[making it a package](../localities.md#making-it-a-package). A package that makes its records in
Python names its module in an entry point of the group `servicehall`, and marks functions with
`hookimpl`:

    [project.entry-points.servicehall]
    town = "servicehall_town"

Hooks are called once, without arguments, when packages are found, and never for a case. Each
returns records, as dicts with the keys of [the pack format](packs.md); the loader checks them as it
checks TOML, and names package and version where one is faulty. The order of packages never matters:
layers, dates and `replaces` decide. `head` must be there; a name that is no hook stops the loading,
so nothing is lost by a misspelling.
"""


def _hooks() -> str:
    """Return the reference of the hooks, each with the minimal plugin of its docstring."""
    lines = [HOOKS_HEAD, "\n## head\n"]
    lines.append(
        "What the pack says of itself (规则包的表头); returns a dict: [keys](packs.md#head-表头).\n"
    )
    lines += _plugin("head")
    for section in SECTIONS:
        shape = "a dict, by name" if section.named else "a list of dicts"
        lines.append(f"\n## {section.name}\n")
        anchor = f"{section.name}-{section.zh}".lower()
        lines.append(f"{section.zh}; returns {shape}: [keys](packs.md#{anchor}).\n")
        lines += _plugin(section.name)
    return "\n".join(lines) + "\n"


def _keys(form: type) -> Iterator[str]:
    """Write the keys of a form, and after them those of the records inside it."""
    yield from markdown_table(("key", "中文说明"), _rows_of_keys(form))
    for key in fields(form):
        for inner in filter(has, get_args(key.type)):
            yield f"\nEach of `{key.name}`:\n"
            yield from markdown_table(("key", "中文说明"), _rows_of_keys(inner, without=Sourced))


def _needed(section: Section) -> Iterator[str]:
    """Say what a record must state where it is made; a change states what it changes."""
    if section.name in _REQUIRED:
        either = {"rate": tuple(_RATES), "titles": ("title", "any_of")}
        choices = [either.get(key, (key,)) for key in ("id", *_REQUIRED[section.name], "cite")]
        told = ", ".join(" or ".join(f"`{key}`" for key in keys) for keys in choices)
        yield f"\nTo make one: {told}. To change one above: `changes`, `cite`, what is different.\n"


def _rows_of_keys(form: type, without: type | None = None) -> Iterator[Sequence[str]]:
    """Write each key with what it says."""
    left_out = {key.name for key in fields(without)} if without else set()
    for key in fields(form):
        if key.name not in left_out:
            yield f"`{key.name}`", key.metadata["about"]


def _plugin(name: str) -> Iterator[str]:
    """Write the minimal plugin of a hook's docstring."""
    _, _, code = (inspect.getdoc(getattr(HOOKS, name)) or "").partition("Example:\n    ::\n")
    yield f"\n```python\n{inspect.cleandoc(code)}\n```\n"


# ---- statutes

STATUTES_HEAD = """# Statutes

What the built-in pack *statutes* holds (法律法规): every limit with its unit, from when it runs,
whom it binds, and the article that sets it; what does not count; what follows from silence; common
matters. A unit is never inferred from the number: the note tells how a bare 日 was read. A limit
binds unless a law on the matter says otherwise. Local regulations hold in their division only.
"""


def _statutes() -> str:
    """Return what the pack of statutes holds."""
    pack = next(pack for pack in built_in_packs() if pack.id == "statutes")
    rules = Shelf.of(()).rules(pack)
    return "\n".join([STATUTES_HEAD, *_limits(rules), *_clocks(rules), *_matters(rules)]) + "\n"


def _limits(rules: Rules) -> Iterator[str]:
    """Write every limit, by the instrument that sets it."""
    terms = {term.id: term for term in rules.terms}
    groups: dict[str, list[SetValue]] = {}
    for value in rules.values:
        groups.setdefault(value.citation.instrument, []).append(value)
    headings = ("期限", "时长", "起算；约束", "条款；施行", "说明")
    yield "\n## 期限 (limits)\n"
    for instrument, values in groups.items():
        yield f"\n### {instrument}\n"
        yield from markdown_table(headings, (_limit(terms[value.term], value) for value in values))


def _limit(term: Term, value: SetValue) -> Sequence[str]:
    said = {
        "延长": term.extends,
        "条件": term.condition,
        "只在": value.division,
        "原文": _quoted(value.citation),
        "说明": value.note,
        "下级": "只能缩短" if term.shorter_only else "不得设值" if term.fixed else "",
    }
    return (
        f"{term.label}<br>`{term.id}`",
        str(value.value),
        _lines(term.trigger, term.binds),
        _lines(_article(value.citation), str(value.span)),
        _told(said),
    )


def _clocks(rules: Rules) -> Iterator[str]:
    yield "\n## 不计入期限的时间 (pauses)\n"
    headings = ("名称", "不计入", "事由（有其一即可）", "依据", "说明")
    yield from markdown_table(headings, map(_pause, _of_kind(rules, "pauses")))
    yield "\n## 逾期的后果 (silences)\n"
    headings = ("名称", "期限", "后果", "依据", "说明")
    yield from markdown_table(headings, map(_silence, _of_kind(rules, "silences")))


def _pause(entry: Entry) -> Sequence[str]:
    of = "<br>".join(f"`{name}`" for name in entry.fields["of"])
    said = {"告知": entry.fields.get("notice", ""), **_about(entry)}
    return _name(entry), of, "、".join(entry.fields["grounds"]), str(entry.citation), _told(said)


def _silence(entry: Entry) -> Sequence[str]:
    terms = {"起算": "as_of", "范围": "scope", "条件": "condition"}
    said = {label: entry.fields.get(key, "") for label, key in terms.items()}
    effect = SilenceEffect(entry.fields["effect"]).zh
    about = _told({**said, **_about(entry)})
    return _name(entry), f"`{entry.fields['of']}`", effect, str(entry.citation), about


def _matters(rules: Rules) -> Iterator[str]:
    yield "\n## 常见事项的法定时限 (common matters)\n"
    rows = map(_matter, _of_kind(rules, "matters"))
    yield from markdown_table(("事项", "法定时限", "原文的说法", "依据", "说明"), rows)


def _matter(entry: Entry) -> Sequence[str]:
    limit = entry.fields["statutory"]
    shown = f"`${limit.term}`" if isinstance(limit, TermReference) else str(limit)
    words = entry.fields.get("statutory_words", "")
    return _name(entry), shown, words, str(entry.citation), _told(_about(entry))


def _of_kind(rules: Rules, kind: str) -> list[Entry]:
    return [entry for entry in rules.entries if entry.kind == kind]


def _name(entry: Entry) -> str:
    return f"{entry.fields['title']}<br>`{entry.id}`"


def _about(entry: Entry) -> dict[str, str]:
    """Return what every record says of itself."""
    return {
        "只在": entry.division,
        "施行": str(entry.span),
        "原文": _quoted(entry.citation),
        "说明": entry.note,
    }


def _quoted(citation: Citation) -> str:
    return f"“{citation.quote}”" if citation.quote else ""


def _article(citation: Citation) -> str:
    return str(citation).removeprefix(citation.instrument)


def _told(said: Mapping[str, str]) -> str:
    return _lines(*(f"{label}：{text}" for label, text in said.items() if text))


def _lines(*parts: str) -> str:
    return "<br>".join(part for part in parts if part)


# ---- the course of a case

COURSE_HEAD = """# The course of a case

Made from `servicehall.timeline.TABLE`. An arrow is an event that moves a case; the table lists all
events, those that leave it where it is too. `reopened` leads from any end back to 已收件, in a new
cycle.
"""
PLACES = {
    "new": (0, 0),
    "contacted": (1, 0),
    "received": (2, 0),
    "supplementing": (2, 1),
    "accepted": (3, 0),
    "decided": (4, 0),
    "closed": (5, 0),
}
"""Column and row of the states on the main way."""


def _course() -> str:
    """Return the picture, the ends beside the main way, and the table of what can follow what."""
    lines = [COURSE_HEAD, "```{raw} html", _picture(), "```", ""]
    lines += [f"* {line}" for line in _side_ends()]
    headings = ("事件", "可以发生在", "之后", "此前须有")
    return "\n".join([*lines, "", *markdown_table(headings, map(_transition, TABLE))]) + "\n"


def _side_ends() -> Iterator[str]:
    """Say which events end a case beside the main way."""
    for row in TABLE:
        for to in _leads(row):
            if to.value not in PLACES:
                states = "、".join(state.zh for state in CaseState if state in row.allowed)
                yield f"{row.zh}：{states} → **{to.zh}**"


def _leads(row: Transition) -> list[CaseState]:
    """Return where an event leads to, in the order of the states."""
    return [state for state in CaseState if state in row.to.values()]


def _transition(row: Transition) -> Sequence[str]:
    everywhere = len(row.allowed) >= len(CaseState) - 1
    states = [state for state in CaseState if state in row.allowed]
    allowed = "任何状态" if everywhere else "、".join(state.zh for state in states)
    leads = [to.zh for to in _leads(row)]
    follows = KINDS[row.follows].zh if row.follows else ""
    return f"{row.zh}<br>`{row.kind}`", allowed, "、".join(leads) or "不变", follows


def _picture() -> str:
    """Draw the main way: states as boxes, the events that lead on as arrows."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in TABLE:
        for one in (state for state in CaseState if state in row.to):
            to = row.to[one]
            if one.value in PLACES and to.value in PLACES and row.kind != "reopened":
                arrows.setdefault((one.value, to.value), []).append(row.zh)
    drawn = [_arrow(one, to, "、".join(titles)) for (one, to), titles in arrows.items()]
    tip = (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7"'
        ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="currentColor"/>'
        "</marker></defs>"
    )
    return (
        '<svg viewBox="0 0 1000 330" role="img" aria-label="办件状态的转换"'
        ' style="font:13px sans-serif" fill="none" stroke="currentColor">'
        + "".join([tip, *drawn, *map(_box, PLACES)])
        + "</svg>"
    )


def _centre(state: str) -> tuple[int, int]:
    column, row = PLACES[state]
    return 70 + 170 * column, 170 + 110 * row


def _box(name: str) -> str:
    x, y = _centre(name)
    end = ' stroke-width="2.5"' if CaseState(name) in ENDS else ""
    return f'<rect x="{x - 42}" y="{y - 18}" width="84" height="36" rx="8"{end}/>' + _words(
        x, y + 5, CaseState(name).zh
    )


def _words(x: float, y: float, text: str) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" fill="currentColor"'
        f' stroke="none">{text}</text>'
    )


def _arrow(one: str, to: str, title: str) -> str:
    """Draw an arrow: straight to the next box, up or down, or in an arc over those between."""
    (x1, y1), (x2, y2) = _centre(one), _centre(to)
    if x1 == x2:
        shift = 22 if y2 < y1 else -22
        sign = 1 if y2 > y1 else -1
        path = f"M{x1 + shift} {y1 + 18 * sign}V{y2 - 18 * sign}"
        words = _words(x1 + 3.4 * shift, (y1 + y2) / 2 + 5, title)
    elif y1 == y2 and x2 - x1 < 200:
        path = f"M{x1 + 42} {y1}H{x2 - 42}"
        words = _words((x1 + x2) / 2, y1 - 6, title)
    elif y1 == y2:
        top = y1 - 18 - (x2 - x1) // 4
        path = f"M{x1} {y1 - 18}C{x1 + 40} {top} {x2 - 40} {top} {x2} {y1 - 18}"
        words = _words((x1 + x2) / 2, (y1 - 18 + 3 * top) / 4 - 5, title)
    else:
        path = f"M{x1 + 42} {y1}Q{(x1 + x2) / 2} {y1} {x2 - 10} {y2 + 18}"
        words = _words((x1 + 42 + x1 + x2 + x2 - 10) / 4, (3 * y1 + y2 + 18) / 4 + 16, title)
    return f'<path d="{path}" marker-end="url(#tip)" opacity=".8"/>{words}'


# ---- tables


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write a table."""
    yield f"| {' | '.join(headings)} |"
    yield "|---" * len(headings) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
