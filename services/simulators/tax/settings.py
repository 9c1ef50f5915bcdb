"""Settings of this simulator."""

from pydantic import Field, SecretStr

from simulators.server import SimulatorSettings


class TaxSimulatorSettings(SimulatorSettings):
    """Whom it knows."""

    tax_link_token: SecretStr = Field(default=SecretStr(""))
    """Token that a sender has to show; empty: none."""
