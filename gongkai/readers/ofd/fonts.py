"""Whether the glyphs that an OFD draws are those of the characters that it says.

In: a text object, with its transformations (11.4: CGTransform), and the embedded fonts. Out: its characters, each with a doubt where another glyph
may be drawn. Not its business: where they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lxml import etree

from gongkai.model import OBJECT
from gongkai.readers.ofd.font_map import font_to_map
from gongkai.readers.ofd.paths import number
from gongkai.readers.picture_fonts import PICTURE_FONTS

DOUBT = "glyph"
MOST_GLYPHS = 20_000
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－", "0123456789.,%-")


class Says(NamedTuple):
    """The text of each code of an object, and the doubt about each of its characters."""

    texts: list[str]
    doubts: list[list[str]]


class Fonts:
    """The fonts of a document, by number. load: the number of a font → its bytes, b"" where none is embedded."""

    def __init__(self, load: Callable[[str], bytes]) -> None:
        self.load = load
        self.maps: dict[str, tuple[dict[str, int], dict[int, set[str]]]] = {}
        self.drawn: dict[str, dict[int, str]] = {}
        self.glyph_of: dict[tuple[str, str], int] = {}
        self.of_pictures = set[str]()

    def name(self, font: str, names: Sequence[str], is_symbols: bool) -> None:
        """Take down what a font is called, and whether it says that it has symbols in the place of characters."""
        if is_symbols or any(name.lower().startswith(PICTURE_FONTS) for name in names):
            self.of_pictures.add(font)

    def doubts(self, item: etree._Element, font: str, texts: list[str]) -> Says:
        """Hold the glyphs of a text object against its characters; glyphs without a character stand as OBJECT behind the last."""
        transforms = [one for one in item if isinstance(one.tag, str) and etree.QName(one).localname == "CGTransform"]
        whole = "".join(texts)
        doubts = [DOUBT if font in self.of_pictures and sign.isalnum() else "" for sign in whole]
        if not transforms:
            return _parted(texts, doubts)
        extra = 0
        for transform in transforms:
            glyphs = _glyphs(transform)
            at = int(number(transform.get("CodePosition"), 0.0))
            count = int(number(transform.get("CodeCount"), 1.0))
            if at < 0:
                # which characters it is for, programs do not agree on
                return _parted(texts, [DOUBT] * len(whole))
            if count != len(glyphs) and len(whole) - at <= 0:
                extra = max(extra, len(glyphs))
                continue
            is_plain = len(glyphs) == max(min(count, len(whole) - at), 0)
            for place in range(at, min(at + max(count, 1), len(whole))):
                if not is_plain or not self._fits(font, whole[place], glyphs[place - at]):
                    doubts[place] = DOUBT
            extra = max(extra, at + len(glyphs) - len(whole))
        drawn = {glyph for transform in transforms for glyph in _glyphs(transform)}
        if not whole.strip() and len(drawn) > len(set(whole)):
            # as many glyphs as there are kinds of spaces are spaces; more are not
            doubts = [DOUBT] * len(whole)
            texts = [OBJECT * len(text) for text in texts]
        if extra > 0 and texts:
            texts = [*texts[:-1], texts[-1] + OBJECT * min(extra, MOST_GLYPHS)]
            doubts += [DOUBT] * min(extra, MOST_GLYPHS)
        return _parted(texts, doubts)

    def _fits(self, font: str, sign: str, glyph: int) -> bool:
        """Whether a glyph is what the font has for a character, or, where the font is silent, has stood for no other."""
        glyph_of, signs_of = self._map(font)
        if sign.isspace():
            # a glyph without a character, or of another one, is seen
            return not signs_of.get(glyph) or any(one.isspace() for one in signs_of[glyph])
        sign = sign.translate(FULL_WIDTH) if sign not in glyph_of else sign
        if signs_of.get(glyph):
            return sign in signs_of[glyph] or glyph_of.get(sign) == glyph
        if sign in glyph_of and sign.isdigit():
            return False
        other = self.drawn.setdefault(font, {}).setdefault(glyph, sign)
        if sign.isdigit() and self.glyph_of.setdefault((font, sign), glyph) != glyph:
            return False
        # radicals and characters share glyphs; digits do not
        return glyph > 0 and (other == sign or not (sign.isdigit() or other.isdigit()))

    def _map(self, font: str) -> tuple[dict[str, int], dict[int, set[str]]]:
        if font not in self.maps:
            glyph_of = font_to_map(self.load(font))
            signs_of: dict[int, set[str]] = {}
            for sign, glyph in glyph_of.items():
                signs_of.setdefault(glyph, set()).add(sign)
            self.maps[font] = glyph_of, signs_of
        return self.maps[font]


def _glyphs(transform: etree._Element) -> list[int]:
    found = transform.find("{*}Glyphs")
    said = (found.text or "").split() if found is not None else []
    return [int(one) if one.isascii() and one.isdigit() and len(one) < 8 else 0 for one in said[:MOST_GLYPHS]]


def _parted(texts: list[str], doubts: list[str]) -> Says:
    parts: list[list[str]] = []
    at = 0
    for text in texts:
        parts.append(doubts[at : at + len(text)])
        at += len(text)
    return Says(texts, parts)
