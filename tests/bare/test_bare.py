"""The wheel without extras: what needs none works, what needs one says which."""

import subprocess
import sys
from datetime import date

import pytest

import servicehall as sh


def test_a_deadline_needs_no_extra() -> None:
    """The core computes and explains a deadline."""
    answer = sh.deadline(date(2018, 12, 20), sh.WorkingDays(7), sh.mainland())
    assert answer.due == date(2018, 12, 29)
    assert "国办发明电〔2018〕15号" in answer.explain()


def test_every_public_name_loads_without_extras() -> None:
    """A star import works in a bare environment."""
    names: dict[str, object] = {}
    exec("from servicehall import *", names)  # noqa: S102  # a star import is not allowed inline
    assert set(sh.__all__) <= names.keys()


def test_batch_says_which_extra_it_needs() -> None:
    """Importing the batch module names the extra and how to install it."""
    with pytest.raises(sh.MissingExtraError, match=r"servicehall\[batch\]"):
        import servicehall.batch  # noqa: F401


def test_calendar_feeds_say_which_extra_they_need() -> None:
    """Only feeds need it; policies, records and schemas are read without."""
    import servicehall.interop.policies
    import servicehall.interop.records
    import servicehall.interop.schemas
    import servicehall.interop.standard

    with pytest.raises(sh.MissingExtraError, match=r"servicehall\[calendar-feed\]"):
        import servicehall.interop.feeds  # noqa: F401


def test_the_command_line_says_which_extra_it_needs() -> None:
    """The command line ends with a Chinese message instead of a traceback."""
    run = subprocess.run(
        [sys.executable, "-m", "servicehall", "day", "2026-01-01"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
    )
    assert run.returncode == 3
    assert "servicehall[cli]" in run.stderr
    assert "Traceback" not in run.stderr


def test_notices_say_which_extra_they_need() -> None:
    """Importing the package of notices names the extra and how to install it."""
    with pytest.raises(sh.MissingExtraError, match=r"servicehall\[notices\]"):
        import servicehall.notices  # noqa: F401


def test_made_up_years_need_no_extra_but_their_strategies_do() -> None:
    """The standard library decides by chance; Hypothesis is named where it is needed."""
    from servicehall.testing import synthetic_ledger

    (case,) = synthetic_ledger(sh.Registry.of(), "371300", cases=1)
    assert case.case == "2026-0001"
    with pytest.raises(sh.MissingExtraError, match=r"servicehall\[testing\]"):
        import servicehall.testing.strategies  # noqa: F401


def test_plots_say_which_extra_they_need() -> None:
    """Importing the module of pictures names the extra and how to install it."""
    with pytest.raises(sh.MissingExtraError, match=r"servicehall\[notebook\]"):
        import servicehall.plots  # noqa: F401
