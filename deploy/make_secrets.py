"""Make the secrets of the system in containers: once, random, under deploy/secrets. Standard library only.

The folder is closed to everybody but its owner. The files in it are readable, because a container mounts
each one by itself and reads it as a user that does not exist on this machine.
"""

from __future__ import annotations

import base64
import secrets
import string
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

FOLDER = Path(__file__).parent / "secrets"
SERVICES = ("accounts", "catalog", "dossiers", "payments", "notifications", "records", "sync")
BROKER_USERS = (*SERVICES, "gateway", "cli")
_CAPITALS = string.ascii_uppercase + string.digits
# RFC 8410: the fixed head of an Ed25519 private key in PKCS #8; 32 random octets follow.
_ED25519_HEAD = bytes.fromhex("302e020100300506032b657004220420")


def main(folder: Path = FOLDER) -> int:
    """Write what is missing, leave what is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    made = [name for name, content in contents(folder) if _write_new(folder / name, content)]
    print(f"{len(made)} secrets made in {folder}" if made else f"the secrets in {folder} are complete")
    return 0


def contents(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Name and maker of each secret; the later ones may read the earlier ones."""
    for user in BROKER_USERS:
        yield f"amqp_uri_{user}", partial(_amqp_uri, user)
    for service in SERVICES:
        yield f"mongo_uri_{service}", partial(_mongo_uri, service)
    yield "amqp_admin_password", _password
    yield "amqp_admin_uri", lambda: f"amqp://admin:{_read(folder, 'amqp_admin_password')}@rabbitmq:5672/%2F"
    yield "rabbitmq_admin.conf", lambda: _rabbitmq_admin(_read(folder, "amqp_admin_password"))
    yield "mongo_admin_password", _password
    yield "mongo_key", lambda: secrets.token_hex(64)
    yield "accounts_signing_key.pem", _signing_key
    yield "records_ticket_key", _password
    yield "admin_password", _password
    yield "vnpay_tmn_code", lambda: _capitals(8)
    yield "vnpay_hash_secret", lambda: _capitals(32)


def _write_new(file: Path, content: Callable[[], str]) -> bool:
    if file.exists():
        return False
    fresh = file.with_name(f".{file.name}.new")
    fresh.write_text(content(), encoding="utf-8")
    fresh.chmod(0o444)
    fresh.rename(file)
    return True


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


def _password() -> str:
    return secrets.token_urlsafe(24)


def _capitals(length: int) -> str:
    return "".join(secrets.choice(_CAPITALS) for _ in range(length))


if __name__ == "__main__":
    sys.exit(main())
