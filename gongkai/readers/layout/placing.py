"""Glyphs and lattices of a page → paragraphs and grids.

In: what is printed on one page and the ruled tables drawn there. Out: the page's grids and running text, added to the
Parts of the document. Not its business: where glyphs and rules come from (a PDF, a scan), what a label means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from gongkai.model import Box, Cell, Grid, Paragraph, doubt_of
from gongkai.readers.layout.glyphs import (
    NUMBERED,
    PAGE_NUMBER,
    SENTENCE_END,
    Glyph,
    Line,
    glyphs_to_lines,
    is_between_digits,
    lines_to_cell_text,
    lines_to_padding,
    lines_to_paragraphs,
)
from gongkai.readers.layout.marks import lift_marks, lift_marks_of_lines
from gongkai.readers.layout.page_breaks import cut
from gongkai.readers.layout.ruling import Lattice
from gongkai.readers.layout.signs import Claim
from gongkai.readers.parts import Parts

Witness = Callable[[list[Claim]], list[str]]

MOST_LABEL_LINES = 3
FEWEST_LINES = 3
"""lines in columns that are a table without rules"""
ROOM = 3.0
"""points around a number without rules in which nothing else may be drawn"""
MOST_PAIRS = 200_000
DIGIT = re.compile(r"\d")
DIGITS = "0123456789.,０１２３４５６７８９．，"
NOTHING = " -—–－―─/／无"
"""what a cell without a number may consist of"""
ASTRIDE = 0.2
"""of the width of a number: where its middle is nearer than this to a rule, nobody can say on which side of it the number belongs"""
FULL = 0.75
"""the share of the width of its cell from which on a number fills it"""


@dataclass(frozen=True, slots=True)
class Laid:
    """What stands on a page, before it is joined to the pages before.

    tables: each lattice with the grid it is, and whether a number was moved. full: the cells of the last grid with a number that fills them.
    """

    lines: list[Line]
    tables: list[tuple[Lattice, Grid, bool]]
    full: frozenset[tuple[int, int]] = frozenset()


def lay_out(glyphs: list[Glyph], lattices: list[Lattice], height: float, witness: Witness | None = None) -> Laid:
    """Put the glyphs into the cells of the lattices, the others into lines of running text between them.

    witness: who says of the cells of a page, all at once, why each is to be doubted.
    """
    inside, outside, shared = _glyphs_to_cells(glyphs, lattices)
    lines = [line for line in glyphs_to_lines(lift_marks_of_lines(outside)) if not _is_page_number(line, height, lattices)]
    torn = [set[int]() for _ in lattices]
    moved = [_reunite(lattice, inside[id(lattice)], cells) for lattice, cells in zip(lattices, torn, strict=True)]
    for lattice, cells in zip(lattices, torn, strict=True):
        cells |= _reaching_out(lattice, inside[id(lattice)], outside)
    fulls = [set[int]() for _ in lattices]
    texts = [_to_texts(lattice, inside[id(lattice)], full) for lattice, full in zip(lattices, fulls, strict=True)]
    if witness:
        claims = [
            Claim(lattice.cell_box(index), text, inside[id(lattice)].get(index, ()), lattice.frames.get(index, ()))
            for lattice, found in zip(lattices, texts, strict=True)
            for index, text in enumerate(found)
        ]
        columned = [at for at, line in enumerate(lines) if line.groups]
        if len(columned) < FEWEST_LINES:
            columned = []
        claims += [_piece_to_claim(text, found) for at in columned for text, found in zip(lines[at].pieces, lines[at].groups, strict=True)]
        doubts = iter(witness(claims) if claims else ())
        texts = [[Cell(text, doubt) if doubt else text for text, doubt in zip(found, doubts, strict=False)] for found in texts]
        for at in columned:
            pieces = [Cell(text, doubt) if doubt else text for text, doubt in zip(lines[at].pieces, doubts, strict=False)]
            lines[at] = lines[at]._replace(pieces=tuple(pieces))
    for lattice, found, unsure in zip(lattices, texts, torn, strict=True):
        unsure |= {index for index in lattice.frames if _is_parted(lattice, index, inside[id(lattice)].get(index, ()))}
        unsure |= {index for index in lattice.parts if not found[index]} | _cut_off(lattice, found)
        for index in shared[id(lattice)] | unsure:
            found[index] = Cell(found[index], doubt_of(found[index]) or "placed")
    grids = [_with_beside(_to_grid(lattice, found), lattice, lines) for lattice, found in zip(lattices, texts, strict=True)]
    full = frozenset(lattices[-1].cells[index][:2] for index in fulls[-1]) if lattices else frozenset()
    return Laid(lines, list(zip(lattices, grids, moved, strict=True)), full)


def _piece_to_claim(text: str, glyphs: Sequence[Glyph]) -> Claim:
    """What stands in a column of a table without rules, with some room around it."""
    left, top = min(one.x0 for one in glyphs), min(one.top for one in glyphs)
    right, bottom = max(one.x1 for one in glyphs), max(one.bottom for one in glyphs)
    return Claim((left - ROOM, top - ROOM, right + ROOM, bottom + ROOM), text, glyphs)


def add_page(laid: Laid, page: int, parts: Parts) -> None:
    """Add what stands on a page to the Parts of its document."""
    lines = laid.lines
    left = min((line.box[0] for line in lines), default=0.0)
    right = max((line.box[2] for line in lines), default=0.0)
    start = 0
    for lattice, grid, is_moved in laid.tables:
        end = start
        while end < len(lines) and lines[end].box[1] < lattice.ys[0]:
            end += 1
        heading = _add_text(lines[start:end], left, right, page, parts)
        start = end
        if is_moved:
            parts.troubles.append(f"page {page}: a number is printed across a rule; it was put where its middle is")
        if parts.grids and end == 0:
            above = parts.grids[-1]
            if above.page == page - 1 and above.after == len(parts.paragraphs) and parts.foot:
                parts.grids[-1], grid = cut(above, grid, parts.foot[0])
        parts.grids.append(replace(grid, heading=heading, page=page, after=len(parts.paragraphs)))
    _add_text(lines[start:], left, right, page, parts)
    parts.foot = [laid.full] if laid.tables and start == len(lines) else []


def find_runs(laid: Laid) -> list[tuple[int, int]]:
    """The lines (first, behind the last) that are rows of tables without rules, as add_page will take them."""
    lines = laid.lines
    middle = (min((line.box[0] for line in lines), default=0.0) + max((line.box[2] for line in lines), default=0.0)) / 2
    found, start = [], 0
    for top in [*(lattice.ys[0] for lattice, _, _ in laid.tables), float("inf")]:
        end = start
        while end < len(lines) and lines[end].box[1] < top:
            end += 1
        found += [(start + first, start + last) for first, last in _unruled(lines[start:end], middle)]
        start = end
    return found


def glyphs_to_parts(glyphs: list[Glyph], lattices: list[Lattice], page: int, height: float, parts: Parts) -> None:
    """Lay out a page and add it."""
    add_page(lay_out(glyphs, lattices, height), page, parts)


def _is_parted(lattice: Lattice, cell: int, glyphs: Sequence[Glyph]) -> bool:
    """Whether the characters of a cell do not stand all in the same frames."""
    kinds = set()
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        kinds.add(tuple(box[0] <= x < box[2] and box[1] <= y < box[3] for box in lattice.frames[cell]))
    return len(kinds) > 1


def _cut_off(lattice: Lattice, texts: Sequence[str]) -> set[int]:
    """The cells without a number along a side that no rule closes, where none has one though each row has: the page may end before they do."""
    found = set[int]()
    for at in lattice.open_at:
        rows = {row for index, (top, _, bottom, _) in enumerate(lattice.cells) if DIGIT.search(texts[index]) for row in range(top, bottom)}
        along = [index for index in range(len(lattice.cells)) if min(abs(side - at) for side in lattice.cell_box(index)[::2]) < 1]
        beside = [index for index in along if lattice.cells[index][0] in rows and lattice.cells[index][2] - lattice.cells[index][0] == 1]
        empty = {index for index in beside if not texts[index].strip()}
        if len(empty) >= FEWEST_LINES and not any(DIGIT.search(texts[index]) for index in beside):
            found |= empty
    return found


def _glyphs_to_cells(
    glyphs: list[Glyph], lattices: list[Lattice]
) -> tuple[dict[int, dict[int, list[Glyph]]], list[Glyph], dict[int, set[int]]]:
    """Part the glyphs: those in cells, by the id of the lattice (the smallest that has them) and the cell, and the others.

    And the cells of larger lattices in which such a cell lies: something is printed there.
    """
    by_size = sorted(lattices, key=lambda one: (one.xs[-1] - one.xs[0]) * (one.ys[-1] - one.ys[0]))
    found: dict[int, dict[int, list[Glyph]]] = {id(lattice): {} for lattice in lattices}
    levels = [(lattice.ys[0], lattice.ys[-1], lattice, found[id(lattice)]) for lattice in by_size]
    outside: list[Glyph] = []
    shared: dict[int, set[int]] = {id(lattice): set() for lattice in lattices}
    # the next glyph is mostly in the same cell; where tables overlap, a smaller one may have it, so each is looked up
    is_plain = not any(one.ys[0] <= other.ys[-1] and other.ys[0] <= one.ys[-1] for one, other in combinations(lattices, 2))
    left = top = right = bottom = 0.0
    here: list[Glyph] = []
    for glyph in glyphs:
        _, x0, y0, x1, y1, _ = glyph
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if left <= x < right and top <= y < bottom:
            here.append(glyph)
            continue
        is_in = False
        for low, high, lattice, inside in levels:
            cell = lattice.cell_at(x, y) if low <= y <= high else -1
            if cell < 0:
                continue
            if is_in:
                shared[id(lattice)].add(cell)
                continue
            is_in = True
            here = inside.setdefault(cell, [])
            here.append(glyph)
            if is_plain:
                left, top, right, bottom = lattice.cell_box(cell)
                break
        if not is_in:
            outside.append(glyph)
    return found, outside, shared


def _add_text(lines: list[Line], left: float, right: float, page: int, parts: Parts) -> str:
    """Add what stands outside ruled tables: running text, and tables without rules as grids that are not exact."""
    start, heading = 0, ""
    for first, end in _unruled(lines, (left + right) / 2):
        heading = _add_paragraphs(lines[start:first], left, right, page, parts)
        rows = tuple(line.pieces for line in lines[first:end])
        parts.grids.append(Grid(heading=heading, rows=rows, page=page, exact=False, after=len(parts.paragraphs)))
        start, heading = end, ""
    return _add_paragraphs(lines[start:], left, right, page, parts) if start < len(lines) else heading


def _unruled(lines: list[Line], middle: float) -> Iterator[tuple[int, int]]:
    """Find runs of lines in columns: three or more, with short lines (labels that wrap) between them."""
    start = 0
    while start < len(lines):
        end = columned = numbered = 0
        size = 0.0
        for at in range(start, len(lines)):
            line = lines[at]
            if len(line.pieces) > 1:
                columned, end, size = columned + 1, at + 1, line.size
                numbered += any(piece.strip("-+,.%").isdigit() for piece in line.pieces[1:])
            elif at == start or line.box[2] > middle or at - end >= MOST_LABEL_LINES or line.size > 1.08 * size:
                # running text or the next heading, set larger than the table
                break
        if columned >= FEWEST_LINES and numbered >= 2:
            yield start, end
        start = max(end, start + 1)


def _is_page_number(line: Line, height: float, lattices: Sequence[Lattice]) -> bool:
    """Whether a line in the margin is the number of its page; a number beside a row may be of the row."""
    level = (line.box[1] + line.box[3]) / 2
    is_in_margin = line.box[1] > 0.88 * height or line.box[3] < 0.08 * height
    is_in_margin = is_in_margin and not any(one.box[1] < level < one.box[3] for one in lattices)
    return is_in_margin and PAGE_NUMBER.fullmatch(line.text) is not None


def _add_paragraphs(lines: list[Line], left: float, right: float, page: int, parts: Parts) -> str:
    """Add running text, joined to the page before where that broke a sentence. Return the last line's paragraph."""
    found = lines_to_paragraphs(lines, left, right)
    last = parts.paragraphs[-1] if parts.paragraphs else None
    if (
        found
        and last is not None
        and last.page == page - 1
        and not any(grid.after == len(parts.paragraphs) for grid in parts.grids)
        and lines[0].box[0] < left + 1.2 * lines[0].size
        and len(last.text) > 20
        and last.text[-1] not in SENTENCE_END
        and not NUMBERED.match(lines[0].text)
        and found[0] != lines[0].text
    ):
        parts.paragraphs[-1] = Paragraph(last.text + found.pop(0), last.page)
    parts.paragraphs += [Paragraph(text, page) for text in found]
    return found[-1] if found else ""


