"""``mou report``: a published set as one HTML page that needs nothing else, neither network nor server.

A consumer of published sets, beside the stages. ``payload`` and its neighbours say what is shown,
``templates/`` how, ``page`` puts both together.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError


def write_report(directory: Path, out: Path, source: Path | None = None) -> tuple[str, ...]:
    """Write the report of a published set.

    Args:
        directory: Folder of the set; nothing in it is changed.
        out: The HTML file.
        source: Folder of the source documents, for pictures; by default ``raw`` beside the set.

    Returns:
        What the reader must know: documents that were not found, or changed since they were read.

    Raises:
        PublishedSetError: The set is not whole.
        UsageError: The file cannot be written.
    """
    from pipeline.explain.sources import default_source  # noqa: PLC0415 (the command line starts without them)
    from pipeline.report.page import build_page  # noqa: PLC0415
    from pipeline.validate.published import read_published  # noqa: PLC0415

    page, troubles = build_page(read_published(directory), source or default_source(directory), out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(page, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}", "give --out another file") from error
    return troubles
