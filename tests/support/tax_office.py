"""The simulated link to the tax office, served by a thread of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from devstack.servers.ports import LOOPBACK, free_port
from simulators.tax.app import TaxSimulator
from simulators.tax.settings import TaxSimulatorSettings

WAIT_S = 20.0
TOKEN = "a token of tests"


@contextmanager
def tax_office() -> Iterator[tuple[str, TaxSimulator]]:
    """Its address, and itself."""
    port = free_port()
    simulator = TaxSimulator(
        TaxSimulatorSettings.model_validate({"http_port": port, "tax_link_token": TOKEN})
    )
    config = uvicorn.Config(simulator.app(), host=LOOPBACK, port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + WAIT_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started, "the link is not ready"
    yield f"http://{LOOPBACK}:{port}", simulator
    server.should_exit = server.force_exit = True
    thread.join(WAIT_S)
