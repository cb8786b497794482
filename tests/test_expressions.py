"""Every regular expression that sees a stranger's text takes it in a time that grows as the text does."""

from __future__ import annotations

import re

import pytest

from tests import expressions
from tests.expressions import LONG, Expression

OF_OUR_OWN = {
    "pages/embeds.py": "takes apart a picture that charts/ has drawn",
}
"""modules whose expressions see no stranger's text"""
FOUND = expressions.collect()


@pytest.mark.parametrize("room", sorted({one.where.partition("/")[0].partition(":")[0] for one in FOUND}))
def test_no_expression_takes_a_second_for_100_000_characters_of_the_worst_kind(room: str) -> None:
    for one in FOUND:
        if one.where.startswith(room) and one.where.partition(":")[0] not in OF_OUR_OWN:
            seconds, text = expressions.to_seconds(one)
            assert seconds < expressions.SECONDS, f"{one.where}: {one.method} {one.pattern.pattern!r}: {LONG} characters that begin {text!r}"


def test_the_expressions_of_the_package_are_found_with_how_they_are_used() -> None:
    assert len(FOUND) > 350
    assert {"match", "fullmatch", "search", "sub", "findall"} <= {one.method for one in FOUND}
    assert len({one.where.partition(":")[0] for one in FOUND}) > 60


@pytest.mark.parametrize("pattern", [r"\s+$", r"(?:x+x+)+y", r"共.*收到.*件"])
def test_an_expression_that_tries_again_and_again_is_found_out(pattern: str) -> None:
    assert expressions.to_seconds(Expression(re.compile(pattern), "search", ""))[0] >= expressions.SECONDS


@pytest.mark.parametrize("pattern", [r"(?<!\s)\s+$", r"a[^ab]*b", r"\d{1,9}件", r"[一二三]、"])
def test_an_expression_that_is_linear_is_none(pattern: str) -> None:
    assert expressions.to_seconds(Expression(re.compile(pattern), "search", ""))[0] < expressions.SECONDS / 5
