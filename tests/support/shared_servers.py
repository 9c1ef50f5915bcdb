"""One private server for all workers of a test run: the first that asks starts it, the others read its address.

Every user holds a shared file lock until its session ends; the worker that started the server waits for all of
them before it stops it. The locks end with their processes, so a worker that crashed delays nobody.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Protocol, TypeVar

_SHARED_MEMORY = Path("/dev/shm")
_ROOM_BYTES = 3_000_000_000
_PREFIX = f"motcua-tests-{os.geteuid()}-"

Address = TypeVar("Address")
Address_co = TypeVar("Address_co", covariant=True)


class Server(Protocol[Address_co]):
    """A private server: `address` is known once it has started."""

    @property
    def address(self) -> Address_co: ...

    def start(self) -> None: ...

    def kill(self) -> None: ...


class SharedServer(Generic[Address]):
    """A server under `folder`, which is the same for all workers of a run. Blocks while another worker starts it."""

    def __init__(self, folder: Path, new_server: Callable[[Path], Server[Address]]) -> None:
        self._folder = folder
        self._new_server = new_server
        self._started: Server[Address] | None = None
        self._lease: int | None = None

    def address(self) -> Address:
        """Starts the server unless some worker has. Raises StartError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with _locked(self._folder / "start.lock"):
            address = self._read() or self._start()
            self._lease = self._lease or _hold(self._folder / "users.lock", fcntl.LOCK_SH)
        return address

    def release(self) -> None:
        """Blocks, in the worker that started the server, until no other worker uses it; then stops it."""
        if self._lease is not None:
            os.close(self._lease)
            self._lease = None
        if self._started is None:
            return
        users = _hold(self._folder / "users.lock", fcntl.LOCK_EX)
        with _locked(self._folder / "start.lock"):
            self._started.kill()
            shutil.rmtree(self._folder, ignore_errors=True)
        os.close(users)
        self._started = None

    def _read(self) -> Address | None:
        file = self._folder / "address"
        if not file.exists():
            return None
        address: Address = pickle.loads(file.read_bytes())
        return address

    def _start(self) -> Address:
        server = self._new_server(self._folder)
        try:
            server.start()
        except BaseException:
            server.kill()
            raise
        self._started = server
        (self._folder / "address").write_bytes(pickle.dumps(server.address))
        return server.address


class RunFolder:
    """A folder of this test run, the same in all its workers, in memory where there is room.

    Folders of earlier runs that were killed are removed; the last worker that leaves removes this one.
    """

    def __init__(self) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"process-{os.getpid()}"
        self.path = data_root() / f"{_PREFIX}{run}"
        self.path.mkdir(mode=0o700, exist_ok=True)
        self._lease = _hold(self.path / "run.lock", fcntl.LOCK_SH)
        for other in data_root().glob(f"{_PREFIX}*"):
            if other != self.path:
                _remove_if_abandoned(other)

    def leave(self) -> None:
        os.close(self._lease)
        _remove_if_abandoned(self.path)


def data_root() -> Path:
    """Where servers and tests keep their data: in memory where a large tmpfs is mounted, else the system's temporary folder.

    Tests write programs, too: a container's shared memory, where none may run (noexec), will not do.
    """
    with contextlib.suppress(OSError):
        runs_programs = not os.statvfs(_SHARED_MEMORY).f_flag & os.ST_NOEXEC
        has_room = shutil.disk_usage(_SHARED_MEMORY).free > _ROOM_BYTES
        if runs_programs and has_room and os.access(_SHARED_MEMORY, os.W_OK):
            return _SHARED_MEMORY
    return Path(tempfile.gettempdir())


def _remove_if_abandoned(folder: Path) -> None:
    with contextlib.suppress(OSError):
        lock = _hold(folder / "run.lock", fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    descriptor = _hold(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _hold(file: Path, kind: int) -> int:
    """The descriptor that holds the lock until it is closed. Raises BlockingIOError with LOCK_NB."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
