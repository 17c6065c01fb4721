"""Policies as files (规则存档): all packs that make a policy, as they were written.

    {"format": 1, "servicehall": "0.1.0", "division": "530926103", "on": "2026-11-22",
      "profiles": ["X8"], "fingerprint": "...", "calendar": "...", "digest": "...",
      "packs": [{"id": "statutes", "package": "", "files": {"": {"id": "statutes", ...}}}, ...]}

The built-in packs of the version that wrote it are among them: a later version, whose own have
changed, makes the same policy again, or refuses. What stands in a pack is JSON with one addition: a
day is ``{"$date": "2026-11-22"}``; a key that begins with ``$`` is written with two.

Holiday notices are no rules but part of the library. Of them only the fingerprint is kept. Where
that of the rules differs although the packs are the same, this version reads them otherwise.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

from attrs import asdict, evolve, frozen

from servicehall.checks import check_type, shown, wrong_type
from servicehall.errors import DataError, FaultyDataError, InputTypeError, InputValueError
from servicehall.fingerprints import fingerprint
from servicehall.plugins import Pack, Registry
from servicehall.plugins.files import PackFiles
from servicehall.policy import Policy
from servicehall.reading import structure
from servicehall.version import __version__

__all__ = ["FORMAT", "Accepted", "policy_from_json", "policy_to_json"]

FORMAT: Final = 1
"""The version of the format of policies."""

Accepted = Literal["calendar", "rules"]
"""What may be accepted to differ from the time at which a policy was kept."""

_DATE: Final = "$date"


@frozen(kw_only=True)
class _PackForm:
    """A pack as it is written."""

    id: str
    package: str = ""
    files: dict[str, Any]


@frozen(kw_only=True)
class _PolicyForm:
    """A policy as it is written."""

    format: int
    servicehall: str
    division: str
    on: date
    profiles: tuple[str, ...] = ()
    fingerprint: str
    calendar: str
    digest: str
    packs: tuple[_PackForm, ...]


# ---- writing


def policy_to_json(policy: Policy) -> str:
    """Return a policy as JSON text, with all packs that make it (规则存档).

    Args:
        policy: What is in force for a division on a day.

    Raises:
        InputTypeError: It is no policy (SH119), or a pack holds what JSON cannot (SH744).
        FaultyDataError: A file of a pack can no longer be read (SH201).
    """
    check_type(policy, Policy, "policy")
    packs = [_pack_data(pack) for pack in policy.packs]
    data = {
        "format": FORMAT,
        "servicehall": __version__,
        "division": policy.division,
        "on": policy.on.isoformat(),
        "profiles": list(policy.profiles),
        "fingerprint": policy.fingerprint,
        "calendar": policy.calendar.fingerprint,
        "digest": fingerprint(packs),
        "packs": packs,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _pack_data(pack: Pack) -> dict[str, Any]:
    files = {name: _coded(data, pack.id) for name, data in pack.files.contents().files}
    return {"id": pack.id, "package": pack.origin, "files": files}


def _coded(value: Any, pack: str) -> Any:
    """Return what JSON can hold, so that :func:`_decoded` finds the same."""
    match value:
        case Mapping():
            return {_doubled(key): _coded(one, pack) for key, one in value.items()}
        case list() | tuple():
            return [_coded(one, pack) for one in value]
        case date() if not isinstance(value, datetime):
            return {_DATE: value.isoformat()}
        case str() | int():
            return value
    raise InputTypeError("SH744", pack=pack, value=shown(value), type=type(value).__name__)


def _doubled(key: str) -> str:
    return f"${key}" if key.startswith("$") else key


# ---- reading


def policy_from_json(
    text: str, *, source: str = "policy", accept: Collection[Accepted] = ()
) -> Policy:
    """Make a policy again, from exactly the packs that it was made from (读取规则存档).

    Args:
        text: What :func:`policy_to_json` wrote, in this version or an earlier one; a mark of the
            encoding before it does no harm.
        source: What it is called in messages.
        accept: What may differ from that time: ``"calendar"``, for a hall counts days by the
            notices known today while its rules stay; ``"rules"``, where this version of the library
            reads the same packs otherwise than the one that wrote the file.

    Raises:
        InputTypeError: It is no text (SH119).
        InputValueError: Something else is to be accepted (SH112).
        FaultyDataError: It is no JSON (SH619), of another format (SH620), lacks something or has
            too much (SH204 to SH206); it was altered (SH745); a pack is faulty; the rules are
            others than they were (SH746), or the calendar is (SH749).
    """
    for one in accept:
        if one not in get_args(Accepted):
            told = {"value": repr(one), "allowed": get_args(Accepted)}
            raise InputValueError("SH112", name="accept", **told)
    form = _form(text, source)
    registry = Registry.alone(_packs(form, source))
    policy = registry.policy(form.division, on=form.on, profiles=form.profiles)
    problems = list(_differences(policy, form, accept))
    if problems:
        raise FaultyDataError(source, problems)
    return policy


def _form(text: str, source: str) -> _PolicyForm:
    if not isinstance(text, str):
        raise wrong_type(text, "text", "the text of a file", "文件的文字")
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise FaultyDataError(source, [DataError("SH619", reason=str(error))]) from error
    told = data.get("format", FORMAT) if isinstance(data, dict) else FORMAT
    if told != FORMAT:  # a later format may have other keys
        problem = DataError("SH620", format=shown(told), known=FORMAT)
        raise FaultyDataError(source, [problem])
    form = structure(data, _PolicyForm, source, from_json=True)
    found = fingerprint([asdict(one) for one in form.packs])
    if found != form.digest:
        raise FaultyDataError(source, [DataError("SH745", found=found, recorded=form.digest)])
    return form


def _packs(form: _PolicyForm, source: str) -> Iterator[Pack]:
    for one in form.packs:
        where = f"{source}: {one.id}"
        files = {name: _decoded(data, where) for name, data in one.files.items()}
        yield evolve(Pack.open(PackFiles.of_contents(files, where)), origin=one.package)


def _decoded(value: Any, source: str) -> Any:
    match value:
        case {"$date": written, **rest} if not rest:
            return _day(written, source)
        case dict():
            return {key.removeprefix("$"): _decoded(one, source) for key, one in value.items()}
        case list():
            return [_decoded(one, source) for one in value]
    return value


def _day(written: object, source: str) -> date:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        expected = {"expected": "a day such as 2026-11-22", "expected_zh": "日期，如 2026-11-22"}
        problem = DataError("SH205", path=_DATE, value=shown(written), **expected)
        raise FaultyDataError(source, [problem]) from None


def _differences(
    policy: Policy, form: _PolicyForm, accept: Collection[Accepted]
) -> Iterator[DataError]:
    """Go through what is not as it was, and not accepted."""
    if policy.fingerprint != form.fingerprint and "rules" not in accept:
        told = {"found": policy.fingerprint, "recorded": form.fingerprint}
        yield DataError("SH746", **told, version=form.servicehall)
    now = policy.calendar.fingerprint
    if now != form.calendar and "calendar" not in accept:
        yield DataError("SH749", found=now, recorded=form.calendar)
