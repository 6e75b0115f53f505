"""Pictures of the report: ``python -m tools.screenshot`` makes ``docs/report.png`` from ``normalized/`` and ``raw/``.

With ``--report FILE --out FOLDER`` it takes whole pages of any report, at 1440 and 390 pixels, light and dark, for
whoever looks at its design. Needs Chromium and playwright.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "report.png"
COLORS = 128
"""Of the picture in the README, which a palette keeps small."""
WIDTHS = (1440, 390)


def main() -> int:
    """Take the pictures the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", type=Path, help="a report that is there already")
    parser.add_argument("--out", type=Path, help="folder for pictures of whole pages")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = given.report or _write_report(Path(folder))
        with _Browser() as browser:
            if given.out:
                _take_pages(browser, report, given.out)
            else:
                _take_picture(browser, report, PICTURE)
    return 0


def _write_report(folder: Path) -> Path:
    from pipeline.report import write_report  # noqa: PLC0415
    from pipeline.run import extract  # noqa: PLC0415

    documents = [ROOT / "raw" / name for name in ("mou25-2019.pdf", "mou28-2022.pdf", "mou30-2010.pdf")]
    extract(documents, folder / "set")
    write_report(folder / "set", folder / "report.html", ROOT / "raw")
    return folder / "report.html"


class _Browser:
    """A headless Chromium: the one that is installed."""

    def __enter__(self) -> Any:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415

        program = shutil.which("chromium") or shutil.which("google-chrome")
        if program is None:
            sys.exit("no chromium is installed: on Debian or Ubuntu, apt-get install chromium")
        self._engine = sync_playwright().start()
        self._browser = self._engine.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        return self._browser

    def __exit__(self, *error: object) -> None:
        self._browser.close()
        self._engine.stop()


def _open(browser: Any, report: Path, width: int, scheme: str, scale: float = 1.0) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(report.resolve().as_uri())
    page.wait_for_selector("html[data-ready]")
    page.evaluate("document.fonts.ready")
    return page


def _take_picture(browser: Any, report: Path, out: Path) -> None:
    """A salary table with one amount explained beside it."""
    page = _open(browser, report, 1520, "light", 1.25)
    page.locator("#h-tables").evaluate("heading => window.scrollTo(0, heading.offsetTop - 150)")
    page.locator(".cell.flag, .cell").first.evaluate("cell => cell.click()")
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    out.parent.mkdir(exist_ok=True)
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    print(f"{out}: {picture.width} x {picture.height}, {out.stat().st_size / 1000:.0f} KB")


def _take_pages(browser: Any, report: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page = _open(browser, report, width, scheme)
            if page.locator("#curves").count():
                page.locator("#curves").scroll_into_view_if_needed()
                page.wait_for_selector("#plot-steps svg")
            page.evaluate("window.scrollTo(0, 0)")
            path = folder / f"report-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=True)
            print(path)


if __name__ == "__main__":
    sys.exit(main())
