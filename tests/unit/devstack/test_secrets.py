"""Secrets are private, made once, and follow their server to a new address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates

from contracts.topology import SERVICES
from devstack import secrets
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress

MONGO = MongoAddress("127.0.0.1:20001", "rs0", "admin", "m@in")


def broker(port: int = 20002) -> BrokerAddress:
    return BrokerAddress("127.0.0.1", port, "admin", "p/w", "http://127.0.0.1:20003")


def test_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    assert set(modes.values()) == {"0o600"}, modes


def test_every_service_has_both_addresses(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    names = {file.name for file in tmp_path.iterdir()}
    assert names >= {f"{kind}_uri_{service}" for kind in ("amqp", "mongo") for service in SERVICES}
    assert names >= {
        "amqp_uri_gateway",
        "amqp_uri_cli",
        "amqp_admin_uri",
        "mongo_admin_uri",
        "management_url",
    }


def test_addresses_name_user_and_database(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    amqp = urlsplit((tmp_path / "amqp_uri_accounts").read_text())
    mongo = urlsplit((tmp_path / "mongo_uri_accounts").read_text())
    assert (amqp.username, amqp.port, amqp.path) == ("accounts", 20002, "/motcua")
    assert (mongo.username, mongo.port, mongo.path) == ("accounts", 20001, "/motcua_accounts")
    assert mongo.query == "replicaSet=rs0&directConnection=false&authSource=motcua_accounts"


def test_passwords_stay_when_the_port_changes(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    before = urlsplit((tmp_path / "amqp_uri_accounts").read_text())
    secrets.write_secrets(tmp_path, broker(port=20009), MONGO)
    after = urlsplit((tmp_path / "amqp_uri_accounts").read_text())
    assert (after.password, after.port) == (before.password, 20009)


def test_keys_are_made_once(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    before = {
        name: (tmp_path / name).read_text() for name in ("vnpay_hash_secret", "accounts_signing_key.pem")
    }
    secrets.write_secrets(tmp_path, broker(), MONGO)
    assert before == {name: (tmp_path / name).read_text() for name in before}


def test_signing_key_is_ed25519(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    key = load_pem_private_key((tmp_path / "accounts_signing_key.pem").read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)


def test_the_seal_is_vouched_for_by_the_authority_that_is_trusted(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    roots = load_pem_x509_certificates((tmp_path / "trust_roots.pem").read_bytes())
    own, issuer = load_pem_x509_certificates((tmp_path / "seal_certificate.pem").read_bytes())
    own.verify_directly_issued_by(issuer)
    signing = load_pem_x509_certificates((tmp_path / "signing_authority.pem").read_bytes())
    assert roots == [issuer, *signing]
    key = load_pem_private_key((tmp_path / "seal_key.pem").read_bytes(), password=None)
    assert key.public_key() == own.public_key()


def test_the_seal_is_made_once(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    before = [(tmp_path / name).read_text() for name in secrets.SEAL_FILES]
    secrets.write_secrets(tmp_path, broker(), MONGO)
    assert [(tmp_path / name).read_text() for name in secrets.SEAL_FILES] == before


def test_no_two_services_share_a_password(tmp_path: Path) -> None:
    secrets.write_secrets(tmp_path, broker(), MONGO)
    passwords = [urlsplit(file.read_text()).password for file in tmp_path.glob("*_uri_*")]
    assert len(set(passwords)) == len(passwords)
