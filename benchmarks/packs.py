"""Many packs (规则包): one town of 3,000 places beside a registry with its path alone.

The packs are written into a temporary folder: prefectures, their counties and their towns, twenty
records each. Every measurement is made in a process of its own, for what was read is kept. Before
anything is timed, both registries must say the same of the division.
"""

import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from attrs import frozen
from measure import Bar, Race, at_most, compare_turns, print_table, say_figure, say_time

PREFECTURES: Final = 30
COUNTIES: Final = 9
"""In each prefecture."""

TOWNS: Final = 10
"""In each county: 3,000 places in all."""

RECORDS: Final = 20
BAR: Final = at_most(5)
MOST_MIB: Final = 300
ROUNDS: Final = 7

TOWN: Final = "531705104"
OTHER_TOWN: Final = "530302107"
"""One of another prefecture: it shares no pack but the built-in ones with the first."""

PATH: Final = tuple(TOWN[:width] for width in (4, 6, 9))
PREFECTURE: Final = TOWN[:4]
"""Its 100 packs are also read all at once, as a strict registry does."""

COLD: Final = ("built-in", "open", "registry", "policy")
WARM: Final = COLD[1:]
"""The stages that are compared: with what every registry costs, and without."""

STAGES: Final = {
    "built-in": "reading the built-in packs",
    "open": "opening 3,000 packs",
    "registry": "the registry",
    "policy": "the town's policy",
    "another day": "the same town on another day",
    "analysis": "analysing its case_kind, kept from the load",
    "another town": "a town of another prefecture",
    "asked again": "the first town once more",
}

Run = dict[str, Any]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_packs(Path(folder))
        whole = partial(measured, folder, "quarantine", "*")
        path = partial(measured, folder, "quarantine", *PATH)
        check(whole(), path())
        runs: list[Run] = []
        races = [
            race_of("a town, of 3,000 packs: of the 3 on its path", whole, path, COLD, runs, BAR),
            race_of("the same, built-in packs already read", whole, path, WARM, runs),
        ]
        strict = measured(folder, "raise", f"{PREFECTURE}*")
    print_table("3,000 packs of 20 records", races, [*told_of(runs), *told_of_strict(strict)])


# ---- the packs


@frozen
class Place:
    """A place that has a pack.

    Attributes:
        code: Its division.
        rank: 0 for a prefecture, 1 for a county, 2 for a town.
        number: Its figures differ by it.
    """

    code: str
    rank: int
    number: int

    @property
    def name(self) -> str:
        """What its records are called after."""
        return ("prefecture", "county", "town")[self.rank]

    @property
    def since(self) -> str:
        """Since when its rules are in force; those of the levels below came later."""
        return f"{2012 + 4 * self.rank + self.number % 4}-{1 + self.number % 12:02}-01"

    def record(self, section: str, text: str, number: int) -> str:
        """Write a record with its source."""
        cite = f'cite = "《{self.code}便民服务中心管理办法》第{number}条"'
        quote = f'quote = "第{number}条　窗口受理的事项，应当在承诺的时限内办结。"'
        return "\n".join((f"[[{section}]]", text, f"since = {self.since}", cite, quote, ""))

    def values(self, term: str, values: Sequence[str]) -> str:
        """Write a term that changes with time."""
        cite = f'cite = "《{self.code}便民服务中心管理办法》附件"'
        years = itertools.count(2012 + 4 * self.rank, 3)
        listed = (
            f"[[terms.values]]\nvalue = {value}\nsince = {year}-07-01\n{cite}\n"
            for year, value in zip(years, values, strict=False)
        )
        return "\n".join((f'[[terms]]\nchanges = "{term}"', *listed))


def places() -> Iterator[Place]:
    """Go through all places."""
    for p in range(1, PREFECTURES + 1):
        yield Place(f"53{p:02}", 0, p)
        for c in range(1, COUNTIES + 1):
            yield Place(f"53{p:02}{c:02}", 1, p + c)
            for t in range(100, 100 + TOWNS):
                yield Place(f"53{p:02}{c:02}{t}", 2, p + c + t)


