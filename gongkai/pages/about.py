"""What the reports are, how they are read, what is never done, how to add a report or report an error: prose by hand."""

from __future__ import annotations

from gongkai import hosting
from gongkai.form import Form
from gongkai.pages.template import render_page, say


def render_about(language: str, form: Form, repository: str = "") -> dict[str, str]:
    """Return the page about the method in a language. What versions of the form there are, the form says.

    repository: the web address of the project, "" if it is not known.
    """
    forms = {form: hosting.to_form(repository, form) for form in ("new-report", "wrong-number", "problem", "same-body")}
    path, text = render_page(
        language, "about/index.md", f"{language}/about.md", title=say(language, "about_title"), description=say(language, "about_lead"),
        notices=form.notices, forms=forms if repository else {})
    return {path: text}
