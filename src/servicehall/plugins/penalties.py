"""Reading accountability (解析责任追究): breaches, measures, counts, sanctions and scores."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Protocol

from attrs import evolve

from servicehall.cells import Cell, parse_cell
from servicehall.checks import check_text, shown
from servicehall.conditions import When, fact_before, kind_counted
from servicehall.entries import NotStated, Settled
from servicehall.errors import DataError
from servicehall.money import yuan
from servicehall.parts import parts_of
from servicehall.plugins.meanings import Scope
from servicehall.plugins.sections import (
    BandForm,
    CategoryForm,
    ConsequenceForm,
    FactorForm,
    PropagationForm,
)
from servicehall.plugins.values import Reader, number, one_of, reference, text
from servicehall.plugins.whens import ConditionReader
from servicehall.problems import Problems
from servicehall.sanctions import (
    ANY,
    SCORE,
    Amount,
    Appraisal,
    Band,
    BreachKind,
    Category,
    Consequence,
    Count,
    Factor,
    Measure,
    Period,
    Propagation,
    Sanction,
    Score,
    Unit,
)
from servicehall.vocabulary import Fact, Number, hint_for

__all__ = ["MAKERS", "READERS", "REQUIRED", "check_then", "count_fact", "points_fact"]


class Rulebook(Protocol):
    """What a maker needs of the catalogue of a day."""

    @property
    def records(self) -> Mapping[str, Mapping[str, Any]]: ...  # see Catalogue
    def when(self, said: When) -> When: ...  # see Catalogue


def count_fact(name: str, label: str, *, adds_up: bool = False) -> Fact:
    """Return the fact that a count gives (计次、累计)."""
    domain = Number(least=0, whole=False) if adds_up else Number(least=0, unit="次")
    return Fact(name, domain, label=label, history=True)


def points_fact(unit: Unit = Unit.POINTS) -> Fact:
    """Return the fact that grades are earned by (得分)."""
    return Fact("points", Number(whole=False, unit=unit.zh), label="得分")


# ---- reading


def _names(value: object, known: Iterable[str], zh: str, kind: str) -> tuple[str, ...]:
    """Read a name, or several, of what is known."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list | tuple) or not listed:
        expected = {"expected": "a name, or a list of names", "expected_zh": "名称，或名称的列表"}
        raise DataError("SH205", value=shown(value), **expected)
    names = list(known)
    for name in listed:
        if check_text(name, kind) not in names:
            hint = hint_for(name, names)
            raise DataError("SH465", kind=kind, kind_zh=zh, id=name, hint=hint)
    return tuple(dict.fromkeys(listed))


def _recorded(scope: Scope, kind: str) -> Iterator[str]:
    yield from (name for of, name in (*scope.records, *sorted(scope.own)) if of == kind)


def _breach_kinds(scope: Scope) -> Iterator[str]:
    """Go through all kinds of breach: those that are declared, and those that duties name."""
    yield from _recorded(scope, "breaches")
    for (kind, _), entry in scope.records.items():
        if kind == "duties" and entry.fields.get("breach"):
            yield entry.fields["breach"]
    for one in _own(scope, "duties"):
        if isinstance(one.get("breach"), str):
            yield one["breach"]


def _own(scope: Scope, section: str) -> Iterator[Mapping[str, Any]]:
    """Go through what a pack itself says in a section, as it is written."""
    for _, data in scope.contents.files:
        listed = data.get(section, [])
        yield from (one for one in listed if isinstance(one, dict))


def _breaches(scope: Scope, value: object) -> tuple[str, ...]:
    return _names(value, _breach_kinds(scope), "违反种类", "breaches")


def _kinds(scope: Scope, value: object) -> tuple[str, ...]:
    """Read kinds of breach, measures, and scores."""
    scores = (f"{SCORE}{name}" for name in _recorded(scope, "scores"))
    known = (ANY, *_breach_kinds(scope), *_recorded(scope, "measures"), *scores)
    return _names(value, known, "违反种类、措施或得分", "breaches")


