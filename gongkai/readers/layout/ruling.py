"""Rules drawn on a page → lattices of cells.

In: straight rules as (at, start, end) in points: horizontal (y, x0, x1) and vertical (x, y0, y1), y downwards.
Out: lattices: the rows and columns of each ruled table with the cells merged as drawn. Not its business: where the
rules come from (a PDF's paths, a scan's pixels) and what is printed in the cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gongkai.model import Box

Rule = tuple[float, float, float]
Span = tuple[int, int, int, int]
"""first row, first column, row behind the last, column behind the last"""

SNAP = 3.0
"""rules nearer than this are one: tables drawn cell by cell (HTML with cell spacing) have two, 2 to 3 points apart"""
SLIVER = 7.0
"""edges of rows and columns nearer than this are one: nothing fits between them, and WPS seldom lines them up"""
REACH = 3.0
"""a rule that ends this far from another still meets it"""
DASH = 4.5
"""pieces of one line this far apart are dashes of one rule"""
TOUCH = 1.0
"""a rule ends on another if it ends this near to it"""
OPEN = 10.0
"""rules that run on this far beyond the last crossing rule belong to a table without an outer border on that side"""
MOST_CROSSINGS = 2_000_000
MOST_IN_A_FRAME = 6
"""places that are drawn within a cell and are part of it: what has more is a table of its own"""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table. xs, ys: where columns and rows begin and end. cells: what each drawn cell spans.

    owner[row][column] is the index in `cells` of the cell that covers that place, -1 where the table has none.
    frames: cell → the boxes drawn within it: a frame around a number, a table of one cell. parts: cells that no rule parts from a cell beside
    them, because rules are missing or something with rules of its own stands in a corner. is_inferred: whether its columns are not drawn (across.py).
    open_at: its left or right side, where no rule closes it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Span, ...]
    owner: tuple[tuple[int, ...], ...]
    frames: Mapping[int, tuple[Box, ...]] = field(default_factory=dict)
    parts: frozenset[int] = frozenset()
    is_inferred: bool = False
    open_at: tuple[float, ...] = ()

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, index: int) -> Box:
        top, left, bottom, right = self.cells[index]
        return self.xs[left], self.ys[top], self.xs[right], self.ys[bottom]

    def cell_at(self, x: float, y: float) -> int:
        """Find the cell that covers a point, -1 where none does."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return -1
        return self.owner[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


def rules_to_lattices(horizontal: Iterable[Rule], vertical: Iterable[Rule], small: Sequence[Box] = ()) -> list[Lattice]:
    """Find the ruled tables among the rules of one page, from top to bottom.

    small: boxes of what is drawn and too small for a cell: each is a frame in the cell where it stands.
    """
    horizontal, vertical = list(horizontal), list(vertical)
    across, down = pieces_to_rules(horizontal, vertical), pieces_to_rules(vertical, horizontal)
    if len(across) * len(down) > MOST_CROSSINGS:
        return []
    lattices = [rules_to_lattice(*group) for group in _crossing_groups(across, down)]
    found = _add_small(_frames_to_cells([lattice for lattice in lattices if lattice is not None]), small)
    return sorted(found, key=lambda one: (one.ys[0], one.xs[0]))


def _frames_to_cells(lattices: list[Lattice]) -> list[Lattice]:
    """Take those that stand within one cell of another for what they are, frames in that cell, if they are small."""
    small = [one for one in lattices if len(one.cells) <= MOST_IN_A_FRAME]
    if len(small) * len(lattices) > MOST_CROSSINGS:
        return lattices
    kept: list[Lattice] = []
    frames: list[dict[int, tuple[Box, ...]]] = []
    for one in sorted(lattices, key=lambda one: -_area(one.box)):
        holder = next(((at, cell) for at, other in enumerate(kept) if (cell := _cell_around(other, one)) >= 0), None)
        if holder is None or len(one.cells) > MOST_IN_A_FRAME:
            kept.append(one)
            frames.append(dict(one.frames))
        else:
            at, cell = holder
            boxes = [*map(one.cell_box, range(len(one.cells))), *(box for within in one.frames.values() for box in within)]
            frames[at][cell] = (*frames[at].get(cell, ()), *boxes)
    return [replace(one, frames=within) if within else one for one, within in zip(kept, frames, strict=True)]


def _add_small(lattices: list[Lattice], small: Sequence[Box]) -> list[Lattice]:
    if len(lattices) * len(small) > MOST_CROSSINGS:
        return []
    frames = [dict(one.frames) for one in lattices]
    for box in small:
        for one, within in zip(lattices, frames, strict=True):
            cell = one.cell_at((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            if cell >= 0:
                within[cell] = (*within.get(cell, ()), box)
    return [replace(one, frames=within) if within else one for one, within in zip(lattices, frames, strict=True)]


def _cell_around(outer: Lattice, inner: Lattice) -> int:
    """The cell of one lattice that another lies within, -1 if there is none."""
    left, top, right, bottom = inner.box
    cell = outer.cell_at((left + right) / 2, (top + bottom) / 2)
    if cell < 0:
        return -1
    x0, y0, x1, y1 = outer.cell_box(cell)
    return cell if x0 <= left and y0 <= top and right <= x1 and bottom <= y1 else -1


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def pieces_to_rules(pieces: Iterable[Rule], crossing: Iterable[Rule] = ()) -> list[Rule]:
    """Join what was drawn in pieces, twice or dashed into whole rules.

    A gap with a crossing rule at each end is no gap of a dashed rule: one table ends there and another begins.
    """
    rules: list[Rule] = []
    crossing_at = sorted({rule[0] for rule in crossing})
    for level in _near(sorted(pieces)):
        run: list[Rule] = []
        end = 0.0
        for piece in sorted(level, key=lambda piece: piece[1]):
            _, low, high = piece
            is_near = low <= end + SNAP or (low <= end + DASH and not (_is_at(crossing_at, end) and _is_at(crossing_at, low)))
            if run and not is_near:
                rules.append(_run_to_rule(run, end))
                run = []
            end = max(end, high) if run else high
            run.append(piece)
        rules.append(_run_to_rule(run, end))
    return [rule for rule in rules if rule[2] - rule[1] > SNAP]


def _run_to_rule(run: list[Rule], end: float) -> Rule:
    """One rule for the pieces of it: two tables side by side may have rules nearly at one height, each stays at its own."""
    return sum(piece[0] for piece in run) / len(run), run[0][1], end


def _is_at(levels: list[float], at: float) -> bool:
    place = bisect_left(levels, at - TOUCH)
    return place < len(levels) and levels[place] <= at + TOUCH


def _near(ordered: list[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in ordered:
        if groups and rule[0] - groups[-1][0][0] <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _crossing_groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group the rules that hang together by crossing one another."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    reaching = [(j, x, top - REACH, bottom + REACH) for j, (x, top, bottom) in enumerate(down, start=len(across))]
    for i, (y, left, right) in enumerate(across):
        left, right, at = left - REACH, right + REACH, i
        for j in [j for j, x, top, bottom in reaching if left <= x <= right and top <= y <= bottom]:
            if parent[j] != at:
                parent[at] = root(j)
                at = parent[at]
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(across):
            group[0].append(across[index])
        else:
            group[1].append(down[index - len(across)])
    return [group for group in groups.values() if group[0] and group[1]]


def rules_to_lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    """The lattice of rules that hang together, None where they close no two cells."""
    across = across + _open_sides(down, across)
    sides = _open_sides(across, down)
    down = down + sides
    xs, ys = _levels(down, across), _levels(across)
    if len(xs) < 2 or len(ys) < 2:
        return None
    walls_right = _walls(down, xs, ys)
    walls_below = _walls(across, ys, xs)
    found = _walls_to_lattice(xs, ys, walls_right, walls_below)
    return replace(found, open_at=tuple(at for at, _, _ in sides)) if found and sides else found


def _open_sides(long: list[Rule], crossing: list[Rule]) -> list[Rule]:
    """Close a side that is drawn without a border: two rules or more run on beyond the last one that crosses them."""
    first, last = min(rule[1] for rule in long), max(rule[2] for rule in long)
    levels = [rule[0] for rule in crossing]
    low, high = min(rule[0] for rule in long), max(rule[0] for rule in long)
    sides: list[Rule] = []
    if min(levels) - first > OPEN and sum(rule[1] < first + SNAP for rule in long) > 1:
        sides.append((first, low, high))
    if last - max(levels) > OPEN and sum(rule[2] > last - SNAP for rule in long) > 1:
        sides.append((last, low, high))
    return sides


def _levels(rules: list[Rule], crossing: Iterable[Rule] = ()) -> tuple[float, ...]:
    levels: list[list[Rule]] = []
    crossing = list(crossing)
    for rule in sorted(rules):
        is_near = levels and rule[0] - levels[-1][0][0] < SLIVER
        if is_near and not any(_holds_a_cell(other, rule, levels[-1], crossing) for other in levels[-1]):
            levels[-1].append(rule)
        else:
            levels.append([rule])
    return tuple(sum(rule[0] for rule in level) / len(level) for level in levels)


def _holds_a_cell(one: Rule, other: Rule, between: list[Rule], crossing: list[Rule]) -> bool:
    """Whether two near rules run side by side and close a narrow cell between them: a digit fits, and two rules cross the gap.

    between: what may part the gap itself, as the rule of a table does the frames that stand in two of its cells.
    """
    start, end = max(one[1], other[1]), min(one[2], other[2])
    if other[0] - one[0] <= DASH or end - start < SLIVER:
        return False
    if any(one[0] < rule[0] < other[0] and rule[1] <= start + SNAP and rule[2] >= end - SNAP for rule in between):
        return False
    across = (at for at, low, high in crossing if start - SNAP <= at <= end + SNAP and low < one[0] and high > other[0])
    return sum(1 for _ in across) > 1


def _walls(rules: list[Rule], at: tuple[float, ...], along: tuple[float, ...]) -> list[list[bool]]:
    """walls[i][k]: whether a rule stands at at[i] between along[k] and along[k + 1]."""
    walls = [[False] * (len(along) - 1) for _ in at]
    middles = [(low + high) / 2 for low, high in pairwise(along)]
    for level, start, end in rules:
        distances = [abs(one - level) for one in at]
        row = walls[distances.index(min(distances))]
        first, last = bisect_left(middles, start), bisect_right(middles, end)
        row[first:last] = [True] * (last - first)
    return walls


def _walls_to_lattice(xs: tuple[float, ...], ys: tuple[float, ...], right: list[list[bool]], below: list[list[bool]]) -> Lattice | None:
    height, width = len(ys) - 1, len(xs) - 1
    region = [[-1] * width for _ in range(height)]
    cells: list[Span] = []
    holes: dict[int, tuple[Span, ...]] = {}
    parts = set[int]()
    for row in range(height):
        sides, above, under, here = [walls[row] for walls in right], below[row], below[row + 1], region[row]
        for column in range(width):
            if here[column] != -1:
                continue
            if sides[column] and sides[column + 1] and above[column] and under[column]:
                # most cells are one place with a wall on each side
                here[column] = len(cells)
                cells.append((row, column, row + 1, column + 1))
            else:
                places, open_sides = _flood(row, column, height, width, right, below)
                within = _within(places) if len(open_sides) < 2 else None
                if within:
                    holes[len(cells)] = tuple((r, c, r + 1, c + 1) for r, c in within)
                    places |= within
                # a page break may leave a cell without its rule above or below; open on two sides is a corner left out
                first = len(cells)
                _places_to_cells(places, len(open_sides) > 1, region, cells)
                if len(cells) > first + 1:
                    parts.update(range(first, len(cells)))
    used_columns = sorted({edge for cell in cells for edge in (cell[1], cell[3])})
    used_rows = sorted({edge for cell in cells for edge in (cell[0], cell[2])})
    if len(used_columns) < 2 or len(used_rows) < 2:
        return None
    column_of = {edge: index for index, edge in enumerate(used_columns)}
    row_of = {edge: index for index, edge in enumerate(used_rows)}
    return Lattice(
        xs=tuple(xs[edge] for edge in used_columns),
        ys=tuple(ys[edge] for edge in used_rows),
        cells=tuple([(row_of[top], column_of[left], row_of[bottom], column_of[end]) for top, left, bottom, end in cells]),
        owner=tuple(tuple([max(region[row][column], -1) for column in used_columns[:-1]]) for row in used_rows[:-1]),
        frames={cell: tuple((xs[left], ys[top], xs[end], ys[bottom]) for top, left, bottom, end in spans) for cell, spans in holes.items()},
        parts=frozenset(parts),
    )


def _within(places: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The few places that others surround on three sides at least: a frame is drawn within a cell. None where they are many, or in a corner."""
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    top, bottom, left, right = min(rows), max(rows), min(columns), max(columns)
    if not 0 < (bottom - top + 1) * (right - left + 1) - len(places) <= MOST_IN_A_FRAME:
        return set()
    missing = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)} - places
    edges = {0: {row for row, _ in missing} & {top, bottom}, 1: {column for _, column in missing} & {left, right}}
    return missing if len(edges[0]) + len(edges[1]) < 2 else set()


def _flood(row: int, column: int, height: int, width: int, right: list[list[bool]], below: list[list[bool]]) -> tuple[set[tuple[int, int]], set[str]]:
    """Collect the places no wall parts from this one, and the sides on which they run out of the table."""
    places, queue, open_sides = {(row, column)}, [(row, column)], set[str]()
    while queue:
        at_row, at_column = queue.pop()
        for to_row, to_column, is_wall in (
            (at_row, at_column + 1, right[at_column + 1][at_row]),
            (at_row, at_column - 1, right[at_column][at_row]),
            (at_row + 1, at_column, below[at_row + 1][at_column]),
            (at_row - 1, at_column, below[at_row][at_column]),
        ):
            if is_wall or (to_row, to_column) in places:
                continue
            if not (0 <= to_row < height and 0 <= to_column < width):
                open_sides.add(f"row {to_row}" if to_column == at_column else f"column {to_column}")
                continue
            places.add((to_row, to_column))
            queue.append((to_row, to_column))
    return places, open_sides


def _places_to_cells(places: set[tuple[int, int]], is_open: bool, region: list[list[int]], cells: list[Span]) -> None:
    """Turn connected places into one cell, or into the fewest rectangles from the top left where rules are missing."""
    if is_open:
        for row, column in places:
            region[row][column] = -2
        return
    while places:
        top, left = min(places)
        right = left
        while (top, right + 1) in places:
            right += 1
        bottom = top
        while all((bottom + 1, column) in places for column in range(left, right + 1)):
            bottom += 1
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                region[row][column] = len(cells)
                places.discard((row, column))
        cells.append((top, left, bottom + 1, right + 1))
