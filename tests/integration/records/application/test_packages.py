"""The seal on a package for an archive: verified by another implementation, and given to nothing else."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.integration.records.use_cases import OFFICER, OWNER, Records, as_actor
from tests.support.records.seals import settings
from tests.unit.cli.archive.test_package import written

from cli.archive import verifier
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.records import CheckSignature, LendFiles, SignPackage
from records.application import files, packages

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
MANIFEST = f"{'0' * 64}  bagit.txt\n"


def test_the_seal_of_a_package_is_verified_by_openssl_and_no_other_package_has_it(
    records: Records, tmp_path: Path
) -> None:
    bag, roots = written(tmp_path), tmp_path / "roots.pem"
    roots.write_text(settings().trust_roots)
    manifest = bag / verifier.TAG_MANIFEST
    request = SignPackage(tag_manifest=manifest.read_text())
    signed = packages.sign_package(records.signing, request, as_actor(OPERATOR))
    (bag / verifier.SIGNATURE).write_bytes(base64.b64decode(signed.signature))
    assert not list(verifier.faults(bag, roots))
    info = bag / "bag-info.txt"
    info.write_text(info.read_text() + "Contact-Name: another\n")
    manifest.write_text("".join(_resummed(bag, line) for line in manifest.read_text().splitlines()))
    assert not list(verifier.faults(bag)), "made anew but for the signature"
    assert [fault for fault in verifier.faults(bag, roots) if fault.startswith(verifier.SIGNATURE)]


def _resummed(bag: Path, line: str) -> str:
    name = line.split("  ")[1]
    return f"{verifier.digest_of(bag / name)}  {name}\n"


@pytest.mark.parametrize("actor", [OWNER, OFFICER, Actor(kind=ActorKind.SERVICE, name="sync")])
def test_an_operator_alone_has_packages_signed(records: Records, actor: Actor) -> None:
    with pytest.raises(ServiceError, match="forbidden"):
        packages.sign_package(records.signing, SignPackage(tag_manifest=MANIFEST), as_actor(actor))


@pytest.mark.parametrize("actor", [OWNER, OFFICER, OPERATOR])
def test_services_alone_have_a_signature_checked(actor: Actor) -> None:
    request = CheckSignature(content="e30=", signature="AAAA", certificate_sha256="0" * 64)
    with pytest.raises(ServiceError, match="forbidden"):
        packages.check_signature(request, as_actor(actor))


@pytest.mark.parametrize("text", ["", "Quyết định", MANIFEST.strip(), MANIFEST + "more\n", MANIFEST + "\n"])
def test_nothing_but_a_tag_manifest_is_signed(text: str) -> None:
    with pytest.raises(ValidationError):
        SignPackage(tag_manifest=text)


def test_an_operator_fetches_the_files_of_a_package(records: Records) -> None:
    file_id = records.store_file()
    request = LendFiles(file_ids=(file_id,), days=1)
    (lent,) = files.lend_files(
        records.store, records.signer, "https://motcua.example", request, as_actor(OPERATOR)
    ).files
    assert (lent.file_id, lent.media_type, lent.sha256 is not None) == (file_id, "application/pdf", True)
