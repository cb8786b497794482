"""Where the sources are hosted: issues and files at the addresses that GitHub, GitLab, Gitea and Gitee have."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from gongkai import hosting

ROOT = Path(__file__).resolve().parents[1]
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))


@pytest.mark.parametrize(("repository", "file", "form"), [
    ("https://github.com/a/b", "https://github.com/a/b/blob/HEAD/reports/%E7%94%B2.pdf", "https://github.com/a/b/issues/new?template=problem.yml"),
    ("https://gitlab.com/a/c/b", "https://gitlab.com/a/c/b/-/blob/HEAD/reports/%E7%94%B2.pdf", "https://gitlab.com/a/c/b/-/issues/new?issuable_template=problem"),
    ("gitlab+https://git.a.org/b", "https://git.a.org/b/-/blob/HEAD/reports/%E7%94%B2.pdf", "https://git.a.org/b/-/issues/new?issuable_template=problem"),
    ("https://codeberg.org/a/b", "https://codeberg.org/a/b/src/branch/main/reports/%E7%94%B2.pdf", "https://codeberg.org/a/b/issues/new/choose"),
    ("https://gitee.com/a/b", "https://gitee.com/a/b/blob/main/reports/%E7%94%B2.pdf", "https://gitee.com/a/b/issues/new"),
    ("https://git.a.org/b", "", "https://git.a.org/b/issues/new"), ("", "", ""),
])
def test_files_and_forms_are_where_the_host_has_them(repository: str, file: str, form: str) -> None:
    assert hosting.to_file(repository, "reports/甲.pdf") == file
    assert hosting.to_form(repository, "problem") == form


def test_a_new_issue_says_what_it_is_about() -> None:
    def asked(repository: str) -> dict[str, list[str]]:
        return parse_qs(urlsplit(hosting.to_issue(repository, "甲 & 乙", "一\n二")).query)

    assert asked("https://github.com/a/b") == {"title": ["甲 & 乙"], "body": ["一\n二"]}
    assert asked("https://gitlab.com/a/b") == {"issue[title]": ["甲 & 乙"], "issue[description]": ["一\n二"]}
    assert asked("https://gitee.com/a/b") == {"title": ["甲 & 乙"], "description": ["一\n二"]}
    assert hosting.to_issue("", "甲", "一") == ""


@pytest.mark.parametrize("address", ["https://notgithub.com/a", "https://a.org/github.com", "https://mygitlab.org/a"])
def test_a_name_that_only_sounds_like_a_host_is_none(address: str) -> None:
    assert hosting.to_host(address) is hosting.OTHER


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_gitlab_asks_the_same(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert (ROOT / ".gitlab/issue_templates" / f"{path.stem}.md").read_text("utf-8") == to_template(form), "write there what stands on the right"


def to_template(form: dict) -> str:  # type: ignore[type-arg]
    """A form of GitHub's as GitLab has it: the headings of a filled-in form, with what is said of each in comments."""
    parts = [f"<!-- {form['description']} -->"]
    for field in form["body"]:
        about = field["attributes"]
        if field["type"] == "markdown":
            parts.append(f"<!-- {about['value'].strip()} -->")
            continue
        said = [about.get("description", ""), about.get("placeholder", ""), *about.get("options", [])]
        parts += [f"### {about['label']}", *(f"<!-- {text} -->" for text in said if text)]
    return "\n\n".join([*parts, f'/label ~"{form["labels"][0]}"']) + "\n"
