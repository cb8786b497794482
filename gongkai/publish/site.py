"""Pages → a site on disk. The only module that writes pages.

In: {path below docs/: content}, the folder of data files, files to stand beside pages as they are. Out: a directory a web server can serve as it is.
Not its business: what is on a page.
The new site is built beside the old one and takes its place only when it is whole (exchange.py); a build that fails leaves the old one as it was.
What is the same in both is one file under two names until the old one goes: of a large site nearly all is.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from gongkai import fingerprint, policy
from gongkai.publish import exchange, frames, shards, sitemap
from gongkai.publish.batches import Batch, Batches, Files, to_batch
from gongkai.publish.writing import add, drop_others, write

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "content" / "assets"
"""what browsers are given beside the pages"""
ENGLISH = "en"
LOGO = "assets/favicon.svg"
_OF_DATA = {"cells.csv", "cells.parquet"}
"""of which a folder of our data files has one at least, however large the tables are"""
_OF_MACHINE = re.compile(r"\w+: \[Errno \d+\]")


class BuildFailed(Exception):
    """The site could not be built. The message holds what the generator said."""


def publish(
    pages: Mapping[str, str | bytes], data_dir: Path, site_dir: Path, *,
    docs_dir: Path = ROOT / "docs", assets: Path = ASSETS, date: str = "",
    files: Mapping[str, bytes | Path] = MappingProxyType({}), bodies: Iterable[Batch] = (),
    languages: Sequence[str] = ("zh", ENGLISH), logo: Path | None = None, several: str = "", note: Path | None = None,
) -> None:
    """Build the site into `site_dir`. BuildFailed, and the old site untouched, if anything goes wrong.

    `pages`: below docs/; what stands below en/ is the English site. `data_dir`: the files of data/; they are moved.
    `bodies`: more of the same, a body at a time: each is written before the next is asked for. `note`: where what stands of them is noted.
    `date`: what the site map says its pages are of, ISO 8601; the time of building would make two builds of the same input differ.
    `files`: path below the site → content, or the file that it is a copy of: what the generator need not look at.
    `languages`: those that it has pages in; `zh` is one of them. `logo`: a drawing in the place of the mark among the assets.
    `several`: a name, where the site is parted into one for what spans bodies and one a province (shards.py).
    """
    site_dir = site_dir.resolve()
    old = None if several else site_dir  # parts are written over where they stand, and what is linked would change with them
    with exchange.room_beside(site_dir) as place:
        new = place / "new"
        with exchange.hold(docs_dir.resolve()):  # two sites may be built in one checkout at once
            few = {path: content for path, content in pages.items() if path.endswith(".md") and not frames.is_one_of_many(path)}
            write_docs(_of(few | frames.SLOTS, languages), docs_dir, assets, logo)
            run_mkdocs(docs_dir, new, place / ENGLISH if ENGLISH in languages else None, date)
        if ENGLISH in languages:
            (place / ENGLISH).rename(new / ENGLISH)
        _drop_dead_weight(new)
        around = _take_frames(new, languages)
        many = {path: content for path, content in pages.items() if path not in few}
        batches = Batches(note, old, _to_seal(around, languages))
        for batch in chain([to_batch(many)], bodies):
            if not batches.take(batch.key, new):
                batches.add(batch.key, write_framed(_of(batch.make(), languages), around, new, old), new)
        _map(new, date)
        add(files, new, old)
        (new / "data").mkdir(exist_ok=True)  # the page of the data stands there
        for path in sorted(data_dir.iterdir()):
            shutil.move(path, new / "data" / path.name)
        (new / ".nojekyll").touch()
        (new / "robots.txt").write_text(to_robots(os.environ.get("SITE_URL", "")), "utf-8", newline="\n")
        (new / "_headers").write_text(policy.HEADERS, "utf-8", newline="\n")
        if several:
            (place / "several").mkdir()
            shards.part(new, several, place / "several")
            new = place / "several"
        exchange.exchange(new, site_dir)
        batches.keep()


def may_replace(place: Path) -> bool:
    """Whether a folder is a site or the data of one, is empty, or is not there: any other is not ours to replace."""
    try:
        names = {path.name for path in place.iterdir()} - {"README.md", ".DS_Store"}
    except FileNotFoundError:
        return True
    except OSError:
        return False
    is_site = "index.html" in names or names == {"data"}
    is_several = bool(names) and all((place / name / "index.html").is_file() for name in names)
    parts = [place / name for name in names] if is_several else [place] if is_site else []
    return not names or bool(names & _OF_DATA) or any((part / "data" / name).is_file() for part in parts for name in _OF_DATA)


def weigh(place: Path) -> int:
    """The bytes of a site."""
    return sum(os.stat(os.path.join(folder, name)).st_size for folder, _, names in os.walk(place) for name in names)


def would_hold(place: Path, folders: Iterable[Path]) -> bool:
    """Whether one of these folders stands in a place, or is it."""
    return any(folder.resolve().is_relative_to(place.resolve()) for folder in folders)


def publish_data(data_dir: Path, site_dir: Path) -> None:
    """Put the data files alone in place, below data/; the folder is moved. The old ones are untouched if anything goes wrong."""
    target = site_dir.resolve() / "data"
    with exchange.room_beside(target) as place:
        new = place / "new"
        shutil.move(data_dir, new)
        exchange.exchange(new, target)


@contextmanager
def data_place(site_dir: Path) -> Iterator[Path]:
    """A folder for the data files while they are written: beside the site, so that moving gigabytes into it is a rename.

    The site is nobody else's until it is published, and what a build that was killed left undone there is finished first.
    """
    site_dir = site_dir.resolve()
    with exchange.hold(site_dir):
        exchange.recover(site_dir)
        exchange.recover(site_dir / "data")
        with exchange.room_beside(site_dir) as place:
            yield place / "data"


def _of(pages: Mapping[str, str | bytes], languages: Sequence[str]) -> Mapping[str, str | bytes]:
    """The pages, and what stands beside them, of these languages."""
    return pages if ENGLISH in languages else {path: content for path, content in pages.items() if not path.startswith(f"{ENGLISH}/")}


def write_docs(pages: Mapping[str, str | bytes], docs_dir: Path, assets: Path, logo: Path | None = None) -> None:
    """Make docs/zh and docs/en hold exactly these pages, and the assets. Files that stay the same keep their time."""
    for language in ("zh", ENGLISH):
        kept = {}
        for path, content in pages.items():
            is_english = path.startswith(f"{ENGLISH}/")
            if is_english == (language == ENGLISH):
                kept[path.removeprefix(f"{ENGLISH}/")] = content
        kept |= {f"assets/{p.relative_to(assets).as_posix()}": p.read_bytes() for p in sorted(assets.rglob("*")) if p.is_file()}
        if logo:
            kept[LOGO] = logo.read_bytes()
        root = docs_dir / language
        for path, content in kept.items():
            write(root, path, content)
        drop_others(root, set(kept))


def _take_frames(site: Path, languages: Sequence[str]) -> dict[str, frames.Frame]:
    """The frames that MkDocs made, by the paths of their pages; those pages go."""
    found = {}
    slots = _of(frames.SLOTS, languages)
    for path in slots:
        place = site / to_html(path)
        found[path] = frames.to_frame(path, place.read_text("utf-8"))
        place.unlink()
    for path in sorted(slots, key=len, reverse=True):
        folder = (site / path).parent
        while folder != site and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
    return found


def to_robots(address: str) -> str:
    """What crawlers are told: everything may be read; where the map is, if the address is known."""
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {address}sitemap.xml\n" if address else "")


def to_html(path: str) -> str:
    return path.removesuffix(".md") + ".html"


def write_framed(pages: Files, around: Mapping[str, frames.Frame], site: Path, old: Path | None = None) -> list[str]:
    """Write finished pages into the site, each in the frame of its kind, and the files beside them. old: the site that is there already.

    Return where they stand in it.
    """
    names = []
    for path, content in pages.items():
        name = path
        if path.endswith(".md"):
            frame, name = around[frames.to_frame_path(path)], to_html(path)
            assert isinstance(content, str)
            content = frame.fill(path.removeprefix(f"{ENGLISH}/").removesuffix("index.md"), content)
        write(site, name, content, old)
        names.append(name)
    return names


def _to_seal(around: Mapping[str, frames.Frame], languages: Sequence[str]) -> str:
    """What decides every page of many besides what is on it: the frames, and how they are filled."""
    made_of = repr((sorted(around.items(), key=lambda pair: pair[0]), tuple(languages), fingerprint.of("publish.site")))
    return hashlib.sha256(made_of.encode()).hexdigest()


def _map(site: Path, date: str) -> None:
    """Map all pages for search engines, which want whole addresses: without one there is no map."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        for part in (site, site / ENGLISH):
            (part / name).unlink(missing_ok=True)
    if address := os.environ.get("SITE_URL"):
        folders = (Path(folder).relative_to(site) for folder, _, names in os.walk(site) if "index.html" in names)
        pages = ((folder / "index.html").as_posix() for folder in folders)
        for path, content in sitemap.to_maps((path for path in pages if not path.startswith(("embed/", f"{ENGLISH}/embed/"))), address, date).items():
            write(site, path, content)


