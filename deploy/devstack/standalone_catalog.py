"""The catalogue service alone, on a corner of given servers: for its own tests and for checking imports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chassis.amqp import declare, topology
from devstack.processes.process import Process
from devstack.servers import ports
from devstack.servers.broker_address import Vhost
from devstack.servers.mongo import REPO
from devstack.servers.mongo_address import MongoDatabase
from devstack.servers.ports import LOOPBACK

SERVICE = "catalog"


@contextmanager
def standalone_catalog(
    vhost: Vhost, database: MongoDatabase, log: Path, look_every_s: float = 10.0
) -> Iterator[Process]:
    """Ready on entry; killed at the end. It looks for timers of others every so many seconds. Raises StartError."""
    declare.declare_topology(vhost.uri, topology.build_topology((SERVICE,), ()))
    process = _process(vhost, database, log, look_every_s)
    process.start()
    try:
        yield process
    finally:
        process.kill()


def _process(vhost: Vhost, database: MongoDatabase, log: Path, look_every_s: float) -> Process:
    port = ports.assign((SERVICE,), {})[SERVICE]
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(REPO / "services"),
        "EVENTLET_NO_GREENDNS": "yes",
        "MOTCUA_SERVICE": SERVICE,
        "MOTCUA_AMQP_URI": vhost.uri,
        "MOTCUA_MONGO_URI": database.uri,
        "MOTCUA_MONGO_DATABASE": database.name,
        "MOTCUA_LOOK_EVERY_S": str(look_every_s),
        "MOTCUA_ADMIN_HOST": LOOPBACK,
        "MOTCUA_ADMIN_PORT": str(port),
        "MOTCUA_CLAIMS_REQUIRED": "false",  # it is alone, and whoever made the virtual host asks it
    }
    command = [sys.executable, "-m", SERVICE]
    return Process(SERVICE, command, env, REPO, log, f"http://{LOOPBACK}:{port}/readyz")
