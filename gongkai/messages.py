"""What is said of a document that could not be read, or not whole, in Chinese. What is said is made in English, once, where it happens.

In: messages.csv, a message in English. Out: the same in Chinese; what is not known there stays as it is. Not its business: findings, made in
both languages. A message may hold others: a reason within it, several parted by "; ".
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

BETWEEN, BETWEEN_ZH = "; ", "；"
LONGEST = 4000


def to_chinese(message: str) -> str:
    """Say a message in Chinese, piece by piece; one that is longer than any of ours stays as it is."""
    if len(message) > LONGEST:
        return message
    found, at = [], 0
    while at < len(message):
        end, text = _match(message, at)
        if not text:
            end = message.find(BETWEEN, at)
            end = len(message) if end < 0 else end
            text = message[at:end]
        found.append(text)
        at = end + len(BETWEEN)
    return BETWEEN_ZH.join(found)


@cache
def load() -> dict[str, str]:
    """Read messages.csv once: English → Chinese, {} for what is filled in."""
    text = resources.files("gongkai").joinpath("messages.csv").read_text("utf-8")
    return {line["en"]: line["zh"] for line in csv.DictReader(text.splitlines())}


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], str], ...]:
    """What each message is made of between what is filled in, those that say most first."""
    return tuple(sorted(((tuple(en.split("{}")), zh) for en, zh in load().items()), key=lambda one: -sum(map(len, one[0]))))


def _match(message: str, at: int) -> tuple[int, str]:
    """Where the known message that begins there ends, and what it is in Chinese; "" for none."""
    for parts, zh in _patterns():
        if not message.startswith(parts[0], at):
            continue
        end, filled = at + len(parts[0]), []
        for part in parts[1:]:
            start = message.find(part, end) if part else len(message)
            if start < 0:
                break
            filled.append(message[end:start])
            end = start + len(part)
        if not parts[0] and BETWEEN in (filled or [""])[0]:
            continue  # what begins with anything does not begin with another message
        if len(filled) == len(parts) - 1 and (end == len(message) or message.startswith(BETWEEN, end)):
            return end, _fill(zh, [to_chinese(one) if one != message else one for one in filled])
    return at, ""


def _fill(zh: str, filled: list[str]) -> str:
    parts = zh.split("{}")
    return "".join(part + text for part, text in zip(parts, [*filled, ""], strict=True))
