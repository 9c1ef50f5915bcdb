"""An error in Vietnamese names things in Vietnamese."""

import ast
from collections.abc import Iterator
from pathlib import Path

from contracts import error_messages
from contracts.errors import not_found

SOURCES = Path(__file__).parents[3] / "services"


def nouns_not_found() -> Iterator[str]:
    """Every noun that some module of the suite gives to `not_found` as a literal."""
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="not_found"), args=[ast.Constant(value=str(noun))]):
                    yield noun


def test_whatever_may_be_missing_has_a_vietnamese_noun() -> None:
    nouns = set(nouns_not_found())
    assert "dossier" in nouns
    assert nouns <= set(error_messages.NOUNS)


def test_the_noun_is_translated_in_vietnamese_only() -> None:
    error = not_found("regime")
    assert error_messages.detail(error, "vi") == "Không tìm thấy nghị định áp dụng."
    assert error_messages.detail(error, "en") == "No such regime."
