"""Signatures of one document in their order: the official signs, the agency seals, an archive timestamp lets both last."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from asn1crypto.x509 import Certificate
from pyhanko.sign.timestamps import TimeStamper

from records.domain.certificates import RegisteredCertificate, Signers, office_lines
from records.sealing.archive import ARCHIVE_MARK, Archivist
from records.sealing.certificates import CertificateJudge, load_certificates
from records.sealing.exclusive import run_exclusively
from records.sealing.key_ring import KeyRing
from records.sealing.keys import SealKey, archive_timestamper_of
from records.sealing.signing import PdfSealer, SigningRequest
from records.settings import RecordsSettings


@dataclass(frozen=True)
class Signed:
    """A file with its signatures. `archived_until`: when the authority's certificate of its archive timestamp ends; None
    without one."""

    pdf: bytes
    archived_until: datetime | None = None


@dataclass(frozen=True)
class SignatureChain:
    """`installation` seals for an agency that has no seal of its own; without `archivist` there is no archive timestamp."""

    installation: PdfSealer
    ring: KeyRing
    judge: CertificateJudge
    archivist: Archivist | None

    def sign(self, request: SigningRequest, signers: Signers | None) -> Signed:
        """The file with every signature. The stamp is shown with the first one.

        Raises as `PdfSealer.sign`; SIGNATURE_REFUSED for a certificate that is revoked or not in force and for a key that is
        not there; UNAVAILABLE while key, service or authority are out of reach.
        """
        if signers is None:
            return Signed(self.installation.sign(request))
        chains = [run_exclusively(self._judged, each) for each in signers.in_order]
        pdf, shown = request.pdf, request
        for certificate in signers.in_order:
            pdf = self.ring.sealer(certificate).sign(_of(shown, certificate, pdf))
            shown = replace(request, stamp=None, file_id=None)
        if self.archivist is None:
            return Signed(pdf)
        archived = self.archivist.archive(pdf, chains, f"{ARCHIVE_MARK}-1")
        return Signed(archived.pdf, archived.until)

    def sign_xml(self, xml: bytes, signed_id: str, signature_parent: str, signers: Signers | None) -> bytes:
        """With one signature, that of the agency's seal. Raises as `sign`; INVALID_REQUEST for what cannot bear it."""
        sealer = self.installation if signers is None else self._sealer_of(signers)
        return sealer.xml.sign(xml, signed_id, signature_parent)

    def _sealer_of(self, signers: Signers) -> PdfSealer:
        run_exclusively(self._judged, signers.agency)
        return self.ring.sealer(signers.agency)

    def _judged(self, certificate: RegisteredCertificate) -> list[Certificate]:
        """Its certificates, of which it was asked within the last hour whether they are revoked."""
        chain = parsed_certificates(certificate.certificates)
        self.judge.proofs(chain[0], chain[1:])
        return chain


parsed_certificates = lru_cache(maxsize=1000)(load_certificates)
"""In one thread at a time (`exclusive`)."""


def signature_chain(
    settings: RecordsSettings, key: SealKey, timestamper: TimeStamper | None
) -> SignatureChain:
    """By the settings: `key` and `timestamper` are those of the installation's seal."""
    judge = CertificateJudge(load_certificates(settings.trust_roots), settings.timestamp_timeout_s)
    lasting = archive_timestamper_of(settings)
    archivist = None if lasting is None else Archivist(lasting, judge)
    return SignatureChain(PdfSealer(key, timestamper), KeyRing(settings, timestamper), judge, archivist)


def _of(request: SigningRequest, certificate: RegisteredCertificate, pdf: bytes) -> SigningRequest:
    reason = ", ".join((*office_lines(certificate), request.reason))
    return replace(request, pdf=pdf, reason=reason, role=certificate.holder.value)
