"""A report that is wanted → its file and sidecar in the folder of reports.

In: a Wanted, a Web, the folder. Out: what became of it. Nothing is ever written outside that folder, or over a document that is there: where a
body has published another one since, it is put beside the one that is here, and says that it takes its place. A page is kept as it came, with the
style sheets and pictures that it needs in one web archive; where the report is attached to a page, the attachment is kept.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from gongkai import plain_yaml
from gongkai.agencies.identity import to_name_keys, to_slug
from gongkai.fetch.links import REPORT, Page, find_documents, to_page, without_links
from gongkai.fetch.lists import Wanted
from gongkai.fetch.web import Answer, Refused, Web
from gongkai.readers import FORMATS
from gongkai.readers.signature import bytes_to_suffix

CELLS_OF_TABLES = 60
"""cells that a page has at least where the tables of the form stand in it; the smallest form has some 200"""
MOST_PARTS = 40
MOST_OF_PARTS = 8_000_000
KEPT = ("etag", "last-modified", "content-type")
_ARCHIVE = SMTP.clone(max_line_length=900)
_PAGES = (".html", ".htm", ".xhtml", ".shtml")


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
        answer = web.get(wanted.place, _to_conditions(known) if is_same_place else {})
        if answer.status == 304:
            return Outcome(wanted, "unchanged", here)
        document, suffix, content, notes = _choose(web, answer)
        if here is not None and _is_same(here, known, content, document):
            return Outcome(wanted, "unchanged", here)
        path = _write(folder, wanted, document, suffix, content, here)
        return Outcome(wanted, "renewed" if here else "new", path, notes=notes)
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


def _choose(web: Web, answer: Answer) -> tuple[Answer, str, bytes, tuple[Mapping[str, str], ...]]:
    """The report itself: what the address holds, or what is attached to the page there. Out: answer, suffix, content, what is to be said."""
    suffix = to_suffix(answer)
    if suffix not in _PAGES:
        if suffix not in FORMATS:
            raise Refused(f"内容不是文件（{suffix or '认不出来'}）", f"what is there is no document ({suffix or 'not recognised'})")
        return answer, suffix, answer.content, ()
    page = to_page(answer.content, answer.address, _charset(answer))
    notes: list[Mapping[str, str]] = []
    if page.cells < CELLS_OF_TABLES:
        for link in find_documents(page)[:5]:
            try:
                attached = web.get(link.address)
                kind = to_suffix(attached)
                if kind not in FORMATS or kind in _PAGES:
                    raise Refused(f"附件其实是 {kind or '别的'}", f"what is attached is {kind or 'something else'}")
                return attached, kind, attached.content, tuple(notes)
            except Refused as error:
                notes.append({language: f"{link.address}: {text}" for language, text in error.reason.items()})
        if len(page.text) < 200:
            raise Refused("网页里没有报告，也没有附件（可能由脚本生成）", "there is no report in the page and none attached (a script may build it)")
        if not REPORT.search("".join(without_links(page).split())):
            raise Refused("网页里没有格式的表格，也没有年度报告的标题", "there is no table of the form in the page, and no title of a report")
    content, missing = to_archive(web, answer, page)
    notes += missing
    return answer, ".mht" if content is not answer.content else ".html", content, tuple(notes)


def to_suffix(answer: Answer) -> str:
    """What came, by its first bytes; where they leave it open, by its type and its name."""
    name = Path(answer.address.partition("?")[0]).suffix.lower()
    given = ".html" if answer.type in ("text/html", "application/xhtml+xml") else name if name in FORMATS or name in _PAGES else ""
    with tempfile.NamedTemporaryFile(suffix=given) as file:  # an archive is told by what is in it
        file.write(answer.content)
        file.flush()
        found = bytes_to_suffix(answer.content[:4096], given, Path(file.name))
    return ".html" if found in _PAGES else found


def to_archive(web: Web, answer: Answer, page: Page) -> tuple[bytes, list[Mapping[str, str]]]:
    """The page with its style sheets and pictures in one file (MHTML, RFC 2557); the page alone where it has none. Also what could not be had."""
    missing: list[Mapping[str, str]] = []
    parts, size = [], 0
    for address in [*page.sheets, *page.pictures][:MOST_PARTS]:
        if size > MOST_OF_PARTS:
            missing.append({"zh": "网页太大，有的图片没有保存", "en": "the page is too large, some pictures were not saved"})
            break
        try:
            part = web.get(address)
        except Refused as error:
            missing.append({language: f"{address}: {text}" for language, text in error.reason.items()})
            continue
        size += len(part.content)
        parts.append((address, part))
    if not parts:
        return answer.content, missing
    whole = EmailMessage(policy=_ARCHIVE)
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = 'multipart/related; type="text/html"; boundary="----a-page-and-what-it-needs"'
    for address, part in [(answer.address, answer), *parts]:
        main, _, sub = (part.type or "application/octet-stream").partition("/")
        inner = EmailMessage(policy=_ARCHIVE)
        inner.set_content(part.content, maintype=main, subtype=sub or "octet-stream", cte="base64")
        if charset := _charset(part):
            inner.set_param("charset", charset)
        inner["Content-Location"] = address
        whole.attach(inner)
    return whole.as_bytes(), missing


def _charset(answer: Answer) -> str:
    match = re.search(r"charset=[\"']?([\w-]{1,40})", answer.headers.get("content-type", ""), re.IGNORECASE)
    return match[1] if match else ""


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


def _is_same(here: Path, known: Mapping[str, str], content: bytes, document: Answer) -> bool:
    """Whether a document is the one that is there. Of a page its text counts: visits are counted in it, and dates of today."""
    old = here.read_bytes()
    if old == content or known.get("sha256") == hashlib.sha256(document.content).hexdigest():
        return True
    return bool(known.get("text_sha256")) and known["text_sha256"] == _to_text_hash(document)


def _to_text_hash(document: Answer) -> str:
    """The fingerprint of what a page says, numbers of visits and the time of day left out."""
    text = re.sub(r"\s+|(?:浏览|访问|阅读|点击)(?:次数|量)?[:：]?\s*\d*", "", to_page(document.content, document.address, _charset(document)).text)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _write(folder: Path, wanted: Wanted, document: Answer, suffix: str, content: bytes, here: Path | None) -> Path:
    """Write sidecar and document, the sidecar first: a document that is there is whole, and so is what is known of it."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = {path.stem for path in folder.glob(f"{wanted.year}*") if path.suffix in FORMATS}
    names = [str(wanted.year), *(f"{wanted.year}-{number}" for number in range(2, 100))]
    path = folder / (next(name for name in names if name not in taken) + suffix)
    fields = {
        "agency": wanted.agency_name, "year": str(wanted.year), **({"source_url": wanted.source_url} if wanted.source_url else {}),
        "retrieved": document.at[:10],
        **({"supersedes": here.name} if here else {}),
        "fetched_from": document.address, "fetched_at": document.at, "sha256": hashlib.sha256(document.content).hexdigest(),
        **({"text_sha256": _to_text_hash(document)} if suffix in (".html", ".mht") else {}),
        **{name.replace("-", "_"): document.headers[name] for name in KEPT if name in document.headers},
    }
    lines = "".join(f"{name}: {_quoted(text)}\n" for name, text in fields.items())
    _write_whole(path.with_name(path.name + ".yml"), lines.encode())
    _write_whole(path, content)
    return path


def _quoted(text: str) -> str:
    """A text in YAML on one line, whatever it holds."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return plain if re.fullmatch(r"[\w一-鿿][\w一-鿿./+-]*|https?://[\w./~%?=&+-]+", plain) else "'" + plain.replace("'", "''") + "'"


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
