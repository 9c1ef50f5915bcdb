"""Reading and judging of certificates: what one says of itself, whether it is trusted, the proofs that it is not revoked.

The proofs (OCSP, RFC 6960; CRL, RFC 5280) are asked of the addresses in the certificate, once an hour at most.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from asn1crypto import crl, ocsp
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from records.domain.certificates import ReadCertificate
from records.sealing.exclusive import run_coroutine

log = logging.getLogger(__name__)

_RENEWED_AFTER_S = 3600.0
_SIGNING = frozenset({"digital_signature", "non_repudiation"})
ORGANISATION = "2.5.4.97"
"""organizationIdentifier (X.520): the code of the agency whose certificate it is."""


def load_certificates(pem: str) -> list[Certificate]:
    """The holder's own first. Raises SIGNATURE_REFUSED where there is none in it."""
    try:
        found = list(load_certs_from_pemder_data(pem.encode()))
        for each in found:
            _ = each.subject.native
    except Exception as error:  # whatever the reader meets in it: it is none
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="not_trusted") from error
    if not found:
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="not_trusted")
    return found


def read_certificate(certificate: Certificate) -> ReadCertificate:
    """What it says of itself. Raises SIGNATURE_REFUSED for one that is not for signatures."""
    usage = certificate.key_usage_value
    if certificate.ca or (usage is not None and not _SIGNING.intersection(usage.native)):
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="not_trusted")
    if certificate.public_key.algorithm not in ("rsa", "ec"):
        raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="not_trusted")
    return ReadCertificate(
        subject=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        organisation=_organisation(certificate),
        serial_number=f"{certificate.serial_number:x}",
        sha256=certificate.sha256.hex(),
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
    )


@dataclass(frozen=True)
class Proofs:
    """What shows of a certificate that it was good: the certificates up to its root, answers of OCSP, revocation lists."""

    certificates: tuple[Certificate, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]
    crls: tuple[crl.CertificateList, ...]

    @property
    def complete(self) -> bool:
        """Whether anything was proved: a certificate may name nobody who could be asked."""
        return bool(self.ocsps or self.crls)


class CertificateJudge:
    """Trusts these roots alone. In one thread at a time (`exclusive`)."""

    def __init__(self, roots: Sequence[Certificate], timeout_s: float = 5.0) -> None:
        self._roots = list(roots)
        self._timeout_s = timeout_s
        self._known: dict[bytes, tuple[float, Proofs]] = {}

    def proofs(self, own: Certificate, others: Iterable[Certificate] = (), *, anew: bool = False) -> Proofs:
        """That it is in force, trusted and not revoked. Blocks on the network once an hour, or `anew`.

        Raises SIGNATURE_REFUSED with its obstacle; UNAVAILABLE while those are away who know of a revocation.
        """
        at, known = self._known.get(own.sha256, (0.0, None))
        if known is not None and not anew and time.monotonic() - at < _RENEWED_AFTER_S:
            return known
        found = run_coroutine(self._proofs(own, list(others)))
        self._known[own.sha256] = (time.monotonic(), found)
        return found

    async def _proofs(self, own: Certificate, others: list[Certificate]) -> Proofs:
        # Here, because requests is large and few processes ask.
        from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

        names_authority = bool(own.ocsp_urls or own.crl_distribution_points)
        context = ValidationContext(
            trust_roots=self._roots,
            other_certs=others,
            moment=utcnow(),
            allow_fetching=names_authority,
            revocation_mode="hard-fail" if names_authority else "soft-fail",
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=self._timeout_s),
        )
        validator = CertificateValidator(own, intermediate_certs=others, validation_context=context)
        try:
            path = await validator.async_validate_path()
        except (ValidationError, PathError) as error:
            raise _refusal(error) from error
        return Proofs(tuple(path), tuple(context.ocsps), tuple(context.crls))


def _refusal(error: Exception) -> ServiceError:
    log.warning("a certificate is not good", extra={"reason": type(error).__name__})
    if isinstance(error, RevokedError):
        return ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="revoked")
    if isinstance(error, ExpiredError | NotYetValidError):
        return ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="expired")
    if isinstance(error, InsufficientRevinfoError):
        return ServiceError(ErrorCode.UNAVAILABLE)
    if isinstance(error, PathBuildingError):
        return ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="not_trusted")
    return ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="not_trusted")


def _name(name: object) -> str:
    native = getattr(name, "native", {})
    found = native.get("common_name") or native.get("organization_name") or ""
    return str(found if isinstance(found, str) else ", ".join(found))


def _organisation(certificate: Certificate) -> str:
    for relative in certificate.subject.chosen:
        for part in relative:
            if part["type"].dotted == ORGANISATION:
                return str(part["value"].native)
    return ""
