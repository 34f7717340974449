"""How `make docs` makes the site: Sphinx with MyST, the theme Furo, and notebooks that are run as it is made."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_site"))
os.environ.pop("KENRI_LANG", None)  # what is run for a page speaks the language of the page

import kenri  # noqa: E402  the site is of the engine that is installed beside Sphinx

project = "kenri"
author = "kenri"
version = release = kenri.__version__
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "outside_pages", "pages_there", "page_language", "foreign_types"]
exclude_patterns = ["_site", "requirements"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}

# Not taken for a mistake: an example of a wrong file, which no lexer understands either.
suppress_warnings = ["misc.highlighting_failure"]

# --- Markdown

myst_heading_anchors = 4
"""Headings down to this level can be linked to, by the anchors that other hosts of Markdown give them."""

# --- notebooks: kept without outputs, and run each time

nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_mime_priority_overrides = [("html", "image/svg+xml", 1)]

# --- the reference of the Python interface

default_role = "literal"
"""Names in docstrings stand in single backticks."""
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
add_module_names = False
maximum_signature_line_length = 80

# --- the pages

html_theme = "furo"
html_title = "kenri"
html_static_path = ["_site/static"]
html_css_files = ["pictures.css"]
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
