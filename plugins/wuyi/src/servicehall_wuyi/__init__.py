"""The rules of 武邑县人社局: the first responder, tasks from above (武邑)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
