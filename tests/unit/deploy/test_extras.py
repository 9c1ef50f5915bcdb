"""Every part imports only what its image installs: the base dependencies and those of its own extra.

An image has one part, the contracts and the chassis; the checkout of a developer has all extras, so that an import
which its own extra lacks works everywhere but in the container.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).parents[3]
PROJECT: dict[str, Any] = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = {path.parent.name for path in (REPO / "services").glob("*/__init__.py")}
SHARED = {"contracts", "chassis"}
"""They are in every image, so the base dependencies are all that they may import."""
SERVERS = REPO / "services/chassis/http"
"""The room of the chassis for parts that serve HTTP on asyncio: they bring uvicorn and uvloop."""
DISTRIBUTIONS = packages_distributions()


def _names(requirements: list[str]) -> set[str]:
    return {_normalised(re.split(r"[^\w.-]", requirement)[0]) for requirement in requirements}


def _normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _imported_roots(folder: Path) -> Iterator[str]:
    files = (file for file in folder.rglob("*.py") if SERVERS not in file.parents)
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def _undeclared(folder: Path, declared: set[str]) -> set[str]:
    """The imports that no declared distribution brings."""
    foreign = set(_imported_roots(folder)) - PACKAGES - sys.stdlib_module_names
    return {name for name in foreign if declared.isdisjoint(map(_normalised, DISTRIBUTIONS.get(name, [])))}


@pytest.mark.parametrize("part", sorted(PACKAGES))
def test_a_part_imports_only_what_its_image_installs(part: str) -> None:
    extra = [] if part in SHARED else PROJECT["optional-dependencies"][part]
    declared = _names([*PROJECT["dependencies"], *extra])
    assert _undeclared(REPO / "services" / part, declared) == set()


def test_whoever_takes_the_server_of_the_chassis_brings_what_it_needs() -> None:
    takers = {
        file.relative_to(REPO / "services").parts[0]
        for file in (REPO / "services").rglob("*.py")
        if "from chassis.http" in file.read_text(encoding="utf-8") and SERVERS not in file.parents
    }
    assert takers
    for part in takers:
        assert {"uvicorn", "uvloop"} <= _names(PROJECT["optional-dependencies"][part])


def test_an_import_without_its_distribution_is_found(tmp_path: Path) -> None:
    (tmp_path / "channel.py").write_text("import json\nimport httpx\nfrom pydantic import Field\n")
    assert _undeclared(tmp_path, {"pydantic"}) == {"httpx"}
    assert _undeclared(tmp_path, {"pydantic", "httpx"}) == set()
