"""Pages that lie on their side or stand on their head, turned as whoever reads them turns them.

In: boxes and matrices of a page as it is, how many quarters clockwise it is turned. Out: the same of the page as it is read. Not its business: which
way a page is to be turned.
"""

from __future__ import annotations

from dataclasses import replace

from gongkai.model import Box, Grid

Matrix = tuple[float, float, float, float, float, float]


def turn_box(box: Box, quarters: int, size: tuple[float, float]) -> Box:
    """Where a box of a page of that size is when the page is turned by so many quarters, clockwise."""
    (left, top, right, bottom), (width, height) = box, size
    for _ in range(quarters % 4):
        left, top, right, bottom = height - bottom, left, height - top, right
        width, height = height, width
    return left, top, right, bottom


def turned_back(grid: Grid, quarters: int, size: tuple[float, float]) -> Grid:
    """A grid of a page that was turned to be read, with its boxes where they are on the page as it is. size: of the turned page."""
    return replace(grid, boxes=tuple(tuple(box and turn_box(box, 4 - quarters, size) for box in row) for row in grid.boxes))


def turn_matrix(matrix: Matrix, quarters: int, size: tuple[float, float]) -> Matrix:
    """Where a matrix puts things when the page of that size, y downwards, is turned by so many quarters, clockwise."""
    width, height = size
    for _ in range(quarters % 4):
        a, b, c, d, e, f = matrix
        matrix = -b, a, -d, c, height - f, e
        width, height = height, width
    return matrix
