"""Pages made from data: the reference of errors comes from the catalogue of their texts."""

import re
from collections.abc import Mapping
from pathlib import Path

from servicehall.errors import PARTS, catalogue

GROUPS = {
    "SH1": "What a caller handed over",
    "SH2": "Data that somebody wrote: notices, overlays",
    "SH3": "How far the calendar reaches",
    "SH4": "Facts, tables, packs",
    "SH9": "The installation",
}
HEAD = """# Errors

Every error is a `ServiceHallError`, and also the closest builtin exception. It says what is wrong,
where, why and how to mend it; `error.code` is stable, `error.facts` holds the parts, and
`error.in_chinese()` says the same in Chinese. Words in braces stand for the facts of the case.
"""


def write_error_page(path: Path) -> None:
    """Write the reference of all errors."""
    lines = [HEAD]
    for prefix, title in GROUPS.items():
        lines.append(f"\n## {title}\n")
        for code, texts in sorted(catalogue().items()):
            if code.startswith(prefix):
                lines += [f"\n### {code}\n", "| | English | 中文 |", "|---|---|---|"]
                lines += _rows(texts["en"], texts["zh"])
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _rows(english: Mapping[str, str], chinese: Mapping[str, str]) -> list[str]:
    """Write the parts of one message, in both languages side by side."""
    return [
        f"| {part} | {_cell(english[part])} | {_cell(chinese[part])} |"
        for part in PARTS
        if part in english
    ]


def _cell(text: str) -> str:
    """Write one part; what stands for a fact is set off."""
    plain = text.replace("!r}", "}").replace("|", r"\|")
    return re.sub(r"\{(\w+)\}", r"`{\1}`", plain)
