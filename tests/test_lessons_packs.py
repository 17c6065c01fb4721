"""Lessons from other plugin systems: each test carries the rule that keeps a known fault out.

The numbers, 6 to 14, are those of the list of lessons on rules and plugins; 1 to 5 stand in
``test_lessons_tables.py``.
"""

import itertools
import types
from collections.abc import Mapping
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import attrs
import pytest

import servicehall as sh
from servicehall.plugins import discovery
from servicehall.plugins.files import PackFiles
from servicehall.plugins.sections import FORMAT

Data = dict[str, Any]

DAY = date(2026, 1, 5)
TOWN = "530926103"
MATTER: Data = {
    "id": "m",
    "title": "事项",
    "promised": "5个工作日",
    "phone": "1",
    "fee": "free",
    "materials": "none",
    "cite": "《省办法》第1条",
}


def pack(name: str, division: str, **others: Any) -> sh.Pack:
    """Return a pack as a package hands it over."""
    return sh.Pack.open(PackFiles.of_data({"id": name, "division": division, **others}, name))


def sets(value: object, name: str = "t", **others: Any) -> Data:
    """Return a value for a term above."""
    return {"changes": name, "value": value, "cite": f"《办法》第{value}条", **others}


PROVINCE = pack(
    "province",
    "53",
    matters=[MATTER],
    terms=[{"id": "t", "type": "count", "bound": ">= 2", "value": 3, "cite": "《省办法》第2条"}],
)
CHANGE: Data = {"changes": "m", "phone": "2", "cite": "《镇办法》第9条"}


@pytest.mark.requirement("R-306")
def test_lesson_6_an_override_replaces_what_it_says_and_the_source_travels() -> None:
    """The town changes the phone; title and limit keep the province's value and its source."""
    found = sh.Registry.of(PROVINCE, pack("town", TOWN, matters=[CHANGE])).policy(TOWN, on=DAY)
    above = sh.Registry.of(PROVINCE).policy(TOWN, on=DAY).matters["m"]
    matter = found.matters["m"]
    assert (matter.phone, above.phone) == ("2", "1")
    fields = [f.name for f in attrs.fields(sh.Matter) if f.name not in ("phone", "settled")]
    assert [getattr(matter, name) for name in fields] == [getattr(above, name) for name in fields]
    sources = matter.settled.sources
    assert str(sources["phone"][0].citation) == "《镇办法》第9条"
    for name in ("title", "promised", "fee", "materials"):
        assert [str(entry.citation) for entry in sources[name]] == ["《省办法》第1条"]


