"""Where the sources of the site are hosted: the addresses of its issues and files there.

In: the web address of the repository. Out: addresses. Not its business: who says where it is (origin.py), which pages lead there.
Each program that hosts repositories has addresses of its own; which one it is is told by the host's name, or written before the address, as
pip and git do: gitlab+https://git.example.org/foi.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

_ADDRESS = re.compile(r"(?:([a-z]{1,20})\+)?(https?://[^\s\"'<>]+)")


@dataclass(frozen=True, slots=True)
class Host:
    """names: parts of host names that tell it. form: of an issue with a form, {} its name. title, text: of the query that fills in a new issue;
    text "": each field of the form by its own name. file: before the path of a file on the default branch, "" if not known."""

    names: tuple[str, ...]
    form: str
    title: str
    text: str
    file: str
    new: str = "/issues/new"


HOSTS: Mapping[str, Host] = {
    "github": Host(("github",), "/issues/new?template={}.yml", "title", "", "/blob/HEAD/"),
    # a description in the query takes the place of the form since GitLab 18, and was added to it before: it holds the form's headings itself
    "gitlab": Host(("gitlab",), "/-/issues/new?issuable_template={}", "issue[title]", "issue[description]", "/-/blob/HEAD/", "/-/issues/new"),
    "gitea": Host(("gitea", "forgejo", "codeberg"), "/issues/new/choose", "title", "body", "/src/branch/main/"),
    "gitee": Host(("gitee",), "/issues/new", "title", "description", "/blob/main/"),
}
OTHER = Host((), "/issues/new", "title", "body", "")


def is_address(text: str) -> bool:
    """Whether it is the address of a repository as this module reads it: https://…, or with the program before it, gitlab+https://…"""
    found = _ADDRESS.fullmatch(text)
    return found is not None and (not found[1] or found[1] in HOSTS)


def to_host(repository: str) -> Host:
    """Which program's addresses hold there."""
    found = _ADDRESS.fullmatch(repository)
    if not found:
        return OTHER
    if found[1]:
        return HOSTS.get(found[1], OTHER)
    parts = (urlsplit(found[2]).hostname or "").split(".")
    return next((host for host in HOSTS.values() if any(name in parts for name in host.names)), OTHER)


def to_web(repository: str) -> str:
    """The address as a browser takes it; "" for ""."""
    return repository.partition("+")[2] if re.match(r"[a-z]{1,20}\+https?:", repository) else repository


def to_form(repository: str, form: str) -> str:
    """Where an issue is written by one of the forms of .github/ISSUE_TEMPLATE; "" without a repository."""
    return to_web(repository) + to_host(repository).form.format(form) if repository else ""


def to_issue(repository: str, title: str, text: str) -> str:
    """A new issue that says so much already; "" without a repository."""
    host = to_host(repository)
    return f"{to_web(repository)}{host.new}?{urlencode({host.title: title, host.text or 'body': text}, quote_via=quote)}" if repository else ""


def to_filled(repository: str, form: str) -> dict[str, str]:
    """What a script needs to fill in an issue: `to`, the address before what it adds; `title`, `text`: as of a Host. {} if there is none."""
    if not repository:
        return {}
    host = to_host(repository)
    return {"to": to_form(repository, form) + "&" if not host.text else f"{to_web(repository)}{host.new}?", "title": host.title, "text": host.text}


def to_file(repository: str, path: str) -> str:
    """A file as it stands on the default branch; "" where that address is not known."""
    host = to_host(repository)
    return f"{to_web(repository)}{host.file}{quote(path)}" if repository and host.file else ""
