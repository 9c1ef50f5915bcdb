"""python -m accounts.hashing.worker FD: hashes passwords for the service that started it (`chassis.core.child_process`).

A frame has no bytes, only its head: {"password": ..., "hash": ... or null} -> {"answer": true or false},
{"password": ...} -> {"answer": the hash}.
"""

import ctypes

from accounts.hashing import argon2id
from chassis.core.child_process import ParentConnection, give_way

_IDLE_S = 1.0


def serve(parent: ParentConnection) -> None:
    """Answer until the other side closes."""
    # Checked when no account has the login, so that the time of the answer is the same.
    nobody = argon2id.HASHER.hash("nobody has this password")
    frames = iter(parent)
    while True:
        if parent.is_idle_for(_IDLE_S):
            _give_memory_back()
        frame = next(frames, None)
        if frame is None:
            return
        parent.answer({"answer": _answer(frame[0], nobody)})


def _give_memory_back() -> None:
    """Of the last hash, which the C library keeps for the next one."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's own
    if trim is not None:
        trim(0)


def _answer(request: dict[str, str | None], nobody: str) -> str | bool:
    password = request["password"]
    assert password is not None
    if "hash" not in request:
        return argon2id.HASHER.hash(password)
    password_hash = request["hash"]
    return argon2id.matches(password_hash or nobody, password) and password_hash is not None


if __name__ == "__main__":
    give_way()
    serve(ParentConnection.inherited())
