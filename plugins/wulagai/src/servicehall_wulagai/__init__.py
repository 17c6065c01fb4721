"""The standards of 乌拉盖's convenience halls: premises, windows, publicity, appraisal (乌拉盖)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
