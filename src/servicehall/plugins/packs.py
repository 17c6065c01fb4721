"""Packs (规则包): what one place, or one kind of hall, has written down."""

from collections.abc import Collection, Mapping
from typing import Final

from attrs import evolve, field, fields, frozen

from servicehall.cells import Cell
from servicehall.checks import check_id, check_text
from servicehall.citations import Citation, Confidence
from servicehall.divisions import NATION
from servicehall.duties import EventKind
from servicehall.entries import Entry
from servicehall.errors import DataError
from servicehall.events import Field
from servicehall.levels import LAYERS, PROFILE, Level, division_level
from servicehall.plugins.files import PackFiles
from servicehall.plugins.sections import FORMAT, HeadForm
from servicehall.problems import Problems
from servicehall.reading import structure
from servicehall.spans import ALWAYS, Span
from servicehall.tables import Amendment, HitPolicy, Row
from servicehall.terms import SetValue, Term
from servicehall.vocabulary import Fact, Value

__all__ = ["OrderChange", "Pack", "RowChange", "Rules", "TableHead"]


@frozen(kw_only=True)
class TableHead:
    """What a table is, before its rows (规则表的表头).

    Attributes:
        id: Its name.
        label: Its Chinese name.
        gives: The fact that it settles.
        policy: How many answers it gives, and which.
        order: The outcomes, in order of precedence; empty for the order of the fact's values.
        facts: The facts that people are asked for, in that order; others that rows use follow.
        at: The kinds of event at which it is decided, for details belong to one event.
        rest: The outcome of what belongs to none of the others, or None.
        after: For outcomes that ask for something, the facts that hold once it is there.
        citation: What sets the table or its order, where something does.
    """

    id: str
    label: str
    gives: Fact
    policy: HitPolicy
    order: tuple[Value, ...] = ()
    facts: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    rest: Value | None = None
    after: Mapping[Value, Mapping[str, Value]] = field(factory=dict)
    citation: Citation | None = None


@frozen(kw_only=True)
class OrderChange:
    """Another order of precedence for a table above (次序的修改).

    Attributes:
        table: The table.
        order: All its outcomes, in order of precedence.
        citation: What orders the change.
        level: Who makes it.
        pack: The pack in which it stands.
        replaces: The pack of the same level whose word it takes the place of.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
    """

    table: str
    order: tuple[Value, ...]
    citation: Citation
    level: Level
    pack: str = ""
    replaces: str = ""
    division: str = ""
    span: Span = ALWAYS


@frozen(kw_only=True)
class RowChange:
    """A change of single cells of a row above (局部修改).

    Attributes:
        table: The table.
        row: The row.
        cells: New conditions by fact; None takes a condition away. A condition that the row has
            in some of its alternatives is changed in those; one that it has in none is added to
            each.
        when: New conditions altogether, or None.
        then: A new outcome, or None.
        citation: What orders the change.
        level: Who makes it.
        pack: The pack in which it stands.
        replaces: The pack of the same level whose word it takes the place of.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
    """

    table: str
    row: str
    cells: Mapping[str, Cell | None] = field(factory=dict)
    when: tuple[tuple[Cell, ...], ...] | None = None
    then: Value | None = None
    citation: Citation
    level: Level
    pack: str = ""
    replaces: str = ""
    division: str = ""
    span: Span = ALWAYS

    @property
    def amendment(self) -> Amendment:
        """What it leaves on the row that it changes."""
        parts = [
            *self.cells,
            *(["when"] if self.when else []),
            *([] if self.then is None else ["then"]),
        ]
        return Amendment(cells=tuple(parts), citation=self.citation, level=self.level)

    def without(self, parts: Collection[str]) -> "RowChange":
        """Return the change without some of its parts."""
        if not parts:
            return self
        return evolve(
            self,
            cells={name: cell for name, cell in self.cells.items() if name not in parts},
            when=None if "when" in parts else self.when,
            then=None if "then" in parts else self.then,
        )


