"""Processes that belong to a folder: found by what stands in their command line and environment."""

from __future__ import annotations

import contextlib
from pathlib import Path


def processes_of(root: Path) -> list[str]:
    """The command lines of all processes that were told of the folder, whoever started them."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (process / "cmdline").read_bytes()
            if str(root).encode() in command + (process / "environ").read_bytes():
                found.append(command.replace(b"\0", b" ").decode(errors="replace"))
    return found
