"""The rules of 敦厚镇便民服务中心: hours, publicity, notices, appointments (敦厚)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
