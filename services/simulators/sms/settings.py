"""Settings of this simulator."""

from pydantic import Field, SecretStr

from simulators.server import SimulatorSettings


class SmsSimulatorSettings(SimulatorSettings):
    """Whom it knows."""

    sms_api_key: SecretStr = Field(min_length=8)
    """Key of the account that may send."""
    sms_secret_key: SecretStr = Field(min_length=8)
    """Secret of that account."""
