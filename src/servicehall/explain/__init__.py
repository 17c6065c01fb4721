"""Explanations (说明): an assessment in plain Chinese, as a picture, and as a record."""

__all__: list[str] = []