@pytest.mark.requirement("R-308")
def test_lesson_7_no_order_of_plugins_decides() -> None:
    """All 24 orders of four packs give one policy: values, sources and explanations."""
    packs = [
        PROVINCE,
        pack("county", "530926", terms=[sets(4)]),
        pack("town", TOWN, terms=[sets(5)], matters=[CHANGE]),
        pack("other", TOWN, terms=[sets(6, replaces="town")]),
    ]
    told = set()
    for order in itertools.permutations(packs):
        found = sh.Registry.of(*order).policy(TOWN, on=DAY)
        assert found.terms["t"].value == 6
        told.add((found.explain("t"), found.explain("m"), tuple(p.id for p in found.packs)))
    assert len(told) == 1


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Install plugins in word only: what their entry points load."""
    found: dict[str, Any] = {}

    class Installed(EntryPoint):
        dist = types.SimpleNamespace(name="servicehall-town", version="3.1")

        def load(self) -> Any:
            what = found[self.name]
            if isinstance(what, Exception):
                raise what
            return what

    def points(group: str) -> list[EntryPoint]:
        assert group == "servicehall"
        return [Installed(name, f"{name}:pack", group) for name in found]

    monkeypatch.setattr(discovery, "entry_points", points)
    return found


def hooks(**others: Any) -> types.SimpleNamespace:
    """Return a plugin written in Python."""

    def head() -> Data:
        return {"id": "town", "division": TOWN}

    functions = {"head": head, **others}
    return types.SimpleNamespace(**{n: sh.hookimpl(f) for n, f in functions.items()})


def test_lesson_8_a_misspelt_hook_stops_the_load(installed: dict[str, Any]) -> None:
    """``mattres`` is no hook: the load stops and names hook, package and version."""
    installed["good"] = hooks(windows=lambda: [{"id": "w", "title": "窗", "cite": "《法》第1条"}])
    assert "w" in sh.Registry.discover().policy(TOWN, on=DAY).windows
    installed["good"] = hooks(mattres=lambda: [{"id": "m"}])
    with pytest.raises(sh.PluginError, match="mattres") as caught:
        sh.Registry.discover()
    assert caught.value.code == "SH482"
    assert "servicehall-town 3.1" in str(caught.value)
    assert "servicehall-town 3.1" in caught.value.in_chinese()
    with pytest.raises(sh.PluginError):
        sh.Registry.discover(on_error="quarantine")


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (ImportError("no module named town"), "SH480"),
        (SyntaxError("invalid syntax"), "SH480"),
        (ZeroDivisionError("division by zero"), "SH480"),
        (None, "SH481"),
        ("pack.toml", "SH481"),
        (3, "SH481"),
    ],
)
def test_lesson_9_a_plugin_that_fails_to_load_stops_everything(
    installed: dict[str, Any], what: Any, code: str
) -> None:
    """Whatever goes wrong, and even in quarantine: stop, with package and version."""
    installed["bad"] = what
    for on_error in ("raise", "quarantine"):
        with pytest.raises(sh.PluginError) as caught:
            sh.Registry.discover(on_error=on_error)  # type: ignore[arg-type]  # a literal each
        assert caught.value.code == code
        assert "servicehall-town 3.1" in str(caught.value)


def test_lesson_9_a_faulty_head_names_the_package(installed: dict[str, Any]) -> None:
    """A head that cannot be read is told with package and version too."""
    with pytest.raises(sh.FaultyDataError) as head:
        pack("p", "nowhere")
    installed["bad"] = head.value
    with pytest.raises(sh.FaultyDataError, match=r"servicehall-town 3\.1"):
        sh.Registry.discover()


@pytest.mark.requirement("R-307")
def test_lesson_10_one_unauthorised_file_hides_no_valid_one() -> None:
    """The county may set the term, the town may not: the town is told, the county's counts."""
    law = pack(
        "law",
        "53",
        terms=[
            {"id": "t", "type": "count", "value": 3, "set_by": ["county"], "cite": "《法》第1条"}
        ],
    )
    county = pack("county", "530926", terms=[sets(4)])
    town = pack("town", TOWN, terms=[sets(5)])
    with pytest.raises(sh.FaultyDataError, match="SH464"):
        sh.Registry.of(law, county, town)
    registry = sh.Registry.of(law, county, town, on_error="quarantine")
    assert registry.policy("530926", on=DAY).terms["t"].value == 4
    with pytest.raises(sh.FaultyDataError, match="SH464"):
        registry.policy(TOWN, on=DAY)


@pytest.mark.requirement("R-307")
def test_lesson_10_authority_and_bounds_are_checked_for_values_not_in_force() -> None:
    """A value beyond its bound is refused even where a more special one would hide it."""
    county = pack("county", "530926", terms=[sets(1)])
    town = pack("town", TOWN, terms=[sets(5)])
    with pytest.raises(sh.FaultyDataError, match="SH444"):
        sh.Registry.of(PROVINCE, county, town)


def test_lesson_11_records_are_frozen_and_a_policy_is_a_new_value() -> None:
    """Nothing in a policy can be written to, and another policy leaves the first as it was."""
    registry = sh.Registry.of(PROVINCE, pack("town", TOWN, matters=[CHANGE]))
    first = registry.policy("53", on=DAY)
    matter = first.matters["m"]
    for record, name in (
        (first, "on"),
        (matter, "phone"),
        (matter.settled, "made"),
        (first.terms["t"], "on"),
    ):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(record, name, None)
    assert registry.policy(TOWN, on=DAY).matters["m"].phone == "2"
    assert first.matters["m"].phone == "1"


