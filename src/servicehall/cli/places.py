"""The commands about places and their packs: plugins, policy, pack check."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import frozen

from servicehall.citations import Confidence
from servicehall.cli.notices import text_faults
from servicehall.cli.open_points import (
    OpenPoint,
    days_to_come,
    duties_in_question,
    open_points,
    rules_in_question,
    units_in_question,
)
from servicehall.cli.options import (
    FAULTY,
    AsJson,
    On,
    Packs,
    Profiles,
    assumed,
    day_of,
    packs_at_hand,
    policy_of,
    registry_of,
)
from servicehall.cli.output import print_json, write_whole
from servicehall.cli.policy_views import grid, policy_data, policy_view, show
from servicehall.divisions import NATION
from servicehall.errors import FaultyDataError, ServiceHallError
from servicehall.interop.policies import policy_to_json
from servicehall.levels import LAYERS
from servicehall.plugins import Pack, Registry, read_pack
from servicehall.plugins.schema import SCHEMA_FILE, pack_schema
from servicehall.plugins.sections import SECTIONS

__all__ = ["pack_commands", "plugins", "policy"]

pack_commands = typer.Typer(no_args_is_help=True, help="规则包：检查，以及编辑器用的格式。")


@pack_commands.callback()
def _pack_commands() -> None:
    """规则包：一个地方、一类大厅写下的规则（TOML）。"""


# ---- installed packages


def plugins(packs: Packs = [], as_json: AsJson = False) -> None:
    """列出内置的和已安装的规则包：来自哪个软件包，适用于哪里，写了多少条；有错的说明错在哪里。"""
    found = registry_of(packs, on_error="quarantine")
    faults = found.faults
    if as_json:
        print_json([_pack_data(pack, faults.get(pack.id)) for pack in found.packs])
    else:
        headings = ("来自", "规则包", "名称", "适用于", "内容")
        rows = [
            (_origin(pack), pack.id, pack.title, _applies(pack), _contents(pack, faults))
            for pack in found.packs
        ]
        show(grid("", headings, rows))
        for error in faults.values():
            typer.echo("\n" + error.in_chinese())
    if faults:
        raise typer.Exit(FAULTY)


def _origin(pack: Pack) -> str:
    built_in = pack.source.startswith("servicehall/") and not pack.origin
    return "内置" if built_in else pack.origin or pack.source


def _applies(pack: Pack) -> str:
    """Say for which places a pack is, and how sure that is."""
    place = pack.profile or pack.division
    mark = "" if pack.confidence is Confidence.CLEAN else f"（{pack.confidence.zh}）"
    if pack.division == NATION:
        mark += "；只适用于一个地方的，在第一个 [[…]] 以前写 division = 它的代码"
    return f"{LAYERS[pack.level.layer]} {place}".strip() + mark


def _contents(pack: Pack, faults: Mapping[str, FaultyDataError]) -> str:
    if pack.id in faults:
        return f"有{len(faults[pack.id].problems)}处错误，见下"
    return _say_counts(_counts(pack))


def _counts(pack: Pack) -> dict[str, int]:
    """Count the records of a pack that was read without a fault, by kind."""
    contents = pack.files.contents()
    counts = {
        section.name: sum(len(data.get(section.name, ())) for _, data in contents.files)
        for section in SECTIONS
    }
    return {name: count for name, count in counts.items() if count}


def _say_counts(counts: Mapping[str, int]) -> str:
    said = [f"{section.zh}{counts[section.name]}" for section in SECTIONS if section.name in counts]
    return "、".join(said) or "没有条目"


def _pack_data(pack: Pack, error: FaultyDataError | None = None) -> dict[str, Any]:
    return {
        "package": pack.origin,
        "source": pack.source,
        "id": pack.id,
        "title": pack.title,
        "layer": pack.level.layer,
        "division": pack.division,
        "profile": pack.profile,
        "confidence": pack.confidence.value,
        "note": pack.note,
        "records": _counts(pack) if error is None else None,
        "problems": [] if error is None else [_problem_data(one) for one in error.problems],
    }


# ---- one pack


@pack_commands.command("check")
def check(
    path: Annotated[
        Path, typer.Argument(metavar="路径", help="TOML 文件，或有 pack.toml 的文件夹")
    ],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """检查一个规则包，一次列出全部问题；没有问题的，说明写了什么、还有哪些待核事项。"""
    found = _checked(path, packs)
    if isinstance(found, _Sound):
        if as_json:
            told = [{"text": point.text, "records": list(point.names)} for point in found.points]
            print_json({"ok": True, **_pack_data(found.pack), "open": told})
        else:
            typer.echo("\n".join(_good(found.pack, found.points)))
        return
    if as_json:
        listed = [_problem_data(problem) for problem in found]
        print_json({"ok": False, "source": str(path), "problems": listed})
    else:
        typer.echo(f"{path}：发现{len(found)}处问题，其中的内容一概没有采用")
        for number, problem in enumerate(found, 1):
            typer.echo(problem.rendered("zh", f"{number}."))
    raise typer.Exit(FAULTY)


@frozen
class _Sound:
    """A pack in which no fault was found, with what it leaves open."""

    pack: Pack
    points: list[OpenPoint]


def _checked(path: Path, packs: list[Path]) -> _Sound | tuple[ServiceHallError, ...]:
    """Return a pack, or everything that is wrong with it, beside the others at hand too."""
    others = packs_at_hand(packs)  # a fault of theirs is not one of this pack
    try:
        pack = packs_at_hand([path])[-1]
        above = [other for other in others if other.id != pack.id]
        registry = Registry.of(*above, pack, on_error="quarantine")
        read_pack(path, above=above)
        profiles = [pack.profile] if pack.profile else []
        policies = [
            registry.policy(pack.division or NATION, on=day, profiles=profiles)
            for day in days_to_come(pack, day_of(None))
        ]
        rules = rules_in_question(pack, policies)
    except FaultyDataError as error:
        return error.problems
    except ServiceHallError as error:
        return (error,)
    if faults := text_faults(pack, policies):
        return faults
    found = [*units_in_question(pack, policies), *duties_in_question(pack, policies)]
    return _Sound(pack, [*open_points(pack), *found, *rules])


def _problem_data(problem: ServiceHallError) -> dict[str, str]:
    parts = {name: problem.part(name, "zh") for name in ("what", "where", "why", "fix")}
    return {"code": problem.code, **parts}


def _good(pack: Pack, points: list[OpenPoint]) -> list[str]:
    lines = [
        f"{pack.source}：没有发现问题",
        f"规则包：{pack.title}（{pack.id}）",
        f"适用于：{_applies(pack)}",
        f"内　容：{_say_counts(_counts(pack))}",
    ]
    lines += [f"说　明：{pack.note}"] if pack.note else []
    lines += [f"待核事项（{len(points)}项）："] if points else ["没有待核事项"]
    return lines + [f"{number}. {point}" for number, point in enumerate(points, 1)]


@pack_commands.command("schema")
def schema(
    path: Annotated[
        bool, typer.Option("--path", help="只输出文件的位置，供编辑器的 #:schema 一行使用")
    ] = False,
) -> None:
    """输出规则包的 JSON Schema，供编辑器补全和检查 TOML。"""
    if path:
        typer.echo(SCHEMA_FILE)
    else:
        print_json(pack_schema())


# ---- what is in force


def policy(
    division: Annotated[str, typer.Argument(metavar="代码", help="行政区划代码，如 530926103")],
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
    explain: Annotated[
        str | None,
        typer.Option(metavar="名称", help="只说明一个参数、条目或规则行的来历，如 joint.threshold"),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="也列出本地没有另作规定的全国通用事项")
    ] = False,
    bundle: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="把全部规则连同各规则包原文存成一个文件，供日后复核"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """显示一个地方某日现行的全部规则：出自哪些层级，谁设定，依据是什么，还有什么待核。"""
    found = policy_of(division, on, profiles, packs)
    if bundle is not None:
        write_whole(bundle, policy_to_json(found).encode())
        typer.echo(f"已存入 {bundle}：{found.on} 的规则，规则包{len(found.packs)}个。")
    elif explain is not None:
        told = found.explain(explain)
        if as_json:
            print_json({"name": explain, "explanation": told})
        else:
            typer.echo(told)
    elif as_json:
        print_json(policy_data(found, everything=everything))
    else:
        show(policy_view(found, everything=everything))
        typer.echo(assumed(on, found.on), nl=on is None)
