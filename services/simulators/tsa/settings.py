"""Settings of the simulated timestamp authority."""

from pydantic import Field

from simulators.server import SimulatorSettings


class TsaSettings(SimulatorSettings):
    """Settings of the simulated timestamp authority."""

    tsa_key: str = Field(repr=False, pattern="-----BEGIN .*PRIVATE KEY-----")
    """Its key (RSA) in PEM."""
    tsa_certificate: str = Field(pattern="-----BEGIN CERTIFICATE-----")
    """Its certificates in PEM, its own first, then those up to the root."""
