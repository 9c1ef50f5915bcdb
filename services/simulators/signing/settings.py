"""Settings of the simulated certification authority and signing service."""

from pydantic import Field

from chassis.core.setting_types import Url
from simulators.server import SimulatorSettings


class SigningSettings(SimulatorSettings):
    """Settings of the simulated certification authority and signing service."""

    authority_key: str = Field(repr=False, pattern="-----BEGIN .*PRIVATE KEY-----")
    """Key of the authority in PEM."""
    authority_certificate: str = Field(pattern="-----BEGIN CERTIFICATE-----")
    """Its certificate in PEM."""
    signing_url: Url
    """The address at which it is reached: its certificates name it."""
    signing_keys_dir: str
    """Folder of the keys that it has made, `NAME.pem` each, with their certificates; records may read it."""
    signing_service_client_id: str = "motcua"
    """Client of the signing service."""
    signing_service_client_secret: str = Field(repr=False)
    """Its secret."""
    signing_service_pin: str = Field(repr=False)
    """PIN of every credential."""
