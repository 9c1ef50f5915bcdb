"""Every list of services agrees with the folders of services/, so that a new service is forgotten nowhere."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from contracts.topology import SERVICES

REPO = Path(__file__).parents[3]
PROJECT: dict[str, Any] = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = {path.parent.name for path in (REPO / "services").glob("*/__init__.py")}
PARTS = PACKAGES - {"contracts", "chassis"}
"""What an image is built of, beside the contracts and the chassis."""
README = (REPO / "README.md").read_text(encoding="utf-8")
CHANGELOG = (REPO / "CHANGELOG.md").read_text(encoding="utf-8")


def test_import_linter_reads_every_package() -> None:
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == PACKAGES


def test_the_parts_are_kept_apart_from_each_other() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    assert set(layers[0].split(" | ")) == PARTS


def test_every_part_has_an_extra() -> None:
    assert set(PROJECT["project"]["optional-dependencies"]) >= PARTS


def test_every_service_of_the_topology_is_a_part() -> None:
    assert set(SERVICES) <= PARTS


@pytest.mark.parametrize("part", sorted(PACKAGES))
def test_every_package_says_that_it_is_typed(part: str) -> None:
    assert (REPO / "services" / part / "py.typed").exists()


def test_every_service_has_its_block_in_compose() -> None:
    compose = (REPO / "docker-compose.yml").read_text(encoding="utf-8")
    images = set(re.findall(r"image: motcua/(\w+):", compose))
    assert images == PARTS


def test_the_map_of_the_readme_has_a_row_for_every_package() -> None:
    assert set(re.findall(r"^\| `services/(\w+)` \|", README, re.MULTILINE)) == PACKAGES


def test_the_picture_of_the_readme_has_every_service_and_its_database() -> None:
    (nodes,) = re.findall(r'^ *rabbit <-- "RPC and events" --> (.+)$', README, re.MULTILINE)
    databases = re.findall(r"^ *(\w+) --- \w+\[\((\w+)\)\]$", README, re.MULTILINE)
    assert set(nodes.split(" & ")) == set(SERVICES)
    assert set(databases) == {(service, service) for service in SERVICES}


@pytest.mark.parametrize("text", [README, CHANGELOG], ids=["README", "CHANGELOG"])
def test_no_sentence_counts_the_services(text: str) -> None:
    number = r"\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    assert not re.findall(rf"\b(?:{number}) services\b", text, re.IGNORECASE)
