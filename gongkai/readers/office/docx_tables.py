"""How a table of a DOCX sets its cells: what its style says of them, their ground, and whether a row or a cell is there to be seen.

In: the properties of a table, its rows and cells. Out: the Setting of a cell. Not its business: text (docx_runs.py).
"""

from __future__ import annotations

from lxml import etree

from gongkai.readers.office.colours import WHITE
from gongkai.readers.office.docx_styles import WORD, Properties, Setting, Styles, is_flag_on, to_number, value_of

_LOOKS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400}
LEAST_HEIGHT = 60
"""twentieths of a point; a row that is exactly no higher shows nothing of its text"""
LEAST_WIDTH = 60
WIDEST_MARGIN = 5_670
"""twentieths of a point that people leave free beside the text of a cell at most: 10 cm"""
LEAST_FIXED = 110
"""twentieths of a point that a row of fixed height must have for each of its lines, so that they are seen: half a small font's size"""
PAGE_WIDTH = 15_000
"""twentieths of a point beyond which nothing is on a page, with some room: an A4 page on its side has 16,838"""


class Table:
    """One table of a document. `height`, `width`: how many rows it has, and columns of its grid."""

    def __init__(self, element: etree._Element, styles: Styles, height: int) -> None:
        self.styles = styles
        self.height = height
        about = element.find(WORD + "tblPr")
        named = about.find(WORD + "tblStyle") if about is not None else None
        look = about.find(WORD + "tblLook") if about is not None else None
        self.flags = {name: _is_look_on(look, name, mask) for name, mask in _LOOKS.items()}
        self.columns = [to_number(one.get(WORD + "w", "")) for one in element.iterfind(f"{WORD}tblGrid/{WORD}gridCol")]
        layout = about.find(WORD + "tblLayout") if about is not None else None
        self.is_fixed = layout is not None and layout.get(WORD + "type") == "fixed"
        self.doubt = _is_off_page(about)
        self.has_diagonal = any(styles.has_diagonal(style.find(WORD + "tcPr")) for style in styles.lineage(value_of(named), "table"))
        self.diagonal: set[str] = set()
        self.properties: Properties = {"ground": WHITE, **styles.style_properties(value_of(named), "table"), **styles.ground_of(about)}
        self.conditions: dict[str, Properties] = {}
        for style in styles.lineage(value_of(named), "table"):
            for condition in style.iterfind(WORD + "tblStylePr"):
                says = {**styles.run_properties(condition.find(WORD + "rPr")), **styles.ground_of(condition.find(WORD + "tcPr"))}
                kind = condition.get(WORD + "type", "")
                if styles.has_diagonal(condition.find(WORD + "tcPr")):
                    self.diagonal.add(kind)
                self.conditions[kind] = {**self.conditions.get(kind, {}), **says}

    def setting(self, cell: etree._Element, row: int, column: int, is_last: bool, doubt: str) -> Setting:
        """How the text of a cell is set. `column`: where it begins; `is_last`: it is the last of its row."""
        about = cell.find(WORD + "tcPr")
        merged = dict(self.properties)
        conditions = self._conditions_at(row, column, is_last)
        for name in conditions:
            merged |= self.conditions[name]
        line = cell.getparent()
        merged |= self.styles.ground_of(_exceptions_of(line) if line is not None else None)
        merged |= self.styles.ground_of(about)
        ground = merged.pop("ground")
        doubt = doubt or self.doubt or ("faint" if self._is_narrow(about, column) else "")
        has_diagonal = self.has_diagonal or self.styles.has_diagonal(about) or not self.diagonal.isdisjoint(conditions)
        return Setting(merged, ground if isinstance(ground, tuple) else None, True, doubt, has_diagonal)

    def _conditions_at(self, row: int, column: int, is_last: bool) -> list[str]:
        """The conditions of the table's style that hold in a place, those that count more behind the others."""
        is_first_row, is_last_row = row == 0 and self.flags["firstRow"], row == self.height - 1 and self.flags["lastRow"]
        is_first, is_end = column == 0 and self.flags["firstColumn"], is_last and self.flags["lastColumn"]
        holds = {"wholeTable": True}
        if not self.flags["noVBand"]:
            holds["band1Vert" if (column - self.flags["firstColumn"]) % 2 == 0 else "band2Vert"] = True
        if not self.flags["noHBand"]:
            holds["band1Horz" if (row - self.flags["firstRow"]) % 2 == 0 else "band2Horz"] = True
        holds |= {"firstCol": is_first, "lastCol": is_end, "firstRow": is_first_row, "lastRow": is_last_row}
        holds |= {"neCell": is_first_row and is_end, "nwCell": is_first_row and is_first}
        holds |= {"seCell": is_last_row and is_end, "swCell": is_last_row and is_first}
        return [name for name, is_held in holds.items() if is_held and name in self.conditions]

    def _is_narrow(self, about: etree._Element | None, column: int) -> bool:
        """Whether a cell of a table that does not grow is too narrow for any text."""
        if _margins_of(about) > WIDEST_MARGIN:
            return True
        if not self.is_fixed or about is None:
            return False
        wide, span = about.find(WORD + "tcW"), to_number(value_of(about.find(WORD + "gridSpan"))) or 1
        stated = wide is None or wide.get(WORD + "type", "dxa") != "dxa" or to_number(wide.get(WORD + "w", "")) < LEAST_WIDTH
        width = sum(self.columns[column : column + span] or [LEAST_WIDTH])
        return (stated and width < LEAST_WIDTH) or _margins_of(about) > max(width, LEAST_WIDTH)


