"""The rules of 临沂's halls: agency for projects, charging at one point, delegation (临沂)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
