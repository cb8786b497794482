"""One site → several, where it nears what a host takes: a front with all that spans bodies, and a site a province with the pages of its bodies.

In: a site whole, a name. Out: a folder of sites, <name>/ and <name>-35/ …, to be published side by side below one host, so that
scripts and files of one are those of all. Links lead to where a page is; at the address that a page had in the one site stands a page
that leads on, so that no citation breaks. Not its business: what is on a page.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from posixpath import normpath, relpath

from gongkai import policy

_BODY = re.compile(r"(?:en/)?agencies/(\d\d)[^/]*/")
"""the pages of a body whose place is known, and its province"""
_ATTRIBUTE = re.compile(r"""(?<=[\s"])(href|src|action|data-[a-z-]{1,20})="([^"<>]{0,4000})\"""")
_PATH_ONLY = re.compile(r"\.{1,2}/|\.{1,2}$")
_MOVED = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta http-equiv="refresh" content="1; url={address}">
<title>{address}</title>
<script src="{script}"></script>
<p><a href="{address}">{address}</a>
"""
SCRIPT = "assets/moved.js"


def part(site: Path, name: str, target: Path) -> list[str]:
    """Part a site into sites below `target`, which is not there yet; return their names, the front first. The site is used up."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    for path in pages:
        place = site / path
        place.write_text(lead(place.read_text("utf-8"), path, name), "utf-8", newline="\n")
    names = [name]
    front = target / name
    for language in ("", "en/"):
        for folder in _find_bodies(site / f"{language}agencies", site):
            own = to_site(folder, name)
            if own not in names:
                names.append(own)
            (target / own / folder).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(site / folder, target / own / folder)
    shutil.move(site, front)
    for path in pages:
        if _BODY.match(path):
            (front / path).parent.mkdir(parents=True, exist_ok=True)
            (front / path).write_text(_to_moved(path, name), "utf-8", newline="\n")
    for own in names[1:]:
        for path in ("index.html", "en/index.html", "404.html"):
            (target / own / path).parent.mkdir(parents=True, exist_ok=True)
            to = path.removesuffix("index.html") if "index" in path else ""
            (target / own / path).write_text(_to_page(path, relpath(name, own + "/" + path.rpartition("/")[0]) + f"/{to}", name, own), "utf-8")
        for path in (".nojekyll", "_headers", "robots.txt"):
            if (front / path).is_file():
                shutil.copyfile(front / path, target / own / path)
    return names


def _find_bodies(folder: Path, site: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.relative_to(site).as_posix()
        if path.is_dir() and _BODY.match(f"{name}/"):
            yield name


def to_site(path: str, name: str) -> str:
    """The site that holds a path of the whole one."""
    found = _BODY.match(f"{path}/")
    return f"{name}-{found[1]}" if found else name


def lead(page: str, path: str, name: str) -> str:
    """A page with its links to where their pages are, and a word for its scripts on where that is. path: of the page in the whole site."""
    own, folder = to_site(path, name), path.rpartition("/")[0]

    def to_attribute(match: re.Match[str]) -> str:
        attribute, link = match[1], unescape(match[2])
        if attribute.startswith("data-") and not _PATH_ONLY.match(link):
            return match[0]
        if not link or link.startswith(("#", "/", "?")) or re.match(r"[a-z][a-z0-9+.-]*:", link):
            return match[0]
        way = re.split(r"[?#]", link, maxsplit=1)[0]
        whole = normpath(f"{folder}/{way}") if folder else normpath(way)
        if whole.startswith(".."):
            return match[0]
        whole = "" if whole == "." else whole
        other = to_site(f"{whole}/", name)
        if other == own:
            return match[0]
        there = relpath(f"{other}/{whole}", f"{own}/{folder}") + ("/" if way.endswith("/") or way in (".", "..") else "")
        return f'{attribute}="{escape(there + link[len(way):])}"'

    return _ATTRIBUTE.sub(to_attribute, page).replace("<html ", f'<html data-sites="{escape(name)}" ', 1)


def _to_moved(path: str, name: str) -> str:
    """What stands in the front where a page was."""
    folder = path.removesuffix("index.html")
    return _to_page(path, relpath(f"{to_site(path, name)}/{folder}", f"{name}/{folder}") + "/", name, name)


def _to_page(path: str, address: str, name: str, own: str) -> str:
    script = relpath(f"{name}/{SCRIPT}", f"{own}/{path.rpartition('/')[0]}")
    language = "en" if path.startswith("en/") else "zh"
    return _MOVED.format(language=language, policy=escape(policy.POLICY), address=escape(address), script=escape(script))
