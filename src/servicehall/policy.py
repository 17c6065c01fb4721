"""The policy in force (现行规则): everything that holds for one division on one day."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from servicehall.checks import shown
from servicehall.errors import InputValueError
from servicehall.kinds import Classification, classifier
from servicehall.tables import Table, Undetermined
from servicehall.terms import TermValue
from servicehall.vocabulary import Vocabulary

__all__ = ["Policy"]


@frozen(kw_only=True, eq=False)
class Policy:
    """Everything in force for one division on one day (现行规则); it never changes.

    Attributes:
        division: The division, from its shortest code.
        on: The day.
        profiles: The profiles that count.
        vocabulary: The facts that rules speak of.
        terms: The terms with their values in force, by name.
        tables: The decision tables, by name.
    """

    division: str
    on: date
    profiles: tuple[str, ...]
    vocabulary: Vocabulary
    terms: Mapping[str, TermValue]
    tables: Mapping[str, Table]
    _classify: Callable[[Any], Classification | Undetermined] = field(init=False, repr=False)

    @_classify.default
    def _compiled(self) -> Callable[[Any], Classification | Undetermined]:
        return classifier(self.tables["case_kind"])

    def classify(self, facts: Mapping[str, object]) -> Classification | Undetermined:
        """Say what kind of case it is (办件分类), by the table ``case_kind``.

        Args:
            facts: What is known: ``main_document``, ``other_materials``, ``contrary_to_policy``,
                ``survey``, ``needs_process``, ``same_day_possible``, ``windows``, ``departments``,
                ``must_forward``. What is missing, or None, is not known; it is never read as "no".

        Returns:
            The kind with its clauses, or what is still possible and what to ask.

        Raises:
            InputValueError: An unknown name (SH401) or value (SH402).
            InputTypeError: A value of the wrong type (SH403), a float (SH404).

        >>> from datetime import date
        >>> import servicehall as sh
        >>> policy = sh.Registry.discover().policy("530926103", on=date(2026, 11, 21))
        >>> policy.classify({"main_document": "lacking"}).kind.zh
        '退回件'
        >>> answer = policy.classify({"must_forward": True, "survey": "not_needed"})
        >>> [kind.zh for kind in answer.possible]
        ['退回件', '补办件', '未受理（待补正）', '上报件']
        >>> answer.needed
        ('contrary_to_policy', 'main_document', 'other_materials')
        """
        return self._classify(facts)

    def table(self, name: str) -> Table:
        """Return a table by its name.

        Raises:
            InputValueError: There is none (SH411).
        """
        if name not in list(self.tables):  # whatever is asked for, also what has no hash
            raise InputValueError("SH411", name=shown(name), known=tuple(self.tables))
        return self.tables[name]
