"""Make a corpus, read it, print how well: python -m tests.corpus --n 1000 --seed 7"""

from __future__ import annotations

import argparse
import pickle
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from gongkai import form, pipeline, readers
from gongkai.model import Reading
from tests.corpus import kinds, tricks
from tests.corpus.made import Made
from tests.corpus.score import Score, score, to_table


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--n", type=int, default=200, help="how many reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", choices=list(kinds.SHARES), help="only these; all that have a reader otherwise")
    parser.add_argument("--odd", type=float, default=tricks.ODD, help="the share of reports that show something otherwise than their file says")
    parser.add_argument("--forms", choices=("2014", "2019"), default="2019", help="2014: reports on 2014 to 2018, with their one table")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="write the documents here and leave them; made already, they are read again")
    parser.add_argument("--show", type=int, default=0, help="print so many lines of what went wrong for each report")
    arguments = parser.parse_args()
    wanted = arguments.kinds or [k for k in kinds.SHARES if is_read(k)]
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        mades = make(arguments.n, arguments.seed, wanted, folder, arguments.odd, arguments.forms == "2014")
        scores = read(mades, folder, arguments.jobs)
    by_kind: dict[str, Score] = {}
    for made, one in zip(mades, scores, strict=True):
        by_kind.setdefault(made.kind, Score()).add(one)
        if one.lines and arguments.show:
            print(f"{kinds.path_of(made, folder)}  [{', '.join(made.quirks)}]")
            print("".join(f"    {line}\n" for line in one.lines[:arguments.show]), end="")
    print(to_table(by_kind))


def is_read(kind: str) -> bool:
    """Whether the package says it reads such files. Scans need recognition, which is an extra."""
    return kinds.SUFFIXES[kind] in readers.FORMATS and not (kind.startswith("scan") and readers.ocr.missing_extra())


def make(count: int, seed: int, wanted: list[str], folder: Path, odd: float, is_older: bool = False) -> list[Made]:
    kept = folder / f"mades-{count}-{seed}-{odd}-{'-'.join(wanted)}{'-older' * is_older}.pickle"
    if kept.exists():
        mades: list[Made] = pickle.loads(kept.read_bytes())
        return mades
    mades = kinds.write(count, seed, wanted, folder, form.load(), odd, is_older=is_older)
    kept.write_bytes(pickle.dumps(mades))
    return mades


def read(mades: list[Made], folder: Path, jobs: int) -> list[Score]:
    paths = [kinds.path_of(made, folder) for made in mades]
    if jobs == 1:
        return [read_one(made, path) for made, path in zip(mades, paths, strict=True)]
    with ProcessPoolExecutor(jobs) as executor:
        return list(executor.map(read_one, mades, paths, chunksize=4))


def read_one(made: Made, path: Path) -> Score:
    started = time.perf_counter()
    reading: Reading = pipeline.to_readings([pipeline.read_one(path, path.name)], form.load())[0]
    return score(made, reading, time.perf_counter() - started, form.load())


if __name__ == "__main__":
    main()
