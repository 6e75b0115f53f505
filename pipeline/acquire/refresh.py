"""Bring a folder in line with its ``sources.toml``: fetch what is new, verify all, overwrite nothing in silence.

Besides the documents there is a hidden folder, ``.acquire``: what servers said of their content
(``state.json``, so that unchanged documents are not sent again), and under ``changed/`` the content of
sources that are not what was listed any more, to be looked at. Deleting it costs a download, no more.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.acquire.content import refuse_content
from pipeline.acquire.documents import discover, hash_file
from pipeline.acquire.fetch import fetch
from pipeline.acquire.listing import Listed, pin_hashes, read_listing
from pipeline.acquire.storing import Fetched, FetchError, FetchLimits, Validators
from pipeline.errors import NothingPublishedError, UsageError

OutcomeStatus: TypeAlias = Literal["new", "updated", "unchanged", "changed", "gone", "failed", "unlisted"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source."""

    id: str
    status: OutcomeStatus
    """new: fetched, it was not here. updated: replaced, or its listed hash, because that was asked for.
    changed: the source, or the file here, is not what is listed; nothing was touched. gone: the source
    is not there any more. failed: it could not be fetched. unlisted: a document nobody listed."""
    message: str = ""

    @property
    def in_order(self) -> bool:
        """Whether the file that lies here is the one that is listed, and the source was not seen to differ."""
        return self.status in {"new", "updated", "unchanged", "unlisted"}


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of a source."""

    url: str
    sha256: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(slots=True)
class _Desk:
    """The folder being refreshed, with what is noted on the way."""

    folder: Path
    incoming: Path
    """Where content is put before it is judged; gone after the run."""
    update: bool
    limits: FetchLimits
    state: dict[str, _Known]
    pins: dict[str, str] = field(default_factory=dict)
    """Hashes to be written into the listing."""

    def path_of(self, listed: Listed) -> Path:
        """Where the document lies."""
        return self.folder / listed.id

    def aside_of(self, listed: Listed) -> Path:
        """Where content that is not what is listed is kept to be looked at."""
        return self.folder / ".acquire" / "changed" / listed.id


def refresh_sources(listing: Path, *, update: bool = False, limits: FetchLimits | None = None) -> Iterator[Outcome]:
    """Fetch and verify every source of a listing, one after the other.

    Args:
        listing: ``sources.toml``; the documents lie in its folder.
        update: Take what sources have now: replace files and listed hashes.
        limits: Of each source.

    Yields:
        What became of each source, in the order of the listing, as soon as it is known; then the
        documents of the folder that are not listed.

    Raises:
        UsageError: The listing is missing or malformed, or another run is at work on it.
        NothingPublishedError: The folder cannot be written.
    """
    sources = read_listing(listing)
    with _desk(listing.parent, update, limits or FetchLimits()) as desk:
        try:
            for listed in sources:
                yield _refresh(listed, desk)
        finally:
            _save_state(desk, sources)
            pin_hashes(listing, desk.pins)
    yield from _unlisted(listing.parent, sources)


def _refresh(listed: Listed, desk: _Desk) -> Outcome:
    path = desk.path_of(listed)
    try:
        if not path.parent.resolve().is_relative_to(desk.folder.resolve()):
            raise FetchError("its folder is a link that leads elsewhere")
        here = hash_file(path) if path.is_file() else None
        if not listed.url:
            return _judge_without_source(listed, here, desk)
        target = desk.incoming / "content"
        target.unlink(missing_ok=True)
        fetched = fetch(listed.url, desk.folder, target, _since(listed, here, desk), desk.limits)
        return _judge(listed, here, fetched, target, desk) if fetched else Outcome(listed.id, "unchanged")
    except FetchError as error:
        return Outcome(listed.id, "gone" if error.gone else "failed", str(error))
    except OSError as error:
        return Outcome(listed.id, "failed", f"cannot be kept here: {error.strerror}")


def _judge_without_source(listed: Listed, here: str | None, desk: _Desk) -> Outcome:
    if here is None:
        return Outcome(listed.id, "gone", "there is no such file, and no url to fetch it from")
    if here == listed.sha256:
        return Outcome(listed.id, "unchanged")
    if desk.update:
        desk.pins[listed.id] = here
        return Outcome(listed.id, "updated", f"listed with sha256 {here}")
    what = "is not what is listed" if listed.sha256 else "has no sha256 listed"
    return Outcome(listed.id, "changed", f"the file here {what}; --update lists it")


def _since(listed: Listed, here: str | None, desk: _Desk) -> Validators:
    """What the source said last, if that content lies here, is the listed one, and came from this address."""
    known = desk.state.get(listed.id)
    if known is None or known.url != listed.url or here != known.sha256 or listed.sha256 not in {here, ""}:
        return Validators()
    return Validators(known.etag, known.last_modified)


def _judge(listed: Listed, here: str | None, fetched: Fetched, target: Path, desk: _Desk) -> Outcome:
    """Decide over content that arrived whole, and put it where it belongs."""
    if fetched.sha256 != listed.sha256 and (reason := refuse_content(target, listed.id)):
        return Outcome(listed.id, "failed", reason)
    desk.state[listed.id] = _Known(listed.url, fetched.sha256, **asdict(fetched.validators))
    as_listed = fetched.sha256 == (listed.sha256 or here or fetched.sha256)
    if as_listed and here in {None, fetched.sha256}:
        if here is None:
            _place(target, desk.path_of(listed))
        desk.aside_of(listed).unlink(missing_ok=True)
        return _note_pin(listed, fetched, desk, "unchanged" if here else "new")
    if desk.update:
        _place(target, desk.path_of(listed))
        desk.aside_of(listed).unlink(missing_ok=True)
        desk.pins[listed.id] = fetched.sha256
        return Outcome(listed.id, "updated", f"sha256 is now {fetched.sha256}")
    if as_listed:
        return Outcome(listed.id, "changed", "the file here is not what is listed; --update fetches that again")
    _place(target, desk.aside_of(listed))
    return Outcome(listed.id, "changed", f"the source has other content (sha256 {fetched.sha256}), kept in .acquire")


def _note_pin(listed: Listed, fetched: Fetched, desk: _Desk, status: OutcomeStatus) -> Outcome:
    """A source without a listed hash gets one when that is asked for; otherwise it is said which."""
    if listed.sha256:
        return Outcome(listed.id, status)
    if desk.update:
        desk.pins[listed.id] = fetched.sha256
        return Outcome(listed.id, status, f"listed with sha256 {fetched.sha256}")
    return Outcome(listed.id, status, f"no sha256 is listed; it is {fetched.sha256}")


def _place(content: Path, path: Path) -> None:
    """Move whole content to its place; whoever reads there sees the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content.replace(path)


