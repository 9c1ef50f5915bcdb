"""Settings of the simulated timestamp authority."""

from pydantic import Field

from chassis.core.settings import Configuration


class TsaSettings(Configuration):
    """`tsa_key` (RSA) and `tsa_certificate` in PEM, the authority's own first, then those up to the root."""

    http_host: str = "127.0.0.1"
    http_port: int
    tsa_key: str = Field(repr=False)
    tsa_certificate: str
