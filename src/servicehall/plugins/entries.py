"""Reading entries (解析条目): matters, materials, fees, forms and all else made field by field."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, get_args

from attrs import fields, frozen

from servicehall.checks import check_id, check_text, check_visible, shown
from servicehall.citations import Citation
from servicehall.clocks import SilenceEffect
from servicehall.conditions import When
from servicehall.duties import OF_MATTER, Grade, Throughout
from servicehall.entries import Entry, NotStated
from servicehall.errors import DataError
from servicehall.fees import Fixed, NoFigure, Percent, PerUnit, Range, Rate, Tier, Tiered
from servicehall.forms import FormSubject
from servicehall.hours import ClockTime
from servicehall.levels import LAYERS, PROFILE, STATUTES
from servicehall.limits import Limit, parse_limit
from servicehall.matters import (
    APPROVAL_LEVELS,
    CLIENTS,
    MANNERS,
    MATTER_KINDS,
    Copy,
)
from servicehall.money import percent_meant
from servicehall.plugins import penalties
from servicehall.plugins.meanings import Scope, citation_of, literal, refuse_keys
from servicehall.plugins.sections import ENTRY_SECTIONS, EntryForm, FeeForm, MaterialForm, Section
from servicehall.plugins.values import (
    Reader,
    as_it_is,
    number,
    one_of,
    reference,
    some_of,
    text,
    texts,
)
from servicehall.plugins.whens import ConditionReader
from servicehall.problems import Problems
from servicehall.recurrence import Every, OnRest
from servicehall.terms import TermReference
from servicehall.vocabulary import Choice, Fact, Number, Value, hint_for, nearest

__all__ = ["ADDS", "MERGES", "WORDS", "FromMatter", "read_entries"]


_OWN: Final = frozenset(key.name for key in fields(EntryForm))

ADDS: Final[Mapping[str, frozenset[str]]] = {
    "forms": frozenset({"items"}),
    "pauses": frozenset({"grounds"}),
}
"""The fields in which a level below adds to what stands above, and takes nothing away."""

MERGES: Final[Mapping[str, frozenset[str]]] = {
    "matters": frozenset({"facts"}),
    "notices": frozenset({"says"}),
}
"""The fields of which a level below states single items; what it does not name stays."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "matters": {"words": "promised", "statutory_words": "statutory"}
}
"""The fields that say another one in words; another figure needs words of its own."""


@frozen
class FromMatter:
    """A limit that the matter, the event, or the law of the limit itself says (另有出处的期限)."""

    source: str


def read_entries(scope: Scope) -> Iterator[Entry]:
    """Read all entries of a pack; their names are entered in the scope first."""
    for section in ENTRY_SECTIONS:
        _enter_names(scope, section)
    for section in ENTRY_SECTIONS:
        kind: type[EntryForm] = section.form
        for path, form, keys, readable in scope.written(section.name, kind):
            found = scope.problems.count
            with scope.problems.at(path):
                _check_keys(scope, section, form, keys, path)
                said = dict(_fields(scope, section, form, readable - _OWN, path))
                entry = _entry(scope, section, form, said, path)
                if keys == readable and scope.problems.count == found:
                    yield entry


def _enter_names(scope: Scope, section: Section) -> None:
    """Enter what a pack makes, so that its records can speak of each other in any order."""
    for _, data in scope.contents.files:
        listed = data.get(section.name, [])
        for item in listed if isinstance(listed, list) else []:
            if isinstance(item, dict) and isinstance(item.get("id"), str):
                scope.own.add((section.name, item["id"]))


def _entry(
    scope: Scope, section: Section, form: EntryForm, said: Mapping[str, Any], path: str
) -> Entry:
    citation = Citation("")
    with scope.problems.at(f"{path}.cite"):
        citation = citation_of(form)
    return Entry(
        kind=section.name,
        id=form.id or form.changes,
        makes=bool(form.id),
        fields=said,
        fixed=form.fixed,
        citation=citation,
        note=form.note,
        **scope.place(form),
    )


def _check_keys(
    scope: Scope, section: Section, form: EntryForm, keys: frozenset[str], path: str
) -> None:
    """Note a wrong name, and keys that are missing or say nothing.

    Raises:
        DataError: It neither makes nor changes a record, or both (SH449).
    """
    if bool(form.id) == bool(form.changes):
        raise DataError("SH449")
    with scope.problems.at(path):
        _check_name(scope, section, form)
    if form.changes and not keys - _OWN:
        own = [key.name for key in fields(type(form)) if key.name not in _OWN]
        scope.problems.add("SH451", path, keys=own)
    with scope.problems.at(path):
        _check_section(scope, section, form)
    if section.name in ("pauses", "silences"):
        with scope.problems.at(path):
            _check_power(scope, section, form)
    joined = _JOINED.get(section.name, {})
    known = [key.name for key in fields(type(form))]
    meant = {nearest(key, known) for key in keys if key not in known}
    for key in _REQUIRED[section.name] if form.id else ():
        if not (keys | meant).intersection(joined[key][0] if key in joined else (key,)):
            scope.problems.add("SH206", path, key=key)


