"""Selectors and an element → the rules that are for it, in bounded time.

In: rules and the root of a page. Out: for each element its declarations, by pseudo-element, those that win last. Not its business: what they mean.
cssselect2 tells compounds (td.num:first-child); what stands between them is walked here, each pair of a compound and an element once, since its
own way takes the depth of the page to the power of the blanks in a selector.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import cssselect2
import tinycss2
from lxml import etree

from gongkai.readers.html.compound import Compound, is_understood, key_of, lower, to_compound, to_compounds
from gongkai.readers.html.stylesheet import Declaration, Rule

PSEUDO = frozenset({"before", "after", "first-letter", "first-line", "marker"})
_NEVER = re.compile(
    r"::?-(webkit(?!-any\()|moz|ms|o)-|:(hover|focus|active|visited|target|fullscreen|modal|popover-open|autofill|focus-visible|focus-within)\b", re.I
)
_LONGEST = 40
MOST_WORK = 2_000_000
"""tests of a compound on an element; more than any page that people made asks for"""
Named = tuple[str, tuple[tuple[str, str], ...]]
"""the tag of an element and its attributes"""


class TooMuch(Exception):
    """The sheets of a page ask for more work than a page is worth."""


class _Element(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element as cssselect2 wants it; names in lower case where a page without a doctype compares them so."""

    is_lenient = False

    @cached_property
    def id(self) -> str | None:
        given: str | None = self.etree_element.get("id")
        return given.lower() if given and self.is_lenient else given

    @cached_property
    def classes(self) -> set[str]:
        given = self.etree_element.get("class") or ""
        return set((given.lower() if self.is_lenient else given).split())


class _LenientElement(_Element):
    is_lenient = True


