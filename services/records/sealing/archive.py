"""What lets signatures last (PAdES B-LTA, ETSI EN 319 142-1): proofs of their certificates, and a timestamp over all of it.

One revision at the end of the file holds both. It is renewed with one more before the authority's certificate ends (ETSI EN
319 142-1, 5.5: the timestamp before is proved by what the new one covers).
"""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from contracts.errors import ErrorCode, ServiceError
from records.sealing.certificates import CertificateJudge, Proofs
from records.sealing.cms import DIGEST
from records.sealing.errors import UNREADABLE_PDF_ERRORS
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.reader import open_pdf
from records.sealing.revisions import RevisionWriter

log = logging.getLogger(__name__)

_SPARE_BYTES = 512
_DIGEST_BYTES = 32
_LEARNT_FOR_S = 3600.0
"""How long the certificates of the authority are taken to be those that it uses."""
ARCHIVE_MARK = "Motcua-luu-tru"
"""Begins the name of every archive timestamp in a file; its number follows."""


@dataclass(frozen=True)
class Archived:
    """A file with its archive timestamp, which holds until the certificate of its authority ends."""

    pdf: bytes
    until: datetime


class Archivist:
    """Adds proofs and archive timestamps. Safe for threads, one at a time."""

    def __init__(self, timestamper: TimeStamper, judge: CertificateJudge) -> None:
        self._timestamper, self._judge = timestamper, judge
        self._reserved = 0
        self._learnt_at = 0.0
        self._authority: list[Certificate] = []

    def archive(self, pdf: bytes, signers: Sequence[Sequence[Certificate]], mark: str) -> Archived:
        """The file with one more revision. `signers`: of each signature the certificates, the signer's own first; `mark`
        names the timestamp in the file.

        Blocks for some 10 ms, and for the authorities. Raises UNAVAILABLE while one of them is away, SIGNATURE_REFUSED for a
        certificate that is not good.
        """
        return run_exclusively(self._archive, pdf, signers, mark)

    def renew(self, pdf: bytes) -> Archived | None:
        """The file with one more archive timestamp over the last one and the proofs of it. None: the certificate that the
        authority uses now ends no later than that of the last timestamp, so that nothing would be won.

        Blocks and raises as `archive`; FILE_NOT_USABLE for a file without an archive timestamp or that cannot be read.
        """
        return run_exclusively(self._renew, pdf)

    def _archive(self, pdf: bytes, signers: Sequence[Sequence[Certificate]], mark: str) -> Archived:
        with _away_is_unavailable():
            self._learn_of_authority()
            proofs = [self._judge.proofs(chain[0], chain[1:]) for chain in signers]
            return self._archived(pdf, proofs, mark)

    def _renew(self, pdf: bytes) -> Archived | None:
        try:
            stamps = open_pdf(pdf).embedded_timestamp_signatures
            last = stamps[-1]
            until = last.signer_cert.not_valid_after
        except UNREADABLE_PDF_ERRORS as error:
            log.warning("a file has no archive timestamp that can be read", exc_info=error)
            raise ServiceError(ErrorCode.FILE_NOT_USABLE) from error
        with _away_is_unavailable():
            self._learn_of_authority()
            if self._authority[0].not_valid_after <= until:
                return None
            return self._archived(pdf, self._proofs_of(last), f"{ARCHIVE_MARK}-{len(stamps) + 1}")

    def _proofs_of(self, stamp: EmbeddedPdfSignature) -> list[Proofs]:
        """Of the authority's certificate as it is now. None where it is good no more: the new one is of use without."""
        try:
            return [self._judge.proofs(stamp.signer_cert, stamp.other_embedded_certs)]
        except ServiceError as error:
            if error.code is not ErrorCode.SIGNATURE_REFUSED:
                raise
            reason = {"obstacle": error.params.get("obstacle")}
            log.warning("an archive timestamp is renewed too late to be proved", extra=reason)
            return []

    def _archived(self, pdf: bytes, proofs: list[Proofs], mark: str) -> Archived:
        own, *others = self._authority
        proofs = [*proofs, self._judge.proofs(own, others)]
        writer = RevisionWriter.of(pdf)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, **_together(proofs))
        stamping = PdfTimeStamper(self._timestamper, field_name=mark)
        done = run_coroutine(
            stamping.async_timestamp_pdf(writer, DIGEST, bytes_reserved=2 * (self._reserved + _SPARE_BYTES))
        )
        return Archived(bytes(done.getvalue()), own.not_valid_after)

    def _learn_of_authority(self) -> None:
        """One timestamp of nothing shows its certificates, and how long an answer is. Asked again after a while: it may use
        others."""
        if self._authority and time.monotonic() - self._learnt_at < _LEARNT_FOR_S:
            return
        token = run_coroutine(self._timestamper.async_timestamp(bytes(_DIGEST_BYTES), DIGEST))
        data = token["content"]
        serial = data["signer_infos"][0]["sid"].chosen["serial_number"].native
        found = [each.chosen for each in data["certificates"]]
        own = [each for each in found if each.serial_number == serial]
        if not own:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        self._authority = own + [each for each in found if each.serial_number != serial]
        self._reserved, self._learnt_at = len(token.dump()), time.monotonic()


def archived_until(pdf: bytes) -> datetime | None:
    """When the certificate of the last archive timestamp ends; None without one, and for a file that cannot be read. Blocks
    for some milliseconds."""
    return run_exclusively(_archived_until, pdf)


def _archived_until(pdf: bytes) -> datetime | None:
    try:
        stamps = open_pdf(pdf).embedded_timestamp_signatures
        return stamps[-1].signer_cert.not_valid_after if stamps else None
    except UNREADABLE_PDF_ERRORS as error:
        log.warning("a file cannot be read", exc_info=error)
        return None


@contextmanager
def _away_is_unavailable() -> Iterator[None]:
    try:
        yield
    except (TimestampRequestError, OSError) as error:
        log.warning("no archive timestamp from the authority", extra={"reason": type(error).__name__})
        raise ServiceError(ErrorCode.UNAVAILABLE) from error


def _together(proofs: Sequence[Proofs]) -> dict[str, Any]:
    """Each once."""
    return {
        "certs": _once(each for proof in proofs for each in proof.certificates),
        "ocsps": _once(each for proof in proofs for each in proof.ocsps),
        "crls": _once(each for proof in proofs for each in proof.crls),
    }


def _once(objects: Iterable[Any]) -> list[Any]:
    return list({each.dump(): each for each in objects}.values())
