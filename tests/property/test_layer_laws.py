"""Laws of layers: who sets what on which day, whatever the order in which packs are handed over.

Packs are drawn for a whole path, from the statutes down to one hall, with adopted profiles; the
``layer_oracle`` reads the same records and says what each value must be.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import event, given, settings, strategies as st

import servicehall as sh
from servicehall.plugins.files import PackFiles
from tests.layer_oracle import Conflict, Record, World, WrittenPack, rank_of

HALL: Final = "530926103/h"
CHAIN: Final = ["", "53", "5309", "530926", "530926103", HALL]
PLACES: Final = ["statutes", "model hall", "profile X", "profile Y", *CHAIN, "44"]
ASKED: Final = ["000000", *CHAIN[1:], "4401"]
CUTS: Final = [date(2021, 1, 1), date(2023, 7, 1), date(2024, 1, 1)]
DAYS: Final = [d + timedelta(days=n) for d in CUTS for n in (-1, 0)]
SUPPOSED: Final = [(), ("X",), ("Y",), ("X", "Y")]
ABOUT: Final = {"t1": False, "t2": False, "m1": True, "m2": True, "p": True}
"""What packs speak of, and whether it is a record that must be made."""

TEXTS: Final = ["phone", "place", "tips"]
NUMBERS: Final = st.integers(2, 99)


# ---- worlds


@st.composite
def spans(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the days on which a record is in force."""
    first, last = sorted([draw(st.integers(-1, 2)), draw(st.integers(0, 3))])
    if first == last:
        return {}
    since = {"since": CUTS[first]} if first >= 0 else {}
    return since | ({"expires": CUTS[last] - timedelta(days=1)} if last <= 2 else {})


@st.composite
def said_of(draw: st.DrawFn, about: str, place: str, *, makes: bool = False) -> Record:
    """Draw a record that makes a matter, or changes one, or sets a term."""
    division = ""
    below = [p for p in CHAIN[1:] if place in CHAIN and rank_of(p) > rank_of(place)]
    if not makes and below and draw(st.integers(0, 4)) == 0:
        division = draw(st.sampled_from(below))
    if about.startswith("t"):
        says: dict[str, Any] = {"value": draw(NUMBERS)}
    else:
        names = draw(st.sets(st.sampled_from([*TEXTS, "promised"]), min_size=1))
        says = {name: draw(NUMBERS) for name in sorted(names)}
    if makes:
        says = {"title": draw(NUMBERS), "promised": draw(NUMBERS), **says}
    return Record(about, makes, says, division=division, **draw(spans()))


@st.composite
def versions(draw: st.DrawFn, about: str, place: str) -> list[Record]:
    """Draw what makes a matter: once, or anew from a day on."""
    first = replace(draw(said_of(about, place, makes=True)), since=None, expires=None)
    if draw(st.booleans()):
        return [first]
    cut = draw(st.sampled_from(CUTS))
    second = replace(draw(said_of(about, place, makes=True)), since=cut, expires=None)
    return [replace(first, expires=cut - timedelta(days=1)), second]


@st.composite
def bare_packs(draw: st.DrawFn, home: str) -> list[WrittenPack]:
    """Draw which packs there are; at ``home`` stands one at least."""
    base = [*draw(versions("m1", "statutes"))]
    base += [Record(term, makes=True, says={"value": draw(NUMBERS)}) for term in ("t1", "t2")]
    packs = [
        WrittenPack("base", "statutes", tuple(base)),
        WrittenPack("px", "profile X", tuple(draw(versions("p", "profile X")))),
        WrittenPack("py", "profile Y"),
    ]
    for place in PLACES:
        most = 1 if place in ("statutes", "profile X") else 2  # one stands there already
        count = draw(st.integers(0, most))
        packs += [WrittenPack(f"k{PLACES.index(place)}-{n}", place) for n in range(count)]
    if not any(pack.place == home for pack in packs):
        packs.append(WrittenPack("home", home))
    return packs


