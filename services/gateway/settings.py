"""What the gateway reads from its environment. Sizes in bytes, times in seconds, rates per minute (0: no limit)."""

from pydantic import Field

from chassis.core.settings import Configuration


class GatewaySettings(Configuration):
    amqp_uri: str = Field(repr=False)
    records_content_url: str
    release: str = "source"
    http_host: str = "0.0.0.0"  # noqa: S104  inside a container; the local stack says 127.0.0.1
    http_port: int = 8000
    public_url: str = ""
    """The address that people use, for links in answers; empty: as the request says."""
    portal_url: str = "/"
    """Where the page after a payment sends people back to."""
    trusted_proxies: str = ""
    """Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed, comma-separated."""
    cors_origins: str = ""
    """Origins of front ends in browsers, comma-separated; `*` for any."""
    rpc_timeout_s: float = Field(default=10.0, gt=0)
    first_connection_s: float = Field(default=15.0, ge=0)
    """The port opens when the broker is there, at the latest after this time: nobody is sent here too early."""
    drain_s: float = Field(default=20.0, gt=0)
    drain_notice_s: float = Field(default=0.0, ge=0)
    """Between "not ready" and the closed port, for a load balancer that asks /readyz; the proxy needs none: it asks
    another gateway when one refuses."""
    max_body: int = Field(default=1024 * 1024, ge=1)
    max_head: int = Field(default=32 * 1024, ge=1024)
    head_timeout_s: float = Field(default=10.0, gt=0)
    body_timeout_s: float = Field(default=15.0, gt=0)
    file_idle_s: float = Field(default=15.0, gt=0)
    rate_client: int = Field(default=3000, ge=0)
    rate_account: int = Field(default=600, ge=0)
    rate_sign_in: int = Field(default=60, ge=0)
    rate_agency: int = Field(default=3000, ge=0)
    """Batches of one agency's systems."""
    max_batch: int = Field(default=4 * 1024 * 1024, ge=1)
    """Bytes of a batch of an agency's system."""
    batch_timeout_s: float = Field(default=30.0, gt=0)

    @property
    def origins(self) -> list[str]:
        return [origin.strip() for origin in self.cors_origins.split(",") if origin.strip()]
