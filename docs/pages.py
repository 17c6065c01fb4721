"""Write the pages that are made from data: ``python docs/pages.py``.

They are kept in the repository, so that every link leads somewhere on a code host too; a test
compares them with what is written here.
"""

from pathlib import Path

import generated
import interfaces


def write_pages(folder: Path) -> None:
    """Write all pages that are made from data, and from interfaces."""
    generated.write_pages(folder)
    interfaces.write_pages(folder)


if __name__ == "__main__":
    write_pages(Path(__file__).parent / "_generated")
