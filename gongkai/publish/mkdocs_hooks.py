"""What MkDocs is told of pages that are finished: their HTML stays as it is.

In: a page whose front matter says `html: true`. Out: its text, as its content. Not its business: the frame around it (content/overrides).
Loaded by MkDocs itself (mkdocs.yml, hooks). Without it the site is the same; Python-Markdown then parses each page twice to find nothing to do.
"""

from __future__ import annotations

import os
import re
from typing import Any

from gongkai import publisher, workers

_finished: dict[str, str] = {}
"""address of a page → its HTML, from before Markdown to after it"""


def on_startup(**_: Any) -> None:
    """A build that is killed has nobody left who would end what writes into its folder."""
    if caller := os.environ.get("GONGKAI_CALLER"):
        workers.end_with(int(caller))


def on_config(config: Any, **_: Any) -> Any:
    """What site.yml says stands in the frame of every page."""
    language = "zh" if config.theme["language"] == "zh" else "en"
    config.site_name = publisher.load().names[language]
    config.extra.update(to_frame(language))
    return config


def to_frame(language: str) -> dict[str, Any]:
    """What site.yml says, for the templates: a mapping of texts, a style sheet ("" without), and whether there is one language or a logo."""
    ours = publisher.load()
    own, other = ours.names[language], ours.names["en" if language == "zh" else "zh"]
    return {
        "brand": own, "brand_more": other if other != own else "", "licence": ours.licence.name, "is_alone": len(ours.languages) == 1,
        "has_logo": bool(ours.logo), "style": publisher.STYLE if ours.colours else "",
    }


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Keep a finished page back; there is nothing in it for Markdown."""
    if not page.meta.get("html"):
        return markdown
    _finished[page.url] = markdown
    return ""


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    return _finished.pop(page.url, html)


_DEAD = re.compile(
    r'<input class="md-toggle"[^>]*>|<label class="md-overlay"[^>]*></label>'
    r'|<div data-md-component="(?:skip|announce)">\s*(?:<a [^>]*class="md-skip"[^>]*>[^<]*</a>\s*)?</div>'
    r'|<div class="md-dialog" data-md-component="dialog">\s*<div class="md-dialog__inner md-typeset"></div>\s*</div>'
)
"""What the theme writes for its own script, which no page loads; and its link to the content, beside ours"""
_ARTICLE = re.compile(r"(?<=</article>)|(?=<article)")


def on_post_page(output: str, **_: Any) -> str:
    return to_slim(output)


def on_post_template(output_content: str, *, template_name: str, **_: Any) -> str:
    return to_slim(output_content) if template_name.endswith(".html") else output_content


def to_slim(page: str) -> str:
    """Take from the frame of a page what nobody sees: the theme's dead parts, indentation, empty lines. What stands in the article stays as it is."""
    return "".join(
        part if part.startswith("<article") else re.sub(r"(?<!\s)\s*\n\s*", "\n", _DEAD.sub("", part)).lstrip() for part in _ARTICLE.split(page)
    )
