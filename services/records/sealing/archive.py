"""What lets signatures last (PAdES B-LTA, ETSI EN 319 142-1): proofs of their certificates, and a timestamp over all of it.

One revision at the end of the file holds both. It can be renewed with one more before the authority's certificate ends.
"""

import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore

from contracts.errors import ErrorCode, ServiceError
from records.sealing.certificates import CertificateJudge, Proofs
from records.sealing.cms import DIGEST
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.reader import NOBODYS_PASSWORD

log = logging.getLogger(__name__)

_SPARE_BYTES = 512


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
        self._authority: list[Certificate] = []

    def archive(self, pdf: bytes, signers: Sequence[Sequence[Certificate]], mark: str) -> Archived:
        """The file with one more revision. `signers`: of each signature the certificates, the signer's own first; `mark`
        names the timestamp in the file.

        Blocks for some 10 ms, and for the authorities. Raises UNAVAILABLE while one of them is away, SIGNATURE_REFUSED for a
        certificate that is not good.
        """
        return run_exclusively(self._archive, pdf, signers, mark)

    def _archive(self, pdf: bytes, signers: Sequence[Sequence[Certificate]], mark: str) -> Archived:
        try:
            return self._archived(pdf, signers, mark)
        except (TimestampRequestError, OSError) as error:
            log.warning("no archive timestamp from the authority", extra={"reason": type(error).__name__})
            raise ServiceError(ErrorCode.UNAVAILABLE) from error

    def _archived(self, pdf: bytes, signers: Sequence[Sequence[Certificate]], mark: str) -> Archived:
        if not self._reserved:
            self._learn_of_authority()
        own, *others = self._authority
        proofs = [self._judge.proofs(chain[0], chain[1:]) for chain in signers]
        proofs.append(self._judge.proofs(own, others))
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            writer.encrypt(NOBODYS_PASSWORD)
        DocumentSecurityStore.supply_dss_in_writer(writer, None, **_together(proofs))
        stamping = PdfTimeStamper(self._timestamper, field_name=mark)
        done = run_coroutine(
            stamping.async_timestamp_pdf(writer, DIGEST, bytes_reserved=2 * (self._reserved + _SPARE_BYTES))
        )
        return Archived(bytes(done.getvalue()), own.not_valid_after)

    def _learn_of_authority(self) -> None:
        """One timestamp of nothing shows its certificates, and how long an answer is."""
        token = run_coroutine(self._timestamper.async_dummy_response(DIGEST))
        data = token["content"]
        serial = data["signer_infos"][0]["sid"].chosen["serial_number"].native
        found = [each.chosen for each in data["certificates"]]
        own = [each for each in found if each.serial_number == serial]
        if not own:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        self._authority = own + [each for each in found if each.serial_number != serial]
        self._reserved = len(token.dump())


def _together(proofs: Sequence[Proofs]) -> dict[str, Any]:
    """Each once."""
    return {
        "certs": _once(each for proof in proofs for each in proof.certificates),
        "ocsps": _once(each for proof in proofs for each in proof.ocsps),
        "crls": _once(each for proof in proofs for each in proof.crls),
    }


def _once(objects: Iterable[Any]) -> list[Any]:
    return list({each.dump(): each for each in objects}.values())
