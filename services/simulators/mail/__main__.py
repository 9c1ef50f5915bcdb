"""python -m simulators.mail"""

import uvicorn

from chassis import logs
from chassis.settings import load
from simulators.mail.app import MailServer
from simulators.mail.settings import MailSettings

settings = load(MailSettings)
logs.configure("mail-simulator", settings.log_level)
uvicorn.run(
    MailServer(settings).app(),
    host=settings.http_host,
    port=settings.http_port,
    log_config=None,
    access_log=False,
    timeout_graceful_shutdown=3,
)
