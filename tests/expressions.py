"""Every regular expression of the package, and for each the texts that cost it most.

In: the package. Out: Expressions, each with how it is used and where; texts of a length. Not its business: what is too long.
    python -m tests.expressions     each expression with the seconds that it takes for 100,000 characters of the worst kind
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
PACKAGE = Path(__file__).resolve().parents[1] / "gongkai"
SHORT, LONG = 5_000, 100_000
"""characters: what all texts are tried with, and what the worst of them are tried with"""
SECONDS = 1.0
"""of processor time, for LONG characters; what is linear takes some hundredths"""
MOST_TEXTS = 60
_UNBOUNDED = 200
"""repeats up to this often are none that a long text could run away with"""


@dataclass(frozen=True)
class Expression:
    pattern: re.Pattern[str]
    method: str
    where: str

    def run(self, text: str) -> None:
        if self.method in ("sub", "subn"):
            getattr(self.pattern, self.method)("", text)
        elif self.method == "finditer":
            for _ in self.pattern.finditer(text):
                pass
        else:
            getattr(self.pattern, self.method)(text)


# --- which there are ------------------------------------------------------------------------------------------------


def collect() -> list[Expression]:
    """All that the source writes down, evaluated in its module, with every method that it is used by; `search` where that is not plain."""
    found: dict[tuple[str, int, str], Expression] = {}
    modules = list(_modules())
    everything = [tree for _, tree in modules]
    for module, tree in modules:
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_of_re(node)):
            pattern = _evaluate(call, module)
            if pattern is None or not isinstance(pattern.pattern, str):
                continue
            name = call.func.attr  # type: ignore[attr-defined]
            for method in _uses(call, tree, everything) if name == "compile" else [name]:
                where = f"{Path(module.__file__ or '').relative_to(PACKAGE).as_posix()}:{call.lineno}"
                found.setdefault((pattern.pattern, pattern.flags, method), Expression(pattern, method, where))
    return list(found.values())


def _modules() -> Iterator[tuple[Any, ast.Module]]:
    import gongkai

    for info in pkgutil.walk_packages(gongkai.__path__, "gongkai."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            yield module, ast.parse(Path(module.__file__ or "").read_text("utf-8"))


def _is_of_re(call: ast.Call) -> bool:
    function = call.func
    return (
        isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re"
        and function.attr in (*METHODS, "compile") and bool(call.args)
    )


def _evaluate(call: ast.Call, module: Any) -> re.Pattern[str] | None:
    """The expression of a call, None where it rests on what is only known as the program runs."""
    name = call.func.attr  # type: ignore[attr-defined]
    at = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}.get(name)
    flags = next((k.value for k in call.keywords if k.arg == "flags"), call.args[at] if at and len(call.args) > at else ast.Constant(0))
    try:
        parts = (ast.fix_missing_locations(ast.Expression(part)) for part in (call.args[0], flags))
        values = [eval(compile(part, "", "eval"), vars(module)) for part in parts]
        return re.compile(*values)
    except (NameError, TypeError, re.error):
        return None


def _uses(call: ast.Call, tree: ast.Module, everything: Sequence[ast.Module]) -> list[str]:
    """The methods that a compiled expression is used by: NAME = re.compile(…), NAME.match(…), for a public name in any module."""
    names = {
        target.id for node in ast.walk(tree) if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets if isinstance(target, ast.Name)
    }
    used = {
        node.attr for one in (everything if any(not name.startswith("_") for name in names) else [tree]) for node in ast.walk(one)
        if isinstance(node, ast.Attribute) and node.attr in METHODS and isinstance(node.value, ast.Name) and node.value.id in names
    }
    return sorted(used) or ["search"]


# --- what costs them most -------------------------------------------------------------------------------------------


def to_texts(pattern: re.Pattern[str], length: int) -> list[str]:
    """Texts that make an expression try again and again: what it repeats, with what leads to that, many times over, and then what ends no match."""
    parsed = parser.parse(pattern.pattern, pattern.flags & ~sre.SRE_FLAG_DEBUG)
    whole = [_sample(parsed, which) for which in range(3)]
    starts = {""}
    pumps: dict[tuple[str, str], None] = {}
    for sample in whole:
        for unit in (sample, sample[:-1], sample[: len(sample) // 2]):
            if unit:
                pumps["", unit] = None
    for before, body in _repeats(parsed, ""):
        for which in range(3):
            unit = _sample(body, which)
            if unit:
                pumps[before, unit] = None
                pumps["", unit] = None
                pumps["", before + unit] = None
                pumps["", before + unit * 3] = None
    for sign in sorted({sign for sample in whole for sign in sample})[:20]:
        pumps["", sign] = None
    texts = []
    for before, unit in list(pumps)[: MOST_TEXTS // 2]:
        for start in starts:
            made = (start + before + unit * (length // len(unit)))[:length]
            texts += [made + "\x01", made]
    return texts


def _repeats(parsed: Any, before: str) -> Iterator[tuple[str, Any]]:
    """(a text that leads there, what is repeated) of every repeat without a bound."""
    lead = before
    for operator, value in parsed:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, body = value
            if most > _UNBOUNDED:
                yield lead, body
            yield from _repeats(body, lead)
        elif operator is sre.SUBPATTERN:
            yield from _repeats(value[3], lead)
        elif operator is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, lead)
        elif operator in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], lead)
        elif operator is sre.ATOMIC_GROUP:
            yield from _repeats(value, lead)
        lead += _sample([(operator, value)], 0)


def _sample(parsed: Any, which: int) -> str:
    """A short text that an expression matches, but for what it looks ahead or back to. which: of several, where it leaves a choice."""
    return "".join(_sample_one(operator, value, which) for operator, value in parsed)


def _sample_one(operator: Any, value: Any, which: int) -> str:
    if operator is sre.LITERAL:
        return chr(value)
    if operator is sre.NOT_LITERAL:
        return "y" if chr(value) == "x" else "x"
    if operator is sre.ANY:
        return "x"
    if operator is sre.IN:
        return _sample_set(value, which)
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, body = value
        return _sample(body, which) * max(least, min(1, most) if which != 1 else least)
    if operator is sre.SUBPATTERN:
        return _sample(value[3], which)
    if operator is sre.ATOMIC_GROUP:
        return _sample(value, which)
    if operator is sre.BRANCH:
        return _sample(value[1][which % len(value[1])], which)
    return ""


_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_DIGIT: "x", sre.CATEGORY_NOT_SPACE: "x",
    sre.CATEGORY_NOT_WORD: " ",
}


def _sample_set(items: Sequence[tuple[Any, Any]], which: int) -> str:
    signs = []
    is_negated = False
    for operator, value in items:
        if operator is sre.NEGATE:
            is_negated = True
        elif operator is sre.LITERAL:
            signs.append(chr(value))
        elif operator is sre.RANGE:
            signs.append(chr(value[0]))
        elif operator is sre.CATEGORY:
            signs.append(_CATEGORIES[value])
    if is_negated:
        return next(sign for sign in "x1 一，\n;" if sign not in signs)
    return signs[which % len(signs)]


# --- how long they take ---------------------------------------------------------------------------------------------


class TooLong(Exception):
    pass


def _end(number: int, frame: object) -> None:
    raise TooLong


def to_seconds(expression: Expression, length: int = LONG) -> tuple[float, str]:
    """Seconds of processor time for the worst text of a length, at most SECONDS, and how that text begins."""
    signal.signal(signal.SIGVTALRM, _end)
    timed = []
    for text in to_texts(expression.pattern, SHORT):
        timed.append((_time(expression, text), text))
        if timed[-1][0] > SECONDS / 10:
            break
    worst = 0.0, ""
    for _, text in sorted(timed, reverse=True)[:1]:
        end = text[-1] if text.endswith("\x01") else ""
        body = text.removesuffix("\x01")
        # the text is the same over and over but for its beginning: the longer one goes on as the short one ends
        long = (body + body[SHORT // 2:] * (length // (SHORT // 2)))[:length] + end
        worst = max(worst, (_time(expression, long), text[:60]))
    return worst


def _time(expression: Expression, text: str) -> float:
    started = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        expression.run(text)
    except TooLong:
        return SECONDS
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - started


if __name__ == "__main__":
    for one in collect():
        seconds, text = to_seconds(one)
        if seconds > float(sys.argv[1] if sys.argv[1:] else 0):
            print(f"{seconds:7.3f} {one.where} {one.method} {one.pattern.pattern[:160]!r} {text!r}", flush=True)
