"""Finding installed locality packages (发现插件): entry points, loaded and checked, or a stop."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any

import pluggy
from attrs import evolve

from servicehall.errors import FaultyDataError, PluginError, ServiceHallError
from servicehall.plugins.files import PackFiles
from servicehall.plugins.hooks import HOOKS, PROJECT
from servicehall.plugins.packs import Pack
from servicehall.plugins.sections import SECTIONS

__all__ = ["installed_packs", "pack_of"]


def installed_packs() -> tuple[Pack, ...]:
    """Return the packs of all installed locality packages, in the order of their names.

    Raises:
        PluginError: One cannot be loaded (SH480), hands over no pack (SH481), or has a hook that
            does not exist (SH482); the message names package and version.
    """
    points = sorted(entry_points(group=PROJECT), key=lambda point: (_origin(point), point.name))
    return tuple(_pack(point) for point in points)


def _origin(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "?"


def _pack(point: EntryPoint) -> Pack:
    origin = _origin(point)
    about = {"package": origin, "entry": f"{point.name} = {point.value}"}
    try:
        found = point.load()
    except FaultyDataError as error:
        raise error.at(f"{origin}: {error.source}") from error
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}"
        raise PluginError("SH480", reason=reason, **about) from error
    try:
        return evolve(pack_of(found, origin), origin=origin)
    except pluggy.PluginValidationError as error:
        raise PluginError("SH482", reason=str(error), **about) from error
    except ServiceHallError:
        raise
    except (Exception, SystemExit) as error:  # of a hook
        reason = f"{type(error).__name__}: {error}"
        raise PluginError("SH480", reason=reason, **about) from error


def pack_of(found: Any, origin: str) -> Pack:
    """Return the pack that an entry point names: a pack, or an object with hooks.

    Args:
        found: What the entry point names.
        origin: The package with its version, for messages.

    Raises:
        PluginError: It is neither (SH481).
        pluggy.PluginValidationError: It has a hook that does not exist, or is no function.
        FaultyDataError: The head that it hands over is faulty.
    """
    if isinstance(found, Pack):
        return found
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(HOOKS)
    manager.register(found)
    manager.check_pending()
    heads = manager.hook.head()
    if len(heads) != 1:
        kind = "module" if isinstance(found, ModuleType) else type(found).__name__
        raise PluginError("SH481", package=origin, kind=kind)
    return Pack.open(PackFiles.of_data(dict(_handed_over(manager, heads[0])), origin))


def _handed_over(manager: pluggy.PluginManager, head: Any) -> Iterator[tuple[str, Any]]:
    """Put together what the hooks of one plugin return, as it would stand in a file."""
    yield from dict(head).items()
    for section in SECTIONS:
        for found in getattr(manager.hook, section.name)():
            yield section.name, found
