"""Work in the time that others leave over: its answer when it comes, nothing once it is late, starved or dead."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.hashing.spare_time import Request, SpareTime
from devstack.waiting import wait_until


@pytest.fixture
def gate() -> Iterator[tuple[int, int]]:
    """A pipe: the work waits until something comes through it."""
    read_end, write_end = os.pipe()
    yield read_end, write_end
    os.close(read_end)
    os.close(write_end)


def doubled(request: Request) -> object:
    return request["number"] * 2


def test_its_answer_comes_from_a_process_that_gives_way_to_all() -> None:
    spare = SpareTime(doubled, patience_s=30)
    assert spare.answer({"number": 4}) == (8,)
    assert os.getpriority(os.PRIO_PROCESS, spare.pid) == 19
    assert os.getsid(spare.pid) == spare.pid
    end(spare)


def test_a_late_answer_is_nobodys(gate: tuple[int, int]) -> None:
    """Neither that of the request that asked for it, which others have answered, nor that of the next one."""

    def waiting(request: Request) -> object:
        os.read(gate[0], 1)
        return doubled(request)

    spare = SpareTime(waiting, patience_s=0)
    assert spare.answer({"number": 1}) is None
    assert spare.answer({"number": 2}) is None, "it still works on the first"
    os.write(gate[1], b"12")
    spare._patience_s = 30
    wait_until(lambda: spare._arrived(0), 30, "the late answer")
    assert spare.answer({"number": 3}) == (6,)
    end(spare)


def test_without_the_process_there_is_no_answer() -> None:
    spare = SpareTime(doubled, patience_s=30)
    end(spare)
    assert spare.answer({"number": 4}) is None
    assert spare.answer({"number": 4}) is None


def test_it_ends_with_the_process_that_it_was_forked_from() -> None:
    spare = SpareTime(doubled, patience_s=30)
    assert spare.answer({"number": 1}) == (2,)
    spare._stream.close()
    spare._socket.close()
    wait_until(lambda: ended(spare.pid), 30, "it has ended")


def ended(pid: int) -> bool:
    return os.waitpid(pid, os.WNOHANG)[0] == pid or not Path(f"/proc/{pid}").exists()


def end(spare: SpareTime) -> None:
    os.kill(spare.pid, signal.SIGKILL)
    os.waitpid(spare.pid, 0)
