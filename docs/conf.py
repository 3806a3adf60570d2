"""How Sphinx makes the site. The documents are the repository's own, which GitHub shows as well."""

project = "Lethe"
extensions = ["myst_parser"]
root_doc = "docs/index"

html_theme = "furo"
html_title = "Lethe"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
# Excerpts of what was found would be fetched, which browsers forbid a page that is opened as a file.
html_show_search_summary = False

# Links to headings as GitHub names them.
myst_heading_anchors = 4
# README files of parts begin with a heading each, tables of contents and examples where they like.
suppress_warnings = ["misc.highlighting_failure", "myst.header"]
