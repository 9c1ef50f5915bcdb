"""Signatures in programs that are not ours: of the official, of the agency, of the timestamp (RFC 5652, RFC 3161).

`openssl` knows no PDF: of each signature it is given the bytes that the file says are signed, and the signature. `pdfsig`
reads the file as viewers do; it trusts nobody, and judges no timestamp.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from tests.support.records.documents import CODE, rendered, short
from tests.support.records.signing import SigningAuthority, signing_authority

from devstack.install import poppler
from records.sealing.signing import SigningRequest

LEADER, AGENCY_NAME = "Nguyễn Văn Lãnh Đạo", "Ủy ban nhân dân phường mẫu số 5"


@dataclass(frozen=True)
class Parts:
    """What the second program is given, as files."""

    signed: Path
    signature: Path
    roots: Path

    def verified(self, *changed: str) -> bool:
        command = [
            "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(self.signature),
            "-content", str(self.signed), "-CAfile", str(self.roots), "-purpose", "any", "-cades", *changed,
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def stamped(self) -> bool:
        command = [
            "openssl", "ts", "-verify", "-token_in", "-in", str(self.signature), "-data", str(self.signed),
            "-CAfile", str(self.roots),
        ]  # fmt: skip
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SigningAuthority]:
    with signing_authority(tmp_path_factory.mktemp("keys")) as running:
        yield running


@pytest.fixture(scope="module")
def document(authority: SigningAuthority) -> bytes:
    signers = authority.signers(official=authority.official("leader", LEADER))
    request = SigningRequest(rendered("APOLOGY_EXTENSION", short()), CODE, "Văn bản xin lỗi", AGENCY_NAME)
    return authority.chain().sign(request, signers).pdf


def parts(authority: SigningAuthority, pdf: bytes, embedded: EmbeddedPdfSignature, place: Path) -> Parts:
    first, length, second, rest = (int(each) for each in embedded.byte_range)
    place.mkdir()
    made = Parts(place / "signed", place / "signature.der", place / "roots.pem")
    made.signed.write_bytes(pdf[first : first + length] + pdf[second : second + rest])
    made.signature.write_bytes(ContentInfo.load(embedded.pkcs7_content).dump())
    made.roots.write_text(authority.certificate_pem)
    return made


def embedded_in(pdf: bytes) -> list[EmbeddedPdfSignature]:
    return list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)


def test_a_second_program_finds_both_signatures_and_the_timestamp_good(
    authority: SigningAuthority, document: bytes, tmp_path: Path
) -> None:
    person, seal, stamp = embedded_in(document)
    for number, each in enumerate((person, seal)):
        assert parts(authority, document, each, tmp_path / str(number)).verified()
    assert parts(authority, document, stamp, tmp_path / "stamp").stamped()


def test_it_finds_a_changed_byte(authority: SigningAuthority, document: bytes, tmp_path: Path) -> None:
    changed = bytearray(document)
    changed[len(document) // 20] ^= 1
    for number, each in enumerate(embedded_in(document)[:2]):
        assert not parts(authority, bytes(changed), each, tmp_path / str(number)).verified()


def test_it_trusts_no_other_authority(authority: SigningAuthority, document: bytes, tmp_path: Path) -> None:
    with signing_authority(tmp_path / "strange") as stranger:
        person = embedded_in(document)[0]
        assert not parts(stranger, document, person, tmp_path / "person").verified()


def read_by_pdfsig(pdf: bytes, place: Path) -> list[dict[str, str]]:
    """What it says of each signature, in its own words."""
    file = place / "document.pdf"
    file.write_bytes(pdf)
    command = [str(poppler.require()), "-nocert", str(file)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    blocks = printed.split("Signature #")[1:]
    return [
        dict(line.removeprefix("  - ").split(": ", 1) for line in block.splitlines() if ": " in line)
        | {"covers all": str("  - Total document signed" in block)}
        for block in blocks
    ]


@pytest.mark.deep
def test_a_reader_of_pdf_finds_both_signatures_good_and_everything_covered(
    document: bytes, tmp_path: Path
) -> None:
    person, seal, stamp = read_by_pdfsig(document, tmp_path)
    for each, name in ((person, LEADER), (seal, "Ủy ban nhân dân phường mẫu số 5")):
        assert each["Signer Certificate Common Name"] == name
        assert each["Signature Validation"] == "Signature is Valid."
        assert each["Signature Type"] == "ETSI.CAdES.detached"
    assert stamp["covers all"] == "True", "the archive timestamp is over the whole file"


@pytest.mark.deep
def test_it_finds_a_changed_byte_too(document: bytes, tmp_path: Path) -> None:
    changed = bytearray(document)
    changed[len(document) // 20] ^= 1
    person, seal, _ = read_by_pdfsig(bytes(changed), tmp_path)
    assert [each["Signature Validation"] for each in (person, seal)] == ["Digest Mismatch."] * 2
