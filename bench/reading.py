"""Reports per second and core by format, beside pdfplumber, camelot and a plain script on the same documents.

In: how many reports to make up. Out: two tables. Each document is read by one after the other, a few rounds, and the middle of the rounds counts:
the machine may be busy, so only what was measured in turn is compared. CPU time of the process, warm.
Not its business: how right the package reads in depth (python -m tests.corpus).
"""

from __future__ import annotations

import logging
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from unittest.mock import patch

from bench import plain
from gongkai import form, pipeline, readers
from gongkai.readers.pdf import pdf
from tests.corpus import kinds, press
from tests.corpus.made import Made
from tests.corpus.score import score

ROUNDS = 3
SEED = 20261120
CAMELOT_ON = 4
"""documents: it takes seconds for each"""
NEEDS = {"doc": ("soffice", "libreoffice"), "wps": ("soffice", "libreoffice"), "pdf-office": ("soffice", "libreoffice"),
         "pdf-browser": ("chromium", "chromium-browser", "google-chrome")}

Reader = Callable[[Path], object]


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 60
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    wanted = [kind for kind in kinds.SHARES if _can_make(kind)]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as temporary:
        folder = Path(temporary)
        mades = kinds.write(count, SEED, wanted, folder, form.load())
        documents = {kinds.path_of(made, folder): made for made in mades}
        office = [path for path, made in documents.items() if made.kind in ("doc", "wps")]
        started = time.perf_counter()
        converted = readers.convert(office, folder / "converted")
        if office:
            print(f"LibreOffice opened {len(office)} DOC and WPS files in {time.perf_counter() - started:.1f} s (all at once; not in the table)\n")
        _print_formats(documents, converted)
        _print_pdfs([path for path, made in documents.items() if made.kind.startswith("pdf")], documents)


def _can_make(kind: str) -> bool:
    if kind.startswith("scan"):
        return False
    try:
        return not NEEDS.get(kind) or bool(press.program(*NEEDS[kind]))
    except press.MissingProgram as error:
        print(f"no {kind}: {error}")
        return False


def _seconds(work: Reader, path: Path) -> float:
    started = time.process_time()
    work(path)
    return time.process_time() - started


def in_turn(workers: Mapping[str, Reader], path: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """CPU seconds of each worker on one document: A B C A B C …, the middle of the rounds."""
    taken: dict[str, list[float]] = {name: [] for name in workers}
    for _ in range(rounds):
        for name, work in workers.items():
            taken[name].append(_seconds(work, path))
    return {name: median(found) for name, found in taken.items()}


# --- by format ------------------------------------------------------------------------------------------------------


def _print_formats(documents: Mapping[Path, Made], converted: Mapping[Path, Path | str]) -> None:
    def whole(path: Path) -> object:
        return pipeline.to_readings([pipeline.read_one(path, path.name, converted.get(path))], form.load())

    rows: dict[str, list[tuple[float, float, int, int, int]]] = {}
    for path, made in documents.items():
        taken = in_turn({"ours": whole, "plain": plain.read}, path)
        rows.setdefault(made.kind, []).append((taken["ours"], taken["plain"], *_count_right(made, path, converted.get(path))))
    every = [row for found in rows.values() for row in found]
    print(f"{'':<14}{'reports':>8}{'a second':>10}{'ms each':>9}{'cells':>8}{'right %':>9}{'plain script ms':>17}{'right %':>9}{'times':>12}")
    for kind, found in [*sorted(rows.items()), ("all", every)]:
        ours, theirs, cells, right, plainly = (sum(column) for column in zip(*found, strict=True))
        print(f"{kind:<14}{len(found):>8}{len(found) / ours:>10.0f}{1000 * ours / len(found):>9.1f}{cells:>8.0f}{100 * right / cells:>9.2f}"
              f"{1000 * theirs / len(found):>17.1f}{100 * plainly / cells:>9.2f}{theirs / ours:>12.1f}")
    print()


def _count_right(made: Made, path: Path, converted: Path | str | None) -> tuple[int, int, int]:
    """(cells of the truth, right by us, right by the plain script). What a script that read something leaves out is right where no number is."""
    reading = pipeline.to_readings([pipeline.read_one(path, path.name, converted)], form.load())[0]
    numbers = plain.read(path)
    plainly = sum(numbers.get(cell) == truth.number for cell, truth in made.cells.items()) if numbers else 0
    return len(made.cells), score(made, reading, 0.0, form.load()).right, plainly


# --- PDF ------------------------------------------------------------------------------------------------------------


def _read_by_pdfplumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.extract_tables()


def _read_without_witness(path: Path) -> None:
    """Read a PDF on the word of its characters alone, without a look at its pages."""
    with patch.object(pdf, "to_doubts", lambda _, claims, __: [""] * len(claims)):
        readers.read(path)


def _read_by_camelot(path: Path) -> None:
    import camelot

    camelot.read_pdf(str(path), pages="all", flavor="lattice", suppress_stdout=True)


def _print_pdfs(paths: list[Path], documents: Mapping[Path, Made]) -> None:
    """The PDF reader alone against others that give text and tables of all pages."""
    if not paths:
        return
    workers: dict[str, Reader] = {"ours": lambda p: readers.read(p), "unseen": _read_without_witness, "pdfplumber": _read_by_pdfplumber}
    taken = {path: in_turn(workers, path) for path in paths}
    print(f"{'reading alone':<14}{'reports':>8}{'ms each':>9}{'pdfplumber ms':>15}{'times ours':>12}{'least':>7}{'most':>7}"
          f"{'without the witness ms':>25}{'times ours':>12}{'least':>7}")
    for kind in [*sorted({documents[path].kind for path in paths}), "all"]:
        found = [taken[path] for path in paths if kind in (documents[path].kind, "all")]
        ratios = [one["pdfplumber"] / one["ours"] for one in found]
        ours, unseen, theirs = (sum(one[name] for one in found) for name in ("ours", "unseen", "pdfplumber"))
        print(f"{kind:<14}{len(found):>8}{1000 * ours / len(found):>9.1f}{1000 * theirs / len(found):>15.1f}{theirs / ours:>12.1f}"
              f"{min(ratios):>7.1f}{max(ratios):>7.1f}{1000 * unseen / len(found):>25.1f}{theirs / unseen:>12.1f}"
              f"{min(one['pdfplumber'] / one['unseen'] for one in found):>7.1f}")
    try:
        import camelot  # noqa: F401
    except ImportError:
        print("\nno camelot here: .venv/bin/python -m pip install camelot-py, then it is measured too")
        return
    some = {path: in_turn({"ours": lambda p: readers.read(p), "camelot": _read_by_camelot}, path, 1) for path in paths[:CAMELOT_ON]}
    ours, theirs = (sum(one[name] for one in some.values()) for name in ("ours", "camelot"))
    print(f"\ncamelot (lattice) on {len(some)} of them: {1000 * theirs / len(some):.0f} ms each, {theirs / ours:.0f} times ours")


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
