"""One dossier through its whole life, over HTTP alone, and the checks of how it ended."""

from devstack.seed import ADMINISTRATOR
from devstack.system import System
from devstack.walk.runner import Walk


def walk(system: System) -> int:
    """The exit code: 0 when every step and every check passed. Prints what happens."""
    return prepare(system).run()


def prepare(system: System) -> Walk:
    """The walk through this system, ready to run."""
    return Walk(
        gateway_url=system.gateway_url,
        mail_url=system.mail_url,
        login=ADMINISTRATOR,
        password=system.secret("admin_password"),
    )
