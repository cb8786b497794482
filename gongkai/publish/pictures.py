"""Documents → pictures of the pages that their figures were printed on.

In: documents, the folder that they were read from. Out: WebP files of some 30 KB a page. Not its business: where a figure stands on its
page (Place.box), showing it. The same document gives the same bytes. A document that cannot be pictured has no pictures, and stops nothing.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from gongkai import fingerprint, workers
from gongkai.model import Filed
from gongkai.patience import Patience
from gongkai.readers import paper
from gongkai.shelf import Shelf
from gongkai.workers import Failed

MOST_DOCUMENTS = 2_000
"""more than that would take hours, and more room than a site has: then there are no pictures unless they are asked for"""
MOST_BYTES = 80_000
MOST_PAGES = 12
"""of one document; the three tables stand on two or three"""
SECONDS_FOR_ONE = 60
PIXELS = 1.6
"""a point: a screen's pixel is 0.75 points, so text stands a little larger than on paper"""
GREYS = 16
PAPER_FORMATS = ("pdf", "png", "jpg", "jpeg", "tif", "tiff")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page. width, height: in points, as the boxes of places are."""

    content: bytes
    width: float
    height: float


def draw(documents: Iterable[Filed], root: Path, jobs: int = 1, cache_dir: Path | None = None) -> dict[str, dict[int, Picture]]:
    """Return report id → page number → its picture, for each page that a figure with a box was printed on."""
    shelf = Shelf(cache_dir, fingerprint.of("publish.pictures", libraries=("pypdfium2", "pillow")))
    found: dict[str, dict[int, Picture]] = {}
    waiting: dict[str, tuple[Path, tuple[int, ...], str]] = {}
    for document in documents:
        if not document.report_id or document.format not in PAPER_FORMATS or not (pages := document.pages[:MOST_PAGES]):
            continue
        key = f"{document.sha256}-{'-'.join(map(str, pages))}"
        kept = shelf.take(key)
        if kept is not None:
            found[document.report_id] = _unpack(kept)
        else:
            waiting[document.report_id] = root / document.path, pages, key
    for id, content in _draw_many(waiting, jobs):
        shelf.put(waiting[id][2], content)
        found[id] = _unpack(content)
    return dict(sorted(found.items()))


def to_files(pictures: Mapping[str, Mapping[int, Picture]], agency_ids: Mapping[str, str]) -> dict[str, bytes]:
    """Return where each picture stands on the site → its bytes. agency_ids: report id → agency id."""
    return {
        f"agencies/{agency_ids[id]}/{to_name(id.removeprefix(f'{agency_ids[id]}-'), number)}": picture.content
        for id, pages in pictures.items() for number, picture in pages.items()
    }


def to_name(key: str, number: int) -> str:
    return f"{key}-page-{number}.webp"


def _draw_many(waiting: Mapping[str, tuple[Path, tuple[int, ...], str]], jobs: int) -> Iterator[tuple[str, bytes]]:
    if not waiting:
        return
    patience = Patience(SECONDS_FOR_ONE)
    with workers.open_pool(min(jobs, len(waiting))) as executor:
        futures: dict[str, Future[bytes]] = {
            id: executor.submit(patience.call, _draw_one, path, pages, key.partition("-")[0])
            for id, (path, pages, key) in waiting.items()
        }
        for id, future in futures.items():
            try:
                yield id, future.result()
            except Failed:
                continue


def _draw_one(path: Path, numbers: Sequence[int], sha256: str) -> bytes:
    """Pictures of the document that has this hash. Raises ValueError where it does not stand there any more."""
    content = pages_to_bytes(path, numbers)
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise ValueError("the document has changed")
    return content


def pages_to_bytes(path: Path, numbers: Sequence[int]) -> bytes:
    """Picture pages of one document: a line of JSON, [[number, width, height, bytes], …], and the pictures after it."""
    entries, contents = [], []
    for number, picture, scale in paper.pages_to_pictures(path, PIXELS, numbers):
        content = to_webp(picture)
        if content:
            entries.append([number, round(picture.width / scale, 1), round(picture.height / scale, 1), len(content)])
            contents.append(content)
    return json.dumps(entries).encode() + b"\n" + b"".join(contents)


def to_webp(picture: Image.Image) -> bytes:
    """Return a picture in at most MOST_BYTES: text as it is, a photograph of a page coarser, nothing for what stays too large."""
    grey = picture.convert("L")
    step = 255 / (GREYS - 1)
    plain = grey.point([round(round(value / step) * step) for value in range(256)]).convert("RGB")
    content = _save(plain, lossless=True, quality=50)
    if len(content) <= MOST_BYTES:
        return content
    for share, quality in ((1.0, 40), (1.0, 20), (0.75, 20), (0.5, 20)):
        size = max(1, round(grey.width * share)), max(1, round(grey.height * share))
        content = _save(grey.resize(size, Image.Resampling.BOX).convert("RGB"), lossless=False, quality=quality)
        if len(content) <= MOST_BYTES:
            return content
    return b""


def _save(picture: Image.Image, *, lossless: bool, quality: int) -> bytes:
    content = io.BytesIO()
    picture.save(content, "WEBP", lossless=lossless, quality=quality, method=4)
    return content.getvalue()


def _unpack(content: bytes) -> dict[int, Picture]:
    line, _, rest = content.partition(b"\n")
    found, start = {}, 0
    for number, width, height, size in json.loads(line):
        found[number] = Picture(rest[start:start + size], width, height)
        start += size
    return found
