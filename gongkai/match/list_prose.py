"""A list in running text → its items.

In: a Document whose running text is such a list, and whose report it is. Out: Items in reading order, those under a heading of others aside.
Not its business: grids (items.py, list_lines.py), the clauses of a line (list_clauses.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gongkai.match.columns import StreamHeads, find_stream_heads, is_head
from gongkai.match.list_clauses import ENDS, LONGEST_CLAUSE, split_clauses, split_number_first, split_spaced, without_bullet
from gongkai.match.list_folds import are_beside, doubt_lines
from gongkai.match.list_headings import find_stranger
from gongkai.match.list_items import Item, is_value, to_doubtful, to_units
from gongkai.match.list_lines import is_reversed
from gongkai.match.ownership import Own, Standing, find_lists
from gongkai.match.row_names import RowNames
from gongkai.match.rows_added import ends_in_a_number, may_hold_a_row
from gongkai.model import Cell as Doubted
from gongkai.model import Document, doubt_of
from gongkai.text import to_plain

_FEWEST_APART = 3
"""labels right below each other with nothing behind them: what stands behind the last may be the first one's"""


@dataclass(slots=True)
class _Lines:
    """What was read so far. right: of halves side by side the items of the right one, which come when the left one is at its end."""

    items: list[Item] = field(default_factory=list)
    right: list[Item] = field(default_factory=list)

    def end_halves(self) -> None:
        self.items += self.right
        self.right = []


def to_prose_items(document: Document, names: RowNames, own: Own) -> list[Item]:
    """The items of a list in running text: lines that are a label of the list, its unit and its number, and nothing else."""
    read = _Lines()
    waiting, is_open, is_open_label, stranger = "", False, False, ""
    standing = Standing(own)
    notices = find_lists([p.text for p in document.paragraphs], own)
    is_turned = is_reversed([p.text for p in document.paragraphs], names)
    heads = StreamHeads()
    unread = ""
    laid_out: list[tuple[str, list[Item]]] = []  # the lines of pages, whose cells may stand beside each other
    for at, paragraph in enumerate(document.paragraphs):
        text = without_bullet(paragraph.text)
        if paragraph.page is not None and paragraph.page in document.doubtful_pages:
            unread = _first_unread(unread, text, read.items)
            continue
        tokens = to_plain(text).split()
        if len(tokens) > 1 and is_head(tokens, names):
            heads, waiting = find_stream_heads(tokens, own, names, len(tokens)), ""
            continue
        found, right = _read_line(text, names)
        if found and waiting and not names.candidates(waiting) and (whole := list(split_clauses(waiting + text, None, names))):
            found, right = [replace(item, is_by_order=True) for item in whole], []  # 4.不 over 同意公开答复数 件 3
            unread = "" if unread == waiting else unread
        if not found and waiting:
            found = list(split_clauses(waiting + text, None, names))
            above = read.items[-_FEWEST_APART:]
            are_apart = sum(each.is_context and not names.is_only_heading(each.label) for each in above) == _FEWEST_APART
            found = [to_doubtful(item) for item in found] if is_turned or are_apart else found
            unread = "" if found and unread == waiting else unread
            if found and is_open_label:
                read.items.pop()  # it has its number after all
        if not found and is_open and is_value(text):  # a second line beside the label
            last = read.items.pop()
            found = [replace(last, values=(*last.values, (text, None)), is_by_order=False)]
        if not found and is_open and to_units(text) and read.items[-1].units:
            found = [to_doubtful(read.items.pop())]  # units below each other: the numbers are elsewhere
        is_short = len(text) <= LONGEST_CLAUSE
        is_row = bool(names.candidates(text)) and not names.is_only_heading(text)
        is_open_label = not found and is_short and is_row and text.rstrip(" 。；;").endswith((":", "："))
        if not found and ((is_short and names.candidates(text)) or names.opens_section(text)):
            found = [Item(text, is_context=not is_open_label)]  # 4.政务微信公开政府信息数： with nothing behind it is a blank
        is_open = not is_open_label and any(not item.is_context for item in found)
        if not is_open and at not in notices:
            standing.hear(text)
            stranger = "" if standing.is_table_own else find_stranger([text], own) or stranger
        for item in found:
            if not item.is_printed and not names.candidates(item.label) and not item.is_context:
                standing.hear(item.label)
        if not found:
            read.end_halves()
            unread = _first_unread(unread, text, read.items)
        elif unread:
            found, unread = [replace(found[0], unread=unread), *found[1:]], ""
        aside = standing.aside or stranger

        found = [_finished(item, heads, aside, doubt_of(paragraph.text)) for item in found]
        right = [_finished(item, heads, aside, doubt_of(paragraph.text)) for item in right]
        read.items += found
        read.right += right
        laid_out += [(text, [*found, *right])] if paragraph.page is not None else []
        waiting = text if not is_open and is_short and not ENDS.search(text) else ""
    read.end_halves()
    if laid_out:
        told = doubt_lines(laid_out, names, are_beside(document.grids, names))
        doubted = {id(item): other for (_, items), others in zip(laid_out, told, strict=True) for item, other in zip(items, others, strict=True)}
        read.items = [doubted.get(id(item), item) for item in read.items]
    return [*read.items, Item("", is_context=True, unread=unread)] if ends_in_a_number(unread) else read.items


def _first_unread(before: str, text: str, items: Sequence[Item]) -> str:
    """The first line behind an item that was not read and may be a row. before: the one that is known."""
    return before or (text if items and may_hold_a_row(text) else "")


def _read_line(text: str, names: RowNames) -> tuple[list[Item], list[Item]]:
    """The items of a line, and those of its right half."""
    if found := list(split_clauses(text, None, names)):
        return [replace(item, is_by_order=True) for item in found], []
    if number_first := split_number_first(text, names):
        return [number_first], []
    spaced = split_spaced(text, names)
    return spaced[:1], spaced[1:]


def _finished(item: Item, heads: StreamHeads, aside: str, doubt: str) -> Item:
    """An item under the heads of its list; aside, doubt: of its line."""
    if heads.is_other:
        item = replace(item, values=(), is_missing=True)
    elif heads.is_unsure or (heads.is_many and len(item.values) == 1):
        item = to_doubtful(item)
    return replace(_doubted(item, doubt), aside=aside)


def _doubted(item: Item, doubt: str) -> Item:
    """An item of a line that holds more than is seen of it: its number may be another."""
    if not doubt or item.is_context:
        return item
    return replace(item, values=tuple((Doubted(text, doubt), place) for text, place in item.values or (("", item.place),)))
