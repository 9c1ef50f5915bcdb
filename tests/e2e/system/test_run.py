"""What `make run` starts once its environment is there: the walk, and nothing left behind, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from tests.e2e.system.leftover_processes import processes_of

from devstack.servers.mongo import REPO
from devstack.waiting import wait_until

_SECONDS = 150.0


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all tests here: the second run finds the data of the first."""
    return tmp_path_factory.mktemp("run")


@pytest.fixture
def run(root: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """`python -m devstack run`, with the test's further arguments."""
    command = [sys.executable, "-m", "devstack", "--root", str(root), "run", *request.param]
    path = os.pathsep.join(str(REPO / part) for part in ("deploy", "services"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    process = subprocess.Popen(
        command,
        cwd=REPO,
        env={**environment, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    alarm = Timer(_SECONDS, process.kill)
    alarm.start()
    yield process
    alarm.cancel()
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


@pytest.mark.timeout(200)
@pytest.mark.parametrize("run", [("--once",)], indirect=True)
def test_once_ends_with_the_walks_outcome_and_leaves_nothing(run: subprocess.Popen[str], root: Path) -> None:
    told, _ = run.communicate()
    assert run.returncode == 0, told
    assert "all passed" in told
    assert processes_of(root) == []


@pytest.mark.timeout(200)
@pytest.mark.parametrize("run", [()], indirect=True)
def test_ctrl_c_stops_everything(run: subprocess.Popen[str], root: Path) -> None:
    told = _read_until(run, "Ctrl-C stops everything.")
    assert processes_of(root), told
    run.send_signal(signal.SIGINT)
    rest, _ = run.communicate()
    assert run.returncode == 0, told + rest
    wait_until(lambda: not processes_of(root), 5, "nothing is left")


def _read_until(run: subprocess.Popen[str], line: str) -> str:
    assert run.stdout is not None
    told = ""
    for said in run.stdout:
        told += said
        if said.startswith(line):
            return told
    raise AssertionError(f"ended before it said {line!r}:\n{told}")
