"""Settings of the simulated timestamp authority."""

from pydantic import Field

from simulators.server import SimulatorSettings


class TsaSettings(SimulatorSettings):
    """`tsa_key` (RSA) and `tsa_certificate` in PEM, the authority's own first, then those up to the root."""

    tsa_key: str = Field(repr=False)
    tsa_certificate: str
