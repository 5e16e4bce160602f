"""The report: a tagged PDF of four to ten pages, set by typst from plain data."""
