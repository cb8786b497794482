"""Charts that were drawn before are not drawn again; many new ones are drawn in several processes.

In: a folder to keep them in, a number of processes. Out: what `charts.draw` calls in place of `map`. Not its business: drawing.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import pickle
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

from gongkai import fingerprint
from gongkai.charts import drawing
from gongkai.charts.figures import Figures
from gongkai.shelf import Shelf

FEWEST = 100
"""bodies that are worth another process: to get ready to draw takes it as long as drawing some fifty"""

Drawn = TypeVar("Drawn")


def keep(folder: Path | None, jobs: int) -> Callable[[Callable[[Figures], Drawn], Iterable[Figures]], Iterator[Drawn]]:
    """Return a `map` that remembers: what was drawn of the same figures by the same code is taken from the folder."""
    shelf = Shelf(folder, code_version())

    def spread(work: Callable[[Figures], Drawn], bodies: Iterable[Figures]) -> Iterator[Drawn]:
        keyed = [(hashlib.sha256(repr(body).encode()).hexdigest(), body) for body in bodies]
        kept = {key for key, _ in keyed if shelf.take(key) is not None}
        fresh = _draw([body for key, body in keyed if key not in kept], work, jobs)
        for key, body in keyed:
            content = shelf.take(key) if key in kept else None
            if content is not None:
                yield pickle.loads(zlib.decompress(content))
                continue
            # what was there a moment ago may be gone: another build threw it away
            drawn = work(body) if key in kept else next(fresh)
            shelf.put(key, zlib.compress(pickle.dumps(drawn, pickle.HIGHEST_PROTOCOL), 1))
            yield drawn

    return spread


def write_vega(folder: Path | None) -> str:
    """The module of Vega for the site, which takes seconds to put together and is the same until a library changes."""
    shelf = Shelf(folder, code_version())
    content = shelf.take("vega")
    if content is None:
        content = drawing.write_vega().encode()
        shelf.put("vega", content)
    return content.decode()


def _draw(bodies: list[Figures], work: Callable[[Figures], Drawn], jobs: int) -> Iterator[Drawn]:
    if len(bodies) < FEWEST or jobs < 2:
        yield from map(work, bodies)
        return
    # not forked: the library that draws has threads of its own
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield from executor.map(work, bodies, chunksize=8)


def code_version() -> str:
    """A hash of everything that decides how a chart looks: our own source and form, and the libraries that draw."""
    return fingerprint.of("charts", libraries=("altair", "vl-convert-python"))