def _counts(scope: Scope) -> Iterator[Fact]:
    """Go through the facts that counts give."""
    for (kind, name), entry in scope.records.items():
        if kind == "counts":
            adds_up = bool(entry.fields.get("adds_up"))
            yield count_fact(name, entry.fields["label"], adds_up=adds_up)
    for one in _own(scope, "counts"):
        own = one.get("id")
        if isinstance(own, str):
            adds_up = one.get("adds_up") is True
            yield count_fact(own, str(one.get("label") or own), adds_up=adds_up)


def _when(scope: Scope, value: object) -> When:
    """Read conditions, which can ask for counts too."""
    counted = {fact.name: fact for fact in _counts(scope)}
    problems = Problems(scope.problems.source, faulty=scope.problems.faulty)
    found: When = ()
    with problems.at(""):
        wider = evolve(scope, facts={**counted, **scope.facts}, problems=problems)
        found = ConditionReader(wider, problems, _refuse_history).when(value, "")
    problems.stop()
    return found


def _refuse_history(cell: Cell) -> None:
    """Refuse a condition on the course of a case: a finding has none (SH835)."""
    if kind_counted(cell.fact) or fact_before(cell.fact):
        raise DataError("SH835", name=cell.fact)


def _period(_: Scope, value: str) -> Period:
    """Read a time within which something is counted.

    Raises:
        DataError: It is none (SH812).
    """
    if value in ("month", "quarter", "half-year", "year"):
        return Period(value)
    rolling = _ROLLING.fullmatch(value.strip())
    if not rolling or not int(rolling[1]):
        raise DataError("SH812", value=shown(value))
    return Period(f"{rolling[2]}s", int(rolling[1]))


_ROLLING: Final = re.compile(r"([0-9]{1,4}) *(?:natural )?(day|month)s?")


def _calendar_period(scope: Scope, value: str) -> Period:
    """Read a period of the calendar."""
    found = _period(scope, value)
    if found.rolls:
        raise DataError("SH812", value=shown(value))
    return found


def _amount(written: object) -> Amount | NotStated:
    """Read an amount: a figure, two that are the ends of a range, or why none is known."""
    if isinstance(written, list | tuple):
        ends = [yuan(one, "amount") for one in written]
        if len(ends) != 2 or ends[0] * ends[1] < 0 or ends[0] == ends[1]:
            raise DataError("SH813", value=shown(written))
        mild, heavy = sorted(ends, key=abs)
        return Amount(mild, heavy)
    if isinstance(written, str) and written.strip().lower().startswith("unknown"):
        unknown = text(None, written)  # type: ignore[arg-type]  # a text needs no scope
        if isinstance(unknown, NotStated):
            return unknown
    figure = yuan(written, "amount")
    if not figure:
        raise DataError("SH813", value=shown(written))
    return Amount(figure, figure)


def _consequences(scope: Scope, value: Iterable[ConsequenceForm]) -> tuple[Consequence, ...]:
    """Read what follows: each is a measure, or an amount to a score."""
    problems = Problems(scope.problems.source, faulty=scope.problems.faulty)
    found = []
    for place, form in enumerate(value, 1):
        with problems.at(f"[{place}]"):
            found.append(_consequence(scope, form))
    if not found and not problems.count:
        problems.add("SH206", "", key="then")
    problems.stop()
    return tuple(found)


def _consequence(scope: Scope, form: ConsequenceForm) -> Consequence:
    if not form.who:
        raise DataError("SH206", key="who")
    who = reference("roles")(scope, form.who)
    if (form.measure is None) == (form.amount is None):
        raise DataError("SH814")
    if form.measure is not None:
        for key in ("score", "category", "per", "each", "begun", "at_most"):
            if getattr(form, key):
                raise DataError("SH459", key=key, of="measure")
        known = tuple(_recorded(scope, "measures"))
        return Consequence(who=who, measures=_names(form.measure, known, "措施", "measures"))
    if not form.score:
        raise DataError("SH206", key="score")
    if form.per:
        _check_number(scope.fact(form.per))
    elif form.each is not None:
        raise DataError("SH206", key="per")
    if form.begun and form.each is None:
        raise DataError("SH206", key="each")
    return Consequence(
        who=who,
        score=reference("scores")(scope, form.score),
        category=form.category,
        amount=_amount(form.amount),
        per=form.per,
        each=_each(form.each),
        begun=form.begun,
        at_most=_limit(form.at_most),
    )


