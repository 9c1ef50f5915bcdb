"""Validation of signatures: whether a file is what was signed, and by whom. Offline: the roots are those of the settings."""

import logging
from dataclasses import dataclass
from datetime import datetime

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from contracts.records import ArchiveTimestamp, SignatureLevel, SignatureState
from records.domain.signatures import CheckedSignature, Examined
from records.sealing.errors import UNREADABLE_PDF_ERRORS
from records.sealing.exclusive import run_coroutine, run_exclusively
from records.sealing.reader import covers_its_revision, open_pdf

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Lasting:
    """What a file has beyond its signatures: when its archive timestamps say that it was there, and its proofs. `unbroken`:
    each timestamp was renewed while its authority's certificate was in force."""

    at: datetime | None
    covers_all: bool
    proofs: DocumentSecurityStore | None
    unbroken: bool = True
    timestamps: tuple[ArchiveTimestamp, ...] = ()


NOT_SIGNED = SignatureState(valid=False, signer="", reason="not_signed")
UNREADABLE = SignatureState(valid=False, signer="", reason="unreadable")


_BUILT = Examined(
    signatures=(CheckedSignature(state=NOT_SIGNED),),
    timestamps=(ArchiveTimestamp(authority="", valid=False),),
)
"""A model is completed when its first instance is made, under a lock that no thread may take from greenlets: here."""


class SignatureValidator:
    """Trusts these roots (PEM) alone."""

    def __init__(self, roots: str) -> None:
        """Raises ValueError when there is no certificate in it."""
        self._roots = list(load_certs_from_pemder_data(roots.encode()))
        if not self._roots:
            raise ValueError("there is no certificate among the trust roots")

    def validate(
        self, pdf: bytes, at: datetime, renewed_at: datetime | None = None
    ) -> tuple[SignatureState, ...]:
        """Every signature in the file, in the order of signing; empty when it has none. Blocks for some 10 ms each.

        A signer has to be trusted at that time, and the authority of the last archive timestamp at `renewed_at` where it was
        renewed; those before it when the next one was made. `reason` is empty when valid, else unreadable, changed, extended
        (of the last one: bytes follow that it does not cover) or not_trusted.
        """
        return tuple(each.state for each in self.check(pdf, at, renewed_at))

    def check(
        self, pdf: bytes, at: datetime, renewed_at: datetime | None = None
    ) -> tuple[CheckedSignature, ...]:
        """As `validate`, each with its certificate."""
        return self.examine(pdf, at, renewed_at).signatures

    def examine(self, pdf: bytes, at: datetime, renewed_at: datetime | None = None) -> Examined:
        """As `check`, and the archive timestamps."""
        return run_exclusively(self._examine, pdf, at, renewed_at or at)

    def _examine(self, pdf: bytes, at: datetime, renewed_at: datetime) -> Examined:
        try:
            reader = open_pdf(pdf)
            signatures = reader.embedded_regular_signatures
            lasting = self._lasting(reader, at, renewed_at)
        except UNREADABLE_PDF_ERRORS as error:
            log.warning("a file cannot be read", exc_info=error)
            return Examined(signatures=(CheckedSignature(state=UNREADABLE),))
        states = (self._state(each, at, lasting, last=each is signatures[-1]) for each in signatures)
        return Examined(signatures=tuple(states), timestamps=lasting.timestamps)

    def _lasting(self, reader: PdfFileReader, at: datetime, renewed_at: datetime) -> _Lasting:
        """The authority of the last archive timestamp has to be trusted when the file was issued or renewed, those before it
        when the next one was made. Of one that was renewed too late our own record says that it was good."""
        stamps = reader.embedded_timestamp_signatures
        if not stamps:
            return _Lasting(None, covers_all=False, proofs=None)
        try:
            proofs = DocumentSecurityStore.read_dss(reader)
        except (NoDSSFoundError, ValidationInfoReadingError):
            proofs = None
        good: list[datetime] = []
        needed_at, unbroken, coverage = renewed_at, True, None
        for stamp in reversed(stamps):
            found = self._stamped(stamp, needed_at)
            if found is None and stamp is not stamps[-1]:
                found, unbroken = self._stamped(stamp, at), False
            if found is None:
                break
            coverage = coverage or found.coverage
            needed_at = found.timestamp
            good.append(needed_at)
        whole = len(good) == len(stamps)
        covers_all = whole and coverage is SignatureCoverageLevel.ENTIRE_FILE
        known = [*([None] * (len(stamps) - len(good))), *reversed(good)]
        return _Lasting(
            min(good, default=None),
            covers_all=covers_all,
            proofs=proofs,
            unbroken=unbroken,
            timestamps=tuple(
                ArchiveTimestamp(authority=_name_of(stamp), at=when, valid=when is not None)
                for stamp, when in zip(stamps, known, strict=True)
            ),
        )

    def _stamped(self, stamp: EmbeddedPdfSignature, at: datetime) -> DocumentTimestampStatus | None:
        """None unless it is whole and its authority trusted at that time."""
        found = run_coroutine(async_validate_pdf_timestamp(stamp, self._context(at)))
        return found if found.valid and found.intact and found.trusted else None

    def _state(
        self, signature: EmbeddedPdfSignature, at: datetime, lasting: _Lasting, *, last: bool
    ) -> CheckedSignature:
        try:
            status = run_coroutine(self._status(signature, at))
            state = _state(status, last=last and not lasting.covers_all)
            level = self._level(signature, state, lasting)
        except (*UNREADABLE_PDF_ERRORS, PathError, ValidationError) as error:
            log.warning("a signature cannot be read", exc_info=error)
            return CheckedSignature(state=UNREADABLE)
        when = (
            {} if state.timestamped or lasting.at is None else {"timestamped": True, "signed_at": lasting.at}
        )
        found = state.model_copy(update={"level": level, **when})
        return CheckedSignature(state=found, certificate=status.signing_cert.sha256.hex())

    def _level(
        self, signature: EmbeddedPdfSignature, state: SignatureState, lasting: _Lasting
    ) -> SignatureLevel | None:
        """None of what is no good signature."""
        if not state.valid:
            return None
        if lasting.at is None or lasting.proofs is None or not self._proved(signature, lasting):
            return SignatureLevel.T if state.timestamped or lasting.at else SignatureLevel.B
        return SignatureLevel.LTA if lasting.covers_all and lasting.unbroken else SignatureLevel.LT

    def _proved(self, signature: EmbeddedPdfSignature, lasting: _Lasting) -> bool:
        """Whether the proofs in the file show that the signer's certificate was not revoked at the time of the timestamp."""
        assert lasting.proofs is not None, "asked of a file with proofs"
        trust = {"trust_roots": self._roots, "moment": lasting.at, "allow_fetching": False}
        context = lasting.proofs.as_validation_context({**trust, "revocation_mode": "hard-fail"})
        validator = CertificateValidator(
            signature.signer_cert,
            intermediate_certs=signature.other_embedded_certs,
            validation_context=context,
        )
        try:
            run_coroutine(validator.async_validate_path())
        except (PathError, ValidationError) as error:
            log.info("a certificate is not proved by the file", extra={"reason": type(error).__name__})
            return False
        return True

    async def _status(self, signature: EmbeddedPdfSignature, at: datetime) -> PdfSignatureStatus:
        return await async_validate_pdf_signature(signature, self._context(at), self._context(at))

    def _context(self, at: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._roots, moment=at, allow_fetching=False, revocation_mode="soft-fail"
        )


def _name_of(signature: EmbeddedPdfSignature) -> str:
    return str(signature.signer_cert.subject.native.get("common_name", ""))


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
