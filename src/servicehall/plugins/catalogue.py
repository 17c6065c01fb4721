"""The catalogue of one day (现行目录): entries put together, and made into records."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from attrs import field, frozen

from servicehall.calendars import LocalDays, Overlay, WorkCalendar, mainland
from servicehall.clocks import Pause, Silence, SilenceEffect
from servicehall.conditions import When
from servicehall.duties import Duty, Extension, Grade, Listener, Naming, Role, Routine, Within
from servicehall.entries import Entry, NotStated, Settled, ranked, settle
from servicehall.errors import DataError
from servicehall.fees import FeeRule
from servicehall.forms import Form, FormSubject, NoticeKind
from servicehall.hours import HoursVariation, OfficeHours
from servicehall.limits import Before, FixedDate, Limit, NotBefore, Unknown, is_longer
from servicehall.matters import PUBLIC_ITEMS, Material, Matter, Window
from servicehall.plugins import penalties
from servicehall.plugins.entries import ADDS, MERGES, WORDS, FromMatter
from servicehall.plugins.sections import ENTRY_SECTIONS
from servicehall.problems import Problems
from servicehall.recurrence import PERIODS, Recurrence
from servicehall.spans import told_from
from servicehall.standards import Standard
from servicehall.terms import TermReference, TermValue, limit_of
from servicehall.vocabulary import Value, hint_for

__all__ = ["Catalogue", "goes_beyond", "make_calendar", "make_catalogue"]


@frozen(eq=False)
class Catalogue:
    """All that is made field by field, for one division on one day.

    Attributes:
        terms: The terms in force.
        settled: What is in force of each record, by kind and name.
        on: The day.
        records: The records themselves, by kind and name.
    """

    terms: Mapping[str, TermValue]
    settled: Mapping[str, Mapping[str, Settled]]
    on: date
    records: dict[str, dict[str, Any]] = field(factory=dict)
    _by_matter: dict[str, dict[str, list[Any]]] = field(factory=dict, init=False)

    def value(self, said: Any) -> Any:
        """Return a value, or that of the term in whose name it is said.

        Raises:
            DataError: The term has no value on the day (SH453).
        """
        if not isinstance(said, TermReference):
            return said
        return self._term(said.term)

    def when(self, said: When) -> When:
        """Return conditions with the values of terms in the place of their names.

        Raises:
            DataError: A term has no value on the day (SH453).
        """
        names = {name for cells in said for cell in cells for name in cell.references("$")}
        values = {name: self._term(name) for name in sorted(names)}
        return tuple(tuple(cell.resolved(values) for cell in cells) for cells in said)

    def _term(self, name: str) -> Any:
        if name not in self.terms:
            raise DataError("SH453", name=name, on=self.on)
        return self.terms[name].value

    def of_matter(self, kind: str, matter: str) -> tuple[Any, ...]:
        """Return the materials or the fees of a matter, as they were written down."""
        if kind not in self._by_matter:
            self._by_matter[kind] = {}
            for name, record in self.records[kind].items():
                of = self.settled[kind][name].fields["matter"]
                self._by_matter[kind].setdefault(of, []).append(record)
        return tuple(self._by_matter[kind].get(matter, ()))


def make_catalogue(
    entries: Iterable[Entry], terms: Mapping[str, TermValue], on: date, problems: Problems
) -> Catalogue:
    """Put entries together and make records of them.

    Args:
        entries: All that are in force on the day, on one path.
        terms: The terms in force.
        on: The day.
        problems: Takes what does not go together, each with its place.
    """
    by_record: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_record.setdefault((entry.kind, entry.id), []).append(entry)
    settled: dict[str, dict[str, Settled]] = {section.name: {} for section in ENTRY_SECTIONS}
    for (kind, name), said in by_record.items():
        with problems.at(f"{kind} {name}"):
            found = settle(
                said, ADDS.get(kind, ()), on, merges=MERGES.get(kind, ()), words=WORDS.get(kind, {})
            )
            if found is not None:
                settled[kind][name] = found
    catalogue = Catalogue(terms, settled, on)
    for kind, make in _MAKERS.items():
        catalogue.records[kind] = {}
        for name, found in settled[kind].items():
            with problems.at(f"{kind} {name}"):
                if _counts(found.get("only_if", {}), catalogue):
                    catalogue.records[kind][name] = make(found, catalogue)
    for name, score in catalogue.records["scores"].items():  # they speak of one another
        for band in score.grades:
            with problems.at(f"scores {name}"):
                penalties.check_then(band.then, catalogue)
    with problems.at("hours"):
        ranked(map(_hours_of, settled["hours"].values()), "hours", on)
    return catalogue


def _hours_of(found: Settled) -> Entry:
    """Return what says the hours of a place; the most specific place is heard."""
    return found.sources["sessions"][0]


def make_calendar(entries: Iterable[Entry], problems: Problems) -> WorkCalendar:
    """Lay local rest days and make-up workdays over the national calendar."""
    calendar = mainland()
    days = [entry for entry in entries if entry.kind == "days"]
    catalogue = make_catalogue(days, {}, date.min, problems)
    _check_days(catalogue.settled["days"].values(), problems)
    for name, overlay in catalogue.records["days"].items():
        with problems.at(f"days {name}"):
            calendar = calendar.with_overlay(overlay)
            calendar.certainty(calendar.first)  # the days are put together when one is asked for
    return calendar


def _check_days(found: Iterable[Settled], problems: Problems) -> None:
    """Note a day that one record of a level makes a rest day and another a workday (SH454)."""
    said: dict[tuple[int, date], dict[str, Entry]] = {}
    for one in found:
        for key in ("rest", "work") if not one.get("group") else ():
            for day in one.get(key, ()):
                rivals = said.setdefault((one.made.level.rank, day), {})
                rivals[key] = one.made
                if len(rivals) > 1:
                    who = tuple(f"{entry.pack}: {entry.citation}" for entry in rivals.values())
                    what = f"days {one.id}"
                    problems.add("SH454", what, what=str(day), who=who, **told_from(day))


# ---- one maker for each kind


def _plain(found: Settled, *names: str) -> dict[str, Any]:
    """Return fields that a record takes as they are."""
    return {name: found.fields[name] for name in names if name in found.fields}


def _window(found: Settled, _: Catalogue) -> Window:
    names = ("title", "department", "place", "phone")
    return Window(id=found.id, settled=found, **_plain(found, *names))


def _form(found: Settled, _: Catalogue) -> Form:
    of = FormSubject(found.fields["of"])
    items = found.fields["items"]
    for item in items if of is FormSubject.MATTER else ():
        if item not in PUBLIC_ITEMS:
            hint = hint_for(item, PUBLIC_ITEMS)
            raise DataError("SH474", item=item, hint=hint)
    if found.get("each") and of is not FormSubject.LEDGER:
        raise DataError("SH459", key="each", of=f'of = "{of.value}"')
    return Form(id=found.id, of=of, items=items, settled=found, **_plain(found, "title", "each"))


def _notice(found: Settled, catalogue: Catalogue) -> NoticeKind:
    form = catalogue.records["forms"].get(found.get("form", ""))
    if form is not None and form.of is not FormSubject.NOTICE:
        forms = catalogue.records["forms"].values()
        known = [one.id for one in forms if one.of is FormSubject.NOTICE]
        about = {"of": form.of.value, "of_zh": form.of.zh, "known": known or "—"}
        raise DataError("SH489", id=form.id, title=form.title, **about)
    names = ("title", "code", "text", "says", "limit")
    return NoticeKind(id=found.id, form=form, settled=found, **_plain(found, *names))


def _pause(found: Settled, catalogue: Catalogue) -> Pause:
    if not found.get("grounds") and not found.get("on"):
        raise DataError("SH206", key="grounds")
    return Pause(
        id=found.id,
        settled=found,
        when=catalogue.when(found.get("when", ())),
        how=catalogue.when(found.get("how", ())),
        **_plain(found, "title", "of", "grounds", "notice", "on", "until", "told", "capped"),
    )


def _silence(found: Settled, catalogue: Catalogue) -> Silence:
    return Silence(
        id=found.id,
        effect=SilenceEffect(found.fields["effect"]),
        settled=found,
        when=catalogue.when(found.get("when", ())),
        **_plain(found, "title", "of", "as_of", "dated", "scope", "condition"),
    )


# ---- duties


def _counts(only_if: Mapping[str, Value], catalogue: Catalogue) -> bool:
    """Tell whether something is in force, by the values of terms."""
    values = {name: catalogue.terms[name].value for name in only_if if name in catalogue.terms}
    return values == dict(only_if)


def _role(found: Settled, catalogue: Catalogue) -> Role:
    named = found.get("named")
    return Role(
        id=found.id,
        settled=found,
        named=None if named is None else Naming(**named),
        when=catalogue.when(found.get("when", ())),
        **_plain(found, "title", "taken_on", "collective", "keeps"),
        **_plain(found, "prefers", "of_trigger", "prefers_role"),
    )


def _duty(found: Settled, catalogue: Catalogue) -> Duty:
    """Make a duty; what terms say is put in the place of their names.

    Raises:
        DataError: It says neither what must be done nor what must not, or both (SH491), or not
            when it begins (SH206).
    """
    if bool(found.get("must")) == bool(found.get("must_not")):
        raise DataError("SH491")
    if found.get("must") and not found.get("on") and not found.get("every"):
        raise DataError("SH206", key="on")
    for sign, keys, is_idle in (
        ("every", _SINGLE, bool(found.get("every"))),
        ("on", _RECURRING, not found.get("every")),
        ("must_not", ("how", "form", "early"), bool(found.get("must_not"))),
        ("must_not", ("within", "before"), not found.get("on") and not found.get("every")),
        ("within", ("counting", "restart", "extend"), found.get("within") is None),
    ):
        idle = [key for key in keys if found.get(key)]
        if is_idle and idle:
            raise DataError("SH459", key=", ".join(idle), of=sign)
    return Duty(
        id=found.id,
        settled=found,
        when=catalogue.when(found.get("when", ())),
        how=catalogue.when(found.get("how", ())),
        form=catalogue.records["forms"].get(found.get("form", "")),
        within=_within(found.get("within"), catalogue),
        counting_from=catalogue.value(found.get("counting", "next_day")),
        restart=_listener(found.get("restart"), catalogue),
        extend=_extension(found.get("extend"), catalogue),
        grade=Grade(found.get("grade", Grade.SERVICE)),
        **_plain(
            found, "title", "of", "on", "who", "must", "must_not", "before", "released", "breach"
        ),
        **_plain(found, "early"),
        routine=_routine(found) if found.get("every") else None,
    )


def _routine(found: Settled) -> Routine:
    """Read how a duty recurs.

    Raises:
        DataError: It must be done throughout some time, and nothing says when who came has left, or
            the other way round; somebody is excused, and nothing says who must do it (SH206); a
            time of the day says nothing of it, nor of a whole period, nor how many people at once,
            of a person (SH459).
    """
    throughout, until = found.get("throughout", ""), found.get("until", ())
    if bool(throughout) != bool(until):
        raise DataError("SH206", key="until" if throughout else "throughout")
    if found.get("covered") and not found.get("each"):
        raise DataError("SH206", key="each")
    if found.get("each") and found.get("done_by"):
        raise DataError("SH459", key="done_by", of="each")
    idle = [key for key in _AT_ONE_TIME if found.get(key)]
    idle += ["least"] if found.get("each") and found.get("least", 1) > 1 else []
    if throughout and idle:
        raise DataError("SH459", key=", ".join(idle), of="throughout")
    every = found.fields["every"]
    idle = [key for key in ("latest", "judged") if found.get(key)]
    if every in PERIODS and idle:
        raise DataError("SH459", key=", ".join(idle), of=f'every = "{every}"')
    return Routine(
        every=Recurrence(found.fields["every"], rest=found.get("rest", "keep")),
        **_plain(found, *(key for key in _RECURRING if key != "rest")),
    )


_AT_ONE_TIME: Final = ("slot", "earliest", "latest", "judged")
"""Keys that say nothing of a time that must be covered."""
_RECURRING: Final = (
    "slot",
    "earliest",
    "latest",
    "rest",
    "each",
    "done_by",
    "least",
    "covered",
    "throughout",
    "until",
    "judged",
)
"""Keys that say something of duties only which recur."""
_SINGLE: Final = (
    "on",
    "when",
    "must_not",
    "how",
    "form",
    "early",
    "within",
    "before",
    "restart",
    "extend",
    "released",
)
"""Keys that say nothing of those."""


def _within(said: Any, catalogue: Catalogue) -> Within | None:
    match said:
        case None:
            return None
        case FromMatter(source=source):
            return Within(source=source)
        case TermReference(term=term):
            return Within(limit_of(said, catalogue.terms), term=term)
        case _:
            return Within(said)


def _listener(said: Mapping[str, Any] | None, catalogue: Catalogue) -> Listener | None:
    if said is None or not _counts(said.get("only_if", {}), catalogue):
        return None
    return Listener(
        on=said["on"],
        when=catalogue.when(said.get("when", ())),
        counting_from=catalogue.value(said.get("counting", "next_day")),
    )


def _extension(said: Mapping[str, Any] | None, catalogue: Catalogue) -> Extension | None:
    if said is None or not _counts(said.get("only_if", {}), catalogue):
        return None
    by = _within(said.get("by"), catalogue)
    return Extension(on=said["on"], when=catalogue.when(said.get("when", ())), by=by)


def _standard(found: Settled, catalogue: Catalogue) -> Standard:
    return Standard(
        id=found.id,
        settled=found,
        when=catalogue.when(found.get("when", ())),
        must=catalogue.when(found.fields["must"]),
        **_plain(found, "title", "of", "advised"),
    )


def _hours(found: Settled, _: Catalogue) -> OfficeHours:
    variations: Any = [
        HoursVariation(sessions=one.sessions, weekdays=one.weekdays, first=one.first, last=one.last)
        for one in found.get("variations", ())
    ]
    return OfficeHours(sessions=found.fields["sessions"], variations=variations)


def _days(found: Settled, _: Catalogue) -> Overlay:
    festival = LocalDays(**_plain(found, "name", "rest", "work", "group"))
    return Overlay(
        division=found.made.division,
        days=(festival,),
        citation=found.citation,
        **_plain(found, "years", "published"),
    )


def _material(found: Settled, _: Catalogue) -> Material:
    names = ("titles", "main", "form", "number", "condition", "issuer")
    return Material(id=found.id, settled=found, **_plain(found, *names))


_OF_FEES: Final = {
    "period": "计费周期",
    "least": "最低收费",
    "most": "最高收费",
    "basis": "收费依据",
    "disabled": "停用",
}
"""What may be set by other entries than the rate, in Chinese."""


def _fee(found: Settled, _: Catalogue) -> FeeRule:
    basis, period = found.fields["basis"], found.get("period", "")
    rate = found.sources["rate"][0]
    others = ((zh, found.sources[key][0]) for key, zh in _OF_FEES.items() if key in found.fields)
    return FeeRule(
        id=found.id,
        basis="" if isinstance(basis, NotStated) else basis,
        basis_unknown=basis.why if isinstance(basis, NotStated) else "",
        period="" if isinstance(period, NotStated) else period,
        period_unknown=period.why if isinstance(period, NotStated) else "",
        citation=rate.citation,
        span=rate.span,
        also=tuple((zh, one.citation) for zh, one in others if one.citation != rate.citation),
        note="；".join(found.notes),
        **_plain(found, "matter", "item", "rate", "least", "most", "disabled"),
    )


_OF_MATTERS: Final = (
    "title",
    "code",
    "departments",
    "kind",
    "approval_level",
    "clients",
    "steps",
    "words",
    "statutory_words",
    "conditions",
    "manner",
    "result",
    "place",
    "time",
    "phone",
    "complaint_phone",
    "responsible",
    "tips",
    "result_query",
    "visits",
    "basis",
    "facts",
    "unusable",
)


def _matter(found: Settled, catalogue: Catalogue) -> Matter:
    window = found.get("window")
    fees = catalogue.of_matter("fees", found.id)
    materials = catalogue.of_matter("materials", found.id)
    fee = _instead(found, "fee", has=bool(fees))
    without = _instead(found, "materials", has=bool(materials))
    silent = "" if fees or fee else "规则包没有写明收费"
    matter = Matter(
        id=found.id,
        window=catalogue.records["windows"].get(window) if isinstance(window, str) else window,
        promised=_limit(found, "promised", catalogue),
        statutory=_limit(found, "statutory", catalogue),
        forwarding=_limit(found, "forwarding", catalogue),
        materials=materials or _known_materials(without),
        fees=fees,
        free=found.sources["fee"][0].citation if fee == "free" else None,
        fee_unknown=fee.why if isinstance(fee, NotStated) else silent,
        settled=found,
        **_plain(found, *_OF_MATTERS),
    )
    for rule in fees:
        if rule.item and any(one.item == rule.item for one in fees if one is not rule):
            raise DataError("SH483", item=rule.item, matter=found.id)
    _check_limits(matter, _statutory_chain(found, catalogue))
    return matter


def _check_limits(matter: Matter, chain: Sequence[tuple[Entry, Limit]]) -> None:
    """Refuse a matter without a limit, and limits longer than a level above allows.

    Raises:
        DataError: There is no limit (SH470); the promise goes beyond a statutory limit (SH462); a
            statutory limit was lengthened, or taken away, below the level that set it (SH463).
    """
    if matter.promised is None and matter.statutory is None:
        raise DataError("SH470")
    for place, (one, limit) in enumerate(chain):
        if matter.promised is not None and goes_beyond(matter.promised, limit, unknown=True):
            raise DataError("SH462", promised=matter.promised, statutory=limit)
        for other, above in chain[place + 1 :]:
            if other.level.rank < one.level.rank and goes_beyond(limit, above):
                facts = {"term": f"{matter.id}.statutory", "value": limit, "above": above}
                raise DataError("SH463", by=str(other.level), citation=other.citation, **facts)


def _statutory_chain(found: Settled, catalogue: Catalogue) -> list[tuple[Entry, Limit]]:
    """Return who set the statutory limit, the most specific first, each with what it says."""
    said = [(entry, entry.fields["statutory"]) for entry in found.sources.get("statutory", ())]
    resolved = [(entry, limit_of(limit, catalogue.terms)) for entry, limit in said]
    return [(entry, limit) for entry, limit in resolved if limit is not None]


def goes_beyond(one: Limit, other: Limit, *, unknown: bool = False) -> bool:
    """Tell whether a limit is no proper shortening of another that is known.

    A limit of another shape, such as a date in the place of twenty days, is none: nobody can say
    that it ends sooner. What has to be done so long *before* a day is a heavier burden the longer
    that is; as a promise of the hall it must not be shorter.

    Args:
        one: The limit of a level below, or a promise.
        other: The limit of the level above, or the statutory one.
        unknown: Whether the first may be unknown, as a promise may.
    """
    if isinstance(other, Unknown | NotBefore):
        return False
    if isinstance(one, Unknown):
        return not unknown
    if _shape(one) is not _shape(other):
        return True
    if isinstance(one, Before) and not unknown:
        return is_longer(other, one) is True
    return is_longer(one, other) is True


def _shape(limit: Limit) -> type[Limit]:
    """Return how a limit is counted: from an event, back from a day, or to a date."""
    shapes = (kind for kind in (Before, NotBefore, FixedDate) if isinstance(limit, kind))
    return next(shapes, Limit)


def _instead(found: Settled, key: str, *, has: bool) -> Any:
    """Return what is said in the place of records, "free" or "none", or why nothing is known.

    Raises:
        DataError: There are records all the same (SH471).
    """
    said = found.get(key, "")
    if (said or isinstance(said, NotStated)) and has:
        raise DataError("SH471", key=key, value=said)
    return said


def _known_materials(without: str | NotStated) -> tuple[()] | NotStated:
    if isinstance(without, NotStated):
        return without
    return () if without else NotStated("规则包没有写明材料")


def _limit(found: Settled, key: str, catalogue: Catalogue) -> Limit | None:
    """Return a limit of a matter; one that a term sets is that of the day."""
    return limit_of(found.get(key), catalogue.terms)


_MAKERS: Final[Mapping[str, Callable[[Settled, Catalogue], Any]]] = {
    "windows": _window,
    "forms": _form,
    "notices": _notice,
    "pauses": _pause,
    "silences": _silence,
    "hours": _hours,
    "days": _days,
    "materials": _material,
    "fees": _fee,
    "matters": _matter,
    "roles": _role,
    "duties": _duty,
    **penalties.MAKERS,
    "standards": _standard,
}
"""How a record of each kind is made; a kind stands after those whose records it takes up."""
