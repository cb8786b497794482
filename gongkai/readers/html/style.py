"""What holds for an element of a page: whether and how its text is shown, and what makes that uncertain.

In: what the cascade made of sheets and defaults. Out: the Style, and what becomes of text in it. Not its business: the layout of the page (nothing is
measured: where a text stands is known only as far as one rule says it), what a text means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gongkai.readers.contrast import PALE, UNSEEN, contrast
from gongkai.readers.html.colours import Colour, over

WHITE, BLACK = Colour(1, 1, 1, 1), Colour(0, 0, 0, 1)
OFF_SCREEN = -300
_SMALL = 4.0
_INLINE = ("inline", "inline-block", "inline-flex", "inline-grid", "inline-table", "contents", "ruby", "ruby-base")


class Place(NamedTuple):
    """Where a box is laid out of the flow: pixels from the sides of what it is laid in, None where nothing is said; 100% are infinite.

    level: its z-index, 0 where it has none. is_opaque: what lies under it is not seen through it.
    """

    top: float | None = None
    right: float | None = None
    bottom: float | None = None
    left: float | None = None
    width: float | None = None
    height: float | None = None
    level: float = 0.0
    is_opaque: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """What holds for an element.

    Handed on to what stands in it: is_gone (nothing of it is rendered), visibility, colours, size, families, is_struck, is_flat (lines lie upon
    one another), …, outer, why nothing can be told of any text in it. Its own: display, width (pixels of a box that stands in a line, at the least),
    raised ("up", "down", "ring"), has_edge (a line is drawn beside its text), floats, place (where it is laid out of the flow),
    pulled (pixels by which it is moved up or aside, and what follows it), ring (pixels that its outline reaches out and in), and
    `doubt`, why where or how its text is shown cannot be
    told, a code of doubts.csv.
    """

    is_gone: bool = False
    is_visible: bool = True
    opacity: float = 1.0
    colour: Colour = BLACK
    fill: Colour | None = None
    is_colour_odd: bool = False
    ground: Colour = WHITE
    is_ground_known: bool = True
    size: float = 16.0
    families: tuple[str, ...] = ()
    is_struck: bool = False
    is_rtl: bool = False
    is_overridden: bool = False
    indent: float = 0.0
    line_indent: float = 0.0
    spacing: float = 0.0
    is_masked: bool = False
    has_shadow: bool = False
    list_type: str = "disc"
    is_preserved: bool = False
    custom: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    display: str = "inline"
    raised: str = ""
    raise_by: float = 0.0
    floats: bool = False
    is_gap: bool = False
    width: float = 0.0
    content: tuple[Any, ...] = ()
    has_picture: bool = False
    has_ring: bool = False
    has_edge: bool = False
    has_bands: bool = False
    is_fixed: bool = False
    outer: str = ""
    position: str = "static"
    is_collapsed: bool = False
    is_painted: bool = False
    clip: tuple[float | None, float | None] = (None, None)
    is_flat: bool = False
    place: Place | None = None
    level: float = 0.0
    pulled: tuple[float, float] = (0.0, 0.0)
    ring: tuple[float, float] = (0.0, 0.0)
    fate: str = "shown"
    doubt: str = ""

    @property
    def is_block(self) -> bool:
        return self.floats or not (self.display in _INLINE or self.display.startswith("ruby"))


def to_fate(style: Style) -> str:
    """What text becomes: shown, gone (no gap either), indented (out of its first line), hidden (a gap), unseen (no contrast), pale (hardly any)."""
    if style.is_gone or style.size < 0.5:
        return "gone"
    if style.line_indent < OFF_SCREEN:
        return "indented"
    if not style.is_visible:
        return "hidden"
    if style.is_colour_odd:
        return "pale"
    ink = style.fill or style.colour
    alpha = ink.alpha * style.opacity
    ratio = contrast(over(Colour(ink.red, ink.green, ink.blue, alpha), style.ground)[:3], style.ground[:3])
    if alpha < 0.05 or (ratio < UNSEEN and style.is_ground_known):
        return "unseen" if not style.has_shadow else "pale"
    return "pale" if ratio < PALE or style.size < _SMALL or style.is_masked else "shown"
