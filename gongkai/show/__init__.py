"""What was read in a document, in words for a person: laid out like the form, its findings, what to do about them.

In: Readings, checks, the form. Out: texts in a language, and the lines that a terminal or the verdict of a pull request is made of.
Not its business: files, colours of pages, Markdown.
"""

from gongkai.show.layout import show

__all__ = ["show"]
