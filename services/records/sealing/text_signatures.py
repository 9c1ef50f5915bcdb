"""Detached signatures (CMS, RFC 5652) on texts of others: made with one certificate that is known beforehand, or bad."""

import base64
import logging

from asn1crypto import cms, x509
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from chassis.core.clock import utcnow
from contracts.records import CheckedSignature
from records.sealing.exclusive import run_coroutine, run_exclusively

log = logging.getLogger(__name__)
NOT_GOOD = CheckedSignature(valid=False)
_ANY_USE = KeyUsageConstraints(key_usage=None, match_all_key_usages=False)


def check(content: str, signature: str, certificate_sha256: str) -> CheckedSignature:
    """Content and signature in base64. Trusts that certificate alone, while it is in force. Blocks for some 10 ms."""
    return run_exclusively(_check, content, signature, certificate_sha256)


def _check(content: str, signature: str, certificate_sha256: str) -> CheckedSignature:
    try:
        signed = cms.ContentInfo.load(base64.b64decode(signature, validate=True), strict=True)["content"]
        plain = base64.b64decode(content, validate=True)
        own = _certificate(signed, certificate_sha256)
        if own is None:
            return NOT_GOOD
        trusted = ValidationContext(trust_roots=[own], moment=utcnow(), allow_fetching=False)
        status = run_coroutine(
            async_validate_detached_cms(plain, signed, trusted, key_usage_settings=_ANY_USE)
        )
    except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError) as error:
        log.warning("a signature cannot be read", exc_info=error)
        return NOT_GOOD
    by_it = status.signing_cert.sha256.hex() == certificate_sha256
    in_force = own.not_valid_before <= utcnow() <= own.not_valid_after
    valid = status.intact and status.valid and status.trusted and by_it and in_force
    return CheckedSignature(valid=valid, signer=own.subject.human_friendly if valid else "")


def _certificate(signed: cms.SignedData, sha256: str) -> x509.Certificate | None:
    found = (each.chosen for each in signed["certificates"])
    return next((each for each in found if each.sha256.hex() == sha256), None)
