"""The rules of 孟定便民服务大厅: its windows, its matters, their materials and fees (孟定)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
