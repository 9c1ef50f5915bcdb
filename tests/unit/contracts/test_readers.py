"""Every reader says what it does with fields that it does not know."""

import ast
from collections.abc import Iterator
from pathlib import Path

from devstack.servers.mongo import REPO

READS = {"model_validate", "model_validate_json"}
OURS = ("services/catalog/starter", "services/simulators")
"""Files that came with this very release; and simulators, which stand for others."""


def silent_readers(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in READS
            and not any(keyword.arg == "extra" for keyword in node.keywords)
        ):
            yield f"{file.relative_to(REPO)}:{node.lineno}"


def test_every_reader_names_what_happens_to_unknown_fields() -> None:
    """`extra="forbid"` for requests, `extra="ignore"` for what another release may have written."""
    files = [
        file
        for file in sorted((REPO / "services").rglob("*.py"))
        if not str(file.relative_to(REPO)).startswith(OURS)
    ]
    assert [place for file in files for place in silent_readers(file)] == []
