"""Broken documents made from good ones: what storms, disks, mail gateways and careless hands do to files."""

from __future__ import annotations

import gzip
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

Mutation = Callable[[bytes, random.Random], bytes]

_OBJECT = re.compile(rb"(?s)(\d+) 0 obj(.*?)endobj")
_BOX = re.compile(rb"/MediaBox \[[^\]]*\]")


def truncate(data: bytes, seed: random.Random) -> bytes:
    """Cut off somewhere."""
    return data[: seed.randrange(len(data))]


def flip_bytes(data: bytes, seed: random.Random) -> bytes:
    """One to two hundred bytes are others."""
    changed = bytearray(data)
    for _ in range(seed.choice((1, 5, 20, 200))):
        changed[seed.randrange(len(changed))] ^= seed.randrange(1, 256)
    return bytes(changed)


def flip_digits(data: bytes, seed: random.Random) -> bytes:
    """Digits are others: lengths, offsets, object numbers, coordinates."""
    changed = bytearray(data)
    places = [match.start() for match in re.finditer(rb"\d", data)]
    for place in seed.sample(places, min(len(places), 40)):
        changed[place] = seed.choice(b"0123456789")
    return bytes(changed)


def drop_xref(data: bytes, _: random.Random) -> bytes:
    """Without the table that says where the objects are."""
    start = data.rfind(b"\nxref")
    return data[:start] if start > 0 else data.replace(b"startxref", b"")


def swap_objects(data: bytes, seed: random.Random) -> bytes:
    """Two objects under each other's number."""
    found = list(_OBJECT.finditer(data))
    if len(found) < 2:
        return data[::-1]
    one, other = sorted(seed.sample(found, 2), key=lambda match: match.start())
    parts = (data[: one.start(2)], other[2], data[one.end(2) : other.start(2)], one[2], data[other.end(2) :])
    return b"".join(parts)


def point_in_circles(data: bytes, seed: random.Random) -> bytes:
    """References lead to other objects, also back to where they came from."""
    last = len(_OBJECT.findall(data)) or 9
    return re.sub(
        rb"\b\d+ 0 R\b", lambda match: match[0] if seed.random() < 0.8 else b"%d 0 R" % seed.randint(1, last), data
    )


def resize_pages(data: bytes, seed: random.Random) -> bytes:
    """Pages of no size, of a mile, upside down, or of words."""
    boxes = (b"0 0 0 0", b"0 0 1000000 1000000", b"612 792 0 0", b"0 0 -5 1e9", b"0 0 nan (x)", b"0 0 1 1000000")
    return _BOX.sub(lambda _: b"/MediaBox [" + seed.choice(boxes) + b"]", data)


def claim_pages(data: bytes, _: random.Random) -> bytes:
    """A page tree that claims a hundred million pages."""
    return re.sub(rb"/Count \d+", b"/Count 100000000", data)


def blow_up(data: bytes, seed: random.Random) -> bytes:
    """A stream of 64 MiB in a few kilobytes."""
    bomb = zlib.compress(b"BT 1 0 0 1 9 9 Tm (1.00) Tj ET " * (1 << 21), 9)
    stream = b"<</Filter /FlateDecode /Length %d>>\nstream\n" % len(bomb) + bomb + b"\nendstream\n"
    found = [match for match in _OBJECT.finditer(data) if b"stream" in match[2]]
    chosen = seed.choice(found) if found else None
    return data[: chosen.start(2)] + b"\n" + stream + data[chosen.end(2) :] if chosen else data * 40


def nest_deeply(data: bytes, _: random.Random) -> bytes:
    """Arrays in arrays, a hundred thousand deep."""
    return data.replace(b"/Resources", b"/Deep " + b"[" * 100_000 + b"]" * 100_000 + b" /Resources", 1) + b"(" * 100_000


def blank_a_block(data: bytes, seed: random.Random) -> bytes:
    """A sector that cannot be read any more."""
    start = seed.randrange(len(data))
    return data[:start] + bytes(4096) + data[start + 4096 :]


def repeat_a_block(data: bytes, seed: random.Random) -> bytes:
    """A piece twice, in another place."""
    start, place = seed.randrange(len(data)), seed.randrange(len(data))
    return data[:place] + data[start : start + 5000] + data[place:]


def change_line_ends(data: bytes, _: random.Random) -> bytes:
    """Sent as text."""
    return data.replace(b"\n", b"\r\n")


def compress(data: bytes, _: random.Random) -> bytes:
    """Packed, under the old name."""
    return gzip.compress(data, mtime=0)


def put_before(data: bytes, seed: random.Random) -> bytes:
    """Something else in front: a mail's head, or bytes."""
    return seed.choice((b"Content-Type: application/pdf\r\n\r\n", bytes(2000), b"\xff\xfe" * 300)) + data


def leave(data: bytes, _: random.Random) -> bytes:
    """As it is, but under a strange name."""
    return data


MUTATIONS: tuple[Mutation, ...] = (
    truncate,
    flip_bytes,
    flip_digits,
    drop_xref,
    swap_objects,
    point_in_circles,
    resize_pages,
    claim_pages,
    blow_up,
    nest_deeply,
    blank_a_block,
    repeat_a_block,
    change_line_ends,
    compress,
    put_before,
    leave,
)
_SUFFIXES = (".pdf", ".txt", "", ".PDF", ".doc", " .pdf", ".pdf\n", ".\u202efdp")


def make_mutants(sources: Sequence[Path], number: int, folder: Path, seed: int) -> Iterator[Path]:
    """Write so many mutants, each mutation in turn, of each source in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    originals = [path.read_bytes() for path in sources]
    for order in range(number):
        rng = random.Random(seed * 1_000_003 + order)
        mutation = MUTATIONS[order % len(MUTATIONS)]
        chosen = rng.randrange(len(sources))
        suffix = rng.choice(_SUFFIXES) if mutation is leave else sources[chosen].suffix
        path = folder / f"{order:04d}-{mutation.__name__}{suffix}"
        path.write_bytes(mutation(originals[chosen], rng))
        yield path
