"""The JSON Schemas of what people write in YAML say what the readers of it do, and the editions' sidecars and bodies.yml keep to them."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml

from gongkai import pipeline, plain_yaml
from gongkai.agencies import names
from gongkai.pipeline import sidecars

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "content" / "assets" / "schemas"
BODIES = ROOT / "reports" / "bodies.yml"


class Editor(yaml.SafeLoader):
    """YAML 1.2 as an editor takes it: numbers, true and false, nothing; dates are texts."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for tag, pattern, first in (
    ("int", r"[-+]?[0-9]+", "-+0123456789"), ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"), ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def fits(name: str, text: str) -> bool:
    return bool(validator(name).is_valid(yaml.load(text, Editor)))


def reads_sidecar(text: str) -> bool:
    fields = plain_yaml.load(text) or {}
    return isinstance(fields, dict) and not sidecars.read_fields(fields)[1]


def reads_bodies(text: str) -> bool:
    try:
        return not names.read_bodies(text)[1]
    except ValueError:
        return False


@pytest.mark.parametrize("path", sorted((ROOT / "editions" / "reports").rglob("*.*.yml")), ids=lambda path: path.relative_to(ROOT / "editions" / "reports").as_posix())
def test_every_sidecar_keeps_to_the_schema(path: Path) -> None:
    text = path.read_text("utf-8")
    assert fits("sidecar", text) and reads_sidecar(text)


needs_bodies = pytest.mark.skipif(not BODIES.is_file() or "# - name:" not in BODIES.read_text("utf-8"), reason="reports/ has other bodies.yml here, or none")


@needs_bodies
def test_bodies_yml_keeps_to_the_schema_that_it_names() -> None:
    text = BODIES.read_text("utf-8")
    assert fits("bodies", text) and reads_bodies(text)
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named and (BODIES.parent / named[1]).resolve() == (SCHEMAS / "bodies.json").resolve()
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text("utf-8"))
    assert all((ROOT / schema).is_file() for schema in settings["yaml.schemas"])


