"""Validation of signatures: whether a file is what was signed, and by whom. Offline: the roots are those of the settings."""

import asyncio
import io
from datetime import datetime
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from chassis.runtime import thread_pool
from contracts.records import SignatureState
from records.sealing.errors import UNREADABLE_PDF_ERRORS

NOT_SIGNED = SignatureState(valid=False, signer="", reason="not_signed")
UNREADABLE = SignatureState(valid=False, signer="", reason="unreadable")


class SignatureValidator:
    """Trusts these roots (PEM) alone."""

    def __init__(self, roots: str) -> None:
        """Raises ValueError when there is no certificate in it."""
        self._roots = list(load_certs_from_pemder_data(roots.encode()))
        if not self._roots:
            raise ValueError("there is no certificate among the trust roots")

    def validate(self, pdf: bytes, at: datetime) -> SignatureState:
        """Of the last signature: whole, covering the file, by a signer trusted at that time. Blocks for some 10 ms.

        `reason` is empty when valid, else not_signed, unreadable, changed, extended or not_trusted.
        """
        return thread_pool.run_in_thread(self._check, pdf, at)

    def _check(self, pdf: bytes, at: datetime) -> SignatureState:
        try:
            signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures
            if not signatures:
                return NOT_SIGNED
            return _state(asyncio.run(self._status(signatures[-1], at)))
        except (*UNREADABLE_PDF_ERRORS, PathError, ValidationError):
            return UNREADABLE

    async def _status(self, signature: Any, at: datetime) -> PdfSignatureStatus:
        return await async_validate_pdf_signature(signature, self._context(at), self._context(at))

    def _context(self, at: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._roots, moment=at, allow_fetching=False, revocation_mode="soft-fail"
        )


def _state(status: PdfSignatureStatus) -> SignatureState:
    timestamp = status.timestamp_validity
    stamped = timestamp is not None and timestamp.valid and timestamp.trusted
    reason = _reason(status)
    return SignatureState(
        valid=not reason,
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=timestamp.timestamp if stamped and timestamp else status.signer_reported_dt,
        timestamped=bool(stamped),
        reason=reason,
    )


def _reason(status: PdfSignatureStatus) -> str:
    if not (status.intact and status.valid):
        return "changed"
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return "extended"
    return "" if status.trusted and status.bottom_line else "not_trusted"
