"""The kinds of document that the corpus holds, and how a whole corpus is written.

In: a number of reports, a seed, the kinds wanted. Out: files in a folder, and the Mades. Not its business: reading them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from gongkai.form import Form
from tests.corpus import flat, ofd, press, web, word
from tests.corpus.made import Made
from tests.corpus.older import draw_older
from tests.corpus.report import YEARS, draw, draw_opening

SHARES = {
    "docx": 10, "doc": 6, "wps": 2, "pdf-office": 12, "pdf-browser": 12, "html": 16, "mht": 3, "md": 6, "xlsx": 6,
    "text-tabs": 8, "text-lines": 7, "text-pipes": 7, "scan-pdf": 3, "scan-png": 2, "ofd": 5,
}
SUFFIXES = {
    "docx": ".docx", "doc": ".doc", "wps": ".wps", "pdf-office": ".pdf", "pdf-browser": ".pdf", "html": ".html", "mht": ".mht", "md": ".md",
    "xlsx": ".xlsx", "text-tabs": ".txt", "text-lines": ".txt", "text-pipes": ".txt", "scan-pdf": ".pdf", "scan-png": ".png",
    "ofd": ".ofd",
}
DIRECT: dict[str, Callable[[Made, Random], bytes]] = {
    "docx": word.to_docx, "html": web.to_html, "mht": web.to_mht, "md": flat.to_markdown, "xlsx": flat.to_sheet,
    "text-tabs": flat.to_tabs, "text-lines": flat.to_lines, "text-pipes": flat.to_pipes,
}


def to_kinds(count: int, seed: int, wanted: Sequence[str]) -> list[str]:
    """The kind of each report: every kind by its share, in an order of the seed."""
    shares = {kind: SHARES[kind] for kind in wanted}
    whole = sum(shares.values())
    kinds: list[str] = []
    for kind, share in shares.items():
        kinds += [kind] * max(1, round(count * share / whole))
    Random(f"{seed} kinds").shuffle(kinds)
    return (kinds * (count // len(kinds) + 1))[:count]


def write(
    count: int, seed: int, wanted: Sequence[str], folder: Path, form: Form, odd: float = 0.0, years: tuple[int, int] = YEARS, is_older: bool = False
) -> list[Made]:
    """Draw and write a corpus. The files are folder/<name><suffix>. odd: the share of reports with tricks. is_older: reports on 2014 to 2018."""
    folder.mkdir(parents=True, exist_ok=True)
    numbered = list(enumerate(to_kinds(count, seed, wanted)))
    if is_older:
        mades = [draw_older(seed, number, kind, form, draw_opening, odd) for number, kind in numbered]
    else:
        mades = [draw(seed, number, kind, form, odd, years) for number, kind in numbered]
    rngs = {made.name: Random(f"{seed} {made.name} {made.kind}") for made in mades}
    for made in mades:
        if made.kind in DIRECT:
            path_of(made, folder).write_bytes(DIRECT[made.kind](made, rngs[made.name]))
    _write_office(mades, rngs, folder)
    _write_browser(mades, rngs, folder, seed)
    for made in [m for m in mades if is_printed_first(m.kind)]:
        printed = folder / "printed" / f"{made.name}.pdf"
        if made.kind == "ofd":
            path_of(made, folder).write_bytes(ofd.to_ofd(printed, rngs[made.name]))
            continue
        path_of(made, folder).write_bytes(press.to_scan(printed, rngs[made.name], SUFFIXES[made.kind]))
    return mades


def is_printed_first(kind: str) -> bool:
    """Scans and OFD are made of pages that one of the two programs prints."""
    return kind.startswith("scan") or kind == "ofd"


def path_of(made: Made, folder: Path) -> Path:
    return folder / (made.name + SUFFIXES[made.kind])


def _write_office(mades: list[Made], rngs: dict[str, Random], folder: Path) -> None:
    """LibreOffice makes DOC and PDF of DOCX; WPS files are DOC by another name. Scans and OFD are printed by either program.

    A print that lacks part of the report is taken away, and the browser makes another; so is a DOC without its tables, with its Made.
    """
    source = folder / "source"
    source.mkdir(exist_ok=True)
    targets: dict[tuple[str, Path], list[Path]] = {}
    for made in mades:
        goes_to = {"doc": ("doc", folder), "wps": ("doc", folder / "printed"), "pdf-office": ("pdf", folder)}.get(made.kind)
        if is_printed_first(made.kind) and rngs[made.name].random() < 0.5:
            goes_to = ("pdf", folder / "printed")
        if goes_to:
            path = source / f"{made.name}.docx"
            path.write_bytes(word.to_docx(made, rngs[made.name]))
            targets.setdefault(goes_to, []).append(path)
    for (suffix, to), paths in targets.items():
        press.print_office(paths, suffix, to)
    written = [to / f"{path.stem}.doc" for (suffix, to), paths in targets.items() if suffix == "doc" for path in paths]
    lost = press.without_tables(written, source) if written else frozenset()
    for made in [made for made in mades if made.name in lost]:
        mades.remove(made)
        (folder / f"{made.name}.doc").unlink(missing_ok=True)
    for made in mades:
        path = path_of(made, folder) if made.kind == "pdf-office" else folder / "printed" / f"{made.name}.pdf"
        if path.suffix == ".pdf" and path.exists() and not press.has_all(path, made):
            path.unlink()
            made.quirks.append("LibreOffice lost rows")
        if made.kind == "wps":
            (folder / "printed" / f"{made.name}.doc").rename(path_of(made, folder))


def _write_browser(mades: list[Made], rngs: dict[str, Random], folder: Path, seed: int) -> None:
    pages = {}
    for made in mades:
        printed = folder / "printed" / f"{made.name}.pdf"
        if made.kind == "pdf-browser" or (made.kind == "pdf-office" and not path_of(made, folder).exists()):
            pages[path_of(made, folder)] = web.to_print(made, rngs[made.name])
        elif is_printed_first(made.kind) and not printed.exists():
            printed.parent.mkdir(exist_ok=True)
            pages[printed] = web.to_print(made, rngs[made.name])
    press.print_browser(pages, Random(f"{seed} browser"))
