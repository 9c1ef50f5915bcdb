"""Run the byte door."""

import os

import uvicorn

from chassis import logs, metrics
from chassis.health import Cached, health
from chassis.probes import MongoProbe
from chassis.settings import load
from chassis.store import Store
from records.door.app import create_app
from records.door.measure import SERVICE
from records.settings import DoorSettings


def main() -> None:
    """Serve until SIGTERM, then let running requests end within `drain_s`."""
    settings = load(DoorSettings)
    logs.configure(SERVICE, settings.log_level)
    health.service = SERVICE
    metrics.describe_build(SERVICE, os.environ.get("MOTCUA_RELEASE", "source"))
    store = Store(settings.mongo_uri, settings.mongo_database, SERVICE)
    health.register("mongo", Cached(MongoProbe(settings.mongo_uri, SERVICE)))
    health.started = True
    uvicorn.run(
        create_app(settings, store),
        host=settings.door_host,
        port=settings.door_port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.drain_s,
    )


main()
