"""python -m notifications"""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from notifications.application.problems import count_from_zero
from notifications.service import NotificationsService
from notifications.settings import NotificationsSettings

count_from_zero(NotificationsService.name)
run(NotificationsService, NotificationsSettings)
