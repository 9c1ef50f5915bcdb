"""python -m notifications"""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from notifications.service import NotificationsService
from notifications.settings import NotificationsSettings

run(NotificationsService, NotificationsSettings)
