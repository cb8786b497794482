"""Characters and lines of a page, wherever they are from → lines, tables and paragraphs, held against the picture of the page."""