def _limit(written: str | None) -> Decimal | None:
    """Read what one finding can cost at most."""
    found = _bound(written, "at_most")
    if found is not None and not found:
        raise DataError("SH813", value=shown(written))
    return found


def _each(written: int | None) -> int:
    """Read how many count as one."""
    if written is not None and written < 1:
        raise DataError("SH813", value=shown(written))
    return written or 1


def _check_number(fact: Fact) -> None:
    """Refuse to multiply by what is no number."""
    if not isinstance(fact.domain, Number):
        raise DataError("SH815", name=fact.name, label=fact.label)


def _factors(scope: Scope, value: Iterable[FactorForm]) -> tuple[Factor, ...]:
    problems = Problems(scope.problems.source, faulty=scope.problems.faulty)
    found = []
    for place, form in enumerate(value, 1):
        with problems.at(f"[{place}]"):
            times = _positive(form.times)
            when = () if form.when is None else _when(scope, form.when)
            found.append(Factor(when=when, times=times, title=form.title))
    problems.stop()
    return tuple(found)


def _categories(_: Scope, value: Iterable[CategoryForm]) -> tuple[Category, ...]:
    found = [
        Category(
            id=check_text(form.id, "id"),
            title=form.title or form.id,
            most_off=_bound(form.most_off, "most_off"),
            most_on=_bound(form.most_on, "most_on"),
        )
        for form in value
    ]
    names = [one.id for one in found]
    for name in names:
        if names.count(name) > 1:
            raise DataError("SH432", kind="category", kind_zh="考核项目", id=name)
    return tuple(found)


def _bound(written: str | None, name: str) -> Decimal | None:
    """Read how much it can be at most, be it taken off or added.

    Raises:
        DataError: It has a sign (SH832).
    """
    found = None if written is None else yuan(written, name)
    if found is not None and found < 0:
        raise DataError("SH832", name=name, value=shown(written))
    return found


def _bands(scope: Scope, value: Iterable[BandForm]) -> tuple[Band, ...]:
    """Read grades; no score can earn two.

    Raises:
        DataError: Two take the same points (SH816).
    """
    fact = points_fact()
    found = []
    problems = Problems(scope.problems.source)
    for place, form in enumerate(value, 1):
        with problems.at(f"[{place}].points"):
            cell = parse_cell(fact, form.points, {}, {})
            then = _consequences(scope, form.then) if form.then else ()
            if any(one.per for one in then):  # a grade is not that of one finding
                raise DataError("SH459", key="per", of="grades")
            found.append(Band(points=cell or Cell("points", ()), grade=form.grade, then=then))
    problems.stop()
    for part in parts_of(fact, [c for band in found for c in band.points.comparisons()]):
        points = Decimal(str(part.sample))
        earned = [band.grade for band in found if band.holds(points)]
        if len(earned) > 1:
            raise DataError("SH816", points=part.sample, grades=tuple(earned))
    return tuple(found)


def _propagations(scope: Scope, value: Iterable[PropagationForm]) -> tuple[Propagation, ...]:
    return tuple(
        Propagation(
            to=reference("roles")(scope, form.to),
            ratio=_positive(form.ratio),
            score=reference("scores")(scope, form.score),
            category=form.category,
        )
        for form in value
    )


def _positive(written: str) -> Decimal:
    """Read by what an amount is multiplied."""
    number_ = yuan(written, "times")
    if number_ <= 0:
        raise DataError("SH813", value=written)
    return number_


def _figure(_: Scope, value: object) -> Decimal:
    return yuan(value, "figure")


def _most_on(_: Scope, value: str) -> Decimal | None:
    return _bound(value, "most_on")


def _base(scope: Scope, value: object) -> Decimal | NotStated:
    """Read what a score begins with, or why that is not known."""
    if isinstance(value, str) and value.strip().lower().startswith("unknown"):
        found = text(scope, value)
        if isinstance(found, NotStated):
            return found
    return yuan(value, "base")


