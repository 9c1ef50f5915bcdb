"""Where the command line finds the broker; each value also from the file named by its variable with _FILE."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from cryptography.x509 import load_pem_x509_certificates
from pydantic import AfterValidator, Field

from chassis.core.setting_types import AmqpUri, Form, RetryTiers, Url
from chassis.core.settings import Configuration


def _require_certificates(pem: str) -> str:
    try:
        found = load_pem_x509_certificates(pem.encode())
    except ValueError:
        found = []
    if not found:
        raise ValueError("no certificate in PEM")
    return pem


class OperatorSettings(Configuration):
    """For commands that call services or move messages: the operator's own, narrow login."""

    amqp_uri: AmqpUri
    """Address of the broker with the operator's login."""


class AuditSettings(OperatorSettings):
    """For `motcua audit verify`: the operator's login, and what it needs to judge the anchors without asking anybody."""

    anchor_dir: Path
    """Folder of the anchors, as records writes it, or a copy of it."""
    trust_roots: Annotated[str, AfterValidator(_require_certificates), Form("certificates in PEM")]
    """Certificates in PEM under which the seal's key and the timestamp authority are trusted."""


class BrokerSettings(Configuration):
    """For commands that set the broker up: the administrator's login.

    Without a management address the exchanges and queues are still made, users and permissions are not.
    """

    amqp_admin_uri: AmqpUri
    """Address of the broker with the administrator's login."""
    management_url: Url | None = Field(default=None, repr=False)
    """Address of the broker's management, for users and permissions."""
    secrets_dir: Path | None = None
    """Folder of the files amqp_uri_<user>, from which the users get their passwords."""
    retry_tiers: RetryTiers = "5s,30s,2m,10m,1h"
    """Pauses before an event that failed is tried again; the same as of the services."""


def with_vhost(amqp_uri: str, vhost: str) -> str:
    """The same login on another virtual host."""
    return urlunsplit(urlsplit(amqp_uri)._replace(path="/" + quote(vhost, safe="")))


def vhost_of(amqp_uri: str) -> str:
    return unquote(urlsplit(amqp_uri).path.removeprefix("/")) or "/"


def without_login(uri: str) -> str:
    """Fit to be shown: no user, no password."""
    parts = urlsplit(uri)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
