"""Sphinx configuration; also writes the pages that are made from data."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import pages  # noqa: E402

import servicehall  # noqa: E402

pages.write_pages(HERE / "_generated")

project = "servicehall"
author = "The servicehall maintainers"
release = servicehall.__version__
extensions = [
    "bilingual_search",
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "servicehall"
html_search_language = "zh-en"
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_show_copyright = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_class_signature = "separated"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
