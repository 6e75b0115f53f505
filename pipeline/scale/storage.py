"""Files of a set on any file system that fsspec knows; what is seen there is whole."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any


def as_url(path: Path | str) -> str:
    """The address as given, where it went through a ``Path``, which makes ``s3:/bucket`` of ``s3://bucket``."""
    return re.sub(r"^(\w[\w+.-]+:)/(?!/)", r"\1//", str(path))


@dataclass(frozen=True)
class Storage:
    """A folder somewhere.

    Every file is written under a name that readers of Parquet folders skip, and renamed: on a file
    system in one step; on an object store, whose puts are whole or absent, by a copy.
    """

    url: str

    @cached_property
    def _place(self) -> tuple[Any, str]:
        import fsspec  # noqa: PLC0415 (only runs at scale need it)

        system, path = fsspec.core.url_to_fs(self.url if "://" in self.url else os.path.abspath(self.url))
        return system, str(path).rstrip("/")

    def put(self, local: Path, name: str) -> None:
        """Copy a local file to ``name``, replacing what is there."""
        system, root = self._place
        folder, _, last = f"{root}/{name}".rpartition("/")
        temporary = f"{folder}/.{last}.{uuid.uuid4().hex}.tmp"
        system.makedirs(folder, exist_ok=True)
        try:
            system.put_file(str(local), temporary)
            system.mv(temporary, f"{folder}/{last}")
        except BaseException:
            if system.exists(temporary):
                system.rm(temporary)
            raise

    def put_text(self, text: str, name: str, folder: Path) -> None:
        """Write text to ``name``; ``folder`` is a local one for the file on its way."""
        local = folder / uuid.uuid4().hex
        local.write_text(text, encoding="utf-8")
        self.put(local, name)
        local.unlink()

    def get(self, name: str, local: Path) -> None:
        """Copy ``name`` to a local file."""
        system, root = self._place
        system.get_file(f"{root}/{name}", str(local))

    def read_json(self, name: str) -> Mapping[str, Any] | None:
        """Content of a JSON file; ``None`` where there is none, or none that can be read."""
        system, root = self._place
        try:
            content = json.loads(system.cat_file(f"{root}/{name}"))
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None

    def names(self, folder: str) -> list[str]:
        """Files right under a folder, as paths from the root; none where there is no folder."""
        system, root = self._place
        try:
            found = system.ls(f"{root}/{folder}", detail=False)
        except FileNotFoundError:
            return []
        return sorted(f"{folder}/{str(path).rstrip('/').rpartition('/')[2]}" for path in found)

    def remove(self, name: str) -> None:
        """Delete a file."""
        system, root = self._place
        system.rm(f"{root}/{name}")
