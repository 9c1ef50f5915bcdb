"""The priority of a process, as the kernel has it."""

import os
import re
from contextlib import suppress
from pathlib import Path

from chassis.core.child_process import NICENESS


def gives_way(pid: int) -> bool:
    """Whether a child process is weighed less than the one that started it: within its session and, where the kernel weighs
    sessions, as one."""
    niceness = min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)
    of_session = NICENESS
    with suppress(FileNotFoundError):
        found = re.fullmatch(r"/autogroup-\d+ nice (-?\d+)\n", Path(f"/proc/{pid}/autogroup").read_text())
        of_session = int(found[1]) if found else NICENESS
    return (os.getpriority(os.PRIO_PROCESS, pid), of_session, os.getsid(pid)) == (niceness, NICENESS, pid)
