"""python -m accounts.hashing.worker FD: hashes passwords for the process that started it, until that closes the socket.

One line of JSON a request, one an answer: {"password": ..., "hash": ... or null} -> true or false, {"password": ...} -> the
hash. It is a process and no thread: a thread that gave way while it held the interpreter's lock would stop its service.
"""

import json
import os
import signal
import socket
import sys

from accounts.hashing import argon2id

NICENESS = 5
"""A third of the weight of other processes: all of a core that is free, little of one that is not, never nothing."""


def serve(connection: socket.socket) -> None:
    """Answer until the other side closes."""
    # Checked when no account has the login, so that the time of the answer is the same.
    nobody = argon2id.HASHER.hash("nobody has this password")
    with connection, connection.makefile("rwb") as lines:
        for line in lines:
            lines.write(json.dumps(_answer(json.loads(line), nobody)).encode() + b"\n")
            lines.flush()


def _answer(request: dict[str, str | None], nobody: str) -> str | bool:
    password = request["password"]
    assert password is not None
    if "hash" not in request:
        return argon2id.HASHER.hash(password)
    password_hash = request["hash"]
    return argon2id.matches(password_hash or nobody, password) and password_hash is not None


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, whose end is the end of this
    os.nice(NICENESS)
    inherited = socket.socket(fileno=int(sys.argv[1]))
    inherited.setblocking(
        True
    )  # the cooperative sockets of the service are not, and the descriptor is theirs
    serve(inherited)