def _to_texts(lattice: Lattice, glyphs: dict[int, list[Glyph]], full: set[int]) -> list[str]:
    """The text of each cell of a lattice, in the order of its cells. full: gets those with a number that leaves no room for a digit more."""
    boxes = [lattice.cell_box(index) for index in range(len(lattice.cells))]
    lines = {index: glyphs_to_lines(lift_marks(found)) for index, found in glyphs.items()}
    padding = lines_to_padding((boxes[index][2] - boxes[index][0], found) for index, found in lines.items())
    texts = dict.fromkeys(range(len(boxes)), "")
    for index, found in lines.items():
        if found and found[-1].text[-1] in DIGITS:
            left, _, right, _ = found[-1].box
            if boxes[index][2] - boxes[index][0] - padding - (right - left) < found[-1].first_width:
                full.add(index)
    by_row: dict[int, dict[int, list[Line]]] = {}
    for index, found in lines.items():
        by_row.setdefault(lattice.cells[index][0], {})[index] = found
    for here in by_row.values():
        widths = {index: boxes[index][2] - boxes[index][0] for index in here}
        joined = {
            index: found[0].text if len(found) == 1 else lines_to_cell_text(found, widths[index], padding)
            for index, found in here.items()
        }
        if any("\n" in text and _has_parted_digits(text) for text in joined.values()):
            joined = {index: lines_to_cell_text(found, widths[index], padding, True) for index, found in here.items()}
        texts.update(joined)
    return [texts[index] for index in range(len(boxes))]


