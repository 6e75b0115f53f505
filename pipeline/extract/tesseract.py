"""The fast recogniser, where its binary is on PATH: Tesseract, through its TSV output."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache

import cv2

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


def recognise(image: Gray, dpi: float, mode: str = SPARSE_TEXT) -> list[Word]:
    """Words of a picture with boxes in its pixels and scores of 0 to 1.

    Raises:
        DocumentError: Tesseract failed or did not end in time.
    """
    picture = cv2.imencode(".pgm", image)[1].tobytes()  # a PNG takes a tenth of a second to press
    return [word for row in _run(picture, dpi, mode).splitlines()[1:] if (word := _parse(row))]


def _run(picture: bytes, dpi: float, mode: str) -> str:
    command = ["tesseract", "-", "-", "--dpi", str(round(dpi)), "--psm", mode, "-l", "eng", "tsv"]
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
