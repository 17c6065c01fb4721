"""What commands share (共用选项): division, day, profiles, packs, and the policy in force."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from servicehall.cli import reading
from servicehall.events import check_instant
from servicehall.instants import SHANGHAI, end_of_day
from servicehall.plugins import Pack, Registry, open_pack
from servicehall.plugins.discovery import installed_packs
from servicehall.plugins.registry import OnError
from servicehall.policy import Policy

__all__ = [
    "FAULTY",
    "UNSETTLED",
    "AsJson",
    "AsOf",
    "Division",
    "On",
    "Packs",
    "Profiles",
    "Unmask",
    "assumed",
    "day_of",
    "instant_of",
    "packs_at_hand",
    "policy_of",
    "registry_of",
]

UNSETTLED = 3
"""Exit status of a question that what is known does not settle."""
FAULTY = 1
"""Exit status of a check in which something was found."""

Division = Annotated[str, typer.Option(metavar="代码", help="行政区划代码，默认为全国")]
On = Annotated[str | None, typer.Option(metavar="日期", help="按该日施行的规则，默认为今天")]
Profiles = Annotated[
    list[str], typer.Option("--profile", metavar="名称", help="假设采用的模式，可重复")
]
Packs = Annotated[
    list[Path],
    typer.Option(
        "--pack", metavar="路径", help="加入规则包（TOML 文件或文件夹），取代已安装的同名包；可重复"
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="时刻", help="查询的时刻或日期（当日24:00），默认为现在"),
]
Unmask = Annotated[bool, typer.Option("--unmask", help="个人信息不作隐去处理")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def day_of(on: str | None) -> date:
    """Return the day that was typed; today in Shanghai where none was."""
    return datetime.now(SHANGHAI).date() if on is None else reading.day(on)


def instant_of(as_of: str | None) -> datetime:
    """Return the instant that was typed; of a day its end, and now where none was."""
    if as_of is None:
        return datetime.now(SHANGHAI).replace(second=0, microsecond=0)
    said = reading.start(as_of)
    return check_instant(said, "as_of") if isinstance(said, datetime) else end_of_day(said)


def assumed(on: str | None, day: date) -> str:
    """Say that the rules are those of today, where no day was typed."""
    return f"（未写 --on，按今天 {day} 施行的规则）" if on is None else ""


def packs_at_hand(paths: Iterable[Path]) -> tuple[Pack, ...]:
    """Return the packs of some files and folders, and the installed ones that have other names.

    Raises:
        FaultyDataError: With every fault of a head.
        PluginError: An installed package cannot be used.
    """
    given = [open_pack(path) for path in paths]
    names = {pack.id for pack in given}
    return (*(pack for pack in installed_packs() if pack.id not in names), *given)


def registry_of(paths: Iterable[Path], *, on_error: OnError = "raise") -> Registry:
    """Return the registry of the built-in packs, the installed ones, and some files and folders."""
    return Registry.of(*packs_at_hand(paths), on_error=on_error)


def policy_of(
    division: str, on: str | None, profiles: Sequence[str], packs: Sequence[Path]
) -> Policy:
    """Return what is in force for a division, as the options say."""
    return registry_of(packs).policy(division, on=day_of(on), profiles=profiles)
