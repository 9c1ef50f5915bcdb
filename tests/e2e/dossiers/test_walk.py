"""The walk that `make run` takes passes, more than once on the same system."""

from __future__ import annotations

import pytest

from devstack.system import System
from devstack.walk import walk


@pytest.mark.parametrize("time", ["first", "second"])
def test_dossier_walks_through_its_whole_life(
    system: System, capsys: pytest.CaptureFixture[str], time: str
) -> None:
    outcome = walk(system)
    output = capsys.readouterr().out
    assert outcome == 0, output
    assert len(output.splitlines()) <= 40, output
