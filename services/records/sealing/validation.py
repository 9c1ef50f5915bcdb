"""Validation of signatures: whether a file is what was signed, and by whom. Offline: the roots are those of the settings."""

import logging
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from contracts.records import SignatureState
from records.sealing.errors import UNREADABLE_PDF_ERRORS
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.reader import covers_its_revision, open_pdf

log = logging.getLogger(__name__)

NOT_SIGNED = SignatureState(valid=False, signer="", reason="not_signed")
UNREADABLE = SignatureState(valid=False, signer="", reason="unreadable")


class SignatureValidator:
    """Trusts these roots (PEM) alone."""

    def __init__(self, roots: str) -> None:
        """Raises ValueError when there is no certificate in it."""
        self._roots = list(load_certs_from_pemder_data(roots.encode()))
        if not self._roots:
            raise ValueError("there is no certificate among the trust roots")

    def validate(self, pdf: bytes, at: datetime) -> tuple[SignatureState, ...]:
        """Every signature in the file, in the order of signing; empty when it has none. Blocks for some 10 ms each.

        A signer has to be trusted at that time. `reason` is empty when valid, else unreadable, changed, extended (of
        the last one: bytes follow that it does not cover) or not_trusted.
        """
        return run_exclusively(self._check, pdf, at)

    def _check(self, pdf: bytes, at: datetime) -> tuple[SignatureState, ...]:
        try:
            signatures = open_pdf(pdf).embedded_regular_signatures
        except UNREADABLE_PDF_ERRORS as error:
            log.warning("a file cannot be read", exc_info=error)
            return (UNREADABLE,)
        return tuple(self._state(each, at, last=each is signatures[-1]) for each in signatures)

    def _state(self, signature: EmbeddedPdfSignature, at: datetime, *, last: bool) -> SignatureState:
        try:
            return _state(run_coroutine(self._status(signature, at)), last=last)
        except (*UNREADABLE_PDF_ERRORS, PathError, ValidationError) as error:
            log.warning("a signature cannot be read", exc_info=error)
            return UNREADABLE

    async def _status(self, signature: EmbeddedPdfSignature, at: datetime) -> PdfSignatureStatus:
        return await async_validate_pdf_signature(signature, self._context(at), self._context(at))

    def _context(self, at: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._roots, moment=at, allow_fetching=False, revocation_mode="soft-fail"
        )


def _state(status: PdfSignatureStatus, *, last: bool) -> SignatureState:
    timestamp = status.timestamp_validity
    stamped = timestamp is not None and timestamp.valid and timestamp.trusted
    reason = _reason(status, last=last)
    return SignatureState(
        valid=not reason,
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=timestamp.timestamp if stamped and timestamp else status.signer_reported_dt,
        timestamped=bool(stamped),
        reason=reason,
        whole=reason in ("", "not_trusted"),
    )


def _reason(status: PdfSignatureStatus, *, last: bool) -> str:
    """The last one covers the file, those before it their revision and what they allow to be added."""
    if not (status.intact and status.valid):
        return "changed"
    if last and status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return "extended"
    if status.docmdp_ok is False or not covers_its_revision(status.coverage):
        return "changed"
    return "" if status.trusted and status.bottom_line else "not_trusted"