def _margins_of(about: etree._Element | None) -> int:
    """The room that a cell leaves free beside its text, in twentieths of a point. about: its tcPr."""
    margins = about.find(WORD + "tcMar") if about is not None else None
    sides = [margins.find(WORD + name) for name in ("left", "start", "right", "end")] if margins is not None else []
    return sum(to_number(side.get(WORD + "w", "")) for side in sides if side is not None)


def _is_off_page(about: etree._Element | None) -> str:
    """Why nothing of a table is sure to be seen: it is moved off its page. `about`: its tblPr."""
    indent = about.find(WORD + "tblInd") if about is not None else None
    floating = about.find(WORD + "tblpPr") if about is not None else None
    places = [to_number(indent.get(WORD + "w", ""))] if indent is not None and indent.get(WORD + "type", "dxa") == "dxa" else []
    places += [to_number(floating.get(WORD + name, "")) for name in ("tblpX", "tblpY")] if floating is not None else []
    return "placed" if any(abs(place) > PAGE_WIDTH for place in places) else ""


def is_row_hidden(about: etree._Element | None) -> bool:
    """Whether a row is hidden, deleted or so low that nothing of it is seen. `about`: its trPr."""
    if about is None:
        return False
    height = about.find(WORD + "trHeight")
    is_flat = height is not None and height.get(WORD + "hRule") == "exact" and to_number(value_of(height)) <= LEAST_HEIGHT
    return is_flat or is_flag_on(about.find(WORD + "hidden")) or any(str(one.tag).endswith(("}del", "}conflictDel")) for one in about)


def row_to_doubt(about: etree._Element | None, cell: etree._Element) -> str:
    """Why the text of a cell may not be seen in a row of fixed height: what stands before it fills the row."""
    height = about.find(WORD + "trHeight") if about is not None else None
    if height is None or height.get(WORD + "hRule") != "exact":
        return ""
    if to_number(value_of(height)) < LEAST_FIXED * max(sum(1 for _ in cell.iter(WORD + "p", WORD + "br")), 1):
        return "faint"
    spacing = cell.find(f".//{WORD}pPr/{WORD}spacing")
    return "faint" if spacing is not None and to_number(spacing.get(WORD + "before", "")) >= to_number(value_of(height)) > 0 else ""


def _is_look_on(look: etree._Element | None, name: str, mask: int) -> bool:
    if look is None:
        return False
    flag = look.get(WORD + name)
    if flag is not None:
        return flag in ("1", "true", "on")
    try:
        return bool(int(look.get(WORD + "val", "0")[:8], 16) & mask)
    except ValueError:
        return False


def _exceptions_of(line: etree._Element) -> etree._Element | None:
    """What a row says of the table's properties: it stands before its cells, which are not looked through for each of them."""
    for child in line:
        if child.tag == WORD + "tblPrEx":
            return child
        if child.tag == WORD + "tc":
            break
    return None