def _check_section(scope: Scope, section: Section, form: EntryForm) -> None:
    """Refuse what says nothing in a pack of this kind."""
    if section.name == "days":  # they say themselves when they are
        refuse_keys(form, ("since", "expires"), "[[days]]")
    if section.name == "counts" and form.id:  # it is a fact for the rows of sanctions
        Fact(form.id, Number())
        if form.id in scope.facts:
            raise DataError("SH432", kind="fact", kind_zh="事实", id=form.id)
    level = scope.pack.level
    if section.name in ("days", "adopts") and level.rank == PROFILE:
        raise DataError("SH459", key=section.title, of=f'profile = "{level.name}"')
    if section.name == "adopts" and level.rank < PROFILE:
        raise DataError("SH459", key=section.title, of=f'layer = "{level.name}"')


def _check_power(scope: Scope, section: Section, form: EntryForm) -> None:
    """Refuse to say below prefectures what a limit of the law does not count, or what follows."""
    above = scope.records.get((section.name, form.changes))
    of = getattr(form, "of", ()) or (above.fields["of"] if above else ())
    terms = [of] if isinstance(of, str) else list(of)
    lawful = [name for name in terms if name == "matter.statutory" or _is_lawful(scope, name)]
    layer = scope.place(form)["level"].layer
    if lawful and layer not in ("statutes", "province", "prefecture"):
        about = {"layer": layer, "layer_zh": LAYERS[layer]}
        raise DataError("SH486", what=f"{section.title} {form.id or form.changes}", **about)


def _is_lawful(scope: Scope, name: str) -> bool:
    return name in scope.terms and scope.terms[name].rank == STATUTES


def _check_name(scope: Scope, section: Section, form: EntryForm) -> None:
    """Refuse to make what stands above, and to change what does not, or is fixed."""
    above = scope.records.get((section.name, form.id or form.changes))
    if form.id:
        check_id(form.id)
        if above and not (form.replaces and above.level.rank == scope.place(form)["level"].rank):
            raise DataError("SH432", kind=section.name, kind_zh=section.zh, id=form.id)
        return
    if form.fixed:
        raise DataError("SH459", key="fixed", of="changes")
    key = (section.name, form.changes)
    if not above and key not in scope.own:
        known = [
            name for kind, name in (*scope.records, *sorted(scope.own)) if kind == section.name
        ]
        hint = hint_for(form.changes, known)
        raise DataError("SH465", kind=section.name, kind_zh=section.zh, id=form.changes, hint=hint)
    if above and above.fixed:
        raise DataError("SH461", what=f"{section.name} {form.changes}")


def _fields(
    scope: Scope, section: Section, form: EntryForm, written: Iterable[str], path: str
) -> Iterator[tuple[str, Any]]:
    """Read each key, and keys that say one thing between them as one field."""
    readers, joined = _READERS[section.name], _JOINED.get(section.name, {})
    parts = {key for keys, _ in joined.values() for key in keys}.intersection(written)
    together = [key.name for key in fields(type(form)) if key.name in parts]
    for key in sorted(set(written) - parts):
        with scope.problems.at(f"{path}.{key}"):
            value = getattr(form, key)
            reader: Reader = readers.get(key, text if isinstance(value, str) else as_it_is)
            yield key, reader(scope, value)
    for name, (keys, make) in joined.items():
        if given := [key for key in together if key in keys]:
            with scope.problems.at(f"{path}.{given[0]}"):
                yield name, make(form, frozenset(given))


# ---- keys that say one thing between them


def _rate(form: FeeForm, given: frozenset[str]) -> Rate:
    """Read the rate of a fee: exactly one kind, with all that it needs and nothing else.

    Raises:
        DataError: None or several kinds (SH473), a key that is missing (SH206) or says nothing
            beside them (SH459).
    """
    chosen = sorted(given & _RATES.keys())
    if len(chosen) != 1:
        raise DataError("SH473", given=tuple(chosen) or "—", known=tuple(_RATES))
    kind = chosen[0]
    needed, allowed, make = _RATES[kind]
    for key in needed:
        if key not in given:
            raise DataError("SH206", key=key)
    if extra := sorted(given - {kind, *needed, *allowed}):
        raise DataError("SH459", key=", ".join(extra), of=kind)
    return make(form)


