"""The pool of hashing processes, and the queue before it, bounded by the time that it takes."""

import atexit
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chassis.core.child_process import ChildProcess
from contracts.errors import ErrorCode, ServiceError

PROCESSES = max(1, min(4, (os.cpu_count() or 1) - 1))
"""One core is left to everything else."""
WORKER = "accounts.hashing.worker"
"""The module that each process runs."""
LONGEST_WAIT_S = 2.0
"""Seconds that one may have to wait for a hash; who would wait longer is refused."""
_FIRST_GUESS_S = 0.03
_WEIGHT = 0.1
"""Of the newest in the running mean of the time of a hash."""


class HashingPool:
    """At most so many processes, each started when there is work for it; safe for threads and greenlets."""

    def __init__(
        self, processes: int = PROCESSES, longest_wait_s: float = LONGEST_WAIT_S, worker: str = WORKER
    ) -> None:
        self._processes = processes
        self._worker = worker
        self._longest_wait_s = longest_wait_s
        self._free = threading.Semaphore(processes)
        self._idle: list[ChildProcess] = []
        self._admitted = 0
        self._mean_s = _FIRST_GUESS_S
        atexit.register(self.close)

    @contextmanager
    def admission(self) -> Iterator[None]:
        """A place in the queue for what is done within. Raises UNAVAILABLE when the wait is too long."""
        if self._admitted * self._mean_s / self._processes > self._longest_wait_s:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        self._admitted += 1
        try:
            yield
        finally:
            self._admitted -= 1

    def hash(self, password: str) -> str:
        """In PHC string format, with a new salt. Blocks."""
        return str(self._ask({"password": password}))

    def verify(self, password: str, password_hash: str | None) -> bool:
        """Whether the hash is of this password; takes the same time without a hash. Blocks."""
        return bool(self._ask({"password": password, "hash": password_hash}))

    def close(self) -> None:
        """End the processes that have nothing to do."""
        while self._idle:
            self._idle.pop().end()

    def _ask(self, request: dict[str, Any]) -> Any:
        with self._free:
            started = time.monotonic()
            try:
                answer = self._ask_one(request)
            except OSError:
                # It was killed, the others that stand idle perhaps with it.
                self.close()
                answer = self._ask_one(request)
            self._mean_s += _WEIGHT * (time.monotonic() - started - self._mean_s)
            return answer

    def _ask_one(self, request: dict[str, Any]) -> Any:
        process = self._idle.pop() if self._idle else ChildProcess(self._worker)
        try:
            head, _ = process.exchange(request)
        except BaseException:  # also when its caller is killed: its answer would be taken for the next one's
            process.end()
            raise
        self._idle.append(process)
        return head["answer"]