@pytest.mark.parametrize("name", ["matters", "terms", "tables", "windows", "forms"])
def test_lesson_11_what_a_policy_holds_cannot_be_exchanged(name: str) -> None:
    """A mapping of a policy is read only: a policy is shared by all that ask for it."""
    registry = sh.Registry.of(PROVINCE)
    held = getattr(registry.policy("53", on=DAY), name)
    with pytest.raises((TypeError, AttributeError)):
        held["m"] = None
    assert "m" not in held or held["m"] is not None


@pytest.mark.requirement("R-309")
def test_lesson_12_an_expired_rule_does_not_fall_through_to_an_older_one() -> None:
    """The statute's first value ended in 2020, the second in 2023: in 2024 there is none."""
    values = [
        {"value": 3, "expires": date(2020, 12, 31), "cite": "《旧法》第1条"},
        {
            "value": 5,
            "since": date(2021, 1, 1),
            "expires": date(2023, 12, 31),
            "cite": "《法》第1条",
        },
    ]
    law = pack("law", "53", terms=[{"id": "t", "type": "count", "values": values}])
    registry = sh.Registry.of(law)
    days = [date(2020, 12, 31), date(2021, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    found = [registry.policy("53", on=day).terms.get("t") for day in days]
    assert [one.value if one else None for one in found] == [3, 5, 5, None]


@pytest.mark.requirement("R-309")
def test_lesson_12_the_filing_day_chooses_the_rules() -> None:
    """Filed in 2023: ten natural days (行政复议法 2017); in 2024: ten working days."""
    registry = sh.Registry.of()
    filed = {date(2023, 12, 29): sh.NaturalDays(10), date(2024, 1, 2): sh.WorkingDays(10)}
    for on, limit in filed.items():
        assert registry.policy(TOWN, on=on).terms["reconsideration.reply"].value == limit


@pytest.mark.requirement("R-306", "R-310")
def test_lesson_13_every_effective_value_has_its_chain() -> None:
    """Each term, field and row in force names pack and source, and says so in Chinese."""
    packs = (PROVINCE, pack("town", TOWN, matters=[CHANGE], terms=[sets(5)]))
    found = sh.Registry.of(*packs).policy(TOWN, on=DAY)
    known = {p.id for p in found.packs}
    for name, term in found.terms.items():
        assert {value.pack for value in term.set_by} <= known
        assert f"规则包 {term.set_by[0].pack}" in found.explain(name)
    for kind, records in found.settled.items():
        for one in records.values():
            assert one.fields.keys() == one.sources.keys()
            for field, chain in one.sources.items():
                assert {entry.pack for entry in chain} <= known
                assert str(chain[0].citation) in found.explain(f"{kind}/{one.id}.{field}")
    for table in found.tables.values():
        for row in table.rows:
            assert str(row.citation) in found.explain(f"{table.id}/{row.id}")


def test_lesson_14_the_format_is_versioned_not_the_engine() -> None:
    """A pack states the version of the format; without one it is the first; another is refused."""
    for head in ({}, {"format": FORMAT}):
        assert pack("p", TOWN, **head).id == "p"
    for odd in (0, FORMAT + 1, -1):
        with pytest.raises(sh.FaultyDataError, match="SH210"):
            pack("p", TOWN, format=odd)


def test_lesson_14_locality_packages_pin_no_upper_version_of_the_engine() -> None:
    """The packages of this repository ask for servicehall without an upper bound."""
    import tomllib

    files = sorted((Path(__file__).parent.parent / "plugins").glob("*/pyproject.toml"))
    assert len(files) >= 3  # 孟定, 敦厚, 广西
    for file in files:
        project: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))["project"]
        asked = [one for one in project["dependencies"] if one.startswith("servicehall")]
        assert asked, file
        assert not any("<" in one or "==" in one or "~=" in one for one in asked), file
