"""python -m accounts.hashing.worker FD: hashes passwords for the service that started it (`chassis.core.child_process`).

A frame has no bytes, only its head: {"password": ..., "hash": ... or null} -> {"answer": true or false},
{"password": ...} -> {"answer": the hash}.
"""

from accounts.hashing import argon2id
from chassis.core.child_process import ParentConnection, give_way


def serve(parent: ParentConnection) -> None:
    """Answer until the other side closes."""
    # Checked when no account has the login, so that the time of the answer is the same.
    nobody = argon2id.HASHER.hash("nobody has this password")
    for request, _ in parent:
        parent.answer({"answer": _answer(request, nobody)})


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
