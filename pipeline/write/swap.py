"""Replace a published set as a whole, so that nobody ever sees a mix of two.

A rename is atomic for one file, not for thirteen, and a manifest renamed last still leaves new tables
under the old manifest for a moment. So the unit that is replaced is the directory:

1. The new set is written into a sibling, ``.NAME.new-XXXX``, and every file and the directory synced.
2. Linux exchanges both directories in one step (``renameat2`` with ``RENAME_EXCHANGE``). Whoever
   opens a file before sees the old set, afterwards the new one; a run that dies before or after
   leaves one whole set under the name and the other as a leftover sibling.
3. What else lay in the directory (a README, the cache) is moved over, and the old set deleted.

Where the system cannot exchange (other systems, some network file systems), the old directory is
renamed to ``.NAME.old-XXXX`` and the new one to ``NAME``. Between the two there is, for microseconds,
no set; a run that dies just there leaves none under the name, and ``settle``, which every command
calls first, puts the old one back. Leftovers of runs that died are cleared by ``settle`` too; those
of a run still at work are told by its lock on its sibling and left alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import NothingPublishedError, UsageError
from pipeline.published.manifest import MANIFEST
from pipeline.schemas import TABLE_NAMES

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_OWN_FOLDER = "give --out a folder of its own: --out normalized"


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a new, empty directory; when the block ends without an error it takes the place of ``out``.

    Raises:
        UsageError: ``out`` is a file, holds the directory the command was started in, or tables that are not ours.
        NothingPublishedError: it cannot be written or replaced; the old set is as it was.
    """
    out = out.resolve()
    _check_target(out)
    settle(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    except OSError as error:
        raise _cannot_write(out, error) from error
    lock = os.open(staging, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        staging.chmod(_mode_of(out))
        yield staging
        os.fsync(lock)
        _swap(staging, out)
        _clear(staging, out)
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        os.close(lock)
        if not _holds_foreign(staging):
            shutil.rmtree(staging, ignore_errors=True)


def settle(out: Path) -> None:
    """Clear up after runs that died: put a set back that lost its name, remove leftovers. Cheap."""
    out = Path(os.path.abspath(out))
    try:
        names = [entry.name for entry in os.scandir(out.parent) if entry.name.startswith(f".{out.name}.")]
    except OSError:
        return
    for name in sorted(names, reverse=True):  # .old- before .new-
        leftover = out.parent / name
        with contextlib.suppress(OSError):
            if name.startswith(f".{out.name}.old-") and not out.exists():
                leftover.rename(out)
            elif name.startswith((f".{out.name}.old-", f".{out.name}.new-")) and not _is_locked(leftover):
                _clear(leftover, out)


def _check_target(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file", "give --out a folder")
    here = Path.cwd().resolve()
    if here.is_relative_to(out):
        what = "is" if here == out else "holds"
        raise UsageError(f"{out} {what} the folder the command runs in", _OWN_FOLDER)
    if out.is_dir() and not (out / MANIFEST).exists():
        foreign = [path.name for path in sorted(out.glob("*.parquet")) if path.stem not in TABLE_NAMES]
        if foreign:
            raise UsageError(f"{out} is no published set and holds {foreign[0]}, which would be deleted", _OWN_FOLDER)


def _swap(staging: Path, out: Path) -> None:
    """Put ``staging`` in the place of ``out``; what was there is afterwards under the name of ``staging``."""
    if not out.exists():
        staging.rename(out)
    elif not _exchange(staging, out):
        aside = staging.with_name(staging.name.replace(".new-", ".old-"))
        out.rename(aside)
        try:
            staging.rename(out)
        except OSError:
            aside.rename(out)
            raise
        aside.rename(staging)
    _sync_directory(out.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two directories in one step, where the system can."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def _clear(leftover: Path, out: Path) -> None:
    """Move what is not of the set from a leftover into ``out`` and delete the rest."""
    if out.is_dir() and leftover.is_dir():
        _carry_over(leftover, out)
        shutil.rmtree(leftover, ignore_errors=True)


def _carry_over(old: Path, new: Path) -> None:
    for entry in list(os.scandir(old)):
        target = new / entry.name
        if is_published_file(entry.name):
            continue
        if not target.exists() and not target.is_symlink():
            Path(entry.path).rename(target)
        elif entry.is_dir(follow_symlinks=False) and target.is_dir():
            _carry_over(Path(entry.path), target)


def is_published_file(name: str) -> bool:
    """Whether a file of this name belongs to the set: the next run replaces or removes it."""
    return name.endswith(".parquet") or name == MANIFEST


def _holds_foreign(folder: Path) -> bool:
    """Whether something that is not ours was left in the folder because it could not be moved."""
    with contextlib.suppress(OSError):
        return any(not is_published_file(entry.name) for entry in os.scandir(folder))
    return False


def _is_locked(folder: Path) -> bool:
    """Whether a run that is still at work holds the folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _mode_of(out: Path) -> int:
    """Permissions of the directory that is replaced; of a new one, what the umask leaves."""
    if out.exists():
        return out.stat().st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o777 & ~umask


def _sync_directory(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cannot_write(out: Path, error: OSError) -> NothingPublishedError:
    hint = "the old set, if any, is as it was; choose another --out, or make room or writable its parent folder"
    if os.path.ismount(out):
        hint = f"{out} is a mount point, which cannot be replaced as a whole: give a folder inside it"
    return NothingPublishedError(f"cannot publish into {out}: {error.strerror or error}", hint)
