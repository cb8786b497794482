"""Run benchmarks: python -m bench [PART …] [--n N]; all parts where none is named.

In: which, and how large. Out: tables on standard output. Not its business: what is measured (a module a part).
"""

from __future__ import annotations

import argparse
import importlib
import sys

PARTS = {
    "reading": "reports per second and core by format; how often pdfplumber, camelot and a plain script would fit in",
    "strangers": "what a document costs that is no such report",
    "data": "time, memory and size of the data files of made-up reports",
    "site": "a country of many bodies: what each stage of a build costs, beside plain pages, cold, from what is kept, with one report more",
}
SIZES = {"reading": 60, "strangers": 1, "data": 500, "site": 100}


def main() -> int:
    description = "Measure. Figures of one run are compared with each other, never with another machine's."
    parser = argparse.ArgumentParser(prog="python -m bench", description=description)
    parser.add_argument("parts", nargs="*", metavar="PART", help="; ".join(f"{name}: {text}" for name, text in PARTS.items()))
    sizes = ", ".join(f"{size} {part}" for part, size in SIZES.items())
    parser.add_argument("--n", type=int, nargs="+", help=f"how many reports (site: bodies) to make up; several for site (default: {sizes})")
    options = parser.parse_args()
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; parts: {', '.join(PARTS)}")
    for part in options.parts or PARTS:
        print(f"\n== {part}: {PARTS[part]}\n", flush=True)
        importlib.import_module(f"bench.{part}").main([str(n) for n in options.n or [SIZES[part]]])
    return 0


if __name__ == "__main__":
    sys.exit(main())
