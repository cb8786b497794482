"""Which version of the form a table is set in: told by the rows and columns that only one version has, never by the year.

In: the ids of rows and columns that were seen. Out: the version of each table.
"""

from __future__ import annotations

from collections import Counter

from gongkai.form import Form
from gongkai.match.rows import Found


def vote(form: Form, table: str, seen: Counter[str]) -> str:
    """The version with the most rows and columns that only it has; "" where none of them was seen."""
    votes: Counter[str] = Counter()
    for version in form.versions:
        own = {e.id for e in (*form.rows(table, version), *form.columns(table, version))}
        others = {e.id for v in form.versions if v != version for e in (*form.rows(table, v), *form.columns(table, v))}
        votes[version] = sum(1 for id in seen if id in own - others)
    best, count = votes.most_common(1)[0]
    return best if count and list(votes.values()).count(count) == 1 else ""


def decide_versions(
    form: Form, requests: list[Found], proactive: list[Found], seen: Counter[str], has_disputes: bool
) -> dict[str, str]:
    """The version of each table by its own labels; a table that both versions print alike takes that of the table before it."""
    request_rows = Counter(f.row for f in requests)
    of_requests = vote(form, "requests", request_rows)
    of_proactive = vote(form, "proactive_disclosure", seen)
    newest = form.versions[-1]
    forms = {"proactive_disclosure": "", "requests": "", "disputes": ""}
    if proactive:
        forms["proactive_disclosure"] = of_proactive or of_requests or newest
    if requests:
        forms["requests"] = of_requests or of_proactive or newest
    if has_disputes:
        forms["disputes"] = of_requests or of_proactive or newest
    return forms
