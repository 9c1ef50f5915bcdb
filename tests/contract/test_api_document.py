"""The committed API document says what every property is, requests and answers alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from devstack.servers.mongo import REPO

DOCUMENT = json.loads((REPO / "services" / "gateway" / "openapi.json").read_text(encoding="utf-8"))


def undescribed(value: Any, at: str = "") -> Iterator[str]:
    """Properties of every schema in it, named or not, that have no description."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from undescribed(inner, f"{at}/{index}")
    elif isinstance(value, dict):
        properties = value.get("properties")
        if isinstance(properties, dict) and "type" in value:
            yield from (
                f"{at}/{name}"
                for name, schema in properties.items()
                if isinstance(schema, dict) and not schema.get("description")
            )
        for key, inner in value.items():
            if key not in ("example", "examples", "default"):
                yield from undescribed(inner, f"{at}/{key}")


def test_every_property_is_described() -> None:
    assert list(undescribed(DOCUMENT)) == []


def test_answers_may_have_more_fields_and_requests_may_not() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    assert "additionalProperties" not in schemas["Dossier"]
    assert schemas["SubmitDossierBody"]["additionalProperties"] is False
    assert schemas["PaperRefInput"]["additionalProperties"] is False


def test_a_property_without_description_would_be_found() -> None:
    assert list(undescribed({"type": "object", "properties": {"a": {"type": "string"}}})) == ["/a"]
