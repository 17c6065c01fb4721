"""The hooks of locality packages (插件钩子): one for what a pack says of itself, one a section.

They are made from the list of sections, so that what a package can hand over in Python is what a
pack can state in TOML, word for word. Most packages need none of them: ``Pack.load`` does it all.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import pluggy

from servicehall.plugins.sections import SECTIONS, Section, keys_of

__all__ = ["HOOKS", "PROJECT", "hookimpl"]

PROJECT: Final = "servicehall"
"""The group of entry points in which locality packages are found."""

_hookspec = pluggy.HookspecMarker(PROJECT)
_hookimpl = pluggy.HookimplMarker(PROJECT)

Function = TypeVar("Function", bound=Callable[..., Any])


def hookimpl(function: Function) -> Function:
    """Mark a function of a locality package as a hook (钩子标记).

    Its name says which: ``head`` for what the pack says of itself, and one for each section, such
    as ``matters``. A misspelt one stops the loading.
    """
    return _hookimpl(function)


def _hook(name: str, doc: str) -> Callable[[], Any]:
    def hook() -> Any:
        """Stand for a hook; pluggy never calls it."""

    hook.__name__ = hook.__qualname__ = name
    hook.__doc__ = doc
    return _hookspec(hook)


_HEAD_DOC = """Say which pack this is (规则包的表头).

Returns:
    The head as a dict, with the keys of the top of ``pack.toml``.

Example:
    ::

        from servicehall import hookimpl

        @hookimpl
        def head():
            return {"format": 1, "id": "town", "division": "530926103"}
"""


def _doc(section: Section) -> str:
    shape = "a dict, by name" if section.named else "a list of dicts"
    keys = "\n".join(f"    * ``{name}``: {says}" for name, says in keys_of(section))
    listed = f"\nKeys:\n{keys}\n" if keys else ""
    imports = "import datetime\n        " if "datetime." in repr(section.example) else ""
    return f"""Hand over {section.name} ({section.zh}), as ``{section.title}`` in TOML.

Returns:
    {shape.capitalize()}.
{listed}
Example:
    ::

        {imports}from servicehall import hookimpl

        @hookimpl
        def {section.name}():
            return {section.example!r}
"""


HOOKS: Final = type(
    "Hooks",
    (),
    {
        "__doc__": "The hooks of servicehall.",
        "head": staticmethod(_hook("head", _HEAD_DOC)),
        **{one.name: staticmethod(_hook(one.name, _doc(one))) for one in SECTIONS},
    },
)
"""All hooks, with complete docstrings."""
