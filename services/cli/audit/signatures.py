"""Signatures and timestamps of anchors, judged offline by the roots of the settings."""

import asyncio
import hashlib
import logging
from datetime import datetime

from asn1crypto import cms
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

# What is wrong is said in one line; the library says it in a page.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_UNREADABLE = (ValueError, TypeError, KeyError, SignatureValidationError, PathError, ValidationError)


class AnchorJudge:
    """Trusts these roots (PEM) alone. Raises ValueError where there is no certificate in them."""

    def __init__(self, roots: str) -> None:
        self._roots = list(load_certs_from_pemder_data(roots.encode()))
        if not self._roots:
            raise ValueError("there is no certificate among the trust roots")

    def signature_fault(self, data: bytes, signature: bytes, at: datetime) -> str | None:
        """What is wrong with the signature of the data, whose signer has to be trusted at that time; None: nothing."""
        try:
            status = asyncio.run(
                async_validate_detached_cms(
                    data, _signed_data(signature), signer_validation_context=self._context(at)
                )
            )
        except _UNREADABLE:
            return "its signature cannot be read"
        if not (status.intact and status.valid):
            return "its signature is not of this record"
        return None if status.trusted else "its signature is of nobody who is trusted"

    def timestamp(self, data: bytes, token: bytes) -> datetime | str:
        """The time at which the data were there, by a trusted authority; otherwise what is wrong with the token."""
        try:
            signed = _signed_data(token)
            at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
            found = validate_tst_signed_data(
                signed, self._context(at), lambda algorithm: hashlib.new(algorithm, data).digest()
            )
            status = TimestampSignatureStatus(**asyncio.run(found))
        except _UNREADABLE:
            return "its timestamp cannot be read"
        if not (status.intact and status.valid):
            return "its timestamp is not of this signature"
        return at if status.trusted else "its timestamp is of no authority that is trusted"

    def _context(self, at: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=self._roots, moment=at, allow_fetching=False, revocation_mode="soft-fail"
        )


def _signed_data(der: bytes) -> cms.SignedData:
    return cms.ContentInfo.load(der, strict=True)["content"]
