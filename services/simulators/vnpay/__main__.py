"""python -m simulators.vnpay"""

import uvicorn

from chassis import logs
from chassis.settings import load
from simulators.vnpay.app import Provider
from simulators.vnpay.settings import VnpaySettings

settings = load(VnpaySettings)
logs.configure("vnpay-simulator", settings.log_level)
uvicorn.run(
    Provider(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=3,
)
