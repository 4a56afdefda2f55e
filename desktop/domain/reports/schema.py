"""What ``report new --from FILE.json`` takes, as JSON Schema (draft 2020-12), from the table."""

from typing import Any

from desktop.domain.reports.field import KIND_LABELS, Entry, Field, Kind
from desktop.domain.reports.fields import FIELDS

_TEXT: dict[str, Any] = {"type": "string"}


def json_schema() -> dict[str, Any]:
    """The schema of one report's file: its kind, its answers, and the files to attach."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Countersign incident report",
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "answers"],
        "properties": {
            "kind": {
                "enum": [kind.value for kind in Kind],
                "description": "; ".join(f"{kind.value}: {KIND_LABELS[kind]}" for kind in Kind),
            },
            "alert": {**_TEXT, "description": "Number of the alert it belongs to"},
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {field.key: _of(field) for field in FIELDS},
            },
            "attachments": {
                "type": "array",
                "items": {**_TEXT, "description": "A file's path"},
            },
        },
    }


def _of(field: Field) -> dict[str, Any]:
    described = f"{field.section.value}: {field.label}"
    return {"description": described, **_shape(field)}


def _shape(field: Field) -> dict[str, Any]:
    keys = [choice.key for choice in field.choices]
    match field.entry:
        case Entry.YES_NO:
            return {"type": "boolean"}
        case Entry.CHOICE:
            return {"enum": keys}
        case Entry.CHOICES:
            return {"type": "array", "items": {"enum": keys}, "uniqueItems": True}
        case Entry.STEPS:
            return {"type": "array", "items": _TEXT, "examples": [keys], "uniqueItems": True}
        case Entry.MOMENT:
            return {**_TEXT, "examples": ["2026-03-09T10:00"]}
        case Entry.DATE:
            return {**_TEXT, "format": "date"}
        case Entry.TIME:
            return {**_TEXT, "examples": ["10:00"]}
        case Entry.ROWS:
            row = {
                "type": "object",
                "additionalProperties": False,
                "properties": {column.key: _of(column) for column in field.rows},
            }
            return {"type": "array", "items": row}
        case _:
            return dict(_TEXT)
