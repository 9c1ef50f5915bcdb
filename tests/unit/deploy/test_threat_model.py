"""The tests that the threat model names are there."""

import re

from devstack.servers.mongo import REPO

MODEL = (REPO / "docs" / "threat-model.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", MODEL))
    there = {
        name
        for path in (REPO / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named
    assert named - there == set()
