"""Loading packs (加载规则包): parsed, put on what stands above, and checked whole."""

import graphlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from os import PathLike

from attrs import evolve

from servicehall.checks import check_many, check_type, wrong_type
from servicehall.divisions import NATION
from servicehall.errors import DataError, InputValueError
from servicehall.instants import check_date
from servicehall.plugins.layers import Layers
from servicehall.plugins.packs import Pack
from servicehall.plugins.parsing import parse_pack
from servicehall.problems import Problems
from servicehall.reading import parse_toml, read_toml
from servicehall.spans import Span
from servicehall.tables import Overlap, Table
from servicehall.tables.views import say_region

__all__ = [
    "built_in_packs",
    "load_pack",
    "load_tables",
    "read_pack",
    "read_tables",
    "tables_over_time",
]


def read_pack(path: str | PathLike[str], *, above: Iterable[Pack] = ()) -> Pack:
    """Read a pack from a TOML file (读取规则包).

    Args:
        path: The file.
        above: Packs of other places that it builds on. The built-in packs always stand below it.

    Raises:
        FaultyDataError: With every fault of the file: what cannot be read, what has no meaning,
            and rows that contradict each other.
    """
    return load_pack(read_toml(path), str(path), above=above)


def load_pack(
    data: Mapping[str, object], source: str = "pack", *, above: Iterable[Pack] = ()
) -> Pack:
    """Make a pack of parsed TOML; see :func:`read_pack`."""
    packs = tuple(check_many(above, "above", "a list of packs", "规则包的列表"))
    for pack in packs:
        check_type(pack, Pack, "above")
    return _checked(data, source, (*built_in_packs(), *packs))


def read_tables(path: str | PathLike[str], *, on: date | None = None) -> Mapping[str, Table]:
    """Read decision tables that stand alone in a TOML file (读取规则表).

    They build on nothing but their own file: neither on the built-in packs nor on other places.

    Args:
        path: The file, in the format of packs.
        on: The day; needed where rows, changes or values hold for some time only.

    Raises:
        FaultyDataError: With every fault of the file.
        InputValueError: The tables change with time and no day was given (SH415).
    """
    return load_tables(read_toml(path), str(path), on=on)


def load_tables(
    data: Mapping[str, object], source: str = "tables", *, on: date | None = None
) -> Mapping[str, Table]:
    """Make tables of parsed TOML; see :func:`read_tables`."""
    stretches = tables_over_time(data, source)
    if on is None and len(stretches) > 1:
        days = tuple(span.since for span, _ in stretches[1:])
        raise InputValueError("SH415", source=source, days=days)
    day = date.min if on is None else check_date(on, "on")
    return next(tables for span, tables in stretches if day in span)


def tables_over_time(
    data: Mapping[str, object], source: str = "tables"
) -> tuple[tuple[Span, Mapping[str, Table]], ...]:
    """Make the tables of parsed TOML for every stretch of time within which nothing changes."""
    pack = _checked(data, source, ())
    layers = Layers.of([pack], pack.division or NATION, [pack.profile] if pack.profile else [])
    return tuple((span, _with_idle(tables)) for span, tables in layers.over_time())


def _with_idle(tables: Mapping[str, Table]) -> Mapping[str, Table]:
    """Note with each table the facts of a file that no table of it asks for or gives."""
    used = {fact.name for table in tables.values() for fact in (*table.facts, table.gives)}
    return {
        name: evolve(table, idle=tuple(f for f in table.vocabulary if f.name not in used))
        for name, table in tables.items()
    }


@cache
def built_in_packs() -> tuple[Pack, ...]:
    """Return the packs that ship with the library, the most general first."""
    packs: list[Pack] = []
    for name in ("model_hall", "three_kinds", "mengding"):
        file = resources.files("servicehall.national").joinpath(f"{name}.toml")
        data = parse_toml(file.read_text(encoding="utf-8"), f"{name}.toml")
        packs.append(_checked(data, f"servicehall/national/{name}.toml", tuple(packs)))
    return tuple(packs)


def _checked(data: Mapping[str, object], source: str, above: Sequence[Pack]) -> Pack:
    if not isinstance(data, dict) or not _has_text_keys(data):
        raise wrong_type(data, "data", "a dict as a TOML parser makes it", "TOML 解析所得的 dict")
    problems = Problems(source)
    pack = parse_pack(data, above, problems)
    _check_exceptions(pack, problems)
    for division in _divisions(pack):
        with problems.at(division):
            layers = Layers.of((*above, pack), division, [pack.profile] if pack.profile else [])
            for first in layers.first_days():
                with problems.at(division):
                    _check_tables(pack, layers, first, problems)
    problems.stop()
    return pack


def _has_text_keys(data: object) -> bool:
    """Tell whether all keys are text, however deep they stand."""
    left = [data]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                return False
            left += item.values()
        elif isinstance(item, list):
            left += item
    return True


def _divisions(pack: Pack) -> Iterable[str]:
    """Return the divisions for which a pack has records of their own."""
    return dict.fromkeys(record.division or NATION for record in pack.dated_records)


def _check_exceptions(pack: Pack, problems: Problems) -> None:
    """Note circles of exceptions."""
    graph = {
        (row.table, row.id): [(row.table, name) for name in row.exception_to] for row in pack.rows
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = [name for _, name in error.args[1]]
        problems.add("SH457", f"rows {circle[0]}", row=" → ".join(circle))
        problems.faulty.update(("exceptions", row.table) for row in pack.rows)


def _check_tables(pack: Pack, layers: Layers, first: date, problems: Problems) -> None:
    """Look for contradictions that nothing settles, in the stretch that begins on a day."""
    terms = layers.terms(first)
    touched = {row.table for row in pack.rows} | {change.table for change in pack.changes}
    touched |= {change.table for change in pack.orders}
    for name in touched if not pack.values else layers.heads:
        if ("exceptions", name) in problems.faulty:
            continue
        table = layers.table(layers.heads[name], first, terms)
        for overlap in table.analyse().overlaps:
            place = (table.id, *overlap.rows, say_region(overlap.region))
            if ("overlap", "/".join(place)) not in problems.faulty:  # told once, not for each day
                problems.faulty.add(("overlap", "/".join(place)))
                problems.found.append(_contradiction(table, overlap, first))


def _contradiction(table: Table, overlap: Overlap, first: date) -> DataError:
    one, other = overlap.rows
    return DataError(
        "SH441",
        path=f"rows {one}, {other}",
        table=table.id,
        outcomes=tuple(map(table.gives.say, overlap.outcomes)),
        region=say_region(overlap.region),
        since="" if first == date.min else first.isoformat(),
    )