def _single(form: FeeForm) -> Rate:
    """Read a rate for each unit, or a share of a price."""
    _check_percent(form.rate)
    base, other = ("of", "per") if "%" in form.rate else ("per", "of")
    if not getattr(form, base):
        raise DataError("SH206", key=base)
    refuse_keys(form, (other,), base)
    return Percent(form.rate, form.of) if base == "of" else PerUnit(form.rate, form.per)


def _check_percent(rate: str) -> None:
    """Refuse a share that is written in thousandths or in words (SH528)."""
    meant = percent_meant(rate)
    if meant is not None:
        raise DataError("SH528", rate=rate, percent=meant or "0.5%")


def _range(form: FeeForm) -> Rate:
    if form.charge not in ("", "lowest"):
        raise DataError("SH217", name="charge", value=form.charge, known="lowest")
    lowest = bool(form.charge)
    return Range(form.least_rate, form.most_rate, per=form.per, lowest=lowest)


def _tiered(form: FeeForm) -> Rate:
    if form.tiering not in ("slice", "whole"):
        raise DataError("SH217", name="tiering", value=form.tiering, known="slice, whole")
    for tier in form.tiers:
        _check_percent(tier.rate)
    tiers = tuple(Tier(tier.rate, tier.up_to or None) for tier in form.tiers)
    return Tiered(tiers=tiers, by_slice=form.tiering == "slice", per=form.per, of=form.of)


_RateReader = tuple[tuple[str, ...], tuple[str, ...], Callable[[FeeForm], Rate]]
_RATES: Final[Mapping[str, _RateReader]] = {
    "amount": ((), (), lambda form: Fixed(form.amount)),
    "rate": ((), ("per", "of"), _single),
    "tiers": (("tiering",), ("per", "of"), _tiered),
    "least_rate": (("most_rate",), ("per", "charge"), _range),
    "unknown": ((), (), lambda form: NoFigure(form.unknown)),
}
"""The kinds of rate, by the key that opens each: the keys that it needs, and those it can have."""


def _titles(form: MaterialForm, given: frozenset[str]) -> tuple[str, ...]:
    """Read the name of a material, or the names of several of which one will do."""
    if len(given) > 1:
        raise DataError("SH459", key="any_of", of="title")
    titles = form.any_of or (form.title,)
    return tuple(check_text(title, "title") for title in titles)


_JOINED: Final[Mapping[str, Mapping[str, tuple[tuple[str, ...], Callable[..., Any]]]]] = {
    "fees": {
        "rate": ((*_RATES, "per", "of", "tiering", "most_rate", "charge"), _rate),
    },
    "materials": {"titles": (("title", "any_of"), _titles)},
}
"""Fields that are written with several keys: a change of one of them states them all."""


# ---- what written values mean


def _limit(scope: Scope, value: str) -> Limit | TermReference:
    """Read a limit, or the name of a term that sets it."""
    if not value.startswith("$"):
        return parse_limit(value)
    name = value.removeprefix("$")
    scope.problems.refuse_faulty("term", name)
    limits = [term.id for term in scope.terms.values() if term.domain is None]
    if name not in limits:
        raise DataError("SH430", name=name, known=tuple(limits))
    return TermReference(name)


def _instead(word: str, name: str) -> Reader:
    """Read what is said in the place of records: one word, or why nothing is known."""

    def read(scope: Scope, value: str) -> str | NotStated:
        found = text(scope, value)
        if found and found != word:
            raise DataError("SH217", name=name, value=value, known=f"{word}, unknown: …")
        return found

    return read


def _copy(scope: Scope, value: str) -> Copy | NotStated:
    """Read the form in which a material is handed in, or why it is not known."""
    found = text(scope, value)
    return found if isinstance(found, NotStated) else Copy(one_of(Copy, "form")(scope, found))


def _term(scope: Scope, value: str) -> str:
    """Read the name of a limit: a term, or that of each matter itself."""
    if value in OF_MATTER:
        return value
    scope.problems.refuse_faulty("term", value)
    limits = [term.id for term in scope.terms.values() if term.domain is None]
    if value not in limits:
        raise DataError("SH430", name=value, known=tuple(limits))
    return value


def _terms(scope: Scope, value: Iterable[str]) -> tuple[str, ...]:
    return tuple(_term(scope, item) for item in value)


