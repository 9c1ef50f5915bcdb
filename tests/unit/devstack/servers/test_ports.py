"""Ports are remembered, and never given twice."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from devstack.servers import ports

DEPLOY = Path(ports.__file__).parents[2]


def test_names_get_different_ports() -> None:
    assigned = ports.assign([f"name{i}" for i in range(100)], {})
    assert len(set(assigned.values())) == 100


def test_remembered_port_is_kept() -> None:
    first = ports.assign(["one"], {})
    assert ports.assign(["one"], first) == first


def test_port_that_somebody_took_is_replaced() -> None:
    first = ports.assign(["one"], {})
    with socket.create_server((ports.LOOPBACK, first["one"])):
        assert ports.assign(["one"], first) != first


def test_port_that_another_stack_is_about_to_use_is_replaced() -> None:
    program = (
        "from devstack.servers import ports; print(ports.assign(['one'], {})['one'], flush=True); input()"
    )
    env = {**os.environ, "PYTHONPATH": str(DEPLOY)}
    command = [sys.executable, "-c", program]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as other:
        assert other.stdout is not None
        theirs = int(other.stdout.readline())
        assert ports.is_free(theirs)
        ours = ports.assign(["one"], {"one": theirs})["one"]
        other.communicate("\n")
    assert ours != theirs
