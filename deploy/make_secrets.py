"""Make the secrets of the system in containers: once, random, under deploy/secrets. Standard library and openssl only.

The folder is closed to everybody but its owner. The files in it are readable, because a container mounts
each one by itself and reads it as a user that does not exist on this machine.
"""

from __future__ import annotations

import base64
import json
import secrets
import string
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "secrets"
SERVICES = ("accounts", "catalog", "dossiers", "payments", "notifications", "records", "sync")
BROKER_USERS = (*SERVICES, "gateway", "cli")
SEAL = ("seal_key.pem", "seal_certificate.pem", "trust_roots.pem")
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8")
_SEAL_COMMANDS = (
    (
        "req", "-x509", *_KEY, "-keyout", "authority.key", "-out", "authority.pem", "-days", "3650",
        "-subj", "/C=VN/CN=Motcua (tổ chức chứng thực thử nghiệm)",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    ),
    (
        "req", *_KEY, "-keyout", "seal.key", "-out", "seal.csr", "-subj", "/C=VN/CN=Motcua (con dấu thử nghiệm)",
        "-addext", "keyUsage=critical,digitalSignature,nonRepudiation",
        "-addext", "basicConstraints=critical,CA:FALSE",
    ),
    (
        "x509", "-req", "-in", "seal.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
        "-copy_extensions", "copyall", "-days", "3649", "-out", "seal.pem",
    ),
)  # fmt: skip
_CAPITALS = string.ascii_uppercase + string.digits
# RFC 8410: the fixed head of an Ed25519 private key in PKCS #8; 32 random octets follow.
_ED25519_HEAD = bytes.fromhex("302e020100300506032b657004220420")

_WITHOUT_KMS = (
    "replaced by a PEM file where master keys are in a key management service (deploy/runbook.md)\n"
)


class Provided(NamedTuple):
    """A secret that somebody outside gives out: what is made here only works with the simulators."""

    giver: str
    placeholder: Callable[[], str]


PROVIDED = {
    "eid_client_secrets": Provided(
        "each identity provider", lambda: json.dumps({name: _password() for name in ("vneid", "npsp")})
    ),
    "national_portal_password": Provided("the national portal", partial(secrets.token_urlsafe, 24)),
    "signing_service_client_secret": Provided("the signing service", partial(secrets.token_urlsafe, 24)),
    "signing_service_pin": Provided("the signing service", lambda: f"{secrets.randbelow(10**8):08d}"),
    "sms_api_key": Provided("the provider of short messages", lambda: _capitals(30)),
    "sms_secret_key": Provided("the provider of short messages", lambda: _capitals(30)),
    "tax_link_token": Provided("the link to the tax office", partial(secrets.token_urlsafe, 24)),
    "vnpay_tmn_code": Provided("VNPAY", lambda: _capitals(8)),
    "vnpay_hash_secret": Provided("VNPAY", lambda: _capitals(32)),
    "vietqr_feed_key": Provided("the feed of the bank account", lambda: _capitals(32)),
    "momo_access_key": Provided("MoMo", lambda: _capitals(16)),
    "momo_secret_key": Provided("MoMo", lambda: _capitals(32)),
    "zalopay_key1": Provided("ZaloPay", lambda: _capitals(32)),
    "zalopay_key2": Provided("ZaloPay", lambda: _capitals(32)),
}


def main(folder: Path = FOLDER) -> int:
    """Write what is missing, leave what is there, and name those made that are to be replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    made = [name for name, content in contents(folder) if _write_new(folder / name, content)]
    made += _make_seal(folder)
    empty = sorted(file.name for file in folder.iterdir() if not file.read_text(encoding="utf-8").strip())
    if empty:
        print(f"empty in {folder}: {', '.join(empty)}; delete what is to be made anew", file=sys.stderr)
        return 1
    print(f"{len(made)} secrets made in {folder}" if made else f"the secrets in {folder} are complete")
    for name in sorted(PROVIDED.keys() & set(made)):
        print(f"replace {folder / name} with what {PROVIDED[name].giver} gave you: it is random until then")
    return 0


def contents(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Name and maker of each secret; the later ones may read the earlier ones."""
    for user in BROKER_USERS:
        yield f"amqp_uri_{user}", partial(_amqp_uri, user)
    for service in SERVICES:
        yield f"mongo_uri_{service}", partial(_mongo_uri, service)
    for service in SERVICES:
        yield f"field_encryption_key_{service}", _master_key
    for name in ("kmip_ca.pem", *(f"kmip_client_{service}.pem" for service in SERVICES)):
        yield name, lambda: _WITHOUT_KMS
    yield "amqp_admin_password", _password
    yield "amqp_admin_uri", lambda: f"amqp://admin:{_read(folder, 'amqp_admin_password')}@rabbitmq:5672/%2F"
    yield "rabbitmq_admin.conf", lambda: _rabbitmq_admin(_read(folder, "amqp_admin_password"))
    yield "mongo_admin_password", _password
    yield "mongo_key", lambda: secrets.token_hex(64)
    yield "accounts_signing_key.pem", _signing_key
    yield "second_factor_key", _key
    yield "records_ticket_key", _password
    yield "admin_password", _password
    for name, secret in PROVIDED.items():
        yield name, secret.placeholder


def _write_new(file: Path, content: Callable[[], str]) -> bool:
    if file.exists():
        return False
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(content(), encoding="utf-8")
    fresh.chmod(0o444)
    fresh.rename(file)
    return True


def _make_seal(folder: Path) -> list[str]:
    """A development seal, unless there is one: its key, its certificate with the authority's, and whom to trust.

    The authority's own key is forgotten at once: it vouches for this one seal and never again.
    """
    if all((folder / name).exists() for name in SEAL):
        return []
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        place = Path(scratch)
        for command in _SEAL_COMMANDS:
            done = subprocess.run(
                ["openssl", *command], cwd=place, capture_output=True, text=True, check=False
            )
            if done.returncode:
                raise SystemExit(f"openssl {command[0]} failed: {done.stderr.strip()}")
        authority = (place / "authority.pem").read_text(encoding="utf-8")
        seal = (place / "seal.pem").read_text(encoding="utf-8")
        for name, text in zip(
            SEAL, ((place / "seal.key").read_text(), seal + authority, authority), strict=True
        ):
            (folder / name).unlink(missing_ok=True)
            _write_new(folder / name, partial(str, text))
    return list(SEAL)


def _read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def _rabbitmq_admin(password: str) -> str:
    return f"default_user = admin\ndefault_pass = {password}\n"


def _amqp_uri(user: str) -> str:
    return f"amqp://{user}:{_password()}@rabbitmq:5672/motcua"


def _mongo_uri(service: str) -> str:
    database = f"motcua_{service}"
    return f"mongodb://{service}:{_password()}@mongo:27017/{database}?replicaSet=rs0&authSource={database}"


def _signing_key() -> str:
    body = base64.b64encode(_ED25519_HEAD + secrets.token_bytes(32)).decode()
    return f"-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n"


def _key() -> str:
    return secrets.token_urlsafe(32)


def _master_key() -> str:
    """A master key of fields, under a name that tells when it was made."""
    return f"{datetime.now(UTC):k%Y%m%d} {base64.b64encode(secrets.token_bytes(96)).decode()}\n"


def _password() -> str:
    return secrets.token_urlsafe(24)


def _capitals(length: int) -> str:
    return "".join(secrets.choice(_CAPITALS) for _ in range(length))


if __name__ == "__main__":
    sys.exit(main())
