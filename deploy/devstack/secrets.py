"""The secret files of a local stack: made once, kept, readable by their owner only."""

from __future__ import annotations

import base64
import json
import secrets
import string
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from contracts.topology import SERVICES
from devstack.certificates import Authority
from devstack.servers import private_files
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress

VHOST = "motcua"
BROKER_USERS = (*SERVICES, "gateway", "cli")
SEAL_FILES = ("seal_key.pem", "seal_certificate.pem", "trust_roots.pem")
"""What records signs with, and what it trusts: made together, the last one last."""
SIGNING_AUTHORITY = ("signing_authority_key.pem", "signing_authority.pem")
"""Who issues the certificates of agencies and officials here; the last one last."""
_CAPITALS = string.ascii_uppercase + string.digits


def database_of(service: str) -> str:
    return f"motcua_{service}"


def write_secrets(folder: Path, broker: BrokerAddress, mongo: MongoAddress) -> None:
    """Addresses are written anew, since ports may have changed; passwords and keys stay what they were."""
    private_files.make_folder(folder)
    _write_addresses(folder, broker, mongo)
    for user in BROKER_USERS:
        file = folder / f"amqp_uri_{user}"
        private_files.write(file, broker.amqp_uri(user, _password_in(file), VHOST))
    for service in SERVICES:
        file = folder / f"mongo_uri_{service}"
        private_files.write(file, mongo.uri(service, _password_in(file), database_of(service)))
    for name, value in _KEYS.items():
        if not (folder / name).exists():
            private_files.write(folder / name, value())
    _make_field_keys(folder)
    if not (folder / SEAL_FILES[-1]).exists():
        _make_seal(folder)
    if not (folder / SIGNING_AUTHORITY[-1]).exists():
        _make_signing_authority(folder)


def _make_field_keys(folder: Path) -> None:
    for service in SERVICES:
        file = folder / f"field_encryption_key_{service}"
        if not file.exists():
            private_files.write(file, f"local {base64.b64encode(secrets.token_bytes(96)).decode()}")


def put_mongo_users(folder: Path, mongo: MongoAddress) -> None:
    """One user per service, with rights on its own database and nothing else. May be repeated."""
    for service in SERVICES:
        password = _password_in(folder / f"mongo_uri_{service}")
        mongo.put_user(database_of(service), service, password)


def _write_addresses(folder: Path, broker: BrokerAddress, mongo: MongoAddress) -> None:
    private_files.write(folder / "amqp_admin_uri", broker.admin_uri)
    private_files.write(folder / "management_url", broker.management_url)
    private_files.write(folder / "mongo_admin_uri", mongo.admin_uri)


def _password_in(file: Path) -> str:
    """The password of the address in the file; a new one while there is no file."""
    if file.exists():
        known = urlsplit(file.read_text(encoding="utf-8")).password
        if known:
            return unquote(known)
    return secrets.token_urlsafe(24)


def _signing_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _make_seal(folder: Path) -> None:
    """The authority's own key is forgotten at once: it vouches for this one seal and never again."""
    authority = Authority.new()
    seal = authority.seal()
    contents = (seal.key_pem, seal.certificate_pem + authority.certificate_pem, authority.certificate_pem)
    for name, content in zip(SEAL_FILES, contents, strict=True):
        private_files.write(folder / name, content)


def _make_signing_authority(folder: Path) -> None:
    """Its key stays, since it issues certificates on demand; it is trusted beside that of the seal."""
    authority = Authority.new("Motcua (chứng thực chữ ký số thử nghiệm)")
    roots = folder / SEAL_FILES[-1]
    private_files.write(roots, roots.read_text(encoding="utf-8") + authority.certificate_pem)
    contents = (authority.key_pem, authority.certificate_pem)
    for name, content in zip(SIGNING_AUTHORITY, contents, strict=True):
        private_files.write(folder / name, content)


def _uppercase_code(length: int) -> str:
    return "".join(secrets.choice(_CAPITALS) for _ in range(length))


_KEYS: dict[str, Callable[[], str]] = {
    "accounts_signing_key.pem": _signing_key,
    "second_factor_key": lambda: secrets.token_urlsafe(32),
    "records_ticket_key": lambda: secrets.token_urlsafe(32),
    "vnpay_tmn_code": lambda: _uppercase_code(8),
    "vnpay_hash_secret": lambda: _uppercase_code(32),
    "vietqr_feed_key": lambda: _uppercase_code(32),
    "momo_access_key": lambda: _uppercase_code(16),
    "momo_secret_key": lambda: _uppercase_code(32),
    "zalopay_key1": lambda: _uppercase_code(32),
    "zalopay_key2": lambda: _uppercase_code(32),
    "sms_api_key": lambda: _uppercase_code(30),
    "sms_secret_key": lambda: _uppercase_code(30),
    "signing_service_client_secret": lambda: secrets.token_urlsafe(24),
    "signing_service_pin": lambda: f"{secrets.randbelow(10**8):08d}",
    "eid_client_secrets": lambda: json.dumps({name: secrets.token_urlsafe(24) for name in ("vneid", "npsp")}),
    "admin_password": lambda: secrets.token_urlsafe(15),
}
