"""`python interpreter.py MODULE FD`: imports for the module, then forks a process for each request.

On the socket FD a request is a line of JSON (argv, env, cwd) with the log's descriptor beside it. It is answered by
"started ID"; the end of a process is told by "ended ID STATUS", the status as `waitpid` has it. Nothing here starts a thread
or a loop of eventlet, so that each fork is as new as an interpreter that has just imported.
"""

import array
import ast
import ctypes
import gc
import importlib.util
import itertools
import json
import os
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_LARGEST_REQUEST = 1 << 20
_PR_SET_PDEATHSIG = 1

# What a module imports may make these cooperative, which would start a loop here.
_poll, _read, _waitpid, _fork = select.poll, os.read, os.waitpid, os.fork


def main() -> None:
    module, descriptor = sys.argv[1], int(sys.argv[2])
    sys.path[0] = str(Path.cwd())  # as `python -m` has it
    channel = socket.socket(fileno=descriptor)
    woken, wakeup = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wakeup, False)
    _import_for(module)
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
    waiting = _poll()
    waiting.register(descriptor, select.POLLIN)
    waiting.register(woken, select.POLLIN)
    while True:
        for ready, _ in waiting.poll():
            if ready == woken:
                with suppress(BlockingIOError):
                    _read(woken, 4096)
                _report_ended(channel)
                continue
            request = _receive(channel)
            if request is None:
                return
            if (process_id := _fork()) == 0:
                _become(request, module, (channel.detach(), woken, wakeup))
                return
            os.close(request["log"])
            channel.sendall(f"started {process_id}\n".encode())


def _import_for(module: str) -> None:
    """Runs the imports with which the module's `__main__`, or a module that is no package, begins."""
    spec = importlib.util.find_spec(module)
    if spec is not None and spec.submodule_search_locations is not None:
        spec = importlib.util.find_spec(f"{module}.__main__")
    assert spec is not None
    assert spec.origin is not None
    body = ast.parse(Path(spec.origin).read_bytes()).body
    imports = list(itertools.takewhile(_precedes_all_else, body))
    exec(compile(ast.Module(imports, []), spec.origin, "exec"), {"__name__": "prepared"})


def _precedes_all_else(statement: ast.stmt) -> bool:
    """Imports and the docstring: what comes after another statement may depend on what that has done."""
    return isinstance(statement, ast.Import | ast.ImportFrom) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _receive(channel: socket.socket) -> dict[str, Any] | None:
    """None when whoever asks has ended."""
    descriptors = array.array("i")
    line, ancillary, _, _ = channel.recvmsg(_LARGEST_REQUEST, socket.CMSG_SPACE(descriptors.itemsize))
    if not line:
        return None
    for _level, _kind, data in ancillary:
        descriptors.frombytes(data)
    return {**json.loads(line), "log": descriptors[0]}


def _report_ended(channel: socket.socket) -> None:
    with suppress(ChildProcessError):
        while True:
            process_id, status = _waitpid(-1, os.WNOHANG)
            if process_id == 0:
                return
            channel.sendall(f"ended {process_id} {status}\n".encode())


def _become(request: dict[str, Any], module: str, inherited: tuple[int, ...]) -> None:
    """Is the process that was asked for, until its `__main__` ends."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for descriptor in inherited:
        os.close(descriptor)
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for target in (1, 2):
        os.dup2(request["log"], target)
    os.close(request["log"])
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = request["argv"]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
