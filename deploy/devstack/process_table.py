"""Which processes make up the system, and the environment of each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.topology import SERVICES
from devstack.secrets import database_of
from devstack.servers.ports import LOOPBACK

MAIL_FROM = "motcua@localhost"

PORTS = (*SERVICES, "content", "gateway", "vnpay", "mail", "smtp", "sms", "vneid", "signing", "wallets")
"""The names of all ports. A service's own is that of its live, ready and metrics endpoints."""

LOCAL_FRONT_ENDS = tuple(
    f"http://{host}:{port}" for host in ("localhost", LOOPBACK) for port in (3000, 4173, 4200, 5173, 8080)
)
"""Where the usual tools serve a front end that is being made: Next.js and Nuxt, Vite (preview), Angular, Vite, Vue CLI."""

RP_ID = "localhost"
"""For whom security keys are enrolled here: browsers take no address of numbers."""


@dataclass(frozen=True)
class ProcessSpec:
    """One process: `python -m <module>`, ready when /readyz on its port says so."""

    name: str
    module: str
    port: int
    env: Mapping[str, str]

    @property
    def ready_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/readyz"


@dataclass(frozen=True)
class StackLayout:
    """Where the secrets are and which port is whose."""

    secrets: Path
    ports: Mapping[str, int]

    @property
    def signing_keys(self) -> Path:
        """Beside the secrets: keys of agencies and officials that the simulated authority has made."""
        return self.secrets.parent / "signing"

    @property
    def anchors(self) -> Path:
        """Beside the secrets: what records anchors, and the command line verifies."""
        return self.secrets.parent / "anchors"

    def url(self, name: str) -> str:
        return f"http://{LOOPBACK}:{self.ports[name]}"

    def secret(self, name: str) -> str:
        return str(self.secrets / name)


def process_specs(place: StackLayout) -> Iterator[ProcessSpec]:
    """In the order of start; the simulators first, the gateway last."""
    yield from _simulators(place)
    for service in SERVICES:
        env = {**_service_environment(place, service), **_service_extras(place).get(service, {})}
        yield ProcessSpec(service, service, place.ports[service], env)
    yield _content_server(place)
    yield _gateway(place)


def operator_environment(place: StackLayout) -> dict[str, str]:
    """The environment of the operator's command line."""
    return {
        "MOTCUA_SERVICE": "cli",
        "MOTCUA_AMQP_URI_FILE": place.secret("amqp_uri_cli"),
        "MOTCUA_AMQP_ADMIN_URI_FILE": place.secret("amqp_admin_uri"),
        "MOTCUA_MANAGEMENT_URL_FILE": place.secret("management_url"),
        "MOTCUA_SECRETS_DIR": str(place.secrets),
        "MOTCUA_ANCHOR_DIR": str(place.anchors),
        "MOTCUA_TRUST_ROOTS_FILE": place.secret("trust_roots.pem"),
    }


def _service_environment(place: StackLayout, service: str) -> dict[str, str]:
    return {
        "MOTCUA_SERVICE": service,
        "MOTCUA_AMQP_URI_FILE": place.secret(f"amqp_uri_{service}"),
        "MOTCUA_MONGO_URI_FILE": place.secret(f"mongo_uri_{service}"),
        "MOTCUA_MONGO_DATABASE": database_of(service),
        "MOTCUA_FIELD_ENCRYPTION": "true",
        "MOTCUA_FIELD_ENCRYPTION_KEY_FILE": place.secret(f"field_encryption_key_{service}"),
        "MOTCUA_ADMIN_HOST": LOOPBACK,
        "MOTCUA_ADMIN_PORT": str(place.ports[service]),
        # dnspython and eventlet's resolver do not agree; addresses here are numbers anyway.
        "EVENTLET_NO_GREENDNS": "yes",
    }


