"""Registered certificates: when they sign, and whose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.errors import ErrorCode, ServiceError
from contracts.records import CertificateHolder, KeyPlace, RegisterCertificate
from records.domain.certificates import ReadCertificate, RegisteredCertificate, registered, signers_of

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
READ = ReadCertificate(
    subject="Ủy ban nhân dân", issuer="CA", organisation="", serial_number="1", sha256="0" * 64,
    not_before=BEGIN, not_after=END,
)  # fmt: skip


def seal(at: datetime) -> RegisteredCertificate:
    request = RegisterCertificate(
        command_id="c", agency_code="H26.31.05", holder=CertificateHolder.AGENCY, key_place=KeyPlace.FILE,
        key_name="seal", certificates="-----BEGIN CERTIFICATE-----\n" + "A" * 64 + "\n-----END CERTIFICATE-----",
    )  # fmt: skip
    return registered(request, READ, "c1", at)


@pytest.mark.parametrize("at", [BEGIN - DAY, END, END + DAY])
def test_an_expired_certificate_is_registered_by_nobody_and_signs_nothing(at: datetime) -> None:
    with pytest.raises(ServiceError) as refused:
        seal(at)
    assert (refused.value.code, refused.value.params["obstacle"]) == (ErrorCode.SIGNATURE_REFUSED, "expired")
    assert signers_of((seal(BEGIN),), "H26.31.05", None, at) is None


def test_it_signs_from_its_registration_to_its_last_moment() -> None:
    known = seal(BEGIN + DAY)
    for at, signs in ((BEGIN, False), (BEGIN + DAY, True), (END - timedelta(seconds=1), True), (END, False)):
        assert (signers_of((known,), "H26.31.05", None, at) is not None) is signs
    assert signers_of((known,), "H06.10", None, BEGIN + DAY) is None, "of another agency"
