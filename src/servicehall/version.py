"""The version of the library (版本)."""

from typing import Final

__all__ = ["__version__"]

__version__: Final = "0.1.0"
