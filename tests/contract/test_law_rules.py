"""Each rule of docs/law-rules.md has the tests that it names, one of them over HTTP."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
LINES = [
    line
    for line in (REPO / "docs/law-rules.md").read_text(encoding="utf-8").splitlines()
    if "`tests/" in line
]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROWS = [f"A{number}" for number in range(2, 17)]


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((REPO / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("line", [line for line in LINES if "::" in line])
def test_every_test_that_is_named_is_there(line: str) -> None:
    named = NAMED.findall(line)
    assert named
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_asked_over_http(row: str) -> None:
    (line,) = [line for line in LINES if line.startswith(f"| {row} |")]
    assert any(path.startswith("tests/e2e/") for path, _ in NAMED.findall(line))
