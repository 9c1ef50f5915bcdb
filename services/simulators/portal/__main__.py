"""python -m simulators.portal"""

import uvicorn

from chassis.core.settings import load_settings
from chassis.observability import json_logging
from simulators.portal.app import NationalPortal
from simulators.portal.settings import PortalSettings

settings = load_settings(PortalSettings)
json_logging.configure_logging("portal-simulator", settings.log_level)
uvicorn.run(
    NationalPortal(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=1,
)