def _facts(scope: Scope, value: Mapping[str, object]) -> Mapping[str, tuple[Value, ...]]:
    """Read facts that a matter settles: a value, or several of which the first holds at first."""
    problems = Problems(scope.problems.source)
    found: dict[str, tuple[Value, ...]] = {}
    for name, written in value.items():
        with problems.at(f".{name}"):
            several = written if isinstance(written, list) and written else [written]
            found[name] = tuple(literal(scope.fact(name), one) for one in several)
    problems.stop()
    return found


def _visits(_: Scope, value: int | None) -> int | None:
    if value is not None and not 0 <= value <= _MOST_VISITS:
        raise DataError("SH217", name="visits", value=value, known=f"0–{_MOST_VISITS}")
    return value


def _basis(scope: Scope, value: object) -> str | NotStated:
    """Read the legal basis of a fee, or why it is not known; "none" is no basis."""
    if isinstance(value, str) and value.strip() in _NOTHING:
        raise DataError("SH433", cite=repr(value.strip()))
    return text(scope, value)


_MOST_VISITS: Final = 99
_NOTHING: Final = ("无", "没有", "暂无", "不明", "未知", "unknown", "none", "/", "-", "—")


def _paragraphs(_: Scope, value: str) -> str:
    """Read what a notice says; whether it can be printed is seen by who prints it."""
    return str(check_visible(check_text(value, "text"))).rstrip()


def _items(_: Scope, value: Mapping[str, str]) -> Mapping[str, str]:
    return {check_text(name, "items"): check_text(label, name) for name, label in value.items()}


# ---- duties


