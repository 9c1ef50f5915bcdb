"""Which processes make up the system, and the environment of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from contracts.topology import SERVICES
from local.ports import LOOPBACK
from local.secrets import database_of

MAIL_FROM = "motcua@localhost"

PORTS = (*SERVICES, "door", "gateway", "vnpay", "mail", "smtp")
"""The names of all ports. A service's own is that of its live, ready and metrics endpoints."""


@dataclass(frozen=True)
class Entry:
    """One process: `python -m <module>`, ready when /readyz on its port says so."""

    name: str
    module: str
    port: int
    env: Mapping[str, str]

    @property
    def ready_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/readyz"


@dataclass(frozen=True)
class Place:
    """Where the secrets are and which port is whose."""

    secrets: Path
    ports: Mapping[str, int]

    def url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self.ports[name]}"

    def secret(self, name: str) -> str:
        return str(self.secrets / name)


def entries(place: Place) -> Iterator[Entry]:
    """In the order of start; the simulators first, the gateway last."""
    yield from _simulators(place)
    for service in SERVICES:
        env = {**_service(place, service), **_special(place).get(service, {})}
        yield Entry(service, service, place.ports[service], env)
    yield _door(place)
    yield _gateway(place)


def operator(place: Place) -> dict[str, str]:
    """The environment of the operator's command line."""
    return {
        "MOTCUA_SERVICE": "cli",
        "MOTCUA_AMQP_URI_FILE": place.secret("amqp_uri_cli"),
        "MOTCUA_AMQP_ADMIN_URI_FILE": place.secret("amqp_admin_uri"),
        "MOTCUA_MANAGEMENT_URL_FILE": place.secret("management_url"),
        "MOTCUA_SECRETS_DIR": str(place.secrets),
    }


def _service(place: Place, service: str) -> dict[str, str]:
    return {
        "MOTCUA_SERVICE": service,
        "MOTCUA_AMQP_URI_FILE": place.secret(f"amqp_uri_{service}"),
        "MOTCUA_MONGO_URI_FILE": place.secret(f"mongo_uri_{service}"),
        "MOTCUA_MONGO_DATABASE": database_of(service),
        "MOTCUA_ADMIN_HOST": LOOPBACK,
        "MOTCUA_ADMIN_PORT": str(place.ports[service]),
        # dnspython and eventlet's resolver do not agree; addresses here are numbers anyway.
        "EVENTLET_NO_GREENDNS": "yes",
    }


def _special(place: Place) -> dict[str, dict[str, str]]:
    """What single services need beyond the common settings."""
    return {
        "accounts": {"MOTCUA_SIGNING_KEY_FILE": place.secret("accounts_signing_key.pem")},
        "records": {**_tickets(place), **_seal(place)},
        "payments": {
            **_vnpay_secrets(place),
            "MOTCUA_VNPAY_PAY_URL": f"{place.url('vnpay')}/paymentv2/vpcpay.html",
            "MOTCUA_VNPAY_API_URL": f"{place.url('vnpay')}/merchant_webapi/api/transaction",
            "MOTCUA_VNPAY_RETURN_URL": f"{place.url('gateway')}/v1/payments/vnpay/return",
        },
        "notifications": {
            "MOTCUA_SMTP_HOST": LOOPBACK,
            "MOTCUA_SMTP_PORT": str(place.ports["smtp"]),
            "MOTCUA_MAIL_FROM": MAIL_FROM,
        },
    }


def _tickets(place: Place) -> dict[str, str]:
    return {"MOTCUA_TICKET_KEY_FILE": place.secret("records_ticket_key")}


def _seal(place: Place) -> dict[str, str]:
    """What documents are signed with, and where their QR codes lead."""
    return {
        "MOTCUA_SEAL_KEY_FILE": place.secret("seal_key.pem"),
        "MOTCUA_SEAL_CERTIFICATE_FILE": place.secret("seal_certificate.pem"),
        "MOTCUA_TRUST_ROOTS_FILE": place.secret("trust_roots.pem"),
        "MOTCUA_PUBLIC_URL": place.url("gateway"),
    }


def _vnpay_secrets(place: Place) -> dict[str, str]:
    return {
        "MOTCUA_VNPAY_TMN_CODE_FILE": place.secret("vnpay_tmn_code"),
        "MOTCUA_VNPAY_HASH_SECRET_FILE": place.secret("vnpay_hash_secret"),
    }


def _simulators(place: Place) -> Iterator[Entry]:
    mail = {"MOTCUA_SMTP_HOST": LOOPBACK, "MOTCUA_SMTP_PORT": str(place.ports["smtp"])}
    yield Entry("mail", "simulators.mail", place.ports["mail"], {**_http(place, "mail"), **mail})
    vnpay = {
        **_vnpay_secrets(place),
        "MOTCUA_VNPAY_IPN_URL": f"{place.url('gateway')}/v1/payments/vnpay/ipn",
    }
    yield Entry("vnpay", "simulators.vnpay", place.ports["vnpay"], {**_http(place, "vnpay"), **vnpay})


def _door(place: Place) -> Entry:
    """The byte server of records: its database and the key of its tickets, its own port. It seals nothing."""
    env = _service(place, "records") | _tickets(place)
    del env["MOTCUA_ADMIN_HOST"], env["MOTCUA_ADMIN_PORT"]
    door = {"MOTCUA_DOOR_HOST": LOOPBACK, "MOTCUA_DOOR_PORT": str(place.ports["door"])}
    return Entry("door", "records.door", place.ports["door"], env | door)


def _gateway(place: Place) -> Entry:
    env = {
        **_http(place, "gateway"),
        "MOTCUA_AMQP_URI_FILE": place.secret("amqp_uri_gateway"),
        "MOTCUA_RECORDS_DOOR_URL": place.url("door"),
    }
    return Entry("gateway", "gateway", place.ports["gateway"], env)


def _http(place: Place, name: str) -> dict[str, str]:
    return {
        "MOTCUA_SERVICE": name,
        "MOTCUA_HTTP_HOST": LOOPBACK,
        "MOTCUA_HTTP_PORT": str(place.ports[name]),
    }