@frozen(kw_only=True, eq=False)
class Pack:
    """What one place, or one kind of hall, has written down (规则包).

    A pack knows what it says of itself; what else stands in it is read when a division asks for it.

    Attributes:
        id: Its name.
        title: Its Chinese name.
        level: Where it stands between the general and the special.
        profile: The profile that it is, or empty.
        division: The division that it is for, or empty.
        needs: Packs of the same place that it builds on.
        confidence: How sure it is that it is for this division.
        note: What a reader must know of it.
        files: The files that it is written in.
        checked: The packs together with which it was checked when it was read; empty if it was not.
        origin: The installed package that it comes from, with its version; empty for files.
    """

    id: str
    title: str
    level: Level
    profile: str = ""
    division: str = ""
    needs: tuple[str, ...] = ()
    confidence: Confidence = Confidence.CLEAN
    note: str = ""
    files: PackFiles = field(repr=False)
    checked: frozenset[str] = frozenset()
    origin: str = ""

    @property
    def source(self) -> str:
        """The file, folder or package that it stands in; an installed one with its version."""
        return f"{self.origin}: {self.files.source}" if self.origin else self.files.source

    @classmethod
    def load(cls, module: str) -> "Pack":
        """Return the pack of a Python package (载入规则包): ``pack = Pack.load(__name__)``.

        The head stands in ``pack.toml`` beside the module; records stand there or in more TOML
        files. Only the head is read now.

        Args:
            module: The name of the package.

        Raises:
            FaultyDataError: With every fault of the head.
        """
        return cls.open(PackFiles.of_package(check_text(module, "module")))

    @classmethod
    def open(cls, files: PackFiles) -> "Pack":
        """Return the pack that stands in some files, of which only the head is read.

        Raises:
            FaultyDataError: With every fault of the head.
        """
        problems = Problems(files.source)
        data = files.head()
        form, level = _NO_HEAD, _NATION
        with problems.at("pack"):
            own = {key: value for key, value in data.items() if key in _HEAD_KEYS}
            form = structure(own, HeadForm, files.source)
            level = _level(form)
        if form.format != FORMAT:
            problems.add("SH210", "format", format=form.format, known=FORMAT)
        if form.confidence not in _CONFIDENCES:
            known = ", ".join(_CONFIDENCES)
            problems.add(
                "SH217", "confidence", name="confidence", value=form.confidence, known=known
            )
        problems.stop()
        return cls(
            id=form.id,
            title=form.title or form.id,
            level=Level(level.rank, level.name, form.title or level.title),
            profile=form.profile,
            division=level.name if level.rank > PROFILE else "",
            needs=form.needs,
            confidence=Confidence(form.confidence),
            note=form.note,
            files=files,
        )


_HEAD_KEYS: Final = frozenset(key.name for key in fields(HeadForm))
_NO_HEAD: Final = HeadForm(id="?")
_NATION: Final = evolve(division_level(NATION), title="全国")
_CONFIDENCES: Final = tuple(Confidence)


def _level(head: HeadForm) -> Level:
    """Say where a pack stands between the general and the special."""
    check_id(head.id)
    given = [key for key in ("layer", "profile", "division") if getattr(head, key)]
    if len(given) > 1:
        raise DataError("SH448", keys=tuple(given))
    if head.layer:
        layers = list(LAYERS)[:PROFILE]
        if head.layer not in layers:
            raise DataError("SH217", name="layer", value=head.layer, known=", ".join(layers))
        return Level(layers.index(head.layer), head.layer, LAYERS[head.layer])
    if head.profile:
        return Level(PROFILE, head.profile)
    return division_level(head.division) if head.division else _NATION


@frozen(kw_only=True, eq=False)
class Rules:
    """What stands in a pack (规则包的内容).

    Attributes:
        pack: The pack.
        facts: The facts and details that it declares.
        events: The kinds of event that it declares, or of which it says what they set.
        fields: The fields of events that it declares.
        terms: The terms that it declares.
        values: The values that it sets for terms, its own or from above.
        tables: The tables that it declares.
        orders: Its changes of the order of tables above.
        rows: Its rows, for its own tables or from above.
        changes: Its changes of rows above.
        entries: What it says of matters, fees, forms and all else that is made by field.
    """

    pack: Pack
    facts: tuple[Fact, ...] = ()
    events: tuple[EventKind, ...] = ()
    fields: tuple[Field, ...] = ()
    terms: tuple[Term, ...] = ()
    values: tuple[SetValue, ...] = ()
    tables: tuple[TableHead, ...] = ()
    orders: tuple[OrderChange, ...] = ()
    rows: tuple[Row, ...] = ()
    changes: tuple[RowChange, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def dated_records(self) -> tuple[Row | RowChange | OrderChange | SetValue | Entry, ...]:
        """All that holds in some division, for some time."""
        return (*self.rows, *self.changes, *self.orders, *self.values, *self.entries)
