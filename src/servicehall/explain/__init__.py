"""Explanations (说明): an assessment in plain Chinese, as a picture, and as a record."""

from servicehall.explain.html import to_html
from servicehall.explain.records import to_json, verify
from servicehall.explain.text import explain, explain_overdue, trail

__all__ = ["explain", "explain_overdue", "to_html", "to_json", "trail", "verify"]
