"""python -m accounts.hashing.worker FD: hashes passwords for the service that started it (`chassis.core.child_process`).

A frame has no bytes, only its head: {"password": ..., "hash": ... or null} -> {"answer": true or false},
{"password": ...} -> {"answer": the hash}.
"""

from accounts.hashing import argon2id
from accounts.hashing.spare_time import Request, SpareTime, give_memory_back
from chassis.core.child_process import ParentConnection, give_way

_IDLE_S = 1.0


def serve(parent: ParentConnection) -> None:
    """Answer until the other side closes: by the time that is left over, and by itself where none is."""
    # Checked when no account has the login, so that the time of the answer is the same.
    nobody = argon2id.HASHER.hash("nobody has this password")
    give_memory_back()

    def answer(request: Request) -> str | bool:
        return _answer(request, nobody)

    spare_time = SpareTime(answer, parent.fileno())
    frames = iter(parent)
    while True:
        if parent.is_idle_for(_IDLE_S):
            give_memory_back()
        frame = next(frames, None)
        if frame is None:
            return
        found = spare_time.answer(frame[0])
        parent.answer({"answer": answer(frame[0]) if found is None else found[0]})


def _answer(request: Request, nobody: str) -> str | bool:
    password = request["password"]
    assert password is not None
    if "hash" not in request:
        return argon2id.HASHER.hash(password)
    password_hash = request["hash"]
    return argon2id.matches(password_hash or nobody, password) and password_hash is not None


if __name__ == "__main__":
    give_way()
    serve(ParentConnection.inherited())
