"""What a process loads at its start: nothing large that it does not use."""

import subprocess
import sys
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[3] / "services"
LARGE = frozenset(
    [
        "OpenSSL",
        "aiohttp",
        "argon2",
        "click",
        "eventlet",
        "fastapi",
        "holidays",
        "jsonschema_rs",
        "kombu",
        "msgpack",
        "pikepdf",
        "pkcs11",
        "PIL",
        "pygments",
        "pyhanko",
        "pymongo",
        "pymongocrypt",
        "rapidfuzz",
        "requests",
        "rich",
        "segno",
        "starlette",
        "typst",
        "uvicorn",
        "webauthn",
        "yaml",
    ]
)
"""Modules that cost a megabyte or ten milliseconds and more."""

COOPERATIVE = "eventlet kombu pymongo pymongocrypt"
USES = {
    # One after the other in one process, so each line names what comes anew.
    "payments": COOPERATIVE,
    "notifications": "",
    "sync": "",
    "dossiers": "jsonschema_rs",
    "catalog": "holidays rapidfuzz",
    "accounts": "OpenSSL argon2 segno webauthn",
    "records": "aiohttp pikepdf pkcs11 pyhanko",
}
CODE = """
import gc, importlib, sys
importlib.import_module(sys.argv[2])
seen = set()
for module in sys.argv[3:]:
    importlib.import_module(module)
    now = {name for name in sys.argv[1].split(",") if sys.modules.get(name)}
    print(module, *sorted(now - seen))
    seen = now
print(gc.isenabled())
from chassis.core import process_start
process_start.settle()
print(gc.isenabled(), gc.get_freeze_count() > 100_000)
"""


def loaded(first: str, *modules: str) -> dict[str, str]:
    command = [sys.executable, "-c", CODE, ",".join(LARGE), first, *modules]
    done = subprocess.run(command, env={"PYTHONPATH": str(SERVICES)}, capture_output=True, text=True)
    *lines, collected, settled = done.stdout.splitlines()
    assert (collected, settled) == ("False", "True True"), done.stderr
    return {module: " ".join(names) for module, *names in map(str.split, lines)}


def test_services_load_what_they_use() -> None:
    found = loaded("chassis.monkey_patch", *(f"{service}.service" for service in USES))
    assert found == {f"{service}.service": names for service, names in USES.items()}


@pytest.mark.parametrize(
    ("module", "uses"),
    [
        ("gateway.app", "fastapi segno starlette"),
        ("records.content_server.app", "pyhanko pymongo pymongocrypt starlette"),
        ("records.making.worker", "OpenSSL PIL aiohttp eventlet pikepdf pkcs11 pyhanko segno typst"),
    ],
)
def test_plain_processes_load_what_they_use(module: str, uses: str) -> None:
    assert loaded("contracts.serving", module) == {module: uses}