def write_packs(folder: Path) -> None:
    """Write the pack of each place into a file of its own."""
    for place in places():
        (folder / f"{place.code}.toml").write_text(written(place), encoding="utf-8")


def written(place: Place) -> str:
    """Write the pack of a place: its head and twenty records."""
    head = f'format = 1\nid = "{place.code}"\ntitle = "便民服务中心"\ndivision = "{place.code}"\n'
    plain = enumerate((*catalogue(place), *changes(place)), 1)
    records = [
        *(place.record(section, text, number) for number, (section, text) in plain),
        place.values("joint.threshold", (["3"], ["3", "2"], ["2"])[place.rank]),
    ]
    assert len(records) == RECORDS
    return "\n".join((head, *records))


def catalogue(place: Place) -> Iterator[tuple[str, str]]:
    """Write two windows, and four matters with materials and fees."""
    name, n = place.name, place.number
    for window, title in (("civil", "民政窗口"), ("land", "国土窗口")):
        yield "windows", f'id = "{name}.{window}"\ntitle = "{title}"\nphone = "0883-{n:07}"'
    for of, title, rest in (
        (
            "allowance",
            "临时救助",
            f'promised = "{5 + n % 7} working days"\nfacts = {{ needs_process = true }}',
        ),
        (
            "kiosk",
            "临时占道经营许可",
            f'promised = "{3 + n % 5} working days"\nstatutory = "$licence.decide"',
        ),
        ("timber", "自用材采伐", 'promised = "same day"\nconditions = "本镇户籍"\nvisits = 1'),
        ("proof", "居住证明", 'promised = "same day"\nwords = "当日即办"\nfee = "free"'),
    ):
        head = f'id = "{name}.{of}"\ntitle = "{title}"\nwindow = "{name}.civil"'
        yield "matters", f'{head}\nclients = ["自然人"]\nsteps = ["受理", "审核", "办理"]\n{rest}'
    for of, title, rest in (
        ("allowance", "申请书", 'main = true\nform = "original"'),
        ("allowance", "居民身份证", 'form = "copy"\nnumber = 2\nissuer = "公安机关"'),
        ("kiosk", "场地使用证明", "main = true"),
        ("kiosk", "照片", 'number = 2\ncondition = "首次申请的"'),
        ("timber", "林权证", 'form = "original or copy"'),
    ):
        head = f'id = "{name}.{of}.{title}"\nmatter = "{name}.{of}"\ntitle = "{title}"'
        yield "materials", f"{head}\n{rest}"
    for of, item, rest in (
        ("kiosk", "主干道", f'rate = "0.{1 + n % 9}"\nper = "平方米"\nperiod = "日"'),
        ("timber", "自用材", f'rate = "{10 + n % 20}"\nper = "立方米"\nleast = "5"'),
        ("timber", "薪材", 'rate = "5%"\nof = "销售价款"\ndisabled = "未确认现行有效"'),
    ):
        head = f'id = "{name}.{of}.fee.{item}"\nmatter = "{name}.{of}"\nitem = "{item}"'
        yield "fees", f'{head}\n{rest}\nbasis = "unknown: 原文没有写收费依据"'


def changes(place: Place) -> Iterator[tuple[str, str]]:
    """Write a row of the place's own, and what it changes of rows, matters and terms above."""
    name, n = place.name, place.number
    limit = (18, 15, 12)[place.rank] - n % 3
    yield "terms", f'changes = "licence.decide"\nvalue = "{limit} working days"'
    when = f'{{ windows = ">= {2 + n % 3}", survey = "pending" }}'
    own = f'id = "{name}.two-windows"\nwhen = {when}\nthen = "JOINT"'
    yield "rows", f'table = "case_kind"\n{own}'
    row, cells = (
        ("promised.process", 'other_materials = "complete"'),
        ("joint", f'departments = ">= {2 + n % 2}"'),
        ("joint", f'windows = ">= {2 + n % 2}"'),
    )[place.rank]
    yield "rows", f'table = "case_kind"\nchanges = "{row}"\nwhen = {{ {cells} }}'
    matter = ("id-card", "prefecture.kiosk", "county.kiosk")[place.rank]
    yield "matters", f'changes = "{matter}"\nplace = "{place.code}便民服务中心一楼"\nphone = "{n}"'
    yield "hours", f'id = "{name}.hours"\nsessions = ["08:{n % 60:02}-12:00", "14:30-17:30"]'


