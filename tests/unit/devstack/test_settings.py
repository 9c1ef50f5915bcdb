"""A process never starts with a setting that is empty, short or of a wrong form: one line names it, exit code 2."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic.fields import FieldInfo

from chassis.core.settings import PREFIX, Configuration, known_names, load_settings, warn_of_unknown_settings
from contracts import topology
from devstack import settings_reference
from devstack.certificates import Authority
from devstack.settings_reference import COMPOSE, PARTS, SERVICES, compose_names, default_of, settings_of
from records.settings import RecordsSettings

PASSWORD = "a-password-of-this-test"


@cache
def right_values() -> dict[str, str]:
    """A right value of every setting that has no default."""
    authority = Authority.new()
    seal = authority.seal()
    key = Ed25519PrivateKey.generate()
    return {
        "SERVICE": "records",
        "AMQP_URI": f"amqp://records:{PASSWORD}@broker:5672/motcua",
        "AMQP_ADMIN_URI": f"amqp://admin:{PASSWORD}@broker:5672/%2F",
        "MONGO_URI": f"mongodb://records:{PASSWORD}@mongo:27017/records?replicaSet=rs0",
        "MONGO_DATABASE": "motcua_records",
        "SIGNING_KEY": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "TICKET_KEY": "t" * 32,
        "SECOND_FACTOR_KEY": "f" * 32,
        "PUBLIC_URL": "https://dichvucong.example.vn",
        "SEAL_KEY": seal.key_pem,
        "SEAL_CERTIFICATE": seal.certificate_pem + authority.certificate_pem,
        "TRUST_ROOTS": authority.certificate_pem,
        "ANCHOR_DIR": "/anchors",
        "RECORDS_CONTENT_URL": "http://records-content:8080",
        "VNPAY_TMN_CODE": "MOTCUA01",
        "VNPAY_HASH_SECRET": "S" * 32,
        "VNPAY_PAY_URL": "https://vnpay.example/pay",
        "VNPAY_API_URL": "https://vnpay.example/api",
        "VNPAY_RETURN_URL": "https://dichvucong.example.vn/v1/payments/vnpay/return",
        "VNPAY_IPN_URL": "http://proxy:8080/v1/payments/vnpay/ipn",
        "VIETQR_BANK_BIN": "970436",
        "VIETQR_ACCOUNT_NUMBER": "113366668888",
        "VIETQR_ACCOUNT_HOLDER": "KHO BAC NHA NUOC",
        "VIETQR_PAGE_URL": "https://dichvucong.example.vn/v1/payments/transfers",
        "VIETQR_FEED_KEY": "F" * 32,
        "BANK_FEED_URL": "http://proxy:8080/v1/payments/providers/sepay/notifications",
        "BANK_FEED_KEY": "F" * 32,
        "MOMO_PARTNER_CODE": "MTCP01",
        "MOMO_ACCESS_KEY": "A" * 16,
        "MOMO_SECRET_KEY": "S" * 32,
        "MOMO_API_URL": "https://momo.example",
        "MOMO_RETURN_URL": "https://dichvucong.example.vn/v1/payments/providers/momo/return",
        "MOMO_NOTIFICATION_URL": "https://dichvucong.example.vn/v1/payments/providers/momo/notifications",
        "ZALOPAY_APP_ID": "9901",
        "ZALOPAY_KEY1": "1" * 32,
        "ZALOPAY_KEY2": "2" * 32,
        "ZALOPAY_API_URL": "https://zalopay.example",
        "ZALOPAY_PAY_URL": "https://pay.zalopay.example",
        "ZALOPAY_RETURN_URL": "https://dichvucong.example.vn/v1/payments/providers/zalopay/return",
        "ZALOPAY_NOTIFICATION_URL": "https://dichvucong.example.vn/v1/payments/providers/zalopay/notifications",
        "SMTP_HOST": "mail",
        "SMTP_PORT": "25",
        "MAIL_FROM": "motcua@example.vn",
        "SMS_URL": "https://sms.example/MainService.svc/json",
        "SMS_API_KEY": "A" * 30,
        "SMS_SECRET_KEY": "S" * 30,
        "SMS_BRANDNAME": "MOTCUA",
        "HTTP_PORT": "8080",
        "PORTAL_USERNAME": "H26",
        "PORTAL_PASSWORD": PASSWORD,
        "EID_CLIENT_SECRETS": '{"vneid": "s-1", "npsp": "s-2"}',
        "AUTHORITY_KEY": seal.key_pem,
        "AUTHORITY_CERTIFICATE": seal.certificate_pem,
        "SIGNING_URL": "http://signing:8080",
        "SIGNING_KEYS_DIR": "/keys",
        "SIGNING_SERVICE_CLIENT_SECRET": "a secret of the service",
        "SIGNING_SERVICE_PIN": "12345678",
        "TSA_KEY": seal.key_pem,
        "ARCHIVE_KEY": seal.key_pem,
        "ARCHIVE_CERTIFICATE": seal.certificate_pem,
        "ARCHIVE_FOLDER": "/taken",
        "ARCHIVE_VERIFIER": "/verifier.py",
        "TSA_CERTIFICATE": seal.certificate_pem,
    }


CLASSES = sorted(
    {cls for part in PARTS.values() for cls in part}, key=lambda cls: (cls.__module__, cls.__name__)
)
SECRETS = (
    "amqp_uri", "amqp_admin_uri", "mongo_uri", "signing_key", "ticket_key", "seal_key", "vnpay_tmn_code",
    "vnpay_hash_secret", "smtp_password", "national_portal_password", "portal_password", "tsa_key", "seal_pkcs11_pin",
    "archive_key",
    "sms_api_key", "sms_secret_key", "second_factor_key",
    "vietqr_feed_key", "bank_feed_key", "momo_access_key", "momo_secret_key", "zalopay_key1", "zalopay_key2",
)  # fmt: skip
SHORT = ("", " ", "x", "1234567")
URIS_WITHOUT_LOGIN = (
    "amqp://a:b@host/v",
    "mongodb://a:b@host/d",
    "amqp://host",
    "mongodb://host/d",
    "amqp://:b@host",
)
LONG_ENOUGH = {"vnpay_tmn_code": "1234567", "seal_pkcs11_pin": "1234567"}
NO_NUMBERS = ("", " ", "x", "-1", "1e400", "nan", "inf", "1.5.2", "٣", "0x10")
NO_ADDRESSES = (
    "dichvucong.example.vn", "localhost:8000", "//host", "http://", "http:///path", "ftp://host", "http://a b",
    "http://host:port", "javascript:alert(1)",
)  # fmt: skip


def in_environment(monkeypatch: pytest.MonkeyPatch, cls: type[Configuration], **changes: str) -> None:
    for name in cls.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
        monkeypatch.delenv(f"{PREFIX}{name.upper()}_FILE", raising=False)
        if (right := right_values().get(name.upper())) is not None and default_of(
            cls.model_fields[name]
        ) == "needed":
            monkeypatch.setenv(f"{PREFIX}{name.upper()}", right)
    if cls is RecordsSettings:
        for name in ("SEAL_KEY", "SEAL_CERTIFICATE"):
            monkeypatch.setenv(f"{PREFIX}{name}", right_values()[name])
    for name, value in changes.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)


def refusal(cls: type[Configuration], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line with which the process ends."""
    with pytest.raises(SystemExit) as ended:
        load_settings(cls)
    assert ended.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("motcua: bad configuration: ")
    return line


