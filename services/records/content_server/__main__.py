"""python -m records.content_server"""

from contracts import serving  # noqa: F401  isort: skip  before any contract

import os
import sys

import uvicorn

from chassis.core import process_start
from chassis.core.settings import load_settings, warn_of_unknown_settings
from chassis.http.draining_server import DrainingServer
from chassis.observability import json_logging, metrics
from chassis.observability.health import BackgroundCheck, health
from chassis.observability.probes import MongoProbe
from chassis.storage.encryption.kms_start import opened_keys
from chassis.storage.store import Store
from records.content_server.app import create_app
from records.content_server.request_metrics import SERVICE
from records.settings import ContentServerSettings


def main() -> None:
    """Serve until SIGTERM, then let running requests end within `drain_s`."""
    process_start.settle()
    settings = load_settings(ContentServerSettings)
    json_logging.configure_logging(SERVICE, settings.log_level)
    warn_of_unknown_settings()
    health.service = SERVICE
    metrics.describe_build(SERVICE, os.environ.get("MOTCUA_RELEASE", "source"))
    keys = opened_keys(settings, settings.mongo_uri, settings.mongo_database, SERVICE)
    store = Store(settings.mongo_uri, settings.mongo_database, SERVICE, master_keys=keys)
    probe = MongoProbe(settings.mongo_uri, SERVICE)
    mongo = BackgroundCheck(probe, lambda: probe.reason)
    health.register("mongo", mongo, mongo.reason)
    mongo.start()
    health.started = True
    config = uvicorn.Config(
        create_app(settings, store),
        host=settings.content_host,
        port=settings.content_port,
        loop="uvloop",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.drain_s,
    )
    sys.exit(0 if DrainingServer(config).run_until_stopped() else 1)


main()
