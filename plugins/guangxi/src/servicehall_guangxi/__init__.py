"""The days on which 广西 rests and works otherwise than the nation (广西)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
