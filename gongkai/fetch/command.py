"""`fetch` and `discover` as a person runs them.

In: their options. Out: what was done, a line a report; the list on standard output; the exit status. Not its business: how.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Mapping

from gongkai.fetch import columns, keep, lists
from gongkai.fetch.web import Limits, Refused, Web, to_address
from gongkai.show import terminal, words

_HOW = {
    "new": ("新取得", "fetched"), "renewed": ("原文有变，另存一份", "changed since, kept beside it"), "unchanged": ("没有变化", "unchanged"),
    "kept": ("已有，不再取", "already there"), "refused": ("没有取到", "not to be had"),
}
MOST_OF_LIST = 50_000_000


def run(options: argparse.Namespace) -> int:
    """Run one of the two commands."""
    language = options.language or words.to_language(os.environ)
    web = Web(agent=os.environ.get("GONGKAI_AGENT", "") or "gongkai", limits=Limits(delay=max(options.delay, 0.5)))
    return _fetch(web, options, language) if options.command == "fetch" else _discover(web, options, language)


def _fetch(web: Web, options: argparse.Namespace, language: str) -> int:
    try:
        if options.list.stat().st_size > MOST_OF_LIST:
            raise ValueError(f"larger than {MOST_OF_LIST // 1_000_000} MB")
        wanted, wrong = lists.read(options.list.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        print(f"{options.list}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 2
    for number, zh, en in wrong:
        terminal.write([(f"{options.list}:{number}: {zh if language == 'zh' else en}", "red")])
    count: Counter[str] = Counter()
    for one in terminal.follow(_in_turns(wanted), [w.place for w in _in_turns(wanted)]):
        outcome = keep.fetch(web, one, options.reports, is_again=options.again)
        count[outcome.how] += 1
        if outcome.how != "kept":
            colour = {"refused": "red", "new": "green", "renewed": "green"}.get(outcome.how, "")
            terminal.write([(_to_line(outcome, language), colour)])
            terminal.write([(f"    {note[language]}", "dim") for note in outcome.notes])
    terminal.write([(", ".join(f"{count[how]} {_say(how, language)}" for how in _HOW if count[how]) or "0", "bold")])
    return int(bool(count["refused"] or wrong))


def _in_turns(wanted: list[lists.Wanted]) -> list[lists.Wanted]:
    """Hosts by turns, so that the pause between two requests to one is spent on the others."""
    rank: Counter[str] = Counter()
    keyed: list[tuple[int, int, lists.Wanted]] = []
    for one in wanted:
        host = one.place.partition("://")[2].partition("/")[0]
        keyed.append((rank[host], len(keyed), one))
        rank[host] += 1
    return [one for _, _, one in sorted(keyed, key=lambda key: key[:2])]


def _to_line(outcome: keep.Outcome, language: str) -> str:
    one = outcome.wanted
    colon = "：" if language == "zh" else ": "
    more = outcome.path.as_posix() if outcome.path else outcome.reason[language] if outcome.reason else ""
    where = f"  {one.place}" if outcome.how == "refused" else ""
    return f"{one.agency_name} {one.year}{colon}{_say(outcome.how, language)}{colon}{more}{where}"


def _say(how: str, language: str) -> str:
    return _HOW[how][words.LANGUAGES.index(language)]


def _discover(web: Web, options: argparse.Namespace, language: str) -> int:
    """Print the list; what is to be said of it goes beside it."""
    try:
        search = columns.discover(web, to_address(options.address), options.body, options.pages)
    except Refused as error:
        print(error.reason[language], file=sys.stderr)
        return 1
    sys.stdout.write(lists.write((one.agency_name, one.year, one.address, one.title) for one in search.found))
    sys.stdout.flush()
    said = [f"{address}: {error.reason[language]}" for address, error in search.refused]
    unsure = sum(not one.agency_name or one.year is None for one in search.found)
    texts: Mapping[str, str] = {
        "zh": f"看了 {search.pages} 页，找到 {len(search.found)} 份报告" + (f"，其中 {unsure} 份缺机关或年度，请补上" if unsure else "")
        + ("；后面还有页没有看" if search.is_cut else "") + ("；有“下一页”，但没有它的网址，后面的没有看" if search.is_stuck else ""),
        "en": f"{_count(search.pages, 'page')}, {_count(len(search.found), 'report')}"
        + (f", {unsure} without body or year, to be filled in" if unsure else "")
        + ("; there are more pages that were not looked at" if search.is_cut else "")
        + ("; there is a next page (下一页) without an address, and nothing behind it was looked at" if search.is_stuck else ""),
    }
    terminal.write(((text, "dim") for text in [*said, texts[language]]), sys.stderr)
    return int(not search.found or search.is_stuck)


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"