@dataclass(slots=True)
class _Chain:
    """A selector: compounds from left to right, and before each but the first how it hangs on the one before."""

    number: int
    compounds: list[Compound]
    combinators: list[str]
    weight: tuple[int, int, int]
    pseudo: str
    rule: Rule
    order: int
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A declaration that is for an element, and what it counts in the cascade."""

    key: tuple[bool, tuple[int, ...], tuple[int, int, int], int]
    declaration: Declaration
    is_certain: bool


class Selection:
    """Which rules are for which element of one page."""

    def __init__(self, root: etree._Element, rules: list[Rule], is_lenient: bool) -> None:
        self.work = 0
        self._chains = 0
        self._by_key: dict[tuple[str, str], list[_Chain]] = {}
        self._compounds: dict[str, Compound] = {}
        self._known: dict[tuple[int, int, Any], bool] = {}
        self._is_lenient = is_lenient
        self.pseudos: set[str] = set()
        self._alike: dict[Named, tuple[dict[str, list[Match]], int]] = {}
        kind = _LenientElement if is_lenient else _Element
        top = kind.from_html_root(root)
        self._wrappers: dict[etree._Element, Any] = {root: top}
        self._names = _names_in(root, is_lenient)
        for order, rule in enumerate(rules):
            parts = _split(rule.prelude, ",")
            if rule.is_certain and len(parts) > 1 and not all(map(is_understood, parts)):
                rule = replace(rule, is_certain=False)  # a browser that does not understand one of several heeds none of them
            for tokens in parts:
                self._add(tokens, rule, order)

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def _add(self, tokens: list[Any], rule: Rule, order: int) -> None:
        text = tinycss2.serialize(tokens)
        if _NEVER.search(text) and ":not" not in text.lower():
            return
        groups, combinators = to_compounds(tokens)
        if not groups or len(groups) > _LONGEST or len(groups) != len(combinators) + 1:
            return
        if self._is_lenient:
            for group in groups:
                lower(group)
        key = key_of(groups[-1])
        if not all(self._is_used(group) for group in groups):
            return
        compounds, weight, pseudo, is_certain = [], [0, 0, 0], "", rule.is_certain
        for group in groups:
            made = to_compound(group, len(self._compounds))
            if made is None:
                return
            compound, specificity, pseudo, sure = made
            compound = self._compounds.setdefault(tinycss2.serialize(group), compound)
            is_certain &= sure
            compounds.append(compound)
            weight = [a + b for a, b in zip(weight, specificity, strict=True)]
        if pseudo and pseudo not in PSEUDO:
            return
        self._chains += 1
        chain = _Chain(self._chains, compounds, combinators, (weight[0], weight[1], weight[2]), pseudo, rule, order, is_certain)
        self._by_key.setdefault(key, []).append(chain)
        self.pseudos.add(pseudo)

    def _is_used(self, group: list[Any]) -> bool:
        """Whether all classes, ids and the tag of a compound are on the page at all; most rules of a site's sheet are for other pages."""
        before = None
        for token in group:
            if token.type == "hash" and ("#", token.value) not in self._names:
                return False
            if token.type == "ident":
                sign = before.value if before is not None and before.type == "literal" else ""
                name = token.value if sign == "." else token.lower_value
                if sign in ("", ".") and (sign, name) not in self._names:
                    return False
            before = token
        return True

    def of(self, element: etree._Element, named: Named) -> tuple[dict[str, list[Match]], bool]:
        """The declarations for an element, by pseudo-element ("" for itself), in the order of the cascade; whether what it is named tells them alone.

        named: its own. What is told so is looked for once.
        """
        if (known := self._alike.get(named)) is not None:
            self._spend(known[1])
            return known[0], True
        chains = self._chains_for(element)
        is_own = all(len(chain.compounds) == 1 and chain.compounds[0].is_own for chain in chains)
        found: dict[str, list[Match]] = {}
        for chain in chains:
            last, wrapper = chain.compounds[-1], self._wrapper(element)
            if last.inner or last.is_costly or len(chain.compounds) > 1:
                is_for = self._holds(chain, len(chain.compounds) - 1, wrapper)
            else:
                self.work += 1
                is_for = last.test(wrapper)
            if is_for:
                layer = chain.rule.layer
                for one in chain.rule.declarations:
                    place = (one.is_important, _turned(layer) if one.is_important else layer, chain.weight, chain.order)
                    found.setdefault(chain.pseudo, []).append(Match(place, one, chain.is_certain))
        self._spend(1)
        for matches in found.values():
            matches.sort(key=lambda match: match.key)
        if is_own:
            self._alike[named] = found, len(chains) + 1
        return found, is_own

    def _chains_for(self, element: etree._Element) -> list[_Chain]:
        """The selectors whose last compound may be for an element, by what it must have."""
        given, id = (element.get(name) or "" for name in ("class", "id"))
        if self._is_lenient:
            given, id = given.lower(), id.lower()
        keys = [("", ""), ("", str(element.tag).rpartition("}")[2].lower()), *((".", name) for name in set(given.split()))]
        keys += [("#", id)] if id else []
        return [chain for key in keys for chain in self._by_key.get(key, ())]

    def _wrapper(self, element: etree._Element) -> Any:
        found = self._wrappers.get(element)
        if found is None:
            above = element.getparent()
            assert above is not None
            for child in self._wrapper(above).iter_children():
                self._wrappers[child.etree_element] = child
            found = self._wrappers[element]
        return found

    def _test(self, compound: Compound, wrapper: Any) -> bool:
        key = (-1, compound.number, wrapper.etree_element)
        known = self._known.get(key)
        if known is None:
            self._spend(self._cost(compound, wrapper))
            try:
                known = bool(compound.test(wrapper))
            except RecursionError:
                known = False
            self._known[key] = known
        return known

    def _cost(self, compound: Compound, wrapper: Any) -> int:
        cost = 1
        if compound.inner:
            depth = sum(1 for _ in wrapper.etree_element.iterancestors()) + len(wrapper.etree_siblings)
            cost = int(depth ** min(compound.inner, 6)) + 1
        if compound.is_costly:
            cost += len(wrapper.etree_siblings) + sum(1 for _ in wrapper.etree_element.iter())
        return cost

    def _spend(self, much: int) -> None:
        self.work += much
        if self.work > MOST_WORK:
            raise TooMuch

    def _holds(self, chain: _Chain, at: int, wrapper: Any) -> bool:
        """Whether an element is what the compounds up to `at` select."""
        if not self._test(chain.compounds[at], wrapper):
            return False
        if at == 0:
            return True
        key = (chain.number, at, wrapper.etree_element)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._hangs(chain, at, wrapper)
        return known

    def _hangs(self, chain: _Chain, at: int, wrapper: Any) -> bool:
        combinator = chain.combinators[at - 1]
        if combinator in (">", "+"):
            other = wrapper.parent if combinator == ">" else wrapper.previous
            return other is not None and self._holds(chain, at - 1, other)
        other = wrapper.parent if combinator == " " else wrapper.previous
        while other is not None:
            self._spend(1)
            if self._holds(chain, at - 1, other):
                return True
            other = other.parent if combinator == " " else other.previous
        return False


def _turned(layer: tuple[int, ...]) -> tuple[int, ...]:
    """What is important counts the more the earlier its layer stands."""
    return tuple(-at for at in layer)


def _names_in(root: etree._Element, is_lenient: bool) -> set[tuple[str, str]]:
    tags, classes, ids = set(), set(), set()
    for element in root.iter(etree.Element):
        tags.add(element.tag)
        classes.add(element.get("class") or "")
        ids.add(element.get("id") or "")
    names = {("", tag.lower()) for tag in tags}
    names |= {(".", name) for given in classes for name in (given.lower() if is_lenient else given).split()}
    return names | {("#", given.lower() if is_lenient else given) for given in ids if given}


def _split(tokens: tuple[Any, ...], sign: str) -> list[list[Any]]:
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == sign:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
