"""Tables (表格): with a caption, headings, and cells that say one thing and its details."""

from collections.abc import Iterable

from servicehall.explain.picture import clean

__all__ = ["cell", "table"]


def table(kind: str, caption: str, headings: Iterable[str], rows: Iterable[list[str]]) -> str:
    """Return a table.

    Args:
        kind: What it is a table of; the style asks for it.
        caption: What stands over it, as HTML.
        headings: The names of its columns.
        rows: Its cells, line by line, each as :func:`cell` made it.
    """
    head = "".join(f'<th scope="col">{clean(heading)}</th>' for heading in headings)
    body = "".join(f"<tr>{_row(cells)}</tr>" for cells in rows)
    return (
        f'<table class="grid-table {kind}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(cells: list[str]) -> str:
    others = "".join(f"<td>{cell}</td>" for cell in cells[1:])
    return f'<th scope="row">{cells[0]}</th>{others}'


def cell(lines: Iterable[str], *, whole: bool = False) -> str:
    """Return what stands in a cell: the first line, whole or broken, the others smaller below."""
    first, *others = [clean(line) for line in lines] or [""]
    first = f'<span class="set">{first}</span>' if whole else first
    return first + "".join(f"<small>{line}</small>" for line in others)
