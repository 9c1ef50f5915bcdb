"""A key management service of a test's own: PyKMIP's server over TLS with client certificates, killed and started again.

Run as `python -m tests.support.kmip_server FOLDER PORT` it is that server.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chassis.storage.encryption.kms import KmipServer
from devstack.certificates import Authority
from devstack.servers.ports import LOOPBACK, free_port
from devstack.waiting import wait_until

REPO = Path(__file__).parents[2]


class KeyManagementService:
    """One server with its folder: certificates, stored keys, log. `kill` loses nothing that it has acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "policies").mkdir(parents=True)
        authority = Authority.new("KMS (thử nghiệm)")
        (folder / "ca.pem").write_text(authority.certificate_pem)
        for name in ("server", "service", "stranger"):
            party = authority.party(name, LOOPBACK)
            (folder / f"{name}.pem").write_text(party.certificate_pem + party.key_pem)

    def address(self, client: str = "service") -> KmipServer:
        """As this client, "service" or "stranger", sees it."""
        return KmipServer(
            f"{LOOPBACK}:{self.port}", str(self.folder / "ca.pem"), str(self.folder / f"{client}.pem")
        )

    def start(self) -> None:
        """Returns when it takes connections."""
        command = [sys.executable, "-m", __name__, str(self.folder), str(self.port)]
        with (self.folder / "out.log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=REPO,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": "services:deploy:."},
            )
        wait_until(self._answers, 60, "the key management service")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def destroy_key(self, id_: str) -> None:
        """As its administrator does: the key is revoked and gone."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of ciphers that it knows
            from kmip.core import enums
            from kmip.pie.client import ProxyKmipClient

        with ProxyKmipClient(
            hostname=LOOPBACK,
            port=self.port,
            cert=str(self.folder / "service.pem"),
            key=str(self.folder / "service.pem"),
            ca=str(self.folder / "ca.pem"),
        ) as client:
            client.revoke(enums.RevocationReasonCode.CESSATION_OF_OPERATION, id_)
            client.destroy(id_)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((LOOPBACK, self.port)) == 0


@contextmanager
def key_management_service(folder: Path) -> Iterator[KeyManagementService]:
    """One that runs."""
    service = KeyManagementService(folder)
    service.start()
    try:
        yield service
    finally:
        service.kill()


def main(folder: Path, port: int) -> None:
    warnings.simplefilter("ignore")
    from kmip.services.server import KmipServer as Server

    pem = str(folder / "server.pem")
    server = Server(
        hostname=LOOPBACK,
        port=port,
        certificate_path=pem,
        key_path=pem,
        ca_path=str(folder / "ca.pem"),
        auth_suite="TLS1.2",
        config_path=None,
        log_path=str(folder / "kmip.log"),
        policy_path=str(folder / "policies"),
        enable_tls_client_auth=True,
        database_path=str(folder / "keys.db"),
        logging_level="INFO",
    )
    with server:
        server.serve()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
