"""Who publishes the site: what it is called, under whose name, licence and colours, from site.yml.

In: the file at the root of a checkout. Out: Publisher. Not its business: where its words stand (content/, pages).
The file is its maintainer's own. Without a name, a publisher or a licence nothing is published: then the build stops, in one line. Anything else that
cannot be used is left out and said, in the log, on the page of quality and of a pull request.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gongkai import hosting, plain_yaml

PATH = Path(os.environ.get("GONGKAI_PUBLISHER") or Path(__file__).parents[1] / "site.yml")
"""$GONGKAI_PUBLISHER is for the tests, which look at a site of both languages, under one licence, whoever's checkout it is"""
STYLE = "assets/stylesheets/publisher.css"
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("zh", "en"), "publisher": ("zh", "en"), "licence": ("id", "name", "title", "address"), "contact": (), "address": (), "repository": (),
    "colours": ("light", "dark"), "logo": (), "languages": (),
}
_MAY_BE_EMPTY = ("contact", "address", "repository", "colours.light", "colours.dark", "logo", "languages")
_LANGUAGES = {"": ("zh", "en"), "zh": ("zh",), "zh, en": ("zh", "en")}
_MOST_OF_LOGO = 200_000
_MOST_STRANGE = 20
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
_MAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Licence:
    """id: of SPDX; name: as people write it; title: whole."""

    id: str
    name: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """names, publishers: language → text. address, repository: "" where not given. colours: "light" and "dark" → "#rrggbb", or neither.

    contact: where readers write to whoever publishes, an address of mail or of a page, "" where there is none.
    logo: path of a drawing beside site.yml, "" for the project's. languages: that the site is published in; Chinese is always one of them, since the
    running text of the reports is, and stands on the Chinese pages alone.
    """

    names: Mapping[str, str]
    publishers: Mapping[str, str]
    licence: Licence
    address: str
    repository: str
    colours: Mapping[str, str]
    logo: str = ""
    languages: tuple[str, ...] = ("zh", "en")
    contact: str = ""
    left_out: tuple[str, ...] = ()
    """what of the file cannot be used, each one line in English"""

    @property
    def contact_address(self) -> str:
        """The contact as a browser takes it: of a mail address mailto:; "" for none."""
        return f"mailto:{self.contact}" if _MAIL.fullmatch(self.contact) else self.contact

    @property
    def full_name(self) -> str:
        """Both names where they differ: 公开（Gongkai）."""
        zh, en = self.names["zh"], self.names["en"]
        return zh if zh == en else f"{zh}（{en}）"

    @property
    def both_names(self) -> str:
        return " ".join(dict.fromkeys((self.names["zh"], self.names["en"])))

    def to_style(self) -> str:
        """The style sheet with its colours; "" without."""
        if not self.colours:
            return ""
        light, dark = (f"--g-accent: {self.colours[scheme]};" for scheme in ("light", "dark"))
        return f':root, [data-md-color-scheme="default"] {{ {light} }}\n@media screen {{ [data-md-color-scheme="slate"] {{ {dark} }} }}\n'

    def to_words(self, language: str) -> dict[str, str]:
        """What stands for it in content/wording*.csv: token → text."""
        return {
            "{site_zh}": self.names["zh"], "{site_en}": self.names["en"], "{site_full}": self.full_name, "{site_both}": self.both_names,
            "{publisher}": self.publishers[language], "{licence}": self.licence.name,
        }


