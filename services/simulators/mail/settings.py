"""Settings of this simulator."""

from simulators.server import SimulatorSettings


class MailSettings(SimulatorSettings):
    """Two ports: mail comes in by one and is read by the other."""

    smtp_host: str = "127.0.0.1"
    smtp_port: int
