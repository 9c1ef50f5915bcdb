"""Hashes are computed outside of the process, behind everybody else's work, and nobody waits for one without end."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.support.priorities import gives_way

from accounts.hashing import argon2id
from accounts.hashing.pool import HashingPool
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until

PASSWORD = "con meo tren mai nha"


@pytest.fixture
def pool() -> Iterator[HashingPool]:
    pool = HashingPool(processes=2)
    yield pool
    pool.close()


def workers() -> list[int]:
    """The hashing processes that this process has started and that run."""
    return [child for child in _children(os.getpid()) if b"accounts.hashing.worker" in _command(child)]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_hashes_are_those_of_the_parameters(pool: HashingPool) -> None:
    password_hash = pool.hash(PASSWORD)
    assert not argon2id.HASHER.check_needs_rehash(password_hash)
    assert pool.verify(PASSWORD, password_hash)
    assert not pool.verify(PASSWORD + "x", password_hash)
    assert not pool.verify(PASSWORD, None)
    assert not pool.verify(PASSWORD, "no hash")


def test_the_parameters_are_at_least_those_of_owasp() -> None:
    """Password Storage Cheat Sheet: 19 MiB, two passes, one lane."""
    hasher = argon2id.HASHER
    assert (hasher.type.name, hasher.memory_cost >= 19 * 1024, hasher.time_cost >= 2) == ("ID", True, True)


def test_a_password_of_any_letters_is_taken(pool: HashingPool) -> None:
    for password in ('"\n\\ {}', "Mật khẩu của tôi 😊", "x" * 128):
        assert pool.verify(password, pool.hash(password))


def test_the_work_gives_way_to_all_other(pool: HashingPool) -> None:
    before = workers()
    pool.hash(PASSWORD)
    (worker,) = set(workers()) - set(before)
    assert gives_way(worker)


def test_there_are_no_more_processes_than_were_allowed(pool: HashingPool) -> None:
    before, password_hash = workers(), pool.hash(PASSWORD)
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: pool.verify(PASSWORD, password_hash), range(16)))
    assert 1 <= len(set(workers()) - set(before)) <= 2


def test_a_process_at_rest_gives_the_memory_of_its_hashes_back(pool: HashingPool) -> None:
    before = workers()
    pool.hash(PASSWORD)
    (worker,) = set(workers()) - set(before)
    after_hash = _resident_kib(worker)
    wait_until(lambda: _resident_kib(worker) < after_hash - 15 * 1024, 60, "the memory is given back")


def _resident_kib(pid: int) -> int:
    """With that of the process that it has forked."""
    statuses = [Path(f"/proc/{each}/status").read_text() for each in (pid, *_children(pid))]
    return sum(int(status.partition("VmRSS:")[2].split()[0]) for status in statuses)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_hashes_are_made_in_the_time_that_others_leave_over(pool: HashingPool) -> None:
    before = workers()
    pool.hash(PASSWORD)
    (worker,) = set(workers()) - set(before)
    (spare,) = _children(worker)
    assert os.getpriority(os.PRIO_PROCESS, spare) == 19


def test_a_process_that_was_killed_is_replaced(pool: HashingPool) -> None:
    before, password_hash = workers(), pool.hash(PASSWORD)
    (worker,) = set(workers()) - set(before)
    os.kill(worker, signal.SIGKILL)
    assert pool.verify(PASSWORD, password_hash)


def test_who_would_wait_too_long_is_refused_and_others_are_not() -> None:
    pool = HashingPool(processes=1, longest_wait_s=0.1)
    with pool.admission(), pool.admission(), pool.admission(), pool.admission():
        with pytest.raises(ServiceError) as refused, pool.admission():
            pass
        assert refused.value.code is ErrorCode.UNAVAILABLE
    with pool.admission():
        assert pool.hash(PASSWORD)
    pool.close()


def test_slower_hashes_make_a_shorter_queue() -> None:
    pool = HashingPool(processes=1, longest_wait_s=0.1)
    pool._mean_s = 0.5
    with pool.admission(), pytest.raises(ServiceError), pool.admission():
        pass


def test_a_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from chassis.core.child_process import ChildProcess\n"
        "process = ChildProcess('accounts.hashing.worker')\n"
        "process.exchange({'password': 'x'}); print(process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment, cwd=tmp_path)
    worker = int(done.stdout)
    wait_until(lambda: b"accounts.hashing.worker" not in _command(worker), 10, "the worker has ended")


_COOPERATIVE = """
from chassis import monkey_patch
from accounts.hashing.pool import HashingPool

pool = HashingPool(processes=1)
used = set()
for _ in range(3):
    pool.hash("con meo tren mai nha")
    used |= {process.pid for process in pool._idle}
print(len(used))
"""


def test_one_process_serves_a_cooperative_service() -> None:
    """Whose sockets do not block, while those of the hashing process have to."""
    done = subprocess.run(
        [sys.executable, "-c", _COOPERATIVE],
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "1\n"
