"""python -m simulators.tsa"""

import uvicorn

from chassis.core.settings import load_settings
from chassis.observability import json_logging
from simulators.tsa.app import TimestampAuthority
from simulators.tsa.settings import TsaSettings

settings = load_settings(TsaSettings)
json_logging.configure_logging("tsa-simulator", settings.log_level)
uvicorn.run(
    TimestampAuthority(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=3,
)