def _appraisal(_: Scope, value: str) -> Appraisal:
    """Read a grade, in the words of civil servants or of public institutions."""
    word = value.strip().replace("合格", "称职")
    return Appraisal(one_of(Appraisal, "ceiling")(None, word))  # type: ignore[arg-type]  # a word


def _sanction_names(scope: Scope, value: Sequence[str]) -> tuple[str, ...]:
    """Read names of rows; none where a place takes back what stands above."""
    known = _recorded(scope, "sanctions")
    return _names(list(value), known, "责任追究", "sanctions") if value else ()


REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "breaches": ("title",),
    "measures": ("title",),
    "counts": ("label", "of", "per", "within"),
    "scores": ("title", "of", "period"),
    "sanctions": ("title", "kinds", "then"),
}
READERS: Final[Mapping[str, Mapping[str, Reader]]] = {
    "breaches": {"of": _breaches},
    "measures": {"months": number, "ceiling": _appraisal, "step": number},
    "counts": {
        "of": _kinds,
        "per": reference("roles"),
        "within": _period,
        "distinct": reference("roles"),
    },
    "scores": {
        "of": reference("roles"),
        "period": _calendar_period,
        "unit": one_of(Unit, "unit"),
        "base": _base,
        "least": _figure,
        "most": _figure,
        "most_on": _most_on,
        "categories": _categories,
        "grades": _bands,
        "made_of": reference("scores"),
        "by": one_of(("average", "sum"), "by"),
        "propagates": _propagations,
    },
    "sanctions": {
        "kinds": _kinds,
        "when": _when,
        "then": _consequences,
        "absorbs": _sanction_names,
        "supersedes": _sanction_names,
        "in_addition_to": _sanction_names,
        "factors": _factors,
    },
}


# ---- making


def _plain(found: Settled, *names: str) -> dict[str, Any]:
    return {name: found.fields[name] for name in names if name in found.fields}


def _breach(found: Settled, _: Rulebook) -> BreachKind:
    return BreachKind(id=found.id, settled=found, **_plain(found, "title", "of", "merit"))


def _measure(found: Settled, _: Rulebook) -> Measure:
    names = ("title", "months", "statutory", "ceiling", "scale", "step")
    if ("scale" in found.fields) != ("step" in found.fields):
        raise DataError("SH206", key="step" if "scale" in found.fields else "scale")
    return Measure(id=found.id, settled=found, **_plain(found, *names))


def _count(found: Settled, _: Rulebook) -> Count:
    """Make a count.

    Raises:
        DataError: It counts periods in a row without a calendar period (SH812); it adds up what
            is no score (SH465), or something else than amounts (SH459).
    """
    within: Period = found.fields["within"]
    if found.get("in_a_row") and within.rolls:
        raise DataError("SH812", value=f"{within.length} {within.unit}")
    if found.get("adds_up"):
        for name in found.fields["of"]:
            if not name.startswith(SCORE):
                told = {"kind": "scores", "kind_zh": "得分", "hint": f"{SCORE}…"}
                raise DataError("SH465", id=name, **told)
        for key in ("in_a_row", "distinct"):
            if found.get(key):
                raise DataError("SH459", key=key, of="adds_up")
    if found.get("in_a_row") and found.get("distinct"):
        raise DataError("SH459", key="distinct", of="in_a_row")
    names = ("label", "of", "per", "within", "in_a_row", "distinct", "adds_up")
    return Count(id=found.id, settled=found, **_plain(found, *names))


