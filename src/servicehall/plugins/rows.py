"""Reading rows (解析规则行): conditions, outcomes, and changes of rows above."""

from collections.abc import Container
from typing import Any

from attrs import frozen

from servicehall.cells import Cell
from servicehall.checks import check_id
from servicehall.citations import Citation
from servicehall.conditions import When
from servicehall.errors import DataError
from servicehall.plugins.meanings import Scope, citation_of, literal, refuse_keys
from servicehall.plugins.packs import RowChange, TableHead
from servicehall.plugins.sections import RowForm
from servicehall.plugins.whens import ConditionReader
from servicehall.problems import AlreadyNoted, Problems
from servicehall.tables import HitPolicy, Row
from servicehall.vocabulary import Value, hint_for

__all__ = ["read_rows"]


def read_rows(scope: Scope) -> tuple[tuple[Row, ...], tuple[RowChange, ...]]:
    """Read the rows of a pack; one with any fault is left out, so that it cannot feign others.

    The names of the rows are entered in the scope.
    """
    rows: list[Row] = []
    changes: list[tuple[str, RowChange]] = []
    forms = list(scope.forms("rows", RowForm))
    own = {(form.table, form.id) for _, form in forms}
    for path, form in forms:
        found = scope.problems.count
        with scope.problems.at(path):
            reader = _RowReader(scope, form, _head_of(scope, form), path)
            reader.check_exceptions(own)
            record = reader.change() if form.changes else reader.row()
            if scope.problems.count > found:
                raise AlreadyNoted
            if isinstance(record, Row):
                rows.append(record)
            else:
                changes.append((path, record))
        if scope.problems.count > found:
            scope.problems.faulty.add(("row", f"{form.table}/{form.id}"))
            if form.exception_to:  # what it would have settled must not be told as a fault
                scope.problems.faulty.add(("exceptions", form.table))
    kept = tuple(change for path, change in changes if _changes_something(scope, path, change))
    return tuple(rows), kept


def _head_of(scope: Scope, form: RowForm) -> TableHead:
    if bool(form.id) == bool(form.changes):
        raise DataError("SH449")
    return scope.head_of(form.table)


def _changes_something(scope: Scope, path: str, change: RowChange) -> bool:
    """Note a change of a row that does not exist, or is fixed."""
    names = sorted(row for table, row in scope.rows if table == change.table)
    if change.row not in names:
        hint = hint_for(change.row, names)
        scope.problems.add("SH439", path, row=change.row, table=change.table, hint=hint)
        return False
    if scope.rows[change.table, change.row]:
        scope.problems.add("SH461", path, what=f"{change.table}/{change.row}")
    return True


@frozen(eq=False)
class _RowReader:
    """One row on its way from form to record."""

    scope: Scope
    form: RowForm
    head: TableHead
    path: str

    @property
    def problems(self) -> Problems:
        """Where faults are noted."""
        return self.scope.problems

    def check_exceptions(self, own: Container[tuple[str, str]]) -> None:
        """Note exceptions to rows that the pack does not have."""
        for name in self.form.exception_to:
            if (self.form.table, name) not in own:
                self.problems.add("SH456", self.path, row=self.form.id, other=name)

    def row(self) -> Row:
        """Return the row."""
        form = self.form
        check_id(form.id)
        if (form.table, form.id) in self.scope.rows:
            raise DataError("SH432", kind="row", kind_zh="规则行", id=form.id)
        self.scope.rows[form.table, form.id] = form.fixed
        refuse_keys(form, ("replaces",), "id")
        if form.otherwise == (form.when is not None):
            raise DataError("SH437")
        if form.then is None:
            raise DataError("SH206", key="then")
        if form.exception_to and form.otherwise:
            self.problems.add("SH458", self.path)
        elif form.exception_to and self.head.policy is not HitPolicy.ONE:
            self.problems.add("SH438", self.path, policy=self.head.policy.value)
        return Row(
            id=form.id,
            table=form.table,
            when=() if form.otherwise else self._when(),
            then=self._then(),
            otherwise=form.otherwise,
            exception_to=form.exception_to,
            fixed=form.fixed,
            citation=self._citation(),
            **self._place("level", "division", "span", "pack"),
        )

    def change(self) -> RowChange:
        """Return the change of a row above."""
        form = self.form
        if form.when in (None, {}) and form.then is None:
            raise DataError("SH451", keys=("when", "then"))
        refuse_keys(form, ("otherwise", "exception_to", "fixed"), "changes")
        single = isinstance(form.when, dict)
        return RowChange(
            table=form.table,
            row=form.changes,
            cells=dict(self._reader.cells(form.when, f"{self.path}.when")) if single else {},
            when=None if single or form.when is None else self._when(),
            then=None if form.then is None else self._then(),
            citation=self._citation(),
            **self._place("level", "division", "span", "pack", "replaces"),
        )

    def _then(self) -> Value:
        path = f"{self.path}.then"
        with self.problems.at(path):
            outcome = literal(self.head.gives, self.form.then, "SH435")
            if self.head.order and outcome not in self.head.order:
                self.problems.add("SH436", path, outcome=outcome, order=self.head.order)
            return outcome
        return ""  # the problem is noted, and stops the load

    def _citation(self) -> Citation:
        with self.problems.at(f"{self.path}.cite"):
            return citation_of(self.form)
        return Citation("")  # as above

    def _place(self, *keys: str) -> dict[str, Any]:
        with self.problems.at(self.path):
            placed = self.scope.place(self.form)
            return {key: placed[key] for key in keys}
        return {"level": self.scope.pack.level}  # as above

    def _when(self) -> When:
        return self._reader.when(self.form.when, f"{self.path}.when")

    @property
    def _reader(self) -> ConditionReader:
        return ConditionReader(self.scope, self.problems, self._check_use)

    def _check_use(self, cell: Cell) -> None:
        """Refuse to ask for what the table gives, or for a detail while no event is at hand."""
        for name in (cell.fact, *cell.references("@")):
            if name == self.head.gives.name:
                raise DataError("SH447", name=name, table=self.head.id)
            if self.scope.condition_fact(name).detail and not self.head.at:
                raise DataError("SH442", name=name, table=self.head.id)