def _to_grid(lattice: Lattice, texts: Sequence[str]) -> Grid:
    rows: list[list[str | None]] = [[None] * (len(lattice.xs) - 1) for _ in lattice.ys[1:]]
    places: list[list[Box | None]] = [[None] * (len(lattice.xs) - 1) for _ in lattice.ys[1:]]
    xs, ys = [round(x, 1) for x in lattice.xs], [round(y, 1) for y in lattice.ys]
    for index, (top, left, bottom, right) in enumerate(lattice.cells):
        rows[top][left] = texts[index]
        places[top][left] = (xs[left], ys[top], xs[right], ys[bottom])
    return Grid(heading="", rows=tuple(tuple(row) for row in rows), boxes=tuple(tuple(row) for row in places))


def _with_beside(grid: Grid, lattice: Lattice, lines: Sequence[Line]) -> Grid:
    """A grid with one column more for the figures, and what stands for none, beside its rows and in no cell: whose they are is not said."""
    _, top, _, bottom = lattice.box
    beside: dict[int, str] = {}
    for line in lines:
        level = (line.box[1] + line.box[3]) / 2
        if top < level < bottom and (any(sign.isdigit() for sign in line.text) or not line.text.strip(NOTHING)):
            at = bisect_right(lattice.ys, level) - 1
            beside[at] = f"{beside[at]}\n{line.text}" if at in beside else line.text
    if not beside:
        return grid
    rows = tuple((*row, Cell(beside[at], "placed") if at in beside else None) for at, row in enumerate(grid.rows))
    return replace(grid, rows=rows, boxes=tuple((*boxes, None) for boxes in grid.boxes))


