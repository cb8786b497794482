"""A text of a stranger's → what can be printed: signs that steer a terminal, or turn a line round, as escapes.

In: a text, a file's name too. Out: text that shows every sign it holds. Not its business: who prints it, what is said.
"""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]")
"""C0 and C1, what orders text from the right to the left, breaks of lines, halves of characters, signs that take no room"""
_COMMAND = re.compile(r"^(\s*)(?=::)", re.MULTILINE)
"""at the beginning of a line GitHub's runner takes these for a command, whatever blanks stand before"""
_OLD_COMMAND = re.compile(r"#(?=#\[)")
"""and these anywhere in it, whatever stands before (actions/runner, ActionCommand.TryParse)"""


def to_lines(text: str) -> str:
    """Return a text whose line feeds and tabs are meant."""
    return _OLD_COMMAND.sub(r"\\x23", _COMMAND.sub(r"\1\\", _STEERING.sub(_to_escape, text)))


def to_line(text: str) -> str:
    """Return a text that stays on its line, such as the name of a file."""
    return to_lines(text.replace("\n", "\\n").replace("\t", "\\t"))


def _to_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
