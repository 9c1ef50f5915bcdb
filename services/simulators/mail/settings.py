"""Settings of this simulator."""

from chassis.core.setting_types import Host, Port
from simulators.server import SimulatorSettings


class MailSettings(SimulatorSettings):
    """Two ports: mail comes in by one and is read by the other."""

    smtp_host: Host = "127.0.0.1"
    """Address at which mail comes in."""
    smtp_port: Port
    """Port at which mail comes in."""
