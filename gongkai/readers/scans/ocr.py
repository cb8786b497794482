"""Pictures of single lines → their characters.

In: grey pictures, dark on light, each of one line of text. Out: what each says and how sure that is. Not its business:
where the lines are, what a doubt means for a number.

The model comes in the wheel of rapidocr and is run as it is, on one thread: nothing is ever fetched, and the same
picture always gives the same text.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

MODEL = "PP-OCRv6_rec_small.onnx"
HEIGHT = 48
"""pixels, what the model was trained on"""
NARROWEST, WIDEST = 64, 3200
BATCH = 8
STEP = 32
"""widths are filled up to a multiple of this, so that lines of one batch are of much the same width"""

Picture = Any
"""a numpy array of one byte a pixel, rows first; 0 is black"""


class Said(NamedTuple):
    """The text of a line. least: how sure the least certain of its characters is, 0 to 1; 0 where there is none."""

    text: str
    least: float


def missing_extra() -> str:
    """Say what to install where scans cannot be read, "" where they can."""
    lacks = [name for name in ("cv2", "onnxruntime", "rapidocr") if find_spec(name) is None]
    return "reading scans needs `make site SCANS=1`, or what requirements-scan.lock names" if lacks else ""


def read_lines(pictures: list[Picture]) -> list[Said]:
    """Read lines of text, each from a picture of its own."""
    import numpy  # an extra, as all that recognition needs

    prepared = [_to_input(picture) for picture in pictures]
    order = sorted(range(len(prepared)), key=lambda index: prepared[index].shape[1])
    said = [Said("", 0.0)] * len(prepared)
    for start in range(0, len(order), BATCH):
        indices = order[start : start + BATCH]
        width = max(prepared[index].shape[1] for index in indices)
        batch = numpy.zeros((len(indices), 3, HEIGHT, width), numpy.float32)
        for place, index in enumerate(indices):
            batch[place, :, :, : prepared[index].shape[1]] = prepared[index]
        session, characters = _engine()
        for index, certainties in zip(indices, session.run(None, {session.get_inputs()[0].name: batch})[0], strict=True):
            said[index] = _decode(certainties, characters)
    return said


@cache
def _engine() -> tuple[Any, list[str]]:
    import onnxruntime  # takes a second, and only scans need it

    package = find_spec("rapidocr")
    if package is None or package.origin is None:
        raise ImportError("rapidocr", name="rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = Path(package.origin).parent / "models" / MODEL
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    listed = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    return session, ["", *listed, " "]


def _to_input(picture: Picture) -> Any:
    import cv2
    import numpy

    height, width = picture.shape
    wide = min(max(round(width * HEIGHT / height), 8), WIDEST)
    scaled = cv2.resize(picture, (wide, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC)
    filled = max(-(-wide // STEP) * STEP, NARROWEST)
    prepared = numpy.ones((HEIGHT, filled), numpy.float32)
    prepared[:, :wide] = scaled.astype(numpy.float32) / 127.5 - 1
    return prepared


def _decode(certainties: Any, characters: list[str]) -> Said:
    """Take the likeliest character of each step; a character that goes on over several steps is one."""
    sure: list[float] = []
    text: list[str] = []
    twins = _twins(tuple(characters))
    last = 0
    for step, index in enumerate(certainties.argmax(axis=1).tolist()):
        if index and index < len(characters):
            # whether it is the wide or the narrow form of a character is no doubt about the character
            certainty = float(sum(certainties[step, twin] for twin in twins.get(index, (index,))))
            if characters[index] == " ":
                # how sure a gap is says nothing about the characters beside it
                certainty = 1.0
            if index == last:
                sure[-1] = max(sure[-1], certainty)
            else:
                text.append(characters[index])
                sure.append(certainty)
        last = index
    return Said("".join(text), min(sure, default=0.0))


def to_narrow(text: str) -> str:
    """A text with wide forms as narrow ones; ² stays ², which may be the number of a note."""
    return "".join(unicodedata.normalize("NFKC", one) if unicodedata.east_asian_width(one) in "FH" else one for one in text)


@cache
def _twins(characters: tuple[str, ...]) -> dict[int, tuple[int, ...]]:
    """The indices of characters that are wide and narrow forms of one another, by the index of each."""
    forms: dict[str, list[int]] = {}
    for index, character in enumerate(characters):
        forms.setdefault(to_narrow(character), []).append(index)
    return {index: tuple(indices) for indices in forms.values() if len(indices) > 1 for index in indices}
