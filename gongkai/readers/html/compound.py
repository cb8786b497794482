"""The tokens of a selector → its compounds, td.num:first-child each, as cssselect2 tells them.

In: tokens. Out: compounds, and what stands between them. Not its business: which element they are for (selector.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2

_PERHAPS = frozenset(
    [
        "read-only",
        "read-write",
        "required",
        "optional",
        "valid",
        "invalid",
        "in-range",
        "out-of-range",
        "placeholder-shown",
        "default",
        "indeterminate",
        "defined",
        "open",
        "dir",
    ]
)
"""states of controls that no text tells"""
_CLASSES = """
active any-link autofill blank buffering checked current default defined dir disabled empty enabled first first-child first-line first-letter before
after first-of-type focus focus-visible focus-within fullscreen future has has-slotted host host-context hover in-range indeterminate invalid is lang
last-child last-of-type left link local-link modal muted not nth-child nth-col nth-last-child nth-last-of-type nth-of-type only-child only-of-type
open optional out-of-range past paused picture-in-picture placeholder-shown playing popover-open read-only read-write required right root
scope seeking selection stalled state target target-within user-invalid user-valid valid visited where xr-overlay
"""
_UNDERSTOOD = frozenset(_CLASSES.split())
_STATES = tuple(f":{state}" for state in _PERHAPS)
_COSTLY = ("of-type", "nth-last", ":has", " of ")
_GENERATED = re.compile(r"::?(?:before|after|first-letter|first-line|marker)$", re.I)


@dataclass(slots=True)
class Compound:
    """One compound of a selector. `inner`: how many steps to other elements its functions make; `is_costly`: it looks at all that stand beside.

    is_own: it looks at the tag and the attributes of an element alone.
    """

    number: int
    test: Callable[[Any], bool]
    inner: int
    is_costly: bool
    is_own: bool


def is_understood(tokens: list[Any]) -> bool:
    """Whether browsers know all classes of states that a selector names with one colon; elements, with two, may be of any name."""
    signs = ["", *(token.value if token.type == "literal" else "" for token in tokens)]
    for at, token in enumerate(tokens):
        if token.type not in ("ident", "function") or signs[at] != ":" or (at and signs[at - 1] == ":"):
            continue
        name = token.lower_value if token.type == "ident" else token.lower_name
        if name not in _UNDERSTOOD and not name.startswith("-webkit-"):
            return False
    return True


def to_compounds(tokens: list[Any]) -> tuple[list[list[Any]], list[str]]:
    """Part a selector into compounds, and what stands between them (" ", ">", "+", "~")."""
    groups: list[list[Any]] = []
    combinators: list[str] = []
    pending = ""
    for token in tokens:
        if token.type == "comment":
            continue
        if token.type == "whitespace":
            pending = pending or " "
        elif token.type == "literal" and token.value in (">", "+", "~"):
            pending = token.value
        else:
            if not groups or pending:
                if groups:
                    combinators.append(pending)
                groups.append([])
            pending = ""
            groups[-1].append(token)
    return groups, combinators


def key_of(group: list[Any]) -> tuple[str, str]:
    """What an element must have, at least, to be selected: an id, a class, a tag, or nothing."""
    best = ("", "")
    before = None
    for token in group:
        if token.type == "hash":
            return ("#", token.value)
        if token.type == "ident":
            sign = before.value if before is not None and before.type == "literal" else ""
            if sign == ".":
                best = (".", token.value)
            elif sign == "" and best == ("", ""):
                best = ("", token.lower_value)
        before = token
    return best


def lower(group: list[Any]) -> None:
    """Write the names of a compound in lower case, as a page without a doctype compares them."""
    for token in group:
        if token.type in ("ident", "hash"):
            token.value = token.value.lower()


def to_compound(group: list[Any], number: int) -> tuple[Compound, tuple[int, int, int], str, bool] | None:
    """Make a compound, what it counts, its pseudo-element, and whether it is certain to be understood; None where it selects nothing."""
    for token in group:
        if token.type == "function" and token.lower_name == "-webkit-any":
            token.name = token.lower_name = "is"
    text = tinycss2.serialize(group)
    is_certain = True
    try:
        found = cssselect2.compile_selector_list(group)
    except cssselect2.SelectorError:
        simpler = _without_states(group)
        if simpler is None:
            return None
        is_certain = False
        try:
            found = cssselect2.compile_selector_list(simpler)
        except (cssselect2.SelectorError, NotImplementedError, SyntaxError, RecursionError, MemoryError, ValueError, AttributeError):
            return None
    except (NotImplementedError, SyntaxError, RecursionError, MemoryError, ValueError, AttributeError):
        return None
    if len(found) != 1:
        return None
    one = found[0]
    if one.never_matches:
        return None
    is_costly = any(word in text for word in _COSTLY)
    compound = Compound(number, one.test, _inner_steps(group), is_costly, not is_costly and ":" not in _GENERATED.sub("", text))
    return compound, one.specificity, one.pseudo_element or "", is_certain


def _inner_steps(group: list[Any]) -> int:
    """How many combinators stand in the functions of a compound, :not(.a .b) one."""
    count = 0
    for token in group:
        if token.type == "function":
            count += len(to_compounds(list(token.arguments))[1]) + _inner_steps(list(token.arguments))
    return count


def _without_states(group: list[Any]) -> list[Any] | None:
    """A compound without the states of controls that cannot be told from the text; None where something else is wrong with it."""
    kept: list[Any] = []
    for token in group:
        name = (
            (token.lower_value if token.type == "ident" else token.lower_name if token.type == "function" else "") if token.type != "literal" else ""
        )
        is_perhaps = name in _PERHAPS or (token.type == "function" and any(state in tinycss2.serialize(token.arguments) for state in _STATES))
        if is_perhaps and kept and kept[-1].type == "literal" and kept[-1].value == ":":
            kept.pop()
        else:
            kept.append(token)
    if len(kept) == len(group):
        return None
    return kept or list(tinycss2.parse_component_value_list("*"))
