"""The one way from values to a page's text: templates, wording and the paths between pages.

In: content/ (templates, prose, wording.csv) and values. Out: Markdown with a front matter, its body HTML. Not its business: what is on a page.
Autoescape is on for every template: nothing that a report printed reaches a page as markup.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from gongkai import publisher
from gongkai.agencies import regions
from gongkai.agencies.english import to_english, to_place, to_region

CONTENT = Path(__file__).parents[2] / "content"
LANGUAGES = ("zh", "en")

_CHINESE_LINES = re.compile(r"(?<=[\u3000-\u9fff\uff01-\uff60’”])\n(?=[\u3000-\u9fff\uff01-\uff60‘“])")
"""A line break within a Chinese paragraph: HTML would show a blank there"""

Frame = Any
"""A pandas DataFrame. Its methods are called, its library is not imported here."""


@cache
def wording() -> Mapping[str, Mapping[str, str]]:
    """Return language → id → text, from content/wording*.csv."""
    files = sorted(CONTENT.glob("wording*.csv"))
    lines = [line for file in files for line in csv.DictReader(file.read_text("utf-8-sig").splitlines())]
    publishers = {language: publisher.load().to_words(language) for language in LANGUAGES}
    return {language: {line["id"]: _put(line[language], publishers[language]) for line in lines} for language in LANGUAGES}


def _put(text: str, words: Mapping[str, str]) -> str:
    for token, word in words.items():
        text = text.replace(token, word)
    return text


def say(language: str, id: str, /, **values: object) -> str:
    """Return the wording of an id. With `n`, a text "one|many" is chosen by number; numbers get separators, and − below 0. KeyError if unknown."""
    if not values:
        return _say_plain(language, id)
    text = wording()[language][id]
    if "|" in text and "n" in values:
        one, _, many = text.partition("|")
        text = one if values["n"] == 1 else many
    return text.format(**{key: to_number(v) if isinstance(v, int | float | Decimal) else v for key, v in values.items()})


@cache
def _say_plain(language: str, id: str) -> str:
    return wording()[language][id].format()


def knows(id: str) -> bool:
    return id in wording()[LANGUAGES[0]]


def to_number(value: object) -> str:
    """Print a number for people: separators, no trailing zeros, − below 0; what is no number as it is, None as nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool | str):
        return str(value)
    text = f"{value:,f}" if isinstance(value, float | Decimal) else f"{value:,}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def to_bytes(size: int) -> str:
    """Print a size in bytes for people."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def to_records(frame: Frame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain dicts, every kind of missing value None."""
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame.columns]
    return [dict(zip(frame.columns, line, strict=True)) for line in zip(*columns, strict=True)]


def languages_of_site() -> tuple[str, ...]:
    """The languages that the site is published in: of LANGUAGES, those of site.yml."""
    return publisher.load().languages


@cache
def environment(language: str) -> Environment:
    """Return the templates of a language.

    Globals: `t` (wording), `language`, `publisher`; filters `number`, `bytes`, `bare`, `in_english` (a division),
    `pieces` (of a text: what is the same, new, gone), `placed` (one with those above it), `read_as` (a body that has to report).
    """
    env = Environment(
        loader=FileSystemLoader([CONTENT, CONTENT / "templates"]), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )
    env.globals["language"] = language
    env.globals["t"] = lambda id, **values: say(language, id, **values)
    env.globals["knows"] = knows
    env.globals["publisher"] = publisher.load()
    env.filters["number"] = to_number
    env.filters["bytes"] = to_bytes
    env.filters["bare"] = to_bare
    env.filters["in_english"] = to_region
    env.filters["pieces"] = to_pieces
    env.filters["placed"] = to_place
    env.filters["read_as"] = lambda body: to_english(body.agency_name, regions.by_code(body.division_code or ""))
    return env


def to_bare(svg: str) -> str:
    """A picture as a page may have it: HTML asks for no quotes around the place of a text, of which a picture of twelve years has hundreds."""
    return re.sub(r'<text x="(-?\d+)" y="(-?\d+)">', r"<text x=\1 y=\2>", svg)


def to_pieces(line: Iterable[Any]) -> Markup:
    """A text in pieces, each with its `kind` and `text`: what is new, what is gone."""
    tags = {"new": ("<ins>", "</ins>"), "gone": ("<del>", "</del>"), "same": ("", "")}
    return Markup("".join(f"{tags[piece.kind][0]}{escape(piece.text)}{tags[piece.kind][1]}" for piece in line))


def docs_path(language: str, path: str) -> str:
    """Return where a page of a language stands: agencies/index.md → en/agencies/index.md."""
    return path if language == LANGUAGES[0] else f"{language}/{path}"


def render_page(
    language: str, path: str, template: str, *, title: str, description: str = "", meta: Mapping[str, object] | None = None,
    **values: object,
) -> tuple[str, str]:
    """Return (docs path, Markdown) of a page. `path` is the page's path inside its language, such as "agencies/index.md".

    The template gets `here`, the way to the root of its own language, and `top`, the way to the root of the site (data/).
    """
    depth = path.count("/")
    here = "../" * depth or "./"
    top = here if language == LANGUAGES[0] else here.removeprefix("./") + "../"
    body = environment(language).get_template(template).render(here=here, top=top, **values)
    if template.endswith(".md"):
        body = _CHINESE_LINES.sub("", body)
    front: dict[str, object] = {"title": title, "description": description, **({} if template.endswith(".md") else {"html": True}), **(meta or {})}
    # JSON is YAML: whatever a name holds, it stays one quoted string
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items())
    return docs_path(language, path), f"---\n{lines}---\n\n{body}"
