"""What the reports are, how they are read, what is never done, how to add a report or report an error: prose by hand."""

from __future__ import annotations

from gongkai.pages.template import render_page, say


def render_about(language: str) -> dict[str, str]:
    """Return the page about the method in a language."""
    path, text = render_page(
        language, "about/index.md", f"{language}/about.md", title=say(language, "about_title"), description=say(language, "about_lead"))
    return {path: text}
