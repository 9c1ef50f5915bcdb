"""python -m simulators.vnpay"""

import uvicorn

from chassis.core.settings import load_settings
from chassis.observability import json_logging
from simulators.vnpay.app import VnpaySimulator
from simulators.vnpay.settings import VnpaySettings

settings = load_settings(VnpaySettings)
json_logging.configure_logging("vnpay-simulator", settings.log_level)
uvicorn.run(
    VnpaySimulator(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=3,
)