def _service_extras(place: StackLayout) -> dict[str, dict[str, str]]:
    """What single services need beyond the common settings."""
    return {
        "accounts": {
            "MOTCUA_SIGNING_KEY_FILE": place.secret("accounts_signing_key.pem"),
            "MOTCUA_SECOND_FACTOR_KEY_FILE": place.secret("second_factor_key"),
            "MOTCUA_SECOND_FACTOR_GRACE_DAYS": "365",  # its administrator logs in by the password that was made for it
            "MOTCUA_WEBAUTHN_RP_ID": RP_ID,
            "MOTCUA_WEBAUTHN_ORIGINS": ",".join(each for each in LOCAL_FRONT_ENDS if RP_ID in each),
            "MOTCUA_PHONE_CODES": "true",
            "MOTCUA_EID_PROVIDERS": json.dumps(identity_providers(place.url("vneid"))),
            "MOTCUA_EID_CLIENT_SECRETS_FILE": place.secret("eid_client_secrets"),
        },
        "records": {
            **_ticket_environment(place),
            **_seal_environment(place),
            **_signing_service_environment(place),
            "MOTCUA_SIGNING_SERVICE_URL": place.url("signing"),
            "MOTCUA_SIGNING_KEYS_DIR": str(place.signing_keys),
            "MOTCUA_ARCHIVE_TIMESTAMP_URL": f"{place.url('signing')}/tsa",
            "MOTCUA_ANCHOR_DIR": str(place.anchors),
        },
        "payments": {
            **_vnpay_environment(place),
            "MOTCUA_VNPAY_PAY_URL": f"{place.url('vnpay')}/paymentv2/vpcpay.html",
            "MOTCUA_VNPAY_API_URL": f"{place.url('vnpay')}/merchant_webapi/api/transaction",
            "MOTCUA_VNPAY_RETURN_URL": f"{place.url('gateway')}/v1/payments/vnpay/return",
            **_wallets_environment(place),
            "MOTCUA_PAYMENT_PROVIDERS": "vnpay,momo,zalopay,vietqr",
            "MOTCUA_VIETQR_BANK_BIN": "970436",
            "MOTCUA_VIETQR_ACCOUNT_NUMBER": "113366668888",
            "MOTCUA_VIETQR_ACCOUNT_HOLDER": "KHO BAC NHA NUOC",
            "MOTCUA_VIETQR_PAGE_URL": f"{place.url('gateway')}/v1/payments/transfers",
            "MOTCUA_VIETQR_FEED_KEY_FILE": place.secret("vietqr_feed_key"),
            "MOTCUA_MOMO_API_URL": place.url("wallets"),
            "MOTCUA_MOMO_RETURN_URL": f"{place.url('gateway')}/v1/payments/providers/momo/return",
            "MOTCUA_MOMO_NOTIFICATION_URL": f"{place.url('gateway')}/v1/payments/providers/momo/notifications",
            "MOTCUA_ZALOPAY_API_URL": place.url("wallets"),
            "MOTCUA_ZALOPAY_PAY_URL": place.url("wallets"),
            "MOTCUA_ZALOPAY_RETURN_URL": f"{place.url('gateway')}/v1/payments/providers/zalopay/return",
            "MOTCUA_ZALOPAY_NOTIFICATION_URL": f"{place.url('gateway')}/v1/payments/providers/zalopay/notifications",
        },
        "notifications": {
            "MOTCUA_SMTP_HOST": LOOPBACK,
            "MOTCUA_SMTP_PORT": str(place.ports["smtp"]),
            "MOTCUA_MAIL_FROM": MAIL_FROM,
            "MOTCUA_PORTAL_URL": place.url("gateway"),
            "MOTCUA_MESSAGE_CHANNELS": "email,sms",
            "MOTCUA_SMS_URL": f"{place.url('sms')}/MainService.svc/json",
            "MOTCUA_SMS_BRANDNAME": "MOTCUA",
            **_sms_environment(place),
        },
    }


