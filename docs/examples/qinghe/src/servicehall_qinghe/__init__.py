"""The rules of 清河镇便民服务中心, a made-up town (虚构的例子)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
