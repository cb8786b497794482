"""Documents damaged at random → what reading, matching and checking make of them: a reading within the limits, and never anything else.

In: the documents of tests/cases, a seed, a time. Out: what ended otherwise, each as a file in build/fuzz that shows it again.
Damage knows what it damages: bytes, the markup of pages, the members of archives and the XML in them, the objects of a PDF.
    python -m tests.fuzz --seconds 600 [--seed N]     exit 1 if anything was found
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai import form, pipeline, workers
from gongkai.pipeline.one import read_one
from gongkai.show import show
from gongkai.workers import Failed

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
KEPT = ROOT / "tests" / "fuzzed"
"""what was found before, so that it stays mended"""
FOUND = ROOT / "build" / "fuzz"
KINDS = (".pdf", ".docx", ".xlsx", ".ofd", ".html", ".mht", ".txt", ".md", ".rtf")
LARGEST = 300_000
SECONDS_FOR_ONE = 40
"""of the 420 that a build gives: most documents take less than one"""

Damage = Callable[[random.Random, bytes], bytes]


@dataclass(frozen=True)
class Find:
    seed: str
    how: str
    path: Path


# --- damage ---------------------------------------------------------------------------------------------------------

_TEXTS = (
    b"9" * 400, b"1e999999999", b"-0", b"\x00", b"\xff\xfe", "１２８".encode(), "①".encode() * 50, "\u202e128\u202c".encode(), b"1,2,3," * 300,
    b"(" * 3000, b"[" * 3000, b"|" * 3000, "、".encode() * 3000, b" " * 5000, b"\n" * 3000, b"&#x110000;", b"&amp;" * 500, "２０２３年".encode() * 300,
    "共收到".encode() * 500, b"\xed\xa0\x80", b"4294967296", b"-1", b"65535", b"NaN", b"%s%n", b"../../../x",
)


def _spot(chance: random.Random, content: bytes, longest: int = 200) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.randint(0, longest))


def flip(chance: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if made:
            made[chance.randrange(len(made))] = chance.randrange(256)
    return bytes(made)


def cut(chance: random.Random, content: bytes) -> bytes:
    start, end = _spot(chance, content, 4000)
    return content[:start] + content[end:]


def end(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def repeat(chance: random.Random, content: bytes) -> bytes:
    start, end = _spot(chance, content)
    return content[:end] + content[start:end] * chance.choice((1, 3, 50, 1000)) + content[end:]


def put(chance: random.Random, content: bytes) -> bytes:
    start, end = _spot(chance, content, 20)
    return content[:start] + chance.choice(_TEXTS) + content[end:]


def swap(chance: random.Random, content: bytes) -> bytes:
    a, b = _spot(chance, content, 500)
    c, d = _spot(chance, content, 500)
    return content[:a] + content[c:d] + content[a:b] + content[b:]


def number(chance: random.Random, content: bytes) -> bytes:
    """Another number in the place of one: a span of columns, a length, an offset, a figure."""
    found = list(re.finditer(rb"\d+", content))
    if not found:
        return content
    for match in sorted(chance.sample(found, min(len(found), chance.randint(1, 5))), key=lambda m: -m.start()):
        other = chance.choice((b"0", b"-1", b"1", b"65536", b"99999999", b"4294967295", b"1" * 40, b"0.0001", match[0] * 2))
        content = content[: match.start()] + other + content[match.end():]
    return content


def tags(chance: random.Random, content: bytes) -> bytes:
    """Elements that are lost, many times over, or one in another without an end."""
    found = list(re.finditer(rb"<[^<>]{1,300}>", content))
    if not found:
        return put(chance, content)
    one = chance.choice(found)
    how = chance.randrange(5)
    if how == 0:
        return content[: one.start()] + content[one.end():]
    if how == 1:
        return content[: one.start()] + one[0] * chance.choice((2, 40, 3000)) + content[one.end():]
    if how == 2:
        other = chance.choice(found)
        return content[: one.start()] + other[0] + content[one.end():]
    if how == 3:
        attribute = chance.choice((b' colspan="1000"', b' rowspan="65535"', b' style="display:none"', b' w:val="9999999"', b' hidden', b' a="' + b"x" * 3000 + b'"'))
        return content[: one.end() - 1] + attribute + content[one.end() - 1:]
    return content[: one.end()] + chance.choice(_TEXTS) + content[one.end():]


ANYTHING: tuple[Damage, ...] = (flip, cut, end, repeat, put, swap, number)
MARKUP: tuple[Damage, ...] = (*ANYTHING, tags, tags, tags)


def archive(chance: random.Random, content: bytes) -> bytes:
    """An archive with one member damaged, lost, or in the place of another."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            members = {info.filename: opened.read(info) for info in opened.infolist()}
    except (zipfile.BadZipFile, ValueError):
        return flip(chance, content)
    names = [name for name in members if name.endswith((".xml", ".rels"))] or list(members)
    name = chance.choice(names)
    how = chance.randrange(10)
    if how == 0:
        del members[name]
    elif how == 1:
        members[name] = members[chance.choice(list(members))]
    else:
        for _ in range(chance.randint(1, 3)):
            members[name] = chance.choice(MARKUP)(chance, members[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for member, text in members.items():
            written.writestr(zipfile.ZipInfo(member), text, zipfile.ZIP_DEFLATED)
    return made.getvalue() if chance.randrange(10) else chance.choice(ANYTHING)(chance, made.getvalue())


def damage(seed: str, suffix: str, content: bytes) -> bytes:
    """The same damage for the same seed."""
    chance = random.Random(f"{seed} {suffix}")
    if suffix in (".docx", ".xlsx", ".ofd"):
        return archive(chance, content)
    ways = MARKUP if suffix in (".html", ".mht", ".md") else ANYTHING
    for _ in range(chance.choice((1, 1, 2, 4))):
        content = chance.choice(ways)(chance, content)
    return content[: 4 * LARGEST]


# --- reading --------------------------------------------------------------------------------------------------------


def read(path: str, name: str) -> bytes:
    """All that a build does with one document, in the process of a worker; what `show` says of it."""
    reading = pipeline.to_readings([read_one(Path(path), name)], form.load())[0]
    return show(reading, form.load()).encode("utf-8", "backslashreplace")


def attempt(path: Path, seconds: float = SECONDS_FOR_ONE) -> str:
    """How reading a document ended that should not end so, "" where all is well."""
    for patience in (1, 4):  # a machine that has much else to do is no find
        try:
            workers.call(seconds * patience, read, str(path), path.name)
            return ""
        except Failed as error:
            how = error.how
            if how != "hung":
                break
    return how


def to_seeds(kinds: Sequence[str] = KINDS) -> list[Path]:
    return [p for p in sorted(CASES.iterdir()) if p.suffix in kinds and p.stat().st_size <= LARGEST]


def run(seconds: float, seed: int, most: int = 10**9, kinds: Sequence[str] = KINDS) -> tuple[list[Find], Counter[str]]:
    """Damage and read documents until the time is over or so many are done, and keep what is found."""
    cases = to_seeds(kinds)
    tried: Counter[str] = Counter()
    found: list[Find] = []
    until = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="gongkai-fuzz-") as folder:
        for at in range(most):
            if time.monotonic() > until:
                break
            chance = random.Random(f"{seed} {at}")
            suffix = chance.choice(sorted({case.suffix for case in cases}))
            case = chance.choice([one for one in cases if one.suffix == suffix])
            content = damage(f"{seed} {at}", suffix, case.read_bytes())
            path = Path(folder, f"damaged{suffix}")
            path.write_bytes(content)
            tried[suffix] += 1
            if how := attempt(path):
                FOUND.mkdir(parents=True, exist_ok=True)
                kept = FOUND / f"{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
                kept.write_bytes(content)
                found.append(Find(f"{seed} {at} of {case.name}", how, kept))
                print(f"{kept.name}: {how} ({case.name}, seed {seed} {at})", flush=True)
    return found, tried


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Read damaged documents.")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kinds", nargs="*", default=KINDS)
    options = parser.parse_args(arguments)
    found, tried = run(options.seconds, options.seed, kinds=options.kinds)
    print(f"seed {options.seed}: {sum(tried.values())} documents (" + ", ".join(f"{n} {kind}" for kind, n in sorted(tried.items())) + f"), {len(found)} found")
    return int(bool(found))


if __name__ == "__main__":
    from tests import fuzz  # not as __main__, where another process would not find what it is to call

    sys.exit(fuzz.main())
