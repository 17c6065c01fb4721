"""Headings of sheets (表头): what each column says, in the words that halls use.

The words stand in ``columns.toml``; a place hands over a file of the same shape, which adds to it:

    skip = ["序号"]
    [cases.received]
    headings = ["来件时间"]
    [cases.sex]
    headings = ["性别"]
    field = "sex"
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import resources
from os import PathLike
from typing import Any, Final, Literal, get_args

from attrs import Factory, evolve, frozen

from servicehall.errors import DataError
from servicehall.privacy import UNMASKED
from servicehall.problems import Problems
from servicehall.reading import parse_toml, read_toml, structure
from servicehall.timeline import KINDS
from servicehall.vocabulary import hint_for

__all__ = ["FIELD_HEADING", "Column", "Columns", "Kind", "plain", "read_columns"]

Kind = Literal["cases", "events", "matters", "hall", "staff"]

FIELD_HEADING: Final = re.compile(r"(关联|内容)\.(\w[\w.-]*)(\(整数\)|\(是否\))?")
"""The heading of a reference or a field in a sheet of events, after :func:`plain`."""

TYPES: Final = ("text", "texts", "limit", "day", "count")
ATTRIBUTES: Final = ("actor", "unit")


@frozen(kw_only=True)
class Column:
    """What a column says (一列).

    Attributes:
        name: Our word for it.
        headings: The headings under which it stands.
        events: The kinds of event of which it says when they happened.
        attribute: ``actor`` or ``unit``, where it says who did something.
        field: The field of events, or the key of matters, in which it is noted.
        of: The kinds of event to which that belongs. Of several, a field goes to the first that the
            row has, a person to each; left out, a field goes to the first event of the row, and a
            person to all that have no other.
        type: What stands in it: text, texts, limit, day or count.
        unit: The column that says in which unit a limit is.
        words: What the words that can stand in it mean; left out, any text. A word that means
            several facts has a table of them.
        ends: The words that say with which event, and not with ``closed``, the case ended.
        silent: The words that add nothing to the times.
        needs: Words that say that something happened: of these kinds of event, one has a time.
        excludes: Words that say that something has not happened: of these kinds, none has a time.
        personal: Whether messages must not show what stands in it.
    """

    name: str = ""
    headings: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    attribute: str = ""
    field: str = ""
    of: tuple[str, ...] = ()
    type: str = "text"
    unit: str = ""
    words: dict[str, Any] = Factory(dict)
    ends: dict[str, str] = Factory(dict)
    silent: tuple[str, ...] = ()
    needs: dict[str, tuple[str, ...]] = Factory(dict)
    excludes: dict[str, tuple[str, ...]] = Factory(dict)
    personal: bool = False


@frozen(kw_only=True)
class _ColumnsForm:
    """A file of headings as it is written."""

    skip: tuple[str, ...] = ()
    stated: dict[str, Any] = Factory(dict)
    units: dict[str, str] = Factory(dict)
    cases: dict[str, Any] = Factory(dict)
    events: dict[str, Any] = Factory(dict)
    matters: dict[str, Any] = Factory(dict)
    hall: dict[str, Any] = Factory(dict)
    staff: dict[str, Any] = Factory(dict)


@frozen(kw_only=True)
class Columns:
    """All headings that are known (表头对照).

    Attributes:
        kinds: The columns of each kind of sheet, by our word for them.
        skip: Headings that are left out on purpose, whatever they would mean; a heading that a
            later file gives to a column is no longer left out.
        stated: Facts that hold for every case of a sheet, unless a row says otherwise: whoever
            hands over the file of headings answers for them.
        units: What the words for units of limits mean.
    """

    kinds: Mapping[str, Mapping[str, Column]]
    skip: frozenset[str]
    stated: Mapping[str, Any]
    units: Mapping[str, str]

    def named(self, kind: Kind) -> Mapping[str, Column]:
        """Return the columns of a kind of sheet, by heading."""
        listed = self.kinds[kind].values()
        return {plain(heading): column for column in listed for heading in column.headings}


@functools.lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a heading or a word without what makes no difference: blanks, stars, full width."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*:")


@functools.cache
def _own() -> Columns:
    folder = resources.files("servicehall.interop.sheets")
    text = folder.joinpath("columns.toml").read_text(encoding="utf-8")
    empty = Columns(kinds={}, skip=frozenset({plain(UNMASKED)}), stated={}, units={})
    return _with(empty, parse_toml(text, "columns.toml"), "columns.toml")


def read_columns(*files: str | PathLike[str]) -> Columns:
    """Return the headings that are known (读取表头对照).

    Args:
        *files: TOML files that add to the library's own; each to those before.

    Raises:
        FaultyDataError: With every fault of a file: it cannot be read (SH201), is no TOML (SH202),
            has unknown keys (SH204) or wrong types (SH205), kinds of event that do not exist
            (SH217), or a heading that already says something else (SH432).
    """
    return functools.reduce(
        lambda known, file: _with(known, read_toml(file), str(file)), files, _own()
    )


def _with(known: Columns, data: object, source: str) -> Columns:
    """Add what stands in a file."""
    problems = Problems(source)
    form = structure(data, _ColumnsForm, source)
    kinds = {}
    given: set[str] = set()
    for kind in get_args(Kind):
        kinds[kind] = dict(known.kinds.get(kind, {}))
        for name, written in getattr(form, kind).items():
            with problems.at(f"{kind}.{name}"):
                column = structure(written, Column, source)
                given |= set(map(plain, column.headings))
                kinds[kind][name] = _checked(
                    _added(kinds[kind].get(name), evolve(column, name=name))
                )
        _check_headings(kind, kinds[kind].values(), problems)
    problems.stop()
    skip = (known.skip - given) | set(map(plain, form.skip))
    stated, units = {**known.stated, **form.stated}, {**known.units, **form.units}
    return Columns(kinds=kinds, skip=skip, stated=stated, units=units)


def _added(known: Column | None, column: Column) -> Column:
    """Add to a column; what the file leaves out stays as it is."""
    if known is None:
        return column
    default = Column(name=column.name)
    told: dict[str, Any] = {
        key: getattr(column, key)
        for key in ("events", "attribute", "field", "of", "type", "unit", "personal")
        if getattr(column, key) != getattr(default, key)
    }
    told |= {
        "headings": (*known.headings, *column.headings),
        "silent": (*known.silent, *column.silent),
        "words": {**known.words, **column.words},
        "ends": {**known.ends, **column.ends},
        "needs": {**known.needs, **column.needs},
        "excludes": {**known.excludes, **column.excludes},
    }
    return evolve(known, **told)


def _checked(column: Column) -> Column:
    """Refuse a column that names what does not exist."""
    for key, told, known in (
        ("events", column.events, tuple(KINDS)),
        ("of", column.of, tuple(KINDS)),
        ("ends", column.ends.values(), tuple(KINDS)),
        ("needs", itertools.chain(*column.needs.values()), tuple(KINDS)),
        ("excludes", itertools.chain(*column.excludes.values()), tuple(KINDS)),
        ("type", (column.type,), TYPES),
        ("attribute", (column.attribute,) if column.attribute else (), ATTRIBUTES),
    ):
        for word in told:
            if word not in known:
                raise DataError("SH217", name=key, value=word, known=hint_for(word, known))
    return column


def _check_headings(kind: str, columns: Iterable[Column], problems: Problems) -> None:
    """Note a heading that is given to two columns."""
    owners: dict[str, str] = {}
    for column in columns:
        for heading in map(plain, column.headings):
            owner = owners.setdefault(heading, column.name)
            if owner != column.name:
                path = f"{kind}.{column.name}"
                both = f"{heading}（{owner}）"
                problems.add("SH432", path, kind="heading", kind_zh="表头", id=both)
