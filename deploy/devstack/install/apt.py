"""Debian packages, by root or sudo, with progress, and without starting the servers inside them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from devstack.install.missing import MissingPartError
from devstack.install.progress import Progress

_SCRIPT = Path(__file__).with_name("apt.sh")
_STATUS = re.compile(r"^(?:dl|pm)status:[^:]*:(?P<percent>[\d.]+):(?P<what>.*)$")


def install(part: str, *packages: str) -> None:
    """Raises MissingPartError without apt-get, without root and sudo, or when apt-get fails."""
    command = [*_root_prefix(part, packages), "sh", str(_SCRIPT), *packages]
    last_error = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        with Progress(f"installing {' '.join(packages)}") as progress:
            for line in process.stdout:
                if status := _STATUS.match(line):
                    progress.update(f"{float(status['percent']):3.0f} % {status['what']}")
                elif line.startswith("E:"):
                    last_error = line[2:].strip()
    if process.returncode:
        raise MissingPartError(
            part, f"apt-get could not install {' '.join(packages)}: {last_error or 'no reason given'}"
        )


def _root_prefix(part: str, packages: tuple[str, ...]) -> list[str]:
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise MissingPartError(part, f"{names} is missing and this system has no apt-get")
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        raise MissingPartError(part, f"{names} is missing and installing it needs root or sudo")
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
