"""YAML as people write it by hand → texts, lists and mappings.

In: a text. Out: what stands in it, every value as it is written (007 stays 007, 2020-01-20 stays 2020-01-20), "" for none. Not its business: what
fields there are. Strangers write it too: what refers to other places of itself can be a thousand times as large as its text, and is refused.
"""

from __future__ import annotations

from typing import Any

import yaml

_NOTHING = frozenset({"~", "null", "Null", "NULL"})


class _Refused(ValueError):
    """In our words."""


class _Loader(yaml.BaseLoader):  # type: ignore[misc]
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise _Refused("it refers to another place of itself (*); write out what is meant")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """What stands several times under one name is a list of all of it, and none of it the last word."""
        found: dict[Any, list[Any]] = {}
        for name, value in node.value:
            found.setdefault(self.construct_object(name, deep=True), []).append(self.construct_object(value, deep=True))
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}

    def construct_scalar(self, node: yaml.ScalarNode) -> Any:
        is_nothing = node.style is None and node.value in _NOTHING
        return "" if is_nothing else super().construct_scalar(node)


def find_lines(content: bytes) -> dict[str, list[int]]:
    """On which lines each name of the outermost mapping stands, in what load takes."""
    found: dict[str, list[int]] = {}
    node = yaml.compose(content.decode("utf-8-sig"), _Loader)
    for name, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        found.setdefault(str(name.value), []).append(name.start_mark.line + 1)
    return found


def load(content: str | bytes) -> object:
    """Read a text, or the bytes of one in UTF-8. ValueError says in one line, and in our words, what is wrong."""
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raise ValueError("it is not in UTF-8; save it as UTF-8") from error
    try:
        return yaml.load(text, _Loader)  # it makes texts, lists and mappings and nothing else
    except _Refused:
        raise
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ValueError(f"from line {mark.line + 1} on it is no YAML" if mark else "it is no YAML") from error
    except (RecursionError, TypeError, ValueError, OverflowError) as error:  # too deep, a key that is a list, the number of no character
        raise ValueError("not YAML") from error
