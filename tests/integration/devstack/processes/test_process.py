"""A stack starts its processes, tells who failed, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devstack.processes.child import StartError
from devstack.processes.process import Process, ProcessGroup
from devstack.processes.supervisor import Supervisor
from devstack.servers import ports
from devstack.servers.mongo import REPO
from devstack.waiting import wait_until

RESPONDER = Path(__file__).with_name("responder.py")
Make = Callable[..., Process]


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return state != "Z"


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Process] = []

    def make_one(name: str, mood: str = "normal") -> Process:
        port = ports.assign([name], {})[name]
        command: list[str | Path] = [sys.executable, RESPONDER, str(port), mood]
        env = {"PATH": os.environ["PATH"]}
        url = f"http://127.0.0.1:{port}/readyz"
        made.append(Process(name, command, env, tmp_path, tmp_path / "log" / f"{name}.log", url))
        return made[-1]

    yield make_one
    for process in made:
        process.kill()


def test_start_reports_each_process_when_it_is_ready(make: Make) -> None:
    lines: list[str] = []
    ProcessGroup([make("first"), make("second")]).start(lines.append)
    assert sorted(line.split(" ready ")[0] for line in lines) == ["first", "second"]


def test_start_names_the_process_that_died_and_shows_its_log(make: Make) -> None:
    with pytest.raises(StartError, match=r"(?s)second ended with code 1.*MOTCUA_X is missing"):
        ProcessGroup([make("first"), make("second", "broken")]).start(lambda _: None)


def test_start_names_the_process_that_is_late(make: Make) -> None:
    with pytest.raises(StartError, match="quiet is not ready"):
        ProcessGroup([make("quiet", "silent")]).start(lambda _: None, seconds=0.5)


def test_stop_ends_all(make: Make) -> None:
    stack = ProcessGroup([make("first"), make("second")])
    stack.start(lambda _: None)
    assert stack.stop() == []
    assert [process.name for process in stack.exited()] == ["first", "second"]


def test_stop_kills_who_does_not_listen_and_says_so(make: Make) -> None:
    stack = ProcessGroup([make("first"), make("deaf", "stubborn")])
    stack.start(lambda _: None)
    assert stack.stop(seconds=0.5) == ["deaf"]
    assert not stack.process("deaf").alive


def test_kill_and_start_give_the_same_address(make: Make) -> None:
    process = make("one")
    process.start()
    before = process.pid
    process.kill()
    assert not process.is_ready()
    process.start()
    assert process.is_ready() and process.pid != before


def test_kill_takes_the_whole_group(make: Make) -> None:
    process = make("family", "parent")
    process.start()
    grandchild = int(process.log.read_text().split()[0])
    process.kill()
    wait_until(lambda: not exists(grandchild), what="the grandchild ends")


def test_supervisor_starts_a_dead_process_again_and_gives_up_in_the_end(make: Make) -> None:
    stack, lines = ProcessGroup([make("hopeless", "broken")]), list[str]()
    Supervisor(stack, lines.append).watch()
    assert lines.count("hopeless started again") == 4
    assert "giving up" in lines[-1]


def test_nothing_outlives_a_killed_parent(tmp_path: Path) -> None:
    port = ports.assign(["orphan"], {})["orphan"]
    program = (
        "import sys, time; from pathlib import Path; from devstack.processes.process import Process\n"
        f"process = Process('orphan', [sys.executable, {str(RESPONDER)!r}, '{port}', 'stubborn'], {{}},"
        f" Path('/'), Path({str(tmp_path)!r}) / 'log', 'http://127.0.0.1:{port}/readyz')\n"
        "process.start(); print(process.pid, flush=True); time.sleep(600)"
    )
    env = {**os.environ, "PYTHONPATH": str(REPO / "deploy")}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=env) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert exists(child)
        parent.send_signal(signal.SIGKILL)
    wait_until(lambda: not exists(child), what="the child follows its parent")
