"""Words that are no names: the house says payload, content, stored, request, filter, existing, expected.

`told` may be anything that somebody said; a reader has to look it up each time. Names on the wire and in stored documents
(`told_at`) stay what they are: this looks at the names of variables, parameters and functions alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
WORDS = frozenset({"told", "said", "kept", "asked", "wanted"})
FOLDERS = ("services", "deploy", "tests")


def names_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Variables, parameters, and functions with one of the words as a part of their names."""
    fields = {
        id(field.target)
        for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
        for field in node.body if isinstance(field, ast.AnnAssign)
    }  # fmt: skip
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                if name.strip("_") in WORDS and id(node) not in fields:
                    yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if not name.startswith("test_") and WORDS.intersection(re.split("_+", name)):
                    yield node.lineno, name


def files() -> list[Path]:
    return [file for folder in FOLDERS for file in sorted((REPO / folder).rglob("*.py"))]


def test_no_name_is_one_of_these_words() -> None:
    found = [
        f"{file.relative_to(REPO)}:{line} {name}"
        for file in files()
        for line, name in names_in(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "told = 1",
        "def f(wanted): ...",
        "for said in x: ...",
        "def what_was_asked(): ...",
        "with x as kept: ...",
    ],
)
def test_each_would_be_found(code: str) -> None:
    assert list(names_in(ast.parse(code)))


def test_tests_may_tell_what_they_prove_and_fields_keep_their_names() -> None:
    assert not list(
        names_in(ast.parse("def test_it_is_told_once(): ...\nx.told_at\nclass A:\n    kept: int"))
    )
