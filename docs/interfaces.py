"""Pages made from interfaces: the commands with their options, the schemas of exchange files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from generated import markdown_table
from typer.main import get_command

from servicehall.cli.commands import app
from servicehall.interop.schemas import FILES, schema


def write_pages(folder: Path) -> None:
    """Write the pages that are made from interfaces."""
    folder.mkdir(exist_ok=True)
    (folder / "commands.md").write_text(_commands(), encoding="utf-8")
    (folder / "schemas.md").write_text(_schemas(), encoding="utf-8")


# ---- the command line

COMMANDS_HEAD = """# Commands

Every command with its arguments and options, as `--help` tells them (命令一览). How they belong
together, and what the exit statuses mean: [command line](../command-line.md); which one answers a
question: [how-to](../how-to.md). 可重复 marks what can be given more than once.
"""
GROUPS: Final = {"import": "从表格导入", "export": "导出", "pack": "规则包"}


def _commands() -> str:
    """Return the reference of all commands."""
    told = list(_each_command(get_command(app), "servicehall"))
    lines = [COMMANDS_HEAD, *markdown_table(("命令", "用途"), map(_in_list, told))]
    for name, command in told:
        lines += [f"\n## {name}\n", _prose(command.help), "", f"`{_usage(name, command)}`", ""]
        lines += markdown_table(("写法", "说明", "默认"), map(_parameter, command.params))
    return "\n".join(lines) + "\n"


def _each_command(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Go through the commands in the order in which help lists them, groups opened."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _each_command(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def _in_list(told: tuple[str, Any]) -> Sequence[str]:
    name, command = told
    anchor = name.replace(" ", "-")
    return f"[`{name.removeprefix('servicehall ')}`](#{anchor})", _prose(command.help)


def _usage(name: str, command: Any) -> str:
    arguments = [_argument(one) for one in command.params if one.param_type_name == "argument"]
    return " ".join([name, *arguments, "[选项]"])


def _argument(one: Any) -> str:
    many = f"{one.metavar}…" if one.nargs != 1 else one.metavar
    return many if one.required else f"[{many}]"


def _parameter(one: Any) -> Sequence[str]:
    """Write one argument or option: how it is given, what it says, what holds without it."""
    if one.param_type_name == "argument":
        return f"`{_argument(one)}`", _prose(one.help), ""
    given = f"{', '.join(one.opts)} {one.metavar or ''}".strip()
    return f"`{given}`", _prose(one.help), _default(one.default)


def _default(value: object) -> str:
    """Write a default that says something."""
    if value in (None, "", False, [], ()):
        return ""
    values = value if isinstance(value, list) else [value]
    return " ".join(f"`{one}`" for one in values)


def _prose(text: str | None) -> str:
    """Write a help text as prose: options set off, lines joined."""
    joined = re.sub(r"\s*\n\s*", "", (text or "").strip())
    return re.sub(r"(?<!`)(--[a-z][a-z-]*)", r"`\1`", joined)


# ---- exchange files

SCHEMAS_HEAD = """# Exchange schemas

The keys of every file that other programs read and write (交换格式), from the JSON Schemas that
ship: `servicehall schema record` prints one, `schema("record")` returns it. What the files are for:
[exchange](../exchange.md). The keys of packs stand under [pack format](packs.md).
"""


def _schemas() -> str:
    """Return the reference of all exchange files; packs have a page of their own."""
    lines = [SCHEMAS_HEAD]
    for name in FILES:
        if name != "pack":
            lines += [f"\n## {name}\n", *_schema(schema(name))]
    return "\n".join(lines) + "\n"


def _schema(whole: Mapping[str, Any]) -> Iterator[str]:
    """Write one schema: its own keys, then those of the records inside."""
    yield f"{whole['title']}。{whole.get('description', '')}\n"
    for shape in whole.get("anyOf", [whole]):
        if "anyOf" in whole:
            yield f"\n{shape.get('description', '其一')}：\n"
        yield from _keys(shape)
    for name, inner in whole["$defs"].items():
        yield f"\n**{name}**　{inner.get('description', '')}\n"
        yield from _keys(inner)


def _keys(shape: Mapping[str, Any]) -> Iterator[str]:
    """Write the keys of an object, or the words of a closed list."""
    if "properties" in shape:
        required = shape.get("required", ())
        rows = (
            (f"`{key}`", "必填" if key in required else "", _type(one), one.get("description", ""))
            for key, one in shape["properties"].items()
        )
        yield from markdown_table(("键", "", "类型", "说明"), rows)
    elif "enum" in shape:
        yield "、".join(f"`{word}`" for word in shape["enum"])


TYPES: Final = {
    "string": "文字",
    "integer": "整数",
    "boolean": "true、false",
    "null": "null",
    "object": "表",
}


def _type(shape: Mapping[str, Any]) -> str:
    """Name the type of a key."""
    if "$ref" in shape:
        return f"`{shape['$ref'].rpartition('/')[2]}`"
    if "anyOf" in shape:
        return _one_of(map(_type, shape["anyOf"]))
    if "const" in shape or "enum" in shape:
        return _one_of(f"`{word}`" for word in shape.get("enum", [shape.get("const")]))
    if shape.get("type") == "array":
        return f"列表：{_type(shape['items'])}" if "items" in shape else "列表"
    if "pattern" in shape:
        return "时刻" if "T " in shape["pattern"] else "日期"
    kinds = shape.get("type", "任意")
    return _one_of(TYPES.get(one, one) for one in ([kinds] if isinstance(kinds, str) else kinds))


def _one_of(words: Iterable[str]) -> str:
    return " 或 ".join(dict.fromkeys(words))
