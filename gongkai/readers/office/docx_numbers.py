"""The lists of a DOCX → whether a paragraph shows a number or a bullet that is no part of its text.

In: the numbering of a document, the properties of paragraphs. Out: yes or no. Not its business: which number it is: that hangs on all
paragraphs before it, on what is hidden or deleted among them, and programs differ; a cell that shows one is in doubt.
"""

from __future__ import annotations

from lxml import etree

from gongkai.readers.office.docx_styles import WORD, Styles, is_flag_on, value_of


class Lists:
    """The lists of one document."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.levels: dict[tuple[str, str], bool] = {}
        abstract: dict[str, dict[str, bool]] = {}
        for one in numbering.iterfind(WORD + "abstractNum") if numbering is not None else ():
            abstract[one.get(WORD + "abstractNumId", "")] = _levels_of(one)
        for one in numbering.iterfind(WORD + "num") if numbering is not None else ():
            levels = dict(abstract.get(value_of(one.find(WORD + "abstractNumId")), {}))
            for change in one.iterfind(WORD + "lvlOverride"):
                levels |= _levels_of(change)
            self.levels |= {(one.get(WORD + "numId", ""), level): is_shown for level, is_shown in levels.items()}

    def is_numbered(self, about: etree._Element | None) -> bool:
        """Whether a paragraph shows a number. `about`: its pPr."""
        number, level = "", "0"
        named = about.find(WORD + "pStyle") if about is not None else None
        for properties in [*(style.find(WORD + "pPr") for style in self.styles.lineage(value_of(named), "paragraph")), about]:
            found = properties.find(WORD + "numPr") if properties is not None else None
            if found is not None:
                number = value_of(found.find(WORD + "numId")) or number
                level = value_of(found.find(WORD + "ilvl")) or level
        return self.levels.get((number, level), False)


def _levels_of(definition: etree._Element) -> dict[str, bool]:
    """Whether each level of a list shows anything."""
    return {
        level.get(WORD + "ilvl", "0"): bool(value_of(level.find(WORD + "lvlText")).strip()) and not is_flag_on(level.find(f"{WORD}rPr/{WORD}vanish"))
        for level in definition.iterfind(WORD + "lvl")
    }
