"""`python -m gateway`: serve HTTP until SIGTERM."""

from contracts import serving  # noqa: F401  isort: skip  before any contract

import sys

from chassis.core import process_start
from chassis.core.settings import load_settings, warn_of_unknown_settings
from chassis.observability import json_logging
from gateway.app import create_app
from gateway.middleware.request_log import SERVICE
from gateway.server import serve
from gateway.settings import GatewaySettings

settings = load_settings(GatewaySettings)
json_logging.configure_logging(SERVICE, settings.log_level)
warn_of_unknown_settings()
app = create_app(settings)
process_start.settle()
sys.exit(0 if serve(app, settings) else 1)