def _ticket_environment(place: StackLayout) -> dict[str, str]:
    return {"MOTCUA_TICKET_KEY_FILE": place.secret("records_ticket_key")}


def _seal_environment(place: StackLayout) -> dict[str, str]:
    """What documents are signed with, and where their QR codes lead."""
    return {
        "MOTCUA_SEAL_KEY_FILE": place.secret("seal_key.pem"),
        "MOTCUA_SEAL_CERTIFICATE_FILE": place.secret("seal_certificate.pem"),
        "MOTCUA_TRUST_ROOTS_FILE": place.secret("trust_roots.pem"),
        "MOTCUA_PUBLIC_URL": place.url("gateway"),
    }


def _signing_service_environment(place: StackLayout) -> dict[str, str]:
    return {
        "MOTCUA_SIGNING_SERVICE_CLIENT_ID": "motcua",
        "MOTCUA_SIGNING_SERVICE_CLIENT_SECRET_FILE": place.secret("signing_service_client_secret"),
        "MOTCUA_SIGNING_SERVICE_PIN_FILE": place.secret("signing_service_pin"),
    }


def identity_providers(url: str) -> list[dict[str, Any]]:
    """How accounts knows the simulated VNeID, and the national portal's older SSO beside it. People come back to `/eid` of
    the usual front ends that are being made."""
    common = {
        "levels": {"1": 1, "2": 2},
        "return_urls": [f"{front_end}/eid" for front_end in LOCAL_FRONT_ENDS],
        "log_out_return_urls": [f"{front_end}/" for front_end in LOCAL_FRONT_ENDS],
    }
    vneid = {
        "name": "vneid",
        "title": {"vi": "VNeID (mô phỏng)", "en": "VNeID (simulated)"},
        "acr_values": ["2", "1"],
        "claims": {
            "kind": "account_type",
            "people": ["1"],
            "foreigners": ["4"],
            "organisations": {"2": "business"},
        },
    }
    npsp = {
        "name": "npsp",
        "title": {"vi": "Cổng Dịch vụ công quốc gia (mô phỏng)", "en": "National portal (simulated)"},
        "acr_values": ["LoA1"],
        "claims_from": "userinfo",
        "claims": {
            "subject": "TechID",
            "personal_number": "SoDinhDanh",
            "full_name": "HoVaTen",
            "kind": "LoaiTaiKhoan",
            "people": ["1"],
            "foreigners": ["4"],
            "organisations": {"2": "business"},
            "tax_code": "MaSoThue",
            "representative": "SoDinhDanhNguoiDaiDien",
        },
    }
    return [
        {**common, **each, "client_id": each["name"], "issuer": f"{url}/{each['name']}"}
        for each in (vneid, npsp)
    ]


def _vnpay_environment(place: StackLayout) -> dict[str, str]:
    return {
        "MOTCUA_VNPAY_TMN_CODE_FILE": place.secret("vnpay_tmn_code"),
        "MOTCUA_VNPAY_HASH_SECRET_FILE": place.secret("vnpay_hash_secret"),
    }


def _wallets_environment(place: StackLayout) -> dict[str, str]:
    return {
        "MOTCUA_MOMO_PARTNER_CODE": "MOTCUA",
        "MOTCUA_MOMO_ACCESS_KEY_FILE": place.secret("momo_access_key"),
        "MOTCUA_MOMO_SECRET_KEY_FILE": place.secret("momo_secret_key"),
        "MOTCUA_ZALOPAY_APP_ID": "9901",
        "MOTCUA_ZALOPAY_KEY1_FILE": place.secret("zalopay_key1"),
        "MOTCUA_ZALOPAY_KEY2_FILE": place.secret("zalopay_key2"),
    }


def _sms_environment(place: StackLayout) -> dict[str, str]:
    return {
        "MOTCUA_SMS_API_KEY_FILE": place.secret("sms_api_key"),
        "MOTCUA_SMS_SECRET_KEY_FILE": place.secret("sms_secret_key"),
    }