# ---- one process

PROGRAM: Final = """\
import json
import sys
import time
from datetime import date
from pathlib import Path

from servicehall import Registry, open_pack
from servicehall.tables.analysis import analyse_logic

folder, on_error, town, other_town, *names = sys.argv[1:]
files = [file for name in names for file in sorted(Path(folder).glob(name + ".toml"))]
stages = {}


def timed(stage, run):
    begin = time.perf_counter()
    found = run()
    stages[stage] = time.perf_counter() - begin
    return found


def policy_of(code, on=date(2026, 11, 21)):
    return registry.policy(code, on=on)


timed("built-in", Registry.of)
packs = timed("open", lambda: [open_pack(file) for file in files])
registry = timed("registry", lambda: Registry.of(*packs, on_error=on_error))
policy = timed("policy", lambda: policy_of(town))
timed("another day", lambda: policy_of(town, date(2019, 3, 1)))
timed("analysis", policy.table("case_kind").analyse)
if len(packs) > 3:
    timed("another town", lambda: policy_of(other_town))
    timed("asked again", lambda: policy_of(town))
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
told = [
    *map(str, policy.terms.values()),
    *(repr(list(records.values())) for records in policy.settled.values()),
    *(repr(table.rows) for table in policy.tables.values()),
]
analysed = analyse_logic.cache_info()._asdict()
print(json.dumps({
    "stages": stages, "peak": peak, "packs": len(packs), "told": told, "analysed": analysed
}))
"""
"""The peak is its own: ``getrusage`` would also count that of the process which started it."""


def measured(folder: str, on_error: str, *names: str) -> Run:
    """Open the packs of these names, and return what a fresh process says of them."""
    arguments = [folder, on_error, TOWN, OTHER_TOWN, *names]
    command = [sys.executable, "-I", "-c", PROGRAM, *arguments]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # our own text
    found: Run = json.loads(output)
    return found


def check(whole: Run, path: Run) -> None:
    """Make sure that both registries say the same of the town, with all that its packs say."""
    assert whole["packs"] == PREFECTURES * (1 + COUNTIES * (1 + TOWNS)) == 3_000
    assert path["packs"] == len(PATH)
    assert whole["told"] == path["told"]
    for code in PATH:
        assert any(f"《{code}便民服务中心" in told for told in path["told"])


def race_of(
    work: str,
    whole: Callable[[], Run],
    path: Callable[[], Run],
    stages: Iterable[str],
    runs: list[Run],
    bar: Bar | None = None,
) -> Race:
    """Compare some stages; the runs with all packs are kept."""

    def ours() -> float:
        runs.append(whole())
        return seconds(runs[-1], stages)

    return compare_turns(work, ours, lambda: seconds(path(), stages), bar, rounds=ROUNDS)


def seconds(run: Run, stages: Iterable[str]) -> float:
    """Return how long some stages of a run took."""
    taken: list[float] = [run["stages"][stage] for stage in stages]
    return sum(taken)


def told_of(runs: Sequence[Run]) -> Iterator[str]:
    """Say how long each stage takes with all packs, and how much memory."""
    for stage, name in STAGES.items():
        yield f"* {name}: {say_time(statistics.median(seconds(run, [stage]) for run in runs))}"
    peak = max(run["peak"] for run in runs)
    held = "yes" if peak <= MOST_MIB else "NO"
    yield f"* peak of the process: {say_figure(peak)} MiB, bar ≤ {MOST_MIB} MiB: {held}"


def told_of_strict(run: Run) -> Iterator[str]:
    """Say what reading packs whole takes, and how often a table was known by its content."""
    each = say_time(seconds(run, ["registry"]) / run["packs"])
    known, new = run["analysed"]["hits"], run["analysed"]["misses"]
    yield f"* a strict registry reads and checks all: {each} a pack, of {run['packs']};"
    yield f"  of {known + new:,} analyses of tables asked for, {new} were made, the others known"


if __name__ == "__main__":
    main()