def each(*names: str) -> Iterator[object]:
    """The classes that have one of these settings, with its name."""
    for cls in CLASSES:
        for name in cls.model_fields:
            if name in names:
                yield pytest.param(cls, name, id=f"{cls.__module__}.{cls.__name__}.{name}")


def numbers() -> Iterator[object]:
    for cls in CLASSES:
        for name, _, schema in settings_of(cls):
            if schema.get("type") in ("integer", "number"):
                yield pytest.param(
                    cls, name.removeprefix(PREFIX).lower(), id=f"{cls.__module__}.{cls.__name__} {name}"
                )


@pytest.mark.parametrize("cls", CLASSES)
def test_right_settings_start(cls: type[Configuration], monkeypatch: pytest.MonkeyPatch) -> None:
    in_environment(monkeypatch, cls)
    load_settings(cls)


@pytest.mark.parametrize(("cls", "name"), list(each(*SECRETS)))
def test_an_empty_or_short_secret_never_starts_a_process(
    cls: type[Configuration],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    optional = default_of(cls.model_fields[name]) == "nothing"
    for value in SHORT + (URIS_WITHOUT_LOGIN if name.endswith("_uri") else ()):
        if value == LONG_ENOUGH.get(name) or (optional and not value):
            continue
        in_environment(monkeypatch, cls, **{name: value}, **with_it(name))
        assert name.upper() in refusal(cls, capsys).upper().replace(" ", "_"), value
        file = tmp_path / "secret"
        file.write_text(value + "\n", encoding="utf-8")
        in_environment(monkeypatch, cls, **with_it(name))
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
        monkeypatch.setenv(f"{PREFIX}{name.upper()}_FILE", str(file))
        line = refusal(cls, capsys)
        assert len(value.strip()) < 2 or value not in line


def with_it(name: str) -> dict[str, str]:
    """What makes an optional secret needed."""
    return {
        "smtp_password": {"smtp_user": "motcua"},
        "national_portal_password": {
            "national_portal_url": "https://dvcqg.example.vn", "national_portal_username": "H26",
        },
        "seal_pkcs11_pin": {
            "seal_key": "", "seal_pkcs11_module": "/usr/lib/softhsm.so", "seal_pkcs11_token": "t", "seal_pkcs11_label": "l",
        },
    }.get(name, {})  # fmt: skip


@pytest.mark.parametrize("name", ["smtp_password", "national_portal_password", "seal_pkcs11_pin"])
def test_a_secret_that_is_needed_because_of_another_setting_is_not_empty(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (cls,) = (cls for cls in CLASSES if name in cls.model_fields)
    in_environment(monkeypatch, cls, **with_it(name), **{name: ""})
    assert name.upper() in refusal(cls, capsys).upper()


@pytest.mark.parametrize(("cls", "name"), list(numbers()))
def test_what_is_no_number_of_the_range_is_named(
    cls: type[Configuration], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for value in NO_NUMBERS:
        in_environment(monkeypatch, cls, **{name: value})
        assert f"{PREFIX}{name.upper()}: " in refusal(cls, capsys), value


@pytest.mark.parametrize(
    ("cls", "name"),
    list(each("public_url", "records_content_url", "vnpay_pay_url", "vnpay_api_url", "vnpay_return_url", "portal_url",
         "national_portal_url", "management_url", "timestamp_url", "vnpay_ipn_url", "momo_api_url", "momo_return_url",
         "momo_notification_url", "vietqr_page_url", "bank_feed_url",
         "zalopay_api_url", "zalopay_pay_url", "zalopay_return_url", "zalopay_notification_url")),
)  # fmt: skip
def test_an_address_has_its_scheme_and_its_host(
    cls: type[Configuration], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for value in NO_ADDRESSES:
        in_environment(monkeypatch, cls, **{name: value})
        assert f"{PREFIX}{name.upper()}: " in refusal(cls, capsys), value


OTHERS = {
    "log_level": ("VERBOSE", "", "TRACE", "0", "info;"),
    "trusted_proxies": (
        "10.0.0.0/33",
        "*",
        "proxy",
        "10.0.0",
        "10.0.0.0/8;11.0.0.0/8",
        "::1/129",
        "10.0.0.0/8,*",
    ),
    "cors_origins": (
        "portal.example.vn",
        "https://portal.example.vn/",
        "https://a.vn,b",
        "null",
        "ftp://a.vn",
    ),
    "retry_tiers": ("", "5", "5s,", "5 seconds", "0s", "5s;10s", "-5s"),
    "service": ("", " ", "a b", "a/b"),
    "mongo_database": ("", "a b", "a/b", "$x"),
    "smtp_host": ("", "smtp://mail", "mail server"),
    "mail_from": ("", "motcua", "Motcua <motcua@example.vn>", "a@b\nc"),
    "admin_host": ("", "http://0.0.0.0"),
    "http_host": ("", "http://0.0.0.0"),
    "content_host": ("", "http://0.0.0.0"),
    "signing_key": ("no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
    "second_factor_roles": ("boss", "leader,citizen"),
    "webauthn_rp_id": ("https://portal.example.vn", "portal.example.vn:443", "a b", "-a"),
    "webauthn_origins": ("portal.example.vn", "http://portal.example.vn", "https://portal.example.vn/", "*"),
    "seal_key": ("no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
    "seal_certificate": ("no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
    "trust_roots": ("", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
    "seal_passphrase": ("wrong",),
    "seal_pkcs12_path": ("/nonexistent.p12", "/etc/hostname"),
}


@pytest.mark.parametrize(("cls", "name"), list(each(*OTHERS)))
def test_a_value_of_a_wrong_form_is_named(
    cls: type[Configuration], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for value in OTHERS[name]:
        in_environment(
            monkeypatch, cls, **{name: value}, **({"seal_key": ""} if name == "seal_pkcs12_path" else {})
        )
        assert name.split("_")[0].upper() in refusal(cls, capsys).upper(), value


RIGHT = {
    "log_level": ("debug", "Info", " WARNING "),
    "trusted_proxies": ("", "10.0.0.0/8", "127.0.0.1, ::1", "fd00::/8,10.1.2.3/8"),
    "cors_origins": ("", "*", "https://a.vn, http://localhost:5173"),
    "portal_url": ("/", "/toi", "https://portal.example.vn/x"),
    "retry_tiers": ("5s", "200ms, 1s,2m,1h"),
    "public_url": ("https://a.vn", "http://127.0.0.1:8000/"),
}


@pytest.mark.parametrize(("cls", "name"), list(each(*RIGHT)))
def test_a_value_of_the_right_form_is_taken(
    cls: type[Configuration], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in RIGHT[name]:
        in_environment(monkeypatch, cls, **{name: value})
        load_settings(cls)


def test_a_secret_file_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    in_environment(monkeypatch, RecordsSettings)
    monkeypatch.setenv("MOTCUA_TICKET_KEY_FILE", str(tmp_path / "none"))
    monkeypatch.delenv("MOTCUA_TICKET_KEY")
    assert str(tmp_path / "none") in refusal(RecordsSettings, capsys)


def test_the_settings_of_every_service_of_the_topology_are_in_the_reference() -> None:
    assert set(SERVICES) == set(topology.SERVICES)
    assert {service: PARTS[service] for service in SERVICES} == {
        name: (cls,) for name, cls in SERVICES.items()
    }


def test_the_reference_is_what_the_classes_say() -> None:
    assert settings_reference.main(["--check"]) == 0, "run: make settings"


def fields() -> Iterator[tuple[str, FieldInfo]]:
    for cls in CLASSES:
        for name, field, _ in settings_of(cls):
            yield f"{cls.__name__} {name}", field


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in fields() if not field.description] == []


def test_what_compose_and_env_name_is_a_setting() -> None:
    assert compose_names() - known_names() == set()
    assert set(COMPOSE) <= compose_names()


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("MOTCUA_TRUSTED_PROXY", "MOTCUA_TRUSTED_PROXIES"),
        ("MOTCUA_PUBLICURL", "MOTCUA_PUBLIC_URL"),
        ("MOTCUA_VNPAY_HASHSECRET_FILE", "MOTCUA_VNPAY_HASH_SECRET"),
        ("MOTCUA_LOGLEVEL", "MOTCUA_LOG_LEVEL"),
    ],
)
def test_an_unknown_setting_is_named_with_the_nearest(
    name: str, near: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        warn_of_unknown_settings(
            {name: "secret-value", "MOTCUA_SMTP_HOST": "x", "MOTCUA_AMQP_URI_FILE": "y", "HOME": "/"}
        )
    assert [record.getMessage() for record in caplog.records] == [
        f"unknown setting {name} is ignored; did you mean {near}?"
    ]


def test_a_setting_that_is_near_to_nothing_is_named_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        warn_of_unknown_settings({"MOTCUA_QQ": "1"})
    assert [record.getMessage() for record in caplog.records] == ["unknown setting MOTCUA_QQ is ignored"]