def _score(found: Settled, book: Rulebook) -> Score:
    """Make a score.

    Raises:
        DataError: Neither a base nor what it is made of is said, or both (SH817); the parts are not
            of shorter periods, of the same people and unit (SH818); the bounds do not go together
            (SH830).
    """
    base, made_of = found.get("base"), found.get("made_of", "")
    unit = Unit(found.get("unit", Unit.POINTS))
    if (base is None) == (not made_of):
        raise DataError("SH817")
    if made_of:
        part = book.records["scores"].get(made_of)
        period: Period = found.fields["period"]
        if (
            part is None
            or (part.of, part.unit) != (found.get("of"), unit)
            or not part.period.is_shorter(period)
            or part.made_of == found.id
        ):
            raise DataError("SH818", made_of=made_of)
    _check_bounds(found)
    names = ("title", "of", "period", "least", "most", "most_on", "categories", "grades", "by")
    return Score(
        id=found.id,
        base=NotStated("由各期得分汇总") if made_of else base,
        made_of=made_of,
        unit=unit,
        settled=found,
        **_plain(found, *names, "propagates"),
    )


def _check_bounds(found: Settled) -> None:
    """Refuse a score that cannot be: its base lies beyond its bounds (SH830)."""
    least, base, most = (found.get(name) for name in ("least", "base", "most"))
    figures = [one for one in (least, base, most) if isinstance(one, Decimal)]
    if figures != sorted(figures):
        raise DataError("SH830", least=least, base=base, most=most)


def _check_target(who: str, name: str, category: str, book: Rulebook) -> None:
    """Refuse an amount that goes to a score of others, or to no category of it.

    Raises:
        DataError: The score is made of others, or is not that of whom it concerns (SH829); it has
            no such category (SH819).
    """
    roles, score = book.records["roles"], book.records["scores"].get(name)
    if score is None or who not in roles or score.of not in roles:
        return  # it is not in force, and so is nothing that goes to it
    one, other = roles[who], roles[score.of]
    if score.made_of or not (one == other or not (one.collective or other.collective)):
        raise DataError("SH829", score=score.title, who=one.title, of=other.title)
    if category and score.category(category) is None:
        known = tuple(one.id for one in score.categories) or "—"
        raise DataError("SH819", category=category, score=score.id, known=known)


def check_then(then: Iterable[Consequence], book: Rulebook) -> None:
    """Refuse consequences of a row, or of a grade, that cannot be.

    Raises:
        DataError: An amount goes, or goes over, to no score of theirs (SH829, SH819); there are
            several choices that a person would pick at once (SH831).
    """
    for one in (one for one in then if one.score):
        _check_target(one.who, one.score, one.category, book)
        _check_propagations(one.score, book, frozenset())
    if sum(one.needs_pick for one in then) > 1:
        raise DataError("SH831")


def _check_propagations(name: str, book: Rulebook, seen: frozenset[str]) -> None:
    """Refuse to hand over to what is no score of theirs; circles are told elsewhere (SH821)."""
    score = book.records["scores"].get(name)
    for one in score.propagates if score and name not in seen else ():
        _check_target(one.to, one.score, one.category, book)
        _check_propagations(one.score, book, seen | {name})


def _sanction(found: Settled, book: Rulebook) -> Sanction:
    """Make a row of sanctions.

    Raises:
        DataError: An amount that goes to no score of theirs (SH829, SH819); several choices that a
            person would pick at once (SH831); it takes the place of what was given within a time
            that it does not say (SH820), or of what it says it is in addition to (SH839).
    """
    check_then(found.fields["then"], book)
    when = book.when(found.get("when", ()))
    counts = book.records["counts"]
    if found.get("supersedes") and not any(cell.fact in counts for one in when for cell in one):
        raise DataError("SH820")
    instead = {found.id, *found.get("absorbs", ()), *found.get("supersedes", ())}
    for name in found.get("in_addition_to", ()):
        if name in instead:
            raise DataError("SH839", id=name)
    factors = tuple(evolve(one, when=book.when(one.when)) for one in found.get("factors", ()))
    return Sanction(
        id=found.id,
        when=when,
        factors=factors,
        settled=found,
        **_plain(found, "title", "kinds", "then", "absorbs", "supersedes", "in_addition_to"),
    )


MAKERS: Final[Mapping[str, Callable[[Settled, Any], Any]]] = {
    "breaches": _breach,
    "measures": _measure,
    "counts": _count,
    "scores": _score,
    "sanctions": _sanction,
}
"""How a record of each kind is made; a kind stands after those whose records it takes up."""
