"""Settings of the simulated national portal."""

from pydantic import Field, SecretStr

from chassis.core.setting_types import MIN_GIVEN_SECRET
from simulators.server import SimulatorSettings


class PortalSettings(SimulatorSettings):
    """Settings of the simulated national portal."""

    portal_username: str = Field(min_length=1)
    """User that may call it."""
    portal_password: SecretStr = Field(min_length=MIN_GIVEN_SECRET)
    """That user's password."""
    portal_slow_s: float = Field(default=1.0, gt=0, le=3600)
    """How long an answer takes under the fault SLOW, in seconds."""
    portal_silent_s: float = Field(default=30.0, gt=0, le=3600)
    """How long an answer takes under the fault SILENT, in seconds."""
