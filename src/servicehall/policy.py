"""The policy in force (现行规则): everything that holds for one division on one day."""

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from attrs import evolve, field, frozen

from servicehall.calendars import WorkCalendar
from servicehall.checks import check_text, shown
from servicehall.clocks import Pause, Silence
from servicehall.duties import Duty, EventKind, Role
from servicehall.entries import Settled
from servicehall.errors import InputValueError
from servicehall.events import Field
from servicehall.fees import FeeQuote, FeeRule, Waiver, quote
from servicehall.fingerprints import fingerprint
from servicehall.forms import Form, NoticeKind
from servicehall.hours import OfficeHours
from servicehall.kinds import Classification, classifier
from servicehall.matters import Matter, Window
from servicehall.provenance import Remark, explain, remarks
from servicehall.sanctions import BreachKind, Count, Measure, Sanction, Score
from servicehall.standards import Standard, StandardCheck, check_standard
from servicehall.tables import Table, Undetermined
from servicehall.terms import TermValue
from servicehall.vocabulary import Vocabulary, most_alike

__all__ = ["Policy"]


@frozen(kw_only=True, eq=False)
class Policy:
    """Everything in force for one division on one day (现行规则); it never changes.

    Attributes:
        division: The division, from its shortest code.
        on: The day.
        profiles: The profiles that count.
        packs: The packs on the path of the division, the most general first; of type
            :class:`~servicehall.Pack`.
        vocabulary: The facts that rules speak of.
        events: The kinds of event that packs declare or complete, by name.
        fields: The fields that events can note, by name.
        terms: The terms with their values in force, by name.
        tables: The decision tables, by name.
        calendar: The working calendar, with local days.
        settled: What was said of every record, by kind and name.
        later: What is written down for later days, or holds for some days more only: rows, values
            of terms, entries. Nothing else in a policy speaks of them.
        derived: What was made of it once and need not be made again.
    """

    division: str
    on: date
    profiles: tuple[str, ...]
    packs: tuple[Any, ...]
    vocabulary: Vocabulary
    events: Mapping[str, EventKind] = field(repr=False)
    fields: Mapping[str, Field] = field(repr=False)
    terms: Mapping[str, TermValue]
    tables: Mapping[str, Table]
    calendar: WorkCalendar
    settled: Mapping[str, Mapping[str, Settled]] = field(repr=False)
    _records: Mapping[str, Mapping[str, Any]] = field(repr=False)
    later: tuple[Any, ...] = field(repr=False, default=())
    derived: dict[str, Any] = field(factory=dict, init=False, repr=False)
    _classify: Callable[[Any], Classification | Undetermined] = field(init=False, repr=False)

    @_classify.default
    def _compiled(self) -> Callable[[Any], Classification | Undetermined]:
        return classifier(self.tables["case_kind"])

    def on_day(self, day: date) -> "Policy":
        """Return the same rules on another day, on which nothing of them has changed.

        Whoever asks, knows that: a registry asks for days of one stretch of time only. What was
        made of the rules once is shared.
        """
        if day == self.on:
            return self
        other = copy.copy(self)
        object.__setattr__(other, "on", day)
        return other

    # ---- what there is

    @property
    def matters(self) -> Mapping[str, Matter]:
        """The catalogue of matters (事项目录), by id."""
        return self._records["matters"]

    @property
    def fees(self) -> Mapping[str, FeeRule]:
        """The fee rules (收费标准) of all matters, by id."""
        return self._records["fees"]

    @property
    def windows(self) -> Mapping[str, Window]:
        """The windows of the hall (窗口), by id."""
        return self._records["windows"]

    @property
    def forms(self) -> Mapping[str, Form]:
        """What notices, ledgers and boards must state (格式), by id."""
        return self._records["forms"]

    @property
    def notices(self) -> Mapping[str, NoticeKind]:
        """The kinds of notice (告知书种类) with their titles here, by id."""
        return self._records["notices"]

    @property
    def pauses(self) -> Mapping[str, Pause]:
        """The times that limits do not count (不计入期限的时间), by id."""
        return self._records["pauses"]

    @property
    def silences(self) -> Mapping[str, Silence]:
        """What follows where nothing is said in time (逾期的后果), by id."""
        return self._records["silences"]

    @property
    def roles(self) -> Mapping[str, Role]:
        """The parts that people play in a case (角色), by id."""
        return self._records["roles"]

    @property
    def duties(self) -> Mapping[str, Duty]:
        """Who must do what, by when (义务), by id."""
        return self._records["duties"]

    @property
    def breaches(self) -> Mapping[str, BreachKind]:
        """The kinds of breach, of banned conduct and of merit (违反种类), by id."""
        return self._records["breaches"]

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The measures that can be taken (措施), by id."""
        return self._records["measures"]

    @property
    def counts(self) -> Mapping[str, Count]:
        """How many of what, within what time (计次), by id."""
        return self._records["counts"]

    @property
    def sanctions(self) -> Mapping[str, Sanction]:
        """What follows from a breach (责任追究), by id."""
        return self._records["sanctions"]

    @property
    def scores(self) -> Mapping[str, Score]:
        """The scores, and what is counted like one (得分), by id."""
        return self._records["scores"]

    @property
    def standards(self) -> Mapping[str, Standard]:
        """What premises and equipment must be like (标准), by id."""
        return self._records["standards"]

    def check_standards(self, facts: Mapping[str, object]) -> tuple[StandardCheck, ...]:
        """Say whether premises, counters, badges, equipment are as they must be (达标核查).

        Args:
            facts: What was measured or looked at, by fact; what is missing is not known.

        Returns:
            Every standard of the place, in the order in which they were written down.

        Raises:
            InputValueError: An unknown name (SH401) or value (SH402).
            InputTypeError: A value of the wrong type (SH403), a float (SH404).
        """
        known = self.vocabulary.check(facts)
        return tuple(check_standard(one, known) for one in self.standards.values())

    def breach_titles(self) -> Mapping[str, str]:
        """Return what each kind of breach is called (违反种类名称).

        One that only duties name is called after what they ask for.

        Returns:
            The title by kind.
        """
        if "breach_titles" not in self.derived:
            asked = (one for one in self.duties.values() if one.breach)
            named = {one.breach: f"违反“{one.title}”的要求" for one in asked}
            declared = {one.id: one.title for one in self.breaches.values()}
            self.derived["breach_titles"] = named | declared
        found: Mapping[str, str] = self.derived["breach_titles"]
        return found

    @property
    def hours(self) -> OfficeHours | None:
        """The office hours (办公时间), those of the most specific place; None where none says."""
        said = [one.sources["sessions"][0] for one in self.settled["hours"].values()]
        chosen = max(said, key=lambda entry: entry.level.rank, default=None)
        return None if chosen is None else self._records["hours"][chosen.id]

    def matter(self, matter_id: str) -> Matter:
        """Return a matter by its id.

        Raises:
            InputValueError: There is none (SH467).
        """
        return self._one("matters", matter_id)  # type: ignore[no-any-return]  # by its kind

    def role(self, role_id: str) -> Role:
        """Return a role by its id.

        Raises:
            InputValueError: There is none (SH467).
        """
        return self._one("roles", role_id)  # type: ignore[no-any-return]  # by its kind

    def form(self, form_id: str) -> Form:
        """Return a form by its id.

        Raises:
            InputValueError: There is none (SH467).
        """
        return self._one("forms", form_id)  # type: ignore[no-any-return]  # by its kind

    def table(self, name: str) -> Table:
        """Return a table by its name.

        Raises:
            InputValueError: There is none (SH411).
        """
        if name not in list(self.tables):  # whatever is asked for, also what has no hash
            raise InputValueError("SH411", name=shown(name), known=tuple(self.tables))
        return self.tables[name]

    @property
    def fingerprint(self) -> str:
        """What tells it from any other policy (规则指纹): equal where every rule is.

        Terms, tables and records count; names, notes, citations and links do not.
        """
        if "fingerprint" not in self.derived:
            values = {name: term.value for name, term in self.terms.items()}
            rows = {name: (one.policy, one.order, one.rows) for name, one in self.tables.items()}
            events = {name: (kind.sets, kind.clears) for name, kind in self.events.items()}
            self.derived["fingerprint"] = fingerprint((values, rows, events, self._records))
        found: str = self.derived["fingerprint"]
        return found

    # ---- what it answers

    def classify(
        self, facts: Mapping[str, object], *, matter: str = ""
    ) -> Classification | Undetermined:
        """Say what kind of case it is (办件分类), by the table ``case_kind``.

        Args:
            facts: What is known: ``main_document``, ``other_materials``, ``contrary_to_policy``,
                ``survey``, ``needs_process``, ``same_day_possible``, ``windows``, ``departments``,
                ``must_forward``. What is missing, or None, is not known; it is never read as "no".
            matter: The matter, whose record settles some facts in advance.

        Returns:
            The kind with its clauses, or what is still possible and what to ask.

        Raises:
            InputValueError: An unknown name (SH401) or value (SH402), no such matter (SH467), or a
                fact that the matter settles otherwise (SH477).
            InputTypeError: A value of the wrong type (SH403), a float (SH404).

        >>> from datetime import date
        >>> import servicehall as sh
        >>> policy = sh.Registry.of().policy("530926103", on=date(2026, 11, 21))
        >>> policy.classify({"main_document": "lacking"}).kind.zh
        '退回件'
        >>> answer = policy.classify({"must_forward": True, "survey": "not_needed"})
        >>> [kind.zh for kind in answer.possible]
        ['退回件', '补办件', '未受理（待补正）', '上报件']
        >>> answer.needed
        ('contrary_to_policy', 'main_document', 'other_materials')
        """
        return self._classify(self._with_matter(facts, matter) if matter else facts)

    def _with_matter(self, facts: Mapping[str, object], matter: str) -> Mapping[str, object]:
        settled = self.matter(matter).facts
        known = self.vocabulary.check(facts)
        for name, allowed in settled.items():
            if name in known and known[name] not in allowed:
                told = {"matter": matter, "name": name, "value": known[name], "settled": allowed}
                raise InputValueError("SH477", **told)
        return {**{name: allowed[0] for name, allowed in settled.items()}, **known}

    def quote(
        self,
        matter_id: str,
        quantities: Mapping[str, object] | None = None,
        *,
        include_disabled: bool = False,
        waivers: Iterable[Waiver] = (),
    ) -> FeeQuote:
        """Say what a matter costs (收费测算), to the fen, or what is missing for it.

        Args:
            matter_id: The matter.
            quantities: How much of each item, for example ``{"自用材": "3.5"}``; numbers with
                decimals as text or Decimal. Where the fee is charged by period, ``计费期数``.
            include_disabled: Whether to compute rates that the pack keeps for the record only; the
                quote says so.
            waivers: Reductions, each with the record of its approval.

        Returns:
            The lines, and the total where every line can be computed. That a matter must not be
            used is the first of its remarks.

        Raises:
            InputValueError: No such matter (SH467), an unknown item (SH518), and more; see
                :func:`servicehall.fees.quote`.
        """
        matter = self.matter(matter_id)
        found = quote(
            matter.title,
            matter.fees,
            {} if quantities is None else quantities,
            free=matter.free,
            unknown=matter.fee_unknown,
            include_disabled=include_disabled,
            waivers=waivers,
        )
        if not matter.unusable:
            return found
        warning = f"本事项只作记录，不得使用（{matter.unusable}），以上仅供参考。"
        return evolve(found, remarks=(warning, *found.remarks))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What the packs leave open, and what a reader must know (待核事项)."""
        return tuple(remarks(self))

    def explain(self, name: str) -> str:
        """Say who set something, on what authority, and what it took the place of (来历).

        Args:
            name: A term (``"joint.threshold"``), a record with its kind
                (``"matters/own-timber"``) and field (``"matters/own-timber.promised"``), a row
                (``"case_kind/joint"``), or the bare id of a record.

        Returns:
            Chinese text.

        Raises:
            InputValueError: There is no such thing (SH478), or several (SH479).
        """
        return explain(self, check_text(name, "name"))

    def _one(self, kind: str, name: object) -> Any:
        records = self._records[kind]
        if name not in list(records):
            words = {one.id: one.id for one in records.values()}
            words |= {one.title: one.id for one in records.values()}
            near = dict.fromkeys(words[word] for word in most_alike(name, words, 3))
            hint = ", ".join(near) or f"… (servicehall {_LISTED[kind]})"
            raise InputValueError("SH467", kind=kind, kind_zh=_ZH[kind], id=shown(name), hint=hint)
        return records[str(name)]


_ZH = {"matters": "事项", "forms": "格式", "roles": "角色"}
_LISTED = {"matters": "matter", "forms": "policy", "roles": "policy"}
"""The command that lists them."""
