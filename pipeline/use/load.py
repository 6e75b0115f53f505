"""``load``: a table of a published set as a data frame, with decimals, dates and nulls as they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PublishedSetError, UsageError
from pipeline.published.tables import find_set, open_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.dataset as ds


def load(
    table: str, directory: Path | str | None = None, *, columns: Sequence[str] | None = None, **filters: Any
) -> pd.DataFrame:
    """Load a table, or the part of it that the filters leave.

    >>> load("salary_steps", class_code="2244-1", step=["5", "6"], operative_date="2021-01-17")

    Args:
        table: Name of the table, as in the data dictionary.
        directory: Folder of the set; by default ``normalized``, here or in the project.
        columns: Names of the columns to load; by default all.
        filters: By column the value wanted, or a collection of values. ``None`` means null. Dates and
            amounts may be given as text: ``operative_date="2021-01-17"``, ``amount="33.01"``.

    Returns:
        A frame with Arrow types (``dtype_backend="pyarrow"``): ``decimal128``, ``date32``, no floats for money.

    Raises:
        UsageError: There is no such table or column, or a value is not of the column's type.
        PublishedSetError: There is no set, or it is damaged.
    """
    import pandas as pd  # noqa: PLC0415 (seconds of nothing for who does not need it)
    import pyarrow as pa  # noqa: PLC0415

    dataset = open_table(find_set(directory), table)
    for name in (*filters, *(columns or ())):
        if name not in dataset.schema.names:
            raise UsageError(f"{table} has no column {name}", f"one of: {', '.join(dataset.schema.names)}")
    try:
        found = dataset.to_table(columns=list(columns) if columns else None, filter=_all_of(dataset.schema, filters))
    except (OSError, pa.ArrowException) as error:
        raise PublishedSetError(f"{table}: cut short or damaged", "publish the set again") from error
    frame: pd.DataFrame = found.to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def _all_of(schema: pa.Schema, filters: dict[str, Any]) -> ds.Expression | None:
    expression: ds.Expression | None = None
    for name, wanted in filters.items():
        one = _one_of(name, schema.field(name).type, wanted)
        expression = one if expression is None else expression & one
    return expression


def _one_of(name: str, kind: pa.DataType, wanted: Any) -> ds.Expression:
    """``column in wanted``; null is never equal to a value, but may be wanted too."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.dataset as ds  # noqa: PLC0415

    several = isinstance(wanted, Collection) and not isinstance(wanted, str)
    values = list(wanted) if several else [wanted]
    try:
        known = pa.array([_typed(value, kind) for value in values if value is not None], kind)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise UsageError(f"{name} is {kind}: {wanted!r} is none", "see docs/data-dictionary.md") from error
    expression = ds.field(name).isin(known)
    return expression | ds.field(name).is_null() if None in values else expression


def _typed(value: Any, kind: pa.DataType) -> Any:
    """Text as the column's type; a float as the decimal it is written as."""
    import pyarrow as pa  # noqa: PLC0415

    if pa.types.is_decimal(kind) and isinstance(value, float):
        value = str(value)
    return pa.scalar(value).cast(kind).as_py() if isinstance(value, str) else value
