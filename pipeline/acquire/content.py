"""Whether content that arrived can be the document it is fetched as."""

from __future__ import annotations

from pathlib import Path

_HEAD = 1024
"""Bytes at the start of a file in which a PDF says that it is one."""
_TAIL = 1 << 16
_WEB_PAGE = (b"<!doctype html", b"<html", b"<head", b"<?xml")


def refuse_content(path: Path, name: str) -> str | None:
    """Why the content must not be taken for a document of this name; ``None`` when nothing speaks against it.

    Servers answer with a page of their own, and status 200, where a document was; a connection that
    breaks is told only where the length was. Content of the listed hash needs no such check.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(0, 2)
        size = stream.tell()
        stream.seek(max(0, size - _TAIL))
        tail = stream.read()
    if not size:
        return "the source sent nothing"
    pdf = b"%PDF-" in head
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower().startswith(_WEB_PAGE):
        return "the source sent a web page instead of the document"
    if name.lower().endswith(".pdf") and not pdf:
        return "the source sent something that is no PDF"
    if pdf and b"%%EOF" not in tail:
        return "the source sent a PDF that is cut short"
    return None
