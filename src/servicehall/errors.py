"""Errors: one hierarchy, each message in five parts.

Every error says *what* is wrong, *where*, *why*, how to *fix* it, and carries a stable *code*.
The texts stand in ``errors.toml``, in English for engineers (``str(error)``) and in Chinese for
everybody else (``error.in_chinese()``); the code raising an error names the facts only.

A caller's mistake (:class:`InputValueError`, :class:`InputTypeError`) and a fault in data that
somebody wrote (:class:`DataError`) are different types, so that the right person is asked.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Self

__all__ = [
    "TOP_LEVEL",
    "CalendarCoverageError",
    "DataError",
    "FaultyDataError",
    "InputTypeError",
    "InputValueError",
    "MissingExtraError",
    "PluginError",
    "PublicationUnknownError",
    "ServiceHallError",
    "catalogue",
]

TOP_LEVEL: Final = "(top level)"
"""A path that lies in no section of a file; messages say it in their language."""
_TOP_LEVEL_ZH: Final = "（文件最外层）"
PARTS = ("what", "where", "why", "fix")
_SYSTEM: Final = re.compile(r"\[Errno \d+\] (?P<says>[^:]+)(?:: (?P<file>.*))?")
"""What the system says of a file."""
_SYSTEM_ZH: Final = {
    "No such file or directory": "没有这个文件",
    "Is a directory": "这是文件夹，不是文件",
    "Not a directory": "路径中有一段不是文件夹",
    "Permission denied": "没有权限",
    "File name too long": "文件名太长",
    "No space left on device": "磁盘已满",
}
_NO_UTF_8: Final = "'utf-8' codec"
_LABELS = {"en": ("where", "why", "fix"), "zh": ("何处", "原因", "办法")}


@functools.cache
def catalogue() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the texts of all errors: code -> language (``en``, ``zh``) -> part -> template."""
    import tomllib  # loads when the first message is read
    from importlib import resources

    text = resources.files("servicehall").joinpath("errors.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class ServiceHallError(Exception):
    """Base of every error of this library.

    Args:
        code: The stable code, for example ``"SH301"``; its texts stand in ``errors.toml``.
        **facts: What the texts speak of: names, days, numbers. Kept in :attr:`facts`.
    """

    def __init__(self, code: str, /, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.code, self.facts))

    def part(self, name: str, language: str = "en") -> str:
        """Return one part of the message: ``what``, ``where``, ``why`` or ``fix``."""
        facts = {key: _shown(value) for key, value in self.facts.items()}
        if language == "zh" and "reason" in facts:
            facts["reason"] = _system_in_chinese(facts["reason"])
        if "path" in facts:
            facts["path"] = self.place(language)
        template = catalogue()[self.code][language].get(name, "")
        if name == "where" and "path" in facts and "{path}" not in template:
            template = "{path}: " + template if template else "{path}"
        return template.format(**facts).strip()

    def place(self, language: str = "en") -> str:
        """Return where in a file it was found, or an empty text."""
        path = _shown(self.facts.get("path", ""))
        return path.replace(TOP_LEVEL, _TOP_LEVEL_ZH).strip() if language == "zh" else path

    @property
    def what(self) -> str:
        """What is wrong, in one sentence."""
        return self.part("what")

    @property
    def where(self) -> str:
        """Where it was found: the argument, the file, the record, the field."""
        return self.part("where")

    @property
    def why(self) -> str:
        """The rule that it breaks."""
        return self.part("why")

    @property
    def fix(self) -> str:
        """What mends it."""
        return self.part("fix")

    def __str__(self) -> str:
        return self.rendered("en", type(self).__name__)

    def in_chinese(self) -> str:
        """Return the message in Chinese (中文说明), for clerks, auditors and authors of packs."""
        return self.rendered("zh", "错误")

    def rendered(self, language: str, head: str) -> str:
        """Return the message in a language, after a word that opens it."""
        lines = [f"{head} [{self.code}]: {self.part('what', language)}"]
        for name, label in zip(PARTS[1:], _LABELS[language], strict=True):
            if text := self.part(name, language):
                lines.append(f"  {label:<6} {text}" if language == "en" else f"  {label}  {text}")
        return "\n".join(lines)


def _rebuild(kind: type[ServiceHallError], code: str, facts: dict[str, object]) -> ServiceHallError:
    return kind(code, **facts)


def _shown(value: object) -> str:
    """Write a fact as a reader expects it: days in ISO form, several values with commas."""
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(_shown(item) for item in value)
    try:
        return str(value)
    except (ValueError, RecursionError):  # a number of thousands of digits
        return f"<{type(value).__name__}>"


def _system_in_chinese(reason: str) -> str:
    """Say in Chinese why the system cannot read or write a file; any other reason stays."""
    if reason.startswith(_NO_UTF_8):
        return f"不是 UTF-8 编码的文字（{reason}）"
    said = _SYSTEM.fullmatch(reason)
    if said is None or said["says"] not in _SYSTEM_ZH:
        return reason
    file = (said["file"] or "").strip("'\"")
    return _SYSTEM_ZH[said["says"]] + (f"：{file}" if file else "")


class InputValueError(ServiceHallError, ValueError):
    """A caller handed over a value that cannot be meant."""


class InputTypeError(ServiceHallError, TypeError):
    """A caller handed over a value of the wrong type."""


class CalendarCoverageError(ServiceHallError, LookupError):
    """A question reaches a day that no published arrangement covers (超出已公布的放假安排)."""


class PublicationUnknownError(CalendarCoverageError):
    """Whether a notice was known on a day cannot be told: its publication date is not known."""


class DataError(ServiceHallError, ValueError):
    """One fault in data that somebody wrote: a notice, an overlay, a pack."""


class MissingExtraError(ServiceHallError, ImportError):
    """A part of the library needs an extra that is not installed."""


class PluginError(ServiceHallError, ImportError):
    """An installed locality package cannot be used; its name and version are in the message."""


class FaultyDataError(DataError):
    """All faults of one load, gathered.

    Attributes:
        source: The file or the record that was read.
        problems: Every fault that was found, each an error of its own.
    """

    def __init__(self, source: str, problems: Iterable[ServiceHallError]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__("SH200", source=source, count=len(self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.source, self.problems))

    def rendered(self, language: str, head: str) -> str:
        """Return the message with those of all problems below it."""
        texts = [super().rendered(language, head)]
        texts += [problem.rendered(language, "-") for problem in self.problems]
        return "\n".join(texts)

    def at(self, source: str) -> Self:
        """Return the same faults with another, more exact source."""
        return type(self)(source, self.problems)
