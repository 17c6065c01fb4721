"""A case as a page (网页说明): what it is, its picture in time, its duties and its events.

One fragment that needs nothing else: no script, no font, no address. It fits notebooks, light and
dark, and paper of A4. Personal data are masked unless somebody asks for them expressly, and then
the page says so.
"""

from servicehall.explain.html.page import to_html

__all__ = ["to_html"]
