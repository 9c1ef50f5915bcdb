"""Settings of the simulated national portal."""

from pydantic import Field, SecretStr

from chassis.core.settings import Configuration


class PortalSettings(Configuration):
    """`portal_slow_s`: how long an answer takes under the fault SLOW; `portal_silent_s`: under SILENT."""

    http_host: str = "127.0.0.1"
    http_port: int
    portal_username: str
    portal_password: SecretStr
    portal_slow_s: float = Field(default=1.0, gt=0)
    portal_silent_s: float = Field(default=30.0, gt=0)
