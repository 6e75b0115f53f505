"""What a worker is asked to do, within which limits, and what it is when it fails."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.models import DocumentStatus


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use, and when a worker is replaced by a fresh one."""

    timeout: float = 120.0
    """Seconds of wall time."""
    memory: int = 2 << 30
    """Bytes of resident memory of the worker."""
    recycle_tasks: int = 500
    recycle_growth: int = 512 << 20
    """Bytes a worker may keep, beyond what it had when it was ready, once a task is done."""

    def broken_by(self, status: str) -> str | None:
        """The limit that a document of this status broke; ``None`` where it is no matter of limits."""
        limits = {"timeout": f"{self.timeout:g} seconds", "out_of_memory": f"{self.memory} bytes"}
        return limits.get(status)


@dataclass(frozen=True, slots=True)
class Failure:
    """A task that gave no result, also when it was tried again alone."""

    status: DocumentStatus
    message: str
    final: bool = False
    """Whether trying again would give the same: the function itself raised an error."""


def load_function(name: str) -> Callable[..., Any]:
    """The function behind ``module:name``."""
    module, _, attribute = name.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    return function


def spare_garbage_collector() -> None:
    """Look for cycles less often in a process of our own: words and rows hold none, and looking costs a tenth."""
    gc.set_threshold(50_000, 20, 50)
