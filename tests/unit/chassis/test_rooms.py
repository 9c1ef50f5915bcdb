"""import-linter holds the borders between the rooms; here is what it cannot see: what a library brings along."""

import subprocess
import sys
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[3] / "services"
CODE = """
import importlib, pkgutil, sys
room = importlib.import_module(f"chassis.{sys.argv[1]}")
names = [found.name for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")]
for name in names:
    importlib.import_module(name)
print(len(names) > 1, *sorted({"eventlet", "greenlet", "nameko"} & set(sys.modules)))
"""


@pytest.mark.parametrize("room", ["core", "observability", "amqp", "http", "storage"])
def test_room_for_plain_processes_brings_no_event_loop_along(room: str) -> None:
    """The gateway, the content server and the command line run on asyncio or in threads."""
    command = [sys.executable, "-c", CODE, room]
    done = subprocess.run(command, env={"PYTHONPATH": str(SERVICES)}, capture_output=True, text=True)
    assert (done.stdout.split(), done.stderr) == (["True"], "")
