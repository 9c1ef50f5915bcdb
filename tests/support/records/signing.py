"""Signing with certificates of agencies and officials: an authority in this process, registrations, chains of signatures."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from tests.support.records.seals import settings

from chassis.core.clock import utcnow
from contracts.records import CertificateHolder, KeyPlace, RegisterCertificate, SigningCapacity
from devstack.certificates import Authority
from devstack.servers.ports import LOOPBACK, free_port
from records.domain.certificates import RegisteredCertificate, Signers, registered
from records.sealing.certificates import load_certificates, read_certificate
from records.sealing.chain import SignatureChain, signature_chain
from records.sealing.keys import seal_key_of
from records.settings import RecordsSettings
from simulators.signing.app import SigningSimulator
from simulators.signing.settings import SigningSettings

AGENCY = "H26.31.05"
SECRET, PIN = "a secret of tests", "1234"
WAIT_S = 20.0


@dataclass
class SigningAuthority:
    """The simulator of an authority and a signing service, which answers at `url`."""

    simulator: SigningSimulator
    certificate_pem: str
    url: str
    folder: Path

    def settings(self, **changes: object) -> RecordsSettings:
        """Of records, which trusts this authority beside that of the installation's seal."""
        base = settings()
        return settings(**{**self.environment(base.trust_roots), **changes})

    def environment(self, roots: str = "") -> dict[str, Any]:
        return {
            "trust_roots": roots + self.certificate_pem,
            "signing_keys_dir": str(self.folder),
            "signing_service_url": self.url,
            "signing_service_client_id": "motcua",
            "signing_service_client_secret": SECRET,
            "signing_service_pin": PIN,
            "signing_service_timeout_s": 1,
            "archive_timestamp_url": f"{self.url}/tsa",
        }

    def certificates(self, name: str, common_name: str, organisation: str = "") -> str:
        """Of a key of this name, made when it is first asked for."""
        pem = self.simulator.authority.issue(name, common_name, organisation)
        return pem[pem.index("-----BEGIN CERTIFICATE-----") :]

    def request(self, name: str, common_name: str, **changes: object) -> RegisterCertificate:
        """The registration of an agency's seal, unless changed."""
        base = {
            "command_id": f"register-{name}",
            "agency_code": AGENCY,
            "holder": CertificateHolder.AGENCY,
            "certificates": self.certificates(name, common_name, str(changes.pop("organisation", ""))),
            "key_place": KeyPlace.FILE,
            "key_name": name,
        }
        return RegisterCertificate.model_validate({**base, **changes})

    def official(
        self, name: str, common_name: str, capacity: SigningCapacity = SigningCapacity.HEAD, **changes: object
    ) -> RegisterCertificate:
        office = {
            "holder": CertificateHolder.OFFICIAL,
            "account_id": f"account-{name}",
            "capacity": capacity,
            "position": "Chủ tịch",
        }
        return self.request(name, common_name, **{**office, **changes})

    def signers(
        self, agency: RegisterCertificate | None = None, official: RegisterCertificate | None = None
    ) -> Signers:
        seal = agency or self.request("seal", "Ủy ban nhân dân phường mẫu số 5")
        return Signers(agency=of(seal), official=None if official is None else of(official))

    def chain(self, **changes: object) -> SignatureChain:
        given = self.settings(**changes)
        return signature_chain(given, seal_key_of(given), None)


def of(request: RegisterCertificate) -> RegisteredCertificate:
    read = read_certificate(load_certificates(request.certificates)[0])
    return registered(request, read, request.command_id, utcnow())


@contextmanager
def signing_authority(folder: Path) -> Iterator[SigningAuthority]:
    """Served by a thread of this process."""
    root, port = Authority.new("Motcua (tổ chức chứng thực của phép thử)"), free_port()
    url = f"http://{LOOPBACK}:{port}"
    simulator = SigningSimulator(
        SigningSettings(
            http_port=port,
            authority_key=root.key_pem,
            authority_certificate=root.certificate_pem,
            signing_url=url,
            signing_keys_dir=str(folder),
            signing_service_client_secret=SECRET,
            signing_service_pin=PIN,
        )
    )
    server = uvicorn.Server(
        uvicorn.Config(simulator.app(), host=LOOPBACK, port=port, log_config=None, access_log=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + WAIT_S
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    assert server.started, "the authority is not ready"
    yield SigningAuthority(simulator, root.certificate_pem, url, folder)
    server.should_exit = server.force_exit = True  # also of who waits for a slow answer
    thread.join(WAIT_S)
