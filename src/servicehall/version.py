"""The version of the library (版本)."""

__all__ = ["__version__"]

__version__ = "0.1.0"
