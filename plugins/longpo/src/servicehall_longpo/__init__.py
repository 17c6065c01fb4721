"""The rules of 龙坡村便民服务站: notices, limits, agency, publicity (龙坡)."""

from servicehall import Pack

__all__ = ["pack"]

pack = Pack.load(__name__)
