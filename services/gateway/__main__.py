"""`python -m gateway`: serve HTTP until told to stop."""

import sys

from chassis import logs
from chassis.settings import load_settings
from gateway.app import create_app
from gateway.server import serve
from gateway.settings import GatewaySettings
from gateway.watch import SERVICE

settings = load_settings(GatewaySettings)
logs.configure_logging(SERVICE, settings.log_level)
sys.exit(0 if serve(create_app(settings), settings) else 1)
