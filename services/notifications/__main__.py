"""python -m notifications"""

from chassis import green  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runner import run
from notifications.service import NotificationsService
from notifications.settings import NotificationsSettings

run(NotificationsService, NotificationsSettings)
