"""Sheets of matters (事项表): a row of a list of matters (实施清单) becomes records of a pack.

What the loader of packs refuses is refused here, row by row and with its own reasons: a promise
that is longer than the law allows, a matter without a limit, a source that names no instrument.
What no key of a pack holds is kept in ``note``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from servicehall.divisions import check_division
from servicehall.errors import DataError, ServiceHallError
from servicehall.interop.sheets.cells import said, shown_cell
from servicehall.interop.sheets.rows import Row, Sheet
from servicehall.interop.sheets.values import value_of
from servicehall.ledgers import Reject
from servicehall.plugins import load_pack
from servicehall.problems import Problems

__all__ = ["SheetMatter", "matters_from", "write_toml"]

Record = dict[str, Any]

_ASIDE: Final = frozenset({"id", "window", "materials", "charged", "fee", "fee_basis", "cite"})
"""Columns that are not simply keys of the record."""
_LIMITS: Final = ("promised", "statutory")


@frozen(kw_only=True)
class SheetMatter:
    """A matter that stood in a sheet (表中的事项), as a pack writes it.

    Attributes:
        number: The number of its row.
        matter: Its record.
        materials: The records of what must be handed in.
        windows: The record of its window, where the row names one.
        text: The row as it stands, as CSV.
    """

    number: int
    matter: Record
    materials: tuple[Record, ...] = ()
    windows: tuple[Record, ...] = ()
    text: str = ""

    @property
    def id(self) -> str:
        """Its name."""
        return str(self.matter["id"])


def matters_from(sheet: Sheet, *, division: str, cite: str = "") -> Iterator[SheetMatter | Reject]:
    """Go through the matters of a sheet (从表格读取事项).

    A matter is named by its column ``id``, else by its code, else by its title. It cites its column
    来源, else ``cite``, else the first entry of 设定依据.

    Args:
        sheet: The sheet, read as ``matters``.
        division: For which place they are.
        cite: Where the list itself stands, for example ``"《柳河镇政务服务事项实施清单》"``.

    Yields:
        Each matter, or a reject for a row that cannot be taken, with every reason: no title
        (SH725), a limit without unit (SH731), words without meaning (SH732), nothing to cite
        (SH733), a matter that stood above (SH739), and what the loader of packs refuses, such as a
        promise longer than the law allows (SH462) or no limit at all (SH470).

    Raises:
        FaultyDataError: The sheet has no column of titles (SH725).
        InputValueError: There is no such division (SH445).
    """
    sheet.require("title")
    return _matters(sheet, check_division(division), cite)


def _matters(sheet: Sheet, division: str, cite: str) -> Iterator[SheetMatter | Reject]:
    seen: dict[str, SheetMatter] = {}
    for row in sheet.rows:
        if isinstance(row, Reject):
            yield row
            continue
        try:
            found = _matter(sheet, row, cite)
            _check_new(found, seen.setdefault(found.id, found))
            head = {"id": "sheet", "division": division}
            load_pack({**head, **_sections([found])}, f"第{row.number}行")
        except ServiceHallError as error:
            yield Reject(row.number, error, row.text)
        else:
            yield found


def _check_new(found: SheetMatter, known: SheetMatter) -> None:
    """Refuse a matter that stood above (SH739)."""
    if known is not found:
        same = (found.matter, found.materials) == (known.matter, known.materials)
        how = ("the same", "内容相同") if same else ("another content", "内容不同")
        told = {"id": found.id, "row": known.number, "same": same}
        raise DataError("SH739", how=how[0], how_zh=how[1], **told)


def _matter(sheet: Sheet, row: Row, cite: str) -> SheetMatter:
    """Make records of a row.

    Raises:
        FaultyDataError: With every fault of it.
    """
    problems = Problems(f"第{row.number}行")
    said_of = _values(sheet, row, problems)
    with problems.at(row.heading("title")):
        if not said_of.get("title"):
            raise DataError("SH725", missing=sheet.columns["title"].headings[0])
    basis = said_of.get("basis") or ()
    source = said_of.get("cite") or cite or next(iter(basis), "")
    with problems.at(row.heading("cite")):
        if not source:
            raise DataError("SH733")
    problems.stop()
    window = said_of.get("window")
    name = said_of.get("id") or said_of.get("code") or said_of["title"]
    titles = said_of.get("materials") or ()
    papers = [
        {"id": f"{name}.{number}", "matter": name, "title": title, "cite": source}
        for number, title in enumerate(titles, 1)
    ]
    windows = [{"id": f"window.{window}", "title": window, "cite": source}] if window else []
    return SheetMatter(
        number=row.number,
        matter={"id": name, **_record(sheet, row, said_of), "cite": source},
        materials=tuple(papers),
        windows=tuple(windows),
        text=row.text,
    )


def _record(sheet: Sheet, row: Row, said_of: Mapping[str, Any]) -> Record:
    """Return the keys of a matter; what has none is kept in its note."""
    record = {key: value for key, value in said_of.items() if key not in _ASIDE}
    record |= _words(sheet, row, record) | _fee(row, said_of)
    if "materials" in row.named and not said_of.get("materials"):
        record["materials"] = "none"
    if window := said_of.get("window"):
        record["window"] = f"window.{window}"
    if row.unnamed:
        told = (f"{heading}：{shown_cell(cell).strip()}" for heading, cell in row.unnamed.items())
        record["note"] = "；".join(told)
    return record


def _values(sheet: Sheet, row: Row, problems: Problems) -> dict[str, Any]:
    """Return what the columns of a row say, by key; lists of two columns are put together."""
    units = {column.unit for column in sheet.columns.values()}
    values: dict[str, Any] = {}
    for name, column in sheet.columns.items():
        if name not in row.named or name in units or name.endswith("_words"):
            continue
        key = column.field or name
        with problems.at(row.heading(name)):
            value = value_of(sheet, row, name)
            if isinstance(value, tuple):
                value = tuple(dict.fromkeys((*values.get(key, ()), *value)))
            elif value is not None and values.get(key, value) != value:
                raise DataError("SH729", headings=(row.heading(name), key))
            if value is not None:
                values[key] = value
    return values


def _words(sheet: Sheet, row: Row, matter: Record) -> Record:
    """Return limits as they are printed, where they have more to say than the figure."""
    words = {}
    for name in _LIMITS:
        columns = [one for key, one in sheet.columns.items() if (one.field or key) == name]
        cells = [(row.cell(one.name), row.cell(one.unit)) for one in columns]
        printed = "；".join(
            shown_cell(cell).strip() + shown_cell(unit).strip() for cell, unit in cells if cell
        )
        told = [printed, said(row.cell(f"{name}_words"))]
        text = "；".join(one for one in told if one and one != matter.get(name))
        if text:
            words["words" if name == "promised" else "statutory_words"] = text
    return words


def _fee(row: Row, values: Mapping[str, Any]) -> Record:
    """Return that a matter is free of charge, or what is known of its fee; rules are not guessed.

    Raises:
        DataError: One column says that it is free, and another that it is not (SH729).
    """
    told = "；".join(str(values[name]) for name in ("fee", "fee_basis") if values.get(name))
    is_free = values.get("charged") is False or ("fee" in row.named and not values.get("fee"))
    if is_free and (values.get("charged") or values.get("fee")):
        raise DataError("SH729", headings=(row.heading("charged"), row.heading("fee")))
    if is_free:
        return {"fee": "free"}
    if not told and not values.get("charged"):
        return {}
    return {"fee": f"unknown: 清单写明收费（{told or '没有写明标准'}），须改写为收费记录"}


# ---- TOML


def write_toml(matters: Iterable[SheetMatter], head: Mapping[str, Any] | None = None) -> str:
    """Return matters as a file of a pack (写成规则包).

    Args:
        matters: The matters.
        head: What the pack says of itself: ``id``, ``title``, ``division``. Left out, the text is a
            further file for the folder of a pack.

    >>> print(write_toml([SheetMatter(number=2, matter={"id": "a", "title": "高龄津贴"})]))
    [[matters]]
    id = "a"
    title = "高龄津贴"
    <BLANKLINE>
    """
    lines = [f"{key} = {_toml(value)}" for key, value in (head or {}).items()]
    texts = ["\n".join(lines)] if lines else []
    for name, records in _sections(matters).items():
        texts += [_section(name, record) for record in records]
    return "\n\n".join(texts) + "\n"


def _sections(matters: Iterable[SheetMatter]) -> dict[str, list[Record]]:
    """Put records together by section; a window that several matters name stands there once."""
    listed = list(matters)
    windows = {record["id"]: record for one in listed for record in one.windows}
    return {
        "windows": list(windows.values()),
        "matters": [_plain(one.matter) for one in listed],
        "materials": [record for one in listed for record in one.materials],
    }


def _plain(record: Record) -> Record:
    return {key: list(one) if isinstance(one, tuple) else one for key, one in record.items()}


def _section(name: str, record: Record) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {_toml(one)}" for key, one in record.items())])


def _toml(value: str | int | list[str]) -> str:
    """Write a value: texts of TOML are those of JSON, but for the sign 127."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
