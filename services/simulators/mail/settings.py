"""What the simulator must be told."""

from chassis.core.settings import Configuration


class MailSettings(Configuration):
    """Two ports: mail comes in by one and is read by the other."""

    http_host: str = "127.0.0.1"
    http_port: int
    smtp_host: str = "127.0.0.1"
    smtp_port: int
