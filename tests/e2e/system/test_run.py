"""What `make run` starts once its environment is there: the walk, a second run on the same data, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from tests.e2e.system.leftover_processes import processes_of

from devstack.servers.mongo import REPO
from devstack.waiting import wait_until

pytestmark = pytest.mark.deep
_SECONDS = 150.0
_LAST_LINE = "Ctrl-C stops everything."


@contextmanager
def devstack_run(root: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m devstack run` in this folder; killed when it takes too long."""
    path = os.pathsep.join(str(REPO / part) for part in ("deploy", "services"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    with subprocess.Popen(
        [sys.executable, "-m", "devstack", "--root", str(root), "run", *options],
        cwd=REPO,
        env={**environment, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        alarm = Timer(_SECONDS, process.kill)
        alarm.start()
        try:
            yield process
        finally:
            alarm.cancel()
            process.kill()


@pytest.mark.timeout(320)
def test_a_run_walks_a_dossier_and_the_next_one_finds_its_data(tmp_path: Path) -> None:
    with devstack_run(tmp_path, "--once") as first:
        output, _ = first.communicate()
        assert first.returncode == 0, output
        assert "all passed" in output
    assert processes_of(tmp_path) == []
    with devstack_run(tmp_path) as second:
        output = _read_until(second, _LAST_LINE)
        assert processes_of(tmp_path), output
        second.send_signal(signal.SIGINT)
        rest, _ = second.communicate()
        assert second.returncode == 0, output + rest
    wait_until(lambda: not processes_of(tmp_path), 5, "nothing is left")


def _read_until(process: subprocess.Popen[str], line: str) -> str:
    assert process.stdout is not None
    output = ""
    for printed in process.stdout:
        output += printed
        if printed.startswith(line):
            return output
    raise AssertionError(f"ended before it printed {line!r}:\n{output}")
