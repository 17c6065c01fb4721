"""Notices (告知书): the papers that a case owes, whether they were served, and their text."""

__all__: list[str] = []
