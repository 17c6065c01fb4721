"""The typed public API, checked by mypy and pyright in strict mode and never run.

Each line shows a use that must keep its type; ``assert_type`` fails the check if it moves.
"""

from datetime import date, datetime
from typing import assert_type

import numpy as np
import numpy.typing as npt

import servicehall as sh
from servicehall import batch

cal = sh.mainland()
assert_type(cal, sh.WorkCalendar)
assert_type(cal.is_workday(date(2026, 9, 18)), bool)
assert_type(cal.add(date(2026, 9, 18), 20), date)
assert_type(cal.before(date(2026, 9, 18), 20), date)
assert_type(cal.count(date(2026, 9, 1), date(2026, 9, 18)), int)
assert_type(cal.on_or_after(date(2026, 9, 18)), date)
assert_type(cal.on_or_before(date(2026, 9, 18)), date)
assert_type(cal.day(date(2026, 9, 18)), sh.Day)
assert_type(cal.certainty(date(2026, 9, 18)), sh.Certainty)
assert_type(cal.as_known_on(date(2026, 9, 18)), sh.WorkCalendar)
assert_type(cal.overlay(rest=[date(2026, 4, 20)], name="三月三"), sh.WorkCalendar)
assert_type(cal.fingerprint, str)
assert_type(cal.day(date(2026, 9, 18)).citation, sh.Citation)

answer = sh.deadline(
    date(2026, 9, 18),
    sh.WorkingDays(20),
    cal,
    hours=sh.OfficeHours.of("08:00-12:00", "14:30-17:30"),
    pauses=[(date(2026, 9, 24), date(2026, 10, 12)), (date(2026, 10, 20), None)],
    extensions=[sh.WorkingDays(10)],
    as_of=date(2026, 10, 22),
)
assert_type(answer, sh.Deadline)
assert_type(answer.due, date | None)
assert_type(answer.due_at, datetime | None)
assert_type(answer.not_before, date | None)
assert_type(answer.certainty, sh.Certainty)
assert_type(answer.window, tuple[date, date] | None)
assert_type(answer.reason, str)
assert_type(answer.explain(), str)
assert_type(answer.met_by(date(2026, 11, 1)), bool | None)
assert_type(answer.days_late(date(2026, 11, 1)), int | None)
assert_type(sh.moved([answer], cal, cal), tuple[sh.Move, ...])
assert_type(sh.parse_limit("20 working days"), sh.Limit)

days = np.array(["2026-09-18"], dtype="datetime64[D]")
assert_type(batch.is_workday(cal, days), npt.NDArray[np.bool_])
assert_type(batch.add(cal, days, 20), npt.NDArray[np.datetime64])
assert_type(batch.count(cal, days, days), npt.NDArray[np.int64])

registry = sh.Registry.discover()
assert_type(registry, sh.Registry)
policy = registry.policy("530926103", on=date(2026, 11, 21), profiles=["X8"])
assert_type(policy, sh.Policy)
case = policy.classify({"windows": 3})
assert_type(case, sh.Classification | sh.Undetermined)
if isinstance(case, sh.Classification):
    assert_type(case.kind, sh.CaseKind)
    assert_type(case.traits, tuple[sh.CaseKind, ...])
    assert_type(case.once_complete, sh.CaseKind | sh.Undetermined | None)
    assert_type(case.citations, tuple[sh.Citation, ...])
else:
    assert_type(case.needed, tuple[str, ...])
assert_type(policy.terms["joint.threshold"], sh.TermValue)
table = policy.tables["case_kind"]
assert_type(table, sh.Table)
assert_type(table.decide({}), sh.Decision | sh.Undetermined)
assert_type(table.analyse(), sh.Analysis)
assert_type(table.compare(table), sh.Difference)
assert_type(batch.decide(table, {"windows": np.array([1])}), npt.NDArray[np.object_])
assert_type(sh.read_pack("town.toml"), sh.Pack)

sh.WorkingDays("20")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
cal.add("2026-09-18", 20)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
