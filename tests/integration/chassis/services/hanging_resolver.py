"""The sample service in a process whose C library may not answer for one name, as with a name server that is mute.

Run with `python -m`. While the file of MOTCUA_TEST_MUTE is there, a look-up of `NAME` blocks its thread, as getaddrinfo
does; else it is this machine.
"""

import _socket
import os
import runpy
import socket
import time
from pathlib import Path
from typing import Any

NAME = "mute.invalid"
SECONDS = 30.0


def hang_for_one_name(mute: Path) -> None:
    """Put it in the place of the C library's look-up, below whatever `socket` and eventlet make of it."""
    look_up, sleep = _socket.getaddrinfo, time.sleep

    def getaddrinfo(host: Any, port: Any, *rest: int) -> Any:
        flags = [*rest, 0, 0, 0, 0][3]
        if host != NAME or flags & socket.AI_NUMERICHOST:
            return look_up(host, port, *rest)
        if mute.exists():
            sleep(SECONDS)
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return look_up("127.0.0.1", port, *rest)

    vars(_socket)["getaddrinfo"] = getaddrinfo


if __name__ == "__main__":
    hang_for_one_name(Path(os.environ["MOTCUA_TEST_MUTE"]))
    runpy.run_module("tests.integration.chassis.services.sample", run_name="__main__")
