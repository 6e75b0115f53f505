"""One tree of errors; each carries the exit code of the command and a hint what to do.

Trouble with one value or one row is a finding (see ``pipeline.findings``), never an exception.
"""

from __future__ import annotations

from pipeline.models import DocumentStatus

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_PARTIAL = 3
EXIT_NOTHING = 4


class PipelineError(Exception):
    """Something the user must act on. ``hint`` says what to do."""

    exit_code = EXIT_NOTHING

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(PipelineError):
    """The command was asked for something that makes no sense (a missing input, a bad option)."""

    exit_code = EXIT_USAGE


class DocumentError(PipelineError):
    """One document cannot be read. ``status`` is its value in ``documents.status``."""

    exit_code = EXIT_PARTIAL

    def __init__(self, status: DocumentStatus, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


class NothingPublishedError(PipelineError):
    """No document could be read, so nothing is published and the old set stays as it was."""


class PublishedSetError(PipelineError):
    """A published set is missing a file, cut short, or not of this schema."""


class SchemaError(PipelineError):
    """A file under ``schemas/`` contradicts itself or the rows written under it."""


class WaiverError(PipelineError):
    """A waiver is malformed or matches no finding."""

    exit_code = EXIT_USAGE
