"""The golden samples of one release on disk: tests/samples/releases/<version>/."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from contracts import topology

WORDS = frozenset({"title", "description", "examples", "default"})

RELEASES = Path(__file__).parents[1] / "releases"


@dataclass(frozen=True)
class ReleaseSamples:
    """Kept for ever once the release is out: what it answered, published and stored, and the schemas that it spoke."""

    folder: Path

    @property
    def version(self) -> str:
        return self.folder.name

    def read(self, kind: str) -> Iterator[tuple[str, Any]]:
        """`kind` is answers, events or documents; each with its name, `<service>.<what>`."""
        for file in sorted((self.folder / kind).glob("*.json")):
            yield file.stem, json.loads(file.read_text(encoding="utf-8"))

    def has(self, kind: str, name: str) -> bool:
        return (self.folder / kind / f"{name}.json").exists()

    def write(self, kind: str, name: str, sample: Any) -> None:
        _write(self.folder / kind / f"{name}.json", sample)

    def schemas(self) -> dict[str, dict[str, Any]]:
        """JSON schemas by kind (requests, answers, events) and name."""
        found: dict[str, dict[str, Any]] = json.loads(
            (self.folder / "schemas.json").read_text(encoding="utf-8")
        )
        return found

    @property
    def encrypted_file(self) -> Path:
        """Of the stored documents, those that are stored encrypted, with their keys (`encrypted.py`)."""
        return self.folder / "encrypted.json"

    def write_encrypted(self, content: Any) -> None:
        _write(self.encrypted_file, content)

    def write_schemas(self, schemas: dict[str, Any] | None = None) -> None:
        """Those of today unless given."""
        _write(self.folder / "schemas.json", schemas or schemas_of_today())


def releases() -> list[ReleaseSamples]:
    """Every release that has samples, oldest first."""
    return [ReleaseSamples(folder) for folder in sorted(RELEASES.iterdir()) if folder.is_dir()]


def schemas_of_today() -> dict[str, dict[str, Any]]:
    """By kind (requests, answers, events) and name, with what they share under `$defs`, and without words."""
    methods = [method for offered in topology.METHODS.values() for method in offered]
    events = [event for published in topology.EVENTS.values() for event in published]
    named: dict[str, dict[str, type[BaseModel]]] = {
        "requests": {method.routing_key: method.request for method in methods},
        "answers": {method.routing_key: method.response for method in methods},
        "events": {event.name: event.payload for event in events},
    }
    models = {model for kind in named.values() for model in kind.values()}
    refs, defs = models_json_schema([(model, "validation") for model in sorted(models, key=repr)])
    found = {
        kind: {name: refs[model, "validation"] for name, model in models_of.items()}
        for kind, models_of in named.items()
    }
    return {**found, "$defs": _without_words(defs["$defs"])}


def _without_words(schema: Any, names: bool = True) -> Any:
    """`names`: the keys of this level are names of models or fields, not words of JSON Schema."""
    if isinstance(schema, list):
        return [_without_words(inner, names=False) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_words(inner, names=not names and key == "properties")
        for key, inner in schema.items()
        if names or key not in WORDS
    }


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")
