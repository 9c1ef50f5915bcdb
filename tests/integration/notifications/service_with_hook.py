"""The notifications service with the second channel registered. `python -m` runs it."""

from chassis import monkey_patch  # noqa: F401, I001  first: it makes the process cooperative

from chassis.runtime.service import run
from notifications.channels.registry import FACTORIES
from tests.integration.notifications.hook import HookChannel

FACTORIES["hook"] = HookChannel.from_environment

from notifications.service import NotificationsService  # noqa: E402  its timers are those of the registry
from notifications.settings import NotificationsSettings  # noqa: E402

if __name__ == "__main__":
    run(NotificationsService, NotificationsSettings)
