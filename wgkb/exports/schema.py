"""The JSON Schema of ``records.json``, made from the models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from wgkb.exports.records import SCHEMA_VERSION
from wgkb.model.records import RECORD_TYPES, Release

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def records_schema() -> dict[str, Any]:
    """The schema: one branch for each record type."""
    models: list[type[BaseModel]] = [*RECORD_TYPES.values(), Release]
    references, definitions = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/$defs/{model}"
    )
    branches = [
        {
            "properties": {
                "type": {"const": model.type.name},
                "fields": references[model, "serialization"],
            }
        }
        for model in RECORD_TYPES.values()
    ]
    strings = {"type": "array", "items": {"type": "string"}}
    pair = {
        "type": "array",
        "prefixItems": [{"type": "string"}, {"type": "string"}],
        "minItems": 2,
        "maxItems": 2,
    }
    record = {
        "type": "object",
        "required": ["type", "standing", "url", "source", "fields", "cites", "linked_from"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": list(RECORD_TYPES)},
            "standing": {"type": "string"},
            "url": {"type": "string", "description": "Address from the root of the site."},
            "source": {"type": "string", "description": "Source file and line."},
            "fields": {"type": "object"},
            "cites": strings,
            "linked_from": {
                "type": "array",
                "items": pair,
                "description": "Label of the link and the id of the record or page.",
            },
        },
        "oneOf": branches,
    }
    return {
        "$schema": DIALECT,
        "title": "Records of a working group's knowledge base",
        "type": "object",
        "required": ["version", "releases", "records"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": SCHEMA_VERSION},
            "releases": {"type": "array", "items": references[Release, "serialization"]},
            "records": {"type": "object", "additionalProperties": record},
        },
        "$defs": definitions["$defs"],
    }
