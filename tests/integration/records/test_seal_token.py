"""Sealing with a key that never leaves its PKCS#11 token, with timestamps of an authority."""

import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.integration.records.application.documents.requests import issue_request, seal_request
from tests.integration.records.processes import (
    PUBLIC_URL,
    ContentServer,
    Environment,
    RecordsProcess,
    authority,
)
from tests.integration.records.use_cases import DOSSIERS
from tests.support.processes import HttpProcess

from contracts import records as contract
from contracts.base import ANONYMOUS
from contracts.records import SignatureState, VerifyDocument
from devstack.certificates import Pair
from devstack.install import softhsm
from devstack.waiting import wait_until
from devstack.walk.pdf import pdf

pytestmark = pytest.mark.deep

PIN, TOKEN, KEY = secrets.token_hex(4), "motcua", "seal"


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpProcess]:
    pair = authority().timestamps()
    running = HttpProcess(
        "simulators.tsa",
        tmp_path_factory.mktemp("tsa") / "tsa.log",
        tsa_key=pair.key_pem,
        tsa_certificate=pair.certificate_pem + authority().certificate_pem,
    )
    with running:
        wait_until(running.is_ready, 20, "the timestamp authority is ready")
        yield running


@pytest.fixture(scope="module")
def sealing(tsa: HttpProcess, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    hsm, place, seal_pair = softhsm.require(), tmp_path_factory.mktemp("token"), authority().seal()
    conf = token_with(hsm, seal_pair, place)
    return {
        "SOFTHSM2_CONF": str(conf),
        "MOTCUA_PUBLIC_URL": PUBLIC_URL,
        "MOTCUA_SEAL_CERTIFICATE": seal_pair.certificate_pem + authority().certificate_pem,
        "MOTCUA_SEAL_PKCS11_MODULE": str(hsm.module),
        "MOTCUA_SEAL_PKCS11_TOKEN": TOKEN,
        "MOTCUA_SEAL_PKCS11_LABEL": KEY,
        "MOTCUA_SEAL_PKCS11_PIN": PIN,
        "MOTCUA_TRUST_ROOTS": authority().certificate_pem,
        "MOTCUA_TIMESTAMP_URL": f"{tsa.url}/tsa",
    }


def token_with(hsm: softhsm.SoftHsm, pair: Pair, place: Path) -> Path:
    """A fresh token that holds the key; the path of its configuration."""
    (place / "tokens").mkdir()
    conf, key = place / "softhsm2.conf", place / "key.pem"
    conf.write_text(f"directories.tokendir = {place / 'tokens'}\nobjectstore.backend = file\n")
    key.write_text(pair.key_pem)
    pins = ["--pin", PIN, "--so-pin", PIN]
    for command in (
        ["--init-token", "--free", "--label", TOKEN, *pins],
        ["--import", str(key), "--token", TOKEN, "--label", KEY, "--id", "01", "--pin", PIN],
    ):
        subprocess.run(
            [hsm.program, *command], env={"SOFTHSM2_CONF": str(conf)}, check=True, capture_output=True
        )
    key.unlink()
    return conf


def issue(service: RecordsProcess) -> str:
    """The code of a new document."""
    return service.call(contract.issue_document, issue_request(), DOSSIERS).verification_code


def signature(service: RecordsProcess, code: str) -> SignatureState:
    return service.call(contract.verify, VerifyDocument(code=code), ANONYMOUS).signature


def test_a_document_is_signed_by_the_token_with_a_timestamp(
    service: RecordsProcess, tsa: HttpProcess
) -> None:
    before = stamped(tsa)
    found = signature(service, issue(service))
    assert (found.valid, found.timestamped, found.reason) == (True, True, "")
    assert stamped(tsa) > before


def test_a_result_is_sealed_by_the_token(service: RecordsProcess, server: ContentServer) -> None:
    data = pdf("Ket qua")
    file = server.announce(data, name="ket-qua.pdf")
    assert server.put(file.file_id, data).status_code == 200
    paper = service.call(contract.seal_result, seal_request(file.file_id), DOSSIERS)
    assert signature(service, str(paper.verification_code)).valid


def test_the_session_is_used_again(service: RecordsProcess) -> None:
    codes = {issue(service) for _ in range(3)}
    assert all(signature(service, code).valid for code in codes)


def stamped(tsa: HttpProcess) -> int:
    return int(httpx.get(f"{tsa.url}/simulator/stamped").json()["stamped"])