@needs_bodies
def test_the_example_in_bodies_yml_works_when_it_is_followed() -> None:
    lines = BODIES.read_text("utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("# - name:"))
    text = "\n".join(line.removeprefix("# ") for line in lines[start:] if line.startswith("# "))
    bodies, wrong = names.read_bodies(text)
    assert (len(bodies), wrong) == (1, []) and fits("bodies", text)
    assert bodies[0].id and len(bodies[0].names) == 2 and bodies[0].predecessors[0].year == 2019


def test_the_schemas_know_every_field_and_no_other() -> None:
    of_sidecar = validator("sidecar").schema["properties"]
    assert set(of_sidecar) == {*sidecars.FIELDS, *sidecars.OF_FETCHING}
    assert all(field.get("description") for name, field in of_sidecar.items() if name in sidecars.FIELDS)


@pytest.mark.parametrize("text", [
    "", "null\n", "agency: 石狮市商务局\nyear: 2019\n", "year: '2019'\n", "year: 19\n", "year: 2100\n", "year: 二〇一九\n", "year: ''\n", "year:\n", "year: 2019年\n",
    "year: [2019]\n", "year: -2019\n", "year: true\n", "year: 1999\n", "agency: [a, b]\n", "agency: {name: a}\n", "agency: 5\n", "agency: true\n", "note: |\n  two\n  lines\n",
    "note: \"\\x1b[31m\"\n", "note: \"\\x00\"\n", "note: \"a\\r\\n\"\n", "note: 1.5\n", "note: ~\n", "agencies: a\n", "Year: 2019\n", "source_url: https://a.gov.cn/x?y=1#z\n",
    "source_url: ftp://a.gov.cn/\n", "source_url: a.gov.cn\n", "source_url: 'https://a b'\n", "source_url: javascript:alert(1)\n",
    "source_url: https://\n", "source_url:\n", "source_url: 5\n", "published: 2020-01-20\n", "published: 2020-13-45\n", "published: 9999-99-99\n",
    "published: =1+1\n", "published:\n", "retrieved: 2020-1-2\n", "retrieved: 2020\n", "retrieved: [2020]\n", "supersedes: a/b.pdf\n", "supersedes: {a: b}\n",
    "sha256: [a]\n", "etag: 5\n", "- a\n", "just words\n", "5\n", "note_en: x\nfetched_at: 2024-01-01T00:00:00Z\n",
])
def test_the_schema_of_sidecars_and_their_reader_agree(text: str) -> None:
    assert fits("sidecar", text) == reads_sidecar(text)


@pytest.mark.parametrize("text", [
    "", "[]\n", "- name: 甲\n", "- name:\n", "- name: ' '\n", "- name: [a]\n", "- {}\n", "- a\n", "- [1]\n", "-\n", "a: b\n", "x\n", "- nom: 甲\n", "- name: 甲\n  nmes: [a]\n",
    "- name: 甲\n  names: [乙, 丙]\n", "- name: 甲\n  names: 乙\n", "- name: 甲\n  names: 5\n", "- name: 甲\n  names: [[乙]]\n", "- name: 甲\n  names:\n", "- name: 甲\n  names: [5]\n",
    "- name: 甲\n  names: ''\n", "- name: 甲\n  id: 350581-x\n", "- name: 甲\n  id: A\n", "- name: 甲\n  id: -x\n", "- name: 甲\n  id: 5\n", "- name: 甲\n  id: [x]\n",
    "- name: 甲\n  id: ''\n", "- name: 甲\n  id: " + "x" * 81 + "\n", "- name: 甲\n  id: " + "x" * 80 + "\n", "- name: 5\n", "- name: \"a\\r::error::b\"\n", "- name: \"\\x07\"\n",
    *(f"- name: 甲\n  predecessors: {value}\n" for value in (
        "[]", "", "x", "[x]", "{name: 乙, year: 2019, source: s}", "[{name: 乙, year: 2019, source: s}]", "[{name: 乙, year: '2019', source: s}]",
        "[{name: 乙, year: 19, source: s}]", "[{name: 乙, year: 1939, source: s}]", "[{name: 乙, year: 1940, source: s}]", "[{name: 乙, year: 2019}]",
        "[{name: 乙, source: s}]", "[{year: 2019, source: s}]", "[{name: 乙, year: 2019, source: s, sourse: t}]", "[{name: 乙, year: 2019, source: ''}]",
        "[{name: ' ', year: 2019, source: s}]", "[{name: [乙], year: 2019, source: s}]", "[{name: 乙, year: [2019], source: s}]", "[{name: 乙, year: 2019, source: [s]}]",
    )),
    "- name: 甲\n  successors: [{name: 乙, year: 2019, source: https://a/}]\n",
])
def test_the_schema_of_bodies_and_their_reader_agree(text: str) -> None:
    assert fits("bodies", text) == reads_bodies(text)


def test_what_only_a_build_can_tell_it_tells_with_the_entry() -> None:
    text = "- name: 甲\n- name: 乙\n  names: [甲]\n- name: 丙\n"
    bodies, wrong = names.read_bodies(text)
    assert fits("bodies", text) and [body.name for body in bodies] == ["甲", "丙"]
    assert wrong == ["entry 2 was left aside: 乙: another entry has the name '甲'"]


def test_of_ten_thousand_wrong_entries_or_fields_a_few_are_told(tmp_path: Path) -> None:
    (tmp_path / "bodies.yml").write_text("- name: [x]\n" * 10_000 + f"- name: {'甲' * 5000}\n  nmae: x\n", "utf-8")
    _, (reading,) = pipeline.read_bodies(tmp_path)
    assert "entry 20 was left aside" in reading.message and reading.message.endswith("and 9981 more")
    _, wrong = names.read_bodies(f"- name: {'甲' * 5000}\n  nmae: x\n")
    assert len(wrong[0]) < 300
    (tmp_path / "a.md.yml").write_text("\n".join(f"k{number}: v" for number in range(5000)), "utf-8")
    wrong = sidecars.read(tmp_path / "a.md", "a.md").left_out
    assert len(wrong) == 6 and "4995 more" in wrong[-1]
    (tmp_path / "a.md.yml").write_text("year: x\n" * 8000, "utf-8")
    [told] = sidecars.read(tmp_path / "a.md", "a.md").left_out
    assert told.startswith("in a.md.yml, line 1 and 2 and 3 and 4 and 5 and …, a field was left out") and len(told) < 300


def test_a_long_bodies_yml_is_read_in_its_time_or_left_aside_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bodies.yml").write_text("".join(f"- name: 第{number}局\n" for number in range(2000)), "utf-8")
    assert len((tmp_path / "bodies.yml").read_bytes()) < pipeline.many.MOST_READ_HERE
    known, wrong = pipeline.read_bodies(tmp_path)
    monkeypatch.setattr(pipeline.many, "MOST_READ_HERE", 1000)
    assert pipeline.read_bodies(tmp_path) == (known, wrong) and len(known) == 2000
    monkeypatch.setattr(pipeline.many, "SECONDS_FOR_BODIES", 0)
    known, (reading,) = pipeline.read_bodies(tmp_path)
    assert not known and reading.message == "it was left aside: reading it took more than 0 seconds"


@pytest.mark.parametrize(("content", "words"), [
    (b"note: \xff\n", "it is not in UTF-8; save it as UTF-8"), (b'note: "\\U00110000"\n', "not YAML"), (b"a: *b\n", "it refers to another place of itself"),
])
def test_what_is_wrong_with_a_yaml_is_said_in_our_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "2019.md"
    path.with_name("2019.md.yml").write_bytes(content)
    (said,) = sidecars.read(path, path.name).left_out
    assert said.startswith(f"the sidecar 2019.md.yml was left aside: {words}")
    (tmp_path / "bodies.yml").write_bytes(content)
    _, (reading,) = pipeline.read_bodies(tmp_path)
    assert reading.message.startswith(f"it was left aside: {words}")


@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_a_bodies_yml_that_is_no_file_is_said_to_be_none(tmp_path: Path, kind: str) -> None:
    root = tmp_path / "reports"
    root.mkdir()
    path = root / "bodies.yml"
    {"folder": path.mkdir, "pipe": lambda: os.mkfifo(path), "link": lambda: path.symlink_to("/dev/zero")}[kind]()
    known, (reading,) = pipeline.read_bodies(root)
    assert not known and reading.message.startswith("it was left aside: it is ")