def _simulators(place: StackLayout) -> Iterator[ProcessSpec]:
    mail = {"MOTCUA_SMTP_HOST": LOOPBACK, "MOTCUA_SMTP_PORT": str(place.ports["smtp"])}
    yield ProcessSpec(
        "mail", "simulators.mail", place.ports["mail"], {**_http_environment(place, "mail"), **mail}
    )
    sms = {**_http_environment(place, "sms"), **_sms_environment(place)}
    yield ProcessSpec("sms", "simulators.sms", place.ports["sms"], sms)
    vnpay = {
        **_vnpay_environment(place),
        "MOTCUA_VNPAY_IPN_URL": f"{place.url('gateway')}/v1/payments/vnpay/ipn",
    }
    yield ProcessSpec(
        "vnpay", "simulators.vnpay", place.ports["vnpay"], {**_http_environment(place, "vnpay"), **vnpay}
    )

    wallets = {
        **_http_environment(place, "wallets"),
        **_wallets_environment(place),
        "MOTCUA_BANK_FEED_URL": f"{place.url('gateway')}/v1/payments/providers/sepay/notifications",
        "MOTCUA_BANK_FEED_KEY_FILE": place.secret("vietqr_feed_key"),
    }
    yield ProcessSpec("wallets", "simulators.wallets", place.ports["wallets"], wallets)

    vneid = {
        "MOTCUA_EID_CLIENT_SECRETS_FILE": place.secret("eid_client_secrets"),
        "MOTCUA_VNEID_BACK_CHANNEL_URL": f"{place.url('gateway')}/v1/eid",
    }
    yield ProcessSpec(
        "vneid", "simulators.vneid", place.ports["vneid"], {**_http_environment(place, "vneid"), **vneid}
    )

    signing = {
        **_signing_service_environment(place),
        "MOTCUA_AUTHORITY_KEY_FILE": place.secret("signing_authority_key.pem"),
        "MOTCUA_AUTHORITY_CERTIFICATE_FILE": place.secret("signing_authority.pem"),
        "MOTCUA_SIGNING_URL": place.url("signing"),
        "MOTCUA_SIGNING_KEYS_DIR": str(place.signing_keys),
    }
    yield ProcessSpec(
        "signing",
        "simulators.signing",
        place.ports["signing"],
        {**_http_environment(place, "signing"), **signing},
    )


def _content_server(place: StackLayout) -> ProcessSpec:
    """The byte server of records: its database and master keys, the key of its tickets, its own port. It seals nothing."""
    env = _service_environment(place, "records") | _ticket_environment(place)
    for name in ("ADMIN_HOST", "ADMIN_PORT"):
        del env[f"MOTCUA_{name}"]
    content = {
        "MOTCUA_TRUST_ROOTS_FILE": place.secret("trust_roots.pem"),
        "MOTCUA_CONTENT_HOST": LOOPBACK,
        "MOTCUA_CONTENT_PORT": str(place.ports["content"]),
    }
    return ProcessSpec("content", "records.content_server", place.ports["content"], env | content)


def _gateway(place: StackLayout) -> ProcessSpec:
    env = {
        **_http_environment(place, "gateway"),
        "MOTCUA_AMQP_URI_FILE": place.secret("amqp_uri_gateway"),
        "MOTCUA_RECORDS_CONTENT_URL": place.url("content"),
        "MOTCUA_CORS_ORIGINS": ",".join(LOCAL_FRONT_ENDS),
    }
    return ProcessSpec("gateway", "gateway", place.ports["gateway"], env)


def _http_environment(place: StackLayout, name: str) -> dict[str, str]:
    return {
        "MOTCUA_SERVICE": name,
        "MOTCUA_HTTP_HOST": LOOPBACK,
        "MOTCUA_HTTP_PORT": str(place.ports[name]),
    }
