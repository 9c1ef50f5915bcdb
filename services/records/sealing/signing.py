"""PAdES: B-B, or B-T where a timestamp authority is set (ETSI EN 319 142-1)."""

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pkcs11 import PKCS11Error
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from contracts.errors import ErrorCode, ServiceError
from records.sealing.cms import DIGEST, CmsPattern, PatternSigner
from records.sealing.errors import (
    BREAKS_SIGNATURE,
    DAMAGED,
    NO_CHANGES_ALLOWED,
    UNREADABLE_PDF_ERRORS,
    not_sealable,
)
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.keys import SealKey
from records.sealing.reader import open_pdf, permission, whole_signatures
from records.sealing.revisions import RevisionWriter
from records.sealing.stamps import Stamp, place_stamp, stamp_style

if TYPE_CHECKING:
    from records.sealing.xml_signatures import XmlSealer

log = logging.getLogger(__name__)

_SPARE_BYTES = 256
"""Room for a signature beside that of the longest so far: serial numbers and times of an authority differ in length."""


@dataclass(frozen=True)
class SigningRequest:
    """One PDF to sign: `code` and `role` name the signature in the file; a `stamp` is shown on its last page.

    `file_id` is that of the file that others gave; None: a document made here, in which there is no defect.
    """

    pdf: bytes
    code: str
    reason: str
    location: str = ""
    stamp: Stamp | None = None
    file_id: str | None = None
    role: str = ""


class PdfSealer:
    """Signs in a thread of its own, with a timestamp where there is an authority."""

    def __init__(self, key: SealKey, timestamper: TimeStamper | None = None) -> None:
        self._key = key
        self._timestamper = timestamper
        self._pattern: CmsPattern | None = None
        self._longest = 0
        """Bytes of the longest signature so far, and at first of the pattern."""

    @property
    def name(self) -> str:
        """The name in the certificate, for who reads what is signed. Blocks where a token has to be opened."""
        with self._key.exclusive():
            return run_exclusively(self._name)

    def _name(self) -> str:
        certificate = self._key.signer().signing_cert
        return "" if certificate is None else str(certificate.subject.native.get("common_name", ""))

    @property
    def xml(self) -> "XmlSealer":
        """The same key over XML, by libraries that are loaded when they are first needed."""
        from records.sealing.xml_signatures import XmlSealer

        return XmlSealer(self._key)

    def sign(self, request: SigningRequest) -> bytes:
        """The file with one more signature at its end. Blocks for some 10 ms, and for what token and authority take.

        The signatures that are in it stay whole: in a file that is certified the seal is not shown. Raises
        FILE_NOT_SEALABLE for a file that cannot bear one; UNAVAILABLE without key or timestamp; INTERNAL_ERROR where
        the signing itself is at fault.
        """
        with self._key.exclusive():
            return run_exclusively(self._sign, request)

    def _sign(self, request: SigningRequest) -> bytes:
        try:
            return self._sealed(request)
        except (TimestampRequestError, OSError) as error:
            log.warning("no timestamp from the authority", extra={"reason": type(error).__name__})
            raise ServiceError(ErrorCode.UNAVAILABLE) from error
        except PKCS11Error:
            raise
        except UNREADABLE_PDF_ERRORS as error:
            log.warning("a file cannot be signed", extra={"file_id": request.file_id}, exc_info=error)
            raise self._error_of(request) from error

    def _error_of(self, request: SigningRequest) -> ServiceError:
        """The file is at fault where it cannot be signed a second time either, and an empty page can."""
        if request.file_id is None or self._can_sign(request) or not self._can_sign(_empty_page()):
            return ServiceError(ErrorCode.INTERNAL_ERROR)
        return not_sealable(request.file_id, DAMAGED)

    def _can_sign(self, request: SigningRequest) -> bool:
        try:
            self._sealed(request)
        except UNREADABLE_PDF_ERRORS as error:
            log.warning("signing failed again", extra={"file_id": request.file_id}, exc_info=error)
            return False
        return True

    def _sealed(self, request: SigningRequest) -> bytes:
        if request.file_id is None:
            return run_coroutine(self._signed(request, request.stamp))
        signatures = open_pdf(request.pdf).embedded_regular_signatures
        if not signatures:
            return run_coroutine(self._signed(request, request.stamp))
        return self._sealed_after(request, request.file_id, signatures)

    def _sealed_after(
        self, request: SigningRequest, file_id: str, signatures: Sequence[EmbeddedPdfSignature]
    ) -> bytes:
        """After the signatures of others: with the stamp where that breaks none of them, else without."""
        allowed = permission(signatures)
        if allowed is MDPPerm.NO_CHANGES:
            raise not_sealable(file_id, NO_CHANGES_ALLOWED)
        whole = whole_signatures(signatures)
        stamp = request.stamp if allowed is None else None
        for shown in (stamp, None) if stamp and whole else (stamp,):
            sealed = run_coroutine(self._signed(request, shown))
            if not whole or whole <= whole_signatures(open_pdf(sealed).embedded_regular_signatures):
                return sealed
        raise not_sealable(file_id, BREAKS_SIGNATURE)

    async def _signed(self, request: SigningRequest, stamp: Stamp | None) -> bytes:
        """Signed once, into the room that signatures of this key and authority have taken; one that takes more is made a
        second time, with room for it."""
        key = self._key.signer()
        if self._pattern is None:
            self._pattern = await CmsPattern.of(key, self._timestamper)
            self._longest = self._pattern.longest
        signer = PatternSigner(key, self._pattern)
        try:
            return await self._with_signature(request, stamp, signer)
        except SigningError:
            if signer.size <= self._longest:
                raise
            self._longest = signer.size
        return await self._with_signature(request, stamp, signer)

    async def _with_signature(self, request: SigningRequest, stamp: Stamp | None, signer: Signer) -> bytes:
        writer = RevisionWriter.of(request.pdf)
        spot = place_stamp(writer, stamp) if stamp else None
        name = f"Motcua-{request.code}{request.role and '-'}{request.role}"
        metadata = PdfSignatureMetadata(
            field_name=name,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=request.reason,
            location=request.location or None,
        )
        field = SigFieldSpec(name, on_page=spot.page, box=spot.box) if spot else SigFieldSpec(name)
        style = stamp_style(spot.picture) if spot else None
        signing = PdfSigner(
            metadata, signer, timestamper=self._timestamper, stamp_style=style, new_field_spec=field
        )
        digits = 2 * (self._longest + _SPARE_BYTES)
        done = await signing.async_sign_pdf(writer, bytes_reserved=digits)
        return bytes(done.getvalue())


def _empty_page() -> SigningRequest:
    page = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(page)
    return SigningRequest(page.getvalue(), "AAAA-AAAA-AAAA-AAAA", "")
