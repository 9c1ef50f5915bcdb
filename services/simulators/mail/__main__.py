"""python -m simulators.mail"""

import uvicorn

from chassis.core.settings import load_settings
from chassis.observability import json_logging
from simulators.mail.app import MailSimulator
from simulators.mail.settings import MailSettings

settings = load_settings(MailSettings)
json_logging.configure_logging("mail-simulator", settings.log_level)
uvicorn.run(
    MailSimulator(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=3,
)