def _has_parted_digits(text: str) -> bool:
    pieces = text.split("\n")
    return any(is_between_digits(above, below) for above, below in pairwise(pieces))


def _reunite(lattice: Lattice, glyphs: dict[int, list[Glyph]], torn: set[int]) -> bool:
    """Move a number that is printed across a rule, as one unbroken run of digits, to the cell where its middle is.

    torn: gets the cells where something else stands beside such a number, which may be of it.
    """
    over_right, over_left = _crossing_cells(lattice, glyphs)
    if not over_right and not over_left:
        return False
    pairs: set[tuple[int, int]] = set()
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for index in glyphs:
        _, left_edge, _, right_edge = lattice.cells[index]
        starting.setdefault(left_edge, []).append(index)
        ending.setdefault(right_edge, []).append(index)
    # of the cells beyond the rule only those at the same height, or a crowded table would be looked through as often as it has cells
    for index in over_right:
        top, _, bottom, edge = lattice.cells[index]
        pairs |= {(index, other) for other in starting.get(edge, ()) if _is_beside(lattice.cells[other], top, bottom)}
    for index in over_left:
        top, edge, bottom, _ = lattice.cells[index]
        pairs |= {(other, index) for other in ending.get(edge, ()) if _is_beside(lattice.cells[other], top, bottom)}
    moved = [_reunite_pair(lattice, glyphs, *pair, torn) for pair in sorted(pairs)]
    return any(moved)


