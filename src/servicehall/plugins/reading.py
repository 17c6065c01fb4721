"""Reading packs (读取规则包) from files, and tables that stand alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from os import PathLike

from attrs import evolve

from servicehall.checks import check_many, check_type, wrong_type
from servicehall.divisions import NATION
from servicehall.errors import FaultyDataError, InputValueError
from servicehall.instants import check_date
from servicehall.plugins.files import PackFiles
from servicehall.plugins.layers import Layers
from servicehall.plugins.loading import Shelf, load_rules
from servicehall.plugins.packs import Pack
from servicehall.plugins.parsing import check_shapes
from servicehall.problems import Problems
from servicehall.spans import Span
from servicehall.tables import Table

__all__ = [
    "load_pack",
    "load_tables",
    "open_pack",
    "read_pack",
    "read_tables",
    "tables_over_time",
]


def open_pack(path: str | PathLike[str]) -> Pack:
    """Open a pack (打开规则包): only its head is read; the rest when a division asks for it.

    Args:
        path: A TOML file, or a folder with ``pack.toml`` and more TOML files.

    Raises:
        FaultyDataError: With every fault of the head; then also what else can be told of the file
            without it.
    """
    return _opened(_files(path))


def read_pack(path: str | PathLike[str], *, above: Iterable[Pack] = ()) -> Pack:
    """Read a pack and check it whole (读取规则包).

    Args:
        path: A TOML file, or a folder with ``pack.toml`` and more TOML files.
        above: Packs of other places that it builds on. The built-in packs always stand below it.

    Raises:
        FaultyDataError: With every fault of the pack: what cannot be read, what has no meaning,
            rows that contradict each other, limits beyond their bounds.
    """
    return _checked(_files(path), above)


def load_pack(
    data: Mapping[str, object], source: str = "pack", *, above: Iterable[Pack] = ()
) -> Pack:
    """Make a pack of parsed TOML; see :func:`read_pack`."""
    _check_data(data)
    return _checked(PackFiles.of_data(data, source), above)


def _checked(files: PackFiles, above: Iterable[Pack]) -> Pack:
    packs = tuple(check_many(above, "above", "a list of packs", "规则包的列表"))
    for one in packs:
        check_type(one, Pack, "above")
    pack = _opened(files)
    shelf = Shelf.of((*packs, pack))
    shelf.rules(pack)
    return evolve(pack, checked=shelf.neighbours(pack))


def _opened(files: PackFiles) -> Pack:
    """Open a pack; a fault of the head does not hide wrong keys and types of the records."""
    try:
        return Pack.open(files)
    except FaultyDataError as error:
        problems = Problems(files.source)
        check_shapes(files.readable(problems), problems)
        told = {str(problem) for problem in error.problems}
        more = [problem for problem in problems.found if str(problem) not in told]
        raise FaultyDataError(files.source, [*error.problems, *more]) from error


def _files(path: str | PathLike[str]) -> PackFiles:
    if not isinstance(path, str | PathLike):
        raise wrong_type(path, "path", "the path of a file", "文件路径")
    return PackFiles.of_path(path)


# ---- tables that stand alone


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
    return _on_day(_files(path), on)


def load_tables(
    data: Mapping[str, object], source: str = "tables", *, on: date | None = None
) -> Mapping[str, Table]:
    """Make tables of parsed TOML; see :func:`read_tables`."""
    _check_data(data)
    return _on_day(PackFiles.of_data(data, source), on)


def _on_day(files: PackFiles, on: date | None) -> Mapping[str, Table]:
    stretches = _over_time(files)
    if on is None and len(stretches) > 1:
        days = tuple(span.since for span, _ in stretches[1:])
        raise InputValueError("SH415", source=files.source, days=days)
    day = date.min if on is None else check_date(on, "on")
    return next(tables for span, tables in stretches if day in span)


def tables_over_time(
    data: Mapping[str, object], source: str = "tables"
) -> tuple[tuple[Span, Mapping[str, Table]], ...]:
    """Make the tables of parsed TOML for every stretch of time within which nothing changes."""
    _check_data(data)
    return _over_time(PackFiles.of_data(data, source))


def _over_time(files: PackFiles) -> tuple[tuple[Span, Mapping[str, Table]], ...]:
    pack = Pack.open(files)
    rules = load_rules(pack, files.contents(), (), Problems(files.source))
    supposed = [pack.profile] if pack.profile else []
    layers = Layers.of([rules], pack.division or NATION, supposed)
    return tuple((span, _with_idle(tables)) for span, tables in layers.over_time())


def _with_idle(tables: Mapping[str, Table]) -> Mapping[str, Table]:
    """Note with each table the facts of a file that no table of it asks for or gives."""
    used = {fact.name for table in tables.values() for fact in (*table.facts, table.gives)}
    return {
        name: evolve(table, idle=tuple(f for f in table.vocabulary if f.name not in used))
        for name, table in tables.items()
    }


def _check_data(data: object) -> None:
    """Refuse what no TOML parser makes: no dict, or a key, however deep, that is no text."""
    left: list[object] = [data]
    seen: set[int] = set()
    while left:
        item = left.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                break
            left += item.values()
        elif isinstance(item, list):
            left += item
    else:
        if isinstance(data, dict):
            return
    raise wrong_type(data, "data", "a dict as a TOML parser makes it", "TOML 解析所得的 dict")