def run_mkdocs(docs_dir: Path, chinese: Path, english: Path | None, date: str) -> None:
    """Run MkDocs for both languages at once, if there are two: two processes, for it uses one core."""
    environment = os.environ | {
        "GONGKAI_DOCS": str(docs_dir.resolve() / "zh"), "GONGKAI_DOCS_EN": str(docs_dir.resolve() / ENGLISH),
        "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "GONGKAI_POLICY": policy.POLICY, "GONGKAI_CALLER": str(os.getpid()),
        "SOURCE_DATE_EPOCH": str(int(datetime.fromisoformat(date).timestamp())) if date else "0",
    }
    if address := os.environ.get("SITE_URL"):
        environment["SITE_URL_EN"] = address + "en/"
    runs: list[subprocess.Popen[str]] = []
    try:
        for config, target in (("mkdocs.yml", chinese), ("mkdocs.en.yml", english)):
            if target is None:
                continue
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(ROOT / config), "--site-dir", str(target)]
            runs.append(subprocess.Popen(
                command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                encoding="utf-8", errors="replace",
            ))
        said = [run.communicate()[0] for run in runs]
    finally:
        for run in runs:  # of a build that is stopped: the folder that they write into goes
            run.kill()
            run.wait()
    failed = [text.strip() for run, text in zip(runs, said, strict=True) if run.returncode]
    if failed:
        withheld = [line for text in failed for line in text.splitlines() if _OF_MACHINE.match(line)]
        raise BuildFailed("mkdocs: " + (withheld[-1] if withheld else "\n".join(failed)))


def _drop_dead_weight(site: Path) -> None:
    """Remove what the theme brings and no page loads: its script, its search, its source maps."""
    for part in (site, site / ENGLISH):
        for path in (part / "assets" / "javascripts").glob("bundle.*"):
            path.unlink()
        for name in ("lunr", "workers"):
            shutil.rmtree(part / "assets" / "javascripts" / name, ignore_errors=True)
        for path in (part / "assets").rglob("*.map"):
            path.unlink()