def _crossing_cells(lattice: Lattice, glyphs: dict[int, list[Glyph]]) -> tuple[list[int], list[int]]:
    """The cells with a digit over, or nearly over, the rule to their right, and those with one over the rule to their left."""
    over_right, over_left = [], []
    for index, found in glyphs.items():
        left, _, right, _ = lattice.cell_box(index)
        left, right = left + 0.5, right - 0.5
        if [text for text, _, _, x1, _, _ in found if x1 > right and text in DIGITS]:
            over_right.append(index)
        if [text for text, x0, _, _, _, _ in found if x0 < left and text in DIGITS]:
            over_left.append(index)
    return over_right, over_left


def _is_beside(cell: tuple[int, int, int, int], top: int, bottom: int) -> bool:
    return cell[0] <= bottom and cell[2] >= top


def _reaching_out(lattice: Lattice, glyphs: dict[int, list[Glyph]], outside: Sequence[Glyph]) -> set[int]:
    """The cells of numbers that go on outside of the table."""
    left, top, right, bottom = lattice.box
    level = [one for one in outside if one.text in DIGITS and top < one.baseline < bottom]
    beyond = [one for one in level if min(abs(one.x0 - right), abs(one.x1 - left)) < one.bottom - one.top]
    found = set[int]()
    if len(beyond) * sum(len(one) for one in glyphs.values()) > MOST_PAIRS:
        return found
    for digit in beyond:
        found |= {index for index, inside in glyphs.items() if any(_is_next(one, digit) or _is_next(digit, one) for one in inside)}
    return found


def _reunite_pair(lattice: Lattice, glyphs: dict[int, list[Glyph]], left: int, right: int, torn: set[int]) -> bool:
    is_moved = False
    wall = lattice.cell_box(left)[2]
    for last in [glyph for glyph in glyphs[left] if abs(glyph.x1 - wall) < glyph.x1 - glyph.x0]:
        for first in [glyph for glyph in glyphs[right] if _is_next(last, glyph)]:
            before, after = _run(last, glyphs[left], -1), _run(first, glyphs[right], 1)
            if _fills(before, lattice.cell_box(left)) and _fills(after, lattice.cell_box(right)):
                continue  # numbers of their own, in columns no wider than they are
            start, end = min(one.x0 for one in before), max(one.x1 for one in after)
            middle = (start + end) / 2
            if abs(middle - wall) < ASTRIDE * (end - start):
                torn |= {left, right}
            source, target, moved = (right, left, after) if middle < wall else (left, right, before)
            whole = {*before, *after}
            if any(one not in whole and one.text in DIGITS for one in (*glyphs[left], *glyphs[right])):
                torn |= {left, right}
            glyphs[target].extend(moved)
            glyphs[source] = [glyph for glyph in glyphs[source] if glyph not in moved]
            is_moved = True
    return is_moved


def _fills(run: list[Glyph], cell: Box) -> bool:
    """Whether a run is about as wide as its cell."""
    width = max(one.x1 for one in run) - min(one.x0 for one in run)
    return FULL * (cell[2] - cell[0]) < width < (2 - FULL) * (cell[2] - cell[0])


def _is_next(one: Glyph, other: Glyph) -> bool:
    height = one.bottom - one.top
    if one.text not in DIGITS or other.text not in DIGITS:
        return False
    is_level = abs(one.baseline - other.baseline) < 0.2 * height
    return is_level and abs(other.x0 - one.x1) < 0.05 * height


def _run(start: Glyph, glyphs: list[Glyph], direction: int) -> list[Glyph]:
    """Collect the glyphs that follow one another without a gap from `start` on, to the left (-1) or right (1)."""
    run = [start]
    while True:
        last = run[-1]
        for glyph in glyphs:
            pair = (glyph, last) if direction < 0 else (last, glyph)
            if glyph not in run and _is_next(*pair):
                run.append(glyph)
                break
        else:
            return run
