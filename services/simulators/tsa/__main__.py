"""python -m simulators.tsa"""

import uvicorn

from chassis import logs
from chassis.settings import load_settings
from simulators.tsa.app import TimestampAuthority
from simulators.tsa.settings import TsaSettings

settings = load_settings(TsaSettings)
logs.configure_logging("tsa-simulator", settings.log_level)
uvicorn.run(
    TimestampAuthority(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=3,
)
