"""This year's text against last year's, sentence by sentence: what is the same, what is new, what is gone.

In: the paragraphs of a section in two years. Out: paragraphs in pieces, each the same, new or gone. Not its business: what a page makes of them.
Joined again, the pieces that are not gone are this year's text to the letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from operator import add

SAME, NEW, GONE = "same", "new", "gone"
MOST_SENTENCES = 800
"""Of a section; a longer one is shown without marks: comparing takes time with the square of it, and anybody may send a document."""
LONGEST = 400
"""Letters of a sentence within which changes are looked for; a longer one is new or gone as a whole."""
ALIKE = 0.3
"""Two sentences with a greater share of neighbouring pairs in common are one sentence changed."""
SHORTEST_SAME = 2
"""Fewer letters in common between two changes are part of the change: single letters marked by turns cannot be read."""

_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’」』）)]*|[^。！？；!?;]+")
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """kind: same, new or gone."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """paragraphs: this year's, and what is gone where it stood. sentences: of this year. repeated: how many of them last year had, to the letter."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    sentences: int
    repeated: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    paragraph: int
    opens: bool

    @property
    def key(self) -> str:
        return "".join(unicodedata.normalize("NFKC", self.text).split())


def mark(now: Sequence[str], before: Sequence[str] | None) -> Marked:
    """Hold a section against last year's; None where there is nothing to hold it against."""
    ours = list(_to_sentences(now))
    theirs = list(_to_sentences(before or ()))
    if before is None or max(len(ours), len(theirs)) > MOST_SENTENCES:
        return Marked(tuple((Piece(SAME, text),) for text in now if text), len(ours), 0)
    lines = _Lines()
    repeated = 0
    matcher = SequenceMatcher(None, [s.key for s in theirs], [s.key for s in ours], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            repeated += d - c
            for sentence in ours[c:d]:
                lines.add(SAME, sentence)
        else:
            _mark_block(theirs[a:b], ours[c:d], lines)
    return Marked(lines.to_paragraphs(), len(ours), repeated)


def to_sentences(text: str) -> list[str]:
    """Split a paragraph after its full stops; joined again, the sentences are the paragraph."""
    return _SENTENCE.findall(text)


def _to_sentences(paragraphs: Sequence[str]) -> Iterator[_Sentence]:
    for number, paragraph in enumerate(paragraphs):
        for at, text in enumerate(to_sentences(paragraph)):
            yield _Sentence(text, number, at == 0)


class _Lines:
    """Paragraphs as they grow: this year's breaks are kept, what is gone opens a paragraph of its own if it opened one."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, list[Piece]]] = []

    def add(self, kind: str, sentence: _Sentence) -> None:
        self.add_pieces([Piece(kind, sentence.text)], sentence, kind == GONE)

    def add_pieces(self, pieces: list[Piece], sentence: _Sentence, is_gone: bool = False) -> None:
        number = -1 if is_gone else sentence.paragraph
        if is_gone and self.lines and not sentence.opens:
            self.lines[-1][1].extend(pieces)
            return
        if not is_gone and any(line[0] == number for line in self.lines):
            # a whole paragraph is gone from the midst of one of this year's: it stands within it
            while self.lines[-1][0] != number:
                _, within = self.lines.pop()
                self.lines[-1][1].extend(within)
            self.lines[-1][1].extend(pieces)
            return
        self.lines.append((number, pieces))

    def to_paragraphs(self) -> tuple[tuple[Piece, ...], ...]:
        return tuple(_merge(pieces) for _, pieces in self.lines)


def _merge(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Join neighbours of one kind."""
    return tuple(Piece(kind, "".join(p.text for p in found)) for kind, found in groupby(pieces, key=lambda p: p.kind))


def _mark_block(theirs: Sequence[_Sentence], ours: Sequence[_Sentence], lines: _Lines) -> None:
    """Sentences that differ: those alike are one sentence changed, the others are gone or new."""
    left = 0
    for sentence in ours:
        found = _find_alike(sentence, theirs, left)
        if found is None:
            lines.add(NEW, sentence)
            continue
        for gone in theirs[left:found]:
            lines.add(GONE, gone)
        lines.add_pieces(_mark_sentence(theirs[found].text, sentence.text), sentence)
        left = found + 1
    for gone in theirs[left:]:
        lines.add(GONE, gone)


NEAR = 6
"""How many of last year's sentences further on a changed one is looked for."""


def _find_alike(sentence: _Sentence, theirs: Sequence[_Sentence], left: int) -> int | None:
    best, at = ALIKE, None
    if len(sentence.text) > LONGEST:
        return None
    ours = _to_pairs(sentence.text)
    for index in range(left, min(len(theirs), left + NEAR)):
        if len(theirs[index].text) <= LONGEST:
            other = _to_pairs(theirs[index].text)
            ratio = 2 * len(ours & other) / (len(ours) + len(other))
            if ratio > best:
                best, at = ratio, index
    return at


@lru_cache(maxsize=4 * MOST_SENTENCES)
def _to_pairs(text: str) -> frozenset[str]:
    """Neighbouring tokens; what is compared of sentences, being much cheaper than to align them."""
    tokens = _to_tokens(text)
    return frozenset(map(add, tokens, tokens[1:])) or frozenset(tokens)


def _to_tokens(text: str) -> list[str]:
    """A number is one token: 12 件 to 13 件 is another number, not another second digit."""
    return _TOKEN.findall(text)


def _mark_sentence(before: str, now: str) -> list[Piece]:
    theirs, ours = _to_tokens(before), _to_tokens(now)
    steps: list[tuple[str, str]] = []  # what is gone and what is new between two runs that are the same
    pieces: list[Piece] = []
    codes = SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    for index, (tag, a, b, c, d) in enumerate(codes):
        gone, new = "".join(theirs[a:b]), "".join(ours[c:d])
        is_between = 0 < index < len(codes) - 1
        if tag == "equal" and not (is_between and len(new) < SHORTEST_SAME):
            pieces += _to_change(steps)
            steps = []
            pieces.append(Piece(SAME, new))
        else:
            steps.append((gone, new))
    return [*pieces, *_to_change(steps)]


def _to_change(steps: Sequence[tuple[str, str]]) -> list[Piece]:
    gone, new = "".join(g for g, _ in steps), "".join(n for _, n in steps)
    if not gone.strip() and not new.strip():  # a blank more or less is no change
        return [Piece(SAME, new)] if new else []
    return [Piece(kind, text) for kind, text in ((GONE, gone), (NEW, new)) if text]