@st.composite
def changes_of(
    draw: st.DrawFn, pack: WrittenPack, known: list[str], equals: list[str]
) -> WrittenPack:
    """Draw what a pack changes of what it knows."""
    records = list(pack.records)
    for about in draw(st.lists(st.sampled_from(known), max_size=4)):
        record = draw(said_of(about, pack.place))
        if equals and draw(st.booleans()):
            record = replace(record, replaces=draw(st.sampled_from(equals)))
        if not any(meets(record, other) for other in records):
            records.append(record)
    return replace(pack, records=tuple(records))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw packs without conflicts: what conflicts is taken out."""
    home = draw(st.sampled_from(CHAIN))  # where m2 is made
    packs = draw(bare_packs(home))
    maker = next(pack.id for pack in packs if pack.place == home)
    county = next((pack.id for pack in packs if pack.place == "530926"), "")
    whole = []
    for bare in packs:
        pack, place = bare, bare.place
        if pack.id == maker:
            pack = replace(pack, records=tuple(draw(versions("m2", place))))
        if pack.id == county:
            profiles = draw(st.lists(st.sampled_from("XY"), max_size=2))
            adoptions = [
                Record(f"adopt-{n}", makes=True, says={"profile": name}, **draw(spans()))
                for n, name in enumerate(profiles)
            ]
            pack = replace(pack, records=(*pack.records, *adoptions))
        if place == "statutes" and pack.id != "base":
            pack = replace(pack, needs=("base",))
        elif place == home and pack.id != maker and draw(st.booleans()):
            pack = replace(pack, needs=(maker,))
        known = ["m1"] if pack.id == "base" else ["t1", "t2", "m1"]
        is_below = place in CHAIN and rank_of(place) > rank_of(home)
        if is_below or pack.id == maker or maker in pack.needs:
            known.append("m2")
        if pack.id == "px":
            known.append("p")
        equals = [other.id for other in packs if other.place == place and other.id != pack.id]
        whole.append(draw(changes_of(pack, known, equals)))
    return mended(World(tuple(whole)))


def meets(one: Record, other: Record) -> bool:
    """Tell whether two records of a pack say something of one thing, at one place, on one day."""
    about = one.about == other.about and one.division == other.division
    return about and any(one.holds(day) and other.holds(day) for day in DAYS)


def first_conflict(world: World) -> Conflict | None:
    """Return one conflict of any place, on any day, whatever is supposed."""
    questions = itertools.product(ASKED, DAYS, SUPPOSED)
    for division, on, supposed in questions:
        for conflict in world.conflicts(ABOUT, division, on, supposed):
            return conflict
    return None


def mended(world: World) -> World:
    """Take changes out until nothing conflicts."""
    while conflict := first_conflict(world):
        about = conflict.what.partition(".")[0]
        packs = list(world.packs)
        for place, pack in reversed(list(enumerate(packs))):
            loose = [r for r in pack.records if r.about == about and not r.makes]
            if pack.id in conflict.packs and loose:
                kept = tuple(r for r in pack.records if r is not loose[-1])
                packs[place] = replace(pack, records=kept)
                break
        else:
            raise AssertionError(conflict)
        world = World(tuple(packs))
    return world


# ---- written down


def written(pack: WrittenPack) -> sh.Pack:
    """Write a pack as an author would, not yet checked."""
    place = {"profile": pack.profile} if pack.profile else {"division": pack.place or "000000"}
    if pack.place in ("statutes", "model hall"):
        place = {"layer": pack.place}
    data: dict[str, Any] = {"id": pack.id, **place, "needs": list(pack.needs)}
    for record in pack.records:
        section, item = _written(record, pack.id)
        data.setdefault(section, []).append(item)
    return sh.Pack.open(PackFiles.of_data(data, pack.id))


def _written(record: Record, pack: str) -> tuple[str, dict[str, Any]]:
    item: dict[str, Any] = {"cite": f"《{pack}》第1条"}
    item |= {"id" if record.makes else "changes": record.about}
    for key in ("since", "expires", "division", "replaces"):
        if getattr(record, key):
            item[key] = getattr(record, key)
    if "profile" in record.says:
        return "adopts", item | record.says
    if record.about.startswith("t"):
        value: Any = record.says["value"]
        value = value if record.about == "t1" else f"{value} working days"
        kind = {"type": "count" if record.about == "t1" else "limit"} if record.makes else {}
        return "terms", item | {"value": value} | kind
    says = {name: f"第{value}号" for name, value in record.says.items()}
    if "promised" in record.says:
        says["promised"] = f"{record.says['promised']}个工作日"
    return "matters", item | says


def registry(world: World, order: int = 0) -> sh.Registry:
    """Put the packs into a registry, in some order."""
    packs = list(world.packs)
    random.Random(order).shuffle(packs)  # noqa: S311  # an order, no secret
    return sh.Registry.of(*map(written, packs), on_error="quarantine")


def of_field(name: str, value: int) -> object:
    """Return what a written value must become."""
    return sh.WorkingDays(value) if name == "promised" else f"第{value}号"


def is_as_told(policy: sh.Policy, world: World, supposed: Sequence[str]) -> None:
    """Compare a policy with what the oracle tells."""
    asked = ("" if policy.division == "000000" else policy.division, policy.on, supposed)
    for term in ("t1", "t2"):
        chain = world.chain(term, "value", *asked)
        make = (lambda n: n) if term == "t1" else sh.WorkingDays
        found = [(one.pack, one.value) for one in policy.terms[term].set_by]
        assert found == [(pack, make(value)) for pack, value in chain]
        assert policy.terms[term].value == make(chain[0][1])
    for about in ("m1", "m2", "p"):
        told = world.fields(about, *asked)
        assert (about in policy.matters) == (told is not None)
        for name, chain in (told or {}).items():
            assert getattr(policy.matters[about], name) == of_field(name, chain[0][1])
            sources = policy.settled["matters"][about].sources[name]
            got = [(entry.pack, entry.fields[name]) for entry in sources]
            assert got == [(pack, of_field(name, value)) for pack, value in chain]
    assert set(policy.profiles) == world.adopted(*asked[:2]) | set(supposed)


@pytest.mark.requirement("R-308", "R-309")
@settings(max_examples=max(1, settings.default.max_examples // 4))  # each looks at many policies
@given(worlds(), st.integers(0, 999))
def test_every_value_is_the_most_special_one_in_force(world: World, order: int) -> None:
    """Each field has the value and the chain of sources that a slow reading of all packs gives."""
    found = registry(world, order)
    replaced = sum(bool(r.replaces) for pack in world.packs for r in pack.records)
    event(f"replaces: {min(replaced, 3)}")
    for division, on in itertools.product(ASKED, DAYS):
        for supposed in (SUPPOSED[0], SUPPOSED[order % 4]):
            policy = found.policy(division, on=on, profiles=supposed)
            is_as_told(policy, world, supposed)


def everything(policy: sh.Policy) -> Iterator[object]:
    """Go through what a policy says, values, sources and texts."""
    yield from (policy.profiles, [p.id for p in policy.packs], policy.calendar.fingerprint)
    yield [str(remark) for remark in policy.remarks]
    for name, term in policy.terms.items():
        yield (name, term.value, [(v.pack, v.value, v.citation) for v in term.set_by])
        yield policy.explain(name)
    for kind, records in policy.settled.items():
        for name, one in records.items():
            chains = {k: [e.pack for e in said] for k, said in one.sources.items()}
            yield (kind, name, dict(one.fields), chains, one.citations, one.notes)
            yield policy.explain(f"{kind}/{name}")


@pytest.mark.requirement("R-308", "R-310")
@settings(max_examples=15)
@given(worlds(), st.integers(1, 10**6), st.sampled_from(ASKED), st.sampled_from(DAYS))
def test_the_order_of_packs_never_matters(world: World, order: int, at: str, on: date) -> None:
    """Values, sources, remarks and the text of every explanation are the same in every order."""
    one = registry(world).policy(at, on=on)
    other = registry(world, order).policy(at, on=on)
    assert list(everything(one)) == list(everything(other))


@settings(max_examples=15)
@given(worlds(), st.sampled_from(ASKED), st.sampled_from(DAYS))
def test_an_explanation_names_everybody_in_the_chain(world: World, at: str, on: date) -> None:
    """explain names each pack of the chain, the one in force first, each with its source."""
    policy = registry(world).policy(at, on=on)
    for about, name in itertools.product(("t1", "t2", "m1"), ("value", "promised")):
        if (about == "m1") != (name == "promised") or (
            about == "m1" and "m1" not in policy.matters
        ):
            continue
        chain = world.chain(about, name, "" if at == "000000" else at, on)
        text = policy.explain(about if name == "value" else f"matters/{about}.{name}")
        lines = [line.strip() for line in text.splitlines() if "规则包 " in line]
        assert [line.partition("规则包 ")[2].partition("（")[0] for line in lines] == [
            pack for pack, _ in chain
        ]
        assert text.count("现行：") == 1
        assert text.count("取代：") == len(chain) - 1


# ---- conflicts


@st.composite
def quarrels(draw: st.DrawFn) -> World:
    """Draw a world with two more packs of one hall, which know nothing of each other."""
    world = draw(worlds())
    home = rank_of(
        next(p.place for p in world.packs if any(r.about == "m2" and r.makes for r in p.records))
    )
    known = ["t1", "t2", "m1", *(["m2"] if home < rank_of(HALL) else [])]
    both = []
    for name in ("q1", "q2"):
        abouts = draw(st.lists(st.sampled_from(known), unique=True, min_size=1))
        records = [draw(said_of(about, HALL)) for about in abouts]
        if draw(st.booleans()):
            records.append(replace(draw(said_of("own", HALL, makes=True)), division=""))
        if name == "q2" and draw(st.integers(0, 2)) == 0:
            records = [replace(r, replaces="q1") for r in records]
        both.append(WrittenPack(name, HALL, tuple(records)))
    own = [pack for pack in world.packs if pack.place != HALL or any(r.makes for r in pack.records)]
    own = [
        replace(p, records=tuple(r for r in p.records if r.makes)) if p.place == HALL else p
        for p in own
    ]
    own = [replace(p, records=tuple(r for r in p.records if r.division != HALL)) for p in own]
    return World((*own, *both))


@pytest.mark.requirement("R-310")
@settings(max_examples=20)
@given(quarrels(), st.integers(0, 999))
def test_equals_conflict_on_exactly_the_days_of_both(world: World, order: int) -> None:
    """On a day on which two equals say the same, both are named; on any other all is well."""
    found = registry(world, order)
    about = ABOUT | {"own": True}
    for on in DAYS:
        conflicts = list(world.conflicts(about, HALL, on))
        event(f"conflicts: {min(len(conflicts), 3)}")
        if not conflicts:
            is_as_told(found.policy(HALL, on=on), world, ())
            continue
        with pytest.raises(sh.DataError) as caught:
            found.policy(HALL, on=on)
        problems = getattr(caught.value, "problems", (caught.value,))
        assert {p.code for p in problems} <= {"SH454", "SH460"}
        for problem in problems:
            assert str(on) in problem.what
            text = str(problem)
            assert "q1: 《q1》" in text, text
            assert "q2: 《q2》" in text
        assert found.policy("530926103", on=on).on == on  # nobody else is touched


@pytest.mark.requirement("R-310")
@settings(max_examples=30)
@given(quarrels(), st.sampled_from(DAYS))
def test_a_report_names_every_conflict(world: World, on: date) -> None:
    """Two equals that quarrel about three things are told all three at once."""
    conflicts = {c.what for c in world.conflicts(ABOUT | {"own": True}, HALL, on)}
    if not conflicts:
        return
    with pytest.raises(sh.DataError) as caught:
        registry(world).policy(HALL, on=on)
    problems = getattr(caught.value, "problems", (caught.value,))
    abouts = {what.partition(".")[0] for what in conflicts}
    told = {a for a in abouts if any(a in problem.what for problem in problems)}
    assert told == abouts


# ---- promises and statutes


@st.composite
def dated(draw: st.DrawFn) -> list[tuple[date | None, int]]:
    """Draw values that hold one after another, the first from the beginning."""
    cuts = draw(st.sets(st.sampled_from(CUTS)))
    return [(since, draw(st.integers(1, 4))) for since in (None, *sorted(cuts))]


def value_on(values: Sequence[tuple[date | None, int]], on: date) -> int:
    """Return the value of a day."""
    return next(n for since, n in reversed(values) if since is None or since <= on)


def as_changes(values: Sequence[tuple[date | None, int]], key: str, about: str) -> Iterator[Any]:
    """Write dated values as changes of a matter."""
    for (since, n), (until, _) in itertools.zip_longest(values, values[1:], fillvalue=(None, 0)):
        span = {"since": since} if since else {}
        span |= {"expires": until - timedelta(days=1)} if until else {}
        yield {"changes": about, key: f"{n}个工作日", "cite": "《办法》第1条", **span}


@pytest.mark.requirement("R-024", "R-307")
@settings(max_examples=20)
@given(dated(), dated(), st.booleans())
def test_a_promise_is_measured_in_every_stretch(
    promises: list[tuple[date | None, int]],
    statutes: list[tuple[date | None, int]],
    by_term: bool,  # noqa: FBT001  # drawn
) -> None:
    """It is a fault if on any day the promise is longer than what the statute says on that day."""
    law: dict[str, Any] = {"id": "law", "layer": "statutes"}
    made = {"id": "m", "title": "事项", "promised": "1个工作日", "cite": "《法》第1条"}
    if by_term:
        values = [
            {"value": f"{n} working days", "cite": "《法》第2条"}
            | ({"since": since} if since else {})
            for since, n in statutes
        ]
        law["terms"] = [{"id": "t", "type": "limit", "values": values}]
        law["matters"] = [made | {"statutory": "$t"}]
        middle: dict[str, Any] = {"id": "middle", "division": "53"}
    else:
        law["matters"] = [made]
        middle = {
            "id": "middle",
            "division": "53",
            "matters": [*as_changes(statutes, "statutory", "m")],
        }
    town = {
        "id": "town",
        "division": "530926103",
        "matters": [*as_changes(promises, "promised", "m")],
    }
    packs = [sh.Pack.open(PackFiles.of_data(one, one["id"])) for one in (law, middle, town)]
    if any(value_on(promises, on) > value_on(statutes, on) for on in DAYS):
        with pytest.raises(sh.FaultyDataError) as caught:
            sh.Registry.of(*packs)
        assert {problem.code for problem in caught.value.problems} == {"SH462"}
        assert caught.value.source == "town"
        return
    policies = [sh.Registry.of(*packs).policy("530926103", on=on) for on in DAYS]
    assert [p.matters["m"].promised.n for p in policies] == [value_on(promises, d) for d in DAYS]  # type: ignore[union-attr]


LIMITS: Final = st.one_of(
    st.builds(sh.WorkingDays, st.integers(1, 40)),
    st.builds(sh.NaturalDays, st.integers(1, 60)),
    st.builds(sh.Months, st.integers(1, 2)),
    st.just(sh.SameDay()),
)
STARTS: Final = [date(2024, 1, 1) + timedelta(days=n) for n in range(600)]
CALENDAR: Final = sh.mainland()


def ends(limit: sh.Limit, *, roll: bool = True) -> list[date]:
    """Return the last day of a limit from each of many starts."""
    found = [sh.deadline(start, limit, CALENDAR, roll=roll).due for start in STARTS]
    return [day for day in found if day is not None]


@pytest.mark.requirement("R-307")
@settings(max_examples=25)
@given(LIMITS, LIMITS)
def test_a_limit_called_longer_is_longer_from_every_start(one: sh.Limit, other: sh.Limit) -> None:
    """What is called longer ends later from each day of 2024 and most of 2025; never is never.

    Two natural periods may roll to one day; they are compared by their own ends.
    """
    answer = sh.limits.is_longer(one, other)
    if answer is None:
        return
    natural = sh.NaturalDays | sh.Months
    roll = not (isinstance(one, natural) and isinstance(other, natural))
    pairs = zip(ends(one, roll=roll), ends(other, roll=roll), strict=True)
    later = [a > b for a, b in pairs]
    assert all(later) if answer else not any(later)
