"""Every case of docs/law-2026.md is a test, named by its number."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]
TABLE = (ROOT / "docs/law-2026.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"(?m)^\| \d+ .*$", TABLE)]
CASES = [*range(1, 20), 22]


def names_in(path: str) -> list[str]:
    return re.findall(r"(?m)^(?:async )?def (test_\w+)\(", (ROOT / path).read_text(encoding="utf-8"))


def test_the_table_has_every_case_once_and_in_order() -> None:
    assert [int(number) for number, *_ in ROWS] == CASES


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_case_is_a_test_that_bears_its_number(row: list[str]) -> None:
    number, *_, files = row
    paths = re.findall(r"`([^`]+)`", files)
    assert paths
    for path in paths:
        assert any(f"vector_{int(number):02}_" in name for name in names_in(path)), path


def test_no_test_bears_the_number_of_no_case() -> None:
    files = {path for row in ROWS for path in re.findall(r"`([^`]+)`", row[-1])}
    named = {
        int(found)
        for path in files
        for name in names_in(path)
        for found in re.findall(r"vector_(\d\d)_", name)
    }
    assert named == set(CASES)
