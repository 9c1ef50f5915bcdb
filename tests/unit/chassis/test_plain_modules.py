import subprocess
import sys
from pathlib import Path

SERVICES = Path(__file__).parents[3] / "services"
PLAIN = (
    "core.settings",
    "core.context",
    "core.ids",
    "core.clock",
    "observability.json_logging",
    "observability.metrics",
    "storage.errors",
    "storage.store",
    "storage.event_log",
    "core.pagination",
    "amqp.topology",
    "amqp.declare",
    "amqp.dead_letters",
    "amqp.blocking_rpc_client",
)
CODE = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(f"chassis.{name}")
    found = {"eventlet", "nameko"} & set(sys.modules)
    if found:
        print(name, "brings", *found)
        break
"""


def test_modules_for_plain_processes_bring_no_event_loop_along() -> None:
    """The gateway, the door of records and the command line run in threads or on asyncio."""
    command = [sys.executable, "-c", CODE, *PLAIN]
    done = subprocess.run(command, env={"PYTHONPATH": str(SERVICES)}, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
