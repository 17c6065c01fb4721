"""The public names: complete, light to import, immutable, and blind to the clock."""

import ast
import copy
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
import pytest

import servicehall as sh

SOURCE = Path(sh.__file__).parent
INIT = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
CAL = sh.mainland()
GUANGXI = CAL.overlay(rest=[date(2017, 3, 30)], name="三月三", division="45", years=[2017])
CALENDARS = {
    "mainland": CAL,
    "as known": CAL.as_known_on(date(2018, 12, 5)),
    "overlay": GUANGXI,
    "estimate": sh.mainland(beyond="estimate"),
}
EACH = pytest.mark.parametrize("cal", CALENDARS.values(), ids=list(CALENDARS))


def python(code: str) -> str:
    """Run code in a new interpreter, warnings being errors, and return what it prints."""
    result = subprocess.run(  # our own interpreter, with the code of a test
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert result.stderr == ""
    return result.stdout.strip()


# ---- names


def test_all_and_dir_agree() -> None:
    """Every public name is listed by dir(), which lists nothing else but the version."""
    assert sorted(sh.__all__) == sh.__all__
    assert set(dir(sh)) == {*sh.__all__, "__version__"}
    assert len(set(sh.__all__)) == len(sh.__all__)


@pytest.mark.parametrize("name", sh.__all__)
def test_every_name_can_be_had_and_is_documented(name: str) -> None:
    """Every name exists, has a docstring, and comes from the module that declares it."""
    value = getattr(sh, name)
    assert value.__doc__
    assert name in sys.modules[value.__module__].__all__


@pytest.mark.parametrize("name", ["deadlines_", "WorkDays", "__wrapped__", "np"])
def test_a_name_that_does_not_exist_is_an_attribute_error(name: str) -> None:
    """An unknown name is refused as Python refuses it."""
    with pytest.raises(AttributeError, match=f"module 'servicehall' has no attribute '{name}'"):
        getattr(sh, name)


def test_type_checkers_and_python_see_the_same_names() -> None:
    """The names imported for type checkers are those of the table that loads them."""
    guarded = next(node for node in INIT.body if isinstance(node, ast.If))
    assert ast.unparse(guarded.test) == "TYPE_CHECKING"
    checked = {
        node.module: {alias.asname or alias.name for alias in node.names}
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
    }
    assert checked == {module: set(names) for module, names in sh._HOMES.items()}


def test_a_star_import_works() -> None:
    """``from servicehall import *`` brings every public name, in a bare interpreter."""
    code = "from servicehall import *\nimport servicehall\n"
    code += "print(set(servicehall.__all__) - set(globals()), deadline.__name__)"
    assert python(code) == "set() deadline"


@pytest.mark.parametrize("module", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.stem)
def test_every_module_declares_what_it_offers(module: Path) -> None:
    """Each module has a docstring, and its ``__all__`` names what exists, each once."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    relative = module.relative_to(SOURCE.parent).with_suffix("")
    name = ".".join(relative.parts).removesuffix(".__init__")
    if name.endswith("__main__"):
        return
    loaded = __import__(name, fromlist=["__all__"])
    assert len(loaded.__all__) == len(set(loaded.__all__))
    assert all(hasattr(loaded, public) for public in loaded.__all__)


# ---- weight

HEAVY = ["numpy", "holidays", "chinese_calendar", "cattrs", "pytest", "hypothesis", "tomllib"]
OTHERS = ["typer", "rich", "dateutil", "pandas"]


def loaded_by(code: str, names: list[str]) -> list[str]:
    """Return which modules some code loads."""
    found = python(f"{code}\nimport sys\nprint(*(n for n in {names!r} if n in sys.modules))")
    return found.split()


def test_importing_loads_nothing_heavy() -> None:
    """``import servicehall`` loads neither numpy, holidays, cattrs, tomllib nor test tools."""
    assert loaded_by("import servicehall", [*HEAVY, *OTHERS]) == []


def test_naming_every_name_loads_no_optional_package() -> None:
    """All public names together load no package of an extra, and neither source of days."""
    unwanted = ["numpy", "pytest", "hypothesis", "typer", "rich", "holidays", "chinese_calendar"]
    assert loaded_by("from servicehall import *", unwanted) == []


def test_counting_loads_no_optional_package() -> None:
    """A deadline from the shipped notices needs neither numpy nor another source of days."""
    code = (
        "import servicehall as sh; from datetime import date\n"
        "sh.deadline(date(2026, 9, 18), sh.WorkingDays(20), sh.mainland()).explain()"
    )
    unwanted = ["numpy", "chinese_calendar", "pytest", "hypothesis", "typer", "rich"]
    assert loaded_by(code, unwanted) == []


# ---- immutable, hashable, picklable


@EACH
def test_a_calendar_cannot_be_changed(cal: sh.WorkCalendar) -> None:
    """No attribute of a calendar can be set, added or deleted."""
    for name in ("notices", "known_on", "table", "anything"):
        with pytest.raises(AttributeError):
            setattr(cal, name, None)
    with pytest.raises(AttributeError):
        del cal.notices  # type: ignore[misc]  # that is the point


@EACH
@pytest.mark.parametrize(
    "copied",
    [
        copy.copy,
        copy.deepcopy,
        lambda cal: pickle.loads(pickle.dumps(cal)),  # noqa: S301  # made on this line
    ],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copied_calendar_is_equal(
    cal: sh.WorkCalendar, copied: Callable[[sh.WorkCalendar], sh.WorkCalendar]
) -> None:
    """A copy answers alike, is equal, has the same hash, and remembers what it was made of."""
    again = copied(cal)
    assert again == cal
    assert hash(again) == hash(cal)
    assert (again.known_on, again.estimates) == (cal.known_on, cal.estimates)
    assert again.notices == cal.notices
    assert again.overlays == cal.overlays


def test_different_calendars_are_different() -> None:
    """Calendars that answer differently are not equal, and are no key of one another."""
    calendars = list(CALENDARS.values())
    assert len(set(calendars)) == len(calendars)
    assert calendars[0] != "a calendar"
    assert CALENDARS == {**CALENDARS}


def test_calendars_are_made_once() -> None:
    """Without arguments the same calendar is returned each time."""
    assert sh.mainland() is CAL
    assert sh.mainland(beyond="estimate") is CALENDARS["estimate"]


RECORDS = [
    sh.WorkingDays(20),
    sh.Minutes(30, clock="wall"),
    sh.Citation("《民法典》", "第201条"),
    sh.OfficeHours.of("08:00-12:00"),
    sh.Recurrence("Mon"),
    CAL.day(date(2026, 9, 20)),
    GUANGXI.overlays[0],
    CAL.notices[0],
    sh.deadline(date(2026, 9, 18), sh.WorkingDays(20), CAL),
    sh.Occurrence(date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 30)),
    sh.Disagreement(date(2027, 2, 20), "甲", "乙"),
    sh.Move(key="甲", before=None, after=None),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_records_are_values(record: object) -> None:
    """Every record is frozen, slotted, hashable, and comes back from a pickle as it was."""
    names = [field.name for field in attrs.fields(type(record))]  # type: ignore[misc]  # records all
    with pytest.raises(AttributeError):
        setattr(record, names[0], None)
    assert not hasattr(record, "__dict__")
    again = pickle.loads(pickle.dumps(record))  # noqa: S301  # made on this line
    assert again == record
    assert hash(again) == hash(record)


def test_deadlines_of_the_same_question_are_equal() -> None:
    """A deadline is a pure function of what is handed over."""
    one, two = (
        sh.deadline(date(2026, 9, 18), sh.WorkingDays(20), calendar)
        for calendar in (CAL, copy.copy(CAL))
    )
    assert one == two
    assert one.explain() == two.explain()
    assert attrs.evolve(one, due=None) != one


# ---- threads


def test_threads_share_a_calendar() -> None:
    """Several threads that ask at once, the first to load anything, get the same answers."""
    code = """
import threading
from datetime import date, timedelta
import servicehall as sh
answers, barrier = [], threading.Barrier(8)
def ask():
    barrier.wait()
    cal, est = sh.mainland(), sh.mainland(beyond="estimate")
    ends = tuple(cal.add(date(2026, 1, 1) + timedelta(n), 20) for n in range(300))
    answers.append((ends, sh.deadline(date(2026, 12, 28), sh.WorkingDays(30), est).window))
threads = [threading.Thread(target=ask) for _ in range(8)]
[t.start() for t in threads]; [t.join() for t in threads]
print(len(answers), len(set(answers)))
"""
    assert python(code) == "8 1"


def test_threads_may_derive_calendars() -> None:
    """Calendars derived from one in several threads are equal and leave it as it was."""
    before, derived = CAL.fingerprint, []

    def derive() -> None:
        derived.append(CAL.overlay(rest=[date(2026, 3, 2)]).as_known_on(date(2026, 1, 1)))

    threads = [threading.Thread(target=derive) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(derived) == 3
    assert len(set(derived)) == 1
    assert CAL.fingerprint == before


# ---- no clock, no environment


CLOCKS = {"today", "now", "utcnow", "localtime", "time_ns", "getenv", "environ", "getlocale"}


# The command line may ask which day it is, for rules in force today; it says that it did.
TIMELESS = [path for path in sorted(SOURCE.rglob("*.py")) if path.name != "options.py"]


@pytest.mark.parametrize("module", TIMELESS, ids=lambda path: path.stem)
def test_nothing_depends_on_the_day_on_which_it_runs(module: Path) -> None:
    """No module asks for the date, the time, the locale or the environment."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not (used | imported) & (CLOCKS | {"time.time", "locale"})


def test_the_answer_is_the_same_in_any_time_zone_and_locale() -> None:
    """Neither the zone nor the locale of the machine changes a deadline or its text."""
    code = (
        "import os, time; os.environ.update(TZ={zone!r}, LC_ALL={locale!r}); time.tzset()\n"
        "import servicehall as sh\nfrom datetime import datetime, timezone\n"
        "start = datetime(2026, 9, 18, 17, tzinfo=timezone.utc)\n"
        "answer = sh.deadline(start, sh.WorkingDays(3), sh.mainland())\n"
        "print(ascii(answer.explain()), answer.due_at.isoformat(), sh.mainland().fingerprint)"
    )
    if sys.platform == "win32":
        pytest.skip("time.tzset exists on Unix only")
    places = [("Asia/Shanghai", "C"), ("America/New_York", "C.UTF-8"), ("UTC", "POSIX")]
    answers = {python(code.format(zone=zone, locale=locale)) for zone, locale in places}
    assert len(answers) == 1
    # 17:00 UTC on Friday 18 September is 01:00 on Saturday in Beijing: 20, 21, 22 September.
    assert "2026-09-23T00:00:00+08:00" in answers.pop()
