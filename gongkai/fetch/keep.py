"""A report that is wanted → its file and sidecar in the folder of reports.

In: a Wanted, a Web, the folder. Out: what became of it. Nothing is ever written outside that folder, or over a document that is there: where a
body has published another one since, it is put beside the one that is here, and says that it takes its place. A page is kept as it came, with the
style sheets and pictures that it needs in one web archive; where the report is attached to a page, the attachment is kept (documents.py).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gongkai import plain_yaml
from gongkai.agencies.identity import to_name_keys, to_slug
from gongkai.fetch.archive import to_charset
from gongkai.fetch.documents import Chosen, Unchanged, choose, choose_pictures
from gongkai.fetch.links import to_page
from gongkai.fetch.lists import Wanted
from gongkai.fetch.web import Answer, Refused, Web
from gongkai.readers import FORMATS

KEPT = ("etag", "last-modified", "content-type")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report. how: new, unchanged, kept (was there, not asked for again), renewed, refused."""

    wanted: Wanted
    how: str
    path: Path | None = None
    reason: Mapping[str, str] | None = None
    notes: tuple[Mapping[str, str], ...] = ()


def fetch(web: Web, wanted: Wanted, root: Path, *, is_again: bool = False) -> Outcome:
    """Fetch one report, unless it is there. is_again: ask whether what is there has changed."""
    try:
        folder = to_folder(wanted, root)
        here = find_kept(folder, wanted)
        if here is not None and not is_again:
            return Outcome(wanted, "kept", here)
        known = _read_sidecar(here) if here else {}
        is_same_place = known.get("fetched_from", known.get("source_url")) == known.get("source_url") and not wanted.file_url
        if wanted.pictures:
            chosen = choose_pictures(web, wanted.pictures)
        else:
            answer = web.get(wanted.place, _to_conditions(known) if is_same_place else {})
            if answer.status == 304:
                return Outcome(wanted, "unchanged", here)
            kept_from = "" if is_same_place else known.get("fetched_from", "")
            chosen = choose(web, answer, kept_from, _to_conditions(known))
        if here is not None and _is_same(here, known, chosen):
            return Outcome(wanted, "unchanged", here)
        path = _write(folder, wanted, chosen, here)
        return Outcome(wanted, "renewed" if here else "new", path, notes=chosen.notes)
    except Unchanged:
        return Outcome(wanted, "unchanged", here)
    except Refused as error:
        return Outcome(wanted, "refused", reason=error.reason)


def to_folder(wanted: Wanted, root: Path) -> Path:
    """Where a body's reports are kept: reports/<division code>/<body>, in letters that no name can lead elsewhere with."""
    keys = to_name_keys(wanted.agency_name)
    code, name = keys[0] if len(keys) == 1 else ("", wanted.agency_name)
    code = wanted.division_code or (code if re.fullmatch(r"[0-9]{6}", code, re.ASCII) else "")
    folder = root / (code or "unplaced") / to_slug(name or wanted.agency_name)
    if not folder.resolve().is_relative_to(root.resolve()):
        raise Refused("文件夹是通往别处的链接", "its folder is a link that leads elsewhere")
    return folder


def find_kept(folder: Path, wanted: Wanted) -> Path | None:
    """The newest document of that year that was fetched from this address, or that is there without saying from where."""
    found = []
    for path in sorted(folder.glob(f"{wanted.year}*")) if folder.is_dir() else ():
        is_of_year = path.suffix.lower() in FORMATS and re.fullmatch(rf"{wanted.year}(?:-\d+)?", path.stem) and path.is_file()
        if is_of_year and _read_sidecar(path).get("source_url", "") in (wanted.source_url, ""):
            found.append(path)
    return max(found, key=lambda path: (len(path.stem), path.stem), default=None)


# --- what is there ----------------------------------------------------------------------------------------------------


def _read_sidecar(path: Path) -> dict[str, str]:
    beside = path.with_name(path.name + ".yml")
    try:
        fields = plain_yaml.load(beside.read_text("utf-8-sig")) if beside.stat().st_size < 64_000 else None
    except (OSError, ValueError):
        return {}
    return {str(key): value for key, value in fields.items() if isinstance(value, str)} if isinstance(fields, dict) else {}


def _to_conditions(known: Mapping[str, str]) -> dict[str, str]:
    pairs = (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified"))
    return {header: known[field] for header, field in pairs if known.get(field) and known[field].isprintable()}


def _is_same(here: Path, known: Mapping[str, str], chosen: Chosen) -> bool:
    """Whether a document is the one that is there. Of a page its text counts: visits are counted in it, and dates of today."""
    if here.read_bytes() == chosen.content or known.get("sha256") == chosen.sha256:
        return True
    return bool(known.get("text_sha256")) and known["text_sha256"] == _to_text_hash(chosen.answer)


def _to_text_hash(document: Answer) -> str:
    """The fingerprint of what a page says, numbers of visits and the time of day left out."""
    text = re.sub(r"\s+|(?:浏览|访问|阅读|点击)(?:次数|量)?[:：]?\s*\d*", "", to_page(document.content, document.address, to_charset(document)).text)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _write(folder: Path, wanted: Wanted, chosen: Chosen, here: Path | None) -> Path:
    """Write sidecar and document, the sidecar first: a document that is there is whole, and so is what is known of it."""
    document, suffix = chosen.answer, chosen.suffix
    folder.mkdir(parents=True, exist_ok=True)
    taken = {path.stem for path in folder.glob(f"{wanted.year}*") if path.suffix in FORMATS}
    names = [str(wanted.year), *(f"{wanted.year}-{number}" for number in range(2, 100))]
    path = folder / (next(name for name in names if name not in taken) + suffix)
    fields = {
        "agency": wanted.agency_name, "year": str(wanted.year), **({"source_url": wanted.source_url} if wanted.source_url else {}),
        "retrieved": document.at[:10],
        **({"note": chosen.say["zh"], "note_en": chosen.say["en"]} if chosen.say else {}),
        **({"supersedes": here.name} if here else {}),
        "fetched_from": document.address, "fetched_at": document.at, "sha256": chosen.sha256,
        **({"text_sha256": _to_text_hash(document)} if suffix in (".html", ".mht") else {}),
        **{name.replace("-", "_"): document.headers[name] for name in KEPT if name in document.headers},
    }
    lines = "".join(f"{name}: {_quoted(text)}\n" for name, text in fields.items())
    _write_whole(path.with_name(path.name + ".yml"), lines.encode())
    _write_whole(path, chosen.content)
    return path


def _quoted(text: str) -> str:
    """A text in YAML on one line, whatever it holds."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return plain if re.fullmatch(r"[\w一-鿿][\w一-鿿./+-]*|https?://[\w./~%?=&+-]+", plain) else "'" + plain.replace("'", "''") + "'"


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
