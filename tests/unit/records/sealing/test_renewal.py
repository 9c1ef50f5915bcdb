"""Archive timestamps that are renewed before the certificate of their authority ends (ETSI EN 319 142-1)."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from tests.support.records.documents import CODE, rendered, short
from tests.support.records.signing import SigningAuthority, signing_authority

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from contracts.records import SignatureLevel
from records.sealing.archive import Archived, Archivist, archived_until
from records.sealing.chain import Signed
from records.sealing.signing import SigningRequest
from records.sealing.validation import SignatureValidator

SOON, YEARS = timedelta(days=10), timedelta(days=3000)
AFTER_FIRST = timedelta(days=400)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SigningAuthority]:
    with signing_authority(tmp_path_factory.mktemp("keys")) as running:
        running.simulator.authority.change_timestamper(SOON)
        yield running


@pytest.fixture(scope="module")
def checker(authority: SigningAuthority) -> SignatureValidator:
    return SignatureValidator(authority.settings().trust_roots)


@pytest.fixture(scope="module")
def first(authority: SigningAuthority) -> Signed:
    signers = authority.signers(official=authority.official("leader", "Nguyễn Văn Lãnh Đạo"))
    request = SigningRequest(rendered("APOLOGY_EXTENSION", short()), CODE, "Văn bản xin lỗi")
    return authority.chain().sign(request, signers)


@pytest.fixture(scope="module")
def renewed(authority: SigningAuthority, first: Signed) -> Archived:
    assert archivist(authority).renew(first.pdf) is None, "the authority has the same certificate"
    authority.simulator.authority.change_timestamper(YEARS)
    found = archivist(authority).renew(first.pdf)
    assert found is not None
    return found


def archivist(authority: SigningAuthority) -> Archivist:
    found = authority.chain().archivist
    assert found is not None
    return found


def levels(checker: SignatureValidator, pdf: bytes, at: datetime) -> list[SignatureLevel | None]:
    """At a moment of the clock, of a file that was issued now."""
    return [each.level for each in checker.validate(pdf, utcnow(), at)]


def test_the_end_of_a_file_is_that_of_the_last_authority(first: Signed, renewed: Archived) -> None:
    assert (first.archived_until, renewed.until) == (archived_until(first.pdf), archived_until(renewed.pdf))
    assert first.archived_until is not None
    assert first.archived_until < utcnow() + SOON < utcnow() + AFTER_FIRST < renewed.until
    assert renewed.pdf.startswith(first.pdf)


def test_signatures_last_beyond_the_end_of_the_first_authority(
    checker: SignatureValidator, first: Signed, renewed: Archived
) -> None:
    now, later = utcnow(), utcnow() + AFTER_FIRST
    assert levels(checker, first.pdf, now) == levels(checker, renewed.pdf, now) == [SignatureLevel.LTA] * 2
    assert levels(checker, renewed.pdf, later) == [SignatureLevel.LTA] * 2
    assert SignatureLevel.LTA not in levels(checker, first.pdf, later), "it was not renewed"


def test_the_renewal_holds_a_proof_of_the_timestamp_before(first: Signed, renewed: Archived) -> None:
    """An answer of OCSP about the first authority's certificate is covered by the second timestamp."""
    reader = PdfFileReader(io.BytesIO(renewed.pdf))
    stamps = reader.embedded_timestamp_signatures
    assert [each.field_name for each in stamps] == ["Motcua-luu-tru-1", "Motcua-luu-tru-2"]
    before = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(first.pdf)))
    after = DocumentSecurityStore.read_dss(reader)
    answers = [OCSPResponse.load(each.get_object().data) for each in after.ocsps]
    proved = {
        answer["cert_id"]["serial_number"].native
        for each in answers
        for answer in each.response_data["responses"]
    }
    assert {each.signer_cert.serial_number for each in stamps} <= proved
    assert len(after.ocsps) > len(before.ocsps)


def test_a_second_program_finds_the_new_timestamp_good_after_the_first_has_ended(
    authority: SigningAuthority, renewed: Archived, tmp_path: Path
) -> None:
    roots = tmp_path / "roots.pem"
    roots.write_text(authority.certificate_pem)
    later = int((utcnow() + AFTER_FIRST).timestamp())
    found = []
    for number, stamp in enumerate(PdfFileReader(io.BytesIO(renewed.pdf)).embedded_timestamp_signatures):
        signed, token = tmp_path / f"{number}.signed", tmp_path / f"{number}.token"
        start, length, second, rest = map(int, stamp.byte_range)
        signed.write_bytes(renewed.pdf[start : start + length] + renewed.pdf[second : second + rest])
        token.write_bytes(ContentInfo.load(stamp.pkcs7_content).dump())
        command = ["openssl", "ts", "-verify", "-token_in", "-in", str(token), "-data", str(signed),
                   "-CAfile", str(roots), "-attime", str(later)]  # fmt: skip
        found.append(subprocess.run(command, capture_output=True, check=False).returncode == 0)
    assert found == [False, True]


def test_a_byte_that_follows_the_renewal_is_found(checker: SignatureValidator, renewed: Archived) -> None:
    assert checker.validate(renewed.pdf + b"\n% more", utcnow())[-1].reason == "extended"


def test_one_that_was_renewed_too_late_is_good_by_our_own_record_alone(
    authority: SigningAuthority, checker: SignatureValidator, first: Signed, renewed: Archived
) -> None:
    """The certificate of the first authority had ended by the time that the second timestamp names."""
    assert renewed.until > utcnow() + 2 * SOON
    authority.simulator.authority.change_timestamper(YEARS, utcnow() + 2 * SOON)
    late = archivist(authority).renew(first.pdf)
    authority.simulator.authority.change_timestamper(YEARS)
    assert late is not None
    found = checker.validate(late.pdf, utcnow(), utcnow() + AFTER_FIRST)
    assert [(each.valid, each.level) for each in found] == [(True, SignatureLevel.LT)] * 2


@pytest.mark.parametrize("pdf", [b"no pdf", rendered("APOLOGY_EXTENSION", short())])
def test_what_has_no_archive_timestamp_is_not_renewed(authority: SigningAuthority, pdf: bytes) -> None:
    assert archived_until(pdf) is None
    with pytest.raises(ServiceError) as refused:
        archivist(authority).renew(pdf)
    assert refused.value.code is ErrorCode.FILE_NOT_USABLE