@cache
def load(path: Path = PATH) -> Publisher:
    """Read the file. ValueError says in one line what is wrong with it, where nothing can be published with it."""
    try:
        text = path.read_text("utf-8")
        found = plain_yaml.load(text)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    texts, wrong = _to_texts(path.name, _filled(found))
    if not _ADDRESS.fullmatch(texts["licence.address"]):
        raise ValueError(f"{path.name}: licence.address is no address that begins with https://")

    def leave_out(reason: str, *fields: str) -> None:
        wrong.append(reason)
        texts.update(dict.fromkeys(fields, ""))

    if re.search(r"(?m)^ *(?:light|dark): *#[0-9a-fA-F]{6}\b", text):  # to YAML a comment: the colour would be none without a word
        leave_out("colours: write them in quotes, as \"#rrggbb\"", "colours.light", "colours.dark")
    if texts["repository"] and not hosting.is_address(texts["repository"]):
        leave_out("repository is no address that begins with https:// (or with gitlab+https://, where its name does not tell)", "repository")
    if texts["address"] and not _ADDRESS.fullmatch(texts["address"]):
        leave_out("address is no address that begins with https://", "address")
    if texts["contact"] and not (_MAIL.fullmatch(texts["contact"]) or _ADDRESS.fullmatch(texts["contact"])):
        leave_out("contact is no address of mail, and none of a page that begins with https://", "contact")
    colours = {scheme: texts[f"colours.{scheme}"] for scheme in ("light", "dark")}
    if any(colours.values()) and not all(_COLOUR.fullmatch(colour) for colour in colours.values()):
        leave_out("colours: both, light and dark, written as #rrggbb in quotes, or neither")
        colours = {}
    if (languages := ", ".join(texts["languages"].replace(",", " ").split())) not in _LANGUAGES:
        leave_out("languages: zh, or zh and en: English pages lead to the Chinese ones for the text of a report")
        languages = ""
    if texts["logo"] and not _is_drawing(path.parent, texts["logo"]):
        leave_out(f"logo is no file beside it that ends in .svg and is below {_MOST_OF_LOGO // 1000} kB", "logo")
    return Publisher(
        {language: texts[f"name.{language}"] for language in ("zh", "en")}, {language: texts[f"publisher.{language}"] for language in ("zh", "en")},
        Licence(*(texts[f"licence.{part}"] for part in _FIELDS["licence"])),
        texts["address"].rstrip("/") + "/" * bool(texts["address"]), texts["repository"].rstrip("/"), colours if any(colours.values()) else {},
        texts["logo"], _LANGUAGES[languages], texts["contact"], tuple(wrong),
    )


def _filled(found: object) -> object:
    """A site in Chinese alone has no English names to give: files that have English beside Chinese get the Chinese one."""
    if not isinstance(found, dict) or found.get("languages") not in ("zh", ["zh"]):
        return found
    told = {field: given for field in ("name", "publisher") if isinstance(given := found.get(field), dict) and given.get("zh")}
    return found | {field: {"en": given["zh"], **given} for field, given in told.items()}


def _is_drawing(folder: Path, name: str) -> bool:
    path = folder / name
    return name.endswith(".svg") and path.resolve().is_relative_to(folder.resolve()) and path.is_file() and path.stat().st_size < _MOST_OF_LOGO


def _to_texts(name: str, found: object) -> tuple[dict[str, str], list[str]]:
    """"name.zh" → text, each that there is to be and no other; and what had to be left out."""
    if not isinstance(found, dict):
        raise ValueError(f"{name}: it holds no fields; take back the file of the project and change it")
    wrong = [f"nothing is known of {strange[:40]!r}" for strange in sorted(map(str, found.keys() - _FIELDS.keys()))][:_MOST_STRANGE]
    texts: dict[str, str] = {}
    for field, parts in _FIELDS.items():
        given = found.get(field, "")
        if field == "languages" and isinstance(given, list):
            given = " ".join(map(str, given))
        for part in parts:
            texts[f"{field}.{part}"] = given.get(part, "") if isinstance(given, dict) else ""
        if not parts:
            texts[field] = given
    for field, text in texts.items():
        if not isinstance(text, str) or re.search(r"[\x00-\x1f{}|<>]", text) or len(text) > 200:
            reason = f"{field} is to be one line of text without {{ }} | < >"
            if field not in _MAY_BE_EMPTY:
                raise ValueError(f"{name}: {reason}")
            wrong.append(reason)
            texts[field] = text = ""
        if not text.strip() and field not in _MAY_BE_EMPTY:
            raise ValueError(f"{name}: {field} is missing")
    return {field: text.strip() for field, text in texts.items()}, wrong
