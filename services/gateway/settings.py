"""What the gateway reads from its environment. Sizes in bytes, times in seconds, rates per minute (0: no limit)."""

import ipaddress
from functools import cached_property

from pydantic import Field

from chassis.core.setting_types import AmqpUri, Host, Networks, OptionalUrl, Origins, Page, Port, Url
from chassis.core.settings import Configuration


class GatewaySettings(Configuration):
    """Settings of the gateway."""

    amqp_uri: AmqpUri
    """Address of the broker with the gateway's own login."""
    records_content_url: Url
    """Address of the content server of records."""
    http_host: Host = "0.0.0.0"  # noqa: S104  inside a container; the local stack says 127.0.0.1
    """Address at which it serves HTTP."""
    http_port: Port = 8000
    """Port at which it serves HTTP."""
    public_url: OptionalUrl = ""
    """The address that people use, for links in answers; empty: as the request says."""
    portal_url: Page = "/"
    """Where the page after a payment sends people back to."""
    trusted_proxies: Networks = ""
    """Addresses or networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, comma-separated; empty:
    nobody's. The client is the last address in X-Forwarded-For that is none of them."""
    client_certificates: bool = False
    """Whether the proxies of `trusted_proxies` hand on a client's TLS certificate in X-Client-Certificate, and drop what a
    client writes there itself."""
    cors_origins: Origins = ""
    """Origins of front ends in browsers, comma-separated; `*` for any."""
    rpc_timeout_s: float = Field(default=10.0, gt=0, le=3600)
    """How long the services may take to answer a request."""
    first_connection_s: float = Field(default=15.0, ge=0, le=3600)
    """The port opens when the broker is there, at the latest after this time: nobody is sent here too early."""
    drain_s: float = Field(default=20.0, gt=0, le=3600)
    """How long requests that have begun may take after the signal to stop."""
    drain_notice_s: float = Field(default=0.0, ge=0, le=3600)
    """Between "not ready" and the closed port, for a load balancer that asks /readyz; the proxy needs none: it asks
    another gateway when one refuses."""
    max_body: int = Field(default=1024 * 1024, ge=1, le=16 * 1024 * 1024)
    """Bytes of a JSON body."""
    max_head: int = Field(default=32 * 1024, ge=1024, le=1024 * 1024)
    """Bytes of the head of a request."""
    head_timeout_s: float = Field(default=10.0, gt=0, le=3600)
    """How long the head of a request may take to come."""
    body_timeout_s: float = Field(default=15.0, gt=0, le=3600)
    """How long a JSON body may take to come."""
    file_idle_s: float = Field(default=15.0, gt=0, le=3600)
    """The longest pause between two pieces of an uploaded file."""
    admission_target_s: float = Field(default=0.5, ge=0, le=60)
    """Mean time that acts may take before some are answered 503 at once, so that the others end in time; half of it for
    reads. 0: all are admitted."""
    catalogue_memory: int = Field(default=32 * 1024 * 1024, ge=0, le=1024 * 1024 * 1024)
    """Bytes of answers of the catalogue that are kept in memory."""
    rate_client: int = Field(default=3000, ge=0)
    """Requests of one client address a minute."""
    rate_account: int = Field(default=600, ge=0)
    """Requests of one account a minute."""
    rate_sign_in: int = Field(default=60, ge=0)
    """Sign-ins, registrations and look-ups of one client address a minute."""
    rate_verification: int = Field(default=30, ge=0)
    """Files of one client address a minute that are sent to be verified."""
    rate_agency: int = Field(default=3000, ge=0)
    """Batches of one agency's systems a minute."""
    max_batch: int = Field(default=4 * 1024 * 1024, ge=1, le=15 * 1024 * 1024)
    """Bytes of a batch of an agency's system."""
    batch_timeout_s: float = Field(default=30.0, gt=0, le=3600)
    """How long a batch may take."""

    @cached_property
    def proxy_networks(self) -> tuple[str, ...]:
        """As `contracts.networks` reads them."""
        named = filter(None, map(str.strip, self.trusted_proxies.split(",")))
        return tuple(str(ipaddress.ip_network(each, strict=False)) for each in named)

    @property
    def origins(self) -> list[str]:
        """As browsers write them: without a slash at the end."""
        named = (origin.strip().rstrip("/") for origin in self.cors_origins.split(","))
        return [origin for origin in named if origin]
