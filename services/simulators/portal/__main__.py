"""python -m simulators.portal"""

import uvicorn

from chassis import logs
from chassis.settings import load_settings
from simulators.portal.app import NationalPortal
from simulators.portal.settings import PortalSettings

settings = load_settings(PortalSettings)
logs.configure_logging("portal-simulator", settings.log_level)
uvicorn.run(
    NationalPortal(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=1,
)
