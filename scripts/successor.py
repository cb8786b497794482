"""The same pages built by Zensical, which follows MkDocs-Material (its support ends in May 2027), and what differs.

    python scripts/successor.py [DOCS]

In: docs/, as the last build left it (`make site`). Out: a line a kind of difference between the pages of the two, how often and
where first; exit 1 where Zensical built none, else 0: nothing waits for it. What is compared is what a reader, a browser or a search
engine gets of a page: its address, title, description, policy, links, headings, and the article whole. Not its business: the style
sheets, which are the theme's own.
Zensical is installed by `make successor`, in a Python of its own: no build needs it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import yaml
from lxml import html
from mkdocs.utils.yaml import yaml_load

from gongkai import policy, publisher
from gongkai.publish import mkdocs_hooks, site

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "build" / "successor" / "bin" / "zensical"
CONFIGURED = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
_LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}
_OF_THEME = ("assets/stylesheets/main.", "assets/stylesheets/palette.", "assets/stylesheets/classic/", "assets/stylesheets/modern/")

Page = Mapping[str, tuple[str, ...]]


def build(program: Sequence[str], docs: Path, target: Path) -> str:
    """Build the pages of both languages with Zensical into a folder; return what it said where it failed, "" else.

    It runs no hooks, so what they say of the frame is written into the settings that it reads, and it adds up the lists of settings
    that inherit (the two menus), so they are put together as MkDocs does it. It keeps a cache of its own, so it runs beside the project.
    """
    for language in publisher.load().languages:
        place = target / "work" / language
        shutil.copytree(ROOT / "content" / "overrides", place / "content" / "overrides")
        shutil.copytree(docs / language, place / "docs")
        with (ROOT / CONFIGURED[language]).open("rb") as file:
            settings = yaml_load(file)
        settings |= {"docs_dir": "docs", "site_dir": "site", "hooks": [], "site_name": publisher.load().names[language]}
        settings["extra"] |= {**mkdocs_hooks.to_frame(language), "policy": policy.POLICY}
        (place / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")
        ran = subprocess.run(
            [*program, "build", "--config-file", "mkdocs.yml"], cwd=place, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
            errors="replace",
        )
        if ran.returncode or not (place / "site" / "index.html").is_file():
            return f"{language}: " + ((ran.stderr or ran.stdout).strip().splitlines() or ["no page"])[-1]
        shutil.move(place / "site", target / "site" if language == "zh" else target / "site" / "en")
    return ""


def to_page(path: str, text: str) -> Page:
    """What somebody gets of a page, part by part. path: of the page below its site."""
    tree = html.fromstring(mkdocs_hooks.to_slim(text))
    at = f"/{path.removesuffix('index.html')}"
    given = [element.get(_LINKS[element.tag]) for element in tree.iter(*_LINKS)]
    links = [urljoin(at, link) for link in given if link is not None]
    article = next(tree.iter("article"), None)
    return {
        "title": tuple(tree.xpath("//title/text()")),
        "what search engines and cards are told": tuple(sorted(
            f"{m.get('name') or m.get('property') or m.get('http-equiv')}: {m.get('content')}" for m in tree.iter("meta")
            if m.get("name") != "generator")),
        "links": tuple(sorted(link for link in links if not any(part in link for part in _OF_THEME))),
        "headings": tuple(f"{h.tag}#{h.get('id', '')} {' '.join(h.text_content().split())}" for h in tree.iter("h1", "h2", "h3", "h4")),
        "article": tuple(_to_signs(article)) if article is not None else (),
    }


def _to_signs(article: html.HtmlElement) -> Iterator[str]:
    """The elements of an article with their attributes, and its texts, spaces folded."""
    for event, element in html.etree.iterwalk(article, events=("start", "end")):
        if event == "end":
            text = element.tail if element is not article else None
        elif isinstance(element.tag, str):
            text = element.text
            yield f"<{element.tag} {sorted(element.attrib.items())}>"
        else:
            continue
        if text and text.strip():
            yield " ".join(text.split())


def compare(ours: Path, theirs: Path) -> list[str]:
    """A line a kind of difference between two sites."""
    both = [{path.relative_to(root).as_posix(): path for path in root.rglob("*.html")} for root in (ours, theirs)]
    told: dict[str, list[str]] = {}
    for path in sorted(both[0].keys() - both[1].keys()):
        told.setdefault("a page is missing", []).append(path)
    for path in sorted(both[1].keys() - both[0].keys()):
        told.setdefault("a page is new", []).append(path)
    for path in sorted(both[0].keys() & both[1].keys()):
        was, now = (to_page(path, files[path].read_text("utf-8")) for files in both)
        for part in was:
            if was[part] != now[part]:
                told.setdefault(f"{part}: not the same", []).append(f"{path} ({_first(was[part], now[part])})")
    return [f"{what}: {len(where)} of {len(both[0])} pages, first {where[0]}" for what, where in told.items()]


def _first(was: Sequence[str], now: Sequence[str]) -> str:
    """Where two lists part."""
    at = next((at for at, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), min(len(was), len(now)))
    one, other = (parts[at][:120] if at < len(parts) else "nothing" for parts in (was, now))
    return f"{one!r} is {other!r}"


def main(arguments: Sequence[str]) -> int:
    docs = Path(arguments[0] if arguments else ROOT / "docs").resolve()
    if not (docs / "zh" / "index.md").is_file():
        print(f"there are no pages in {docs}; make site first", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="gongkai-successor-") as temporary:
        place = Path(temporary)
        if failed := build([str(PROGRAM)], docs, place):
            print(f"Zensical builds no site of these pages: {failed}")
            return 1
        languages = publisher.load().languages
        site.run_mkdocs(docs, place / "ours", place / "ours-en" if "en" in languages else None, "")
        if "en" in languages:
            shutil.move(place / "ours-en", place / "ours" / "en")
        found = compare(place / "ours", place / "site")
        count = len(list((place / "site").rglob("*.html")))
        print(f"Zensical built {count} pages of these sources; " + ("no difference" if not found else f"{len(found)} kinds of difference:"))
        for line in found:
            print(f"  {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
