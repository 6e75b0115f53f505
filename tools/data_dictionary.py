"""``python -m tools.data_dictionary``: schemas/*.json as the page a person reads, docs/data-dictionary.md."""

from __future__ import annotations

from pathlib import Path

from pipeline.schemas import TABLE_NAMES, Field, TableSchema, load_schema

PAGE = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"
INTRODUCTION = """# Data dictionary

Written by `make docs` from [`schemas/`](../schemas), where each column is declared once; do not edit it here.
Each table is one Parquet file in `normalized/`, or wherever `--out` points. Columns in **bold** are never null.
"""


def dictionary_page() -> str:
    """The whole page, Markdown, one section for each table in the order of the data contract."""
    contents = "\n".join(f"- [{name}](#{name}): {_sentence(load_schema(name).row_meaning)}" for name in TABLE_NAMES)
    sections = [_table_section(load_schema(name)) for name in TABLE_NAMES]
    return "\n".join([INTRODUCTION, contents, "", *sections])


def _table_section(schema: TableSchema) -> str:
    keys = [f"Key: {_names(schema.primary_key)}."]
    keys += [f"{_names(key.fields)} names a row of [{key.table}](#{key.table})." for key in schema.foreign_keys]
    rows = [_field_row(field) for field in schema.fields]
    head = ["| column | type | unit | meaning | example |", "| --- | --- | --- | --- | --- |"]
    facts = f"Row: {_sentence(schema.row_meaning)} Source: {_sentence(schema.source)}"
    return "\n".join([f"## {schema.name}", "", facts, " ".join(keys), "", *head, *rows, ""])


def _field_row(field: Field) -> str:
    name = f"**{field.name}**" if field.required else field.name
    values = f" One of {', '.join(f'`{value}`' for value in field.enum)}." if field.enum else ""
    example = "" if field.example is None else f"`{_escape(str(field.example))}`"
    cells = (name, _type_name(field), field.unit or "", _escape(_sentence(field.description)) + values, example)
    return f"| {' | '.join(cells)} |"


def _type_name(field: Field) -> str:
    if field.type == "number":
        return "float64" if field.precision is None else f"decimal({field.precision},{field.scale or 0})"
    return field.type


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def _sentence(text: str) -> str:
    """With a capital (unless it begins with a name) and a full stop, whatever the declaration has."""
    is_name = "_" in text.split(" ", 1)[0]
    return (text if is_name else text[:1].upper() + text[1:]).rstrip(".") + "."


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(dictionary_page(), encoding="utf-8")
