"""Settings of the simulated identity provider."""

from pydantic import Field

from chassis.core.setting_types import OptionalUrl
from simulators.server import SimulatorSettings


class VneidSettings(SimulatorSettings):
    """Settings of the simulated identity provider."""

    vneid_url: OptionalUrl = ""
    """Its own address as browsers reach it, the issuer of its tokens; nothing: host and port at which it serves."""
    vneid_server_url: OptionalUrl = ""
    """Its address as servers reach it, for tokens and keys; nothing: the same."""
    eid_client_secrets: str = Field(repr=False, min_length=2)
    """JSON object: the secret of each client, whose id is the name `vneid` or `npsp`."""
    vneid_back_channel_url: OptionalUrl = ""
    """Where it tells of log-outs: the gateway's /v1/eid; nothing: nowhere."""

    @property
    def own_url(self) -> str:
        return (self.vneid_url or f"http://{self.http_host}:{self.http_port}").rstrip("/")

    @property
    def server_url(self) -> str:
        return self.vneid_server_url.rstrip("/") or self.own_url