def _kinds(scope: Scope, value: object) -> tuple[str, ...]:
    """Read a kind of event, or several."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not names:
        expected = {"expected": "a kind of event, or a list", "expected_zh": "事件，或事件的列表"}
        raise DataError("SH205", value=shown(value), **expected)
    for name in names:
        scope.event(check_text(name, "event"))
    return tuple(names)


def _when(scope: Scope, value: object) -> When:
    """Read conditions; their faults are told with their places inside the key."""
    problems = Problems(scope.problems.source, faulty=scope.problems.faulty)
    found: When = ()
    with problems.at(""):
        found = ConditionReader(scope, problems).when(value, "")
    problems.stop()
    return found


def _within(scope: Scope, value: str) -> Limit | TermReference | FromMatter:
    """Read where a duty takes its limit from."""
    if value in (*OF_MATTER, "event.limit"):
        return FromMatter(value)
    return _limit(scope, value)


def _counting(scope: Scope, value: str) -> str | TermReference:
    """Read how counting begins, or the term that says so."""
    if not value.startswith("$"):
        return one_of(_COUNTINGS, "counting")(scope, value)  # type: ignore[no-any-return]
    name = value.removeprefix("$")
    scope.problems.refuse_faulty("term", name)
    domain = scope.terms[name].domain if name in scope.terms else None
    if not isinstance(domain, Choice) or set(domain.values) - set(_COUNTINGS):
        known = [t.id for t in scope.terms.values() if isinstance(t.domain, Choice)]
        raise DataError("SH430", name=name, known=tuple(known))
    return TermReference(name)


_COUNTINGS: Final = ("next_day", "same_day")


def _only_if(scope: Scope, value: Mapping[str, object]) -> Mapping[str, Value]:
    """Read the values that terms must have for something to be in force."""
    found: dict[str, Value] = {}
    for name, written in value.items():
        scope.problems.refuse_faulty("term", name)
        term = scope.terms.get(name)
        if term is None or term.domain is None:
            known = tuple(one.id for one in scope.terms.values() if one.domain is not None)
            raise DataError("SH430", name=name, known=known)
        found[name] = literal(Fact("value", term.domain, label=term.label), written)
    return found


_PARTS: Final[Mapping[str, Reader]] = {
    "on": _kinds,
    "when": _when,
    "counting": _counting,
    "only_if": _only_if,
}


def _by(scope: Scope, value: str) -> Limit | TermReference | FromMatter:
    """Read by how much a limit is lengthened at most."""
    return FromMatter(value) if value in ("extension", "event.limit") else _limit(scope, value)


def _parts(readers: Mapping[str, Reader]) -> Reader:
    """Read a table of keys that say one thing between them; ``on`` is always needed."""

    def read(scope: Scope, value: object) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            expected = {"expected": "{ on = … }", "expected_zh": "{ on = … }"}
            raise DataError("SH205", value=shown(value), **expected)
        problems = Problems(scope.problems.source, faulty=scope.problems.faulty)
        found: dict[str, Any] = {}
        for key, written in value.items():
            with problems.at(f".{key}"):
                if key not in readers:
                    raise DataError("SH204", key=key, hint=hint_for(key, readers))
                found[key] = readers[key](scope, written)
        if "on" not in value:
            problems.add("SH206", "", key="on")
        problems.stop()
        return found

    return read


def _field(scope: Scope, value: object) -> str:
    """Read the name of a field that events can note."""
    name = check_text(value, "field")
    if name not in scope.fields:
        raise DataError("SH217", name="field", value=name, known=", ".join(scope.fields))
    return name


def _clock_time(_: Scope, value: str) -> ClockTime:
    """Read a time of the day."""
    return ClockTime.parse(value)


def _table(scope: Scope, value: str) -> str:
    """Read the name of a table."""
    scope.head_of(value)
    return value


def _number_fact(scope: Scope, value: str) -> str:
    """Read the name of a fact or detail that is a number."""
    if not isinstance(scope.fact(value).domain, Number):
        known = [name for name, fact in scope.facts.items() if isinstance(fact.domain, Number)]
        raise DataError("SH217", name="prefers", value=value, known=", ".join(known))
    return value


_named = _parts({"on": _kinds, "person": _field, "unit": _field})
_listener = _parts(_PARTS)
_extension = _parts({key: one for key, one in _PARTS.items() if key != "counting"} | {"by": _by})

_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "windows": ("title",),
    "matters": ("title",),
    "materials": ("matter", "titles"),
    "fees": ("matter", "rate", "basis"),
    "forms": ("title", "of", "items"),
    "notices": ("title",),
    "pauses": ("title", "of"),
    "silences": ("title", "of", "effect"),
    "roles": ("title",),
    "duties": ("title", "who"),
    "standards": ("title", "of", "must"),
    "hours": ("sessions",),
    **penalties.REQUIRED,
    "days": ("name", "years"),
    "adopts": ("profile",),
}
_READERS: Final[Mapping[str, Mapping[str, Reader]]] = {
    "windows": {},
    "matters": {
        "window": reference("windows"),
        "departments": texts,
        "kind": one_of(MATTER_KINDS, "kind"),
        "approval_level": one_of(APPROVAL_LEVELS, "approval_level"),
        "clients": some_of(CLIENTS, "clients"),
        "steps": texts,
        "fee": _instead("free", "fee"),
        "materials": _instead("none", "materials"),
        "visits": _visits,
        "promised": _limit,
        "statutory": _limit,
        "forwarding": _limit,
        "manner": some_of(MANNERS, "manner"),
        "basis": texts,
        "facts": _facts,
    },
    "materials": {
        "matter": reference("matters"),
        "form": _copy,
        "number": number,
    },
    "fees": {"matter": reference("matters"), "basis": _basis},
    "forms": {"of": one_of(FormSubject, "of"), "items": _items},
    "notices": {
        "form": reference("forms"),
        "text": _paragraphs,
        "says": _items,
        "limit": reference("duties"),
    },
    "pauses": {
        "of": _terms,
        "grounds": texts,
        "on": _kinds,
        "until": _kinds,
        "when": _when,
        "told": _kinds,
        "how": _when,
        "only_if": _only_if,
    },
    "silences": {
        "of": _term,
        "effect": one_of(SilenceEffect, "effect"),
        "dated": one_of(("trigger", "expiry"), "dated"),
        "when": _when,
    },
    "roles": {
        "taken_on": _kinds,
        "named": _named,
        "when": _when,
        "prefers": _number_fact,
        "prefers_role": reference("roles"),
    },
    "duties": {
        "on": _kinds,
        "when": _when,
        "who": reference("roles"),
        "must": _kinds,
        "must_not": _kinds,
        "how": _when,
        "form": reference("forms"),
        "within": _within,
        "before": _kinds,
        "counting": _counting,
        "restart": _listener,
        "extend": _extension,
        "released": _kinds,
        "every": one_of(get_args(Every), "every"),
        "slot": one_of(("morning", "afternoon"), "slot"),
        "earliest": _clock_time,
        "latest": _clock_time,
        "rest": one_of(get_args(OnRest), "rest"),
        "each": reference("roles"),
        "done_by": reference("roles"),
        "least": number,
        "covered": _kinds,
        "throughout": one_of(get_args(Throughout), "throughout"),
        "until": _kinds,
        "judged": _table,
        "grade": one_of(Grade, "grade"),
        "only_if": _only_if,
    },
    **penalties.READERS,
    "standards": {"when": _when, "must": _when},
    "hours": {},
    "days": {},
    "adopts": {},
}
