"""A process that a prepared interpreter starts is as one that was started by `python -m`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.prepared.launcher import PreparedLauncher

from devstack.processes.child import Started
from devstack.waiting import wait_until

PROGRAM = """
import atexit, json, os, sys, signal
import tried_settings

atexit.register(lambda: print("at the end", flush=True))
state = {
    "name": __name__, "arguments": sys.argv[1:], "name_set": os.environ.get("NAME"), "folder": os.getcwd(),
    "session": os.getsid(0) == os.getpid(), "descriptors": len(os.listdir("/proc/self/fd")),
    "imports": tried_settings.imports,
}
print(json.dumps(state), flush=True)
if "wait" in sys.argv:
    signal.pause()
sys.exit(int(os.environ.get("CODE", "0")))
"""
SETTINGS = "imports = []\nimports.append(1)\n"

Start = Callable[..., Started]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    (tmp_path / "tried").mkdir()
    (tmp_path / "tried" / "__init__.py").touch()
    (tmp_path / "tried" / "__main__.py").write_text(PROGRAM)
    (tmp_path / "tried_settings.py").write_text(SETTINGS)
    launcher = PreparedLauncher()
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])

    def started(log: str, *arguments: str, **env: str) -> Started:
        with (tmp_path / log).open("ab") as file:
            command = [sys.executable, "-m", "tried", *arguments]
            return launcher(command, {"PATH": os.environ["PATH"], "PYTHONPATH": path, **env}, tmp_path, file)

    return started


def test_every_start_runs_with_what_is_its_own(start: Start, tmp_path: Path) -> None:
    codes = [start(f"{number}", "x", NAME=f"n{number}", CODE=f"{number}").wait(20) for number in range(3)]
    assert codes == [0, 1, 2]
    states = []
    for number in range(3):
        state, end = (tmp_path / f"{number}").read_text().splitlines()
        assert end == "at the end"
        states.append(json.loads(state))
    assert [state.pop("name_set") for state in states] == ["n0", "n1", "n2"]
    assert states[0]["folder"] == str(tmp_path)
    assert states == [states[0]] * 3


def test_signals_reach_it_and_its_end_is_seen(start: Start, tmp_path: Path) -> None:
    start("first").wait(20)
    process = start("second", "wait")
    wait_until(lambda: bool((tmp_path / "second").read_text()), 20)
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.01)
    process.terminate()
    assert process.wait(20) == -signal.SIGTERM
    assert process.poll() == -signal.SIGTERM


def test_an_error_is_in_its_log(start: Start, tmp_path: Path) -> None:
    start("first").wait(20)
    assert start("second", CODE="seven").wait(20) == 1
    assert "ValueError: invalid literal for int() with base 10: 'seven'" in (tmp_path / "second").read_text()