def _unlisted(folder: Path, sources: list[Listed]) -> Iterator[Outcome]:
    known = {listed.id for listed in sources}
    try:
        found = discover([folder])
    except NothingPublishedError:
        return
    for source in found:
        if source.document_id not in known:
            yield Outcome(source.document_id, "unlisted", "describe it in the listing")


@contextmanager
def _desk(folder: Path, update: bool, limits: FetchLimits) -> Iterator[_Desk]:
    """The folder, held by one run at a time, with a place for what comes in."""
    own = folder / ".acquire"
    incoming = None
    try:
        own.mkdir(exist_ok=True)
        with (own / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for leftover in own.glob("incoming-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            incoming = Path(tempfile.mkdtemp(prefix="incoming-", dir=own))
            yield _Desk(folder, incoming, update, limits, _load_state(own))
    except BlockingIOError as error:
        raise UsageError(f"another run is fetching into {folder}", "wait for it to end") from error
    except OSError as error:
        raise NothingPublishedError(f"cannot write {own}: {error.strerror}", "make it writable") from error
    finally:
        if incoming:
            shutil.rmtree(incoming, ignore_errors=True)


def _load_state(own: Path) -> dict[str, _Known]:
    try:
        return {name: _Known(**known) for name, known in json.loads((own / "state.json").read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _save_state(desk: _Desk, sources: list[Listed]) -> None:
    names = {listed.id for listed in sources}
    state = {name: asdict(known) for name, known in sorted(desk.state.items()) if name in names}
    path = desk.folder / ".acquire" / "state.json"
    temporary = path.with_name(f"state.{os.getpid()}.tmp")
    temporary.write_text(json.dumps(state, indent=1), encoding="utf-8")
    temporary.replace(path)
