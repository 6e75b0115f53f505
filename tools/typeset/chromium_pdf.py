"""Sheets to PDF with a browser, where one is installed: other fonts, other text operators."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.typeset.sheets import FONTS, Sheet, Text

TIMEOUT_SECONDS = 60
DATES = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")


@cache
def find_chromium() -> str | None:
    """Path of a Chromium, or ``None``."""
    return next((path for name in ("chromium", "google-chrome", "chrome") if (path := shutil.which(name))), None)


def draw_with_chromium(sheets: Sequence[Sheet]) -> bytes:
    """A PDF of the sheets, dates blanked so that the same sheets give the same bytes.

    Raises:
        FileNotFoundError: No Chromium is installed.
        subprocess.CalledProcessError: It ended with an error.
    """
    browser = find_chromium()
    if browser is None:
        raise FileNotFoundError("no Chromium is installed")
    with TemporaryDirectory() as folder:
        page, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(_write_html(sheets), encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}/u"]
        command = [browser, *flags, f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)
        return DATES.sub(lambda match: _blank_date(match[0]), out.read_bytes())


def _blank_date(entry: bytes) -> bytes:
    """The same number of bytes, or the cross-reference table would point beside its objects."""
    return re.sub(rb"\d", b"0", entry)


def _write_html(sheets: Sequence[Sheet]) -> str:
    width, height = sheets[0].width, max(sheet.height for sheet in sheets)
    style = (
        f"@page{{size:{width}pt {height}pt;margin:0}}body{{margin:0}}"
        f".p{{position:relative;width:{width}pt;height:{height - 0.5}pt;overflow:hidden;break-after:page}}"
        ".p *{position:absolute;white-space:pre;line-height:1}"
    )
    pages = "".join(f'<div class="p">{_write_sheet(sheet)}</div>' for sheet in sheets)
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{pages}"


def _write_sheet(sheet: Sheet) -> str:
    fills = "".join(_box(fill.x0, fill.top, fill.x1, fill.bottom, fill.grey) for fill in sheet.fills)
    rules = "".join(
        _box(rule.x0, rule.top, max(rule.x1, rule.x0 + rule.width), max(rule.bottom, rule.top + rule.width), rule.grey)
        for rule in sheet.rules
    )
    return fills + rules + "".join(_write_text(text) for text in sheet.texts)


def _box(x0: float, top: float, x1: float, bottom: float, grey: float) -> str:
    level = round(grey * 255)
    place = f"left:{x0:.2f}pt;top:{top:.2f}pt;width:{x1 - x0:.2f}pt;height:{bottom - top:.2f}pt"
    return f'<i style="{place};background:rgb({level},{level},{level});-webkit-print-color-adjust:exact"></i>'


def _write_text(text: Text) -> str:
    weight = "bold" if text.bold else "normal"
    place = f"left:{text.x:.2f}pt;top:{text.baseline - text.size * 0.85:.2f}pt"
    font = f"font:{weight} {text.size}pt {FONTS[text.font].css}"
    return f"<span style='{place};{font}'>{escape(text.text)}</span>"
