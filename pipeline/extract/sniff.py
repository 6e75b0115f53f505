"""What the bytes of a document are, whatever its name says."""

from __future__ import annotations

PDF = "application/pdf"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

_HEAD = 1024
"""A PDF's header may stand anywhere in its first 1,024 bytes."""
_SAMPLE = 65_536
_MAGIC = (
    (b"PK\x03\x04", "application/zip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf", "application/x-7z-compressed"),
)
_HTML = (b"<!doctype html", b"<html")
_UNDEFINED_1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_PLAIN_CONTROLS = frozenset("\t\n\r\f\x0b\x1a\x1b")


def sniff_media_type(data: bytes) -> str:
    """Media type by content.

    Returns:
        ``application/pdf``, ``text/plain``, the type of a well-known format that is neither, or
        ``application/octet-stream``.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return PDF
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        return "text/html"
    return TEXT if text_encoding(data) else UNKNOWN


def text_encoding(data: bytes) -> str | None:
    """The encoding in which the bytes are readable text: utf-8-sig, utf-16, utf-16-le, utf-16-be, cp1252.

    Returns:
        ``None`` where they are none, or no bytes at all.
    """
    if not data:
        return None
    for encoding in _candidates(data):
        if _reads_as(data, encoding):
            return encoding
    return None


def _candidates(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    sample = data[:_SAMPLE]
    if sample.count(0) > len(sample) // 4:
        return ["utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"]
    return ["utf-8-sig", "cp1252"]


def _reads_as(data: bytes, encoding: str) -> bool:
    if encoding == "cp1252" and not _is_western(data[:_SAMPLE]):
        return False
    try:
        text = data.decode(encoding)[:_SAMPLE]
    except UnicodeDecodeError:
        return False
    odd = sum(1 for char in text if (char < " " and char not in _PLAIN_CONTROLS) or char == "\x7f")
    return odd <= len(text) // 500


def _is_western(sample: bytes) -> bool:
    """Single-byte text: no byte that code page 1252 leaves undefined, and mostly ASCII."""
    high = sum(1 for byte in sample if byte >= 0x80)
    return not _UNDEFINED_1252 & set(sample) and high <= len(sample) * 0.3
