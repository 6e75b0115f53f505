"""The fast recogniser, where its binary is on PATH: Tesseract, through its TSV output."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np

from pipeline.errors import DocumentError
from pipeline.extract.raster import Gray
from pipeline.models import Word

READER = "tesseract"

TIMEOUT = 40
"""Seconds for one page; a dense one takes two."""
SPARSE_TEXT = "11"
"""Page segmentation mode: find as much text as possible in no particular order. A table has no columns of prose."""

ONE_LINE = "7"
"""Page segmentation mode for one line of text."""
FRAME = 16
"""Pixels of paper around such a line."""


@cache
def is_installed() -> bool:
    """Whether the binary is on PATH and knows English: the data of a language are a package of their own."""
    if shutil.which("tesseract") is None:
        return False
    try:
        told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=TIMEOUT, check=True).stdout
    except (subprocess.SubprocessError, OSError):
        return False
    return b"eng" in told.split()


def recognise(image: Gray, dpi: float) -> list[Word]:
    """Words of a picture with boxes in its pixels and scores of 0 to 1.

    Raises:
        DocumentError: Tesseract failed or did not end in time.
    """
    rows = _run("-", dpi, SPARSE_TEXT, _encode(image)).splitlines()[1:]
    return [word for row in rows if (word := _parse(row))]


def recognise_lines(images: Sequence[Gray], dpi: float) -> list[list[Word]]:
    """The same for pictures of one line of text each, in one process: starting it takes longer than reading a line.

    Raises:
        DocumentError: Tesseract failed or did not end in time.
    """
    lines: list[list[Word]] = [[] for _ in images]
    if not images:
        return lines
    with TemporaryDirectory(prefix="mou-lines-") as folder:
        paths = [Path(folder, f"{number}.pgm") for number in range(len(images))]
        for path, image in zip(paths, images, strict=True):
            path.write_bytes(_encode(_frame(image)))
        listed = Path(folder, "lines.txt")
        listed.write_text("".join(f"{path}\n" for path in paths), "utf-8")
        rows = _run(str(listed), dpi, ONE_LINE).splitlines()[1:]
    for row in rows:
        if word := _parse(row):
            lines[int(row.split("\t")[1]) - 1].append(_unframe(word))
    return lines


def _frame(image: Gray) -> Gray:
    """A line of text with paper around it: Tesseract loses what touches the border of its picture."""
    paper = int(np.percentile(image, 80))
    framed: Any = cv2.copyMakeBorder(image, *(FRAME,) * 4, cv2.BORDER_CONSTANT, value=paper)
    return np.asarray(framed, dtype=np.uint8)


def _unframe(word: Word) -> Word:
    return word._replace(x0=word.x0 - FRAME, top=word.top - FRAME, x1=word.x1 - FRAME, bottom=word.bottom - FRAME)


def _encode(image: Gray) -> bytes:
    return cv2.imencode(".pgm", image)[1].tobytes()  # a PNG takes a tenth of a second to press


def _run(source: str, dpi: float, mode: str, picture: bytes | None = None) -> str:
    command = ["tesseract", source, "-", "--dpi", str(round(dpi)), "--psm", mode, "-l", "eng", "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=TIMEOUT, check=True, env=environment)
    except (subprocess.SubprocessError, OSError) as error:
        raise DocumentError(
            "unsupported", f"tesseract could not read a page: {error}", "use the built-in recogniser instead"
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _parse(row: str) -> Word | None:
    """A row of the TSV output: level, page, block, par, line, word, left, top, width, height, conf, text."""
    cells = row.split("\t")
    if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
        return None
    left, top, width, height = (int(cell) for cell in cells[6:10])
    return Word(cells[11].strip(), left, top, left + width, top + height, max(0.0, float(cells[10]) / 100))
